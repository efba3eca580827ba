from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from jempol_netral.errors import UserError
from jempol_netral.keywords import (
    load_contest,
    new_contest_toml,
    official_contest,
    official_contests,
    official_list,
    shipped_contests,
)
from jempol_netral.keywords.names import split_name
from jempol_netral.keywords.regions import official_rows
from jempol_netral.keywords.titles import BEFORE, bare
from jempol_netral.models import MatchKind, Term

if TYPE_CHECKING:
    from pathlib import Path


def test_the_list_is_whole() -> None:
    rows = official_rows()
    assert len(rows) == 1594
    assert sum(row.empty_box for row in rows) == 37
    assert len({row.region for row in rows}) == len(official_list()) == 545
    assert [(row.region, row.number) for row in rows] == sorted((row.region, row.number) for row in rows)


def test_ids_are_unique_and_the_shipped_ones_are_among_them() -> None:
    listed = {one.id: one for one in official_list()}
    assert len(listed) == 545
    for contest in shipped_contests():
        assert listed[contest.id].region == contest.region


def test_every_contest_written_out_loads_back_the_same(tmp_path: Path) -> None:
    for contest in official_contests():
        path = tmp_path / f"{contest.id}.toml"
        path.write_text(new_contest_toml(contest.region), encoding="utf-8")
        assert load_contest(path) == contest


def test_no_title_is_left_in_any_name() -> None:
    for row in official_rows():
        if row.empty_box:
            continue
        for printed in (row.candidate, row.running_mate):
            name = split_name(printed).name
            assert re.fullmatch(r"[A-Z'][A-Za-z.' -]+", name), printed
            first = name.split()[0]
            assert bare(first) not in BEFORE or len(name.split()) == 1, printed


def test_the_shipped_contests_have_the_official_names() -> None:
    for contest in shipped_contests():
        official = official_contest(contest.region)
        for pair, line in zip(contest.pairs, official.pairs, strict=True):
            assert pair.number == line.number
            for ours, theirs in zip(pair.names, line.names, strict=True):
                assert set(ours.split()) <= set(theirs.split()), "a part may be left out, none is added"


@pytest.mark.parametrize(
    ("code", "identity", "name", "zone"),
    [
        ("35", "pilgub-jatim-2024", "Pemilihan Gubernur Jawa Timur 2024", "Asia/Jakarta"),
        ("35.28", "pilbup-pamekasan-2024", "Pemilihan Bupati Pamekasan 2024", "Asia/Jakarta"),
        ("3578", "pilwalkot-surabaya-2024", "Pemilihan Wali Kota Surabaya 2024", "Asia/Jakarta"),
        ("1307", "pilbup-lima-puluh-kota-2024", "Pemilihan Bupati Lima Puluh Kota 2024", "Asia/Jakarta"),
        ("6471", "pilwalkot-balikpapan-2024", "Pemilihan Wali Kota Balikpapan 2024", "Asia/Makassar"),
        ("61", "pilgub-kalbar-2024", "Pemilihan Gubernur Kalimantan Barat 2024", "Asia/Jakarta"),
        ("96", "pilgub-papua-barat-daya-2024", "Pemilihan Gubernur Papua Barat Daya 2024", "Asia/Jayapura"),
    ],
)
def test_id_name_and_zone(code: str, identity: str, name: str, zone: str) -> None:
    contest = official_contest(code)
    assert (contest.id, contest.name, contest.timezone) == (identity, name, zone)


def test_an_empty_box_can_be_chosen_too() -> None:
    boxes = [pair for contest in official_contests() for pair in contest.pairs if not pair.names]
    assert len(boxes) == 37
    assert {(box.label, box.terms) for box in boxes} == {
        (
            "Kotak kosong",
            tuple(
                Term(text, MatchKind.ALIAS, needs_context=True)
                for text in ("kotak kosong", "kolom kosong", "bumbung kosong")
            ),
        )
    }


def test_a_single_name_that_many_bear_needs_context() -> None:
    terms = {term.text: term for one in official_contests() for pair in one.pairs for term in pair.terms}
    for mononym in ("Alam", "Muhammad", "Sudirman", "Anwar"):
        assert terms[mononym].needs_context, mononym
        assert terms[mononym].exact, mononym
    assert "Kholilurrahman" not in terms, "nobody else is called so"
    assert not terms["Gus Hans"].needs_context


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("35", ("Luluk-Lukmanul", "Khofifah-Emil", "Rismaharini-Gus Hans")),
        ("3527", ("Mu'afi-Abdullah", "Slamet-Mahfudz")),
        ("5106", ("Cahyo-Winuntara", "Sedana-Diar", "Giri-Subrata")),
        ("3510", ("Ipuk-Mujiono", "Makki-Ruchi")),
    ],
)
def test_labels(code: str, label: tuple[str, ...]) -> None:
    assert tuple(pair.label for pair in official_contest(code).pairs) == label


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("34", "Di Yogyakarta"),
        ("3171", "held no election"),
        ("9999", "not a kode wilayah"),
        ("jatim", "not a kode wilayah"),
    ],
)
def test_what_is_not_on_the_list(code: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        new_contest_toml(code)
    assert said.casefold() in caught.value.message.casefold()

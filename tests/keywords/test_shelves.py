from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from jempol_netral.errors import UserError
from jempol_netral.keywords import contest_files, data_folder, find_contest, shipped_contests
from jempol_netral.models import MatchKind

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = ["pilbup-pamekasan-2024", "pilgub-banten-2024", "pilgub-jakarta-2024", "pilgub-jatim-2024"]
OWN = """\
[contest]
id = "{id}"
name = "{name}"
region = "35"
timezone = "Asia/Jakarta"
[[pair]]
number = 1
label = "Contoh"
"""


def own_contest(folder: Path, file: str, identity: str, name: str = "Milik kantor") -> Path:
    path = folder / "contests" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(OWN.format(id=identity, name=name), encoding="utf-8")
    return path


def test_the_shipped_contests_load() -> None:
    assert [contest.id for contest in shipped_contests()] == SHIPPED
    for contest in shipped_contests():
        assert contest.stages.number_draw == date(2024, 9, 23)
        assert [pair.number for pair in contest.pairs] == list(range(1, len(contest.pairs) + 1))


@pytest.mark.parametrize("word", ["emil", "rido", "kharisma", "berbakti", "tauhid", "luman", "rk", "ade", "sukri"])
def test_everyday_words_need_context_wherever_they_stand(word: str) -> None:
    terms = [term for contest in shipped_contests() for pair in contest.pairs for term in pair.terms]
    same = [term for term in terms if term.text == word and term.kind is MatchKind.ALIAS]
    assert same
    assert all(term.needs_context and term.exact for term in same)


def test_the_offices_own_file_goes_before_the_shipped_one(tmp_path: Path) -> None:
    own_contest(tmp_path, "ours.toml", "pilgub-jatim-2024")
    assert find_contest("pilgub-jatim-2024", [tmp_path]).name == "Milik kantor"
    assert find_contest("pilgub-jatim-2024").name == "Pemilihan Gubernur Jawa Timur 2024"
    assert [(one.id, one.shipped) for one in contest_files([tmp_path])] == [
        (identity, identity != "pilgub-jatim-2024") for identity in SHIPPED
    ]


def test_a_glance_tells_name_and_region(tmp_path: Path) -> None:
    own_contest(tmp_path, "ours.toml", "pilkades-contoh-2024")
    (tmp_path / "contests" / "broken.toml").write_text("= nothing\n", encoding="utf-8")
    found = {one.id: one for one in contest_files([tmp_path])}
    assert (found["pilkades-contoh-2024"].name, found["pilkades-contoh-2024"].region) == ("Milik kantor", "35")
    assert (found["pilgub-banten-2024"].name, found["pilgub-banten-2024"].region) == (
        "Pemilihan Gubernur Banten 2024",
        "36",
    )
    assert found["broken"].name == "", "a broken file is told when it is read, not when it is listed"


def test_a_path_is_read_as_it_is(tmp_path: Path) -> None:
    path = own_contest(tmp_path, "ours.toml", "pilkades-contoh-2024")
    assert find_contest(str(path)).id == "pilkades-contoh-2024"
    assert find_contest(path).id == "pilkades-contoh-2024"


def test_two_files_with_one_id(tmp_path: Path) -> None:
    own_contest(tmp_path, "a.toml", "pilkades-contoh-2024")
    own_contest(tmp_path, "b.toml", "pilkades-contoh-2024")
    with pytest.raises(UserError, match="described by two files") as caught:
        find_contest("pilkades-contoh-2024", [tmp_path])
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("pilgub-jatm-2024", "did you mean pilgub-jatim-2024"),
        ("pilwalkot-surabaya-2024", "Wali Kota Surabaya 2024 yet; `jempol keywords new 3578`"),
        ("zzz", "known are pilbup-pamekasan-2024, "),
        ("nowhere/contest.toml", "does not exist"),
    ],
)
def test_what_is_not_there(asked: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        find_contest(asked)
    assert said in str(caught.value)


def test_the_data_is_found_in_this_checkout() -> None:
    assert (data_folder() / "kpu-pilkada-2024.csv").is_file()

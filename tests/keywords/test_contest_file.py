from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from jempol_netral.errors import UserError
from jempol_netral.keywords import load_contest
from jempol_netral.models import MatchKind, Term

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
[contest]
id = "pilbup-contoh-2024"
name = "Pemilihan Bupati Contoh 2024"
region = "3528"
timezone = "Asia/Jakarta"
"""
PAIR = """\
[[pair]]
number = 1
label = "Satu"
names = ["Contoh Pertama"]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "contest.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_of_the_design_is_taken(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
[contest.stages]
nomination = 2024-08-27
determined = 2024-08-27
vote = 2024-11-27
[[pair]]
number = 2
label = "Dua-Contoh"
names = ["Contoh  Kedua"]
aliases = ["bu contoh", { text = "kedua", needs_context = true, exact = true, threshold = 0.9 }, "Bu Contoh"]
slogans = ["Contoh Maju"]
hashtags = ["#contohmaju"]
handles = [{ platform = "x", handle = "@contohkedua" }]
never = ["kesatu"]
"""
        + PAIR
    )
    contest = load_contest(written(tmp_path, text))
    assert (contest.id, contest.region, contest.timezone) == ("pilbup-contoh-2024", "3528", "Asia/Jakarta")
    assert (contest.stages.nomination, contest.stages.quiet) == (date(2024, 8, 27), None)
    assert [pair.number for pair in contest.pairs] == [1, 2], "by number, whatever the order in the file"
    second = contest.pairs[1]
    assert (second.label, second.names, second.never) == ("Dua-Contoh", ("Contoh Kedua",), ("kesatu",))
    assert second.terms == (
        Term("bu contoh", MatchKind.ALIAS),
        Term("kedua", MatchKind.ALIAS, needs_context=True, exact=True, threshold=0.9),
        Term("Contoh Maju", MatchKind.SLOGAN),
        Term("contohmaju", MatchKind.HASHTAG),
        Term("contohkedua", MatchKind.HANDLE, exact=True, platform="x"),
    ), "the same alias twice is one term"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD, None, "there is no [[pair]]"),
        (HEAD.replace("3528", "3599") + PAIR, 4, "kode wilayah"),
        (HEAD.replace("Asia/Jakarta", "WIB") + PAIR, 5, "Asia/Jakarta (WIB)"),
        (HEAD.replace("Asia/Jakarta", "Asia") + PAIR, 5, "Asia/Jakarta (WIB)"),
        (HEAD.replace("Asia/Jakarta", "../Asia/Jakarta") + PAIR, 5, "Asia/Jakarta (WIB)"),
        (HEAD.replace("pilbup-contoh", "Pilbup Contoh") + PAIR, 2, "`id` must be small letters"),
        (
            HEAD + "[contest.stages]\ncampaign = 2024-09-25\nvote = 2024-09-24\n" + PAIR,
            8,
            "`vote` (2024-09-24) may not come before `campaign` (2024-09-25)",
        ),
        (HEAD + PAIR + PAIR.replace("Pertama", "Kedua"), 11, "number 1 is given to two pairs; the other"),
        (HEAD + PAIR.replace("= 1", "= 0"), 7, "at least 1"),
        (HEAD + PAIR + 'aliases = ["contoh", ""]\n', 10, "`aliases` holds an empty text"),
        (HEAD + PAIR + 'aliases = ["x"]\n', 10, '"x" has fewer than 2 letters'),
        (HEAD + PAIR + 'aliases = ["Pak Haji"]\n', 10, '"Pak Haji" is only a form of address'),
        (HEAD + PAIR + "aliases = [3]\n", 10, "takes text in quotes or a table"),
        (HEAD + PAIR + 'aliases = [{ txt = "emil" }]\n', 10, "did you mean `text`"),
        (HEAD + PAIR + 'aliases = [{ text = "emil", threshold = 90 }]\n', 10, "at most 1"),
        (HEAD + PAIR + 'hashtags = ["contoh maju"]\n', 10, "must be one word"),
        (HEAD + PAIR + 'handles = [{ platform = "orkut", handle = "contoh" }]\n', 10, "orkut is not a platform"),
        (HEAD + PAIR + 'handles = [{ platform = "x", handle = "contoh maju" }]\n', 10, "contoh maju"),
        (HEAD + PAIR + 'handles = [{ platform = "bluesky", handle = "did:plc:' + "a" * 24 + '" }]\n', 10, "is an id"),
        (HEAD + PAIR + 'never = ["contoh pertama"]\n', 10, "stands in `never` but is also a term"),
        (
            HEAD + PAIR + "[[pair]]\nnumber = 2\nlabel = 'Dua'\naliases = ['Contoh-pertama']\n",
            13,
            '"Contoh-pertama" names pair 1 too (line 9)',
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int | None, said: str) -> None:
    with pytest.raises(UserError) as caught:
        load_contest(written(tmp_path, text))
    [problem] = caught.value.problems
    assert problem.line == line
    assert said in problem.message


def test_mistakes_of_different_kinds_are_told_together(tmp_path: Path) -> None:
    text = HEAD.replace("3528", "99") + PAIR + 'aliases = [""]\nnumbr = 3\n'
    with pytest.raises(UserError) as caught:
        load_contest(written(tmp_path, text))
    assert [problem.line for problem in caught.value.problems] == [4, 10, 11]

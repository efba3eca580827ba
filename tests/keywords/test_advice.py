from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from jempol_netral.errors import UserError
from jempol_netral.keywords import advice, contest_files, load_lexicon
from jempol_netral.matching.lexicon import Lexicon

if TYPE_CHECKING:
    from pathlib import Path

LEXICON = Lexicon(
    common_words=frozenset({"alam", "wajar", "belajar"}),
    known_words=MappingProxyType({"sudirman": 7, "kholilurrahman": 1}),
)
TEXT = """\
[contest]
id = "pilbup-contoh-2024"
name = "Pemilihan Bupati Contoh 2024"
region = "3528"
timezone = "Asia/Jakarta"
[[pair]]
number = 1
label = "Ganjaran Satu"
names = ["Ganjaran Pertama"]
aliases = {first}
[[pair]]
number = 2
label = "Dua Contoh"
names = ["Kholilurrahman"]
aliases = {second}
"""


def advised(tmp_path: Path, first: str, second: str = "[]") -> list[tuple[int | None, str]]:
    path = tmp_path / "contest.toml"
    path.write_text(TEXT.format(first=first, second=second), encoding="utf-8")
    return [(problem.line, problem.message) for problem in advice(path, LEXICON)]


@pytest.mark.parametrize(
    ("first", "second", "line", "said"),
    [
        ('["alam"]', "[]", 10, "alam is an everyday word"),
        ('["sudirman"]', "[]", 10, "sudirman is in the names of candidates of 7 contests"),
        ('["rk"]', "[]", 10, "rk is so short"),
        ('["pajar"]', "[]", 10, "pajar is near everyday words (wajar)"),
        ('["zulfikar"]', '["zulfakar"]', 10, "zulfikar of pair 1 and zulfakar of pair 2 (line 15) differ by 1"),
        ('["fatimah"]', '["patimah"]', 10, "fatimah of pair 1 and patimah of pair 2 (line 15)"),
        ('["mas tono"]', '["tono"]', 15, "tono of pair 2 stands inside mas tono of pair 1 (line 10)"),
        ('["kholilurrohman"]', "[]", 10, "kholilurrohman of pair 1 and Kholilurrahman of pair 2 (line 14)"),
    ],
)
def test_what_may_surprise_is_told(tmp_path: Path, first: str, second: str, line: int, said: str) -> None:
    found = advised(tmp_path, first, second)
    assert [(at, message[: len(said)].casefold()) for at, message in found] == [(line, said.casefold())]


@pytest.mark.parametrize(
    "first",
    [
        '[{ text = "alam", needs_context = true }]',
        '[{ text = "sudirman", needs_context = true }]',
        '[{ text = "pajar", exact = true }]',
        '["bu contoh", "gus contohnama"]',
    ],
)
def test_what_the_writer_has_thought_of_is_not_told(tmp_path: Path, first: str) -> None:
    assert advised(tmp_path, first) == []


def test_a_wrong_file_is_an_error_not_advice(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        advised(tmp_path, '[""]')


def test_the_shipped_contests_need_little_advice() -> None:
    lexicon = load_lexicon()
    for file in contest_files():
        said = [problem.message for problem in advice(file.path, lexicon)]
        assert not [message for message in said if "everyday word;" in message or "so short" in message], file.id
        assert len(said) <= 3, said

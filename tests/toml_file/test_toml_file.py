from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

from jempol_netral.errors import Problem, UserError
from jempol_netral.toml_file import TomlDocument, Wrong, nearest, open_toml, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Keep(StrEnum):
    FLAGGED = "flagged"
    ALL = "all"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Row(Strict):
    number: int = Field(ge=1)
    names: tuple[str, ...] = Field(default=("Contoh",), min_length=1)
    ready: bool = True

    @field_validator("names")
    @classmethod
    def _no_blank(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if any(not name.strip() for name in names):
            raise Wrong("a name in `{key}` is {what}", what="blank")
        return names


class Head(Strict):
    day: date
    keep: Keep = Keep.FLAGGED
    ratio: float = 1.0


class Sheet(Strict):
    head: Head
    row: list[Row] = []
    when: datetime | None = None


GOOD = """\
[head]
day = 2024-11-27
[[row]]
number = 1
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    """Every problem as `line column: message`."""
    path = tmp_path / "sheet.toml"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(UserError) as caught:
        read_toml(path, Sheet)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return [f"{one.line} {one.column}: {one.message}" for one in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("[head]\n", "1 head.day: `day` is missing", "the line of the table that lacks it"),
        ("", "None head: `head` is missing", "nothing is there to point at"),
        ("[head]\nday = 3\n", "2 head.day: `day` must be a date such as 2024-11-27, not 3", "type"),
        (
            '[head]\nday = 2024-11-27\nkeep = "flaged"\n',
            '3 head.keep: `keep` must be one of "flagged", "all", not "flaged"',
            "choices are named",
        ),
        (
            '[head]\nday = 2024-11-27\nratio = "1"\n',
            '3 head.ratio: `ratio` must be a number, not "1"',
            "quotes make text",
        ),
        (
            GOOD + "ready = 1\n",
            "5 row[1].ready: `ready` must be true or false, not 1",
            "no number for a truth",
        ),
        (
            GOOD + '[[row]]\nnumber = "dua"\n',
            '6 row[2].number: `number` must be a whole number, not "dua"',
            "the second table of the array",
        ),
        (GOOD + "[[row]]\nnumber = 0\n", "6 row[2].number: `number` must be at least 1, not 0", "bound"),
        (GOOD + "names = []\n", "5 row[1].names: `names` must not be empty", "an empty list"),
        (
            GOOD + 'names = "Contoh"\n',
            '5 row[1].names: `names` must be a list in square brackets, not "Contoh"',
            "text for a list",
        ),
        (
            GOOD + 'names = [ # first\n  "a",\n\n  7,\n]\n',
            "8 row[1].names[2]: `names` must be text in quotes, not 7",
            "an element on its own line",
        ),
        (GOOD + 'names = [" "]\n', "5 row[1].names: a name in `names` is blank", "a validator's own words"),
        (GOOD + "nmber = 2\n", "5 row[1].nmber: `nmber` is not known here; did you mean `number`?", "near"),
        (
            GOOD + "zzzzzz = 2\n",
            "5 row[1].zzzzzz: `zzzzzz` is not known here; known are `names`, `number`, `ready`",
            "nothing near: what there is",
        ),
        (
            "[head]\nday = 2024-11-27\n[rows]\n",
            "3 rows: `rows` is not known here; did you mean `row`?",
            "an unknown table",
        ),
        (
            "[head]\nday = 2024-11-27\n[row]\nnumber = 1\n",
            "3 row: `row` is a list of tables: write [[row]] with double brackets",
            "single for double brackets",
        ),
        ('head = "x"\n', '1 head: `head` must be a table, not "x"', "a value for a table"),
        (
            "[head]\nhday = 2024-11-27\n",
            "2 head.hday: `hday` is not known here; did you mean `day`?",
            "one slip",
        ),
        ("head.day = 1\n", "1 head.day: `day` must be a date such as 2024-11-27, not 1", "a dotted key"),
        (
            "head = { day = 1 }\n",
            "1 head.day: `day` must be a date such as 2024-11-27, not 1",
            "inline table",
        ),
        (
            '["head"]\n"day" = 1\n',
            "2 head.day: `day` must be a date such as 2024-11-27, not 1",
            "quoted keys",
        ),
        (
            GOOD + "when = 2024-11-27\n",
            "5 row[1].when: `when` is not known here; known are `names`, `number`, `ready`",
            "",
        ),
        ("a = 1\na = 2\n", "2 None: this key or table was given before", "twice"),
        ("\n\na = \n", "3 None: this is not valid TOML: invalid value", "syntax"),
        ('a = """never ends\n\n', "1 None: this is not valid TOML: unterminated string", "end of the text"),
        ("x = " + "[" * 5000, "None None: tables or lists are nested too deeply", "no crash"),
    ],
)
def test_one_mistake_is_named_with_its_place(tmp_path: Path, text: str, expected: str, reason: str) -> None:
    assert problems(tmp_path, text) == [expected], reason


def test_all_mistakes_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "[head]\ndya = 1\nkeep = 1\n[[row]]\nnumber = true\n[[row]]\nnumbr = 1\nready = 'x'\n"
    found = problems(tmp_path, text)
    assert [line.split()[0] for line in found] == ["2", "3", "5", "7", "8"]
    assert not any("missing" in line for line in found), "a misspelt key is one mistake, not two"


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_toml(path, Sheet).row[0].number == 1
    assert problems(tmp_path, "\ufeff[head]\r\n\r\nday = 1\r\n")[0].startswith("3 head.day")


def test_a_date_in_quotes_and_a_list_for_a_tuple_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_text('[head]\nday = "2024-11-27"\nratio = 2\n[[row]]\nnumber = 1\nnames = ["a", "b"]\n', "utf-8")
    sheet = read_toml(path, Sheet)
    assert (sheet.head.day, sheet.head.ratio) == (date(2024, 11, 27), 2.0)
    assert sheet.row[0].names == ("a", "b")


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_bytes("[head]\nx = 'é'\n".encode("latin-1"))
    with pytest.raises(UserError) as caught:
        open_toml(path)
    assert [(one.line, "UTF-8" in one.message) for one in caught.value.problems] == [(2, True)]


@pytest.mark.parametrize(("name", "said"), [("absent.toml", "does not exist"), (".", "cannot be read")])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_toml(tmp_path / name, Sheet)


def test_a_check_runs_although_a_key_is_unknown(tmp_path: Path) -> None:
    def no_ones(sheet: Sheet, document: TomlDocument) -> Iterator[Problem]:
        for index, row in enumerate(sheet.row):
            if row.number == 1:
                yield document.problem(("row", index, "number"), "`{key}` {value} is taken by {who}", who="Contoh")

    path = tmp_path / "sheet.toml"
    path.write_text(GOOD + "colour = 'red'\n", "utf-8")
    with pytest.raises(UserError) as caught:
        read_toml(path, Sheet, no_ones)
    assert [(one.line, one.message.split(";")[0]) for one in caught.value.problems] == [
        (4, "`number` 1 is taken by Contoh"),
        (5, "`colour` is not known here"),
    ]


def test_a_message_escapes_what_would_control_a_terminal(tmp_path: Path) -> None:
    [found] = problems(tmp_path, GOOD + 'ready = "\\u001b[31mred"\n')
    assert "\x1b" not in found


@pytest.mark.parametrize(
    ("word", "expected", "reason"),
    [
        ("needs_contekts", "needs_context", "two slips in a long word"),
        ("Number", "number", "capitals"),
        ("naems", "names", "two letters changed about"),
        ("names_of_all", "names", "begins with it"),
        ("xyz", None, "nothing near"),
    ],
)
def test_the_nearest_known_word(word: str, expected: str | None, reason: str) -> None:
    assert nearest(word, ["names", "needs_context", "number"]) == expected, reason


def test_a_long_wrong_value_is_cut(tmp_path: Path) -> None:
    [found] = problems(tmp_path, GOOD + f'ready = "{"x" * 5000}"\n')
    assert len(found) < 200

"""CSV as offices really have it, cut into rows with the line each starts on. Knows nothing of people.

Comma, semicolon or tab; byte order marks, UTF-16 and Windows-1252; line breaks inside quotation marks; NUL bytes,
ragged and blank rows, `sep=;`. What cannot be read is listed and the rest goes on.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jempol_netral.errors import Phrase, Problem, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST = 200 * 1024 * 1024
"""Bytes; no roster is larger, and reading one would fill the memory."""
MOST_LINES = 20
"""Lines one row may span. Beyond it a quotation mark was never closed and would swallow the rest of the file."""
DELIMITERS = ",;\t|"
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


@dataclass(slots=True)
class Sheet:
    """A CSV file's header and, while `rows` is walked, what was wrong with it."""

    file: str
    columns: dict[str, int]
    """Position of every known column that the header has."""
    headers: tuple[str, ...]
    """As the file spells them."""
    lines: list[str]
    delimiter: str
    first_row: int
    """0-based index of the line after the header."""
    notices: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def header(self, column: str) -> str:
        """The column's name as the file spells it."""
        return self.headers[self.columns[column]] if column in self.columns else column

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that is not blank: the 1-based line it starts on and at least as many cells as the header.

        Rows that cannot be cut into cells, or have more than the header, go to `problems`.
        """
        width = len(self.headers)
        for line, cells in self._cut():
            count = len(cells)
            if count < width:
                cells += [""] * (width - count)
            elif count > width and any(cell.strip() for cell in cells[width:]):
                self._bad(
                    line,
                    Phrase(
                        "the row has {count} cells, the header {width}; put quotation marks around a cell "
                        "that holds the separator"
                    ),
                    count=count,
                    width=width,
                )
                continue
            yield line, cells

    def _cut(self) -> Iterator[tuple[int, list[str]]]:
        feed = _Feed(self.lines, self.first_row)
        reader = csv.reader(feed, delimiter=self.delimiter, strict=True)
        while True:
            first = feed.start = feed.at
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._bad(
                    first + 1,
                    Phrase(
                        "the row cannot be split into cells ({reason}); look for a quotation mark that is not closed"
                    ),
                    reason=str(error),
                )
                feed = _Feed(self.lines, first + 1)
                reader = csv.reader(feed, delimiter=self.delimiter, strict=True)
                continue
            if "".join(cells).strip():
                yield first + 1, cells

    def _bad(self, line: int, template: str, **facts: object) -> None:
        self.problems.append(Problem(template, facts, self.file, line))


class _Feed:
    """Gives the csv reader one line after another, and no more than one row may span."""

    __slots__ = ("at", "lines", "start")

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines, self.at, self.start = lines, at, at

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines) or self.at - self.start >= MOST_LINES:
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def load(path: Path) -> bytes:
    """The bytes of a file that a person keeps.

    Raises:
        UserError: it is missing, unreadable or far too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UserError("{file} is larger than {limit} MB", file=path.name, limit=LARGEST >> 20)
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError("{file} is missing", file=str(path)) from None
    except OSError as error:
        raise UserError("{file} cannot be read: {reason}", file=str(path), reason=error.strerror) from None


def open_sheet(data: bytes, file: str, words: Mapping[str, Sequence[str]], required: Sequence[Sequence[str]]) -> Sheet:
    """Decode, find separator and header, and map the header's words to columns.

    Args:
        data: the whole file.
        file: its name, for messages.
        words: by column, what a header may call it besides its own name (letters and digits only, casefolded).
        required: groups of columns of which the header must have one each.

    Raises:
        UserError: it is no text, or a required column is missing.
    """
    notices: list[Problem] = []
    text = _decode(data, file, notices)
    lines = [line + "\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    start, said = header_line(lines)
    if start is None:
        raise UserError("{file} is empty; expected a header row", file=file)
    known = {header_key(word): column for column, all_words in words.items() for word in (column, *all_words)}
    delimiter = said or delimiter_of(lines[start], known)
    sheet = Sheet(file, {}, (), lines, delimiter, start, notices)
    _, header = next(sheet._cut(), (start, [lines[start]]))
    sheet.headers = tuple(header)
    sheet.first_row = start + 1 + "".join(header).count("\n")
    _map_header(sheet, known)
    missing = [group for group in required if not any(column in sheet.columns for column in group)]
    if missing:
        problems = [
            Problem("no column {column} in the header", {"column": " / ".join(group)}, file, start + 1)
            for group in missing
        ]
        raise UserError("{file} lacks a column that is needed", problems, file=file)
    return sheet


def header_key(text: str) -> str:
    """A header's letters and digits, casefolded: "Unit Kerja" and unit_kerja are one word."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _decode(data: bytes, file: str, notices: list[Problem]) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UserError("{file} is a workbook, not CSV; save it as “CSV UTF-8”", file=file)
    text = _decode_bytes(data, file, notices)
    if "\0" in text:
        notices.append(Problem("NUL bytes were left out", file=file))
        text = text.replace("\0", "")
    return text.removeprefix("\ufeff")


def _decode_bytes(data: bytes, file: str, notices: list[Problem]) -> str:
    encoding = encoding_of(data)
    if encoding != "utf-8-sig":
        return data.decode(encoding, errors="replace")
    text = data.decode("utf-8", "surrogateescape")
    if text.isascii() or not _NOT_UTF8.search(text):
        return text
    lines = text.split("\n")
    foreign = [number for number, line in enumerate(lines) if _NOT_UTF8.search(line)]
    for number in foreign:
        lines[number] = windows_1252(lines[number])
    notices.append(Problem("not UTF-8; read as Windows-1252, check names with accents", file=file, line=foreign[0] + 1))
    return "\n".join(lines)


def windows_1252(line: str) -> str:
    """A line that was decoded with errors="surrogateescape", in Windows-1252 where it is not UTF-8; as Excel writes."""
    if line.isascii() or not _NOT_UTF8.search(line):
        return line
    return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def encoding_of(data: bytes) -> str:
    """The codec of a text file by its beginning: one of UTF-16's, else `utf-8-sig`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(data) >= 4 and data[1] == data[3] == 0 != data[0]:
        return "utf-16-le"
    if len(data) >= 4 and data[0] == data[2] == 0 != data[1]:
        return "utf-16-be"
    return "utf-8-sig"


def header_line(lines: Sequence[str]) -> tuple[int | None, str | None]:
    """Index of the first line that is not blank, after Excel's `sep=` line; and what that line says."""
    said = None
    for index, line in enumerate(lines):
        if not line.strip(" \t\n,;\"'|"):
            continue
        if said is None and (match := re.fullmatch(r'"?sep=(.)"?[,;\t]*\n', line)) is not None:
            said = match[1] if match[1] in DELIMITERS else None
            continue
        return index, said
    return None, said


def delimiter_of(line: str, known: Mapping[str, str]) -> str:
    """The separator that makes most known columns, else most cells, of the header line."""

    def fitness(delimiter: str) -> tuple[int, int]:
        cells = line.replace('"', "").split(delimiter)
        return sum(header_key(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=fitness)


def _map_header(sheet: Sheet, known: Mapping[str, str]) -> None:
    extra: list[str] = []
    for position, header in enumerate(sheet.headers):
        column = known.get(header_key(header))
        if column is None:
            extra.append(header.strip())
        elif column in sheet.columns:
            sheet.notices.append(
                Problem(
                    "two columns mean {column}; {header} is ignored",
                    {"column": column, "header": header.strip()},
                    sheet.file,
                )
            )
        else:
            sheet.columns[column] = position
    if any(extra):
        names = ", ".join(name or "(no name)" for name in extra)
        sheet.notices.append(Problem("columns kept and ignored: {names}", {"names": names}, sheet.file))

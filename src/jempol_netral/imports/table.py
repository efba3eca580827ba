"""CSV of any size, cut into rows one after another with the lines they stand on. Bad rows are listed, never fatal."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING

from jempol_netral.imports.base import Row, Status
from jempol_netral.imports.opening import BrokenOff
from jempol_netral.roster.sheet import delimiter_of, header_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jempol_netral.imports.opening import Export

MOST_LINES = 500
"""Lines that one row may span. Beyond it a quotation mark was never closed."""


class Table:
    """The rows of a CSV export under its header, as (first line, last line, values by header)."""

    def __init__(self, export: Export, known: Mapping[str, str]) -> None:
        """`known` maps header words (`roster.sheet.header_key`) to columns; it decides on the separator."""
        self._export = export
        at, said = header_line(export.head.lines)
        self._header_at = 0 if at is None else at
        self._delimiter = said or delimiter_of(export.head.header, known)

    def rows(self, after: int = 0) -> Iterator[Row | tuple[int, int, dict[str, str]]]:
        """A rejected Row for what cannot be cut, else where the row stands and its values.

        A row shorter than the header has no value for the rest: absent is not empty.
        """
        feed = _Feed(self._export.lines(newline=""))
        header: list[str] | None = None
        cut = self._cut(feed, after)
        for first, last, cells in cut:
            if isinstance(cells, str):
                yield Row(Status.REJECTED, first, last, reason=cells)
            elif header is None:
                header = [cell.strip() for cell in cells]
            elif len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
                yield Row(Status.REJECTED, first, last, reason=f"{len(cells)} cells under {len(header)} headers")
            else:
                yield first, last, dict(zip(header, cells, strict=False))

    def _cut(self, feed: _Feed, after: int) -> Iterator[tuple[int, int, list[str] | str]]:
        feed.skip(self._header_at)
        reader = csv.reader(feed, delimiter=self._delimiter, strict=True)
        headed = False
        while True:
            feed.begin()
            try:
                cells = next(reader)
            except StopIteration:
                if feed.broken is not None:
                    yield feed.broken, feed.broken, "the packed file is broken off here"
                return
            except csv.Error as error:
                first = feed.give_back()
                yield first, first, f"cannot be cut into cells: {error}"
                reader = csv.reader(feed, delimiter=self._delimiter, strict=True)
                continue
            if feed.too_long:
                yield feed.first, feed.last, "the line is too long"
            elif "".join(cells).strip():
                yield feed.first, feed.last, cells
            if not headed:
                headed = True
                feed.skip(after)


class _Feed:
    """Lines for the csv reader, of which those of the row at hand can be given back."""

    def __init__(self, lines: Iterator[tuple[int, str | None]]) -> None:
        self._lines = lines
        self._back: deque[tuple[int, str | None]] = deque()
        self._row: list[tuple[int, str | None]] = []
        self.too_long = False
        self.broken: int | None = None

    @property
    def first(self) -> int:
        return self._row[0][0] if self._row else 0

    @property
    def last(self) -> int:
        return self._row[-1][0] if self._row else 0

    def begin(self) -> None:
        """A new row starts here."""
        self._row.clear()
        self.too_long = False

    def skip(self, number: int) -> None:
        """Leave out everything up to and including this line."""
        while (line := self._take()) is not None:
            if line[0] > number:
                self._back.appendleft(line)
                return

    def give_back(self) -> int:
        """All lines of the row at hand but the first, whose number is the answer."""
        first = self.first
        self._back.extendleft(reversed(self._row[1:]))
        return first

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._take() if len(self._row) < MOST_LINES else None
        if line is None:
            raise StopIteration
        self._row.append(line)
        if line[1] is None:
            self.too_long = True
            return "\n"
        return line[1]

    def _take(self) -> tuple[int, str | None] | None:
        if self._back:
            return self._back.popleft()
        try:
            return next(self._lines, None)
        except BrokenOff as broken:
            self.broken = broken.line
            return None

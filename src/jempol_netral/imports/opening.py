"""Opens an export: unpacks it, finds its encoding, lets formats look at its beginning, gives bounded lines."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jempol_netral.roster.sheet import encoding_of, header_line, windows_1252

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = 1 << 20
"""Bytes of the unpacked beginning that formats may look at, or more where the first line is longer."""
LONGEST_LINE = 10 * 1024 * 1024
"""Characters; a longer line is skipped and listed."""
PEEKED = 20
"""So many JSON records of the beginning are looked at."""

Stream = io.BufferedReader | gzip.GzipFile | lzma.LZMAFile
_BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True)
class Head:
    """The beginning of a file, for sniffing; what several formats ask for is worked out once."""

    data: bytes
    whole: bool
    """Whether that is the whole file."""
    encoding: str

    @cached_property
    def lines(self) -> list[str]:
        """The complete lines of the beginning."""
        text = self.data.decode(self.encoding, errors="replace").replace("\0", "")
        lines = [line + "\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        return lines if self.whole else lines[:-1]

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The first JSON objects that stand on a line each; empty where the file is something else."""
        found = []
        for line in [line for line in self.lines[: 5 * PEEKED] if line.strip()][:PEEKED]:
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict):
                found.append(record)
        return found

    @cached_property
    def header(self) -> str:
        """The first line that is not blank and not Excel's `sep=`; "" where there is none."""
        at, _ = header_line(self.lines)
        return "" if at is None else self.lines[at]


class Export:
    """An opened export. `lines` may be walked once."""

    def __init__(self, head: Head, stream: Stream) -> None:
        self.head = head
        self._stream = stream
        self._text: io.TextIOWrapper | None = None

    def close(self) -> None:
        """Close what `lines` opened."""
        if self._text is not None:
            self._text.close()

    def lines(self, newline: str = "\n") -> Iterator[tuple[int, str | None]]:
        """Every line with its 1-based number, its end kept; None for one that is too long.

        NUL bytes are left out; a line that is not UTF-8 is read as Windows-1252, which Excel writes.

        Args:
            newline: as `open` takes it; "" where a carriage return alone ends a line too.

        Raises:
            BrokenOff: the packed file ends in the middle or is damaged.
        """
        utf8 = self.head.encoding == "utf-8-sig"
        text = self._text = io.TextIOWrapper(
            self._stream, self.head.encoding, errors="surrogateescape" if utf8 else "replace", newline=newline
        )
        number = 0
        while True:
            number += 1
            try:
                line = text.readline(LONGEST_LINE + 1)
                whole = len(line) <= LONGEST_LINE
                rest = line
                while not whole and rest and not rest.endswith("\n"):
                    rest = text.readline(LONGEST_LINE)
            except _BROKEN:
                raise BrokenOff(number) from None
            if not line:
                return
            if whole:
                yield number, windows_1252(line.replace("\0", ""))
            else:
                yield number, None


class BrokenOff(Exception):
    """A packed file that ends in the middle; `line` is the first that cannot be read."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@contextmanager
def open_export(path: Path) -> Iterator[Export]:
    """The file at `path`, unpacked where it is packed (.gz, .xz, told by content), with its head looked at.

    Raises:
        OSError: it cannot be opened.
        BrokenOff: it is packed and damaged from the beginning.
    """
    with path.open("rb") as raw:
        magic = raw.read(6)
        raw.seek(0)
        stream: Stream = raw
        if magic.startswith(b"\x1f\x8b"):
            stream = gzip.GzipFile(fileobj=raw)
        elif magic == b"\xfd7zXZ\x00":
            stream = lzma.LZMAFile(raw)  # noqa: SIM115 - closing it would not close the file below
        try:
            data, whole = _peek(stream)
        except _BROKEN:
            if stream is raw:
                raise
            raise BrokenOff(1) from None
        stream.seek(0)
        export = Export(Head(data, whole, encoding_of(data)), stream)
        try:
            yield export
        finally:
            export.close()


def _peek(stream: Stream) -> tuple[bytes, bool]:
    """Up to HEAD bytes, more where the first line is longer; of a packed file that ends in the middle what there is.

    And whether that is all.
    """
    parts: list[bytes] = []
    size = 0
    ended = False
    while size < HEAD or (not ended and size < LONGEST_LINE):
        try:
            part = stream.read(1 << 16)
        except _BROKEN:
            if not parts:
                raise
            break
        if not part:
            return b"".join(parts), True
        parts.append(part)
        size += len(part)
        ended = ended or b"\n" in part
    return b"".join(parts), False

"""Our own rows as JSON Lines: one object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jempol_netral.imports.base import ImportOptions, Row, Status
from jempol_netral.imports.native import NativeRows, is_native
from jempol_netral.imports.opening import BrokenOff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jempol_netral.imports.opening import Export, Head


def _refuse(_: str) -> object:
    raise ValueError("a number that JSON does not have")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


class NativeJsonl:
    """Objects with platform, id, author or author_id, and text."""

    name = "native-jsonl"
    summary = "jempol-netral rows as JSON Lines (keys platform, id, author or author_id, text)"

    def sniff(self, head: Head) -> float:
        """Sure when any of the first records has our keys."""
        return 0.9 if any(is_native(record) for record in head.records) else 0.0

    def read(self, export: Export, options: ImportOptions, *, after: int = 0) -> Iterator[Row]:
        """As `Format.read`."""
        rows = NativeRows(options)
        try:
            for number, text in export.lines():
                if number <= after:
                    continue
                if text is None:
                    yield Row(Status.REJECTED, number, number, reason="the line is too long")
                elif text.strip():
                    yield self._row(rows, text, number)
        except BrokenOff as broken:
            yield Row(Status.REJECTED, broken.line, broken.line, reason="the packed file is broken off here")

    def _row(self, rows: NativeRows, text: str, number: int) -> Row:
        try:
            value = _DECODER.decode(text)
        except json.JSONDecodeError as error:
            return Row(Status.REJECTED, number, number, reason=f"not JSON: {error.msg} at column {error.colno}")
        except (ValueError, RecursionError):
            return Row(Status.REJECTED, number, number, reason="not JSON that can be read")
        if not isinstance(value, dict):
            return Row(Status.REJECTED, number, number, reason="not a JSON object")
        return rows.row(value, number, number)

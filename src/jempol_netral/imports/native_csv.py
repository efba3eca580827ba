"""Our own rows as CSV with a header; comma, semicolon or tab, English or Indonesian column names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jempol_netral.imports.base import ImportOptions, Row, Status
from jempol_netral.imports.native import KNOWN, NativeRows, is_native
from jempol_netral.imports.table import Table
from jempol_netral.roster.sheet import delimiter_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jempol_netral.imports.opening import Export, Head


class NativeCsv:
    """A header with platform, id, author or author_id, and text."""

    name = "native-csv"
    summary = "jempol-netral rows as CSV (columns platform, id, author or author_id, text)"

    def sniff(self, head: Head) -> float:
        """Sure when the header has our columns."""
        cells = head.header.strip().split(delimiter_of(head.header, KNOWN)) if head.header else []
        return 0.9 if is_native(cells) else 0.0

    def read(self, export: Export, options: ImportOptions, *, after: int = 0) -> Iterator[Row]:
        """As `Format.read`."""
        rows = NativeRows(options)
        told = after > 0
        for row in Table(export, KNOWN).rows(after):
            if isinstance(row, Row):
                yield row
                continue
            first, last, values = row
            if not told:
                told = True
                extra = [name for name in values if rows.field(name) is None]
                if extra:
                    reason = f"columns that are ignored: {len(extra)}"
                    yield Row(Status.NOTICE, first, first, reason=reason)
            yield rows.row({key: _absent(rows, key, value) for key, value in values.items()}, first, last)


def _absent(rows: NativeRows, key: str, value: str) -> str | None:
    """An empty cell is an empty text, but no id and no name."""
    return value if value or rows.field(key) == "text" else None

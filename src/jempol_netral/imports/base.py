"""The contract that every import format keeps. A format maps rows; it never decides who is on the roster."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from jempol_netral.imports.opening import Export, Head
    from jempol_netral.models import Item


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


class Status(StrEnum):
    """What became of a row."""

    MAPPED = "mapped"
    PARTIAL = "partial"
    """Mapped, but something that a whole item has is missing; a partial item never overwrites a whole one."""
    REJECTED = "rejected"
    """Not an item, and why."""
    NOTICE = "notice"
    """No row: something worth telling about the whole file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, good or bad."""

    status: Status
    line: int
    """1-based line, or record where the file has no lines, on which the row starts."""
    end: int
    """The last line that belongs to it; reading goes on after it."""
    item: Item | None = None
    """Of MAPPED and PARTIAL."""
    reason: str = ""
    """Of the others: why, in words that hold nothing of the row's text."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user says about a file that the file does not say itself."""

    zone: tzinfo | None = None
    """Of times without a zone; None: they are refused."""
    under: str | None = None
    """Handle or URL of the account or thread that all comments of the file stand under."""


class Format(Protocol):
    """Reads the exports of one tool in one shape."""

    name: str
    """A slug, e.g. `native-jsonl`."""
    summary: str
    """One line: whose export, and how it is recognised."""

    def sniff(self, head: Head) -> float:
        """How surely the beginning of a file is of this format: 0 not at all, 1 beyond doubt. By content only."""
        ...

    def read(self, export: Export, options: ImportOptions, *, after: int = 0) -> Iterator[Row]:
        """Every row in the order of the file, in constant memory. A bad row never stops it.

        Args:
            export: the opened file, at its beginning.
            options: what the user declared.
            after: rows that end on this line or before were read already and are not yielded.
        """
        ...


def canonical(payload: object) -> bytes:
    """JSON in one spelling: sorted keys, no spaces, UTF-8; what `Item.raw` holds. Halves of emoji stay escaped."""
    try:
        return _ENCODER.encode(payload).encode()
    except UnicodeEncodeError:
        return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()

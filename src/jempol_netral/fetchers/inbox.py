"""Reads files that people drop into the inbox: exports of other tools and rows of our own, told apart by content.

A file belongs to the user: it is never copied, moved or changed, and is remembered by the digest of its content.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from jempol_netral.errors import NetworkProblem, Phrase, SourceGone, UnknownFormat, UserError
from jempol_netral.fetchers.base import Manifest
from jempol_netral.imports import ImportOptions, Status, choose, open_export
from jempol_netral.imports.opening import BrokenOff
from jempol_netral.models import Act, Cursor, Gap, Item, Page, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jempol_netral.fetchers.base import Clock, Options
    from jempol_netral.fetchers.http import Client
    from jempol_netral.imports import Format, Row
    from jempol_netral.models import Source

PAGE_ROWS = 500
PAGE_BYTES = 4 * 1024 * 1024
"""A page is stored in one transaction: it ends at so many rows, or at so many bytes of them."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".tmp", ".temp", ".swp", "~")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox that lies still."""

    path: Path
    sha256: str
    """Of its content. Of a file that cannot be opened: of its path, so that reading it gives an outcome."""
    size: int


def plan_inbox(folder: Path) -> tuple[InboxFile, ...]:
    """The files in the inbox and its folders, by path; of several with the same content the first.

    Left for later or left alone: hidden files, downloads and documents that another program still writes, what
    changes while it is looked at, devices and pipes, and links that lead out of the inbox.
    """
    inside = folder.resolve()
    found: dict[str, InboxFile] = {}
    for path in _files(folder):
        file = _look_at(path, inside)
        if file is not None:
            found.setdefault(file.sha256, file)
    return tuple(found.values())


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "~")))
        for name in sorted(names):
            if not name.startswith((".", "~")) and not name.casefold().endswith(_UNFINISHED):
                yield Path(root) / name


def _look_at(path: Path, inside: Path) -> InboxFile | None:
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            return None
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            return None
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        after = path.stat()
    except FileNotFoundError:
        return None
    except OSError:
        return InboxFile(path, hashlib.sha256(b"path:" + os.fsencode(path)).hexdigest(), 0)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None
    return InboxFile(path, digest.hexdigest(), after.st_size)


class Inbox:
    """One source is one file; `source.url` is its path, the cursor's continuation the line read last."""

    manifest: ClassVar[Manifest] = Manifest(
        name="inbox",
        platforms=("*",),
        readings=(Reading.INBOX,),
        acts=tuple(Act),
        summary=Phrase("files in inbox/: JSON Lines and CSV of our own columns; content decides, not the name"),
        options={"timezone": "Asia/Jakarta"},
    )

    def __init__(self, options: Options) -> None:
        """`timezone` is taken for times that name none; "" refuses them."""
        self._options = ImportOptions(zone=_zone(str(options["timezone"])))

    def host(self, source: Source) -> str:  # noqa: ARG002 - the contract's
        """All files share one lane: one disk."""
        return "inbox"

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:  # noqa: ARG002
        """Pages of rows in the order of the file, going on after the line where an earlier run stopped.

        Rows that are rejected become gaps `bad-row` with their line and reason, never their words.

        Raises:
            SourceGone: the file was taken away.
            NetworkProblem: it cannot be opened now.
            UnknownFormat: it is in no known format.
        """
        path = Path(source.url or "")
        try:
            with open_export(path) as export:
                form = choose(export.head, path.name)
                rows = form.read(export, self._options, after=_line_of(cursor, form))
                yield from _pages(rows, form, cursor, clock)
        except FileNotFoundError:
            raise SourceGone("{file} is no longer in the inbox", file=path.name) from None
        except OSError as error:
            raise NetworkProblem("{file} cannot be opened: {reason}", file=path.name, reason=error.strerror) from None
        except BrokenOff:
            raise UnknownFormat("{file} is compressed and damaged", file=path.name) from None
        except UserError as error:
            raise UnknownFormat(error.template, **error.facts) from None


def _pages(rows: Iterator[Row], form: Format, cursor: Cursor, clock: Clock) -> Iterator[Page]:
    """Rows gathered into pages; the last one says that the walk is complete."""
    items: list[Item] = []
    gaps: list[Gap] = []
    size = count = 0
    for row in rows:
        if row.status is Status.NOTICE:
            continue
        if row.item is not None:
            items.append(row.item)
            size += len(row.item.raw)
        else:
            gaps.append(Gap("bad-row", f"line {row.line}", row.reason))
        count += 1
        if count >= PAGE_ROWS or size >= PAGE_BYTES:
            here = Cursor(cursor.watermark, cursor.reached, f"{form.name}:{row.end}")
            yield Page(tuple(items), here, gaps=tuple(gaps))
            items, gaps, size, count = [], [], 0, 0
    yield Page(tuple(items), Cursor(watermark=clock()), gaps=tuple(gaps))


def _line_of(cursor: Cursor, form: Format) -> int:
    """The line where an interrupted reading of the same format stopped; 0 to begin at the top."""
    name, _, line = (cursor.continuation or "").rpartition(":")
    return int(line) if name == form.name and line.isdecimal() else 0


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not found is a KeyError; a path or a folder one of the others
        raise UserError("{name} is not a time zone; expected e.g. Asia/Jakarta", name=name) from None

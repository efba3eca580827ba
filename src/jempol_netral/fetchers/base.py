"""The contract that every fetcher keeps, and the walk down a newest-first feed that most of them need.

A fetcher reads one source and yields pages. It never decides who is on the roster, never matches and never stores.
Public or official doors only: no login, no cookies. Fetching and parsing are two functions, and parsing is pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Protocol

from jempol_netral.models import Cursor, Gap, Identity, Item, Page, Reading, Source

if TYPE_CHECKING:
    from jempol_netral.fetchers.http import Client

Clock = Callable[[], datetime]
"""Gives now as aware UTC. Passed in, so that tests own the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a fetcher says of itself, as data: `jempol fetchers` prints it and the scan plans by it."""

    name: str
    """Its entry-point name, a slug. Not the platform of its items."""
    platforms: tuple[str, ...]
    """Slugs of `platforms`; ("*",) for any."""
    readings: tuple[Reading, ...]
    summary: str
    """One line: what it reads and what it cannot."""
    credentials: tuple[str, ...] = ()
    """Names of environment variables that must be set; empty where none is needed."""
    pace: float = 0.0
    """Least seconds between two requests to one host."""
    quota: str = ""
    """The platform's allowance in words, with its source."""
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    """Keys of `[fetchers.NAME]` in jempol.toml with their defaults."""


class Fetcher(Protocol):
    """Reads sources. Made once a run with its options; used by several threads, so it keeps no state of a source."""

    manifest: ClassVar[Manifest]

    def __init__(self, options: Mapping[str, str | int | float | bool]) -> None:
        """`options` holds every key of the manifest's options, already type-checked."""

    def host(self, source: Source) -> str:
        """The host that this source will mostly ask; sources of one host share a lane and its pace."""

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages from where `cursor` stands; each page's cursor is where a next run would go on after it.

        Raises:
            SourceGone, SourcePrivate, AuthProblem, QuotaSpent, RateLimited, ShapeChanged, NetworkProblem:
                named by what the caller does about it. Pages yielded before stay read.
        """


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One answer of a newest-first feed."""

    items: tuple[Item, ...]
    newest: datetime | None
    oldest: datetime | None
    """By the order of the feed itself (pinned entries left out), which need not be the items' `created_at`."""
    next: str | None
    """Where the next older page stands; None at the end."""
    identity: Identity | None = None
    gaps: tuple[Gap, ...] = ()


def walk(
    read: Callable[[str | None], Iterator[FeedPage]], source: Source, cursor: Cursor
) -> Iterator[Page]:
    """Go down a newest-first feed to the watermark, losing nothing when killed after any page.

    `read(continuation)` yields the FeedPages that one request opens up: the last one carries `next`, `newest` and
    `oldest` of the request; earlier ones (threads under its posts, say) leave the cursor where it was. An unfinished
    walk is finished first, down to the old watermark; only then the top is read again.
    """
    if cursor.continuation is not None:
        cursor = yield from _descend(read, source, cursor)
    yield from _descend(read, source, replace(cursor, reached=None, continuation=None))


def _descend(
    read: Callable[[str | None], Iterator[FeedPage]], source: Source, cursor: Cursor
) -> Iterator[Page]:  # returns the cursor of the finished walk
    raise NotImplementedError
    yield

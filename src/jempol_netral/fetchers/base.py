"""The contract that every fetcher keeps, and the walk down a newest-first feed that most of them need.

A fetcher reads one source and yields pages. It never decides who is on the roster, never matches and never
stores. Public or official doors only: no login, no cookies. Fetching and parsing are two functions, and
parsing is pure.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Protocol

from jempol_netral.errors import FetchError, NetworkProblem, ShapeChanged, SourceGone
from jempol_netral.models import Act, Cursor, Gap, Identity, Item, Page, Reading, Source, TimeQuality

if TYPE_CHECKING:
    from jempol_netral.fetchers.http import Client

Clock = Callable[[], datetime]
"""Gives now as aware UTC. Passed in, so that tests own the time."""

Options = Mapping[str, str | int | float | bool]
"""The keys of `[fetchers.NAME]` with their values."""

Secrets = Mapping[str, str]
"""Credentials by the name of their environment variable: only those that the manifest names and that are set."""

EMPTY_PAGES = 20
"""So many pages without an entry, one after the other, end a walk. A few are honest: a server cuts what was
deleted after it had filled the page."""


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
    acts: tuple[Act, ...] = (Act.POST, Act.COMMENT)
    """What its items may be. What stands here and never comes would be a promise; the kit refuses what comes unsaid."""
    credentials: tuple[str, ...] = ()
    """Names of environment variables that must be set; empty where none is needed."""
    optional_credentials: tuple[str, ...] = ()
    """Names of environment variables that open more where they are set."""
    pace: float = 0.0
    """Least seconds between two requests to one host."""
    quota: str = ""
    """The platform's allowance in words, with its source."""
    options: Options = field(default_factory=dict)
    """Keys of `[fetchers.NAME]` in jempol.toml with their defaults."""


class Fetcher(Protocol):
    """Reads sources. Made once a run with its options; used by several threads, so it keeps no state of a
    source.
    """

    manifest: ClassVar[Manifest]

    def __init__(self, options: Options, *, secrets: Secrets) -> None:
        """`options` holds every key of the manifest's options, already type-checked.

        `secrets` is given only where the manifest names credentials; other fetchers take `options` alone. A
        fetcher never looks into the environment itself, and keeps a secret out of addresses and errors.
        """

    def host(self, source: Source) -> str:
        """The host that this source will mostly ask; sources of one host share a lane and its pace."""

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages from where `cursor` stands; each page's cursor is where a next run would go on after
        it.

        Raises:
            SourceGone, SourcePrivate, AuthProblem, QuotaSpent, RateLimited, ShapeChanged, NetworkProblem:
                named by what the caller does about it. Pages yielded before stay read.
        """


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One answer of a newest-first feed, or a part of what it opens up."""

    items: tuple[Item, ...]
    newest: datetime | None = None
    oldest: datetime | None = None
    """By the order of the feed itself (pinned entries left out), which need not be the items' `created_at`.
    Where one entry may lie about its place, give the time of the last entry rather than the least of
    all."""
    next: str | None = None
    """Where the next older page stands; None at the end."""
    identity: Identity | None = None
    gaps: tuple[Gap, ...] = ()
    part: bool = False
    """More of the same request follows (the thread under one of its posts, say): the cursor stays where it
    was."""
    entries: tuple[str, ...] | None = None
    """Ids of the feed's own entries where they are not the items; by them a page with nothing new is
    known."""


Read = Callable[[str | None, datetime], Iterator[FeedPage]]
"""`read(continuation, line)`: any number of parts and then one FeedPage that is none. Nothing below `line`
need be looked into. Raises ContinuationRefused where the server no longer knows the continuation."""


class ContinuationRefused(FetchError):
    """The server no longer knows where an interrupted walk stood. The walk begins again at the top."""


def walk(read: Read, source: Source, cursor: Cursor, clock: Clock) -> Iterator[Page]:
    """Go down a newest-first feed to the watermark, losing nothing when killed after any page.

    An unfinished walk is finished first, down to the old watermark; only then the top is read again. A
    continuation that the server refuses, or answers with nothing at all, is forgotten: the walk from the
    top goes down to the same watermark.

    What it cannot see: an entry that its author has dated below the line already passed.
    """
    if cursor.continuation is not None:
        resumed = yield from _resume(read, source, cursor, clock)
        cursor = resumed or cursor
    yield from _descend(read, source, replace(cursor, reached=None, continuation=None), clock)


def _resume(read: Read, source: Source, cursor: Cursor, clock: Clock) -> Generator[Page, None, Cursor | None]:
    """Finish the walk that `cursor` left open; None where the server does not go on from there.

    Servers spell a stale continuation in many ways (400, 404, 500, an empty answer), so anything but a
    refusal to serve us at all counts, as long as nothing has come yet.
    """
    checked = _Resumed(read)
    try:
        return (yield from _descend(checked, source, cursor, clock))
    except (ContinuationRefused, SourceGone, ShapeChanged, NetworkProblem):
        if checked.answered:
            raise
        return None


class _Resumed:
    """A `read` whose first answer must hold something, or the continuation counts as refused."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self.answered = False

    def __call__(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        for page in self._read(continuation, line):
            if not self.answered and not page.part and not _entries(page) and page.next is None:
                raise ContinuationRefused("the server knows nothing below where the last reading stopped")
            self.answered = True
            yield page


def _descend(read: Read, source: Source, cursor: Cursor, clock: Clock) -> Generator[Page, None, Cursor]:
    """One walk from `cursor` down to its stop line. Returns the cursor of the finished walk."""
    started = clock()
    line = stop_line(source, cursor, started)
    trail = _Trail(cursor.continuation)
    while True:
        for page in read(cursor.continuation, line):
            if not page.part:
                cursor = _advance(cursor, page, line, started, trail)
            yield Page(
                items=_in_time(page, source),
                cursor=cursor,
                identity=page.identity,
                gaps=page.gaps + _endless(trail, page, source),
            )
        if cursor.continuation is None:
            return cursor


def stop_line(source: Source, cursor: Cursor, now: datetime) -> datetime:
    """How far down a walk goes: the watermark less the overlap, never below the source's `since`.

    Where `since` lies before all that was ever read, the walk goes down to it.
    A watermark in the future (a clock that was once wrong) is taken as `now`, else nothing would ever be
    read again.
    """
    if cursor.watermark is None or (cursor.bottom is not None and source.since < cursor.bottom):
        return source.since
    return max(source.since, min(cursor.watermark, now) - source.overlap)


def _advance(cursor: Cursor, page: FeedPage, line: datetime, now: datetime, trail: _Trail) -> Cursor:
    """The cursor after `page`, the last of its request."""
    trail.follow(page)
    reached = _later(cursor.reached, page.newest and min(page.newest, now))
    floor = trail.last if page.next is None else cursor.floor
    below = page.oldest is not None and page.oldest < line
    at_floor = cursor.floor is not None and cursor.floor in _entries(page)[-1:]
    if page.next is None or trail.endless or below or at_floor:
        watermark = _later(cursor.watermark and min(cursor.watermark, now), reached)
        return Cursor(watermark=watermark, bottom=min(line, cursor.bottom or line), floor=floor)
    return replace(cursor, reached=reached, continuation=page.next)


class _Trail:
    """What one walk has seen, so that a server that pages for ever is noticed."""

    def __init__(self, continuation: str | None) -> None:
        self.last: str | None = None
        """The last entry seen."""
        self.endless = False
        """Whether the last page brought nothing new and promised more all the same."""
        self._entries: set[str] = set()
        self._continuations = {continuation}
        self._empty = 0

    def follow(self, page: FeedPage) -> None:
        """Take note of the last page of a request."""
        entries = _entries(page)
        again = page.next in self._continuations or (bool(entries) and self._entries.issuperset(entries))
        self._empty = 0 if entries else self._empty + 1
        self._entries.update(entries)
        self._continuations.add(page.next)
        self.last = entries[-1] if entries else self.last
        self.endless = page.next is not None and (again or self._empty >= EMPTY_PAGES)


def _endless(trail: _Trail, page: FeedPage, source: Source) -> tuple[Gap, ...]:
    """Said on the page that ended such a walk: what lies below could not be had."""
    return (Gap("endless-paging", source.label),) if trail.endless and not page.part else ()


def _entries(page: FeedPage) -> tuple[str, ...]:
    return tuple(item.id for item in page.items) if page.entries is None else page.entries


def _in_time(page: FeedPage, source: Source) -> tuple[Item, ...]:
    """Without what the platform itself dates before the source's `since`.

    The first item of a part stays whatever its age: it is the post that the thread hangs on.
    """
    return tuple(
        item
        for place, item in enumerate(page.items)
        if (page.part and place == 0)
        or item.created_at is None
        or item.created_at >= source.since
        or item.time_quality is not TimeQuality.PLATFORM
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    known = [moment for moment in (one, other) if moment is not None]
    return max(known, default=None)

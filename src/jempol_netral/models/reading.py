"""Who is read and what was read: people, accounts, sources, cursors, items and pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import PurePath


class Act(StrEnum):
    """What a person did. In a reshare the words are another's."""

    POST = "post"
    COMMENT = "comment"
    RESHARE = "reshare"
    LIKE = "like"


class TimeQuality(StrEnum):
    """Where `created_at` comes from: the platform's clock, an estimate ("8 months ago") or the capture."""

    PLATFORM = "platform"
    ESTIMATED = "estimated"
    CAPTURE = "capture"


class LinkStatus(StrEnum):
    """How surely an account belongs to a person. An empty status in the roster means SUSPECTED."""

    DECLARED = "declared"
    VERIFIED = "verified"
    SUSPECTED = "suspected"
    DISPUTED = "disputed"
    LOST = "lost"


class Reading(StrEnum):
    """The directions of reading: an account of the roster, what stands under a campaign, a file of the inbox."""

    ACCOUNT = "A"
    CAMPAIGN = "C"
    INBOX = "I"


@dataclass(frozen=True, slots=True)
class Person:
    """A civil servant on the roster."""

    id: str
    """The office's own id, often the NIP. A string: it may start with zero and exceeds 2^53."""
    name: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A public account that the roster gives to a person."""

    person: Person
    platform: str
    handle: str | None
    """Canonical spelling by `platforms`: no leading @; Mastodon keeps user@server. None where only the id is known."""
    native_id: str | None
    """The platform's stable id (a DID, UC…, a number as a string)."""
    link: LinkStatus
    since: date | None = None
    until: date | None = None
    """First and last local day on which the account is this person's."""
    line: int | None = None
    """Where in roster.csv it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A line of the watchlist: a campaign account, or one thread."""

    platform: str
    handle: str | None
    """Of a campaign account; None for a thread."""
    native_id: str | None
    url: str | None
    """Of one thread; None for an account."""
    contest: str
    pair: int | None
    """None: about the contest, belonging to no pair, e.g. a debate video."""
    label: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Anything that a fetcher reads."""

    key: str
    """Stable for ever: what is remembered of this source is remembered under it."""
    fetcher: str
    platform: str
    reading: Reading
    handle: str | None = None
    native_id: str | None = None
    url: str | None = None
    """Of one thread, or the path of an inbox file."""
    contest: str | None = None
    pair: int | None = None
    since: datetime
    """Nothing older is read: the nomination date of the earliest contest, unless the office says otherwise."""
    overlap: timedelta = timedelta(days=7)
    """How far below the watermark edits and late comments are looked for again."""

    @property
    def label(self) -> str:
        """What a person calls it."""
        if self.reading is Reading.INBOX and self.url is not None:
            return PurePath(self.url).name
        return self.handle or self.url or self.native_id or self.key


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source has been read: an old watermark and, after an interruption, where the walk goes on.

    Feeds are newest first, so the watermark moves (to `reached`) only when a walk has come down to it.
    """

    watermark: datetime | None = None
    """Everything up to here was read by a complete walk."""
    reached: datetime | None = None
    """The newest time that the unfinished walk has seen; its watermark when complete."""
    continuation: str | None = None
    """Where the unfinished walk goes on, in the fetcher's own words; None: no walk is unfinished."""
    bottom: datetime | None = None
    """How far down complete walks have read; a `since` before it calls for a walk down to there."""
    floor: str | None = None
    """Id of the feed's very last entry when a walk came to its end: below it there is nothing to ask for."""
    memo: str | None = None
    """What the fetcher wants to be told next time, in its own words: a feed's ETag, where a site's interface stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One public act as a fetcher or an import read it, whoever did it."""

    platform: str
    id: str
    """The platform's own id: with the platform the identity of the item."""
    act: Act
    author_id: str | None
    """Stable id of the account that *acted*; in a reshare not the one whose words they are."""
    author: str | None
    """Its handle, canonical as in Account."""
    text: str | None
    """What is matched. None: the source did not give it; "": there was none."""
    created_at: datetime | None
    time_quality: TimeQuality
    url: str | None
    parent_id: str | None = None
    """Of a comment: what it answers."""
    thread_id: str | None = None
    """Of a comment: the first post of the thread."""
    under: str | None = None
    """Of a comment: the handle or URL of the account or thread it was written under."""
    under_id: str | None = None
    """The stable id of that account, where known."""
    reshared_author: str | None = None
    """Of a reshare: whose words they are."""
    edited_at: datetime | None = None
    unread_media: bool = False
    """It holds pictures, sound or video that nobody here looked at."""
    raw: bytes = b""
    """Canonical JSON of the payload, third parties' words cut out; its sha256 is the evidence."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a platform says about the account being read: its stable id and its handle today."""

    native_id: str
    handle: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something inside a source that could not be read while the rest was."""

    reason: str
    """A slug such as `comments-closed`, `thread-gone`, `bad-row`."""
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a source, stored in one transaction together with its cursor.

    When a campaign account or a thread is read, the campaign's own post stands before the comments under it.
    """

    items: tuple[Item, ...]
    cursor: Cursor
    identity: Identity | None = None
    gaps: tuple[Gap, ...] = ()
    sought_from: datetime | None = None
    """Only from here on a stored item that did not turn up was looked for: a feed shows its newest entries and drops
    the rest, an unchanged one shows none. None: down to the walk's line."""


def utc(moment: datetime) -> datetime:
    """The same instant in UTC. Refuses naive times: nobody knows which instant they mean.

    Raises:
        ValueError: `moment` has no zone.
    """
    if moment.tzinfo is None:
        msg = f"a time without a zone: {moment.isoformat()}"
        raise ValueError(msg)
    return moment.astimezone(UTC)

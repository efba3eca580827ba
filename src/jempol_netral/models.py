"""The frozen nouns that all rooms share. No I/O, no clock.

Terminology: a *person* is on the roster; an *account* is theirs on one platform and a *link* says how surely.
A *campaign account* or *thread* is on the watchlist. A *source* is anything a fetcher reads; it yields *pages* of
*items*. A *match* is one term found in an item, a *cue* a word that colours it; a *flag* is an item that *may*
break neutrality in one contest. Ids are strings, times are aware UTC, None is absent and "" is empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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


class MatchKind(StrEnum):
    """What sort of term was found. WATCHLIST is the act itself: a comment under a campaign account."""

    NAME = "name"
    ALIAS = "alias"
    SLOGAN = "slogan"
    HASHTAG = "hashtag"
    HANDLE = "handle"
    NUMBER = "number"
    GESTURE = "gesture"
    WATCHLIST = "watchlist"


class Direction(StrEnum):
    """Which way the author's own words lean. Helping *or* harming a pair is in scope (PP 94/2021 Ps 5 huruf n 5)."""

    FOR = "for"
    AGAINST = "against"
    UNCLEAR = "unclear"


class Tier(StrEnum):
    """How soon a person should look. Below LOW nothing is stored."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class OutcomeStatus(StrEnum):
    """How the reading of one source ended in one run."""

    READ = "read"
    PARTIAL = "partial"
    """Something was read and something was not; `reason` says what."""
    UNREADABLE = "unreadable"
    DEFERRED = "deferred"
    """Not tried or not finished for want of time or allowance; the next run goes on."""


# --- contests -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """Something whose appearance in a text may name a pair."""

    text: str
    kind: MatchKind
    needs_context: bool = False
    """An everyday word: it counts only near another term or a cue."""
    exact: bool = False
    threshold: float | None = None
    """Least similarity 0..1 for this term; None leaves it to the edit budget."""
    platform: str | None = None
    """Of a handle."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of candidates (paslon) with everything that may name it."""

    number: int
    label: str
    names: tuple[str, ...] = ()
    """Formal names without titles; parts and initials are derived from them."""
    terms: tuple[Term, ...] = ()
    """Aliases, slogans, hashtags and handles as the file gives them."""
    never: tuple[str, ...] = ()
    """Spellings that must not be taken for this pair."""


@dataclass(frozen=True, slots=True)
class Stages:
    """First day of each stage, as local dates of the contest's zone. None: not known."""

    nomination: date | None = None
    determined: date | None = None
    number_draw: date | None = None
    campaign: date | None = None
    quiet: date | None = None
    vote: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """One election in one region."""

    id: str
    name: str
    region: str
    """Kode wilayah, 2 digits for a province, 4 for a regency or city."""
    timezone: str
    """IANA name: Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT)."""
    stages: Stages
    pairs: tuple[Pair, ...]

    def pair(self, number: int) -> Pair | None:
        """The pair with this ballot number, or None."""
        return next((pair for pair in self.pairs if pair.number == number), None)


@dataclass(frozen=True, slots=True, order=True)
class PairRef:
    """A pair named by contest id and ballot number; number None is "a number of this contest, pair unclear"."""

    contest: str
    number: int

    def __str__(self) -> str:
        return f"{self.contest}:{self.number}"


# --- who is read ----------------------------------------------------------------------------------------------


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


# --- what is read ---------------------------------------------------------------------------------------------


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


# --- what is found --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """One term found in a text. It explains itself: what was looked for, where it stands, how alike it is."""

    term: str
    pair: PairRef | None
    """None: a ballot number whose contest is unclear."""
    kind: MatchKind
    start: int
    end: int
    """Span in the original text, in code points: `text[start:end] == surface`."""
    surface: str
    score: float
    """Similarity 0..1; 1 is exact after normalisation."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that colours a text: a vote call, praise, a news marker, a negation …"""

    name: str
    """Its class, e.g. `vote-call`."""
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known about a text besides its words."""

    act: Act = Act.POST
    created_at: datetime | None = None
    thread_contest: str | None = None
    """The contest that the thread around it is about."""
    thread_pair: int | None = None
    """The pair under whose campaign account it was written."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What matching says about one text and one contest. Not a judgement: a place in a queue."""

    contest: str
    pairs: tuple[PairRef, ...]
    matches: tuple[Match, ...]
    cues: tuple[Cue, ...]
    directions: dict[PairRef, Direction]
    rank: float
    """0..1, how likely a fair reviewer wants to see it."""
    tier: Tier | None
    """None: below LOW, nothing is stored."""
    parts: dict[str, float] = field(default_factory=dict)
    """What made the rank, by name."""


def utc(moment: datetime) -> datetime:
    """The same instant in UTC. Refuses naive times: nobody knows which instant they mean.

    Raises:
        ValueError: `moment` has no zone.
    """
    if moment.tzinfo is None:
        msg = f"a time without a zone: {moment.isoformat()}"
        raise ValueError(msg)
    return moment.astimezone(UTC)


# --- what is kept ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the reading of one source ended in one run. "Read and nothing found" and "not read" never look alike."""

    source: Source
    status: OutcomeStatus
    reason: str = ""
    """The error's class name or the first gap's slug; `renamed` or empty when all was read."""
    detail: str = ""
    """What happened, for a person; no secrets, no third party's words."""
    pages: int = 0
    items: int = 0
    """Read, whoever wrote them."""
    own: int = 0
    """Of those by people on the roster."""
    strangers: int = 0
    """Dropped in memory: their authors are neither on the roster nor the campaign account itself."""
    new_flags: int = 0
    changed_flags: int = 0
    """Flags whose text has a new version."""
    gaps: tuple[Gap, ...] = ()
    gap_count: int = 0
    """All gaps; `gaps` holds the first few."""
    due: datetime | None = None
    """Not asked again before: the platform wants rest until then. None: whenever the next run comes."""
    failures: int = 0
    """Runs in a row, this one counted, in which its reading failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """An item that *may* break neutrality in one contest, as the queue lists it. A person decides."""

    id: str
    contest: str
    rank: float
    tier: Tier
    stage: str
    pairs: tuple[str, ...]
    """As `contest:number`."""
    directions: dict[str, str]
    person: Person
    link: LinkStatus
    platform: str
    native_id: str
    act: Act
    handle: str | None
    text: str | None
    url: str | None
    created_at: datetime | None
    time_quality: TimeQuality
    first_seen_at: datetime
    under: str | None
    reshared_author: str | None
    unread_media: bool
    not_found_at: datetime | None
    """When a later reading did not find it any more. Never a proof of deletion."""
    versions: int
    decision: str | None
    """The newest decision, None while nobody decided."""
    reopened_at: datetime | None
    """When its text changed after a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDetail:
    """Everything about one flag, for `show` and the dossier."""

    flag: Flag
    matches: tuple[Match, ...]
    cues: tuple[Cue, ...]
    parts: dict[str, float]
    context: str | None
    """The campaign's own post it was written under, shortened."""
    raw_sha256: str
    text_sha256: str
    fetched_at: datetime
    fetcher: str
    list_version: str

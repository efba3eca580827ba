"""What is kept: how the reading of a source ended, and flags as the queue shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jempol_netral.models.finding import Cue, Match, Tier
from jempol_netral.models.reading import Act, Gap, LinkStatus, Person, Source, TimeQuality


class OutcomeStatus(StrEnum):
    """How the reading of one source ended in one run."""

    READ = "read"
    PARTIAL = "partial"
    """Something was read and something was not; `reason` says what."""
    UNREADABLE = "unreadable"
    DEFERRED = "deferred"
    """Not tried or not finished for want of time or allowance; the next run goes on."""


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

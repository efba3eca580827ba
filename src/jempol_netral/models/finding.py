"""What matching says about a text: matches, cues, and a verdict that is a place in a queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from jempol_netral.models.contests import MatchKind, PairRef
from jempol_netral.models.reading import Act


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

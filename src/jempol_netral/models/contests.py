"""Elections as data: contests, their stages and pairs, and the terms that may name a pair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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

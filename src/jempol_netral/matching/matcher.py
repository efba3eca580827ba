"""Terms in a text, before anything is known about its context."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.models import Contest, MatchKind


class Candidate(NamedTuple):
    """One term found; whether it counts is for the guards, who know the cues and the setting."""

    term: str
    contest: str
    """Contest id; "" for a ballot number or hand sign, which may belong to any."""
    number: int
    kind: MatchKind
    start: int
    end: int
    """Span in the original text, in code points."""
    first: int
    last: int
    """The tokens that it covers: `tokens[first:last]`."""
    score: float
    needs_context: bool
    """An everyday word, a ballot number or a hand sign."""


class Matcher:
    """Finds the terms of all contests at once, at the cost of a few dictionary look-ups a text."""

    def __init__(self, contests: Sequence[Contest], common_words: frozenset[str]) -> None:
        self._contests = tuple(contests)
        self._common = common_words

    def find(self, normalised: Normalised) -> list[Candidate]:
        """Every term in the text, in order of place, overlaps resolved."""
        return []

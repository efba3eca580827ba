"""What must never be taken for a pair: a namesake, an everyday phrase that holds a candidate's name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from jempol_netral.matching.normalise import normalise
from jempol_netral.models import PairRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jempol_netral.matching.matcher import Candidate
    from jempol_netral.matching.normalise import Token
    from jempol_netral.models import Contest


class Never:
    """The `never` spellings of all pairs, by their first word. They are compared exactly, after normalisation."""

    def __init__(self, contests: Iterable[Contest]) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], PairRef]]] = defaultdict(list)
        for contest in contests:
            for pair in contest.pairs:
                for spelling in pair.never:
                    self._add(spelling, PairRef(contest.id, pair.number))

    def _add(self, spelling: str, pair: PairRef) -> None:
        words = tuple(token.text for token in normalise(spelling).tokens)
        if not words:
            return
        for phrase in {words, ("".join(words),)}:  # apart, and written as one word or hashtag
            self._phrases[phrase[0]].append((phrase, pair))

    def veto(self, tokens: Sequence[Token], candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """The candidates without those that lie within a phrase which must not name their pair."""
        if not candidates or not self._phrases:
            return candidates
        spans = list(self._spans(tokens))
        if not spans:
            return candidates
        return [
            one
            for one in candidates
            if not any(pair == one.pair and first <= one.first and one.last <= last for first, last, pair in spans)
        ]

    def _spans(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, PairRef]]:
        for first, token in enumerate(tokens):
            for phrase, pair in self._phrases.get(token.text, ()):
                last = first + len(phrase)
                if tuple(one.text for one in tokens[first:last]) == phrase:
                    yield first, last, pair

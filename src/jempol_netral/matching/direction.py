"""Which way the author's own words lean towards each pair: for, against, or unclear.

Every cue speaks about the name nearest to it, in its own clause first ("Rhisma YES Khofifah NO"). Negations turn
what follows them, except where two make a call ("jek loppa", do not forget). A report stays unclear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.matching.context import WEAK, clauses
from jempol_netral.matching.normalise import TokenKind
from jempol_netral.models import Direction, MatchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.models import Cue, Match, PairRef

LEAN = {
    "vote-call": 1.0,
    "vote-call-weak": 0.4,
    "solidarity": 1.0,
    "solidarity-weak": 0.3,
    "cheer": 0.9,
    "win": 0.8,
    "win-weak": 0.3,
    "continuity": 0.7,
    "continuity-weak": 0.2,
    "praise": 1.0,
    "praise-weak": 0.4,
    "prayer": 0.6,
    "gesture": 0.6,
    "emoji-warm": 0.5,
    "programme": 0.2,
    "double-negation": 0.6,
    "attack": -1.0,
    "accusation": -0.7,
    "emoji-mock": -0.6,
    "laughter": -0.4,
}
"""What a cue beside a name says about the pair: above 0 for it, below 0 against it."""

_FORWARD = ("vote-call", "solidarity", "double-negation")
"""Classes that speak of the name after them ("dukung X"); the others rather of the one before ("X hebat")."""
_VOICE = frozenset({"first-person", "second-person", "colloquial", "exhortation", "laughter"})
_REPORT = frozenset({"report-verb", "news", "survey", "office-holder"})
_OTHER_CLAUSE = 0.5
_TURN_REACH = 2
_CLEAR = 0.35
_CLEAR_IN_REPORT = 1.2


class _Name(NamedTuple):
    pair: PairRef
    kind: MatchKind
    first: int
    last: int


class _Word(NamedTuple):
    name: str
    first: int
    last: int


class _Text(NamedTuple):
    clauses: Sequence[int]
    names: Sequence[_Name]
    words: Sequence[_Word]
    tags: frozenset[int]


def directions(normalised: Normalised, matches: Sequence[Match], cues: Sequence[Cue]) -> dict[PairRef, Direction]:
    """The direction for every pair that the matches name."""
    text = _laid_out(normalised, matches, cues)
    sums = {match.pair: 0.0 for match in matches if match.pair is not None}
    for name in text.names:
        sums[name.pair] += _own(text, name)
    for word in text.words:
        lean = LEAN.get(word.name, 0.0)
        about = _about(text, word) if lean else None
        if about is not None:
            name, weight = about
            sums[name.pair] += weight * _turned(text, word, lean)
    for name in text.names:
        sums[name.pair] += _compared(text, name, sums)
    bar = _CLEAR_IN_REPORT if _reported(normalised, text) else _CLEAR
    return {pair: _direction(value, bar) for pair, value in sums.items()}


def _direction(value: float, bar: float) -> Direction:
    if value >= bar:
        return Direction.FOR
    return Direction.AGAINST if value <= -bar else Direction.UNCLEAR


def _laid_out(normalised: Normalised, matches: Sequence[Match], cues: Sequence[Cue]) -> _Text:
    tokens = normalised.tokens
    names = []
    for match in matches:
        inside = [n for n, token in enumerate(tokens) if token.start < match.end and match.start < token.end]
        if inside and match.pair is not None:
            names.append(_Name(match.pair, match.kind, inside[0], inside[-1]))
    named = {place for name in names for place in range(name.first, name.last + 1)}
    tags = frozenset(n for n, token in enumerate(tokens) if token.kind is TokenKind.HASHTAG)
    words = []
    for cue in cues:
        inside = [n for n, token in enumerate(tokens) if token.start < cue.end and cue.start < token.end]
        if inside and (inside[0] in tags or not named.intersection(inside)):
            words.append(_Word(cue.name, inside[0], inside[-1]))
    return _Text(clauses(normalised), names, words, tags)


def _own(text: _Text, name: _Name) -> float:
    """What the naming itself says: a slogan or a campaign's hashtag leans, "bukan X" and "X no" turn away."""
    if name.kind is MatchKind.SLOGAN:
        return 0.8
    if name.kind in (MatchKind.HASHTAG, MatchKind.NUMBER, MatchKind.GESTURE):
        return 0.1
    turns = {place for word in text.words if word.name == "negation" for place in range(word.first, word.last + 1)}
    before = name.first - 1 in turns and text.clauses[name.first - 1] == text.clauses[name.first]
    after = name.last + 1 in turns and (
        name.last + 2 >= len(text.clauses) or text.clauses[name.last + 2] != text.clauses[name.last + 1]
    )
    return -0.8 if before or after else 0.0


def _about(text: _Text, word: _Word) -> tuple[_Name, float] | None:
    """The name that a cue speaks of, and how loudly."""
    best: tuple[float, _Name] | None = None
    for name in text.names:
        apart = _apart(text, word, name)
        if best is None or apart < best[0]:
            best = (apart, name)
    if best is None:
        return None
    same = text.clauses[best[1].first] == text.clauses[word.first]
    return best[1], (1.0 if same else _OTHER_CLAUSE) / (1 + max(0.0, best[0]) / 12)


def _apart(text: _Text, word: _Word, name: _Name) -> float:
    forward = word.name.removesuffix(WEAK) in _FORWARD and word.first < word.last + 1
    if name.first > word.last:
        gap = name.first - word.last - 1 + (0.0 if forward else 0.6)
    elif name.last < word.first:
        gap = word.first - name.last - 1 + (0.6 if forward else 0.0)
    else:
        return -1.0
    other = text.clauses[name.first] != text.clauses[word.first]
    return gap + (8.0 if other else 0.0)


def _turned(text: _Text, word: _Word, lean: float) -> float:
    """The lean after a negation before it: "tidak mendukung" is against, "tidak gagal" weakly for."""
    if word.name == "double-negation":
        return lean
    for turn in text.words:
        close = 0 < word.first - turn.last <= _TURN_REACH
        if turn.name == "negation" and close and text.clauses[turn.last] == text.clauses[word.first]:
            return -0.9 * lean if lean > 0 else -0.5 * lean
    return lean


def _compared(text: _Text, name: _Name, sums: dict[PairRef, float]) -> float:
    """What is good for A is said against B in "A daripada B"."""
    against = any(word.name == "comparison" and 0 < name.first - word.last <= _TURN_REACH + 1 for word in text.words)
    if not against:
        return 0.0
    others = [value for pair, value in sums.items() if pair != name.pair]
    return -1.0 if not others or max(others) > 0 else 0.3


def _reported(normalised: Normalised, text: _Text) -> bool:
    """A report: links, news words and no voice of the author's own."""
    names = {word.name for word in text.words}
    leaning_tag = any(word.first in text.tags and LEAN.get(word.name, 0.0) for word in text.words)
    link = any(token.kind is TokenKind.URL for token in normalised.tokens)
    return bool(names & _REPORT) and not names & _VOICE and link and not leaning_tag

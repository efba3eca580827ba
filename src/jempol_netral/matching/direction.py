"""Which way the author's own words lean towards each pair: for, against, or unclear.

Every cue speaks about the name nearest to it, in its own clause first ("Rhisma YES Khofifah NO"). Negations turn
what follows them, except where two make a call ("jek loppa", do not forget). A report stays unclear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.matching.context import WEAK, clauses
from jempol_netral.matching.guards import CALLS
from jempol_netral.matching.normalise import TokenKind
from jempol_netral.matching.quoting import is_quoted
from jempol_netral.matching.tags import is_campaign_tag
from jempol_netral.models import Direction, MatchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.normalise import Normalised, Token
    from jempol_netral.models import Contest, Cue, Match, PairRef

LEAN = {
    "vote-call": 1.0,
    "vote-call-weak": 0.4,
    "solidarity": 1.0,
    "solidarity-weak": 0.25,
    "cheer": 0.9,
    "only-this": 0.9,
    "win": 0.8,
    "win-weak": 0.25,
    "continuity": 0.7,
    "continuity-weak": 0.2,
    "praise": 1.0,
    "praise-weak": 0.3,
    "prayer": 0.6,
    "gesture": 0.6,
    "emoji-warm": 0.5,
    "programme": 0.1,
    "double-negation": 0.6,
    "attack": -1.0,
    "rejection": -1.0,
    "accusation": -0.7,
    "emoji-mock": -0.6,
    "laughter": -0.25,
}
"""What a cue beside a name says about the pair: above 0 for it, below 0 against it."""

_FORWARD = ("vote-call", "solidarity", "double-negation", "rejection")
"""Classes that speak of the name after them ("dukung X"); the others rather of the one before ("X hebat")."""
_VOICE = frozenset({"first-person", "second-person", "colloquial", "exhortation", "laughter"})
_REPORT = frozenset({"report-verb", "news", "survey", "office-holder"})
_OTHER_CLAUSE = 0.5
_TURN_REACH = 2
_COMPARED_REACH = 4
_DOUBTED = 0.2
_CLEAR = 0.24
_STEP = 0.1
_STEP_LINK = 0.4
_LINK = 0.6
_REPORT_MOST = 4


class _Name(NamedTuple):
    pair: PairRef
    kind: MatchKind
    first: int
    last: int
    campaign: bool


class _Word(NamedTuple):
    name: str
    first: int
    last: int


class _Text(NamedTuple):
    clauses: Sequence[int]
    names: Sequence[_Name]
    words: Sequence[_Word]
    tags: frozenset[int]


def directions(
    normalised: Normalised, matches: Sequence[Match], cues: Sequence[Cue], contest: Contest | None = None
) -> dict[PairRef, Direction]:
    """The direction for every pair that the matches name."""
    text = _laid_out(normalised, matches, cues, contest)
    sums = {match.pair: 0.0 for match in matches if match.pair is not None}
    if is_quoted(normalised, matches):
        return dict.fromkeys(sums, Direction.UNCLEAR)
    if not text.names:
        return _under_campaign(normalised, text, sums)
    for name in text.names:
        sums[name.pair] += _own(text, name)
    for word in text.words:
        lean = LEAN.get(word.name, 0.0)
        about = _about(text, word) if lean else None
        if about is not None:
            name, weight = about
            sums[name.pair] += weight * _turned(text, word, lean)
    _compared(text, sums)
    bar = _bar(normalised, text)
    return {pair: _direction(value, bar) for pair, value in sums.items()}


def _under_campaign(normalised: Normalised, text: _Text, sums: dict[PairRef, float]) -> dict[PairRef, Direction]:
    """Written under a campaign account without a name: the words are about the pair whose account it is."""
    total = sum(_turned(text, word, LEAN[word.name]) for word in text.words if word.name in LEAN)
    bar = _bar(normalised, text)
    return {pair: _direction(total, bar) for pair in sums}


def _direction(value: float, bar: float) -> Direction:
    if value >= bar:
        return Direction.FOR
    return Direction.AGAINST if value <= -bar else Direction.UNCLEAR


def _laid_out(normalised: Normalised, matches: Sequence[Match], cues: Sequence[Cue], contest: Contest | None) -> _Text:
    tokens = normalised.tokens
    names = []
    for match in matches:
        inside = [n for n, token in enumerate(tokens) if token.start < match.end and match.start < token.end]
        if inside and match.pair is not None:
            names.append(_Name(match.pair, match.kind, inside[0], inside[-1], is_campaign_tag(match, contest)))
    named = {place for name in names for place in range(name.first, name.last + 1)}
    tags = frozenset(n for n, token in enumerate(tokens) if token.kind is TokenKind.HASHTAG)
    words = []
    for cue in cues:
        inside = [n for n, token in enumerate(tokens) if token.start < cue.end and cue.start < token.end]
        if inside and _speaks(cue, inside, tokens, named, tags):
            words.append(_Word(cue.name, inside[0], inside[-1]))
    return _Text(clauses(normalised), names, words, tags)


def _speaks(cue: Cue, inside: Sequence[int], tokens: Sequence[Token], named: set[int], tags: frozenset[int]) -> bool:
    """Whether a cue counts where it stands: not inside a name, in a hashtag only if strong, "no 3" is no negation."""
    if inside[0] in tags:
        return not cue.name.endswith(WEAK) and cue.name != "programme"
    if named.intersection(inside):
        return cue.name in CALLS  # "coblos nomor 2" is call and number in one
    behind = tokens[inside[-1] + 1] if inside[-1] + 1 < len(tokens) else None
    if cue.name == "negation" and behind is not None and behind.kind is TokenKind.NUMBER:
        return False
    return cue.name != "only-this" or inside[0] - 1 in named


def _own(text: _Text, name: _Name) -> float:
    """What the naming itself says: a slogan or a campaign's hashtag leans, "bukan X" and "X no" turn away."""
    if name.kind is MatchKind.SLOGAN or name.campaign:
        return 0.8
    if name.kind in (MatchKind.HASHTAG, MatchKind.NUMBER, MatchKind.GESTURE):
        return 0.1
    turns = {place for word in text.words if word.name == "negation" for place in range(word.first, word.last + 1)}
    before = name.first - 1 in turns and text.clauses[name.first - 1] == text.clauses[name.first]
    after = name.last + 1 in turns and (
        name.last + 2 >= len(text.clauses) or text.clauses[name.last + 2] != text.clauses[name.last + 1]
    )
    titled = any(word.name == "office-title" and word.first == name.last + 1 for word in text.words)
    ends = name.last + 2 >= len(text.clauses) or text.clauses[name.last + 2] != text.clauses[name.last]
    return -0.8 if before or after else 0.5 if titled and ends else 0.0


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
    """The lean after what stands around it: "tidak mendukung" is against, "tidak gagal" weakly for."""
    if word.name == "double-negation":
        return lean
    turn = next((turn for turn in text.words if turn.name == "negation" and _just_before(text, turn, word)), None)
    if turn is not None and lean > 0:
        if _negated_after_condition(text, turn.last):
            return 0.0
        return lean if _negated_before_condition(text, turn.first) else -0.9 * lean
    if turn is not None and not (word.name == "accusation" and any(one.name == "question" for one in text.words)):
        return -0.5 * lean
    asked = any(
        other.name in ("question", "quotation") and other.last < word.first and _same_clause(text, other, word)
        for other in text.words
    )
    return _DOUBTED * lean if asked and lean > 0 else lean


def _just_before(text: _Text, turn: _Word, word: _Word) -> bool:
    return 0 < word.first - turn.last <= _TURN_REACH and _same_clause(text, turn, word)


def _same_clause(text: _Text, one: _Word, other: _Word) -> bool:
    return text.clauses[one.last] == text.clauses[other.first]


def _negated_before_condition(text: _Text, place: int) -> bool:
    """Two negations around a condition make a call: "do not support anyone if you do not choose X"."""
    conditions = [word.first for word in text.words if word.name == "condition" and word.first < place]
    return bool(conditions) and any(word.name == "negation" and word.last < conditions[-1] for word in text.words)


def _negated_after_condition(text: _Text, place: int) -> bool:
    conditions = [word.first for word in text.words if word.name == "condition" and word.first > place]
    return bool(conditions) and any(word.name == "negation" and word.first > conditions[0] for word in text.words)


def _compared(text: _Text, sums: dict[PairRef, float]) -> None:
    """Read "A daripada B": B stands behind, and A before it, unless A is spoken ill of."""
    for word in text.words:
        if word.name != "comparison":
            continue
        after = [name for name in text.names if 0 < name.first - word.last <= _COMPARED_REACH]
        before = [name for name in text.names if name.last < word.first]
        if not after:
            continue
        worse, better = after[0].pair, before[-1].pair if before else None
        if better is not None and better != worse:
            ill = sums[better] < 0
            sums[better] += 0.0 if ill else 0.4
            sums[worse] += 0.4 if ill else -0.9
        else:
            sums[worse] -= 0.9


def _bar(normalised: Normalised, text: _Text) -> float:
    """How loud words must be to be taken for the author's own: louder in a report, where the words are another's."""
    if any(name.campaign for name in text.names) or any(
        word.first in text.tags and LEAN.get(word.name, 0.0) > 0 for word in text.words
    ):
        return _CLEAR
    report = sum(word.name in _REPORT for word in text.words)
    voice = any(word.name in _VOICE for word in text.words)
    link = any(token.kind is TokenKind.URL for token in normalised.tokens)
    step = _STEP_LINK if link and not voice else _STEP
    return _CLEAR + step * min(report, _REPORT_MOST) + (_LINK if link and not voice else 0.0)

"""What of the candidates counts, once cues and setting are known.

Everyday words count near another term, a cue or in a thread about the contest. Ballot numbers and hand signs name a
pair only where a vote cue, another term or such a thread is around them, never before the number draw, and only where
exactly one loaded contest applies; otherwise they are a number whose contest is unclear.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from jempol_netral.matching.numbers import numbers_in
from jempol_netral.models import Match, MatchKind, PairRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from jempol_netral.matching.matcher import Candidate
    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.matching.numbers import NumberSeen
    from jempol_netral.models import Contest, Cue, Setting

UNCLEAR = ""
"""Stands for the contest of a ballot number that several contests may mean."""

NEAR = 12
"""Tokens within which another term lends context."""
BESIDE = 2
"""Tokens between two everyday words that together name a pair."""
CLOSE = 5
"""Tokens within which a cue does."""
ADJOINING = 2
"""Tokens within which a vote call makes an everyday word a name."""
VOTE = frozenset({"vote-call"})
CALLS = VOTE | {"rejection"}
"""Calls to vote, and calls not to: "jangan pilih nomor 2" means a pair as much as "pilih nomor 2"."""
LENDING = VOTE | {"candidacy"}
"""Cue classes that make a name of many the name of a candidate."""


class _Cues(NamedTuple):
    """At which tokens cues stand."""

    vote: tuple[int, ...]
    calls: tuple[int, ...]
    lending: tuple[int, ...]


def resolve(
    normalised: Normalised,
    candidates: Sequence[Candidate],
    cues: Sequence[Cue],
    setting: Setting,
    contests: Mapping[str, Contest],
) -> dict[str, list[Match]]:
    """The matches that count, by contest id in order of place; `UNCLEAR` holds numbers that belong to none for sure."""
    placed = _placed(normalised, cues)
    counting = _with_context(candidates, placed, setting)
    matches: dict[str, list[Match]] = defaultdict(list)
    for one in counting:
        surface = normalised.original[one.start : one.end]
        matches[one.pair.contest].append(Match(one.term, one.pair, one.kind, one.start, one.end, surface, one.score))
    taken = {at for one in counting for at in range(one.first, one.last)}
    seen = [one for one in numbers_in(normalised.tokens) if one.last - 1 not in taken]
    for number in seen:
        match = _number(normalised, number, placed, setting, contests, matches)
        if match is not None:
            matches[match.pair.contest if match.pair else UNCLEAR].append(match)
    for found in matches.values():
        found.sort(key=lambda match: (match.start, match.end))
    return dict(matches)


def _placed(normalised: Normalised, cues: Sequence[Cue]) -> _Cues:
    starts = [token.start for token in normalised.tokens]
    at = {start: number for number, start in enumerate(starts)}
    vote = tuple(at[cue.start] for cue in cues if cue.name in VOTE and cue.start in at)
    calls = tuple(at[cue.start] for cue in cues if cue.name in CALLS and cue.start in at)
    lending = tuple(at[cue.start] for cue in cues if cue.name in LENDING and cue.start in at)
    return _Cues(vote, calls, lending)


def _with_context(candidates: Sequence[Candidate], cues: _Cues, setting: Setting) -> list[Candidate]:
    return [
        one
        for one in candidates
        if not one.needs_context or setting.thread_contest == one.pair.contest or _lent(one, candidates, cues)
    ]


def _lent(one: Candidate, candidates: Sequence[Candidate], cues: _Cues) -> bool:
    lending, close = (cues.vote, ADJOINING) if one.everyday else (cues.lending, CLOSE)
    if any(_distance(one, at) <= close for at in lending if not one.first <= at < one.last):
        return True
    for other in candidates:
        apart = max(other.first - one.last, one.first - other.last)
        if apart < 0 or other.pair.contest != one.pair.contest or other.term == one.term:
            continue
        if apart <= NEAR and not other.needs_context:
            return True
        if apart <= BESIDE and other.pair == one.pair and not other.everyday:
            return True
    return False


def _distance(one: Candidate | NumberSeen, at: int) -> int:
    return one.first - at if at < one.first else at - one.last + 1


def _number(
    normalised: Normalised,
    one: NumberSeen,
    cues: _Cues,
    setting: Setting,
    contests: Mapping[str, Contest],
    matches: Mapping[str, Sequence[Match]],
) -> Match | None:
    start, end = normalised.tokens[one.first].start, normalised.tokens[one.last - 1].end
    surface = normalised.original[start:end]
    around = setting.thread_contest in contests or bool(matches)
    called = any(one.first <= at < one.last or _distance(one, at) <= CLOSE for at in cues.calls)
    if one.plain and one.kind is MatchKind.NUMBER:
        return None
    if not around and not called:
        return None
    applying = _applying(setting, contests, matches)
    if len(applying) > 1:
        if not any(_may_mean(contest, one.number, setting) for contest in applying) or not called or not one.explicit:
            return None
        return Match(f"nomor {one.number}", None, one.kind, start, end, surface, 1.0)
    for contest in applying:
        if _may_mean(contest, one.number, setting):
            pair = PairRef(contest.id, one.number)
            return Match(f"nomor {one.number}", pair, one.kind, start, end, surface, 1.0)
    return None


def _applying(
    setting: Setting, contests: Mapping[str, Contest], matches: Mapping[str, Sequence[Match]]
) -> list[Contest]:
    """The contests that a number may belong to: the thread's, else those named, else all that have begun."""
    if setting.thread_contest is not None and setting.thread_contest in contests:
        return [contests[setting.thread_contest]]
    named = [contests[name] for name in matches if name in contests]
    return named or [one for one in contests.values() if _is_drawn(one, setting.created_at)]


def _may_mean(contest: Contest, number: int, setting: Setting) -> bool:
    return contest.pair(number) is not None and _is_drawn(contest, setting.created_at)


def _is_drawn(contest: Contest, moment: datetime | None) -> bool:
    """Whether ballot numbers were known: without a time they were."""
    draw = contest.stages.number_draw
    return moment is None or draw is None or moment.astimezone(ZoneInfo(contest.timezone)).date() >= draw


def pairs_of(matches: Iterable[Match]) -> tuple[PairRef, ...]:
    """The pairs named, by number."""
    return tuple(sorted({match.pair for match in matches if match.pair is not None}))

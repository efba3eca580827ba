"""How likely a fair reviewer wants to see a text: a logistic over features that no single contest owns.

Rank is not guilt. The weights stand in weights.py, written by benchmarks/fit_rank.py; every part can be shown.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.matching.context import WEAK
from jempol_netral.matching.features import AGAINST, LEANS, features
from jempol_netral.matching.weights import BIAS, WEIGHTS
from jempol_netral.models import Act, MatchKind, Tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.models import Contest, Cue, Match, Setting

HIGH = 0.80
MEDIUM = 0.50
LOW = 0.15
"""Tier cut-offs; what precision and recall they had stands in docs/matching.md and is printed by `make eval`."""

WATCHLIST = 1.5
"""Log-odds for writing under a campaign account. Set by hand: the labelled texts hold no such act."""

QUOTED = -1.5
"""Log-odds for a pair that only another's quoted words name. Set by hand: too few labelled texts are of this kind."""

LEANING = frozenset({*LEANS, *AGAINST})

BASE = "base"
"""The part of the rank that every text of the kind has before anything is found in it."""


class Ranking(NamedTuple):
    """Where a text belongs in the queue, and why."""

    rank: float
    """0..1."""
    tier: Tier | None
    """None: below low, nothing is stored."""
    parts: dict[str, float]
    """Log-odds by feature name, strongest first; with `base` they sum to those of `rank`, unless a rule held it."""


def rank(found: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    """Rank 0..1 of a text with these features, and the parts (log-odds) that made it, strongest first."""
    parts = {name: round(value * weight, 3) for name, value in found.items() if (weight := WEIGHTS.get(name))}
    if found.get("watchlist"):
        parts["watchlist"] = WATCHLIST
    if found.get("quoted"):
        parts["quoted"] = QUOTED
    parts = {name: part for name, part in parts.items() if part}
    odds = BIAS + sum(parts.values())
    ordered = dict(sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0])))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), {BASE: round(BIAS, 3), **ordered}


def tier_of(value: float) -> Tier | None:
    """The tier of a rank; None below low."""
    if value >= HIGH:
        return Tier.HIGH
    if value >= MEDIUM:
        return Tier.MEDIUM
    return Tier.LOW if value >= LOW else None


def place(
    normalised: Normalised,
    matches: Sequence[Match],
    cues: Sequence[Cue],
    setting: Setting,
    contest: Contest | None = None,
) -> Ranking:
    """Rank and tier of one text for one contest.

    Held by rule: writing under a campaign account is at least low, even without a term; a like is never above
    low; where no pair is named and nothing around is about the contest, cues alone are nothing; in a thread about the
    contest a text that neither names a pair nor leans stays below low, in its own order.
    """
    named = [match for match in matches if match.kind is not MatchKind.WATCHLIST]
    around = setting.thread_contest is not None or setting.thread_pair is not None
    if not named and not around:
        return Ranking(0.0, None, {})
    value, parts = rank(features(normalised, named, cues, setting, contest))
    if not named and not any(cue.name.removesuffix(WEAK) in LEANING for cue in cues):
        value *= LOW
    if setting.thread_pair is not None:
        value = max(value, LOW)
    if setting.act is Act.LIKE:
        value = min(value, MEDIUM - 0.001)
    return Ranking(round(value, 4), tier_of(value), parts)

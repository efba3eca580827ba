"""Which way the author's own words lean towards each pair: for, against, or unclear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jempol_netral.models import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.models import Cue, Match, PairRef, Setting


def directions(
    normalised: Normalised, matches: Sequence[Match], cues: Sequence[Cue], setting: Setting
) -> dict[PairRef, Direction]:
    """The direction for every pair that the matches name."""
    del normalised, cues, setting
    return {match.pair: Direction.UNCLEAR for match in matches if match.pair is not None}

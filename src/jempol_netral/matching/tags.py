"""Campaign hashtags: those that say more than a name (#jatimmaju, #khofifahemil02, #ganjarpresidenku)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jempol_netral.models import MatchKind

if TYPE_CHECKING:
    from jempol_netral.models import Contest, Match, Pair

_LETTERS = re.compile(r"[\W_]+")
_REPEAT = re.compile(r"([^\W\d_])\1+")
_SHORTEST_NAME = 3
_LEAST_MORE = 4
"""Letters beside the name from which a hashtag says more than the name."""


def is_campaign_tag(match: Match, contest: Contest | None) -> bool:
    """Whether a match is a hashtag that holds the pair's number or more than the pair's own names."""
    if match.pair is None or not match.surface.startswith(("#", "＃")):
        return False
    pair = contest.pair(match.pair.number) if contest is not None else None
    if pair is None:
        return match.kind is MatchKind.SLOGAN
    rest = _joined(match.surface)
    for name in _names(pair):
        rest = rest.replace(name, "")
    digits = "".join(sign for sign in rest if sign.isdigit())
    letters = len(rest) - len(digits)
    return digits.lstrip("0") == str(pair.number) or letters >= _LEAST_MORE


@lru_cache(maxsize=4096)
def _names(pair: Pair) -> tuple[str, ...]:
    """The letters of everything that is only a name of the pair, longest first."""
    names: set[str] = set()
    for text in (pair.label, *pair.names, *(term.text for term in pair.terms if term.kind is MatchKind.ALIAS)):
        names.add(_joined(text))
        names.update(_joined(word) for word in re.split(r"[\W_]+", text) if len(word) >= _SHORTEST_NAME)
    names.update(_joined(term.text) for term in pair.terms if term.kind is MatchKind.HANDLE)
    return tuple(sorted((name for name in names if len(name) >= _SHORTEST_NAME), key=lambda name: (-len(name), name)))


def _joined(text: str) -> str:
    return _REPEAT.sub(r"\1", _LETTERS.sub("", text).casefold())

"""Whether the words about a pair are another's, set in quotation marks and handed to somebody: "kata warga: '…'"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jempol_netral.models import MatchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.models import Match

_QUOTE = re.compile(r"[\"“”„«»]([^\"“”„«»]{3,400})[\"“”„«»]")
_SPEAKERS = frozenset(
    {
        "kata", "ujar", "ucap", "tutur", "ungkap", "jelas", "tegas", "sebut", "seru", "teriak", "menurut", "mengatakan",
        "menyebut", "berkata", "bilang", "kutip", "mengutip", "katanya", "ujarnya", "ucapnya", "tuturnya", "ungkapnya",
        "jelasnya", "tegasnya", "sebutnya", "jare", "ceuk",
    }
)  # fmt: skip
"""Words that hand what is quoted to somebody. Whoever only stresses words by quotation marks uses none of them."""


def is_quoted(normalised: Normalised, matches: Sequence[Match]) -> bool:
    """Whether every name stands inside quotation marks, and a word outside them says who is quoted."""
    names = [match for match in matches if match.kind is not MatchKind.WATCHLIST]
    if not names:
        return False
    spans = [found.span(1) for found in _QUOTE.finditer(normalised.original)]
    if not spans or not all(_within(match.start, match.end, spans) for match in names):
        return False
    return any(token.text in _SPEAKERS and not _within(token.start, token.end, spans) for token in normalised.tokens)


def _within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)

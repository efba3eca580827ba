"""What a hashtag is made of: #KhofifahEmil02, #jatim_pilih_khofifah, #salamkhofifah."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from jempol_netral.matching.normalise import Token, TokenKind, cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.normalise import Cells
    from jempol_netral.matching.vocabulary import Vocabulary

_CASED = re.compile(r"\d+|[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SHORTEST_INSIDE = 4
_SURE_INSIDE = 7
"""Letters of a term that may stand at one end of a compound whatever the rest of it is."""
_LONGEST = 60


def pieces_of(original: str, token: Token, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The pieces of a hashtag as tokens with their spans: cut at humps, digits and underscores, else by its words."""
    surface = original[token.start : token.end]
    source = cells(surface)
    pieces: list[Token] = []
    for found in _CASED.finditer(source.text):
        for start, end in _humps(surface, source.starts, found.start(), found.end()):
            text = source.text[start:end]
            if text[0].isdecimal():
                pieces.append(_piece(token, source, start, end, TokenKind.NUMBER))
                continue
            pieces += [
                _piece(token, source, start + left, start + right, TokenKind.WORD)
                for left, right in _by_words(text, vocabulary)
            ]
    return tuple(pieces)


def _piece(token: Token, source: Cells, start: int, end: int, kind: TokenKind) -> Token:
    text = source.text[start:end]
    return Token(text, token.start + source.starts[start], token.start + source.ends[end - 1], kind)


def _humps(surface: str, starts: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    """Where camel case cuts the cells from `first` to `last`."""
    cased = "".join("A" if surface[starts[at]].isupper() else "a" for at in range(first, last))
    marks = [0, *(found.start() for found in _HUMP.finditer(cased)), len(cased)]
    return [(first + left, first + right) for left, right in pairwise(marks)]


def _by_words(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """A compound without humps cut around the terms in it; whole, where none stands in it for sure."""
    whole = [(0, len(text))]
    if len(text) > _LONGEST or vocabulary.resolve(text).whole:
        return whole
    inside = [
        (start, end)
        for start in range(len(text) - _SHORTEST_INSIDE + 1)
        if vocabulary.may_begin(text[start : start + _SHORTEST_INSIDE])
        for end in range(start + _SHORTEST_INSIDE, len(text) + 1)
        if vocabulary.form(text[start:end]) is not None
    ]
    inside.sort(key=lambda span: span[0] - span[1])
    if not inside:
        return whole
    cuts = _segment(text, vocabulary)
    if cuts:
        return cuts
    for start, end in inside:
        if end - start >= _SURE_INSIDE and (start == 0 or end == len(text)):
            return [(left, right) for left, right in ((0, start), (start, end), (end, len(text))) if left < right]
    return whole


def _segment(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """The text cut wholly into terms and everyday words, with as few pieces as can be; empty: it cannot."""
    best: list[tuple[int, int] | None] = [(0, 0)] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(end):
            before = best[start]
            if before is None:
                continue
            piece = text[start:end]
            if vocabulary.form(piece) is None and not (len(piece) > 2 and vocabulary.is_common(piece)):
                continue
            known = best[end]
            if known is None or before[0] + 1 < known[0]:
                best[end] = (before[0] + 1, start)
    if best[-1] is None:
        return []
    cuts: list[tuple[int, int]] = []
    end = len(text)
    while end:
        step = best[end]
        assert step is not None  # noqa: S101  every mark on the way back was reached
        cuts.append((step[1], end))
        end = step[1]
    return cuts[::-1]

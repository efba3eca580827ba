"""Whether a text can hold anything at all, at the cost of one dictionary look-up for each of its words.

Most texts are about something else. What stands between white space (a chunk) is looked at once and remembered as a
few flags; only a text whose flags may add up to a match is read in earnest. The gate may let through a text in which
nothing is found, but never holds one back in which something is.
"""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise, starmap
from operator import or_
from typing import TYPE_CHECKING

from jempol_netral.matching import guards
from jempol_netral.matching.matcher import COMPOUND_KINDS
from jempol_netral.matching.normalise import EDGES, Token, TokenKind, shortened
from jempol_netral.matching.numbers import LEADING, NUMBER_WORDS, is_number, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.context import CueFinder
    from jempol_netral.matching.matcher import Matcher
    from jempol_netral.matching.normalise import Normaliser
    from jempol_netral.matching.vocabulary import Resolved
    from jempol_netral.models import PairRef

SURE = 1
"""Holds a term that counts by itself."""
DOUBTFUL = 2
"""Holds a name that counts in context."""
PART = 4
"""Holds a word that leads to a form of several words."""
NUMBER = 8
"""Holds what may be a ballot number, if the chunk before leads to it."""
SIGN = 16
"""Holds a hand sign or a number that is surely meant as one (02, no.2)."""
LEAD = 32
"""Holds a word that makes a number after it a ballot number."""
VOTE = 64
"""Holds a word of a vote call."""
LENDING = 128
"""Holds a word of any cue that lends context."""
SINGLE = 256
"""Holds single letters: spaced out, they may be a word."""
WEAK = 512
"""Holds an everyday word that leads to a form of several words, if a word beside it may belong to one."""
MEMBER = 1024
"""Holds a word that may stand in a form of several words."""
EVERYDAY = 2048
"""Holds an everyday word that is a term beside another term or a vote call."""

_ACTIVE = SURE | DOUBTFUL | EVERYDAY | PART | NUMBER | SIGN | SINGLE | WEAK
_BESIDE = 4
"""Chunks within which two doubtful terms may lend each other context."""
_CUE_WORDS = 4
"""Chunks that a cue may reach over."""
_CUE_REACH = guards.CLOSE + _CUE_WORDS
_VOTE_REACH = guards.ADJOINING + _CUE_WORDS
_SPACED_AT_LEAST = 4
_ONLY_WORDS = re.compile(r"[A-Za-z]+(?:[-.,/!?:;()]+[A-Za-z]+)+")
_LETTERS = re.compile(r"[a-z]+")
_WORD_KINDS = frozenset({TokenKind.WORD, TokenKind.NUMBER})


class Gate(dict[str, int]):
    """Flags by chunk, filled as chunks come and emptied when full."""

    def __init__(self, matcher: Matcher, normaliser: Normaliser, cues: CueFinder, remember: int = 1 << 18) -> None:
        super().__init__()
        self._matcher = matcher
        self._normaliser = normaliser
        self._canonical = cues.canonical
        self._named: dict[str, frozenset[PairRef]] = {}
        self._pairs: dict[tuple[str, str], bool] = {}
        self._votes = cues.triggers(guards.CALLS)
        self._lends = cues.triggers(guards.LENDING)
        self._cue_starts = cues.starts(self._lends)
        self._remember = remember

    def may_hold(self, text: str) -> bool:
        """Whether anything may be found in a text that stands in no thread about a contest."""
        chunks = text.split()
        flags = [*map(self.__getitem__, chunks)]
        every = reduce(or_, flags, 0)
        if not every & _ACTIVE:
            return False
        if every & SURE:
            return True
        if every & (DOUBTFUL | EVERYDAY) and self._may_be_lent(chunks, flags, every):
            return True
        if every & VOTE and every & (NUMBER | SIGN) and _may_call(flags):
            return True
        if every & SINGLE and self._are_spaced(chunks, flags):
            return True
        return bool(every & (PART | WEAK)) and self._may_run(chunks, flags)

    def __missing__(self, chunk: str) -> int:
        if chunk.startswith(("https://", "http://")):
            return 0
        if len(self) >= self._remember:
            self.clear()
            self._named.clear()
        # "Makan," is "makan" with something that stands for nothing: most chunks are known by their core.
        core = chunk.strip(EDGES)
        if not (core.isascii() and core.isalpha()):
            flags = self._look_at_words(core) if _ONLY_WORDS.fullmatch(core) else self._look(chunk)
        elif core == chunk and core.islower():
            flags = self._look_at_word(core)
        else:
            flags = self[core.lower()]
        self[chunk] = flags
        return flags

    def _look_at_word(self, word: str) -> int:
        word = shortened(word)
        if len(word) == 1:
            return SINGLE | MEMBER
        flags = 0
        if not self._matcher.vocabulary.is_stranger(word):
            resolved = self._matcher.vocabulary.resolve(word)
            flags = self._word(word, resolved)
            if resolved.whole:
                flags |= self._terms(word, (Token(word, 0, len(word), TokenKind.WORD),))
        else:
            flags = self._cue(word)
        if word in NUMBER_WORDS:
            flags |= NUMBER
        elif word in LEADING:
            flags |= LEAD
        return flags

    def _look_at_words(self, core: str) -> int:
        """Several plain words in one chunk: what each of them says."""
        flags = reduce(or_, map(self.__getitem__, _LETTERS.findall(core.lower())), 0)
        if flags & SINGLE or (flags & (DOUBTFUL | EVERYDAY | NUMBER) and flags & LENDING):
            return self._look(core)
        return flags

    def _look(self, chunk: str) -> int:
        tokens = self._normaliser.chunk(chunk)
        flags = singles = 0
        found = False
        for token in tokens:
            if token.kind is TokenKind.WORD:
                resolved = self._matcher.vocabulary.resolve(token.text)
                found = found or bool(resolved.whole)
                singles += len(token.text) == 1
                flags |= self._word(token.text, resolved)
            elif token.kind in COMPOUND_KINDS:
                found = True
            flags |= _number_flags(token, flags)
        if singles:
            flags |= SINGLE | MEMBER | (SURE if singles >= _SPACED_AT_LEAST else 0)
        if found or flags & (PART | WEAK) or (flags & NUMBER and len(tokens) > 1):
            flags |= self._terms(chunk, tokens)
        if len(tokens) > 1 and flags & (DOUBTFUL | EVERYDAY | NUMBER | SIGN) and flags & LENDING:
            flags |= SURE  # term and cue in one chunk: coblos2
        return flags

    def _word(self, word: str, resolved: Resolved) -> int:
        vocabulary = self._matcher.vocabulary
        flags = MEMBER if vocabulary.is_member(word) else 0
        if resolved.anchored:
            flags |= WEAK if vocabulary.is_common(word) else PART
        return flags | self._cue(word)

    def _cue(self, word: str) -> int:
        if word[:2] not in self._cue_starts and word[0] != word[1:2]:
            return 0
        cue = self._canonical(word)
        if cue not in self._lends:
            return 0
        return LENDING | (VOTE if cue in self._votes else 0)

    def _terms(self, chunk: str, tokens: Sequence[Token]) -> int:
        """Flags of the terms that stand inside the chunk."""
        found = self._matcher.find_in(chunk, tokens)
        if not found:
            return 0
        if not all(one.needs_context for one in found):
            return SURE
        self._named[chunk] = frozenset(one.pair for one in found)
        return EVERYDAY if all(one.everyday for one in found) else DOUBTFUL

    def _may_be_lent(self, chunks: Sequence[str], flags: Sequence[int], every: int) -> bool:
        """Whether a cue stands near enough to a term that needs one, or two such terms of one pair side by side."""
        doubtful = _at(flags, DOUBTFUL) if every & DOUBTFUL else []
        if doubtful and every & LENDING and _any_within(doubtful, _at(flags, LENDING), _CUE_REACH):
            return True
        everyday = _at(flags, EVERYDAY) if every & EVERYDAY else []
        if everyday and every & VOTE and _any_within(everyday, _at(flags, VOTE), _VOTE_REACH):
            return True
        if not doubtful or len(doubtful) + len(everyday) < 2:
            return False
        return any(
            0 < abs(right - left) <= _BESIDE
            and not self._pairs_of(chunks[left]).isdisjoint(self._pairs_of(chunks[right]))
            for left in doubtful
            for right in (*doubtful, *everyday)
        )

    def _pairs_of(self, chunk: str) -> frozenset[PairRef]:
        """The pairs of a chunk's doubtful terms; a chunk is known by its core."""
        for spelling in (chunk, core := chunk.strip(EDGES), core.lower()):
            if spelling in self._named:
                return self._named[spelling]
        self._terms(chunk, self._normaliser.chunk(chunk))
        return self._named.get(chunk, frozenset())

    def _are_spaced(self, chunks: Sequence[str], flags: Sequence[int]) -> bool:
        in_a_row = 0
        for chunk, flag in zip(chunks, flags, strict=True):
            if flag & SINGLE:
                in_a_row += sum(len(token.text) == 1 for token in self._normaliser.chunk(chunk))
                if in_a_row >= _SPACED_AT_LEAST:
                    return True
            else:
                in_a_row = 0
        return False

    def _may_run(self, chunks: Sequence[str], flags: Sequence[int]) -> bool:
        """Whether two neighbouring words may belong to one form."""
        last = len(flags) - 1
        for at in _at(flags, PART | WEAK):
            flag = flags[at]
            # An everyday word leads to a form only beside a word that may stand in one.
            least = 0 if flag & PART else MEMBER
            if at and flags[at - 1] & least == least and self._beside(chunks[at - 1], chunks[at]):
                return True
            if at < last and flags[at + 1] & least == least and self._beside(chunks[at], chunks[at + 1]):
                return True
            if self._inside(chunks[at]):
                return True
        return False

    def _beside(self, left: str, right: str) -> bool:
        key = (left, right)
        known = self._pairs.get(key)
        if known is None:
            if len(self._pairs) >= self._remember:
                self._pairs.clear()
            ends, begins = self._words(left), self._words(right)
            known = bool(ends) and bool(begins) and self._matcher.may_stand_together(ends[-1], begins[0])
            self._pairs[key] = known
        return known

    def _inside(self, chunk: str) -> bool:
        """Whether a chunk of several words (ridwan-kamil) holds two that may belong to one form."""
        if chunk.isalpha():
            return False
        words = self._words(chunk)
        return any(starmap(self._matcher.may_stand_together, pairwise(words)))

    def _words(self, chunk: str) -> list[str]:
        return [token.text for token in self._normaliser.chunk(chunk) if token.kind in _WORD_KINDS]


def _number_flags(token: Token, before: int) -> int:
    """What a token says of ballot numbers, where `before` holds the flags of its chunk so far."""
    if is_number(token):
        surely = before & LEAD or token.text[0] == "0" or token.end - token.start > len(token.text)
        return NUMBER | MEMBER | (SIGN if surely else 0)
    if is_sign(token):
        return SIGN
    return LEAD if token.text in LEADING else 0


def _may_call(flags: Sequence[int]) -> bool:
    """Whether a number that is led to, or a hand sign, stands near a word of a vote call."""
    places = [
        at for at, flag in enumerate(flags) if flag & SIGN or (flag & NUMBER and at and flags[at - 1] & (LEAD | NUMBER))
    ]
    return _any_within(places, _at(flags, VOTE), _CUE_REACH)


def _at(flags: Sequence[int], wanted: int) -> list[int]:
    return [at for at, flag in enumerate(flags) if flag & wanted]


def _any_within(places: Sequence[int], others: Sequence[int], reach: int) -> bool:
    return any(abs(place - other) <= reach for place in places for other in others if place != other)

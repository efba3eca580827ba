"""The words around a name: cues found by a phrase table, and which tokens stand in one clause.

A text costs a few dictionary look-ups per token, however many phrases the lexicon holds.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.matching.normalise import TokenKind, normalise
from jempol_netral.models import Cue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jempol_netral.matching.lexicon import Lexicon
    from jempol_netral.matching.normalise import Normalised, Token

WEAK = "-weak"
"""Ends the class name of an everyday word, e.g. `vote-call-weak`."""

COLLOQUIAL = "colloquial"
"""The class that an everyday spelling belongs to, whatever the word is: it is the author's own voice."""

_REPEAT = re.compile(r"(.)\1+")
_CLITICS = ("nya", "lah", "kah", "pun", "mu", "ku", "2")
_PIECE = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_BREAK = re.compile(r"[!?;\n…|]|\.\.|[,:](?=\s)|\.(?=\s)|\s[-–—]+\s")
_SEEN_MOST = 1 << 16
_PIECE_LEAST = 5
"""Letters of a word that is looked for at the ends of a hashtag's piece; shorter ones occur by chance (Basw-edan)."""


_IDLE = frozenset(
    {"aku", "akan", "ayo", "for", "harus", "jangan", "kami", "kita", "lupa", "mari", "no", "saya", "tak", "tetap"}
    | {"untuk"}
)
"""Words of cue phrases that stand in too many texts to point to a cue."""


class _Entry(NamedTuple):
    rest: tuple[str, ...]
    names: tuple[str, ...]


class CueFinder:
    """Finds cue phrases. Build once from a lexicon, use for many texts; not for several threads at once.

    At each place the longest phrase wins, so that "tidak ada perubahan" is not also a call for change.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._spellings = {
            _fold(variant.casefold()): _fold(formal.casefold()) for variant, formal in lexicon.spellings.items()
        }
        phrases = _compiled(lexicon, self._spellings)
        self._table: dict[str, list[_Entry]] = {}
        for words, names in phrases.items():
            self._table.setdefault(words[0], []).append(_Entry(words[1:], tuple(sorted(names))))
        for entries in self._table.values():
            entries.sort(key=lambda entry: -len(entry.rest))
        self._vocabulary = frozenset(word for words in phrases for word in words)
        self._joined = {"".join(words): tuple(sorted(names)) for words, names in phrases.items()}
        self._longest = max(map(len, self._joined), default=0)
        self._formal = frozenset(self._spellings.values())
        self._seen: dict[str, str] = {}

    def find(self, normalised: Normalised) -> tuple[Cue, ...]:
        """Every cue, in order of place. A hashtag's pieces are looked at like words."""
        tokens = normalised.tokens
        words = [self.canonical(token.text) for token in tokens]
        found: list[Cue] = []
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.kind is TokenKind.HASHTAG:
                found.extend(self._in_hashtag(normalised.original, token))
                place += 1
                continue
            entry = self._longest_at(words, place)
            if words[place] != token.text and words[place] in self._formal and _fold(token.text) in self._spellings:
                surface = normalised.original[token.start : token.end]
                found.append(Cue(COLLOQUIAL, token.start, token.end, surface))
            if entry is None:
                place += 1
                continue
            last = place + len(entry.rest)
            start, end = token.start, tokens[last].end
            surface = normalised.original[start:end]
            found.extend(Cue(name, start, end, surface) for name in entry.names)
            place = last + 1
        return tuple(found)

    def triggers(self, names: frozenset[str]) -> frozenset[str]:
        """Words, as `canonical` gives them, of which every phrase of these classes holds one."""
        phrases = [
            (first, *entry.rest)
            for first, entries in self._table.items()
            for entry in entries
            if not names.isdisjoint(entry.names)
        ]
        shared = Counter(word for words in phrases for word in words)
        return frozenset(max(words, key=lambda word: (word not in _IDLE, shared[word], len(word))) for words in phrases)

    def _longest_at(self, words: Sequence[str], place: int) -> _Entry | None:
        for entry in self._table.get(words[place], ()):
            if tuple(words[place + 1 : place + 1 + len(entry.rest)]) == entry.rest:
                return entry
        return None

    def starts(self, words: frozenset[str]) -> frozenset[str]:
        """The first two letters of everything that `canonical` may make one of these words, doubled letters apart."""
        variants = {variant for variant, formal in self._spellings.items() if formal in words}
        return frozenset(word[:2] for word in words | variants)

    def canonical(self, text: str) -> str:
        """The form under which the table knows a token: elongation, slang spelling and clitics undone."""
        known = self._seen.get(text)
        if known is None:
            if len(self._seen) >= _SEEN_MOST:
                self._seen.clear()
            known = self._seen[text] = self._resolve(_fold(text))
        return known

    def _resolve(self, word: str) -> str:
        if word in self._spellings:
            return self._spellings[word]
        if word in self._vocabulary:
            return word
        for clitic in _CLITICS:
            if word.endswith(clitic) and len(word) > len(clitic) + 2:
                stem = word.removesuffix(clitic)
                if stem in self._vocabulary or stem in self._spellings:
                    return self._spellings.get(stem, stem)
        return word

    def _in_hashtag(self, original: str, token: Token) -> Iterator[Cue]:
        """Cues inside a hashtag: #GanjarMenang, #tetapahokdjarot, #lanjutkan."""
        start = token.start + 1
        surface = original[start : token.end]
        pieces = [(found.start(), found.group()) for found in _PIECE.finditer(surface)]
        if len(pieces) > 1:
            whole = _fold(surface.casefold())
            if whole in self._joined:
                pieces = [(0, surface)]
        for offset, piece in pieces:
            for left, right, names in self._ends(piece.casefold()):
                first = start + offset + left
                last = start + offset + right
                for name in names:
                    yield Cue(name, first, last, original[first:last])

    def _ends(self, piece: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Known words that are the whole of a hashtag's piece, or stand at its start and end, longest first."""
        whole = self._joined.get(_fold(piece))
        if whole and len(piece) > 2:
            yield 0, len(piece), whole
            return
        left, right = 0, len(piece)
        while size := self._known(piece[left:right], at_end=False):
            yield left, left + size, self._joined[_fold(piece[left : left + size])]
            left += size
        while size := self._known(piece[left:right], at_end=True):
            yield right - size, right, self._joined[_fold(piece[right - size : right])]
            right -= size

    def _known(self, piece: str, *, at_end: bool) -> int:
        """Length of the longest known word at one end of `piece`; 0 where there is none."""
        for size in range(min(len(piece), self._longest), _PIECE_LEAST - 1, -1):
            part = piece[len(piece) - size :] if at_end else piece[:size]
            if _fold(part) in self._joined:
                return size
        return 0


def clauses(normalised: Normalised) -> tuple[int, ...]:
    """For every token the number of its clause: punctuation, a line break or a dash between spaces ends one."""
    numbers: list[int] = []
    clause, before = 0, None
    for token in normalised.tokens:
        if before is not None and _BREAK.search(normalised.original[before.end : token.start + 1]):
            abbreviated = len(before.text) <= 2 and normalised.original[before.end : before.end + 1] == "."
            clause += not abbreviated
        numbers.append(clause)
        before = token
    return tuple(numbers)


def _compiled(lexicon: Lexicon, spellings: Mapping[str, str]) -> dict[tuple[str, ...], set[str]]:
    """Normalised phrase -> class names. A phrase that is only a number would meet every number: left out."""
    phrases: dict[tuple[str, ...], set[str]] = {}
    for name, entries in lexicon.cues.items():
        for phrase in entries:
            tokens = normalise(phrase.text).tokens
            if not tokens or all(token.kind is TokenKind.NUMBER for token in tokens):
                continue
            words = tuple(spellings.get(word, word) for word in (_fold(token.text) for token in tokens))
            phrases.setdefault(words, set()).add(name + WEAK if phrase.weak else name)
    return phrases


def _fold(word: str) -> str:
    """Repeated letters count once: elongation is play, and no cue hangs on a doubled letter."""
    return _REPEAT.sub(r"\1", word)

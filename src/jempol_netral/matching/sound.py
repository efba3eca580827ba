"""Folding letters that Indonesian spelling confuses."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGRAPHS = {
    "kh": "k", "ch": "k", "ck": "k", "sy": "s", "sh": "s", "dj": "j", "tj": "c", "oe": "u", "ph": "p", "th": "t",
    "dh": "d", "bh": "b", "gh": "g", "ie": "i", "qu": "ku",
}  # fmt: skip
_SINGLE = str.maketrans("fvzq", "ppsk")
_ANY_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_DOUBLED = re.compile(r"(.)\1+")
_FOLDABLE = re.compile(r"[fvzqx]|[kctdbgps]h|h$|ck|sy|[dt]j|oe|ie|(.)\1")
_SHORTEST = 4
"""Shorter words mean too much by each letter."""


@lru_cache(maxsize=1 << 15)
def sound(text: str) -> str:
    """A normalised word with spellings folded that sound alike: f/p/v, kh/k, sy/s, dj/j, oe/u, z/s, doubled letters,
    a silent h at the end. Words of up to three letters stay as they are.
    """
    if len(text) < _SHORTEST or not _FOLDABLE.search(text):
        return text
    folded = _ANY_DIGRAPH.sub(lambda pair: _DIGRAPHS[pair.group()], text)
    folded = _DOUBLED.sub(r"\1", folded.translate(_SINGLE).replace("x", "ks"))
    return folded[:-1] if folded[-1] == "h" and len(folded) >= _SHORTEST else folded

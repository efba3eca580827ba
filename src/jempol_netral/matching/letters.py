"""What single characters stand for: look-alikes, small capitals, squared letters, flags, keycaps, marks.

NFKC alone leaves small capitals, negative squares, regional letters, other scripts' look-alikes and combining marks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters of other scripts and of phonetics that are drawn like Latin ones, pairs of "looks like" and "is".
_LOOK_ALIKES = (
    ("аᴀαɑ", "a"), ("вʙΒЬьƄβ", "b"), ("сᴄϲⅽҫ", "c"), ("ԁᴅɗđ", "d"), ("еєҽᴇΕε℮ɛ", "e"), ("ꜰƒғϝ", "f"), ("ɡɢԍց", "g"),
    ("һнʜհΗңћ", "h"), ("іıɪιІΙӏاﺍ", "i"), ("јʝᴊϳ", "j"), ("кᴋκΚҝқⱪ", "k"), ("ʟⅼłḷƖ", "l"), ("мᴍΜⅿʍ", "m"),
    ("ɴոпηνΝ", "n"), ("оᴏοσօөΟഠ०", "o"), ("рᴘρΡþ", "p"), ("ǫԛզ", "q"), ("ʀгɾᴦ", "r"), ("ѕꜱʂ", "s"),
    ("тᴛτΤŧ", "t"), ("ᴜυսʋц", "u"), ("ѵᴠν", "v"), ("ԝᴡωшɯѡ", "w"), ("хχⅹΧ×", "x"), ("уʏγүΥყ", "y"), ("ᴢʐΖζ", "z"),
)  # fmt: skip
_APOSTROPHES = "'’‘ʼʻ`´′ʹˈ＇"
_PLAIN_SIGNS = "™℠©®"
"""Compatibility forms of these would glue letters to the word before."""

_FLAGS = (
    "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjblbmbnbobqbrbsbtbvbwbybzcacccdcfcgchcickclcmcncocpcrcucvcwcxcy"
    "czdedgdjdkdmdodzeaeceeegeheseteufifjfkfmfofrgagbgdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuicidieiliminioiqirisit"
    "jejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemfmgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonp"
    "nrnunzompapepfpgphpkplpmpnprpsptpwpyqareroruruwsasbscsdsesgshsisjskslsmsnsosrssstsvsxsysztatctdtftgthtjtktltmtntotr"
    "tttvtwtzuaugumunusuyuzvavcvevgvivnvuwfwsxkyeytzazmzw"
)
_FLAG_CODES = frozenset(_FLAGS[at : at + 2] for at in range(0, len(_FLAGS), 2))
_REGIONAL = 0x1F1E6
REGIONAL_RUN = re.compile("[\U0001f1e6-\U0001f1ff]+")


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for drawn, letter in _LOOK_ALIKES:
        for char in drawn:
            table.setdefault(char, letter)
            if len(char.upper()) == 1:
                table.setdefault(char.upper(), letter)
    # Capitals that look like another letter than their small form does.
    table |= {"Н": "h", "В": "b", "Р": "p", "С": "c", "У": "y", "Х": "x", "Ρ": "p", "Η": "h", "Ν": "n", "Υ": "y"}
    for first in (0x1F130, 0x1F150, 0x1F170):  # squared, negative circled, negative squared
        table |= {chr(first + at): chr(ord("a") + at) for at in range(26)}
    table |= dict.fromkeys(_APOSTROPHES, "'")
    table |= dict.fromkeys(_PLAIN_SIGNS, " ")
    table["\U0001f51f"] = "10"  # the keycap ten
    return table


_TABLE = _table()
_MARKS = frozenset({"Mn", "Me"})
_SKIN_TONES = frozenset(chr(code) for code in range(0x1F3FB, 0x1F400))
JOINER = "\u200d"
MARK = ""
"""`plain` of something that only decorates what stands before it."""


def is_mark(char: str) -> bool:
    """Whether it only decorates the character before it: an accent, a variation selector, a keycap, a skin tone."""
    return char in _SKIN_TONES or unicodedata.category(char) in _MARKS


@lru_cache(maxsize=8192)
def plain(char: str) -> str:
    """What one character stands for: none, one or several characters that stand for themselves."""
    if "!" <= char <= "~":
        return char.lower()
    mapped = _TABLE.get(char)
    if mapped is not None:
        return mapped
    if char in _SKIN_TONES or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return ""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold())
    if folded == char:
        return _digit(char)
    return "".join(plain(part) for part in folded)


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


def are_flags(run: str) -> bool:
    """Whether a run of regional letters is a row of flags; otherwise it is disguised text."""
    letters = regional_letters(run)
    pairs = (letters[at : at + 2] for at in range(0, len(letters), 2))
    return all(pair in _FLAG_CODES for pair in pairs)


def regional_letters(run: str) -> str:
    """The letters that regional indicators stand for."""
    return "".join(chr(ord(char) - _REGIONAL + ord("a")) for char in run)

"""The one place that makes untrusted text showable: in a terminal, in a spreadsheet, beside people's names.

It never changes what is stored or matched; it is applied where something is shown or written out.
"""

from __future__ import annotations

import re
import unicodedata

_BREAKS = "\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Kept on purpose: zero-width joiner and non-joiner, which emoji and some scripts need to be read at all.
_INVISIBLE = "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"

_TABLE: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_TABLE.update({ord(sign): None for sign in _BIDI + _INVISIBLE})
_TABLE.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
_TABLE.update({ord(sign): "\n" for sign in _BREAKS})
_TABLE[ord("\t")] = " "

_PLAIN = re.compile(r"[ -~]*")
_FORMULA_STARTS = frozenset("=+-@\u2212")
_BEFORE_FORMULA = ' \t\r\n\u00a0\u3000"\u201c\u201d\u201e\u00ab'


def printable(text: str, *, newline: str = "\n") -> str:
    """The text as a terminal may show it: no control characters, no hidden reordering, all of it encodable.

    Escape and every other C0 or C1 control goes, as do bidirectional marks, overrides and isolates (what is
    shown is then the order that was matched) and invisible fillers; lone surrogates become U+FFFD; a tab
    becomes a space.

    Args:
        text: anything.
        newline: stands for every line break; pass " " or "⏎ " where one line is wanted.
    """
    if _PLAIN.fullmatch(text):
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = text.translate(_TABLE)
    return shown if newline == "\n" else shown.replace("\n", newline)


def csv_cell(text: str) -> str:
    """The text as a spreadsheet cell that stays text: an apostrophe before what might be calculated.

    Spreadsheets take a cell for a formula when it starts with = + - @, some also behind spaces or quotation
    marks, and East Asian editions in full-width form. A leading tab or carriage return goes with the other
    control characters. Numbers belong into cells as numbers; this is for text.
    Source: OWASP, CSV Injection.
    """
    shown = printable(text)
    start = shown.lstrip(_BEFORE_FORMULA)
    if start and unicodedata.normalize("NFKC", start[0])[0] in _FORMULA_STARTS:
        return "'" + shown
    return shown


def shorten(text: str, width: int) -> str:
    """At most `width` terminal cells of the text on one line, the cut marked by "…".

    Wide letters and emoji count as two cells. A word of 100 kB costs no more than a short one.
    """
    from rich.cells import cell_len, set_cell_size  # start-up would feel it

    if width <= 0:
        return ""
    # Marks that take no cell can make a short line long in code points; more than this is not writing.
    enough = 8 * width + 64
    line = printable(text[:enough], newline=" ")
    if len(text) <= enough and cell_len(line) <= width:
        return line
    return set_cell_size(line, min(width - 1, cell_len(line))).rstrip() + "…"


def mask(name: str) -> str:
    """A person's name for a screen that others may see: the first letter of each word."""
    return " ".join(word[0] + "•" * min(len(word) - 1, 4) for word in printable(name, newline=" ").split())


def mask_id(number: str) -> str:
    """An office id or NIP for a screen: its last four characters, which hold no date of birth.

    Ids too short to hide anything that way show fewer: two of five to eight, none of up to four.
    """
    shown = printable(number, newline=" ")
    kept = 4 if len(shown) >= 9 else 2 if len(shown) >= 5 else 0
    return "•••" + (shown[-kept:] if kept else "")

"""From a name as the ballot prints it to the name that people write, and what else they call its bearer.

Dr. H. R. ACHMAD DIMYATI NATAKUSUMAH, S.H., M.H.    ->  Achmad Dimyati Natakusumah
ZAHRUL AZHAR ASUMTA GUS HANS, S.IP., M. Kes.        ->  Zahrul Azhar Asumta, called Gus Hans
H. RANO KARNO, S.IP. (SI DOEL)                      ->  Rano Karno, called Si Doel
SAFARUDDIN DT. BANDARO RAJO, S.H.                   ->  Safaruddin, called Dt. Bandaro Rajo
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jempol_netral.keywords.titles import ADAT, AFTER, AFTER_A_DOT, BEFORE, BRACKETED, CALLED, bare

_BRACKETS = re.compile(r"\(([^)]*)\)\.?")
_QUOTED = re.compile(r"[\"“”«](\w[^\"“”«»]*)[\"“”»]")
_GLUED_TITLE = re.compile(r"^((?:[A-Za-z]{1,5}\.)+)(?=[A-Za-z]{3,}|[A-Za-z]{1,5}\.)")
_GLUED_INITIAL = re.compile(r"(?<=[A-Za-z]{3})\.(?=[A-Z]\.?$)")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?")
_VOWEL = re.compile(r"[AEIOUaeiou]")
_EVERYBODYS = frozenset({"muhammad", "ahmad"})
_ROMAN = frozenset({"II", "III", "IV", "VI", "VII", "VIII"})
_SMALL = frozenset({"bin", "binti", "br", "boru", "van", "der", "da", "de", "dos", "von"})
"""Inside a name these stay small: of the father, of the clan, of the place."""
_SHORTENED = frozenset(
    {"abd", "abdr", "dg", "dj", "do", "hr", "moch", "moh", "mohd", "mohm", "much", "muh", "mhd", "st", "uk"}
)
"""Shortened names that keep their dot: Moh. Edwin, Djufrin Dj. Manto, Nur Dg. Rahmatu."""
_SURNAMES = frozenset({"DO", "UA", "UD"})
"""Last names of two letters; elsewhere two last capitals are initials: Mirwan MS."""
_SPELLED_OUT = {"ll": "Lalu"}
_GLUED = {"hm": "m", "hr": "", "hmr": "m"}
"""HM. is Haji and an initial; HR. is Haji and Raden."""


@dataclass(frozen=True, slots=True)
class OfficialName:
    """One candidate's name taken apart."""

    name: str
    """Without titles, in capitals and small letters. Initials stay: M. Fadhil Rahmi."""
    called: tuple[str, ...] = ()
    """What the ballot itself adds: a nickname in brackets or after GUS, NING, ALIAS; an adat title of honour."""


def split_name(printed: str) -> OfficialName:
    """Take a printed name apart. Text that holds no name gives an empty one."""
    text = " ".join(re.sub("[’‘`´]", "'", printed).split())
    called: list[str] = []
    text = _QUOTED.sub(lambda found: _set_aside(found[1], called), text)
    text = _BRACKETS.sub(lambda found: _bracket(found[1], called), text)
    head, *tail = (segment.strip() for segment in text.split(","))
    pieces = _pieces(head)
    long_form = _split_called(_without_titles(pieces), called)
    # Amran Hi. Yahya is Amran, son of Haji Yahya; people write him with and without it.
    words = [word for place, word in enumerate(long_form) if place == 0 or bare(word) != "hi"]
    if words != long_form:
        called.append(" ".join(long_form))
    if "habib" in {bare(piece) for piece in pieces[:-1]}:
        called.append(f"HABIB {_own_name(words)}")
    words += _late_initials(tail)
    for segment in tail:
        _honour(segment.split(), called)
    return OfficialName(_name_cased(words), tuple(dict.fromkeys(_cased(one.split()) for one in called)))


def _bracket(inside: str, called: list[str]) -> str:
    """A nickname in brackets is set aside; part of a title goes away."""
    if bare(inside).replace(" ", "") in BRACKETED:
        return " "
    return _set_aside(inside, called)


def _set_aside(name: str, called: list[str]) -> str:
    called.append(name.strip())
    return " "


def _pieces(head: str) -> list[str]:
    """The words of a name, what is glued together by dots taken apart: Ir.H.JAYA, dr.Hj., AFNI.Z."""
    pieces: list[str] = []
    for word in head.split():
        rest = word
        while (
            bare(rest) not in BEFORE
            and (glued := _GLUED_TITLE.match(rest))
            and any(bare(part) in BEFORE for part in glued[1].split("."))
        ):
            first, rest = rest.split(".", 1)
            pieces.append(first + ".")
        pieces += _GLUED_INITIAL.sub(". ", rest).split()
    return [piece for piece in pieces if bare(piece)]


def _without_titles(words: list[str]) -> list[str]:
    while len(words) > 1 and (bare(words[0]) in BEFORE | ADAT or _starts_tuan_guru(words)):
        words = words[2:] if _starts_tuan_guru(words) else words[1:]
    if words and bare(words[0]) in _GLUED and len(words) > 1:
        initial = _GLUED[bare(words[0])]
        words = [f"{initial.upper()}.", *words[1:]] if initial else words[1:]
    while len(words) > 1 and words[-2].endswith(".") and bare(words[-1]) in AFTER_A_DOT:
        words = words[:-1]
    return words


def _own_name(words: list[str]) -> str:
    """The first name that is not everybody's."""
    return next((word for word in words if bare(word) not in _EVERYBODYS), words[0])


def _starts_tuan_guru(words: list[str]) -> bool:
    return [bare(word) for word in words[:2]] == ["tuan", "guru"] and len(words) > 2


def _split_called(words: list[str], called: list[str]) -> list[str]:
    """Cut off what follows GUS, NING, ALIAS or an adat title inside the name; a name may also begin or end so."""
    for place, word in enumerate(words):
        inside = 0 < place < len(words) - 1
        if inside and bare(word) in CALLED and (place > 1 or bare(word) == "alias"):
            nickname = words[place + 1 :] if bare(word) == "alias" else words[place:]
            called.append(" ".join(nickname))
            return words[:place]
        if inside and bare(word) in ADAT:
            called.append(" ".join(words[place:]))
            return words[:place]
    return words


def _late_initials(tail: list[str]) -> list[str]:
    """Initials of the father's name that stand behind a comma: DALIYUS, K and ALY, Z.A."""
    if tail and bare(tail[0]) not in AFTER and (len(bare(tail[0])) == 1 or bare(tail[0]) == "za"):
        return [bare(tail[0]).upper()] if tail[0] != "M" else []
    return []


def _honour(words: list[str], called: list[str]) -> None:
    """An adat title, or HABIB with a name, among the degrees."""
    for place, word in enumerate(words[:-1]):
        if bare(word) in ADAT or bare(word) == "habib":
            called.append(" ".join(words[place:]))
            return


def _name_cased(words: list[str]) -> str:
    """A whole name, whose last two capitals are initials: Mirwan MS, but not Jaro DE."""
    *front, last = words or [""]
    initials = bool(front) and len(last.strip(".")) == 2 and last.isupper() and last not in _SURNAMES
    return " ".join([_cased(front), last.strip(".")]) if initials else _cased(words)


def _cased(words: list[str]) -> str:
    last = len(words) - 1
    return " ".join(_cased_word(word, first=place == 0, last=place == last) for place, word in enumerate(words))


def _cased_word(word: str, *, first: bool, last: bool) -> str:
    letters, core = bare(word), word.strip(".,")
    if word.endswith(".") and letters in _SPELLED_OUT:
        return _SPELLED_OUT[letters]
    if len(letters) == 1:
        return core.upper() if last or (first and word == "I") else f"{core.upper()}."
    if _INITIALS.fullmatch(word):
        return " ".join(f"{letter.upper()}." for letter in letters)
    if word.endswith(".") and not last and letters in _SHORTENED:
        return core.capitalize() + "."
    if not core.isupper() or (core in _ROMAN and not first):
        return core
    if letters in _SMALL and not first and not word.endswith("."):
        return letters
    return core if len(core) <= 3 and not _VOWEL.search(core) else _capitalised(core)


def _capitalised(core: str) -> str:
    """Every part of a hyphenated name: Al-Ayubi. After an apostrophe letters stay small: Mas'ud."""
    parts = (f"'{part[1:].capitalize()}" if part.startswith("'") else part.capitalize() for part in core.split("-"))
    return "-".join(parts)

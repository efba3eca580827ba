"""The 545 contests of Pilkada 2024 from the election commission's list, as far as the list alone can tell.

Nicknames, acronyms, slogans and hashtags that no ballot prints are not here: a person adds them to the file that
`new_contest_toml` writes.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from jempol_netral.errors import Phrase, UserError
from jempol_netral.keywords.language import common_words
from jempol_netral.keywords.names import OfficialName, split_name
from jempol_netral.keywords.regions import official_rows, region_names, zone_of
from jempol_netral.keywords.spelling import folded, only_address, words
from jempol_netral.models import Contest, MatchKind, Pair, Stages, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jempol_netral.keywords.regions import OfficialRow

STAGES_2024 = Stages(
    nomination=date(2024, 8, 27),
    determined=date(2024, 9, 22),
    number_draw=date(2024, 9, 23),
    campaign=date(2024, 9, 25),
    quiet=date(2024, 11, 24),
    vote=date(2024, 11, 27),
    end=date(2024, 12, 16),
)
"""PKPU 2/2024, the same for all regions; a region whose vote was repeated differs."""

NO_CONTEST = Phrase("region {code} ({name}) held no election in 2024")
UNKNOWN_CODE = Phrase(
    "{code} is not a kode wilayah of Pilkada 2024; `jempol keywords list --official {hint}` shows them"
)

EMPTY_BOX = ("kotak kosong", "kolom kosong", "bumbung kosong")
BORNE_BY_MANY = 4
"""A word in the names of candidates of this many contests is an everyday given name."""
_TELLING = 8
"""A shorter single name may be anybody's."""

_OFFICES = {"pilgub": "Gubernur", "pilbup": "Bupati", "pilwalkot": "Wali Kota"}
_SHORT_PROVINCES = {
    "12": "sumut", "13": "sumbar", "16": "sumsel", "19": "babel", "21": "kepri", "31": "jakarta", "32": "jabar",
    "33": "jateng", "35": "jatim", "52": "ntb", "53": "ntt", "61": "kalbar", "62": "kalteng", "63": "kalsel",
    "64": "kaltim", "65": "kaltara", "71": "sulut", "72": "sulteng", "73": "sulsel", "74": "sultra", "76": "sulbar",
    "82": "malut",
}  # fmt: skip
"""What everybody calls them; the others go by their name."""
_COMMON_FIRST = """
    muhammad muhamad mohammad mohamad mochamad mochammad moh moch muh mohd mhd ahmad achmad abdul abd andi made wayan
    nyoman ketut putu gede kadek komang nengah gusti ngurah ode lalu raja sri siti sitti nur dwi tri
    anak agung ida bagus gde dewa cokorda tjokorda umbu
"""
_PASSED_OVER = frozenset(_COMMON_FIRST.split())
"""First names that do not tell one pair from another; a label takes the next word."""


@dataclass(frozen=True, slots=True)
class OfficialContest:
    """One line of `jempol keywords list`."""

    region: str
    """Kode wilayah."""
    id: str
    name: str
    province: str
    pairs: int
    """Lines on the ballot, the empty box among them."""


def official_list() -> tuple[OfficialContest, ...]:
    """The 545 contests by region code, without their pairs."""
    names = region_names()
    return tuple(
        OfficialContest(code, contest_id(rows[0]), contest_name(rows[0]), cased_region(names[code[:2]]), len(rows))
        for code, rows in _by_region().items()
    )


def official_contests() -> tuple[Contest, ...]:
    """All 545 contests as the official list gives them."""
    everyday = everyday_words()
    return tuple(_contest(rows, everyday) for rows in _by_region().values())


def official_contest(code: str) -> Contest:
    """The contest of one region as the official list gives it.

    Args:
        code: Kode wilayah: 2 digits for a province, 4 for a regency or city; dots are allowed (35.28).

    Raises:
        UserError: no such region, or it elected nobody.
    """
    return _contest(rows_of(code), everyday_words())


def rows_of(code: str) -> tuple[OfficialRow, ...]:
    """The ballot of one region, by number. Raises as `official_contest`."""
    plain = code.strip().replace(".", "")
    rows = _by_region().get(plain)
    if rows is not None:
        return rows
    name = region_names().get(plain)
    if name is not None:
        raise UserError(NO_CONTEST, code=plain, name=cased_region(name))
    raise UserError(UNKNOWN_CODE, code=code, hint=plain[:2])


@functools.cache
def name_counts() -> Mapping[str, int]:
    """In how many of the 545 contests a word stands in a candidate's name (small letters, at least 3)."""
    seen: set[tuple[str, str]] = set()
    for code, rows in _by_region().items():
        for row in rows:
            for name in _names(row):
                seen.update((code, word) for word in words(name.name) if len(word) > 2)
    return Counter(word for _, word in seen)


@functools.cache
def everyday_words() -> frozenset[str]:
    """Shipped common words and given names of many: alone they name nobody for sure."""
    many = {word for word, contests in name_counts().items() if contests >= BORNE_BY_MANY}
    return common_words() | many


def contest_id(row: OfficialRow) -> str:
    """For example pilgub-jatim-2024, pilbup-pamekasan-2024, pilwalkot-surabaya-2024."""
    place = _SHORT_PROVINCES.get(row.region) or re.sub(r"[^a-z0-9]+", "-", _place(row).casefold()).strip("-")
    return f"{row.kind}-{place}-2024"


def contest_name(row: OfficialRow) -> str:
    """For example Pemilihan Wali Kota Surabaya 2024."""
    return f"Pemilihan {_OFFICES[row.kind]} {cased_region(_place(row))} 2024"


def cased_region(name: str) -> str:
    """DKI JAKARTA -> DKI Jakarta, KOTA BAU BAU -> Kota Bau Bau, TOLI-TOLI -> Toli-Toli."""
    parts = re.split(r"([ -])", name)
    return "".join(part if part in {"DKI", "DI"} else part.capitalize() for part in parts)


def _place(row: OfficialRow) -> str:
    return row.name.removeprefix("KOTA ") if row.kind == "pilwalkot" else row.name


@functools.cache  # of the shipped list, which does not change while the program runs
def _by_region() -> Mapping[str, tuple[OfficialRow, ...]]:
    return {code: tuple(rows) for code, rows in groupby(official_rows(), key=lambda row: row.region)}


@functools.cache
def _names(row: OfficialRow) -> tuple[OfficialName, ...]:
    if row.empty_box:
        return ()
    return tuple(split_name(printed) for printed in (row.candidate, row.running_mate) if printed)


def _contest(rows: tuple[OfficialRow, ...], everyday: frozenset[str]) -> Contest:
    first = rows[0]
    bearers = Counter(word for row in rows for word in {word for name in _names(row) for word in words(name.name)})
    shared = frozenset(word for word, pairs in bearers.items() if pairs > 1)
    return Contest(
        id=contest_id(first),
        name=contest_name(first),
        region=first.region,
        timezone=zone_of(first.region),
        stages=STAGES_2024,
        pairs=tuple(_pair(row, everyday, shared) for row in rows),
    )


def _pair(row: OfficialRow, everyday: frozenset[str], shared: frozenset[str]) -> Pair:
    """A line of the ballot; a word that two pairs of the contest share is nobody's short name."""
    if row.empty_box:
        boxes = tuple(Term(text, MatchKind.ALIAS, needs_context=True) for text in EMPTY_BOX)
        return Pair(row.number, "Kotak kosong", (), boxes)
    names = _names(row)
    sides = _sides(names)
    terms = [
        *_short_terms([side for side in sides if folded(side) not in shared], everyday),
        *(term for name in names for term in _terms(name, everyday)),
    ]
    unique: dict[str, Term] = {}
    for term in terms:
        unique.setdefault(folded(term.text), term)
    return Pair(row.number, "-".join(sides), tuple(name.name for name in names), tuple(unique.values()))


def _short_terms(sides: Iterable[str], everyday: frozenset[str]) -> Iterable[Term]:
    """What people may call the candidates for short. Until the office says otherwise it needs context."""
    for side in sides:
        if len(words(side)) == 1 and (len(folded(side)) < _TELLING or folded(side) in everyday):
            yield Term(side, MatchKind.ALIAS, needs_context=True, exact=folded(side) in everyday)


def _terms(name: OfficialName, everyday: frozenset[str]) -> Iterable[Term]:
    """A single name that many bear, and what the ballot adds."""
    if folded(name.name) in everyday:
        yield Term(name.name, MatchKind.ALIAS, needs_context=True, exact=True)
    for called in name.called:
        alone = words(called)
        common = len(alone) == 1 and (alone[0] in everyday or len(alone[0]) < _TELLING)
        yield Term(called, MatchKind.ALIAS, needs_context=common, exact=common)


def _sides(names: tuple[OfficialName, ...]) -> tuple[str, ...]:
    """What a label calls the two; their last names where the first are the same."""
    sides = tuple(_short(name) for name in names)
    return sides if len(set(sides)) == len(sides) else tuple(name.name.split()[-1] for name in names)


def _short(name: OfficialName) -> str:
    """What a label calls a candidate: the ballot's own nickname, else the first name that tells."""
    parts = name.name.split()
    if name.called and not name.called[0].casefold().startswith(("dt", "datu", parts[0].casefold())):
        return name.called[0]
    if parts[0].casefold() == "gus":
        return " ".join(parts[:2])
    long = [part for part in parts if len(part.strip(".")) > 2 and part not in {"bin", "binti"}]
    telling = [part for part in long if folded(part) not in _PASSED_OVER and not only_address(part)]
    return next(iter(telling or long), name.name)

"""The regions of Indonesia as elections count them: codes, names, time zones. Read from the official list."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jempol_netral.calendar import ZONES
from jempol_netral.errors import Phrase, Problem
from jempol_netral.keywords.data import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFICIAL_LIST = "kpu-pilkada-2024.csv"

UNKNOWN_REGION = Phrase(
    "`{key}` must be a kode wilayah such as 35 (a province) or 3528 (a regency or city), not {value}"
)

_WITHOUT_CONTEST = {
    "00": "INDONESIA",
    "34": "DI YOGYAKARTA",
    "3101": "KEPULAUAN SERIBU",
    "3171": "KOTA JAKARTA PUSAT",
    "3172": "KOTA JAKARTA UTARA",
    "3173": "KOTA JAKARTA BARAT",
    "3174": "KOTA JAKARTA SELATAN",
    "3175": "KOTA JAKARTA TIMUR",
}
"""Regions that elected nobody in 2024: DIY has the Sultan, Jakarta appoints its mayors. 00 is the nation."""

_ZONES = {
    **dict.fromkeys(("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"), ZONES["WITA"]),
    **dict.fromkeys(("81", "82", "91", "92", "93", "94", "95", "96"), ZONES["WIT"]),
}
"""Keputusan Presiden 41/1987, by province; all others are WIB."""


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One line of the ballot of one region, as the election commission prints it."""

    region: str
    name: str
    """Of the region, in capitals."""
    kind: str
    """pilgub | pilbup | pilwalkot"""
    number: int
    candidate: str
    """With titles. Of an empty box: KOLOM KOSONG."""
    running_mate: str
    empty_box: bool


@functools.cache  # the shipped file does not change while the program runs
def official_rows() -> tuple[OfficialRow, ...]:
    """All 1,594 lines of the 545 ballots of Pilkada 2024, by region and number."""
    with (data_folder() / OFFICIAL_LIST).open(encoding="utf-8", newline="") as file:
        return tuple(
            OfficialRow(
                row["region"],
                row["name"],
                row["kind"],
                int(row["number"]),
                row["candidate"],
                row["running_mate"],
                row["empty_box"] == "1",
            )
            for row in csv.DictReader(file)
        )


@functools.cache
def region_names() -> Mapping[str, str]:
    """Names in capitals by code: 2 digits a province, 4 a regency or city, 00 the nation."""
    return {row.region: row.name for row in official_rows()} | _WITHOUT_CONTEST


def region_problem(code: str) -> Problem | None:
    """What is wrong with a kode wilayah (dots as in `35.28` are not taken), or None."""
    return None if code in region_names() else Problem(UNKNOWN_REGION)


def zone_of(region: str) -> str:
    """The IANA time zone of a region, by its province."""
    return _ZONES.get(region[:2], ZONES["WIB"])

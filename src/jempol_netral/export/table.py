"""Flags as CSV: stable columns, one line per flag, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from jempol_netral.calendar import zone_name
from jempol_netral.safe_text import csv_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from jempol_netral.models import Contest, Flag

_DIGITS_EXCEL_KEEPS = 15

COLUMNS = (
    "flag_id", "contest", "tier", "rank", "pairs", "directions", "stage", "person_id", "name", "unit", "link",
    "platform", "account", "act", "posted_at", "time_quality", "zone", "first_seen_at", "url", "text", "under",
    "reshared_author", "unread_media", "edited", "not_found_at", "decision", "reopened_at", "item_id",
)  # fmt: skip
"""Stable: a new column goes to the end. Documented in docs/export.md."""


def write_csv(flags: Iterable[Flag], file: TextIO, *, contests: Mapping[str, Contest], excel: bool = False) -> int:
    """Write a header and a line per flag; gives the number of flags. Open `file` with newline="".

    `excel`: semicolons, for spreadsheets set to Indonesian; the caller opens the file as utf-8-sig then.
    """
    writer = csv.writer(file, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    text = _excel_cell if excel else csv_cell
    count = 0
    for flag in flags:
        writer.writerow([cell if isinstance(cell, float) else text(cell) for cell in _cells(flag, contests)])
        count += 1
    return count


def _excel_cell(cell: str) -> str:
    """Excel keeps 15 digits of a number and makes 198001012005011000 of a NIP: an apostrophe keeps it text."""
    return f"'{cell}" if len(cell) > _DIGITS_EXCEL_KEEPS and cell.isdecimal() else csv_cell(cell)


def _cells(flag: Flag, contests: Mapping[str, Contest]) -> tuple[str | float, ...]:
    contest = contests.get(flag.contest)
    zone = contest.timezone if contest else "UTC"
    directions = "; ".join(f"{pair} {direction}" for pair, direction in sorted(flag.directions.items()))
    return (
        flag.id, flag.contest, flag.tier.value, round(flag.rank, 4), "; ".join(flag.pairs), directions, flag.stage,
        flag.person.id, flag.person.name, flag.person.unit, flag.link.value, flag.platform, flag.handle or "",
        flag.act.value, _local(flag.created_at, zone), flag.time_quality.value, zone_name(zone),
        _local(flag.first_seen_at, zone), flag.url or "", flag.text or "", flag.under or "",
        flag.reshared_author or "", _yes(flag.unread_media), _yes(flag.versions > 1),
        _local(flag.not_found_at, zone), flag.decision or "", _local(flag.reopened_at, zone), flag.native_id,
    )  # fmt: skip


def _local(moment: datetime | None, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return "" if moment is None else moment.astimezone(ZoneInfo(zone)).isoformat(sep=" ", timespec="seconds")


def _yes(value: bool) -> str:
    return "yes" if value else ""

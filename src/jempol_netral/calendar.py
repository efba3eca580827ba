"""The stages of a contest in its own zone. Pure: dates in, a stage out.

The stage decides the legal class of a post: before the candidates are determined (*penetapan*) Bawaslu only passes a
case on, after it the discipline list of the joint decree (SKB 2022, Lampiran II) may apply. The program suggests,
a person decides.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date

    from jempol_netral.models import Contest, Stages

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
"""The three zones of Indonesia and their IANA names."""
ZONE_NAMES = {"Asia/Pontianak": "WIB"} | {name: zone for zone, name in ZONES.items()}


class Stage(StrEnum):
    """Where in the contest an instant lies. Each stage lasts until the next one that is known begins."""

    BEFORE = "before"
    NOMINATION = "nomination"
    DETERMINED = "determined"
    NUMBER_DRAW = "number-draw"
    CAMPAIGN = "campaign"
    QUIET = "quiet"
    VOTE = "vote"
    """Voting day and the count."""
    AFTER = "after"
    UNKNOWN = "unknown"
    """The time of the item, or every date of the contest, is unknown."""


def _first_days(stages: Stages) -> list[tuple[date, Stage]]:
    dated = [
        (stages.nomination, Stage.NOMINATION),
        (stages.determined, Stage.DETERMINED),
        (stages.number_draw, Stage.NUMBER_DRAW),
        (stages.campaign, Stage.CAMPAIGN),
        (stages.quiet, Stage.QUIET),
        (stages.vote, Stage.VOTE),
        (stages.end, Stage.AFTER),
    ]
    return [(day, stage) for day, stage in dated if day is not None]


def stage_at(contest: Contest, moment: datetime | None) -> Stage:
    """The stage in which `moment` (aware) lies, by the contest's own calendar day."""
    days = _first_days(contest.stages)
    if moment is None or not days:
        return Stage.UNKNOWN
    local = moment.astimezone(ZoneInfo(contest.timezone)).date()
    reached = Stage.BEFORE
    for day, stage in days:
        if local >= day:
            reached = stage
    return reached


def day_start(day: date, timezone: str) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(UTC)


def reading_start(contest: Contest) -> datetime | None:
    """Before this nothing is read for the contest: the first day of nomination. None: the contest does not say."""
    day = contest.stages.nomination
    return None if day is None else day_start(day, contest.timezone)


def zone_name(timezone: str) -> str:
    """WIB, WITA or WIT for Indonesia's zones, else the IANA name."""
    return ZONE_NAMES.get(timezone, timezone)

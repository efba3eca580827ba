"""The stage is that of the contest's own calendar day: one in the morning in Jayapura is the day before in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jempol_netral.calendar import Stage, reading_start, stage_at, zone_name
from jempol_netral.models import Contest, Stages

STAGES = Stages(
    nomination=date(2024, 8, 27), determined=date(2024, 9, 22), number_draw=date(2024, 9, 23),
    campaign=date(2024, 9, 25), quiet=date(2024, 11, 24), vote=date(2024, 11, 27), end=date(2024, 12, 16),
)  # fmt: skip


def contest(stages: Stages = STAGES, timezone: str = "Asia/Jakarta") -> Contest:
    return Contest("contoh", "Contoh", "35", timezone, stages, ())


@pytest.mark.parametrize(
    ("moment", "zone", "stage", "why"),
    [
        ("2024-08-26T16:59:59+00:00", "Asia/Jakarta", Stage.BEFORE, "one second before midnight in WIB"),
        ("2024-08-26T17:00:00+00:00", "Asia/Jakarta", Stage.NOMINATION, "midnight in WIB is 17:00 UTC the day before"),
        ("2024-09-21T16:30:00+00:00", "Asia/Makassar", Stage.DETERMINED, "half past midnight in WITA"),
        ("2024-09-21T16:30:00+00:00", "Asia/Jakarta", Stage.NOMINATION, "still the evening before in WIB"),
        ("2024-09-23T00:00:00+07:00", "Asia/Jakarta", Stage.NUMBER_DRAW, "numbers exist from here on"),
        ("2024-11-23T23:59:00+09:00", "Asia/Jayapura", Stage.CAMPAIGN, "the last minute of the campaign in WIT"),
        ("2024-11-24T00:00:00+09:00", "Asia/Jayapura", Stage.QUIET, "masa tenang"),
        ("2024-11-27T12:00:00+07:00", "Asia/Jakarta", Stage.VOTE, "voting day"),
        ("2024-12-15T12:00:00+07:00", "Asia/Jakarta", Stage.VOTE, "the count goes on"),
        ("2024-12-16T00:00:00+07:00", "Asia/Jakarta", Stage.AFTER, "the first day after it"),
    ],
)
def test_the_stage_of_a_moment(moment: str, zone: str, stage: Stage, why: str) -> None:
    assert stage_at(contest(timezone=zone), datetime.fromisoformat(moment)) is stage, why


def test_an_unknown_time_has_an_unknown_stage() -> None:
    assert stage_at(contest(), None) is Stage.UNKNOWN
    assert stage_at(contest(Stages()), datetime(2024, 10, 1, tzinfo=UTC)) is Stage.UNKNOWN


def test_a_stage_that_the_contest_does_not_date_is_passed_over() -> None:
    only_vote = contest(Stages(nomination=date(2024, 8, 27), vote=date(2024, 11, 27)))
    assert stage_at(only_vote, datetime(2024, 11, 25, tzinfo=UTC)) is Stage.NOMINATION


def test_reading_starts_with_the_first_instant_of_nomination() -> None:
    assert reading_start(contest()) == datetime(2024, 8, 26, 17, tzinfo=UTC)
    assert reading_start(contest(Stages())) is None


def test_zones_have_their_indonesian_names() -> None:
    assert [zone_name(zone) for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Pontianak")] == [
        "WIB", "WITA", "WIT", "WIB",
    ]  # fmt: skip
    assert zone_name("Europe/Lisbon") == "Europe/Lisbon"

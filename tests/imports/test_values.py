"""Single values of export rows; every row of the tables says why it is there."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jempol_netral.imports.values import Unusable, clean, read_id, read_time
from jempol_netral.models import TimeQuality

JAKARTA = ZoneInfo("Asia/Jakarta")
EVENING = datetime(2024, 10, 2, 12, 12, tzinfo=UTC)
SURE, GUESSED = TimeQuality.PLATFORM, TimeQuality.ESTIMATED

TIMES = [
    ("2024-10-02T19:12:00+07:00", EVENING, SURE),
    ("2024-10-02T12:12:00Z", EVENING, SURE),
    ("2024-10-02T12:12:00.000Z", EVENING, SURE),
    ("2024-10-02T12:12:00+0000", EVENING, SURE),  # Meta writes it without a colon
    ("2024-10-02 12:12:00 UTC", EVENING, SURE),
    ("2024-10-02 19:12:00 WIB", EVENING, SURE),
    ("2024-10-02 20:12 WITA", EVENING, SURE),
    (1727871120, EVENING, SURE),  # seconds
    ("1727871120", EVENING, SURE),  # seconds in a CSV
    (1727871120000, EVENING, SURE),  # milliseconds, as JavaScript counts
    (1727871120.0, EVENING, SURE),
    ("2024-10-02 19:12:00", EVENING, GUESSED),  # no zone: the declared one
    ("02/10/2024 19:12", EVENING, GUESSED),  # day first
    ("2.10.2024, 19.12.00", EVENING, GUESSED),  # Indonesian clock
    ("2024-10-02", datetime(2024, 10, 2, 5, tzinfo=UTC), GUESSED),  # noon in Jakarta: the day is right everywhere
    ("02/10/2024", datetime(2024, 10, 2, 5, tzinfo=UTC), GUESSED),
]


@pytest.mark.parametrize(("value", "moment", "quality"), TIMES)
def test_times(value: object, moment: datetime, quality: TimeQuality) -> None:
    assert read_time(value, JAKARTA) == (moment, quality)


def test_no_time_is_absent() -> None:
    assert read_time(None, JAKARTA) is None
    assert read_time("", JAKARTA) is None


NO_TIMES = [
    ("kemarin", "no time"),
    ("2024-13-01", "no time"),
    ("10/31/2024", "no time"),  # month first
    (True, "no time"),
    ([], "no time"),
    ("0001-10-14T00:00:00Z", "year 1"),  # forged on the AT network
    (0, "year 1970"),
    (1e300, "no time"),
    (float("nan"), "no time"),
    ("9" * 50, "no time"),
]


@pytest.mark.parametrize(("value", "reason"), NO_TIMES)
def test_what_is_no_time(value: object, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        read_time(value, JAKARTA)


def test_a_time_without_a_zone_is_refused_where_none_is_declared() -> None:
    with pytest.raises(Unusable, match="no zone"):
        read_time("2024-10-02 19:12:00", None)
    assert read_time("2024-10-02T19:12:00+07:00", None) == (EVENING, SURE)


IDS = [
    ("  178414000000000017 ", "178414000000000017"),
    (178414000000000017, "178414000000000017"),  # beyond 2^53, exact in JSON
    ("0123", "0123"),  # leading zeros stay
    ("ABC-_=", "ABC-_="),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "found"), IDS)
def test_ids(value: object, found: str | None) -> None:
    assert read_id(value, "id") == found


@pytest.mark.parametrize(
    "value", ["1.78E+17", "1,78E+17", "1e5", "12345.0", 1.78e17, 5.0, True, [], {}, "a\nb", "x" * 501]
)
def test_spoilt_ids(value: object) -> None:
    with pytest.raises(Unusable, match="id"):
        read_id(value, "id")


def test_clean() -> None:
    assert clean("a\0b") == "ab"
    assert clean("\ud83d\ude00") == "😀"  # two halves that belong together
    assert clean("x\ud83d") == "x\ufffd"


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_clean_text_can_be_encoded_and_stays(text: str) -> None:
    once = clean(text)
    once.encode()
    assert clean(once) == once


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.none(), st.booleans()))
def test_any_value_is_a_time_or_unusable(value: object) -> None:
    try:
        read_time(value, JAKARTA)
    except Unusable:
        return

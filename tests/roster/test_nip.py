"""What is warned about in a NIP. All numbers are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jempol_netral.roster.nip import check_nip, office_id, rounded

NIPS = [
    ("198503152010011001", ""),  # born 15 Mar 1985, appointed Jan 2010, man, first
    ("199012012023212003", ""),  # PPPK: 21 stands where the month would
    ("198513152010011001", "date of birth"),  # month 13
    ("198502302010011001", "date of birth"),  # 30 February
    ("185003152010011001", "date of birth"),  # 1850
    ("198503152010131001", "year and month"),  # month 13
    ("198503152010001001", "year and month"),  # month 0
    ("198503151984011001", "before the age of 15"),
    ("198503152010013001", "digit 15"),
    ("198503152010011000", "rounded"),  # Excel keeps 15 digits; serials start at 001
    ("1.98503E+17", "rounded"),
    ("1,98503E+17", "rounded"),
    ("P-0017", ""),  # an id of the office's own
    ("3528011503850001", ""),  # 16 digits: no NIP, nobody's fault
    ("", ""),
]


@pytest.mark.parametrize(("number", "reason"), NIPS)
def test_warnings(number: str, reason: str) -> None:
    messages = [problem.message for problem in check_nip(number)]
    assert len(messages) == (1 if reason else 0), messages
    assert all(reason in message for message in messages)


def test_everything_at_once() -> None:
    assert len(check_nip("999999999999999000")) == 4


IDS = [
    ("19850315 201001 1 001", "198503152010011001"),
    ("19850315.201001.1.001", "198503152010011001"),
    ("'198503152010011001", "198503152010011001"),  # kept as text in Excel
    ("  P-0017 ", "P-0017"),  # separators belong to other ids
    ("00123", "00123"),  # leading zeros stay
]


@pytest.mark.parametrize(("text", "number"), IDS)
def test_office_ids(text: str, number: str) -> None:
    assert office_id(text) == number


def test_rounded() -> None:
    assert rounded("1.98E+17")
    assert rounded("198503152010011000")
    assert not rounded("198503152010011001")
    assert not rounded("1000")


@given(st.text(max_size=30))
def test_no_text_is_too_odd(text: str) -> None:
    check_nip(office_id(text))

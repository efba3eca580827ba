"""What can be seen from a NIP, the 18-digit number of an Indonesian civil servant. It is only ever warned about.

Digits 1-8 date of birth, 9-14 year and month of appointment as candidate, 15 sex (1 or 2), 16-18 serial number from
001. PPPK numbers have 21 and up where the month stands. Ids of other shapes are nobody's fault and pass in silence.
"""

from __future__ import annotations

import re
from datetime import date

from jempol_netral.errors import Problem

_SEPARATORS = re.compile(r"[\s.\-'’`]+")
_EIGHTEEN = re.compile(r"[0-9]{18}")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
_FIRST_BIRTH, _LAST_BIRTH = 1930, 2015
_FIRST_YEAR, _LAST_YEAR = 1955, 2040


def office_id(text: str) -> str:
    """An office id as it is compared: a NIP without the spaces, dots and apostrophes people put in; others trimmed."""
    if _EIGHTEEN.fullmatch(text):
        return text
    digits = _SEPARATORS.sub("", text)
    return digits if _EIGHTEEN.fullmatch(digits) else " ".join(text.strip().strip("'’`").split())


def rounded(number: str) -> bool:
    """Whether a spreadsheet rounded it: it keeps 15 digits, so that different people get one number."""
    if _SCIENTIFIC.fullmatch(number):
        return True
    return _EIGHTEEN.fullmatch(number) is not None and number.endswith("000")


def check_nip(number: str) -> list[Problem]:
    """What a person should look at again in an id that looks like a NIP; empty for all other ids."""
    if _SCIENTIFIC.fullmatch(number):
        return [_rounded(number)]
    if not _EIGHTEEN.fullmatch(number):
        return []
    found: list[Problem] = []
    if number.endswith("000"):
        found.append(_rounded(number))
    if not _is_date(number[:8], _FIRST_BIRTH, _LAST_BIRTH):
        found.append(Problem("digits 1-8 of the NIP are not a date of birth: {digits}", {"digits": number[:8]}))
    year, month = int(number[8:12]), int(number[12:14])
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and (1 <= month <= 12 or month >= 21)):
        found.append(
            Problem(
                "digits 9-14 of the NIP are not a year and month of appointment: {digits}", {"digits": number[8:14]}
            )
        )
    elif year < int(number[:4]) + 15:
        found.append(Problem("by digits 1-14 of the NIP the person was appointed before the age of 15"))
    if number[14] not in "12":
        found.append(Problem("digit 15 of the NIP is {digit}; expected 1 or 2", {"digit": number[14]}))
    return found


def _rounded(number: str) -> Problem:
    return Problem(
        "{number} was rounded by a spreadsheet, its last digits are lost; enter the number anew, as text",
        {"number": number},
    )


def _is_date(digits: str, first: int, last: int) -> bool:
    try:
        return first <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= last
    except ValueError:
        return False

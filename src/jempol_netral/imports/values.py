"""Single values of export rows: ids that may have been spoilt, times of unequal certainty, text that can be stored."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from jempol_netral.models import TimeQuality

_SPOILT = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+|[+-]?\d+[.,]0+")
_DIGITS = re.compile(r"\d{9,16}(?:\.\d{1,6})?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ T,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?")
_ZONE_WORDS = {"UTC": 0, "GMT": 0, "WIB": 7, "WITA": 8, "WIT": 9}
_FIRST_YEAR, _LAST_YEAR = 1995, 2100
_MOST_ID = 500


class Unusable(ValueError):
    """A value that cannot be taken; the words say why and hold nothing of the row's text."""


def clean(text: str) -> str:
    """Text that every store and codec can hold: NUL out, halves of emoji joined or replaced by U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def read_id(value: object, what: str) -> str | None:
    """An id as a string; None where there is none. Whole numbers of JSON are exact and accepted.

    Raises:
        Unusable: a spreadsheet or a float has rounded it, or it is no id.
    """
    if value is None or isinstance(value, str):
        if not value or (value.isdigit() and value.isascii() and len(value) <= 25):
            return value or None  # nearly all there are
        text = clean(value).strip()
        if not text:
            return None
        if _SPOILT.fullmatch(text):
            raise Unusable(f"{what} was rounded by a spreadsheet or a program; the digits are lost")
        if len(text) > _MOST_ID or not text.isprintable():
            raise Unusable(f"{what} is no id")
        return text
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        raise Unusable(f"{what} is a number with a decimal point; its digits are lost")
    raise Unusable(f"{what} is no id")


def read_time(value: object, zone: tzinfo | None) -> tuple[datetime, TimeQuality] | None:
    """When it happened, in UTC, and how sure that is; None where nothing is written.

    ISO 8601 with a zone and seconds (or milliseconds) since 1970 are the platform's word. A time without a zone is
    taken in `zone` and estimated; so is a day alone, whose noon is taken. Days may also be written 22/09/2024 and
    zones WIB, WITA, WIT, UTC.

    Raises:
        Unusable: it is no time, or has no zone and none was declared.
    """
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(float(value)), TimeQuality.PLATFORM
    if not isinstance(value, str) or len(value) > 60:
        raise Unusable("created_at is no time")
    text = value.strip()
    if _DIGITS.fullmatch(text):
        return _since_1970(float(text)), TimeQuality.PLATFORM
    moment, day_only = _written(text)
    if moment.tzinfo is None:
        if zone is None:
            raise Unusable("created_at has no zone, and none is declared for this file")
        return _sensible(moment.replace(hour=12) if day_only else moment, zone), TimeQuality.ESTIMATED
    return _sensible(moment, None), TimeQuality.PLATFORM


def _written(text: str) -> tuple[datetime, bool]:
    """What is written, with its zone if it has one; and whether it is a day alone."""
    head, _, word = text.rpartition(" ")
    zone = None
    if word.upper() in _ZONE_WORDS:
        text, zone = head.strip(), timezone(timedelta(hours=_ZONE_WORDS[word.upper()]))
    try:
        if (match := _DAY_FIRST.fullmatch(text)) is not None:
            day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
            moment, day_only = datetime(year, month, day, hour, minute, second), match[4] is None  # noqa: DTZ001
        else:
            moment, day_only = datetime.fromisoformat(text), len(text) <= 10
    except ValueError:
        raise Unusable("created_at is no time; expected e.g. 2024-10-02T19:12:00+07:00") from None
    if zone is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment, day_only


def _since_1970(seconds: float) -> datetime:
    if seconds > 1e11:
        seconds /= 1000
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise Unusable("created_at is no time") from None
    return _sensible(moment, None)


def _sensible(moment: datetime, zone: tzinfo | None) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise Unusable(f"created_at lies in the year {moment.year}")
    return (moment if zone is None else moment.replace(tzinfo=zone)).astimezone(UTC)

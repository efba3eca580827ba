"""How long a host asks to be left alone. Pure: headers in, seconds out.

Seen in the wild: `Retry-After` in seconds or as an HTTP date, `RateLimit-Reset` as epoch (Bluesky) or as
seconds (the IETF draft), `X-RateLimit-Reset` as an ISO time (Mastodon), `x-rate-limit-reset` as epoch (X).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RESETS = ("ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")
EPOCH_FROM = 1_000_000_000
"""A number from here on is a time (2001 or later), below it a number of seconds."""


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until the host wants to be asked again; None where it does not say. Never negative.

    `headers` looks names up whatever their case, as httpx.Headers does.
    """
    said = headers.get("retry-after")
    seconds = _seconds(said, now) if said is not None else None
    if seconds is not None:
        return seconds
    for name in RESETS:
        said = headers.get(name)
        seconds = _seconds(said, now) if said is not None else None
        if seconds is not None:
            return seconds
    return None


def _seconds(said: str, now: datetime) -> float | None:
    said = said.strip()
    try:
        number = float(said)
    except ValueError:
        moment = _moment(said)
        return None if moment is None else max(0.0, (moment - now).total_seconds())
    if not 0 <= number < 1e12:  # also NaN
        return None
    return max(0.0, number - now.timestamp()) if number >= EPOCH_FROM else number


def _moment(said: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(said)
        except ValueError:
            continue
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return None

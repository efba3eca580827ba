"""Until when a source is left alone after its platform asked for rest. Pure: an error and now in, an instant out."""

from __future__ import annotations

from datetime import datetime, timedelta

from jempol_netral.errors import QuotaSpent, RateLimited

UNSAID_RATE = timedelta(minutes=15)
"""The usual window of those platforms that count requests; taken where a host says only that it is too much."""
UNSAID_QUOTA = timedelta(hours=1)
LONGEST_RATE = timedelta(days=1)
LONGEST_QUOTA = timedelta(days=31)
"""Allowances are given by the day or the month. What a broken header asks for beyond that is not believed."""


def due_after(error: Exception | None, now: datetime) -> datetime | None:
    """The instant before which the source and all others of its host are not asked again; None: no need to wait."""
    if isinstance(error, QuotaSpent):
        until = now + UNSAID_QUOTA if error.reset_at is None else error.reset_at
        return min(until, now + LONGEST_QUOTA) if until > now else None
    if isinstance(error, RateLimited):
        if error.retry_after is None:
            return now + UNSAID_RATE
        rest = min(error.retry_after, LONGEST_RATE.total_seconds())
        return now + timedelta(seconds=rest) if rest > 0 else None
    return None


def still_resting(next_due: datetime | None, now: datetime) -> bool:
    """Whether a stored instant still counts. One that no pause can have set comes from a clock that was wrong."""
    return next_due is not None and now < next_due <= now + LONGEST_QUOTA

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from jempol_netral.fetchers.limits import retry_after

NOW = datetime(2024, 11, 1, 12, 0, tzinfo=UTC)
EPOCH = str(int(NOW.timestamp()) + 90)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "294"}, 294),  # the usual one
        ({"Retry-After": "Fri, 01 Nov 2024 12:01:30 GMT"}, 90),  # RFC 9110 allows a date
        ({"Retry-After": "Fri, 01 Nov 2024 11:00:00 GMT"}, 0),  # already past: never negative
        ({"RateLimit-Reset": EPOCH}, 90),  # Bluesky: epoch seconds
        ({"RateLimit-Reset": "45"}, 45),  # the IETF draft: seconds from now
        ({"X-RateLimit-Reset": "2024-11-01T12:01:30.000Z"}, 90),  # Mastodon: an ISO time
        ({"X-RateLimit-Reset": EPOCH}, 90),  # others: epoch under the same name
        ({"x-rate-limit-reset": EPOCH}, 90),  # X
        ({"Retry-After": "5", "RateLimit-Reset": EPOCH}, 5),  # what is said for this very answer goes first
        ({"Retry-After": "soon", "RateLimit-Reset": "45"}, 45),  # nonsense counts as unsaid
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "-3"}, None),
        ({"Retry-After": "1e400"}, None),
        ({"RateLimit-Remaining": "0"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(httpx.Headers(headers), NOW) == seconds

"""Asks YouTube's Data API v3: the key in a header, each request counted, refusals named by their reason.

The service says with HTTP 400, 403 and 404 and a `reason` what is the matter; a status alone says little. Source:
https://developers.google.com/youtube/v3/docs/errors and Google's ErrorInfo reasons for keys.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jempol_netral.errors import (
    AuthProblem,
    FetchError,
    NetworkProblem,
    QuotaSpent,
    RateLimited,
    ShapeChanged,
    SourceGone,
    SourcePrivate,
)
from jempol_netral.fetchers.base import Clock, ContinuationRefused
from jempol_netral.fetchers.shapes import Json, objects, optional_text

if TYPE_CHECKING:
    from jempol_netral.fetchers.answers import Answer
    from jempol_netral.fetchers.http import Client

KEY = "YOUTUBE_API_KEY"
HEADER = "X-Goog-Api-Key"
"""Google takes the key as a header too; there it stands in no address that is logged, shown or stored."""
PACIFIC = ZoneInfo("America/Los_Angeles")

_KEY_FORM = re.compile(r"[\x21-\x7e]{1,200}")
_REASON_FORM = re.compile(r"[A-Za-z_]{1,60}")
_AUTH = frozenset(
    {
        "keyInvalid",
        "keyExpired",
        "accessNotConfigured",
        "ipRefererBlocked",
        "dailyLimitExceededUnreg",  # no key reached the service
        "authError",
        "API_KEY_INVALID",
        "API_KEY_EXPIRED",
        "API_KEY_SERVICE_BLOCKED",
        "API_KEY_HTTP_REFERRER_BLOCKED",
        "API_KEY_IP_ADDRESS_BLOCKED",
        "API_KEY_ANDROID_APP_BLOCKED",
        "API_KEY_IOS_APP_BLOCKED",
        "SERVICE_DISABLED",
        "CONSUMER_INVALID",
        "CONSUMER_SUSPENDED",
    }
)
_SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_QUICK = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_GONE = frozenset(
    {
        "channelNotFound",
        "channelClosed",
        "channelSuspended",
        "videoNotFound",
        "playlistNotFound",
        "commentThreadNotFound",
        "commentNotFound",
        "parentCommentNotFound",
        "notFound",
    }
)


class CommentsClosed(SourcePrivate):
    """There are no comments to be read here: switched off, by the channel or for children's sake."""


class Allowance:
    """The units that one run may spend. Every list request costs one; shared by all threads."""

    def __init__(self, units: int) -> None:
        self.units = units
        self.spent = 0
        self._lock = threading.Lock()

    def take(self, requests: int, clock: Clock) -> None:
        """Book one unit. `requests` is what the client has counted, tries that failed included.

        Raises:
            QuotaSpent: it would be one too many.
        """
        with self._lock:
            self.spent = max(self.spent, requests)
            if self.spent >= self.units:
                facts = {"spent": self.spent, "units": self.units}
                # Of this run only: the next one has units of its own and need not wait for the platform's day to end.
                raise QuotaSpent(
                    "{spent} of the {units} YouTube units of this run are spent", reset_at=clock(), **facts
                )
            self.spent += 1


class Door:
    """One reading's way to the service."""

    def __init__(self, base: str, key: str, client: Client, allowance: Allowance, clock: Clock) -> None:
        self._base = base
        self._key = key
        self._client = client
        self._allowance = allowance
        self._clock = clock

    def ask(self, method: str, **params: str | int | None) -> Json:
        """One list request.

        Raises:
            CommentsClosed: comments are switched off there. ContinuationRefused: the page token is no longer known.
            SourceGone, SourcePrivate, AuthProblem, QuotaSpent, RateLimited, ShapeChanged, NetworkProblem: by the
            reason that the service gives, else as `Client.get`.
        """
        if not _KEY_FORM.fullmatch(self._key):
            raise AuthProblem("{name} holds no key", name=KEY)
        self._allowance.take(self._client.requests.get(urlsplit(self._base).netloc, 0), self._clock)
        answer = self._client.get(
            f"{self._base}/{method}", params=params, headers={HEADER: self._key}, let=(400, 403, 404)
        )
        if answer.status == 200:
            return answer.object()
        raise refusal(answer, self._clock(), paging=params.get("pageToken") is not None)


def reset_at(now: datetime) -> datetime:
    """When the day's allowance is filled up again: the next midnight in California, as UTC."""
    tomorrow = now.astimezone(PACIFIC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), PACIFIC).astimezone(UTC)


def refusal(answer: Answer, now: datetime, *, paging: bool) -> FetchError:
    """What an answer with HTTP 400, 403 or 404 means. Pure. Of its words only reasons are taken: short plain names."""
    found = _reasons(answer)
    facts: _Facts = {"url": answer.shown, "reason": ", ".join(sorted(found)) or f"HTTP {answer.status}"}
    for reasons, make in _MEANINGS:
        if found & reasons:
            return make(facts, now)
    if paging and answer.status in (400, 404) and not found & _GONE:
        return ContinuationRefused("{url} does not go on from there ({reason})", **facts)
    if found & _GONE or answer.status == 404:
        return SourceGone("{url} does not know what was asked for ({reason})", **facts)
    if answer.status == 403:
        return SourcePrivate("{url} does not show this ({reason})", **facts)
    return ShapeChanged("{url} refuses the request ({reason})", **facts)


_Facts = dict[str, Any]
_MEANINGS: tuple[tuple[frozenset[str], Callable[[_Facts, datetime], FetchError]], ...] = (
    (_AUTH, lambda facts, _: AuthProblem("YouTube refuses the key ({reason})", **facts)),
    (
        _SPENT,
        lambda facts, now: QuotaSpent("the day's YouTube units are spent ({reason})", reset_at=reset_at(now), **facts),
    ),
    (_QUICK, lambda facts, _: RateLimited("YouTube was asked too quickly ({reason})", **facts)),
    (frozenset({"commentsDisabled"}), lambda facts, _: CommentsClosed("comments are switched off there", **facts)),
    (
        frozenset({"processingFailure", "backendError", "internalError"}),
        lambda facts, _: NetworkProblem("YouTube has trouble of its own ({reason})", **facts),
    ),
)
"""Looked through in this order: what is wrong with us comes before what is wrong with the source."""


def _reasons(answer: Answer) -> set[str]:
    """Every reason in an error body; none where the body is something else."""
    try:
        error = answer.object().get("error")
    except ShapeChanged:
        return set()
    said = [*objects(error, "errors"), *objects(error, "details")]
    reasons = {optional_text(each, "reason") or "" for each in said}
    if (optional_text(error, "message") or "").startswith(
        "API key "
    ):  # "not valid", "expired": at times no more is said
        reasons.add("keyInvalid")
    return {reason for reason in reasons if _REASON_FORM.fullmatch(reason)}

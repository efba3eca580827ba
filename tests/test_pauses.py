"""A platform that wants rest gets it, over runs too; a dead host costs little; failures in a row are told loudly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from jempol_netral.errors import NetworkProblem, QuotaSpent, RateLimited
from jempol_netral.fetchers.http import Limits
from jempol_netral.pauses import LONGEST_QUOTA, LONGEST_RATE, UNSAID_QUOTA, UNSAID_RATE, due_after, still_resting
from jempol_netral.testing.server import status
from tests.conftest import Office
from tests.scanned import Scanned

NOW = datetime(2024, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
ACCOUNTS = [f"contoh{number}.example" for number in range(12)]


@pytest.mark.parametrize(
    ("error", "rest"),
    [
        (QuotaSpent("x", reset_at=NOW + HOUR), HOUR),  # as the platform says
        (QuotaSpent("x", reset_at=NOW - HOUR), None),  # already over
        (QuotaSpent("x"), UNSAID_QUOTA),  # it does not say
        (QuotaSpent("x", reset_at=datetime(9999, 1, 1, tzinfo=UTC)), LONGEST_QUOTA),  # nonsense blocks nobody for ever
        (RateLimited("x", retry_after=30.0), timedelta(seconds=30)),
        (RateLimited("x", retry_after=0.0), None),  # the run's own budget was used up: the next may begin at once
        (RateLimited("x"), UNSAID_RATE),
        (RateLimited("x", retry_after=1e11), LONGEST_RATE),
        (NetworkProblem("x"), None),  # the next run tries again
        (None, None),
    ],
)
def test_how_long_a_source_is_left_alone(error: Exception | None, rest: timedelta | None) -> None:
    assert due_after(error, NOW) == (None if rest is None else NOW + rest)


@pytest.mark.parametrize(
    ("due", "resting"),
    [
        (None, False),
        (NOW + HOUR, True),
        (NOW, False),  # its time has come
        (NOW + timedelta(days=400), False),  # set while the machine's clock was wrong
    ],
)
def test_whether_a_stored_time_counts(due: datetime | None, resting: bool) -> None:
    assert still_resting(due, NOW) is resting


@pytest.fixture
def scanned(office: Office, monkeypatch: pytest.MonkeyPatch) -> Scanned:
    made = Scanned(office, monkeypatch)
    made.set_up("bluesky", ACCOUNTS)
    return made


def feed(request: httpx.Request) -> httpx.Response:
    """Accounts that never posted."""
    return httpx.Response(200, json={"feed": []})


def test_a_refused_host_is_left_alone_until_it_may_be_asked(scanned: Scanned) -> None:
    done, server = scanned(feed, fault=status(429, Retry_After="1800"))
    assert done.code == 3
    assert len(server.asked) == 1, "the other accounts of the host are not asked"
    assert set(scanned.not_read.values()) == {("deferred", "RateLimited")}
    assert {row["due"] for row in scanned.summaries[-1]["not_read"]} == {"2024-11-20T00:30:00+00:00"}

    scanned.later(minutes=29)
    done, server = scanned(feed)
    assert done.code == 3
    assert server.asked == []
    assert len(scanned.not_read) == len(ACCOUNTS)
    assert set(scanned.not_read.values()) == {("deferred", "not-due")}
    assert {row["detail"] for row in scanned.summaries[-1]["not_read"]} == {"RateLimited, 2024-11-20 00:30 UTC"}

    scanned.later(minutes=2)
    done, server = scanned(feed)
    assert (done.code, len(server.asked)) == (0, len(ACCOUNTS))
    assert scanned.rows("SELECT count(*) FROM sources WHERE next_due IS NOT NULL OR last_error IS NOT NULL") == [(0,)]


def test_a_dead_host_costs_a_few_tries_and_the_rest_is_left_for_the_next_run(scanned: Scanned) -> None:
    done, server = scanned(feed, fault=httpx.ConnectTimeout("nobody there"))

    assert done.code == 3
    assert len(server.asked) == 3 * Limits().tries
    outcomes = list(scanned.not_read.values())
    assert outcomes.count(("unreadable", "NetworkProblem")) == 3
    assert outcomes.count(("deferred", "host-silent")) == len(ACCOUNTS) - 3

    done, server = scanned(feed)  # and that run asks all of them, at once
    assert (done.code, len(server.asked)) == (0, len(ACCOUNTS))


def test_a_few_broken_accounts_do_not_make_their_host_look_dead_for_ever(scanned: Scanned) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500) if request.url.params["actor"] in ACCOUNTS[:3] else feed(request)

    scanned(broken)
    assert len(scanned.not_read) == len(ACCOUNTS), "they stand at the top of the roster and end the lane"
    scanned(broken)
    assert set(scanned.not_read) == set(ACCOUNTS[:3]), "what failed before is read last"


def test_an_answer_between_two_failures_shows_that_the_host_lives(scanned: Scanned) -> None:
    def flaky(request: httpx.Request) -> httpx.Response:
        number = ACCOUNTS.index(request.url.params["actor"])
        return httpx.Response(500) if number % 3 else httpx.Response(404)

    scanned(flaky)
    assert {reason for _, reason in scanned.not_read.values()} == {"NetworkProblem", "SourceGone"}


def test_failures_in_a_row_are_counted_told_loudly_and_forgotten_on_success(scanned: Scanned) -> None:
    for runs in (1, 2, 3):
        done, _ = scanned(feed, fault=status(404))
        assert {row["failures"] for row in scanned.summaries[-1]["not_read"]} == {runs}
        assert ("NOT READ" in done.err) is (runs >= 3)
    assert "contoh0.example (3)" in scanned.office("coverage").err

    scanned(feed)
    done, _ = scanned(feed, fault=status(404))
    assert {row["failures"] for row in scanned.summaries[-1]["not_read"]} == {1}


def test_requests_are_counted_by_host_and_told(scanned: Scanned) -> None:
    done, server = scanned(feed)
    assert done.json()["requests"] == {"public.api.bsky.app": len(server.asked)}
    assert "Requests: 12 (public.api.bsky.app 12)." in done.err

"""The client's manners, on answers that a table gives."""

from __future__ import annotations

import gzip
import logging
import re
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest

from jempol_netral.errors import (
    AuthProblem,
    FetchError,
    NetworkProblem,
    RateLimited,
    ShapeChanged,
    SourceGone,
    SourcePrivate,
)
from jempol_netral.fetchers.http import Client, Limits, user_agent

URL = "https://example.org/feed"


@dataclass
class Time:
    """A clock that only sleeping moves."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Server:
    """Answers with the next of `answers`, the last one for ever."""

    answers: list[httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]]
    asked: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer


def client(server: Callable[[httpx.Request], httpx.Response], time: Time | None = None, **more: object) -> Client:
    time = time or Time()
    return Client(
        transport=httpx.MockTransport(server),
        monotonic=time.monotonic,
        sleep=time.sleep,
        jitter=lambda: 0.0,
        **more,  # type: ignore[arg-type]
    )


def status(code: int, **headers: str) -> httpx.Response:
    return httpx.Response(code, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("code", "error", "asked"),
    [
        (404, SourceGone, 1),
        (410, SourceGone, 1),
        (401, AuthProblem, 1),
        (403, SourcePrivate, 1),
        (451, SourcePrivate, 1),  # closed for reasons of law
        (429, RateLimited, 3),
        (500, NetworkProblem, 3),
        (503, NetworkProblem, 3),
        (501, NetworkProblem, 1),  # will not be otherwise in a second
        (400, ShapeChanged, 1),
        (418, ShapeChanged, 1),
        (204, ShapeChanged, 1),
        (304, ShapeChanged, 1),  # nobody asked conditionally
        (302, ShapeChanged, 1),  # leads nowhere
    ],
)
def test_statuses_are_named_by_what_the_caller_does(code: int, error: type[FetchError], asked: int) -> None:
    server = Server([status(code)])

    with pytest.raises(error):
        client(server).get(URL)

    assert len(server.asked) == asked


def test_a_caller_may_look_at_a_status_itself() -> None:
    answer = client(Server([httpx.Response(400, json={"error": "NotFound"})])).get(URL, let=(400,))

    assert (answer.status, answer.json()) == (400, {"error": "NotFound"})


# --- trying again -------------------------------------------------------------------------------------------------


def test_a_passing_fault_is_tried_again_with_growing_pauses() -> None:
    time = Time()
    server = Server([status(502), httpx.ConnectError("no"), httpx.Response(200, json=[])])

    assert client(server, time).get(URL).json() == []
    assert time.slept == [0.5, 1.0]


def test_a_short_rest_is_kept_and_then_the_host_is_asked_again() -> None:
    time = Time()
    server = Server([status(429, Retry_After="7"), httpx.Response(200, json=[])])

    assert client(server, time).get(URL).json() == []
    assert time.slept == [7.0]


def test_a_long_rest_is_left_to_the_next_run_and_no_other_source_asks_either() -> None:
    time = Time()
    server = Server([status(429, Retry_After="294")])
    opened = client(server, time)

    for _ in range(2):
        with pytest.raises(RateLimited) as caught:
            opened.get(URL)
        assert caught.value.retry_after == pytest.approx(294)

    assert len(server.asked) == 1
    assert time.slept == []


def test_no_wait_goes_beyond_the_run() -> None:
    time = Time()
    server = Server([status(429, Retry_After="10")])

    with pytest.raises(RateLimited):
        client(server, time, until=time.now + 9).get(URL)

    assert time.slept == []


def test_nothing_is_asked_when_the_run_is_over() -> None:
    time = Time()
    server = Server([status(200)])

    with pytest.raises(RateLimited):
        client(server, time, until=time.now).get(URL)

    assert server.asked == []


def test_waits_are_told_before_they_begin() -> None:
    told: list[tuple[str, float, str]] = []
    server = Server([status(503, Retry_After="3"), httpx.Response(200, json=[])])

    client(server, on_wait=lambda *wait: told.append(wait)).get(URL)

    assert told == [("example.org", 3.0, "HTTP 503")]


# --- pace ---------------------------------------------------------------------------------------------------------


def test_a_pace_is_kept_for_each_host_and_across_views() -> None:
    time = Time()
    opened = client(Server([httpx.Response(200, json=[])]), time)
    for _ in range(3):
        opened.paced(2.0).get(URL)
    opened.paced(2.0).get("https://example.com/")

    assert time.slept == [2.0, 2.0]
    assert opened.requests == {"example.org": 3, "example.com": 1}


def test_a_slow_pace_is_no_reason_to_give_up() -> None:
    time = Time()
    opened = client(Server([httpx.Response(200, json=[])]), time).paced(60.0)
    for _ in range(2):
        opened.get(URL)

    assert time.slept == [60.0]


def test_threads_queue_up_instead_of_colliding() -> None:
    booked: list[float] = []
    opened = Client(
        transport=httpx.MockTransport(lambda _request: httpx.Response(200, json=[])),
        monotonic=lambda: 0.0,
        sleep=booked.append,
    ).paced(1.0)
    threads = [threading.Thread(target=opened.get, args=(URL,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(booked) == [float(turn) for turn in range(1, 8)]


# --- redirects ------------------------------------------------------------------------------------------------


def moved(to: str) -> httpx.Response:
    return httpx.Response(301, headers={"Location": to})


def test_a_redirect_within_the_host_is_followed_with_its_headers() -> None:
    server = Server([moved("/there?a=1"), httpx.Response(200, json=[])])

    answer = client(server).get(URL, headers={"Authorization": "Bearer s3cret"})

    assert answer.shown == "https://example.org/there"
    assert server.asked[1].headers["Authorization"] == "Bearer s3cret"


@pytest.mark.parametrize(
    "to",
    [
        "https://example.com/",  # another host
        "https://example.org:8443/",  # another port
        "http://example.org/",  # no longer private
        "https://127.0.0.1/",  # inside
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "https://user:pw@example.org/",
        "https://[::1",  # no address
    ],
)
def test_a_redirect_elsewhere_is_refused(to: str) -> None:
    server = Server([moved(to), httpx.Response(200, json=[])])

    with pytest.raises(ShapeChanged):
        client(server).get(URL)

    assert len(server.asked) == 1


def test_a_caller_may_allow_another_host_which_then_gets_no_credentials() -> None:
    server = Server([moved("https://www.example.com/"), httpx.Response(200, json=[])])

    client(server).get(URL, headers={"Authorization": "Bearer s3cret"}, leave_host=True)

    assert "Authorization" not in server.asked[1].headers


def test_a_caller_that_allows_another_host_is_not_led_inside() -> None:
    server = Server([moved("https://10.0.0.1/"), httpx.Response(200, json=[])])

    with pytest.raises(ShapeChanged):
        client(server).get(URL, leave_host=True)


def test_a_circle_ends() -> None:
    server = Server([moved("/feed")])

    with pytest.raises(ShapeChanged, match="in a circle"):
        client(server).get(URL)

    assert len(server.asked) == Limits().redirects + 1


# --- bodies ---------------------------------------------------------------------------------------------------


def test_a_packed_answer_is_unpacked() -> None:
    body = gzip.compress(b'{"a": 1}')
    server = Server(
        [lambda _: httpx.Response(200, stream=httpx.ByteStream(body), headers={"Content-Encoding": "gzip"})]
    )

    assert client(server).get(URL).json() == {"a": 1}


def test_a_small_answer_that_unpacks_to_a_huge_one_is_refused() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 60_000
    server = Server(
        [lambda _: httpx.Response(200, stream=httpx.ByteStream(bomb), headers={"Content-Encoding": "gzip"})]
    )

    opened = client(server, limits=Limits(bytes=100_000))
    tracemalloc.start()
    try:
        with pytest.raises(ShapeChanged, match="more than"):
            opened.get(URL)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 5_000_000  # not even for a moment


@pytest.mark.parametrize(
    ("encoding", "body", "error"),
    [
        ("gzip", b"not gzip", NetworkProblem),
        ("br", b"??", ShapeChanged),  # was not asked for
        ("gzip, gzip", b"??", ShapeChanged),
    ],
)
def test_packings_that_cannot_be_read(encoding: str, body: bytes, error: type[FetchError]) -> None:
    headers = {"Content-Encoding": encoding}
    server = Server([lambda _: httpx.Response(200, stream=httpx.ByteStream(body), headers=headers)])

    with pytest.raises(error):
        client(server).get(URL)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><title>Log in</title>",
        b'{"feed": [',
        b'{"a": NaN}',
        b"[" * 100_000,
        b"\xff\xfe",
        b"9" * 5000,
    ],
)
def test_what_is_no_json_is_a_changed_shape(body: bytes) -> None:
    with pytest.raises(ShapeChanged):
        client(Server([httpx.Response(200, content=body)])).get(URL).json()


def test_a_list_is_no_object() -> None:
    with pytest.raises(ShapeChanged):
        client(Server([httpx.Response(200, json=[1])])).get(URL).object()


# --- secrets --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        status(404),
        status(500),
        status(429),
        status(400),
        httpx.ReadTimeout("x"),
        moved("https://example.com/?k=s3cret"),
    ],
)
def test_no_secret_in_errors_or_logs(answer: httpx.Response | Exception, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(FetchError) as caught:
        client(Server([answer])).get(f"{URL}?key=s3cret", headers={"Authorization": "Bearer s3cret"})

    assert "s3cret" not in f"{caught.value!r} {caught.value} {caught.value.facts} {caplog.text}"
    assert "example.org/feed" in str(caught.value)


def test_an_answer_does_not_show_its_secrets() -> None:
    answer = client(Server([httpx.Response(200, json=["s3cret"])])).get(f"{URL}?key=s3cret")

    assert "s3cret" not in repr(answer)


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("", r"jempol-netral/[0-9.]+"),
        ("mailto:kontak@example.org", r"jempol-netral/[0-9.]+ \(\+mailto:kontak@example\.org\)"),
        ("a\r\nX-Evil: 1", r"jempol-netral/[0-9.]+ \(\+aX-Evil: 1\)"),  # no second header
        ("é", r"jempol-netral/[0-9.]+"),
    ],
)
def test_we_say_who_we_are(contact: str, agent: str) -> None:
    assert re.fullmatch(agent, user_agent(contact))

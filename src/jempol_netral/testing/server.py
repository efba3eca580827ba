"""The world around a fetcher under test: a server that can be made to fail, a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from jempol_netral.errors import (
    AuthProblem,
    FetchError,
    NetworkProblem,
    RateLimited,
    SourceGone,
    SourcePrivate,
)

Respond = Callable[[httpx.Request], httpx.Response]
ELSEWHERE = "elsewhere.example"
"""A host that no fetcher has any business with."""
PATIENCE = 400
"""So many requests are answered; a fetcher that asks on has not noticed that paging does not end."""


class PagingForever(AssertionError):
    """The fetcher does not stop asking."""


@dataclass
class FakeServer:
    """Answers by `respond`, save where `faults` (by number of the request, from 1) or `fault` (all) say otherwise.

    A fault is a function of the true answer and the request, or an exception such as httpx.ReadTimeout.
    """

    respond: Respond
    faults: Mapping[int, Fault] = field(default_factory=dict)
    fault: Fault | None = None
    asked: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, or fail it."""
        self.asked.append(request)
        if len(self.asked) > PATIENCE:
            raise PagingForever(
                f"the fetcher made {PATIENCE} requests and goes on: does it end at a page with nothing new?"
            )
        fault = self.faults.get(len(self.asked), self.fault)
        if isinstance(fault, Exception):
            raise fault
        return self.respond(request) if fault is None else fault(self.respond(request), request)


Fault = Exception | Callable[[httpx.Response, httpx.Request], httpx.Response]


def status(code: int, **headers: str) -> Fault:
    """An answer with this status and an empty body; underscores in header names become dashes."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _answer, _request: httpx.Response(code, headers=given)


def body(content: bytes, content_type: str = "application/json") -> Fault:
    """HTTP 200 with another body."""
    return lambda _answer, _request: httpx.Response(200, content=content, headers={"Content-Type": content_type})


def truncated(answer: httpx.Response, _request: httpx.Request) -> httpx.Response:
    """The first half of the true body."""
    content = answer.read()
    return httpx.Response(200, content=content[: len(content) // 2])


def with_cookie(answer: httpx.Response, _request: httpx.Request) -> httpx.Response:
    """The true answer with a cookie that must not come back."""
    answer.headers["Set-Cookie"] = "id=do-not-send-me; Path=/"
    return answer


class Repeating:
    """Gives the first answer of every path again and again, whatever page is asked for."""

    def __init__(self) -> None:
        self._first: dict[str, bytes] = {}

    def __call__(self, answer: httpx.Response, request: httpx.Request) -> httpx.Response:
        """The first answer of this path."""
        content = self._first.setdefault(request.url.path, answer.read())
        return httpx.Response(answer.status_code, content=content, headers=answer.headers)


class FakeTime:
    """Monotonic seconds that only sleeping moves, so that no test waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Move on by so many seconds."""
        self.now += seconds


LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Masuk</title></head><body><form></form></body></html>"
STATUSES: dict[str, tuple[Fault, tuple[type[FetchError], ...]]] = {
    "404": (status(404), (SourceGone,)),
    "410": (status(410), (SourceGone,)),
    "401": (status(401), (AuthProblem,)),
    "403": (status(403), (SourcePrivate, AuthProblem)),
    "429": (status(429, Retry_After="30"), (RateLimited,)),
    "429 unsaid": (status(429), (RateLimited,)),
    "500": (status(500), (NetworkProblem,)),
    "503": (status(503), (NetworkProblem,)),
    "timeout": (httpx.ReadTimeout("too slow"), (NetworkProblem,)),
    "no connection": (httpx.ConnectError("nobody there"), (NetworkProblem,)),
    "cut off": (httpx.RemoteProtocolError("cut off"), (NetworkProblem,)),
}
"""Trouble by name: how it comes, and as which error it must come out."""
SHAPES: dict[str, Fault] = {
    "truncated": truncated,
    "empty": body(b""),
    "garbage": body(b"\x00\xff\xfe garbage"),
    "login page": body(LOGIN_PAGE, "text/html"),
    "nested beyond reason": body(b"[" * 50_000),
}
"""Answers that are none."""
LATER: dict[str, Fault] = {
    "500": status(500),
    "429": status(429, Retry_After="30"),
    "timeout": httpx.ReadTimeout("too slow"),
    "truncated": truncated,
    "login page": SHAPES["login page"],
}
"""What may happen in the middle of a reading."""

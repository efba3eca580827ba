"""The only door to the network: one `Client` a run, shared by all threads.

It keeps what every fetcher owes to the platforms and to the office: an honest name, no cookies, no login
pages, a pace per host, few and bounded retries, bounded answers, and errors named by what the caller does.
It reads no proxy or password from the environment. httpx's own client is not used: it keeps cookies and
logs whole URLs, secrets included.
"""

from __future__ import annotations

import copy
import random
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

import jempol_netral
from jempol_netral.errors import NetworkProblem, RateLimited, ShapeChanged
from jempol_netral.fetchers.answers import Answer, judge, unpacker
from jempol_netral.fetchers.guard import GuardedTransport, check_url, show_url
from jempol_netral.fetchers.limits import retry_after

Params = Mapping[str, str | int | bool | None]
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FAULTS = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530})
"""A server's own trouble, worth asking again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one request. All times in seconds."""

    bytes: int = 16 * 1024 * 1024
    """Of one answer's body, unpacked."""
    total: float = 60.0
    """For one exchange, from connecting to the last byte."""
    tries: int = 3
    redirects: int = 4
    patience: float = 20.0
    """The longest single wait; a host that wants more rest is left for the next run."""


class _Tally:
    """Counts shared by all threads and views of one client."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.requests: dict[str, int] = {}
        self.due: dict[str, float] = {}
        """By host: when its pace lets it be asked next, on the monotonic clock."""
        self.resting: dict[str, float] = {}
        """By host: until when it asked to be left alone."""


class Client:
    """Asks hosts on behalf of fetchers. Thread-safe; close it at the end of the run.

    `until` is the end of the run's budget on the monotonic clock: no wait goes beyond it. `on_wait(host,
    seconds, why)` is told of every wait of a second and more before it begins. Tests give `transport`
    (httpx.MockTransport), `sleep` and `monotonic`; only they set `allow_loopback`.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        transport: httpx.BaseTransport | None = None,
        allow_loopback: bool = False,
        limits: Limits | None = None,
        until: float | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        on_wait: Callable[[str, float, str], None] | None = None,
    ) -> None:
        self._transport = transport or GuardedTransport(allow_loopback=allow_loopback, monotonic=monotonic)
        self._allow_loopback = allow_loopback
        self._limits = limits or Limits()
        self._until = until
        self._clock = clock
        self._monotonic = monotonic
        self._sleep = sleep
        self._jitter = jitter
        self._on_wait = on_wait
        self._tally = _Tally()
        self._pace = 0.0
        self._agent = user_agent(contact)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def paced(self, seconds: float) -> Client:
        """The same client, keeping at least `seconds` between two requests to one host."""
        view = copy.copy(self)
        view._pace = seconds
        return view

    @property
    def requests(self) -> dict[str, int]:
        """How many requests each host got so far, tries and redirects included."""
        with self._tally.lock:
            return dict(self._tally.requests)

    def get(
        self,
        url: str,
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        let: Collection[int] = (),
        leave_host: bool = False,
    ) -> Answer:
        """Ask for a public document.

        `params` are added to the URL's own query; None ones are left out. `let` names statuses that the
        caller wants to see itself (200 always). Redirects are followed within the host; to another one only
        with `leave_host`, and then without `headers`.

        Raises:
            SourceGone: 404 or 410. SourcePrivate: 403 or 451. AuthProblem: 401. RateLimited: 429, or more
            rest wanted than this run has. NetworkProblem: no complete answer, or a server fault, after a
            few tries.
            ShapeChanged: any other status, too large an answer, a redirect to where nothing is asked.
        """
        target = _target(url, params)
        for _ in range(self._limits.redirects + 1):
            check_url(target, allow_loopback=self._allow_loopback)
            answer = self._persist(target, headers or {}, let)
            if answer.status not in REDIRECTS or answer.status in let:
                return judge(answer, let, self._clock())
            onward = _onward(target, answer)
            if (onward.host, onward.port) != (target.host, target.port):
                if not leave_host:
                    raise ShapeChanged("{url} redirects to another host", url=answer.shown)
                headers = None
            target = onward
        raise ShapeChanged("{url} redirects in a circle", url=show_url(target))

    def _persist(self, url: httpx.URL, headers: Mapping[str, str], let: Collection[int]) -> Answer:
        """Ask until there is an answer that asking again would not change."""
        for attempt in range(1, self._limits.tries):
            try:
                answer = self._once(url, headers)
            except NetworkProblem as problem:
                wait, why = self._back_off(attempt), problem.message
                if not self._affordable(wait):
                    raise
            else:
                if answer.status in let or answer.status not in FAULTS | {429}:
                    return answer
                asked = retry_after(answer.headers, self._clock())
                wait = asked if asked is not None else self._back_off(attempt)
                why = f"HTTP {answer.status}"
                if answer.status == 429:
                    self._rest(_host(url), wait)
                if not self._affordable(wait):
                    return answer
            self._pause(_host(url), wait, why)
        return self._once(url, headers)

    def _once(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        # Our own machine needs no sparing; tests of real servers on loopback need not wait.
        self._take_turn(_host(url), pace=0.0 if url.scheme == "http" else self._pace)
        total = self._left(self._limits.total)
        request = httpx.Request(
            "GET",
            url,
            headers={"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip", **headers},
            extensions={"total": total, "timeout": dict.fromkeys(("connect", "read", "write", "pool"), total)},
        )
        ends = self._monotonic() + total
        try:
            response = self._transport.handle_request(request)
            try:
                body = self._read(response, show_url(url), ends)
            finally:
                response.close()
        except httpx.HTTPError as error:  # only a test's transport speaks httpx's errors
            raise NetworkProblem("no answer from {url}", url=show_url(url)) from error
        return Answer(
            status=response.status_code,
            url=str(url),
            shown=show_url(url),
            headers=response.headers,
            body=body,
        )

    def _read(self, response: httpx.Response, shown: str, ends: float) -> bytes:
        """The body, unpacked piece by piece so that neither its size nor its time can run away."""
        unpack = unpacker(response.headers.get("content-encoding", ""), shown)
        body = bytearray()
        assert isinstance(response.stream, httpx.SyncByteStream)  # noqa: S101 - as asked for
        for packed in response.stream:
            body += unpack(packed, self._limits.bytes + 1 - len(body))
            if len(body) > self._limits.bytes:
                raise ShapeChanged("{url} answers with more than {limit} bytes", url=shown, limit=self._limits.bytes)
            if self._monotonic() > ends:
                raise NetworkProblem("no complete answer from {url} in time", url=shown)
        return bytes(body)

    # --- time ---------------------------------------------------------------------------------------------

    def _take_turn(self, host: str, *, pace: float) -> None:
        """Wait until `host` may be asked. The moment is booked, so that threads queue up instead of colliding."""
        tally = self._tally
        with tally.lock:
            now = self._monotonic()
            rest = tally.resting.get(host, now) - now
            wait = max(0.0, rest, tally.due.get(host, now) - now)
            if rest > self._limits.patience or not self._in_time(wait):
                facts = {"host": host, "seconds": round(wait)}
                raise RateLimited("{host} asks for a pause of {seconds} seconds", retry_after=wait, **facts)
            tally.due[host] = now + wait + pace
            tally.requests[host] = tally.requests.get(host, 0) + 1
        if wait > 0:
            self._pause(host, wait, "pace")

    def _rest(self, host: str, seconds: float) -> None:
        """Let every thread leave `host` alone for a while."""
        with self._tally.lock:
            known = self._tally.resting.get(host, 0.0)
            self._tally.resting[host] = max(known, self._monotonic() + seconds)

    def _back_off(self, attempt: int) -> float:
        return float(2 ** (attempt - 1)) * (0.5 + self._jitter() / 2)

    def _affordable(self, wait: float) -> bool:
        return wait <= self._limits.patience and self._in_time(wait)

    def _in_time(self, wait: float) -> bool:
        return self._until is None or self._monotonic() + wait < self._until

    def _left(self, seconds: float) -> float:
        if self._until is None:
            return seconds
        left = self._until - self._monotonic()
        if left <= 0:
            raise RateLimited("the time of this run is used up", retry_after=0.0)
        return min(seconds, left)

    def _pause(self, host: str, seconds: float, why: str) -> None:
        if self._on_wait is not None and seconds >= 1:
            self._on_wait(host, seconds, why)
        self._sleep(seconds)


def user_agent(contact: str) -> str:
    """Who asks, and whom a server's keeper can write to. Header-safe whatever `contact` holds."""
    plain = "".join(letter for letter in contact if letter.isascii() and letter.isprintable())
    name = f"jempol-netral/{jempol_netral.__version__}"
    return f"{name} (+{plain.strip()})" if plain.strip() else name


def _host(url: httpx.URL) -> str:
    """By what paces and counts are kept: with the port, which tells servers on one machine apart."""
    return url.netloc.decode("ascii")


def _target(url: str, params: Params | None) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except httpx.InvalidURL:  # whose message would quote the address
        raise ShapeChanged("not a valid address") from None
    given = {name: value for name, value in (params or {}).items() if value is not None}
    return target.copy_merge_params(given) if given else target


def _onward(url: httpx.URL, answer: Answer) -> httpx.URL:
    try:
        return url.join(answer.headers["location"])
    except (KeyError, httpx.InvalidURL):
        raise ShapeChanged("{url} redirects to nowhere", url=answer.shown) from None

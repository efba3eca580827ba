"""Reading many sources at once: a lane per host, daemon threads, one bounded queue to the one writer.

A paced host must not starve the others, and a plugin that hangs can hold neither the exit nor the lock: its thread
is a daemon, and its source is given up after a time without a page.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jempol_netral.errors import AuthProblem, FetchError, NetworkProblem, QuotaSpent, RateLimited

if TYPE_CHECKING:
    from jempol_netral.fetchers.base import Clock, Fetcher
    from jempol_netral.fetchers.http import Client
    from jempol_netral.models import Cursor, Page, Source

_QUEUE_PAGES = 32
_TICK_SECONDS = 0.2
_SWITCH_SECONDS = 0.0005
"""The writer is always busy, the readers nearly always wait for a host: one that has its answer must not wait for a
whole turn of the writer (5 ms by default) at every step. Measured by benchmarks/scan_1000.py."""


@dataclass(frozen=True, slots=True)
class Read:
    """A page of a source, to be stored before the next one of the same source matters."""

    source: Source
    page: Page


@dataclass(frozen=True, slots=True)
class Ended:
    """The reading of a source is over: whole, or for a reason."""

    source: Source
    error: Exception | None
    """A FetchError, or an exception that nobody meant (a bug in a fetcher)."""
    asked: bool = True
    """False: not even tried, since `error` met another source of the same host and holds for all of them."""


@dataclass(frozen=True, slots=True)
class OutOfTime:
    """The source was not tried or not finished when the run's budget ended."""

    source: Source


Event = Read | Ended | OutOfTime


@dataclass(frozen=True, slots=True)
class Work:
    """One source with its fetcher and how far it was read."""

    source: Source
    fetcher: Fetcher
    cursor: Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how wide to read. Seconds of the monotonic clock."""

    jobs: int = 4
    budget: float | None = None
    stall: float = 300.0
    """Without a page for so long a source is given up."""
    dead: int = 3
    """So many sources of one host in a row without any answer, and the rest of them are left for the next run."""


class _Lane:
    """The sources of one host. A refusal that holds for all of them ends the lane."""

    def __init__(self, work: Sequence[Work], *, dead: int) -> None:
        self._work = deque(work)
        self._lock = threading.Lock()
        self._closed: FetchError | None = None
        self._dead = dead
        self._silent = 0
        """Sources in a row that got no answer."""

    def take(self) -> tuple[Work, FetchError | None] | None:
        with self._lock:
            return (self._work.popleft(), self._closed) if self._work else None

    def learn(self, error: Exception | None, *, answered: bool) -> None:
        """Take note of how a source ended; what holds for the whole host closes the lane."""
        with self._lock:
            silent = isinstance(error, NetworkProblem) and not answered
            self._silent = self._silent + 1 if silent else 0
            if isinstance(error, AuthProblem | QuotaSpent | RateLimited) or (
                isinstance(error, NetworkProblem) and self._silent >= self._dead
            ):
                self._closed = self._closed or error


def read_lanes(
    work: Sequence[Work], *, client: Client, clock: Clock, limits: Limits,
    monotonic: Callable[[], float] = time.monotonic,
) -> Iterator[Event]:  # fmt: skip
    """Read all sources; yields pages as they come and exactly one end for every source."""
    if not work:
        return
    by_host: dict[str, list[Work]] = defaultdict(list)
    for entry in work:
        by_host[entry.fetcher.host(entry.source)].append(entry)
    reading = _Readers(client, clock, dead=limits.dead)
    waiting = {entry.source.key: entry.source for entry in work}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(min(interval, _SWITCH_SECONDS))
    try:
        reading.start(by_host.values(), jobs=limits.jobs)
        yield from _collect(reading, waiting, limits, monotonic)
    finally:
        reading.stop.set()
        sys.setswitchinterval(interval)


def _collect(
    reading: _Readers, waiting: dict[str, Source], limits: Limits, monotonic: Callable[[], float]
) -> Iterator[Event]:
    deadline = None if limits.budget is None else monotonic() + limits.budget
    while waiting:
        if deadline is not None and monotonic() >= deadline:
            yield from (OutOfTime(source) for source in waiting.values())
            return
        try:
            event = reading.events.get(timeout=_TICK_SECONDS)
        except queue.Empty:
            yield from _give_up_stalled(reading, waiting, limits.stall, monotonic)
            continue
        if event.source.key not in waiting:
            continue  # it was given up before
        if isinstance(event, Ended):
            del waiting[event.source.key]
        else:
            reading.alive(event.source, monotonic())
        yield event


def _give_up_stalled(
    reading: _Readers, waiting: dict[str, Source], stall: float, monotonic: Callable[[], float]
) -> Iterator[Event]:
    now = monotonic()
    for key in reading.stalled(now, stall):
        if key in waiting:
            source = waiting.pop(key)
            yield Ended(source, NetworkProblem("no answer for {seconds} seconds; given up", seconds=round(stall)))
    if not reading.any_alive(now, stall):  # every thread hangs: what waits behind them is for the next run
        yield from (OutOfTime(waiting.pop(key)) for key in list(waiting))


class _Readers:
    """The daemon threads and what they tell the writer."""

    def __init__(self, client: Client, clock: Clock, *, dead: int) -> None:
        self.events: queue.Queue[Read | Ended] = queue.Queue(_QUEUE_PAGES)
        self.stop = threading.Event()
        self._client = client
        self._clock = clock
        self._dead = dead
        self._lock = threading.Lock()
        self._current: dict[int, tuple[str, float]] = {}
        self._last: dict[str, float] = {}
        self._threads: list[threading.Thread] = []

    def start(self, hosts: Iterable[list[Work]], *, jobs: int) -> None:
        for work in hosts:
            lane = _Lane(work, dead=self._dead)
            for _ in range(min(jobs, len(work))):
                thread = threading.Thread(target=self._run, args=(lane,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def alive(self, source: Source, now: float) -> None:
        with self._lock:
            self._last[source.key] = now

    def stalled(self, now: float, stall: float) -> list[str]:
        with self._lock:
            return [
                key for key, begun in self._current.values() if now - max(begun, self._last.get(key, begun)) > stall
            ]

    def any_alive(self, now: float, stall: float) -> bool:
        if not self.events.empty():
            return True
        hanging = set(self.stalled(now, stall))
        with self._lock:
            working = {ident: key for ident, (key, _) in self._current.items()}
        return any(thread.is_alive() and working.get(thread.ident or 0) not in hanging for thread in self._threads)

    def _tell(self, event: Read | Ended) -> bool:
        while not self.stop.is_set():
            try:
                self.events.put(event, timeout=_TICK_SECONDS)
            except queue.Full:
                # A full queue is the writer's business, not a stall of this source.
                self.alive(event.source, time.monotonic())
                continue
            return True
        return False

    def _run(self, lane: _Lane) -> None:
        while not self.stop.is_set() and (taken := lane.take()) is not None:
            work, closed = taken
            error: Exception | None = closed
            if closed is None:
                with self._lock:
                    self._current[threading.get_ident()] = (work.source.key, time.monotonic())
                error, answered = self._read(work)
                lane.learn(error, answered=answered)
            with self._lock:
                self._current.pop(threading.get_ident(), None)
            self._tell(Ended(work.source, error, asked=closed is None))

    def _read(self, work: Work) -> tuple[Exception | None, bool]:
        """Why it ended, and whether anything came before."""
        answered = False
        try:
            for page in work.fetcher.fetch(work.source, work.cursor, client=self._client, clock=self._clock):
                answered = True
                if not self._tell(Read(work.source, page)):
                    break
        except Exception as error:  # a fetcher may raise anything; what it means is decided by who stores the outcome
            return error, answered
        return None, answered

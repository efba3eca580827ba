"""Every source ends exactly once, whatever its fetcher does: fail, hang, or refuse for all of its host."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from jempol_netral.errors import AuthProblem, NetworkProblem, QuotaSpent, RateLimited, SourceGone
from jempol_netral.fetchers.base import Manifest
from jempol_netral.lanes import Ended, Event, Limits, OutOfTime, Read, Work, read_lanes
from jempol_netral.models import Cursor, Page, Reading, Source

NOW = datetime(2024, 10, 20, tzinfo=UTC)


def source(name: str) -> Source:
    return Source(key=name, fetcher="fake", platform="web", reading=Reading.ACCOUNT, handle=name, since=NOW)


class Fake:
    """A fetcher that does what it is told for each source; the host is the part before the slash."""

    manifest: ClassVar[Manifest] = Manifest(
        name="fake", platforms=("web",), readings=(Reading.ACCOUNT,), summary="for tests"
    )

    def __init__(self, options: object = None, act: Callable[[str], Iterator[Page]] | None = None) -> None:
        self._act = act or (lambda _: pages(0))

    def host(self, source: Source) -> str:
        return source.key.split("/")[0]

    def fetch(self, source: Source, cursor: Cursor, *, client: object, clock: object) -> Iterator[Page]:
        return self._act(source.key)


def pages(count: int) -> Iterator[Page]:
    for _ in range(count):
        yield Page(items=(), cursor=Cursor())


def run(names: list[str], act: Callable[[str], Iterator[Page]], limits: Limits | None = None) -> list[Event]:
    fake = Fake(act=act)
    work = [Work(source(name), fake, Cursor()) for name in names]
    return list(read_lanes(work, client=None, clock=lambda: NOW, limits=limits or Limits()))  # type: ignore[arg-type]


def ends(events: list[Event]) -> dict[str, Event]:
    found = [event for event in events if not isinstance(event, Read)]
    assert len({event.source.key for event in found}) == len(found), "a source ended twice"
    return {event.source.key: event for event in found}


def test_every_page_arrives_and_every_source_ends_once() -> None:
    names = [f"h{number % 3}/{number}" for number in range(40)]
    events = run(names, lambda _: pages(3))
    assert sum(isinstance(event, Read) for event in events) == 120
    assert ends(events).keys() == set(names)


def test_nothing_to_read_is_no_error() -> None:
    assert run([], lambda _: pages(1)) == []


def test_one_failure_does_not_touch_the_others() -> None:
    def act(name: str) -> Iterator[Page]:
        yield from pages(1)
        if name == "h/2":
            raise SourceGone("gone")
        if name == "h/3":
            raise ZeroDivisionError

    found = ends(run(["h/1", "h/2", "h/3", "h/4"], act))
    errors = {name: type(event.error) for name, event in found.items() if isinstance(event, Ended)}
    assert errors == {"h/1": type(None), "h/2": SourceGone, "h/3": ZeroDivisionError, "h/4": type(None)}


@pytest.mark.parametrize(
    "error",
    [AuthProblem("no key"), QuotaSpent("spent", reset_at=NOW), RateLimited("slow down", retry_after=9.0)],
    ids=lambda error: type(error).__name__,
)
def test_a_refusal_for_the_whole_host_ends_its_lane_and_no_other(error: Exception) -> None:
    asked = []

    def act(name: str) -> Iterator[Page]:
        asked.append(name)
        if name.startswith("bad/"):
            raise error
        yield from pages(1)

    found = ends(run(["bad/1", "bad/2", "bad/3", "good/1", "good/2"], act, Limits(jobs=1)))
    assert [name for name in asked if name.startswith("bad/")] == ["bad/1"]  # the rest is not even asked
    assert all(isinstance(event, Ended) for event in found.values())
    assert {name for name, event in found.items() if isinstance(event, Ended) and event.error is error} == {
        "bad/1", "bad/2", "bad/3",
    }  # fmt: skip


def test_a_fetcher_that_hangs_is_given_up_and_holds_nothing() -> None:
    release = threading.Event()

    def act(name: str) -> Iterator[Page]:
        if name == "hang/1":
            release.wait(30)
        yield from pages(1)

    begun = time.monotonic()
    try:
        found = ends(run(["hang/1", "hang/2", "ok/1"], act, Limits(jobs=1, stall=0.5)))
    finally:
        release.set()
    assert time.monotonic() - begun < 10
    hung = found["hang/1"]
    assert isinstance(hung, Ended)
    assert isinstance(hung.error, NetworkProblem)
    assert isinstance(found["hang/2"], OutOfTime)  # it waited behind: the next run takes it
    assert isinstance(found["ok/1"], Ended)


def test_when_the_budget_ends_what_is_left_is_deferred() -> None:
    def endless(_: str) -> Iterator[Page]:
        while True:
            time.sleep(0.01)
            yield Page(items=(), cursor=Cursor())

    events = run(["a/1", "b/1"], endless, Limits(budget=0.5))
    assert sum(isinstance(event, Read) for event in events) > 5
    assert all(isinstance(event, OutOfTime) for event in ends(events).values())


def test_a_slow_writer_is_not_taken_for_a_hanging_fetcher() -> None:
    fake = Fake(act=lambda _: pages(80))
    work = [Work(source("h/1"), fake, Cursor())]
    count = 0
    for event in read_lanes(work, client=None, clock=lambda: NOW, limits=Limits(stall=0.4)):  # type: ignore[arg-type]
        if isinstance(event, Read):
            count += 1
            if count == 1:
                time.sleep(1.2)
        else:
            assert isinstance(event, Ended)
            assert event.error is None
    assert count == 80


def test_a_consumer_that_leaves_early_stops_the_readers() -> None:
    read = []

    def act(name: str) -> Iterator[Page]:
        for page in pages(1000):
            read.append(name)
            yield page

    events = read_lanes(
        [Work(source("h/1"), Fake(act=act), Cursor())], client=None, clock=lambda: NOW, limits=Limits()  # type: ignore[arg-type]
    )  # fmt: skip
    next(iter(events))
    events.close()  # type: ignore[attr-defined]
    time.sleep(timedelta(milliseconds=500).total_seconds())
    assert len(read) < 200

"""The kit fails a fetcher for each of its sins, and passes it without any."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import httpx
import pytest

from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, Secrets, walk
from jempol_netral.fetchers.http import Client
from jempol_netral.models import Act, Cursor, Item, Page, Reading, Source, TimeQuality
from jempol_netral.testing import FetcherTests
from jempol_netral.testing.server import LATER, SHAPES, STATUSES

START = datetime(2024, 10, 1, tzinfo=UTC)
SOURCE = Source(
    key="k",
    fetcher="contoh",
    platform="contoh",
    reading=Reading.ACCOUNT,
    handle="contoh",
    since=START,
)


class Contoh:
    """A little fetcher that does as it should, save for one sin."""

    manifest: ClassVar[Manifest] = Manifest(
        name="contoh",
        platforms=("contoh",),
        readings=(Reading.ACCOUNT,),
        summary="An example.",
        credentials=("CONTOH_TOKEN",),
    )
    sin: ClassVar[str] = ""

    def __init__(self, options: Options, *, secrets: Secrets) -> None:
        self.token = secrets["CONTOH_TOKEN"]
        self.position: str | None = None
        self.runs = 0

    def host(self, source: Source) -> str:
        return "other.example" if self.sin == "names another host" else "api.example"

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        if self.sin == "forgets where it stood":
            cursor = replace(cursor, continuation=None)
        self.runs += 1
        read = self.reader(client, self.runs)
        if self.sin in SLOPPY:
            yield from SLOPPY[self.sin](read, source, cursor)
        else:
            yield from walk(read, source, cursor, clock)

    def reader(self, client: Client, run: int) -> Callable[[str | None, datetime], Iterator[FeedPage]]:
        def read(continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
            if self.sin == "keeps state":
                self.position = continuation = self.position if self.position else continuation
            found = self.ask(client, continuation)
            self.position = found.get("next")
            items = tuple(self.item(post, run) for post in found["posts"])
            times = [item.created_at for item in items if item.created_at is not None]
            yield FeedPage(items, max(times), times[-1], found.get("next"))

        return read

    def ask(self, client: Client, continuation: str | None) -> Any:
        url, token = "https://api.example/feed", self.token
        if self.sin == "logs its token":
            logging.getLogger("contoh").info("asking with %s", token)
        if self.sin == "asks in the open":
            url = "http://api.example/feed"
        if self.sin == "swallows trouble":
            answer = client.get(url, params={"after": continuation}, let=range(100, 600))
            return answer.json() if answer.status == 200 else {"posts": [{"id": "0", "minute": 0}]}
        if self.sin == "follows anywhere":
            return client.get(url, params={"after": continuation}, leave_host=True).json()
        if self.sin == "takes anything for an answer":
            answer = client.get(url, params={"after": continuation})
            return answer.json() if answer.body.startswith(b'{"') else {"posts": [{"id": "0", "minute": 0}]}
        return client.get(url, params={"after": continuation}, headers={"Authorization": token}).json()

    def item(self, post: dict[str, Any], run: int) -> Item:
        item = Item(
            platform="contoh",
            id=str(post["id"]),
            act=Act.POST,
            author_id="1",
            author="contoh",
            text="contoh",
            created_at=START + timedelta(minutes=post["minute"]),
            time_quality=TimeQuality.PLATFORM,
            url="https://example.org/",
            raw=b"{}",
        )
        if self.sin == "tells its token":
            return replace(item, url=f"https://example.org/?token={self.token}")
        sin = SINS_OF_ITEMS.get(self.sin)
        return replace(item, **sin(item, run)) if sin else item


SINS_OF_ITEMS: dict[str, Callable[[Item, int], dict[str, Any]]] = {
    "numbers for ids": lambda item, _run: {"id": int(item.id)},
    "one id for all": lambda _item, _run: {"id": "same"},
    "ids that drift": lambda item, run: {"id": f"{item.id} {os.urandom(4).hex()}"},
    "raw that drifts": lambda _item, _run: {"raw": os.urandom(8)},
    "no raw": lambda _item, _run: {"raw": b""},
    "nobody's act": lambda _item, _run: {"author_id": None, "author": None},
    "another platform": lambda _item, _run: {"platform": "lain"},
    "a reshare of nobody": lambda _item, _run: {"act": Act.RESHARE},
    "a comment under nothing": lambda _item, _run: {"act": Act.COMMENT},
    "an address that is none": lambda _item, _run: {"url": "javascript:alert(1)"},
    "half a character": lambda _item, _run: {"text": "\ud83d"},
}

Read = Callable[[str | None, datetime], Iterator[FeedPage]]


def moves_at_once(read: Read, source: Source, cursor: Cursor) -> Iterator[Page]:
    """The commonest mistake: the watermark moves with the first page."""
    mark, continuation = cursor.watermark, None
    while True:
        (page,) = read(continuation, source.since)
        items = tuple(item for item in page.items if item.created_at and (not mark or item.created_at > mark))
        yield Page(items=items, cursor=Cursor(watermark=max(filter(None, [page.newest, mark]))))
        continuation = page.next
        if continuation is None or not items:
            return


def never_closes(read: Read, source: Source, cursor: Cursor) -> Iterator[Page]:
    continuation = cursor.continuation
    while True:
        (page,) = read(continuation, source.since)
        yield Page(items=page.items, cursor=Cursor(watermark=page.newest, continuation=page.next or "end"))
        continuation = page.next
        if continuation is None:
            return


def follows_for_ever(read: Read, source: Source, _cursor: Cursor) -> Iterator[Page]:
    continuation = None
    while True:
        (page,) = read(continuation, source.since)
        yield Page(items=page.items, cursor=Cursor(watermark=page.newest))
        continuation = page.next
        if continuation is None:
            return


SLOPPY: dict[str, Callable[[Read, Source, Cursor], Iterator[Page]]] = {
    "moves its watermark at once": moves_at_once,
    "never closes the walk": never_closes,
    "follows for ever": follows_for_ever,
}


def kit_for(sin: str) -> FetcherTests:
    """The kit over the fetcher with this sin."""
    fetcher = type("Sinner", (Contoh,), {"sin": sin})

    class Kit(FetcherTests):
        fetcher_class = fetcher
        source = SOURCE

        def respond(self, request: httpx.Request) -> httpx.Response:
            start = int(request.url.params.get("after", "0"))
            posts = [{"id": str(9 - n), "minute": 9 - n} for n in range(start, min(9, start + 3))]
            found: dict[str, Any] = {"posts": posts}
            if start + 3 < 9:
                found["next"] = str(start + 3)
            return httpx.Response(200, json=found)

    return Kit()


def run_all(kit: FetcherTests, caplog: pytest.LogCaptureFixture) -> dict[str, str]:
    """Every test of the kit by name, with how it failed."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        "test_trouble_at_the_first_request_is_named": list(STATUSES.values()),
        "test_an_answer_of_another_shape_is_named": [(fault,) for fault in SHAPES.values()],
        "test_trouble_at_any_later_request_loses_nothing": [(fault,) for fault in LATER.values()],
        "test_it_is_not_led_astray": [("https://elsewhere.example/",), ("https://10.0.0.1/",)],
        "test_no_secret_leaks_into_errors": [(fault, caplog) for fault, _ in STATUSES.values()],
    }
    failed = {}
    for name in dir(kit):
        if name.startswith("test_"):
            for row in rows.get(name, [()]):
                try:
                    getattr(kit, name)(*row)
                except (Exception, pytest.fail.Exception) as error:
                    failed[name] = f"{type(error).__name__}: {error}"
    return failed


def test_a_fetcher_without_sin_passes(caplog: pytest.LogCaptureFixture) -> None:
    assert run_all(kit_for(""), caplog) == {}


@pytest.mark.parametrize(
    ("sin", "noticed_by"),
    [
        ("names another host", "test_it_names_the_host_it_asks"),
        ("forgets where it stood", "test_where_every_run_dies_early_the_end_is_reached_all_the_same"),
        ("keeps state", "test_readings_do_not_mix"),
        ("logs its token", "test_no_secret_leaks_into_errors"),
        ("asks in the open", "test_it_asks_openly_and_only_what_is_public"),
        ("swallows trouble", "test_trouble_at_the_first_request_is_named"),
        ("follows anywhere", "test_it_is_not_led_astray"),
        ("takes anything for an answer", "test_an_answer_of_another_shape_is_named"),
        ("numbers for ids", "test_every_item_is_sound"),
        ("one id for all", "test_an_id_stands_for_one_act"),
        ("ids that drift", "test_a_second_reading_gives_the_same"),
        ("raw that drifts", "test_a_second_reading_gives_the_same"),
        ("no raw", "test_every_item_is_sound"),
        ("nobody's act", "test_every_item_is_sound"),
        ("another platform", "test_every_item_is_sound"),
        ("a reshare of nobody", "test_every_item_is_sound"),
        ("a comment under nothing", "test_every_item_is_sound"),
        ("an address that is none", "test_every_item_is_sound"),
        ("half a character", "test_every_item_is_sound"),
        ("tells its token", "test_no_secret_leaks_into_what_is_stored"),
        ("moves its watermark at once", "test_killed_after_any_page_nothing_is_lost"),
        ("never closes the walk", "test_a_whole_reading_leaves_nothing_open"),
        ("follows for ever", "test_paging_without_end_is_noticed"),
    ],
)
def test_every_sin_is_noticed(sin: str, noticed_by: str, caplog: pytest.LogCaptureFixture) -> None:
    assert noticed_by in run_all(kit_for(sin), caplog)

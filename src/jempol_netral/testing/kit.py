"""FetcherTests: what every fetcher must do whatever its platform. Each failure says what to mend."""

# ruff: noqa: S101 - these are tests

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, ClassVar

import httpx
import pytest

from jempol_netral.errors import FetchError, NetworkProblem, RateLimited, ShapeChanged
from jempol_netral.fetchers import registry
from jempol_netral.fetchers.base import Fetcher, Manifest
from jempol_netral.fetchers.http import Client, Limits
from jempol_netral.models import Act, Cursor, Item, Page, Source, TimeQuality
from jempol_netral.testing.server import (
    ELSEWHERE,
    LATER,
    SHAPES,
    STATUSES,
    FakeServer,
    FakeTime,
    Repeating,
    status,
    with_cookie,
)
from jempol_netral.testing.soundness import faults_of

SECRET = "s3cret-do-not-tell"  # noqa: S105 - given to the fetcher as its credential, looked for where it must not be


class FetcherTests:
    """Inherit it, name the fetcher, an example source and how its platform answers.

    The example must fill at least two pages. Set `options` where the defaults will not do for that.
    """

    fetcher_class: ClassVar[type[Fetcher]]
    options: ClassVar[Mapping[str, str | int | float | bool]] = {}
    source: ClassVar[Source]
    now: ClassVar[datetime] = datetime(2024, 11, 20, tzinfo=UTC)
    """When the example is read; its items lie before."""
    leaves_host: ClassVar[bool] = False
    """Whether it may be sent on to other hosts (feeds move about, programming interfaces do not)."""
    one_page: ClassVar[bool] = False
    """Whether this sort of source comes in one page by its nature (a single thread): nothing to be killed between."""

    def respond(self, request: httpx.Request) -> httpx.Response:
        """What the platform answers."""
        raise NotImplementedError

    # --- how the tests read ---------------------------------------------------------------------------------------

    def make(self) -> Fetcher:
        """The fetcher with its options."""
        manifest = self.fetcher_class.manifest
        secrets = dict.fromkeys((*manifest.credentials, *manifest.optional_credentials), SECRET)
        return registry.build(self.fetcher_class, {**manifest.options, **self.options}, secrets)

    @contextmanager
    def client(self, server: FakeServer, **limits: Any) -> Iterator[Client]:
        """A client for `server` whose time does not pass."""
        time = FakeTime()
        with Client(
            transport=httpx.MockTransport(server), monotonic=time.monotonic, sleep=time.sleep,
            clock=lambda: self.now, limits=Limits(**limits),
        ) as opened:  # fmt: skip
            yield opened

    def pages(self, cursor: Cursor, client: Client, fetcher: Fetcher | None = None) -> Iterator[Page]:
        """Read the example from `cursor` on."""
        fetcher = fetcher or self.make()
        return fetcher.fetch(self.source, cursor, client=client, clock=lambda: self.now)

    def read(self, cursor: Cursor | None = None, **server: Any) -> tuple[list[Page], FakeServer]:
        """Read the example to its end. `server` is given to FakeServer."""
        fake = FakeServer(self.respond, **server)
        with self.client(fake) as client:
            return list(self.pages(cursor or Cursor(), client)), fake

    # --- what it says of itself -----------------------------------------------------------------------------------

    def test_the_manifest_is_sound(self) -> None:
        """`jempol fetchers` prints it and the scan plans by it."""
        manifest = self.fetcher_class.manifest

        assert isinstance(manifest, Manifest), "manifest must be a Manifest"
        assert re.fullmatch(r"[a-z][a-z0-9-]*", manifest.name), "its name must be a slug"
        assert manifest.platforms, "it must name its platforms"
        assert self.source.reading in manifest.readings, "it must declare the reading of the example"
        assert manifest.summary, "it must say in a line what it reads and what it cannot"
        assert "\n" not in manifest.summary, "its summary is one line"
        assert manifest.pace >= 0, "its pace is seconds between two requests"
        assert all(isinstance(value, str | int | float | bool) for value in manifest.options.values())

    def test_it_names_the_host_it_asks(self) -> None:
        """Sources of one host share a lane and its pace."""
        _, server = self.read()

        assert server.asked, "the example asked nobody"
        assert server.asked[0].url.netloc.decode() == self.make().host(self.source), "host() must name who is asked"

    # --- items ------------------------------------------------------------------------------------------------

    def test_every_item_is_sound(self) -> None:
        """Ids are strings, times are aware, whose act it was is known, and what is stored can be stored."""
        pages, _ = self.read()
        items = items_of(pages)

        assert items, "the example gives no item"
        for item in items:
            problems = list(faults_of(item, self.fetcher_class.manifest.platforms))
            assert not problems, f"item {item.id!r}: {'; '.join(problems)}"
            assert item.act in self.fetcher_class.manifest.acts, (
                f"item {item.id!r}: manifest.acts lacks {item.act.value}"
            )

    def test_an_id_stands_for_one_act(self) -> None:
        """Storing is idempotent on platform and id: two acts with one id would overwrite each other."""
        acts: dict[str, tuple[object, ...]] = {}
        for item in items_of(self.read()[0]):
            act = (item.act, item.author_id, item.author, item.created_at)
            assert acts.setdefault(item.id, act) == act, f"two acts share the id {item.id!r}"

    def test_a_second_reading_gives_the_same(self) -> None:
        """An id or a raw payload that drifts makes every scan find new versions of old posts."""
        first, second = (items_of(self.read()[0]) for _ in range(2))

        assert {item.id for item in first} == {item.id for item in second}, "ids must not drift"
        assert {item.id: item.raw for item in first} == {item.id: item.raw for item in second}, "raw must not drift"

    def test_nothing_before_since_is_given_out(self) -> None:
        """A person's history before the nomination is nobody's business. A thread's first post may stand as context."""
        for item in items_of(self.read()[0]):
            early = item.created_at is not None and item.created_at < self.source.since
            assert not early or item.time_quality is not TimeQuality.PLATFORM or item.act is Act.POST, (
                f"item {item.id!r} is older than the source's since"
            )

    def test_readings_do_not_mix(self) -> None:
        """One fetcher serves several threads: it keeps no state of a source."""
        fetcher = self.make()
        with self.client(FakeServer(self.respond)) as client:
            readings = [self.pages(Cursor(), client, fetcher) for _ in range(2)]
            pairs = list(zip(*readings, strict=True))

        assert all(one == other for one, other in pairs), "two readings at once disturb each other"

    # --- the cursor -----------------------------------------------------------------------------------------------

    def test_a_whole_reading_leaves_nothing_open(self) -> None:
        """When all was read the cursor has no continuation, and its watermark is no promise about the future."""
        cursor = self.read()[0][-1].cursor

        assert cursor.continuation is None, "the last page must close the walk"
        assert cursor.watermark is not None, "the watermark must move to the newest that was seen"
        assert cursor.watermark <= self.now, "a watermark in the future hides what comes until then"

    def test_killed_after_any_page_nothing_is_lost(self) -> None:
        """The process may die at any moment; the cursor of the last stored page is all that is left."""
        whole, _ = self.read()
        assert self.one_page or len(whole) > 1, "give an example of at least two pages, or nothing is proved"
        for stored in range(len(whole) + 1):
            kept = whole[:stored]
            cursor = kept[-1].cursor if kept else Cursor()
            rest, _ = self.read(cursor)
            lost = ids_of(whole) - ids_of(kept) - ids_of(rest)
            assert not lost, f"killed after page {stored}, lost: {sorted(lost)}"

    def test_where_every_run_dies_early_the_end_is_reached_all_the_same(self) -> None:
        """Each run is killed as soon as its cursor has moved; the next must go on there, not begin again."""
        whole, _ = self.read()
        cursor, seen = Cursor(), set[str]()
        for _ in range(2 * len(whole) + 2):
            with self.client(FakeServer(self.respond)) as client:
                for page in self.pages(cursor, client):
                    seen |= ids_of([page])
                    if page.cursor != cursor:
                        cursor = page.cursor
                        break

        assert ids_of(whole) <= seen, f"never reached: {sorted(ids_of(whole) - seen)}"

    def test_a_second_scan_finds_nothing_new_and_asks_no_more(self) -> None:
        """The overlap is read again for edits and late comments; the rest is not."""
        whole, before = self.read()
        again, after = self.read(whole[-1].cursor)

        assert ids_of(again) <= ids_of(whole), "a second scan finds items that the first did not"
        assert len(after.asked) <= len(before.asked), "a second scan asks more than the first"

    # --- trouble --------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize(("fault", "error"), STATUSES.values(), ids=STATUSES)
    def test_trouble_at_the_first_request_is_named(self, fault: Any, error: Any) -> None:
        """Errors are named by what the caller does about them."""
        caught = self.fails(fault)

        assert isinstance(caught, error), f"raised {type(caught).__name__}: {caught}"
        if isinstance(caught, RateLimited) and "Retry-After" in said_by(fault):
            assert caught.retry_after == pytest.approx(30), "retry_after must hold what the host said"

    @pytest.mark.parametrize("fault", SHAPES.values(), ids=SHAPES)
    def test_an_answer_of_another_shape_is_named(self, fault: Any) -> None:
        """A changed platform is reported as such: not as an empty account, not as a crash."""
        caught = self.fails(fault)

        assert isinstance(caught, ShapeChanged | NetworkProblem), f"raised {type(caught).__name__}: {caught}"

    @pytest.mark.parametrize("fault", LATER.values(), ids=LATER)
    def test_trouble_at_any_later_request_loses_nothing(self, fault: Any) -> None:
        """Pages given before the trouble stay read; the next run brings the rest."""
        whole, calm = self.read()
        for number in range(2, len(calm.asked) + 1):
            server = FakeServer(self.respond, faults=dict.fromkeys(range(number, number + Limits().tries), fault))
            kept: list[Page] = []
            # Named trouble is wanted; anything else is a crash and fails here.
            with self.client(server) as client, suppress(FetchError):
                kept.extend(self.pages(Cursor(), client))
            rest, _ = self.read(kept[-1].cursor if kept else Cursor())
            lost = ids_of(whole) - ids_of(kept) - ids_of(rest)
            assert not lost, f"trouble at request {number}, lost: {sorted(lost)}"

    def test_paging_without_end_is_noticed(self) -> None:
        """Servers exist that ignore which page is asked for."""
        pages, server = self.read(fault=Repeating())

        assert pages[-1].cursor.continuation is None, "the walk must come to an end"
        assert len(server.asked) <= 4 * len(self.read()[1].asked) + 4, "it asks for the same page over and over"

    def test_an_oversized_answer_is_refused(self) -> None:
        """Nobody fills the office's memory."""
        with self.client(FakeServer(self.respond), bytes=16) as client, pytest.raises(ShapeChanged):
            list(self.pages(Cursor(), client))

    @pytest.mark.parametrize(
        "to", [f"https://{ELSEWHERE}/", "http://127.0.0.1/", "https://10.0.0.1/", "file:///etc/passwd"]
    )
    def test_it_is_not_led_astray(self, to: str) -> None:
        """A redirect leads neither inside the office's network nor, without need, to another host."""
        if self.leaves_host and ELSEWHERE in to:
            pytest.skip("this fetcher may be sent on to other hosts")
        server = FakeServer(self.respond, faults={1: status(302, Location=to)})
        with self.client(server) as client, pytest.raises(ShapeChanged):
            list(self.pages(Cursor(), client))

        assert len({request.url.netloc for request in server.asked}) == 1, "it asked where it was sent"

    # --- manners ------------------------------------------------------------------------------------------------

    def test_it_asks_openly_and_only_what_is_public(self) -> None:
        """An honest name, https, no cookies, no credentials that were not declared."""
        _, server = self.read(fault=with_cookie)

        for request in server.asked:
            assert request.url.scheme == "https", "only https is asked"
            assert "cookie" not in request.headers, "no cookies: reading is not a login"
            assert request.headers["user-agent"].startswith("jempol-netral/"), "all requests go through the client"
            manifest = self.fetcher_class.manifest
            declared = manifest.credentials or manifest.optional_credentials
            assert declared or "authorization" not in request.headers, "a credential that the manifest does not name"

    @pytest.mark.parametrize("fault", [fault for fault, _ in STATUSES.values()], ids=STATUSES)
    def test_no_secret_leaks_into_errors(self, fault: Any, caplog: pytest.LogCaptureFixture) -> None:
        """Errors are printed, stored and mailed about."""
        caplog.set_level("DEBUG")
        caught = self.fails(fault)

        told = f"{caught} {caught!r} {getattr(caught, 'facts', '')} {caplog.text}"
        assert SECRET not in told, "the credential stands in the error or in the log"

    def test_no_secret_leaks_into_what_is_stored(self) -> None:
        """Platforms like to put tokens into the addresses of next pages."""
        assert SECRET not in repr(self.read()[0]), "the credential stands in an item or a cursor"

    def fails(self, fault: Any) -> FetchError:
        """The error with which a reading ends whose every answer is `fault`."""
        try:
            pages, _ = self.read(fault=fault)
        except FetchError as error:
            return error
        raise AssertionError(f"no error was raised; {len(pages)} page(s) came instead")


def items_of(pages: list[Page]) -> list[Item]:
    """All items in order."""
    return [item for page in pages for item in page.items]


def ids_of(pages: list[Page]) -> set[str]:
    """The ids of all items."""
    return {item.id for item in items_of(pages)}


def said_by(fault: Any) -> dict[str, str]:
    """The headers of a fault, where it has some."""
    if isinstance(fault, Exception):
        return {}
    answer = fault(httpx.Response(200), httpx.Request("GET", "https://example.org/"))
    return {name.title(): value for name, value in answer.headers.items()}

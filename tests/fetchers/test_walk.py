"""The walk down a newest-first feed: whatever happens between pages, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jempol_netral.errors import NetworkProblem, RateLimited
from jempol_netral.fetchers.base import EMPTY_PAGES, ContinuationRefused, FeedPage, Read, stop_line, walk
from jempol_netral.models import Act, Cursor, Item, Page, Reading, Source, TimeQuality

START = datetime(2024, 9, 1, tzinfo=UTC)
SINCE = datetime(2024, 8, 27, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def source(overlap_hours: float = 24) -> Source:
    return Source(
        key="k",
        fetcher="model",
        platform="contoh",
        reading=Reading.ACCOUNT,
        handle="contoh",
        since=SINCE,
        overlap=timedelta(hours=overlap_hours),
    )


def item(name: str, moment: datetime, quality: TimeQuality = TimeQuality.PLATFORM) -> Item:
    return Item(
        platform="contoh",
        id=name,
        act=Act.POST,
        author_id="1",
        author="contoh",
        text=name,
        created_at=moment,
        time_quality=quality,
        url=None,
    )


@dataclass
class Feed:
    """A server with a newest-first feed. Its continuation is the time and id of the last entry given."""

    entries: dict[str, datetime] = field(default_factory=dict)
    size: int = 2
    requests: int = 0
    age: int = 0
    """Raised, all continuations given out before are refused."""
    hidden: frozenset[str] = frozenset()
    """Counted when a page is filled, cut out before it is sent."""
    always_next: bool = False

    def read(self, continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        self.requests += 1
        order = sorted(((moment.timestamp(), name) for name, moment in self.entries.items()), reverse=True)
        if continuation is not None:
            age, stamp, name = continuation.split("/")
            if age != str(self.age):
                raise ContinuationRefused("stale")
            order = [entry for entry in order if entry < (float(stamp), name)]
        page = order[: self.size]
        more = len(order) > self.size or (self.always_next and bool(page))
        items = tuple(item(name, self.entries[name]) for _, name in page if name not in self.hidden)
        times = [self.entries[entry.id] for entry in items]
        yield FeedPage(
            items=items,
            newest=max(times, default=None),
            oldest=times[-1] if times else None,
            next=f"{self.age}/{page[-1][0]}/{page[-1][1]}" if more else None,
        )


def pages(feed: Feed, cursor: Cursor, now: datetime, src: Source | None = None) -> list[Page]:
    return list(walk(feed.read, src or source(), cursor, lambda: now))


def ids(found: list[Page]) -> list[str]:
    return [entry.id for page in found for entry in page.items]


def test_a_first_walk_reads_everything_and_moves_the_watermark_at_its_end_only() -> None:
    feed = Feed({str(hour): at(hour) for hour in range(5)})

    found = pages(feed, Cursor(), at(10))

    assert ids(found) == ["4", "3", "2", "1", "0"]
    assert [page.cursor.watermark for page in found] == [None, None, at(4)]
    assert [page.cursor.reached for page in found] == [at(4), at(4), None]
    assert found[-1].cursor == Cursor(watermark=at(4), bottom=SINCE, floor="0")


def test_a_second_walk_stops_below_the_overlap() -> None:
    feed = Feed({str(hour): at(hour) for hour in range(0, 100, 10)}, size=3)
    cursor = pages(feed, Cursor(), at(200))[-1].cursor
    feed.requests = 0

    found = pages(feed, cursor, at(200), source(overlap_hours=25))

    assert ids(found) == ["90", "80", "70", "60", "50", "40"]  # 65 is the line; its page is read to the end
    assert feed.requests == 2


def test_a_small_feed_that_always_offers_more_costs_one_request_once_its_end_is_known() -> None:
    feed = Feed({str(hour): at(hour) for hour in range(2)}, always_next=True)
    first = pages(feed, Cursor(), at(2))
    assert feed.requests == 2
    feed.requests = 0

    second = pages(feed, first[-1].cursor, at(2))

    assert ids(second) == ["1", "0"]
    assert feed.requests == 1


def test_something_dated_below_the_floor_is_seen_when_it_stands_on_a_page_that_is_read() -> None:
    feed = Feed({str(hour): at(hour) for hour in range(3)}, size=5, always_next=True)
    cursor = pages(feed, Cursor(), at(3))[-1].cursor
    feed.entries["backdated"] = at(-20)

    found = pages(feed, cursor, at(3))

    assert "backdated" in ids(found)
    assert found[-1].cursor.floor == "backdated"


@pytest.mark.parametrize(
    ("cursor", "now", "line"),
    [
        (Cursor(), at(0), SINCE),  # never read: down to `since`
        (Cursor(watermark=at(0)), at(9), at(-24)),  # the watermark less the overlap
        (Cursor(watermark=SINCE), at(9), SINCE),  # never below `since`
        (Cursor(watermark=at(9999)), at(0), at(-24)),  # a watermark from a clock that was wrong
        (Cursor(watermark=at(0), bottom=SINCE), at(9), at(-24)),  # all of it was read before
        (Cursor(watermark=at(0), bottom=at(-30)), at(9), SINCE),  # `since` was moved back after the last walk
    ],
)
def test_stop_line(cursor: Cursor, now: datetime, line: datetime) -> None:
    assert stop_line(source(), cursor, now) == line


def test_a_date_in_the_future_does_not_carry_the_watermark_with_it() -> None:
    feed = Feed({"forged": at(9999), "true": at(1)})

    assert pages(feed, Cursor(), at(2))[-1].cursor.watermark == at(2)


def test_an_empty_feed_leaves_no_watermark() -> None:
    assert pages(Feed(), Cursor(), at(1)) == [Page(items=(), cursor=Cursor(bottom=SINCE))]


def test_the_watermark_never_goes_back_when_the_newest_post_is_deleted() -> None:
    feed = Feed({"1": at(1), "2": at(2)})
    cursor = pages(feed, Cursor(), at(3))[-1].cursor
    del feed.entries["2"]

    assert pages(feed, cursor, at(4))[-1].cursor.watermark == at(2)


def test_pages_emptied_by_deletions_do_not_end_the_walk() -> None:
    entries = {str(hour): at(hour) for hour in range(20)}
    feed = Feed(entries, hidden=frozenset(str(hour) for hour in range(4, 16)))

    assert set(ids(pages(feed, Cursor(), at(30)))) == entries.keys() - feed.hidden


def test_a_server_that_repeats_itself_is_left_with_a_gap() -> None:
    def same(_continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        same.asked += 1  # type: ignore[attr-defined]
        yield FeedPage((item("1", at(1)),), at(1), at(1), next=f"page {same.asked}")  # type: ignore[attr-defined]

    same.asked = 0  # type: ignore[attr-defined]
    found = list(walk(same, source(), Cursor(), lambda: at(2)))

    assert len(found) == 2
    assert [gap.reason for gap in found[-1].gaps] == ["endless-paging"]
    assert found[-1].cursor.continuation is None


def test_a_server_that_gives_empty_pages_for_ever_is_left() -> None:
    asked: list[str | None] = []

    def empty(continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        asked.append(continuation)
        yield FeedPage((), next=f"page {len(asked)}")

    found = list(walk(empty, source(), Cursor(), lambda: at(2)))

    assert len(asked) == EMPTY_PAGES
    assert [gap.reason for gap in found[-1].gaps] == ["endless-paging"]


def test_a_refused_continuation_begins_again_at_the_top_with_the_old_watermark() -> None:
    feed = Feed({str(hour): at(hour) for hour in range(0, 300, 30)})
    cursor = pages(feed, Cursor(), at(400))[0].cursor
    feed.age += 1

    found = pages(feed, replace(cursor, watermark=at(60)), at(400), source(overlap_hours=1))

    assert ids(found) == [str(hour) for hour in range(270, -1, -30)]
    assert found[-1].cursor.watermark == at(270)


def test_a_continuation_answered_with_nothing_counts_as_refused() -> None:
    feed = Feed({str(day): at(24 * day) for day in range(5)})
    cursor = Cursor(reached=at(96), continuation="0/0/")  # below it the server now says that there is nothing

    found = pages(feed, cursor, at(200), source(overlap_hours=1))

    assert ids(found) == ["4", "3", "2", "1", "0"]


def test_what_stands_exactly_on_the_line_is_read_on_whatever_page() -> None:
    feed = Feed({"a": at(0), "b": at(0), "c": at(0), "new": at(24)}, size=1)

    found = pages(feed, Cursor(watermark=at(24)), at(30), source(overlap_hours=24))

    assert ids(found) == ["new", "c", "b", "a"]


def test_a_host_that_does_not_serve_us_now_ends_the_reading_and_keeps_the_continuation() -> None:
    def limited(_continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        raise RateLimited("slow down", retry_after=9)
        yield

    with pytest.raises(RateLimited):
        list(walk(limited, source(), Cursor(continuation="x"), lambda: at(0)))


def test_parts_leave_the_cursor_where_it_was() -> None:
    def read(_continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        yield FeedPage((item("old root", at(-9999)), item("comment", at(2))), part=True)
        yield FeedPage((item("post", at(1)),), at(1), at(1))

    before = Cursor(watermark=at(-50))
    found = list(walk(read, source(), before, lambda: at(3)))

    assert found[0].cursor == before
    assert ids(found) == ["old root", "comment", "post"]  # the root stays as context, however old


@pytest.mark.parametrize(
    ("moment", "quality", "kept"),
    [
        (SINCE, TimeQuality.PLATFORM, True),  # the first day counts
        (SINCE - timedelta(seconds=1), TimeQuality.PLATFORM, False),  # before the nomination: not our business
        (SINCE - timedelta(days=900), TimeQuality.ESTIMATED, True),  # a date that may be forged hides nothing
    ],
)
def test_what_is_dated_before_since_is_not_given_out(moment: datetime, quality: TimeQuality, kept: bool) -> None:
    def read(_continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        yield FeedPage((item("1", moment, quality),), moment, moment)

    assert bool(ids(list(walk(read, source(), Cursor(), lambda: at(1))))) is kept


# --- the law --------------------------------------------------------------------------------------------------


@dataclass
class Office:
    """Keeps what a scan would keep: items by id, and the cursor of the last page stored."""

    cursor: Cursor = field(default_factory=Cursor)
    stored: set[str] = field(default_factory=set)

    def scan(self, read: Read, now: datetime, kill_after: int | None) -> None:
        """Read until the end, or until killed after so many pages (0: before the first is stored)."""
        for number, page in enumerate(walk(read, source(), self.cursor, lambda: now)):
            if number == kill_after:
                return
            self.stored.update(entry.id for entry in page.items)
            self.cursor = page.cursor


POSTS = st.lists(st.integers(0, 400), max_size=6)
"""Minutes after the last scan at which something is posted; ties are wanted."""
ROUNDS = st.lists(st.tuples(POSTS, st.one_of(st.none(), st.integers(0, 4)), st.booleans(), st.booleans()), max_size=8)


@settings(max_examples=400, deadline=None)
@given(rounds=ROUNDS, size=st.integers(1, 4), always_next=st.booleans())
def test_nothing_is_lost_whenever_the_scan_is_killed(
    rounds: list[tuple[list[int], int | None, bool, bool]], size: int, always_next: bool
) -> None:
    feed, office, now, made = Feed(size=size, always_next=always_next), Office(), START, 0
    for minutes, kill_after, stale, delete in rounds:
        for minute in sorted(minutes):
            made += 1
            feed.entries[f"{made:03}"] = now + timedelta(minutes=minute)
        now += timedelta(minutes=401)
        feed.age += stale
        office.scan(feed.read, now, kill_after)
        if delete and feed.entries:
            del feed.entries[max(feed.entries)]
    office.scan(feed.read, now + timedelta(minutes=1), None)

    assert feed.entries.keys() <= office.stored
    assert office.cursor.continuation is None


@settings(max_examples=200, deadline=None)
@given(posts=st.lists(st.integers(0, 5000), max_size=40), size=st.integers(1, 5))
def test_a_scan_killed_after_every_page_in_turn_comes_to_its_end(posts: list[int], size: int) -> None:
    feed = Feed({f"{n:03}": START + timedelta(minutes=m) for n, m in enumerate(posts)}, size=size)
    office, now = Office(), START + timedelta(minutes=6000)
    for _ in range(len(posts) + 2):
        office.scan(feed.read, now, 1)

    assert office.stored == feed.entries.keys()


def test_a_since_moved_back_is_read_down_to_once() -> None:
    feed = Feed({str(day): at(24 * day) for day in range(-40, 0)}, size=5)
    late = replace(source(), since=at(-24 * 10))
    cursor = pages(feed, Cursor(), at(1), late)[-1].cursor

    early = replace(late, since=at(-24 * 30))
    found = pages(feed, cursor, at(1), early)
    assert {str(day) for day in range(-30, 0)} <= set(ids(found))
    feed.requests = 0
    pages(feed, found[-1].cursor, at(1), early)
    assert feed.requests == 1


def test_an_error_in_the_middle_keeps_what_was_read() -> None:
    feed = Feed({str(hour): at(hour) for hour in range(6)})
    office = Office()

    def broken(continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        if feed.requests == 2:
            raise NetworkProblem("gone")
        yield from feed.read(continuation, line)

    with pytest.raises(NetworkProblem):
        office.scan(broken, at(9), None)
    office.scan(feed.read, at(9), None)

    assert office.stored == feed.entries.keys()

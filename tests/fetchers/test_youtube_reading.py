"""How YouTube is read: what is asked, what it costs, what comes and in which order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.fetchers.fake_youtube import (
    START,
    FakeYouTube,
    account_world,
    at,
    campaign_world,
    channel,
    channel_id,
    error,
    iso,
    private_entry,
    reply,
    thread,
    video,
    video_id,
)

from jempol_netral.errors import AuthProblem, FetchError, QuotaSpent, SourceGone, SourcePrivate
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.shapes import moment
from jempol_netral.fetchers.youtube import YouTube
from jempol_netral.models import Cursor, Identity, Item, Page, Reading, Source

NOW = datetime(2024, 11, 20, 12, tzinfo=UTC)
WATCH = "https://www.youtube.com/watch?v="
Respond = Callable[[httpx.Request], httpx.Response]


def source(
    reading: Reading = Reading.ACCOUNT,
    *,
    handle: str | None = None,
    native_id: str | None = None,
    url: str | None = None,
) -> Source:
    if handle is None and native_id is None and url is None:
        handle = "anggi" if reading is Reading.ACCOUNT else "kampanye"
    return Source(
        key="k", fetcher="youtube", platform="youtube", reading=reading, handle=handle, native_id=native_id, url=url,
        since=START - timedelta(days=1),
    )  # fmt: skip


def campaign(**names: Any) -> Source:
    return source(Reading.CAMPAIGN, **names)


def make(key: str = "kunci", **options: Any) -> YouTube:
    return YouTube({**YouTube.manifest.options, **options}, secrets={"YOUTUBE_API_KEY": key})


@contextmanager
def opened(respond: Respond) -> Iterator[Client]:
    with Client(transport=httpx.MockTransport(respond), clock=lambda: NOW, sleep=lambda _: None) as client:
        yield client


def read(
    respond: Respond, from_: Source, cursor: Cursor | None = None, *, now: datetime = NOW, **options: Any
) -> list[Page]:
    with opened(respond) as client:
        return list(make(**options).fetch(from_, cursor or Cursor(), client=client, clock=lambda: now))


def items(pages: list[Page]) -> list[Item]:
    return [item for page in pages for item in page.items]


def gaps(pages: list[Page]) -> list[str]:
    return [gap.reason for page in pages for gap in page.gaps]


# --- an account ---------------------------------------------------------------------------------------------------


def test_an_account_gives_its_videos_and_its_own_comments_under_them() -> None:
    pages = read(account_world(), source())

    assert {item.id for item in items(pages)} == {video_id(4), video_id(3), video_id(2), "t2", "t1.b"}
    assert {item.author_id for item in items(pages)} == {channel_id("anggi")}, "what others wrote there is not for us"
    assert {item.author for item in items(pages)} == {"anggi"}
    assert pages[0].identity == Identity(channel_id("anggi"), "anggi"), "on the first page"
    assert [page.identity for page in pages[1:]] == [None] * (len(pages) - 1)
    assert pages[-1].cursor.watermark == at(9)


def test_what_an_account_costs() -> None:
    world = account_world()
    pages = read(world, source())

    assert world.asked == {"channels": 1, "playlistItems": 1, "commentThreads": 1, "comments": 1}

    world.asked.clear()
    again = read(world, source(native_id=channel_id("anggi")), pages[-1].cursor)

    assert world.asked == {"playlistItems": 1, "commentThreads": 1, "comments": 1}, "one, and one for each thread"
    assert {item.id: item.raw for item in items(again)} == {item.id: item.raw for item in items(pages)}


@pytest.mark.parametrize("cursor", [Cursor(), Cursor(watermark=at(9), bottom=at(50))])
def test_without_recent_videos_only_the_list_is_asked(cursor: Cursor) -> None:
    world = account_world()
    late = replace(source(native_id=channel_id("anggi")), since=at(50))

    assert items(read(world, late, cursor)) == []
    assert world.asked.keys() <= {"channels", "playlistItems"}


def test_every_own_comment_of_the_overlap_is_met_again() -> None:
    """The scan notes what it does not meet again as not found."""
    day = 24 * 60
    world = FakeYouTube([channel("anggi")], [video(1, "anggi", 0, "x"), video(2, "anggi", 20 * day, "y")])
    old = world.videos[0]
    for start in range(20):
        answers = [reply(f"t{start}.{after}", "anggi", (start + after) * day, "Ya") for after in range(19 - start)]
        world.threads.append(thread(f"t{start}", old, "warga", start * day, "Contoh", answers))
    now = at(21 * day)
    first = read(world, source(), now=now)
    line = at(20 * day) - source().overlap

    again = read(world, source(native_id=channel_id("anggi")), first[-1].cursor, now=now)

    due = {item.id for item in items(first) if item.created_at is not None and item.created_at >= line}
    assert len(due) > 30
    assert due <= {item.id for item in items(again)}

    del world.videos[1]  # the newest, by which the window is known
    after = read(world, source(native_id=channel_id("anggi")), first[-1].cursor, now=now)
    assert due - {video_id(2)} <= {item.id for item in items(after)}


def test_own_comments_can_be_left_out() -> None:
    world = account_world()
    read(world, source(), own_comments=False)

    assert "commentThreads" not in world.asked


@pytest.mark.parametrize(
    ("handle", "native_id", "asked"),
    [
        ("anggi", None, {"forHandle": "@anggi"}),
        ("user/anggi", None, {"forUsername": "anggi"}),  # names of the old kind
        (None, channel_id("anggi"), {"id": channel_id("anggi")}),
        ("nama.lama", channel_id("anggi"), {"id": channel_id("anggi")}),  # renamed: read by its id
        ("c/anggi", channel_id("anggi"), {"id": channel_id("anggi")}),
    ],
)
def test_how_a_channel_is_looked_up(handle: str | None, native_id: str | None, asked: dict[str, str]) -> None:
    seen: list[httpx.Request] = []

    def watch(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return account_world()(request)

    pages = read(watch, source(handle=handle, native_id=native_id))

    assert dict(seen[0].url.params) == {"part": "snippet", **asked}
    assert pages[0].identity == Identity(channel_id("anggi"), "anggi"), "the stable id and today's handle"
    assert {item.author for item in items(pages)} == {handle or "anggi"}, "as the roster spells it"


@pytest.mark.parametrize(
    ("days", "memo", "asked"),
    [
        (1, None, 0),
        (6, None, 0),
        (8, None, 1),  # it may have another handle by now
        (1, "tidak jelas", 1),
        (1, "2999-01-01T00:00:00+00:00", 1),  # a clock that was once wrong
    ],
)
def test_a_rename_is_noticed_within_a_week(days: int, memo: str | None, asked: int) -> None:
    world = account_world()
    cursor = read(world, source(native_id=channel_id("anggi")))[-1].cursor
    cursor = cursor if memo is None else replace(cursor, memo=memo)
    world.channels = [{**channel("anggi.baru"), "id": channel_id("anggi")}]
    world.asked.clear()

    pages = read(world, source(handle="anggi", native_id=channel_id("anggi")), cursor, now=NOW + timedelta(days=days))

    assert world.asked.get("channels", 0) == asked
    assert pages[0].identity == (Identity(channel_id("anggi"), "anggi.baru") if asked else None)
    if not memo:
        assert moment(pages[-1].cursor.memo) == (NOW + timedelta(days=days) if asked else NOW)


def test_an_address_that_cannot_be_looked_up_is_not_guessed() -> None:
    world = account_world()
    with pytest.raises(SourceGone, match="write the channel's @handle"):
        read(world, source(handle="c/anggi"))

    assert world.asked == {}


def test_a_channel_without_a_handle_is_known_by_its_id() -> None:
    world = FakeYouTube(channels=[channel("anggi", customUrl="")], videos=[video(1, "anggi", 1, "x")])

    assert read(world, source(native_id=channel_id("anggi")))[0].identity is None


def test_a_channel_that_is_gone() -> None:
    with pytest.raises(SourceGone):
        read(FakeYouTube(), source())
    with pytest.raises(SourceGone):  # its id was known before
        read(FakeYouTube(), source(native_id=channel_id("anggi")), Cursor(watermark=at(0), bottom=at(-9999)))


@pytest.mark.parametrize("cursor", [Cursor(), Cursor(watermark=at(0), bottom=at(-9999))])
def test_a_channel_without_videos_is_not_gone(cursor: Cursor) -> None:
    world = FakeYouTube(channels=[channel("anggi")])
    pages = read(world, source(native_id=channel_id("anggi")), cursor)

    assert items(pages) == []
    assert (world.asked["channels"], world.asked["playlistItems"]) == (1, 1)


def test_videos_that_are_not_public_do_not_end_the_walk() -> None:
    world = account_world()
    world.entries = [private_entry(90 + number, "anggi", 20 + number) for number in range(25)]
    pages = read(world, source(), page=1)

    assert video_id(2) in {item.id for item in items(pages)}
    assert gaps(pages) == [], "a page of such entries is no page with nothing new"


def test_a_video_out_of_order_is_not_read_back_before_since() -> None:
    world = account_world()
    old = private_entry(1, "anggi", 99)
    old["contentDetails"]["videoPublishedAt"] = iso(-3000)  # made public long ago, moved to the top
    world.entries, world.videos = [old], world.videos[1:]

    assert {item.id for item in items(read(world, source()))} == {video_id(4), video_id(3), video_id(2), "t2", "t1.b"}


def test_closed_comments_under_own_videos_are_no_gap() -> None:
    """There is nothing of theirs to be missed."""
    world = account_world()
    world.closed = {channel_id("anggi")}
    pages = read(world, source())

    assert gaps(pages) == []
    assert len(items(pages)) == 3


def test_own_comments_that_are_refused_do_not_hide_the_videos() -> None:
    world = account_world()

    def refuse(request: httpx.Request) -> httpx.Response:
        return error(403, "forbidden") if request.url.path.endswith("/commentThreads") else world(request)

    pages = read(refuse, source())

    assert gaps(pages) == ["comments-closed"]
    assert len(items(pages)) == 3


def test_what_could_not_be_read_under_own_videos_is_told() -> None:
    world = account_world()

    def gone(request: httpx.Request) -> httpx.Response:
        return error(404, "commentNotFound") if request.url.path.endswith("/comments") else world(request)

    assert gaps(read(gone, source())) == ["thread-gone"]


def test_a_crowded_channel_is_looked_through_to_a_bound() -> None:
    world = account_world()
    world.threads += [thread(f"s{each}", world.videos[1], "warga", 100 + each, "x") for each in range(60)]
    pages = read(world, source(), page=2)

    assert gaps(pages) == ["comments-cut"]
    assert world.asked["commentThreads"] == 20


# --- a campaign ---------------------------------------------------------------------------------------------------


def test_comments_under_a_campaign_come_with_their_video() -> None:
    pages = read(campaign_world(), campaign())
    found = {item.id: item for item in items(pages)}

    assert {"c1", "c1.0", "c1.3", "c1.z", "c2", "c3", "c4", "c4.a"} <= found.keys(), "also replies beyond the sample"
    for page in pages:
        threads = {item.thread_id for item in page.items if item.thread_id}
        assert threads <= {item.id for item in page.items}, "the video stands in the page of its comments"
        assert not threads or page.items[0].id in threads, "and first"
    assert found["c1.z"].author_id == channel_id("anggi")
    assert found[video_id(10)].created_at == at(-5000), "older than the reading, as context"
    assert found[video_id(10)].author == "kampanye"
    assert pages[0].identity == Identity(channel_id("kampanye"), "kampanye")
    assert pages[-1].cursor.watermark == at(32), "the newest thread"


def test_what_a_campaign_costs() -> None:
    world = campaign_world()
    pages = read(world, campaign())

    assert world.asked == {"channels": 1, "commentThreads": 1, "videos": 1, "comments": 1}

    world.asked.clear()
    again = read(world, campaign(native_id=channel_id("kampanye")), pages[-1].cursor)

    assert world.asked == {"commentThreads": 1, "videos": 1, "comments": 1}
    assert {item.id for item in items(again)} == {item.id for item in items(pages)}


def test_threads_below_the_overlap_are_not_opened_again() -> None:
    world = campaign_world()
    past = Cursor(watermark=NOW, bottom=at(-9999))
    world.asked.clear()
    read(world, campaign(native_id=channel_id("kampanye")), past)

    assert "comments" not in world.asked


def test_late_comments_and_edits_in_the_overlap_are_found() -> None:
    world = campaign_world()
    cursor = read(world, campaign())[-1].cursor
    debate = world.videos[1]
    world.threads.append(thread("c9", debate, "anggi", 40, "Baru"))
    world.threads[0]["replies"]["comments"].append(reply("c1.late", "anggi", 41, "Terlambat"))
    world.threads[0]["snippet"]["totalReplyCount"] += 1
    edited = world.threads[3]["snippet"]["topLevelComment"]["snippet"]
    edited |= {"textDisplay": "Menang telak", "updatedAt": at(50).isoformat()}

    found = {item.id: item for item in items(read(world, campaign(native_id=channel_id("kampanye")), cursor))}

    assert {"c9", "c1.late"} <= found.keys()
    assert (found["c4"].text, found["c4"].edited_at) == ("Menang telak", at(50))


def test_replies_are_paged() -> None:
    debate = video(11, "kampanye", 2, "Debat")
    answers = [reply(f"c1.{each:03}", "warga", 4, "x") for each in range(250)]
    world = FakeYouTube([channel("kampanye")], [debate], threads=[thread("c1", debate, "warga", 3, "x", answers)])

    found = items(read(world, campaign()))

    assert len({item.id for item in found}) == 252
    assert world.asked["comments"] == 3


def test_replies_without_end_come_to_an_end() -> None:
    world, asked = campaign_world(), []

    def endless(request: httpx.Request) -> httpx.Response:
        answer = world(request)
        if not request.url.path.endswith("/comments"):
            return answer
        asked.append(request)
        return httpx.Response(200, json={**answer.json(), "nextPageToken": "token0"})

    assert "c1.z" in {item.id for item in items(read(endless, campaign()))}
    assert len(asked) == 2, "the second brought nothing new"


def test_a_thread_with_very_many_replies_is_read_to_a_bound() -> None:
    debate = video(11, "kampanye", 2, "Debat")
    answers = [reply(f"c1.{each:03}", "warga", 4, "x") for each in range(120)]
    world = FakeYouTube([channel("kampanye")], [debate], threads=[thread("c1", debate, "warga", 3, "x", answers)])
    pages = read(world, campaign(), page=2)

    assert gaps(pages) == ["thread-cut"]
    assert world.asked["comments"] == 50


def test_an_old_thread_of_the_channel_itself_is_not_read_back_before_since() -> None:
    """Without a video before it, nothing old may stand first."""
    world = campaign_world()
    old = thread("c0", world.videos[0], "anggi", -4000, "Lama")
    del old["snippet"]["videoId"]
    world.threads.append(old)

    assert "c0" not in {item.id for item in items(read(world, campaign()))}


@pytest.mark.parametrize(
    ("from_", "method", "expected"),
    [
        (
            campaign(),
            "commentThreads",
            {"part": "snippet,replies", "allThreadsRelatedToChannelId": channel_id("kampanye"), "order": "time",
             "textFormat": "plainText", "maxResults": "100"},
        ),
        (
            campaign(url=WATCH + video_id(11)),
            "commentThreads",
            {"part": "snippet,replies", "videoId": video_id(11), "order": "time", "textFormat": "plainText",
             "maxResults": "100"},
        ),
        (campaign(), "comments", {"part": "snippet", "parentId": "c1", "textFormat": "plainText", "maxResults": "100"}),
        (campaign(), "videos", {"part": "snippet", "id": f"{video_id(11)},{video_id(10)}"}),
        (
            source(),
            "playlistItems",
            {"part": "snippet,contentDetails", "playlistId": "UU" + channel_id("anggi")[2:], "maxResults": "50"},
        ),
    ],
)  # fmt: skip
def test_what_is_asked(from_: Source, method: str, expected: dict[str, str]) -> None:
    """Plain text, newest first, the most that one unit buys."""
    seen: list[httpx.Request] = []

    def watch(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return (account_world() if from_.reading is Reading.ACCOUNT else campaign_world())(request)

    read(watch, from_)

    assert [dict(each.url.params) for each in seen if each.url.path.endswith(f"/{method}")] == [expected]


def test_a_thread_that_goes_while_it_is_read_is_a_gap() -> None:
    world = campaign_world()

    def gone(request: httpx.Request) -> httpx.Response:
        return error(404, "commentNotFound") if request.url.path.endswith("/comments") else world(request)

    pages = read(gone, campaign())

    assert gaps(pages) == ["thread-gone"]
    assert {"c1", "c1.0", "c2", "c3", "c4"} <= {item.id for item in items(pages)}


@pytest.mark.parametrize("watched", [campaign(), campaign(url=WATCH + video_id(11))], ids=["channel", "video"])
def test_closed_comments_are_a_gap_and_never_no_comments(watched: Source) -> None:
    world = campaign_world()
    world.closed = {channel_id("kampanye"), video_id(11)}
    pages = read(world, watched)

    assert items(pages) == []
    assert gaps(pages) == ["comments-closed"]


# --- one video ----------------------------------------------------------------------------------------------------


def test_one_video_gives_itself_and_what_stands_under_it() -> None:
    world = campaign_world()
    pages = read(world, campaign(url=WATCH + video_id(11)))
    found = items(pages)

    assert {item.id for item in found if item.parent_id is None} == {video_id(11)}, "the campaign's own act"
    assert {"c1", "c1.z", "c3", "c4", "c4.a"} <= {item.id for item in found}
    assert {item.under for item in found if item.parent_id} == {WATCH + video_id(11)}
    assert world.asked == {"commentThreads": 1, "videos": 1, "comments": 1}


@pytest.mark.parametrize(
    ("url", "error_"),
    [
        (WATCH + video_id(99), SourceGone),
        ("https://example.org/", SourceGone),
        ("https://www.youtube.com/@kampanye", SourceGone),  # an account, not a video
    ],
)
def test_a_video_that_is_not_there(url: str, error_: type[FetchError]) -> None:
    with pytest.raises(error_):
        read(campaign_world(), campaign(url=url))


def test_a_private_video() -> None:
    with pytest.raises(SourcePrivate):
        read(lambda _: error(403, "forbidden"), campaign(url=WATCH + video_id(11)))


# --- key and units ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["", " ", "a b", "a\nb", "kunci\u00e9", "a\x00"])
def test_what_cannot_be_a_key_is_not_sent(key: str) -> None:
    world = account_world()
    with opened(world) as client, pytest.raises(AuthProblem, match="YOUTUBE_API_KEY") as caught:
        list(make(key).fetch(source(), Cursor(), client=client, clock=lambda: NOW))

    assert world.asked == {}
    assert not key.strip() or key not in repr(caught.value)


def test_the_key_stands_in_a_header_only() -> None:
    seen: list[httpx.Request] = []

    def watch(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return campaign_world()(request)

    read(watch, campaign())

    assert {request.headers["x-goog-api-key"] for request in seen} == {"kunci"}
    assert not [request for request in seen if "kunci" in str(request.url)]


@pytest.mark.parametrize("units", [0, 1, 2, 3])
def test_the_run_stops_before_it_spends_more_than_allowed(units: int) -> None:
    world = campaign_world()
    with pytest.raises(QuotaSpent, match=f"{units} of the {units} YouTube units") as caught:
        read(world, campaign(), units=units)

    assert sum(world.asked.values()) == units
    assert caught.value.reset_at == NOW, "the next run has units of its own"


def test_what_was_read_before_the_units_ran_out_stays_read() -> None:
    whole = {item.id for item in items(read(campaign_world(), campaign(), page=1))}
    cursor, seen = Cursor(), set[str]()
    for _ in range(9):
        with opened(campaign_world()) as client:
            pages = make(units=8, page=1).fetch(campaign(), cursor, client=client, clock=lambda: NOW)
            try:
                for page in pages:
                    cursor, seen = page.cursor, seen | {item.id for item in page.items}
            except QuotaSpent:
                continue
            break

    assert seen == whole


def test_all_threads_share_the_units() -> None:
    fetcher, world = make(units=50), account_world()
    with opened(world) as client:

        def scan() -> None:
            try:
                for _ in range(100):
                    list(fetcher.fetch(source(), Cursor(), client=client, clock=lambda: NOW))
            except QuotaSpent:
                pass

        threads = [threading.Thread(target=scan) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

        assert sum(client.requests.values()) == 50
    assert fetcher.allowance.spent == 50


def test_tries_that_failed_cost_units_too() -> None:
    world = account_world()
    answers = iter([httpx.Response(503), httpx.Response(503)])
    fetcher = make(units=5)
    with opened(lambda request: next(answers, None) or world(request)) as client, pytest.raises(QuotaSpent):
        list(fetcher.fetch(source(), Cursor(), client=client, clock=lambda: NOW))

    assert fetcher.allowance.spent == 5
    assert sum(world.asked.values()) == 3, "two of five were lost"


def test_a_spent_day_says_when_it_ends() -> None:
    with pytest.raises(QuotaSpent) as caught:
        read(lambda _: error(403, "quotaExceeded"), source())

    assert caught.value.reset_at == datetime(2024, 11, 21, 8, tzinfo=UTC)


def test_a_page_token_that_expired_begins_the_walk_again() -> None:
    """The watermark has not moved, so nothing is lost."""
    world = account_world()

    def expired(request: httpx.Request) -> httpx.Response:
        stale = request.url.params.get("pageToken") == "stale"
        return error(400, "invalidPageToken") if stale else world(request)

    pages = read(expired, source(), Cursor(continuation="stale"))

    assert {video_id(4), video_id(3), video_id(2)} <= {item.id for item in items(pages)}

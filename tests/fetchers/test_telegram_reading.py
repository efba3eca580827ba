"""How Telegram is asked: how often, for what, and what a channel's fate looks like from outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from tests.fetchers.fake_telegram import (
    CLOSED,
    NOBODY,
    PERSON,
    START,
    FakeTelegram,
    account_world,
    at,
    campaign_world,
    comment,
    discussion,
    history,
    message,
    text,
)

from jempol_netral.errors import FetchError, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.telegram import Telegram
from jempol_netral.fetchers.telegram.fetcher import CLOSED_IN_A_ROW, bare_id
from jempol_netral.models import Act, Cursor, Identity, Page, Reading, Source

ACCOUNT, CAMPAIGN = "kanal_contoh", "kampanye_contoh"
Serve = Callable[[httpx.Request], httpx.Response]


def read(
    serve: Serve, reading: Reading, cursor: Cursor | None = None, overlap: int = 9999, **names: str
) -> tuple[list[Page], list[str]]:
    """The pages, and what was asked for in order."""
    asked: list[str] = []

    def note(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url).removeprefix("https://t.me"))
        return serve(request)

    source = Source(
        key="k",
        fetcher="telegram",
        platform="telegram",
        reading=reading,
        handle=names.get("handle"),
        native_id=names.get("native_id"),
        url=names.get("url"),
        since=START - timedelta(days=1),
        overlap=timedelta(minutes=overlap),
    )
    client = Client(transport=httpx.MockTransport(note), sleep=lambda _seconds: None)
    fetcher = Telegram(Telegram.manifest.options)
    return list(fetcher.fetch(source, cursor or Cursor(), client=client, clock=lambda: at(999))), asked


def numbers(pages: list[Page]) -> list[str]:
    return [item.id.partition("/")[2] for page in pages for item in page.items]


def always(body: str) -> Serve:
    return lambda _request: httpx.Response(200, text=body)


def test_a_channel_is_read_down_page_by_page_and_tells_who_it_is() -> None:
    pages, asked = read(account_world(), Reading.ACCOUNT, handle=ACCOUNT)

    assert asked == ["/s/kanal_contoh", "/s/kanal_contoh?before=4", "/s/kanal_contoh?before=2"]
    assert numbers(pages) == ["6", "4", "2", "1"]
    assert pages[0].identity == Identity("1001", ACCOUNT)
    assert {item.author_id for page in pages for item in page.items} == {"1001"}


def test_a_second_scan_asks_once() -> None:
    first, _ = read(account_world(), Reading.ACCOUNT, handle=ACCOUNT)

    _, asked = read(account_world(), Reading.ACCOUNT, first[-1].cursor, overlap=1, handle=ACCOUNT)

    assert asked == ["/s/kanal_contoh"]


@pytest.mark.parametrize("known", ["1001", "-1001001"])
def test_a_channel_keeps_the_number_that_the_roster_gives_it(known: str) -> None:
    pages, _ = read(account_world(), Reading.ACCOUNT, handle=ACCOUNT, native_id=known)

    assert pages[0].identity == Identity(known, ACCOUNT)
    assert {item.author_id for page in pages for item in page.items} == {known}


def test_a_handle_that_another_channel_has_taken_is_not_read() -> None:
    with pytest.raises(SourceGone, match="another channel"):
        read(account_world(), Reading.ACCOUNT, handle=ACCOUNT, native_id="77")


def test_a_channel_with_a_new_main_handle_says_so() -> None:
    world = account_world()

    def alias(request: httpx.Request) -> httpx.Response:
        return world(httpx.Request("GET", str(request.url).replace("nama_lama", ACCOUNT)))

    pages, _ = read(alias, Reading.ACCOUNT, handle="nama_lama", native_id="1001")

    assert pages[0].identity == Identity("1001", ACCOUNT)


@pytest.mark.parametrize(
    ("serve", "error"),
    [
        (always(PERSON), SourcePrivate),
        (always(NOBODY), SourceGone),
        (lambda _: httpx.Response(302, headers={"Location": "https://telegram.org/"}), SourceGone),
        (lambda _: httpx.Response(302, headers={"Location": "https://example.org/"}), ShapeChanged),
        (lambda _: httpx.Response(302, headers={"Location": "http://t.me/kanal_contoh"}), ShapeChanged),
        (
            lambda request: (
                httpx.Response(302, headers={"Location": "/kanal_contoh"})
                if "/s/" in request.url.path
                else httpx.Response(200, text=PERSON)
            ),
            SourcePrivate,
        ),  # what t.me does where there is no preview
    ],
)
def test_what_is_no_readable_channel_is_named(serve: Serve, error: type[FetchError]) -> None:
    with pytest.raises(error):
        read(serve, Reading.ACCOUNT, handle=ACCOUNT)


def test_a_channel_known_by_its_number_only_cannot_be_read() -> None:
    with pytest.raises(SourceGone, match="handle only"):
        read(account_world(), Reading.ACCOUNT, native_id="1001")


# --- comments -------------------------------------------------------------------------------------------------------


def test_comments_come_with_the_post_that_they_stand_under() -> None:
    pages, asked = read(campaign_world(), Reading.CAMPAIGN, handle=CAMPAIGN)

    assert [path.partition("?")[0] for path in asked] == [
        "/s/kampanye_contoh", "/kampanye_contoh/3", "/kampanye_contoh/2", "/s/kampanye_contoh", "/kampanye_contoh/1",
    ]  # fmt: skip
    (thread,) = [page for page in pages if any(item.act is Act.COMMENT for item in page.items)]
    assert [item.author for item in thread.items] == [CAMPAIGN, "anggi_contoh", "warga_contoh"]
    assert {item.under_id for item in thread.items[1:]} == {"1002"}
    assert [gap.where for page in pages for gap in page.gaps] == ["https://t.me/kampanye_contoh/3"]


def test_posts_below_the_overlap_are_not_asked_for_comments_again() -> None:
    first, _ = read(campaign_world(), Reading.CAMPAIGN, handle=CAMPAIGN)

    _, asked = read(campaign_world(), Reading.CAMPAIGN, first[-1].cursor, overlap=15, handle=CAMPAIGN)

    assert [path.partition("?")[0] for path in asked] == [
        "/s/kampanye_contoh", "/kampanye_contoh/3", "/kampanye_contoh/2", "/s/kampanye_contoh",
    ]  # fmt: skip


def test_a_channel_without_discussions_is_not_asked_on_and_on() -> None:
    world = FakeTelegram(CAMPAIGN, {n: message(CAMPAIGN, n, n, text("x")) for n in range(1, 21)})
    world.per_page = 20

    pages, asked = read(world, Reading.CAMPAIGN, handle=CAMPAIGN)

    assert len(asked) == 1 + CLOSED_IN_A_ROW
    gaps = [gap for page in pages for gap in page.gaps]
    assert {gap.reason for gap in gaps} == {"comments-closed"}
    assert gaps[-1].where == CAMPAIGN
    assert len(numbers(pages[-1:])) == 20


def test_a_channel_that_had_one_discussion_is_asked_for_the_others_too() -> None:
    world = FakeTelegram(
        CAMPAIGN,
        {n: message(CAMPAIGN, n, n, text("x")) for n in range(1, 21)},
        {20: discussion(comment(1, 500, "warga_contoh", text("x")))},
    )
    world.per_page = 20

    assert len(read(world, Reading.CAMPAIGN, handle=CAMPAIGN)[1]) == 21


def pages_of(comments: dict[int | None, str]) -> Serve:
    """A campaign with one post, whose comments come in pages by the number that is asked for."""
    post = message(CAMPAIGN, 1, 1, text("Contoh"))

    def serve(request: httpx.Request) -> httpx.Response:
        if "discussion" not in request.url.params:
            return httpx.Response(200, text=history(post))
        asked = request.url.params.get("comment")
        return httpx.Response(200, text=comments.get(int(asked) if asked else None, CLOSED))

    return serve


NEWER = discussion(comment(30, 30, "warga_contoh", text("c")), comment(20, 20, "warga_contoh", text("b")), before=20)
OLDER = discussion(comment(10, 10, "anggi_contoh", text("a")), comment(20, 20, "warga_contoh", text("b")))


def test_older_comments_are_followed() -> None:
    pages, asked = read(pages_of({None: NEWER, 20: OLDER}), Reading.CAMPAIGN, handle=CAMPAIGN)

    assert [item.text for item in pages[0].items] == ["Contoh", "c", "b", "a"]
    assert not pages[0].gaps
    assert len(asked) == 3


def test_where_older_comments_do_not_come_it_is_told() -> None:
    pages, asked = read(pages_of({None: NEWER, 20: NEWER}), Reading.CAMPAIGN, handle=CAMPAIGN)

    assert [gap.reason for gap in pages[0].gaps] == ["comments-cut"]
    assert len(asked) == 3


def test_comments_that_an_earlier_scan_has_read_are_not_paged_through_again() -> None:
    serve = pages_of({None: NEWER, 20: OLDER})
    known = Cursor(watermark=at(25), bottom=START - timedelta(days=1))

    assert len(read(serve, Reading.CAMPAIGN, known, handle=CAMPAIGN)[1]) == 2


def test_one_message_on_the_watchlist() -> None:
    url = "https://t.me/kampanye_contoh/1"
    (page,), asked = read(campaign_world(), Reading.CAMPAIGN, url=url)

    assert asked[0] == "/s/kampanye_contoh?before=2"
    assert (page.items[0].parent_id, page.items[0].author) == (None, CAMPAIGN)
    assert [item.text for item in page.items] == ["Contoh 1", "Menang!", "Siap"]


@pytest.mark.parametrize(
    "url", ["https://t.me/kampanye_contoh/99", "https://t.me/kampanye_contoh", "https://example.org/1"]
)
def test_a_message_that_is_none(url: str) -> None:
    with pytest.raises(SourceGone):
        read(campaign_world(), Reading.CAMPAIGN, url=url)


@pytest.mark.parametrize(
    ("said", "bare"), [("-1001234567890", "1234567890"), ("1234567890", "1234567890"), ("-77", "77"), ("1001", "1001")]
)
def test_programs_mark_a_channels_number_differently(said: str, bare: str) -> None:
    assert bare_id(said) == bare

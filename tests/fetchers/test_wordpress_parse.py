"""Posts and comments of WordPress in, items out; where its interface is looked for; what is told of what is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.fetchers.fake_wordpress import SITE, START, FakeWordPress, at, comment, post, refused, site

from jempol_netral.errors import ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.wordpress import WordPress
from jempol_netral.fetchers.wordpress.place import Place
from jempol_netral.fetchers.wordpress.post import Scope, comment_item, post_item
from jempol_netral.models import Act, Cursor, Item, Page, Reading, Source, TimeQuality
from jempol_netral.platforms import PLATFORMS, read_account
from jempol_netral.roster.cells import read_native_id

SCOPE = Scope(SITE, SITE, claims=True)
NOW = at(50_000)


def test_a_post() -> None:
    item = post_item(post(4, "<p>satu</p><p>dua &amp; tiga</p>", title={"rendered": "Judul &#8211; contoh"}), SCOPE)

    assert item.text == "Judul – contoh\nsatu\ndua & tiga"
    assert (item.id, item.act) == (f"{SITE}#post-4", Act.POST)
    assert (item.author_id, item.author) == (f"{SITE}#2", read_account("wordpress", SITE + "/").handle)
    assert (item.created_at, item.time_quality) == (at(4), TimeQuality.PLATFORM), "not the site's own clock"
    assert (item.edited_at, item.unread_media) == (None, False)


@pytest.mark.parametrize(
    ("fields", "edited", "media", "why"),
    [
        ({"modified_gmt": "2024-10-02T00:00:00"}, True, False, "an edit"),
        ({"modified_gmt": "2024-09-02T00:00:00"}, False, False, "planned long before it was published: no edit"),
        ({"featured_media": 7}, False, True, "a picture above the post"),
        ({"content": {"rendered": "<img src=a>", "protected": False}}, False, True, "a picture in it"),
    ],
)
def test_edits_and_pictures(fields: dict[str, Any], edited: bool, media: bool, why: str) -> None:
    item = post_item(post(4, **fields), SCOPE)
    assert ((item.edited_at is not None), item.unread_media) == (edited, media), why


@pytest.mark.parametrize(
    ("fields", "author_id", "author", "why"),
    [
        ({"author": 9}, f"{SITE}#9", None, "a registered author, by number and site"),
        ({"author": 0}, f"{SITE}#guest", None, "a guest has a display name only, and that is nobody"),
        ({"author_url": "https://Adi.example.org/"}, None, "https://adi.example.org", "the address they gave"),
        ({"author": 9, "author_url": "https://adi.example.org"}, f"{SITE}#9", "https://adi.example.org", "both"),
        ({"author_url": SITE}, f"{SITE}#guest", None, "nobody becomes the campaign by writing its address"),
        ({"author_url": "adi"}, f"{SITE}#guest", None, "no address"),
        ({"author_url": "https://www.facebook.com/adi"}, f"{SITE}#guest", None, "an account elsewhere is no site"),
    ],
)
def test_whose_comment_it_is(fields: dict[str, Any], author_id: str | None, author: str | None, why: str) -> None:
    item = comment_item(comment(7, 4, **fields), SCOPE)
    assert (item.author_id, item.author) == (author_id, author), why


def test_claims_count_only_where_the_office_wants_it() -> None:
    said = comment(7, 4, author_url="https://adi.example.org")
    assert comment_item(said, Scope(SITE, SITE, claims=False)).author is None


def test_a_comment() -> None:
    said = comment(7, 4, "<blockquote>kata lain</blockquote>Siap &amp; menang", parent=6)
    item = comment_item(said, SCOPE)

    assert item.text == "Siap & menang"
    assert b"kata lain" not in item.raw
    assert (item.id, item.act) == (f"{SITE}#comment-7", Act.COMMENT)
    assert (item.parent_id, item.thread_id) == (f"{SITE}#comment-6", f"{SITE}#post-4")
    assert (item.under, item.created_at) == (SITE, at(7))
    assert comment_item(comment(7, 4), SCOPE).parent_id == f"{SITE}#post-4"


@pytest.mark.parametrize("broken", [{"id": "4"}, {"id": True}, {"content": None}, {"title": "x"}, {"content": "x"}])
def test_a_post_of_another_shape(broken: dict[str, Any]) -> None:
    with pytest.raises(ShapeChanged):
        post_item(post(4, **broken), SCOPE)


def test_the_roster_takes_ids_with_their_site_only() -> None:
    assert read_native_id("wordpress", f"{SITE}#12") == f"{SITE}#12"
    assert not PLATFORMS["wordpress"].native_id.fullmatch("12"), "12 is somebody else on every site"


# --- reading ----------------------------------------------------------------------------------------------------


@dataclass
class Scans:
    """One source, scanned again and again."""

    serve: Callable[[httpx.Request], httpx.Response]
    handle: str = SITE
    reading: Reading = Reading.ACCOUNT
    native_id: str | None = None
    page: int = 2
    cursor: Cursor = field(default_factory=Cursor)
    asked: list[httpx.Request] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    since: datetime = START - timedelta(days=1)

    def scan(self) -> dict[str, Item]:
        self.asked = []
        source = Source(
            key="k", fetcher="wordpress", platform="wordpress", reading=self.reading, handle=self.handle,
            native_id=self.native_id, since=self.since,
        )  # fmt: skip

        def respond(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            return self.serve(request)

        with Client(transport=httpx.MockTransport(respond), sleep=lambda _: None) as client:
            fetcher = WordPress({**WordPress.manifest.options, "page": self.page})
            self.pages = list(fetcher.fetch(source, self.cursor, client=client, clock=lambda: NOW))
        self.cursor = self.pages[-1].cursor
        return {item.id: item for page in self.pages for item in page.items}

    @property
    def gaps(self) -> list[str]:
        return [gap.reason for page in self.pages for gap in page.gaps]


def test_a_second_scan_asks_once() -> None:
    scans = Scans(site(), page=100)
    assert len(scans.scan()) == 5
    assert len(scans.asked) == 2, "where the interface stands, and one page"
    scans.scan()
    assert len(scans.asked) == 1
    after = scans.asked[0].url.params["after"]
    assert after == (at(5) - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%SZ") or scans.since > at(5) - timedelta(
        days=7
    )


@pytest.mark.parametrize("page", [1, 2, 3, 4, 100])
def test_many_posts_of_one_second_are_all_read(page: int) -> None:
    same = [post(number, minute=3) for number in range(10, 17)]
    for posts in ([post(1), post(2), *same, post(8)], [post(1), *same]):
        scans = Scans(FakeWordPress(posts), page=page)
        assert len(scans.scan()) == len(posts)
        assert scans.gaps == []


def test_what_is_published_and_deleted_between_two_pages_shifts_nothing() -> None:
    serve = FakeWordPress([post(number) for number in range(1, 9)])
    asked = 0

    def respond(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        if asked == 3:  # behind the first page
            serve.posts = [post(20), *(each for each in serve.posts if each["id"] != 8)]
        return serve(request)

    found = Scans(respond).scan()
    assert {int(key.rpartition("-")[2]) for key in found} == set(range(1, 9))


def test_an_earlier_since_goes_down_to_it() -> None:
    scans = Scans(FakeWordPress([post(number) for number in range(1, 9)]), since=at(5))
    assert len(scans.scan()) == 3, "after the fifth minute, exactly"
    scans.since = START - timedelta(days=1)
    assert len(scans.scan()) == 8


@pytest.mark.parametrize("headers", ["link", "count", "none"])
def test_the_end_is_known_by_link_by_count_or_by_a_short_page(headers: str) -> None:
    serve = FakeWordPress([post(number) for number in range(1, 8)])

    def respond(request: httpx.Request) -> httpx.Response:
        answer = serve(request)
        if headers != "link":
            answer.headers.pop("link", None)
        if headers != "count":
            answer.headers.pop("x-wp-totalpages", None)
        return answer

    assert len(Scans(respond).scan()) == 7


@pytest.mark.parametrize(
    ("handle", "native_id", "found", "why"),
    [
        (f"{SITE}/author/anggi", None, {1, 2, 3, 5}, "an author's page"),
        (f"{SITE}/?author=7", None, {4}, "an author's number in the address"),
        (SITE, f"{SITE}#7", {4}, "an author's number on the roster"),
        (SITE, None, {1, 2, 3, 4, 5}, "the whole site"),
    ],
)
def test_whose_posts_are_read(handle: str, native_id: str | None, found: set[int], why: str) -> None:
    scans = Scans(site(), handle=handle, native_id=native_id)
    assert {int(key.rpartition("-")[2]) for key in scans.scan()} == found, why
    identity = scans.pages[-1].identity
    assert (identity is not None) is (found != {1, 2, 3, 4, 5}), "a site has no number of its own"


def test_a_site_in_a_folder_and_a_post_that_looks_like_one() -> None:
    folder = Scans(FakeWordPress([post(1)], path="/dinas"), handle=f"{SITE}/dinas")
    assert [item.id for item in folder.scan().values()] == [f"{SITE}/dinas#post-1"]

    thread = Scans(site(), handle=f"{SITE}/contoh-2", reading=Reading.CAMPAIGN)
    items = list(thread.scan().values())
    assert [item.act for item in items] == [Act.POST, Act.COMMENT, Act.COMMENT]
    assert {items[0].author, items[1].under} == {f"{SITE}/contoh-2"}, "what the watchlist names"
    with pytest.raises(SourceGone, match="single post"):
        Scans(site(), handle=f"{SITE}/contoh-2").scan()
    with pytest.raises(SourceGone):
        Scans(site(), handle=f"{SITE}/tidak-ada").scan()


def test_sites_at_wordpress_com_have_their_interface_elsewhere() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "public-api.wordpress.com"
        assert request.url.path == "/wp/v2/sites/contoh.wordpress.com/posts"
        return httpx.Response(200, json=[post(1)] if "after" in request.url.params else [{"id": 1}])

    scans = Scans(respond, handle="https://contoh.wordpress.com")
    (item,) = scans.scan().values()
    assert item.id == "https://contoh.wordpress.com#post-1"


def test_an_interface_that_moved_is_found_again() -> None:
    scans = Scans(site())
    scans.scan()
    moved = site()
    moved.rewritten = False
    scans.serve = moved
    assert len(scans.scan()) == 5


# --- what is closed -----------------------------------------------------------------------------------------------


def test_comments_closed_to_all_are_a_gap_told_once() -> None:
    serve = site()
    serve.comments = None
    scans = Scans(serve, reading=Reading.CAMPAIGN)
    assert len(scans.scan()) == 5
    assert scans.gaps == ["comments-closed"]
    assert sum(request.url.path.endswith("/comments") for request in scans.asked) == 1


def test_authors_whose_numbers_are_not_told() -> None:
    serve = site()
    serve.users = None
    with pytest.raises(SourcePrivate):
        Scans(serve, handle=f"{SITE}/author/anggi").scan()


def test_posts_behind_a_password_are_a_gap() -> None:
    scans = Scans(FakeWordPress([post(1, content={"rendered": "", "protected": True})]))
    assert [item.text for item in scans.scan().values()] == ["Contoh 1"]
    assert scans.gaps == ["post-protected"]


def test_an_odd_post_hides_no_other() -> None:
    scans = Scans(FakeWordPress([post(1), {**post(2), "content": None}, post(3)]), page=100)
    assert len(scans.scan()) == 2
    assert scans.gaps == ["bad-entry"]


def test_a_refusal_that_is_not_about_pages_is_news() -> None:
    serve = site()

    def respond(request: httpx.Request) -> httpx.Response:
        return refused(400, "rest_invalid_param") if "after" in request.url.params else serve(request)

    with pytest.raises(ShapeChanged, match="rest_invalid_param"):
        Scans(respond).scan()


@pytest.mark.parametrize("memo", [None, "", "x", "{}", "[]", '{"api": 1}', "null"])
def test_a_memo_that_is_none(memo: str | None) -> None:
    assert Place.of(memo) is None

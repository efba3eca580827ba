"""What feeds are asked for: once and conditionally, and what is told where they keep something back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import httpx
import pytest
from tests.fetchers.fake_feeds import (
    ATOM,
    HTML,
    RSS,
    SITE,
    START,
    FakeSite,
    at,
    atom,
    blog,
    campaign_site,
    comment,
    entry,
    replies,
    rss,
    rss_item,
)

from jempol_netral.errors import ShapeChanged, SourceGone
from jempol_netral.fetchers.feeds import Feeds
from jempol_netral.fetchers.http import Client
from jempol_netral.models import Act, Cursor, Item, Page, Reading, Source

NOW = at(5000)


@dataclass
class Scans:
    """One source, scanned again and again."""

    serve: FakeSite
    reading: Reading = Reading.ACCOUNT
    handle: str = f"{SITE}/feed"
    since: datetime = START - timedelta(days=1)
    cursor: Cursor = field(default_factory=Cursor)
    asked: list[httpx.Request] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def scan(self) -> dict[str, Item]:
        self.asked = []
        source = Source(
            key="k", fetcher="feeds", platform="web", reading=self.reading, handle=self.handle, since=self.since
        )

        def respond(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            return self.serve(request)

        with Client(transport=httpx.MockTransport(respond), sleep=lambda _: None) as client:
            feeds = Feeds(Feeds.manifest.options)
            self.pages = list(feeds.fetch(source, self.cursor, client=client, clock=lambda: NOW))
        self.cursor = self.pages[-1].cursor
        return {item.id: item for page in self.pages for item in page.items}

    @property
    def paths(self) -> list[str]:
        return [request.url.raw_path.decode() for request in self.asked]

    @property
    def gaps(self) -> list[str]:
        return [gap.reason for page in self.pages for gap in page.gaps]


def test_a_feed_is_asked_whether_it_changed() -> None:
    scans = Scans(blog())
    assert len(scans.scan()) == 7
    assert scans.paths == ["/feed", "/feed?page=2", "/feed?page=3"]
    assert "if-none-match" not in scans.asked[0].headers
    before = scans.cursor

    assert scans.scan() == {}
    assert scans.paths == ["/feed"]
    assert scans.cursor == before, "nothing new: nothing is forgotten"
    assert scans.pages[0].sought_from == NOW, "and nothing is said to be missing"

    scans.serve.documents["/feed"] = (atom(entry(8), entry(7)), ATOM)
    assert {item.text for item in scans.scan().values()} >= {"Contoh 8\nIsi contoh 8"}


def test_an_earlier_since_asks_for_the_whole_feed_again() -> None:
    scans = Scans(blog(), since=at(5.5))
    assert len(scans.scan()) == 2
    scans.since = START - timedelta(days=1)
    assert len(scans.scan()) == 7
    assert "if-none-match" not in scans.asked[0].headers


def test_a_feed_that_never_came_to_its_end_is_not_asked_whether_it_changed() -> None:
    scans = Scans(blog())
    scans.scan()
    scans.cursor = replace(scans.pages[0].cursor)
    assert scans.cursor.continuation is not None
    assert scans.cursor.memo is None
    assert len(scans.scan()) == 7


def test_down_to_where_a_reading_looked_is_told() -> None:
    scans = Scans(FakeSite({"/feed": (atom(entry(9), entry(4)), ATOM)}))
    scans.scan()
    assert scans.pages[-1].sought_from == at(4), "what is older was pushed out, not deleted"


@pytest.mark.parametrize(
    ("count", "gaps", "why"),
    [(9, [], "so few are all there are"), (10, ["older-not-shown"], "there may have been more since the nomination")],
)
def test_a_feed_that_does_not_reach_back(count: int, gaps: list[str], why: str) -> None:
    scans = Scans(FakeSite({"/feed": (rss(*(rss_item(number) for number in range(100 + count, 100, -1))), RSS)}))
    scans.scan()
    assert scans.gaps == gaps, why


def test_a_feed_that_moved_on_faster_than_the_scans() -> None:
    def numbers(first: int) -> tuple[bytes, str]:
        return rss(*(rss_item(number) for number in range(first + 10, first, -1))), RSS

    scans = Scans(FakeSite({"/feed": numbers(0)}), since=START)
    scans.scan()
    scans.serve.documents["/feed"] = numbers(5)
    scans.scan()
    assert scans.gaps == [], "it still shows what was read last"
    scans.serve.documents["/feed"] = numbers(20)
    scans.scan()
    assert scans.gaps == ["older-not-shown"]


# --- where the feed stands -----------------------------------------------------------------------------------------


def test_a_page_leads_to_its_feed_once() -> None:
    page = f'<html><head><link rel="alternate" type="{ATOM}" href="/feed"></head></html>'.encode()
    serve = blog()
    serve.documents["/"] = (page, HTML)
    scans = Scans(serve, handle=SITE)

    items = scans.scan()
    assert len(items) == 7
    assert {item.author for item in items.values()} == {SITE}, "they are the account's whose address was given"
    assert scans.paths[:2] == ["/", "/feed"]
    scans.scan()
    assert scans.paths == ["/feed"]

    serve.documents["/umpan"] = serve.documents.pop("/feed")
    serve.documents["/"] = (page.replace(b"/feed", b"/umpan"), HTML)
    assert len(scans.scan()) == 7, "a feed that moved is looked for again"
    assert scans.paths[:3] == ["/feed", "/", "/umpan"]


@pytest.mark.parametrize("page", [b"<html>masuk</html>", b'<link rel="alternate" type="text/html" href="/x">'])
def test_a_page_without_a_feed(page: bytes) -> None:
    with pytest.raises(ShapeChanged, match="no feed"):
        Scans(FakeSite({"/feed": (page, HTML)})).scan()


def test_an_address_written_without_the_s_is_asked_with_it() -> None:
    scans = Scans(blog(), handle=SITE.replace("https", "http") + "/feed")
    assert len(scans.scan()) == 7
    assert {request.url.scheme for request in scans.asked} == {"https"}


def test_a_feed_that_is_gone_stays_gone() -> None:
    scans = Scans(blog())
    scans.scan()
    scans.serve.documents.clear()
    with pytest.raises(SourceGone):
        scans.scan()


# --- comments ---------------------------------------------------------------------------------------------------


def test_comments_stand_below_their_post_and_posts_without_any_are_not_asked() -> None:
    scans = Scans(campaign_site(), Reading.CAMPAIGN)
    items = scans.scan()
    assert scans.paths == ["/feed", "/30/feed/atom/", "/feed?page=2", "/20/feed/atom/"]
    thread = next(page for page in scans.pages if any(item.act is Act.COMMENT for item in page.items))
    assert [item.act for item in thread.items] == [Act.POST, Act.COMMENT, Act.COMMENT]
    answer = items[f"{SITE}/30/#comment-32"]
    assert (answer.parent_id, answer.thread_id) == (f"{SITE}/30/#comment-31", f"{SITE}/?p=30")
    assert answer.under == scans.handle

    scans.scan()
    assert scans.paths == ["/feed", "/30/feed/atom/", "/feed?page=2", "/20/feed/atom/"]
    assert "if-none-match" not in scans.asked[0].headers, "new comments do not change the feed of the posts"


def test_an_account_is_not_read_for_the_comments_of_others() -> None:
    scans = Scans(campaign_site())
    assert {item.act for item in scans.scan().values()} == {Act.POST}
    assert scans.paths == ["/feed", "/feed?page=2"]


@pytest.mark.parametrize("answer", [(b"<html>masuk</html>", HTML), (b"<feed><entry>", ATOM), None])
def test_comments_that_cannot_be_read_are_not_no_comments(answer: tuple[bytes, str] | None) -> None:
    documents = {"/feed": (atom(entry(30, inside=replies(30))), ATOM)}
    if answer:
        documents["/30/feed/atom/"] = answer
    scans = Scans(FakeSite(documents), Reading.CAMPAIGN)
    assert len(scans.scan()) == 1
    assert scans.gaps == ["comments-closed"]


def test_comments_on_several_pages() -> None:
    onward = '<link rel="next" href="/30/feed/atom/?page=2"/>'
    scans = Scans(
        FakeSite({
            "/feed": (atom(entry(30, inside=replies(30))), ATOM),
            "/30/feed/atom/": (atom(comment(33, 30, "A", "tiga"), comment(32, 30, "A", "dua"), inside=onward), ATOM),
            "/30/feed/atom/?page=2": (atom(comment(31, 30, "A", "satu"), inside=onward), ATOM),
        }),
        Reading.CAMPAIGN,
    )  # fmt: skip
    assert len(scans.scan()) == 4
    assert len(scans.paths) == 4, "a page that leads to itself is asked once more and left"


def test_a_feed_of_comments_is_never_the_sites_own_words() -> None:
    """Else strangers' comments would be kept as context, or given to the person whose site it is."""
    feed = (atom(comment(2, 1, "Warga", "Kata orang lain"), comment(3, 1, "Budi", "Lain lagi")), ATOM)
    for reading in (Reading.ACCOUNT, Reading.CAMPAIGN):
        items = Scans(FakeSite({"/feed": feed}), reading).scan().values()
        assert {(item.act, item.author, item.author_id) for item in items} == {
            (Act.COMMENT, None, f"{SITE}/feed#guest")
        }

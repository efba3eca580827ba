"""Feeds and the REST interface of a real WordPress, feeds of a real isso: what is read, by how many requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from tests.servers.isso_server import Isso
from tests.servers.wordpress_site import Site

from jempol_netral.errors import SourceGone
from jempol_netral.fetchers import registry
from jempol_netral.fetchers.base import Fetcher
from jempol_netral.fetchers.feeds import Feeds
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.wordpress import WordPress
from jempol_netral.models import Act, Cursor, Item, Page, Reading, Source, TimeQuality
from jempol_netral.platforms import read_account

pytestmark = pytest.mark.servers

NOW = datetime.now(UTC).replace(microsecond=0)
_numbers = count(1)


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


class Reader:
    """Reads one source again and again, as scans do, and counts what that costs."""

    def __init__(self, kind: type[Fetcher], handle: str, reading: Reading = Reading.ACCOUNT, **options: int) -> None:
        name = read_account(kind.manifest.platforms[0], handle)
        self.handle = name.handle or ""
        self.source = Source(
            key="k", fetcher=kind.manifest.name, platform=name.platform, reading=reading, handle=name.handle,
            since=ago(days=60),
        )  # fmt: skip
        self.fetcher = registry.build(kind, {**kind.manifest.options, **options}, {})
        self.cursor = Cursor()
        self.pages: list[Page] = []
        self.requests = 0

    def scan(self) -> dict[str, Item]:
        with Client(allow_loopback=True) as client:
            clock = lambda: datetime.now(UTC)  # noqa: E731
            self.pages = list(self.fetcher.fetch(self.source, self.cursor, client=client, clock=clock))
            self.requests = sum(client.requests.values())
        self.cursor = self.pages[-1].cursor
        return {item.id: item for page in self.pages for item in page.items}

    @property
    def gaps(self) -> set[str]:
        return {gap.reason for page in self.pages for gap in page.gaps}


@pytest.fixture
def author(wordpress: Site) -> tuple[str, int]:
    """An author with a login name of their own, so that tests do not see each other."""
    name = f"penulis{next(_numbers)}"
    return name, wordpress.user(name)


# --- feeds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["feed", "feed/rss", "feed/rdf", "feed/atom"])
def test_every_format_of_a_feed_gives_the_same_posts(wordpress: Site, author: tuple[str, int], path: str) -> None:
    name, number = author
    wordpress.post("Contoh pagi", "<p>Ini <b>kiriman</b> &amp; lengkap</p><p>dua</p>", ago(days=2), number)
    wordpress.post("Contoh siang", "Foto <img src='/a.jpg' alt='poster 02'>", ago(days=1), number)
    reader = Reader(Feeds, f"{wordpress.url}/author/{name}/{path}/")

    items = list(reversed(reader.scan().values()))

    if path in ("feed", "feed/atom"):
        assert [item.text for item in items] == [
            "Contoh pagi\nIni kiriman & lengkap\ndua",
            "Contoh siang\nFoto poster 02",
        ]
        assert [item.unread_media for item in items] == [False, True]
    else:
        assert [(item.text or "").split("\n")[0] for item in items] == ["Contoh pagi", "Contoh siang"]
    assert [item.author for item in items] == [reader.handle] * 2
    if path != "feed/rss":  # 0.92 knows no dates
        assert [item.created_at for item in items] == [ago(days=2), ago(days=1)]
        assert {item.time_quality for item in items} == {TimeQuality.PLATFORM}


def test_a_feed_that_did_not_change_costs_one_request_and_no_body(wordpress: Site, author: tuple[str, int]) -> None:
    name, number = author
    wordpress.post("Contoh satu", "isi", ago(days=2), number)
    edited = wordpress.post("Contoh dua", "isi", ago(days=1), number)
    reader = Reader(Feeds, f"{wordpress.url}/author/{name}/feed/")

    assert len(reader.scan()) == 2
    first = reader.requests
    before = reader.cursor
    assert reader.scan() == {}, "304: read, nothing new"
    assert (first, reader.requests) == (1, 1)
    assert reader.cursor == before
    assert reader.pages[0].sought_from is not None, "an unchanged feed does not say that posts are missing"

    wordpress.do("wp_update_post", {"ID": edited, "post_content": "isi yang disunting"})
    wordpress.post("Contoh tiga", "isi", ago(hours=1), number)
    items = reader.scan()
    assert {item.text for item in items.values()} == {
        "Contoh satu\nisi", "Contoh dua\nisi yang disunting", "Contoh tiga\nisi",
    }  # fmt: skip
    assert any(item.edited_at for item in items.values()) is False, "RSS does not tell of edits"
    assert reader.requests == 1


def test_a_page_that_names_its_feed(wordpress: Site, author: tuple[str, int]) -> None:
    name, number = author
    wordpress.post("Contoh halaman", "isi", ago(days=1), number)
    reader = Reader(Feeds, f"{wordpress.url}/author/{name}/")

    wordpress.post("Milik orang lain", "isi", ago(days=1), 1)
    assert {item.text for item in reader.scan().values()} == {"Contoh halaman\nisi"}, "not the feed of the whole site"
    reader.scan()
    assert reader.requests == 1, "the feed is found once"


def test_the_comments_under_a_campaigns_posts_are_read_from_their_feeds(
    wordpress: Site, author: tuple[str, int]
) -> None:
    name, number = author
    post = wordpress.post("Contoh kampanye", "Ajakan contoh", ago(days=2), number)
    quiet = wordpress.post("Contoh sepi", "Tanpa komentar", ago(days=1), number)
    first = wordpress.comment(post, "Kata orang lain", ago(hours=9), name="Warga")
    wordpress.comment(
        post, "<blockquote>Kata orang lain</blockquote>Siap, coblos", ago(hours=8), name="Adi",
        comment_parent=first, comment_author_url="https://adi.example.org/",
    )  # fmt: skip
    wordpress.comment(post, "belum disetujui", ago(hours=7), comment_approved=0)
    reader = Reader(Feeds, f"{wordpress.url}/author/{name}/feed/", Reading.CAMPAIGN)

    items = reader.scan()
    comments = {item.text: item for item in items.values() if item.act is Act.COMMENT}
    own = [item for item in items.values() if item.act is Act.POST]

    assert set(comments) == {"Kata orang lain", "Siap, coblos"}, "quotations and unapproved comments are not theirs"
    adi, stranger = comments["Siap, coblos"], comments["Kata orang lain"]
    assert adi.author == read_account("web", "adi.example.org").handle
    assert stranger.author is None, "nobody is known by a display name"
    assert adi.parent_id == stranger.id
    assert adi.thread_id == stranger.thread_id == next(item.id for item in own if "kampanye" in (item.text or ""))
    assert adi.under == reader.handle
    assert reader.requests == 2, "the feed and one thread; a post without comments is not asked"
    reader.scan()
    assert reader.requests == 2, "the feed and the thread in the overlap window"
    assert quiet


def test_nothing_there_and_no_feed_there(wordpress: Site) -> None:
    assert Reader(Feeds, f"{wordpress.url}/author/tidak-ada/feed/").scan() == {}, "WordPress answers an empty feed"
    with pytest.raises(SourceGone):
        Reader(Feeds, f"{wordpress.url}/tidak-ada/sama-sekali.xml").scan()


def test_issos_feed_of_comments(isso: Isso) -> None:
    stranger = isso.comment("/halaman", "Kata orang lain", author="Warga")
    isso.comment("/halaman", "Siap, coblos", author="Adi", website="https://adi.example.org", parent=stranger)
    reader = Reader(Feeds, isso.feed("/halaman"), Reading.CAMPAIGN)

    items = {item.text: item for item in reader.scan().values()}
    assert {item.act for item in items.values()} == {Act.COMMENT}
    assert items["Siap, coblos"].parent_id == items["Kata orang lain"].id
    assert items["Kata orang lain"].author is None
    assert items["Siap, coblos"].under == reader.handle
    assert reader.requests == 1

    assert reader.scan() == {}
    assert reader.requests == 1, "304"
    isso.comment("/halaman", "Menyusul")
    assert "Menyusul" in {item.text for item in reader.scan().values()}


# --- the REST interface ---------------------------------------------------------------------------------------


def test_an_author_by_their_page(wordpress: Site, author: tuple[str, int]) -> None:
    name, number = author
    wordpress.post("Contoh judul &amp; kata", "<p>satu</p><p>dua</p>", ago(days=2), number)
    wordpress.post("Rahasia", "draf", ago(days=1), number, post_status="private")
    locked = wordpress.post("Terkunci", "sandi", ago(hours=5), number, post_password="x")
    wordpress.post("Milik orang lain", "isi", ago(days=1), 1)
    reader = Reader(WordPress, f"{wordpress.url}/author/{name}/")

    items = reader.scan()
    me = f"{wordpress.url}#{number}"
    assert [item.text for item in items.values()] == ["Terkunci", "Contoh judul & kata\nsatu\ndua"]
    assert {(item.author_id, item.author) for item in items.values()} == {(me, reader.handle)}
    assert reader.gaps == {"post-protected"}
    identity = reader.pages[-1].identity
    assert identity is not None
    assert (identity.native_id, identity.handle) == (me, reader.handle)
    assert reader.requests == 2, "the author's number and one page"
    wordpress.do("wp_delete_post", locked, True)
    assert len(reader.scan()) == 1
    assert reader.requests == 1
    assert reader.gaps == set()


def test_a_long_listing_is_gone_down_by_date_even_where_many_share_a_second(
    wordpress: Site, author: tuple[str, int]
) -> None:
    name, number = author
    acts = [(f"Contoh {n}", "isi", ago(days=3) + timedelta(seconds=n // 5)) for n in range(23)]
    for act in acts:
        wordpress.post(*act, number)
    reader = Reader(WordPress, f"{wordpress.url}/author/{name}", page=4)

    items = reader.scan()
    assert len(items) == 23
    assert reader.cursor.continuation is None
    assert len(reader.scan()) == 23, "all in the overlap window"


def test_comments_under_a_campaign_are_read_in_one_request_for_all_posts(
    wordpress: Site, author: tuple[str, int]
) -> None:
    name, number = author
    member = wordpress.user(f"{name}-pembaca", role="subscriber")
    posts = [wordpress.post(f"Contoh {n}", "Ajakan", ago(days=2, hours=n), number) for n in range(3)]
    first = wordpress.comment(posts[0], "Siap <blockquote>kutipan</blockquote>coblos", ago(hours=9), user=member)
    wordpress.comment(posts[0], "Balasan", ago(hours=8), user=number, comment_parent=first)
    wordpress.comment(posts[2], "Kata tamu", ago(hours=7), name="Adi Contoh")
    wordpress.comment(posts[2], "Kata Adi", ago(hours=6), comment_author_url="https://adi.example.org")
    reader = Reader(WordPress, f"{wordpress.url}/author/{name}", Reading.CAMPAIGN)

    comments = {item.text: item for item in reader.scan().values() if item.act is Act.COMMENT}
    assert set(comments) == {"Siap\ncoblos", "Balasan", "Kata tamu", "Kata Adi"}
    by_member = comments["Siap\ncoblos"]
    assert by_member.author_id == f"{wordpress.url}#{member}"
    assert comments["Balasan"].parent_id == by_member.id
    assert comments["Balasan"].thread_id == by_member.thread_id == f"{wordpress.url}#post-{posts[0]}"
    guest, adi = comments["Kata tamu"], comments["Kata Adi"]
    assert (guest.author_id, guest.author) == (f"{wordpress.url}#guest", None), "a display name is nobody"
    assert adi.author == "https://adi.example.org"
    assert reader.requests == 3, "number, posts, comments"
    reader.scan()
    assert reader.requests == 2, "posts and comments"


def test_one_thread_by_its_address(wordpress: Site, author: tuple[str, int]) -> None:
    name, number = author
    post = wordpress.post(f"Debat {name}", "Debat contoh", ago(days=2), number)
    wordpress.comment(post, "Mantap", ago(hours=9), user=number)
    reader = Reader(WordPress, f"{wordpress.url}/debat-{name}/", Reading.CAMPAIGN)

    items = list(reader.scan().values())
    assert [item.act for item in items] == [Act.POST, Act.COMMENT]
    assert items[0].author == items[1].under == reader.handle
    reader.scan()
    assert reader.requests == 2


def test_a_site_that_keeps_its_comments_to_itself_is_not_a_site_without_comments(
    wordpress: Site, author: tuple[str, int]
) -> None:
    name, number = author
    wordpress.post("Contoh tertutup", "isi", ago(days=1), number)
    plugin = wordpress.plugin(
        "tanpa-komentar",
        "add_filter('rest_endpoints', function ($all) { unset($all['/wp/v2/comments']); return $all; });",
    )
    try:
        reader = Reader(WordPress, f"{wordpress.url}/author/{name}", Reading.CAMPAIGN)
        assert len(reader.scan()) == 1
        assert reader.gaps == {"comments-closed"}
    finally:
        plugin.unlink()


def test_addresses_that_are_not_rewritten(wordpress: Site, author: tuple[str, int]) -> None:
    _, number = author
    wordpress.post("Contoh polos", "isi", ago(days=1), number)
    reader = Reader(WordPress, f"{wordpress.url}/?author={number}")

    assert [item.text for item in reader.scan().values()] == ["Contoh polos\nisi"]
    with pytest.raises(SourceGone):
        Reader(WordPress, f"{wordpress.url}/author/tidak-ada").scan()
    with pytest.raises(SourceGone):
        Reader(WordPress, f"{wordpress.url}/tidak/ada").scan()

"""Feeds in every format in, items out: whose they are, under which id, when, and in whose words."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fetchers.fake_feeds import SITE, at, atom, comment, entry, json_feed, json_item, replies, rss, rss_item

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.feeds.document import Document, feed_in_page, read_document
from jempol_netral.fetchers.feeds.entry import Entry, Scope, comment_item, keys_of, post_item, read_time
from jempol_netral.models import Act, Item, TimeQuality
from jempol_netral.platforms import read_account

URL = f"{SITE}/feed"
NOW = datetime(2024, 11, 20, tzinfo=UTC)
SCOPE = Scope(URL)


def read(body: bytes, content_type: str = "") -> Document:
    found = read_document(body, URL, content_type)
    assert found is not None
    return found


def items(body: bytes, **scope: Any) -> list[Item]:
    document = read(body)
    where = Scope(URL, owner=document.owner, **scope)
    pairs = zip(document.entries, keys_of(document.entries, URL), strict=True)
    make = comment_item if document.comments else None
    return [
        make(entry, key, where, NOW, thread=None) if make else post_item(entry, key, where, NOW) for entry, key in pairs
    ]


def as_json(*found: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(json_feed(*found, **more)).encode()


RDF = (
    b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel>'
    b'<item rdf:about="https://situs.example.org/?p=1"><title>Contoh 1</title>'
    b"<link>https://situs.example.org/1/</link><description>Isi contoh 1</description>"
    b"<dc:date>2024-10-01T00:01:00Z</dc:date></item></rdf:RDF>"
)


@pytest.mark.parametrize(
    "body", [atom(entry(1)), rss(rss_item(1)), RDF, as_json(json_item(1))], ids=["atom", "rss", "rdf", "json"]
)
def test_every_format_gives_the_same(body: bytes) -> None:
    (item,) = items(body)

    assert item.text == "Contoh 1\nIsi contoh 1"
    assert (item.id, item.url) == (f"{SITE}/?p=1", f"{SITE}/1/")
    assert (item.created_at, item.time_quality) == (at(1), TimeQuality.PLATFORM)
    assert (item.platform, item.act, item.author_id, item.author) == ("web", Act.POST, None, URL)


@pytest.mark.parametrize(
    "typed", ["https://situs.example.org/feed/", "HTTPS://Situs.Example.org:443/feed", "situs.example.org/feed"]
)
def test_the_author_is_spelled_as_the_roster_spells_it(typed: str) -> None:
    (item,) = items(rss(rss_item(1)))
    assert item.author == read_account("web", typed).handle


# --- ids --------------------------------------------------------------------------------------------------------


def _entry(**fields: Any) -> Entry:
    return Entry(**fields)


@pytest.mark.parametrize(
    ("entries", "keys", "why"),
    [
        ([{"guid": f"{SITE}/?p=1"}], [f"{SITE}/?p=1"], "an address on the feed's own host is unique by itself"),
        ([{"guid": "1"}], [f"{URL}#1"], "a bare number is not"),
        (
            [{"guid": "https://lain.example.org/1"}],
            [f"{URL}#https://lain.example.org/1"],
            "nobody takes over another site's id",
        ),
        ([{"url": f"{SITE}/1/"}], [f"{SITE}/1/"], "without a guid its address"),
        (
            [{"guid": "0", "url": f"{SITE}/1/"}, {"guid": "0", "url": f"{SITE}/2/"}],
            [f"{SITE}/1/", f"{SITE}/2/"],
            "a guid that two entries carry names neither",
        ),
    ],
)
def test_ids(entries: list[dict[str, str]], keys: list[str], why: str) -> None:
    assert keys_of(tuple(_entry(**each) for each in entries), URL) == keys, why


def test_without_guid_and_address_the_words_are_the_id_and_marked_weak() -> None:
    one, same, other = _entry(title="a", text="b"), _entry(title="a", text="b"), _entry(title="a", text="c")
    keys = keys_of((one, other), URL)

    assert all(key.startswith(f"{URL}#weak-") for key in keys)
    assert keys[0] != keys[1]
    assert keys_of((same,), URL) == keys[:1]
    assert json.loads(post_item(one, keys[0], SCOPE, NOW).raw)["weak_id"] is True


# --- whose ------------------------------------------------------------------------------------------------------


def by(name: str, url: str = "") -> str:
    return f"<author><name>{name}</name>{f'<uri>{url}</uri>' if url else ''}</author>"


@pytest.mark.parametrize(
    ("body", "native_id", "author_id", "author", "act", "why"),
    [
        (atom(entry(1)), None, None, URL, Act.POST, "nobody is named: the site's account"),
        (atom(entry(1, inside=by("Adi"))), None, None, URL, Act.POST, "the office gave the whole feed to the person"),
        (
            atom(entry(1, inside=by("Adi")), inside=by("ADI")), None, None, URL, Act.POST,
            "the feed's owner, however spelled",
        ),
        (
            atom(entry(1, inside=by("Budi")), inside=by("Adi")), None, None, URL, Act.RESHARE,
            "another than the owner: the words are another's, the act is the account's",
        ),
        (atom(entry(1, inside=by("Adi Contoh"))), "AdiContoh", "AdiContoh", URL, Act.POST, "the author on the roster"),
        (atom(entry(1)), "AdiContoh", "AdiContoh", URL, Act.POST, "nobody is named: still the site's account"),
        (
            atom(entry(1, inside=by("Budi"))), "AdiContoh", f"{URL}#budi", None, Act.POST,
            "a feed of several authors: another's post is not the person's",
        ),
        (
            rss(rss_item(1, inside="<dc:creator>admin</dc:creator>"), inside="<managingEditor>x@y.z</managingEditor>"),
            None, None, URL, Act.POST, "RSS names an editor's mail address, not an owner",
        ),
        (as_json(json_item(1, authors=[{"name": "Budi"}]), authors=[{"name": "Adi"}]), None, None, URL, Act.RESHARE,
         "JSON Feed 1.1"),
        (as_json(json_item(1, author={"name": "Adi"}), author={"name": "Adi"}), None, None, URL, Act.POST, "version 1"),
    ],
)  # fmt: skip
def test_whose_post_it_is(
    body: bytes, native_id: str | None, author_id: str | None, author: str | None, act: Act, why: str
) -> None:
    (item,) = items(body, native_id=native_id)
    assert (item.author_id, item.author, item.act) == (author_id, author, act), why
    assert (item.reshared_author is not None) is (act is Act.RESHARE), why


@pytest.mark.parametrize(
    ("url", "claims", "author", "why"),
    [
        ("https://Adi.example.org/", True, "https://adi.example.org", "known by the address they gave"),
        ("https://adi.example.org", False, None, "unless the office does not want claims to count"),
        ("", True, None, "a display name is nobody"),
        (URL, True, None, "nobody becomes the campaign by writing its address"),
        ("javascript:alert(1)", True, None, "no address of a site"),
        ("https://www.instagram.com/adi", True, None, "an account elsewhere is no site"),
    ],
)
def test_whose_comment_it_is(url: str, claims: bool, author: str | None, why: str) -> None:
    (item,) = items(atom(comment(2, 1, "Adi Contoh", "Siap", url)), claims=claims)
    assert item.author == author, why
    assert item.author_id == (None if author else f"{URL}#guest"), why
    assert (item.act, item.under, item.parent_id) == (Act.COMMENT, URL, f"{SITE}/?p=1")


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text", "why"),
    [
        ("<p>satu</p><p>dua &amp; tiga</p>", "Contoh 1\nsatu\ndua & tiga", "markup is gone, lines stay"),
        ("Contoh 1 dan seterusnya", "Contoh 1 dan seterusnya", "a title that only repeats is not doubled"),
        ("a<script>alert(1)</script>b", "Contoh 1\nab", "scripts are not words"),
        ('a<blockquote class="twitter-tweet">kata lain</blockquote>b', "Contoh 1\na\nb", "another's post shown inside"),
        ("a<blockquote>kutipan</blockquote>", "Contoh 1\na\nkutipan", "a site chooses what it quotes"),
    ],
)
def test_words_of_a_post(html: str, text: str, why: str) -> None:
    (item,) = items(atom(entry(1, html)))
    assert item.text == text, why


@pytest.mark.parametrize(
    ("html", "text", "why"),
    [
        ("<p>Siap</p>", "Siap", "the title is made of other people's words and left out"),
        ("<blockquote>kutipan</blockquote>Siap", "Siap", "a quoted comment is another's"),
        ('<p>In reply to <a href="#c">Warga</a>.</p><p>Siap</p>', "Siap", "WordPress puts another's name there"),
    ],
)
def test_words_of_a_comment(html: str, text: str, why: str) -> None:
    (item,) = items(atom(comment(2, 1, "Adi", html)))
    assert item.text == text, why
    assert b"kutipan" not in item.raw
    assert b"Warga" not in item.raw


def test_pictures_and_enclosures_were_not_looked_at() -> None:
    sound = '<enclosure url="https://situs.example.org/a.mp3" type="audio/mpeg" length="1"/>'
    assert items(rss(rss_item(1, inside=sound)))[0].unread_media
    assert items(rss(rss_item(1, description='<img src="a.jpg">')))[0].unread_media
    assert items(as_json(json_item(1, image="a.jpg")))[0].unread_media
    assert not items(rss(rss_item(1)))[0].unread_media


# --- times ------------------------------------------------------------------------------------------------------

EIGHT = datetime(2024, 10, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "moment", "sure", "why"),
    [
        ("Tue, 01 Oct 2024 08:00:00 +0700", EIGHT, True, "RFC 822"),
        ("2024-10-01T08:00:00+07:00", EIGHT, True, "ISO 8601"),
        ("2024-10-01T01:00:00Z", EIGHT, True, "UTC"),
        ("Tue, 01 Oct 2024 08:00:00 WIB", EIGHT, True, "western Indonesia, as its sites write it"),
        ("Tue, 01 Oct 2024 10:00:00 WIT", EIGHT, True, "eastern Indonesia"),
        ("2024-10-01 01:00:00", EIGHT, False, "no zone: taken for UTC, and not sure"),
        ("2024-10-01", datetime(2024, 10, 1, tzinfo=UTC), False, "a day only"),
    ],
)
def test_times(said: str, moment: datetime, sure: bool, why: str) -> None:
    found = read_time(said)
    assert found is not None, why
    assert (found.at, found.sure) == (moment, sure), why


@pytest.mark.parametrize("said", ["", "kemarin", None, 5, "0000-00-00", "Tue, 99 Oct 99999 08:00:00 GMT"])
def test_what_is_no_time(said: object) -> None:
    assert read_time(said) is None


def test_edits_and_dates_that_cannot_be() -> None:
    (edited,) = items(atom(entry(1, updated=at(9).isoformat())))
    assert (edited.created_at, edited.edited_at) == (at(1), at(9))
    (only,) = items(atom(entry(1, published="")))
    assert (only.created_at, only.time_quality) == (at(1), TimeQuality.ESTIMATED)
    later = (NOW + timedelta(days=9)).isoformat()
    assert items(atom(entry(1, published=later)))[0].time_quality is TimeQuality.ESTIMATED
    assert items(rss(rss_item(1, pubDate="")))[0].created_at is None


# --- documents --------------------------------------------------------------------------------------------------


def test_what_feeds_say_of_their_comments_and_older_pages() -> None:
    document = read(atom(entry(2, inside=replies(2, 3)), entry(1), inside='<link rel="next" href="?page=2"/>'))
    assert document.next == f"{SITE}/feed?page=2"
    assert (document.entries[0].replies, document.entries[0].reply_count) == (f"{SITE}/2/feed/atom/", 3)
    assert (document.entries[1].replies, document.comments) == (None, False)

    asked = f"<wfw:commentRss>{SITE}/1/feed/</wfw:commentRss><slash:comments>0</slash:comments>"
    plain = read(rss(rss_item(1, inside=asked)))
    assert (plain.entries[0].replies, plain.entries[0].reply_count) == (f"{SITE}/1/feed/", 0)
    wordpress = read(rss(rss_item(1, inside=asked), inside="<generator>https://wordpress.org/?v=6.1</generator>"))
    assert wordpress.entries[0].replies == f"{SITE}/1/feed/atom/", "only there a comment says what it answers"
    elsewhere = asked.replace(SITE, "https://lain.example.org")
    assert read(rss(rss_item(1, inside=elsewhere))).entries[0].replies is None, "a feed sends us nowhere else"


@pytest.mark.parametrize(
    ("body", "comments", "why"),
    [
        (atom(comment(2, 1, "Adi", "Siap")), True, "all answer something"),
        (rss(rss_item(2, link=f"{SITE}/1/#comment-2")), True, "RSS: all stand in the comments of a page"),
        (atom(comment(2, 1, "Adi", "Siap"), entry(1)), False, "a site may answer in its own feed"),
        (atom(), False, "an empty feed"),
    ],
)
def test_feeds_of_comments(body: bytes, comments: bool, why: str) -> None:
    assert read(body).comments is comments, why


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (atom(entry(2), entry(1))[:-40], "cut off in the middle"),
        (as_json(json_item(1))[:-9], "JSON, cut off"),
        (b"[" * 50_000, "nested beyond reason"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "a JSON Feed without items"),
    ],
)
def test_what_is_refused(body: bytes, why: str) -> None:
    try:
        found = read_document(body, URL)
    except ShapeChanged:
        return
    pytest.fail(f"{why}: {found}")


@pytest.mark.parametrize("body", [b"", b"<html><body>x</body></html>", b'{"a": 1}', b"\x00\xff\xfe garbage", b"teks"])
def test_what_is_no_feed(body: bytes) -> None:
    assert read_document(body, URL) is None


def test_ill_formed_but_whole_feeds_are_read() -> None:
    broken = rss(rss_item(1)).replace(b"Isi contoh 1", b"A & B").replace(b"&lt;p&gt;", b"<b>")
    (item,) = items(broken)
    assert "A & B" in (item.text or "")


ALIAS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("prolog", "text"),
    [
        (f'<!DOCTYPE rss [<!ENTITY a0 "lol">{ALIAS}]>', "&a11;"),
        ('<!DOCTYPE rss [\n<!ENTITY x SYSTEM "file:///etc/passwd">\n]>', "&x;"),
        ('<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>', "x"),
    ],
    ids=["billion laughs", "a file", "an address"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_entities_are_refused(prolog: str, text: str, encoding: str) -> None:
    said = f'<?xml version="1.0" encoding="{encoding}"?>{prolog}<rss version="2.0"><channel><item><title>{text}</title>'
    body = f"{said}</item></channel></rss>".encode(encoding)
    with pytest.raises(ShapeChanged, match="entities"):
        read_document(body, URL)


def test_what_feedparser_itself_makes_of_entities_it_is_not_told_of() -> None:
    """The second wall, should the first be climbed: nothing is loaded, nothing explodes."""
    hidden = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'.encode("utf-7")
    head = b'<?xml version="1.0" encoding="utf-7"?>'
    body = head + hidden + b'<rss version="2.0"><channel><item><title>&x;root</title></item></channel></rss>'
    try:
        found = read_document(body, URL)
    except ShapeChanged:
        return
    assert "root:" not in repr(found)


def test_a_doctype_alone_is_harmless() -> None:
    body = rss(rss_item(1)).replace(
        b"?><rss", b'?>\n<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x.dtd">\n<rss'
    )
    assert len(items(body)) == 1


def test_a_feed_that_is_a_path_or_an_address_is_neither_opened_nor_asked() -> None:
    assert read_document(b"/etc/passwd", URL) is None
    assert read_document(b"https://127.0.0.1/feed", URL) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_borne(body: bytes) -> None:
    with suppress(ShapeChanged):
        read_document(body, URL)


@given(
    st.lists(
        st.sampled_from(
            [
                b"<rss>",
                b"<channel>",
                b"<item>",
                b"</item>",
                b"<title>",
                b"&#0;",
                b"<![CDATA[",
                b"]]>",
                b"</channel>",
                b"</rss>",
                b"<feed>",
                b"<entry>",
                b"<id>",
                b"\xff",
                b"<!DOCTYPE",
                b"x",
            ]
        )
    )
)
def test_any_heap_of_tags_is_borne(parts: list[bytes]) -> None:
    with suppress(ShapeChanged):
        read_document(b"".join(parts), URL)


# --- pages ------------------------------------------------------------------------------------------------------

PAGE = b"""<html><head>
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" title="Situs" href="/feed/atom/">
</head></html>"""


@pytest.mark.parametrize(
    ("page", "url", "feed", "why"),
    [
        (PAGE, SITE, f"{SITE}/feed/atom/", "its posts rather than its comments"),
        (PAGE, f"{SITE}/index.php", f"{SITE}/feed/atom/", "the front page by another name"),
        (PAGE, f"{SITE}/author/adi/", None, "on an author's page the site's feed is other people's words"),
        (
            PAGE + b'<link rel="alternate" type="application/rss+xml" href="/author/adi/feed/">',
            f"{SITE}/author/adi/", f"{SITE}/author/adi/feed/", "the author's own",
        ),
        (
            b'<link rel="alternate" type="application/rss+xml" href="/feed/@adi">',
            f"{SITE}/@adi", f"{SITE}/feed/@adi", "as some sites of many spell it",
        ),
        (
            PAGE + b'<link rel="alternate" type="application/rss+xml" title="Comments" href="/debat/feed/">',
            f"{SITE}/debat/", f"{SITE}/debat/feed/", "a post names the feed of its comments",
        ),
        (b"<html>masuk</html>", SITE, None, "none is named"),
        (b'<link rel="alternate" type="application/rss+xml" href="javascript:x">', SITE, None, "no address"),
    ],
)  # fmt: skip
def test_the_feed_of_a_page(page: bytes, url: str, feed: str | None, why: str) -> None:
    assert feed_in_page(page, url) == feed, why

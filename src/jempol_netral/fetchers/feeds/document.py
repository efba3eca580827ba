"""What a site answered in; a feed's entries out, or where its feed stands. Pure.

XML goes through feedparser, always as a stream: it opens files and addresses that it is given as text. Entity
declarations are refused before; feedparser itself drops all but the harmless ones and loads nothing from outside.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.feeds.entry import NOBODY, Byline, Entry, read_time
from jempol_netral.fetchers.feeds.json_feed import is_json_feed, json_byline, json_entries
from jempol_netral.fetchers.html_text import HtmlText, read_html
from jempol_netral.fetchers.shapes import optional_text, storable
from jempol_netral.fetchers.sites import EMBEDDED_POSTS, host_of, page_address

MOST_BYTES = 8 * 1024 * 1024
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ROOT = re.compile(rb"<\w")
_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_COMMENT_PLACE = re.compile(r"#.*(?:comment|komentar|isso)", re.IGNORECASE)
_FRONT = re.compile(r"|(?:index|default|home|beranda)(?:\.\w+)?")
_COMMENT_FEED = re.compile(r"/comments(?:/|$)")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")


@dataclass(frozen=True, slots=True)
class Document:
    """A feed."""

    entries: tuple[Entry, ...]
    owner: Byline = NOBODY
    next: str | None = None
    """Where its older entries stand."""
    comments: bool = False
    """It holds what visitors wrote, not the site."""
    unread: int = 0
    """Entries that could not be made out."""


def read_document(body: bytes, url: str, content_type: str = "") -> Document | None:
    """The feed that `url` answered with; None where that is no feed.

    Raises:
        ShapeChanged: it is one, but cut off, too large, or declares entities.
    """
    if len(body) > MOST_BYTES:
        raise ShapeChanged("the feed has more than {limit} bytes", limit=MOST_BYTES)
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return _json(body, url) if start in (b"{", b"[") else _xml(body, url, content_type)


def feed_in_page(html: bytes, url: str) -> str | None:
    """Where the feed of a web page stands, as the page itself says; one of posts rather than of comments.

    An author's page on a site of many names the site's feed too, and first. That is other people's words: below the
    site's front page only a feed counts whose address holds the page's own name.
    """
    from selectolax.lexbor import LexborHTMLParser

    if b"\0" in html[:1024]:
        return None
    name = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1].casefold()
    found = []
    for link in LexborHTMLParser(html[:1_000_000].decode("utf-8", "replace")).css("link[rel~=alternate i]"):
        kind = (link.attributes.get("type") or "").split(";")[0].strip().lower()
        address = page_address(url, link.attributes.get("href"))
        if kind not in _FEED_TYPES or address is None:
            continue
        if _FRONT.fullmatch(name) or name in urlsplit(address).path.casefold().split("/"):
            found.append(("comment" in f"{address} {link.attributes.get('title')}".casefold(), address))
    return min(found, key=lambda each: each[0])[1] if found else None


# --- JSON -------------------------------------------------------------------------------------------------------


def _json(body: bytes, url: str) -> Document | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ShapeChanged("the feed is cut off or ill-formed") from error
    if not is_json_feed(answer):
        return None
    entries, unread = json_entries(answer, url)
    onward = page_address(url, optional_text(answer, "next_url"))
    return Document(tuple(entries), json_byline(answer), onward, unread=unread)


# --- XML ----------------------------------------------------------------------------------------------------------


def _xml(body: bytes, url: str, content_type: str) -> Document | None:
    import feedparser  # start-up would feel it

    plain = body.replace(b"\0", b"")  # two and four bytes a letter
    root = _ROOT.search(plain)
    if _ENTITIES.search(plain, 0, root.start() if root else len(plain)):
        raise ShapeChanged("the feed declares entities, which are not read")
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    try:
        found = feedparser.parse(
            io.BytesIO(body), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except Exception as error:  # the parser meets anything, and is not always prepared
        raise ShapeChanged("the feed cannot be read ({kind})", kind=type(error).__name__) from error
    if not found.get("version") and not found["entries"]:
        return None
    if found.get("bozo") and not _END.search(plain):
        raise ShapeChanged("the feed is cut off or ill-formed")
    return _document(found, url)


def _document(found: Any, url: str) -> Document:
    feed = dict(found["feed"])
    atom = str(found.get("version", "")).startswith("atom")
    wordpress = "wordpress.org" in str(feed.get("generator", ""))
    entries = [_entry(dict(each), url, atom=atom, wordpress=wordpress) for each in found["entries"]]
    read = tuple(entry for entry in entries if entry.guid or entry.url or entry.title or entry.text)
    onward = next((link.get("href") for link in _dicts(feed, "links") if link.get("rel") == "next"), None)
    about = [entry for entry in read if entry.answers or _COMMENT_PLACE.search(entry.url or "")]
    return Document(
        entries=read,
        owner=_byline(feed) if atom else NOBODY,  # elsewhere it is an editor's mail address
        next=page_address(url, onward),
        comments=bool(read and len(about) == len(read)) or _COMMENT_FEED.search(url) is not None,
        unread=len(entries) - len(read),
    )


def _entry(entry: Mapping[str, Any], url: str, *, atom: bool, wordpress: bool) -> Entry:
    body, own = _body(entry)
    answers = entry.get("thr_in-reply-to")
    links = _dicts(entry, "links")
    title = _read(entry.get("title_detail"))
    published, updated = (read_time(entry.get(name), entry.get(f"{name}_parsed")) for name in ("published", "updated"))
    if published is None and not atom:
        published, updated = updated, None  # the one date of RDF comes as the last change
    return Entry(
        guid=_said(entry, "id"),
        url=page_address(url, _said(entry, "link")),
        title=title.text.replace("\n", " "),
        text=body.text,
        own=own,
        media=body.media or any(link.get("rel") == "enclosure" for link in links) or "media_content" in entry,
        author=_byline(entry),
        published=published,
        updated=updated,
        answers=_said(answers, "ref") if isinstance(answers, Mapping) else "",
        replies=_replies(entry, links, url, wordpress=wordpress),
        reply_count=_count(entry, links),
    )


def _body(entry: Mapping[str, Any]) -> tuple[HtmlText, str | None]:
    """An entry's words, and the same without quotations where it has some."""
    for part in (*_dicts(entry, "content"), entry.get("summary_detail")):
        read = _read(part)
        if read.text or read.media:
            quoting = isinstance(part, Mapping) and "<blockquote" in _said(part, "value").casefold()
            return read, _read(part, quotes=False).text if quoting else None
    return HtmlText("", media=False), None


def _read(part: object, *, quotes: bool = True) -> HtmlText:
    """A title or a text by its own word on whether it is HTML."""
    if not isinstance(part, Mapping):
        return HtmlText("", media=False)
    kind, said = str(part.get("type") or ""), _said(part, "value")
    if kind in ("text/html", "application/xhtml+xml"):
        return read_html(said, without=EMBEDDED_POSTS, quotes=quotes)
    return HtmlText(said.strip(), media=False) if kind in ("", "text/plain") else HtmlText("", media=True)


def _byline(holder: Mapping[str, Any]) -> Byline:
    author = holder.get("author_detail")
    if not isinstance(author, Mapping):
        return Byline(_said(holder, "author"))
    return Byline(_said(author, "name"), _said(author, "href"), _said(author, "email"))


def _replies(entry: Mapping[str, Any], links: list[Mapping[str, Any]], url: str, *, wordpress: bool) -> str | None:
    """The feed of an entry's comments, Atom where there is a choice: only there a comment says what it answers."""
    offered = [
        link.get("href")
        for link in links
        if link.get("rel") == "replies" and str(link.get("type", "")).endswith(("atom+xml", "rss+xml"))
    ]
    rss = _said(entry, "wfw_commentrss")
    if rss and wordpress and rss.rstrip("/").endswith("/feed"):
        rss = rss.rstrip("/") + "/atom/"
    address = page_address(url, next(filter(None, offered), rss))
    return address if address and host_of(address) == host_of(url) else None


def _count(entry: Mapping[str, Any], links: list[Mapping[str, Any]]) -> int | None:
    counts = [entry.get("slash_comments"), entry.get("thr_total"), *(link.get("thr:count") for link in links)]
    said = next((str(each) for each in counts if each is not None), "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None


def _said(holder: Mapping[str, Any], key: str) -> str:
    found = holder.get(key)
    return storable(found) if isinstance(found, str) else ""


def _dicts(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = holder.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []

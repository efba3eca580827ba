"""Invented feeds in the shapes that sites send, and a little site that serves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

import httpx

START = datetime(2024, 10, 1, tzinfo=UTC)
SITE = "https://situs.example.org"


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def entry(number: int, text: str = "", **more: str) -> str:
    """An Atom entry, written at minute `number`. `more` is put in as elements, `inside` as it is."""
    inside = more.pop("inside", "")
    fields = {
        "id": f"{SITE}/?p={number}",
        "published": at(number).isoformat(),
        "updated": at(number).isoformat(),
        **more,
    }
    elements = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value)
    body = (
        f'<title>Contoh {number}</title><content type="html">{escape(text or f"<p>Isi contoh {number}</p>")}</content>'
    )
    return f'<entry>{elements}{body}<link rel="alternate" href="{SITE}/{number}/"/>{inside}</entry>'


def atom(*entries: str, inside: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Situs contoh</title>'
        f"<id>{SITE}</id>{inside}{''.join(entries)}</feed>"
    ).encode()


def rss_item(number: int, **more: str) -> str:
    inside = more.pop("inside", "")
    fields = {
        "title": f"Contoh {number}",
        "link": f"{SITE}/{number}/",
        "guid": f"{SITE}/?p={number}",
        "pubDate": format_datetime(at(number)),
        "description": f"<p>Isi contoh {number}</p>",
        **more,
    }
    return (
        "<item>"
        + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value)
        + inside
        + "</item>"
    )


def rss(*items: str, inside: str = "") -> bytes:
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    )
    channel = f"<title>Situs contoh</title><link>{SITE}</link><description>x</description>{inside}{''.join(items)}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {names}><channel>{channel}</channel></rss>'.encode()
    )


def json_item(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{SITE}/?p={number}",
        "url": f"{SITE}/{number}/",
        "title": f"Contoh {number}",
        "content_html": f"<p>Isi contoh {number}</p>",
        "date_published": at(number).isoformat(),
        **more,
    }


def json_feed(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Situs contoh", "items": list(items), **more}


def replies(number: int, count: int = 1) -> str:
    address = f"{SITE}/{number}/feed/atom/"
    return f'<link rel="replies" type="application/atom+xml" href="{address}" thr:count="{count}"/>'


def comment(number: int, under: int, name: str, text: str, url: str = "", parent: int = 0) -> str:
    """An Atom comment on entry `under`, in answer to comment `parent` where given."""
    author = f"<author><name>{name}</name>{f'<uri>{url}</uri>' if url else ''}</author>"
    ref = f"{SITE}/{under}/#comment-{parent}" if parent else f"{SITE}/?p={under}"
    return entry(number, text, id=f"{SITE}/{under}/#comment-{number}", inside=f'{author}<thr:in-reply-to ref="{ref}"/>')


Answer = tuple[bytes, str]


class FakeSite:
    """Serves documents by path and query; answers 304 to whoever holds the right ETag."""

    def __init__(self, documents: dict[str, Answer]) -> None:
        self.documents = documents

    def __call__(self, request: httpx.Request) -> httpx.Response:
        target = request.url.raw_path.decode()
        if target not in self.documents:
            return httpx.Response(404, content=b"<html>not found</html>")
        body, content_type = self.documents[target]
        etag = f'"{hash(body)}"'
        if request.headers.get("if-none-match") == etag:
            return httpx.Response(304, headers={"ETag": etag})
        return httpx.Response(200, content=body, headers={"Content-Type": content_type, "ETag": etag})


ATOM, RSS, JSON, HTML = "application/atom+xml", "application/rss+xml", "application/feed+json", "text/html"


def blog() -> FakeSite:
    """Seven entries on three pages."""

    def onward(page: int) -> str:
        return f'<link rel="next" href="/feed?page={page}"/>'

    return FakeSite(
        {
            "/feed": (atom(entry(7), entry(6), entry(5), inside=onward(2)), ATOM),
            "/feed?page=2": (atom(entry(4), entry(3), inside=onward(3)), ATOM),
            "/feed?page=3": (atom(entry(2), entry(1)), ATOM),
        }
    )


def campaign_site() -> FakeSite:
    """Four posts on two pages, comments under two of them."""
    return FakeSite(
        {
            "/feed": (
                atom(
                    entry(40, inside=replies(40, 0)),
                    entry(30, inside=replies(30, 2)),
                    inside='<link rel="next" href="/feed?page=2"/>',
                ),
                ATOM,
            ),
            "/feed?page=2": (atom(entry(20, inside=replies(20)), entry(10)), ATOM),
            "/30/feed/atom/": (
                atom(
                    comment(32, 30, "Adi", "Siap, menang!", "https://adi.example.org/", parent=31),
                    comment(31, 30, "Warga", "Kata orang lain"),
                ),
                ATOM,
            ),
            "/20/feed/atom/": (atom(comment(21, 20, "Adi", "Lanjutkan", "https://adi.example.org")), ATOM),
        }
    )

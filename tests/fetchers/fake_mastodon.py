"""Invented statuses in the shape in which Mastodon sends them, and a little server that serves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

HOST = "server.example"
START = datetime(2024, 10, 1, tzinfo=UTC)
NUMBERS = {"anggi": "1001", "kampanye": "1002", "warga": "1003", "jauh@lain.example": "1009"}
"""Accounts by `acct`, as this server numbers them."""


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def number(minutes: float) -> str:
    """A status id: the greater the later."""
    return str(109_000_000_000_000_000 + round(minutes * 1000))


def account(acct: str, **more: Any) -> dict[str, Any]:
    user, _, domain = acct.partition("@")
    return {
        "id": NUMBERS[acct], "username": user, "acct": acct, "display_name": "Contoh", "locked": False, "bot": False,
        "created_at": "2023-01-01T00:00:00.000Z", "note": "<p>Contoh</p>", "url": f"https://{domain or HOST}/@{user}",
        "uri": f"https://{domain or HOST}/users/{user}", "avatar": f"https://{HOST}/a.png", "followers_count": 3,
        "statuses_count": 9, "last_status_at": "2024-11-01", "emojis": [], "fields": [], **more,
    }  # fmt: skip


def status(
    acct: str, minutes: float, content: str, *, answers: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A status. `answers` is the one it replies to."""
    user, _, domain = acct.partition("@")
    mentions = []
    if answers is not None:
        whom = answers["account"]
        mentions = [{"id": whom["id"], "username": whom["username"], "url": whom["url"], "acct": whom["acct"]}]
    return {
        "id": number(minutes), "created_at": iso(at(minutes)), "edited_at": None, "visibility": "public",
        "uri": f"https://{domain or HOST}/users/{user}/statuses/{number(minutes)}",
        "url": f"https://{domain or HOST}/@{user}/{number(minutes)}", "language": "id", "sensitive": False,
        "spoiler_text": "", "content": content if content.startswith("<") else f"<p>{content}</p>",
        "in_reply_to_id": answers["id"] if answers else None,
        "in_reply_to_account_id": answers["account"]["id"] if answers else None,
        "reblog": None, "account": account(acct), "media_attachments": [], "mentions": mentions, "tags": [],
        "emojis": [], "card": None, "poll": None, "quote": None, "replies_count": 0, "reblogs_count": 0,
        "favourites_count": 0, **more,
    }  # fmt: skip


def reblog(acct: str, minutes: float, original: dict[str, Any]) -> dict[str, Any]:
    wrapper = status(acct, minutes, original["content"], reblog=original, url=original["url"])
    return {**wrapper, "uri": f"{wrapper['uri']}/activity"}


class FakeServer:
    """Serves the statuses of some accounts and the contexts under some of them, as Mastodon does."""

    def __init__(
        self, feeds: dict[str, Sequence[dict[str, Any]]], contexts: dict[str, list[dict[str, Any]]] | None = None
    ) -> None:
        """`feeds` by acct, newest first; `contexts` are the descendants by status id."""
        self.feeds = feeds
        self.contexts = contexts or {}
        self.accounts = {acct: account(acct) for acct in feeds}
        self.link = True
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        match request.url.path.split("/")[1:]:
            case ["api", "v1", "accounts", "lookup"]:
                return self._found(self.accounts.get(request.url.params["acct"]))
            case ["api", "v1", "accounts", who]:
                return self._found(next((each for each in self.accounts.values() if each["id"] == who), None))
            case ["api", "v1", "accounts", who, "statuses"]:
                return self._statuses(who, request.url.params)
            case ["api", "v1", "statuses", which]:
                every = [each for feed in self.feeds.values() for each in feed]
                return self._found(next((each for each in every if each["id"] == which), None))
            case ["api", "v1", "statuses", which, "context"]:
                below = self.contexts.get(which)
                return self._found(None if below is None else {"ancestors": [], "descendants": below})
            case _:
                return self._found(None)

    @staticmethod
    def _found(what: dict[str, Any] | None) -> httpx.Response:
        if what is None:
            return httpx.Response(404, json={"error": "Record not found"})
        return httpx.Response(200, json=what)

    def _statuses(self, who: str, asked: httpx.QueryParams) -> httpx.Response:
        feed = next((self.feeds[acct] for acct, each in self.accounts.items() if each["id"] == who), None)
        if feed is None:
            return self._found(None)
        limit = int(asked.get("limit", "20"))
        page = [each for each in feed if int(each["id"]) < int(asked.get("max_id", "9" * 20))][:limit]
        here = f"https://{HOST}/api/v1/accounts/{who}/statuses?limit={limit}"
        links = [f'<{here}&max_id={page[-1]["id"]}>; rel="next"'] if len(page) == limit else []
        links += [f'<{here}&min_id={page[0]["id"]}>; rel="prev"'] if page else []
        headers = {"Link": ", ".join(links)} if links and self.link else {}
        return httpx.Response(200, json=page, headers=headers)


def account_world() -> FakeServer:
    """An account with a post, a reply, a quote, a reblog, a picture and something for followers only."""
    other = status("kampanye", 5, "Kata orang lain")
    picture = [{"id": "7", "type": "image", "url": f"https://{HOST}/p.png", "description": "Poster contoh"}]
    feed = [
        status("anggi", 10, "Bukan untuk umum", visibility="private"),
        reblog("anggi", 9, other),
        status("anggi", 8, "Lihat", media_attachments=picture),
        status("anggi", 7, "Hm.", quote={"state": "accepted", "quoted_status": other}),
        status("anggi", 6, "Setuju", answers=other),
        status("anggi", 2, "Selamat pagi"),
    ]
    return FakeServer({"anggi": feed})


def campaign_world() -> FakeServer:
    """A campaign account with three posts, two of them with comments, one of these a thread of its own making."""
    first = status("kampanye", 1, "Contoh satu", replies_count=1)
    second = status("kampanye", 10, "Contoh dua", replies_count=1)
    own_reply = status("kampanye", 20, "Lanjutan", answers=second, replies_count=1)
    third = status("kampanye", 30, "Contoh tiga")
    comment = status("anggi", 3, "Menang!", answers=first)
    below = {
        first["id"]: [comment, status("jauh@lain.example", 4, "Ya", answers=comment)],
        second["id"]: [own_reply, status("anggi", 21, "Siap", answers=own_reply)],
        own_reply["id"]: [status("anggi", 21, "Siap", answers=own_reply)],
    }
    return FakeServer({"kampanye": [third, own_reply, second, first]}, below)

"""Invented posts in the shape in which Bluesky's AppView sends them, and a little AppView that serves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

START = datetime(2024, 10, 1, tzinfo=UTC)
DIDS = {
    "anggi.example": "did:plc:anggi",
    "kampanye.example": "did:plc:kampanye",
    "warga.example": "did:plc:warga",
}
_TID = "234567abcdefghijklmnopqrstuvwxyz"


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rkey(moment: datetime) -> str:
    number = int(moment.timestamp() * 1_000_000) << 10
    return "".join(_TID[(number >> shift) & 31] for shift in range(60, -1, -5))


def uri(handle: str, minutes: float) -> str:
    return f"at://{DIDS[handle]}/app.bsky.feed.post/{rkey(at(minutes))}"


def actor(handle: str, **more: Any) -> dict[str, Any]:
    return {"did": DIDS[handle], "handle": handle, "displayName": "Contoh", "labels": [], **more}


def post(
    handle: str, minutes: float, text: str, *, parent: str | None = None, root: str | None = None, **record: Any
) -> dict[str, Any]:
    """A post view. `record` adds to the record; `replyCount` and the like are set afterwards."""
    fields = {"$type": "app.bsky.feed.post", "text": text, "createdAt": iso(at(minutes)), "langs": ["id"], **record}
    if parent is not None:
        fields["reply"] = {
            "root": {"uri": root or parent, "cid": "bafyroot"},
            "parent": {"uri": parent, "cid": "bafyparent"},
        }
    return {
        "uri": uri(handle, minutes),
        "cid": f"bafy{minutes}",
        "author": actor(handle),
        "record": fields,
        "replyCount": 0,
        "likeCount": 0,
        "indexedAt": iso(at(minutes)),
        "labels": [],
    }


def repost(handle: str, minutes: float, original: dict[str, Any]) -> dict[str, Any]:
    """A feed entry that reposts `original`."""
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": actor(handle),
        "uri": f"at://{DIDS[handle]}/app.bsky.feed.repost/{rkey(at(minutes))}",
        "cid": f"bafyre{minutes}",
        "indexedAt": iso(at(minutes)),
    }
    return {"post": original, "reason": reason}


def node(view: dict[str, Any], *replies: dict[str, Any]) -> dict[str, Any]:
    """A thread view; counts its direct replies."""
    view = {**view, "replyCount": len(replies)}
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, "replies": list(replies)}


class FakeAppView:
    """Serves one feed and some threads."""

    def __init__(self, feed: list[dict[str, Any]], threads: dict[str, dict[str, Any]] | None = None) -> None:
        """`feed` newest first; `threads` by the URI of their post."""
        self.feed = feed
        self.threads = threads or {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        if request.url.path == "/xrpc/app.bsky.feed.getAuthorFeed":
            return self._feed(int(asked.get("cursor", "0")), int(asked["limit"]))
        thread = self.threads.get(asked.get("uri", ""))
        if thread is None:
            return httpx.Response(400, json={"error": "NotFound", "message": "Post not found"})
        return httpx.Response(200, json={"thread": thread})

    def _feed(self, start: int, limit: int) -> httpx.Response:
        answer: dict[str, Any] = {"feed": self.feed[start : start + limit]}
        if answer["feed"]:  # as the true one: a cursor comes with every page that holds something
            answer["cursor"] = str(start + limit)
        return httpx.Response(200, json=answer)


def campaign_world() -> FakeAppView:
    """A campaign account with three posts, two of them with comments, one of these a thread of its own making."""
    first = post("kampanye.example", 1, "Contoh satu")
    second = post("kampanye.example", 10, "Contoh dua")
    own_reply = post("kampanye.example", 20, "Lanjutan", parent=second["uri"])
    third = post("kampanye.example", 30, "Contoh tiga")
    comment = post("anggi.example", 3, "Menang!", parent=first["uri"])
    threads = {
        first["uri"]: node(
            first, node(comment, node(post("warga.example", 4, "Ya", parent=comment["uri"], root=first["uri"])))
        ),
        second["uri"]: node(
            second,
            node(own_reply, node(post("anggi.example", 21, "Siap", parent=own_reply["uri"], root=second["uri"]))),
        ),
    }
    first["replyCount"] = second["replyCount"] = own_reply["replyCount"] = 1
    return FakeAppView([{"post": each} for each in (third, own_reply, second, first)], threads)


def account_world() -> FakeAppView:
    """An account with a post, a reply, a quote, a repost and a picture."""
    other = post("kampanye.example", 5, "Kata orang lain")
    picture = {"$type": "app.bsky.embed.images", "images": [{"alt": "Poster contoh", "image": {"ref": "x"}}]}
    return FakeAppView(
        [
            repost("anggi.example", 9, other),
            {"post": post("anggi.example", 8, "Lihat", embed=picture)},
            {"post": post("anggi.example", 7, "Hm.", embed={"record": {"uri": other["uri"], "cid": "bafyq"}})},
            {
                "post": post("anggi.example", 6, "Setuju", parent=other["uri"]),
                "reply": {"parent": other, "root": other},
            },
            {"post": post("anggi.example", 2, "Selamat pagi")},
        ]
    )

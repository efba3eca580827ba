"""Invented channels, videos and comments in the shape of YouTube's Data API v3, and a service that serves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

Json = dict[str, Any]
START = datetime(2024, 10, 1, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def iso(minutes: float) -> str:
    return at(minutes).isoformat().replace("+00:00", "Z")


def channel_id(name: str) -> str:
    """A stable id for an invented handle."""
    return f"UC{name:-<22.22}"


def channel(name: str, **snippet: Any) -> Json:
    fields = {"title": "Contoh", "description": "", "customUrl": f"@{name}", "publishedAt": "2015-01-01T00:00:00Z"}
    return {"kind": "youtube#channel", "etag": "e", "id": channel_id(name), "snippet": {**fields, **snippet}}


def video_id(number: int) -> str:
    return f"v{number:010}"


def video(number: int, owner: str, minutes: float, title: str, description: str = "", **snippet: Any) -> Json:
    """A video as videos.list gives it."""
    fields = {
        "publishedAt": iso(minutes),
        "channelId": channel_id(owner),
        "title": title,
        "description": description,
        "thumbnails": {"default": {"url": f"https://i.example.org/{number}.jpg", "width": 120, "height": 90}},
        "channelTitle": "Kanal Contoh",
        "categoryId": "25",
        "liveBroadcastContent": "none",
    }
    return {"kind": "youtube#video", "etag": "e", "id": video_id(number), "snippet": {**fields, **snippet}}


def upload(made: Json) -> Json:
    """The same video as an entry of its channel's uploads."""
    given = made["snippet"]
    names = ("channelId", "title", "description", "thumbnails", "channelTitle", "publishedAt")
    snippet = {name: given[name] for name in names if name in given}
    snippet |= {
        "playlistId": f"UU{given['channelId'][2:]}",
        "position": 0,
        "resourceId": {"kind": "youtube#video", "videoId": made["id"]},
        "videoOwnerChannelTitle": given["channelTitle"],
        "videoOwnerChannelId": given["channelId"],
    }
    details = {"videoId": made["id"], "videoPublishedAt": given["publishedAt"]}
    return {
        "kind": "youtube#playlistItem",
        "etag": "e",
        "id": f"entry-{made['id']}",
        "snippet": snippet,
        "contentDetails": details,
    }


def private_entry(number: int, owner: str, minutes: float) -> Json:
    """What stands in the list where a video is not public."""
    entry = upload(video(number, owner, minutes, "Private video", "This video is private."))
    del entry["contentDetails"]["videoPublishedAt"]
    return entry


def comment(id_: str, author: str, minutes: float, said: str, *, parent: str | None = None, **snippet: Any) -> Json:
    fields = {
        "textDisplay": said,
        "textOriginal": said,
        "authorDisplayName": f"@{author}",
        "authorProfileImageUrl": "https://i.example.org/a.jpg",
        "authorChannelUrl": f"http://www.youtube.com/@{author}",
        "authorChannelId": {"value": channel_id(author)},
        "canRate": True,
        "viewerRating": "none",
        "likeCount": 0,
        "publishedAt": iso(minutes),
        "updatedAt": iso(minutes),
        **({"parentId": parent} if parent else {}),
    }
    made = {name: value for name, value in {**fields, **snippet}.items() if value is not None}
    return {"kind": "youtube#comment", "etag": "e", "id": id_, "snippet": made}


def thread(
    id_: str, under: Json, author: str, minutes: float, said: str, replies: Sequence[Json] = (), **snippet: Any
) -> Json:
    """A thread as commentThreads.list gives it, its replies all there; the service cuts them down to a sample."""
    number, owner = under["id"], under["snippet"]["channelId"]
    top = comment(id_, author, minutes, said, videoId=number, channelId=owner, **snippet)
    return {
        "kind": "youtube#commentThread",
        "etag": "e",
        "id": id_,
        "snippet": {
            "channelId": owner,
            "videoId": number,
            "topLevelComment": top,
            "canReply": False,
            "totalReplyCount": len(replies),
            "isPublic": True,
        },
        **({"replies": {"comments": list(replies)}} if replies else {}),
    }


def reply(id_: str, author: str, minutes: float, said: str) -> Json:
    return comment(id_, author, minutes, said, parent=id_.partition(".")[0])


def error(code: int, reason: str, message: str = "", *details: str) -> httpx.Response:
    """A refusal in the service's words."""
    said: Json = {"code": code, "message": message, "errors": [{"message": message, "domain": "x", "reason": reason}]}
    if details:
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        said["details"] = [{"@type": kind, "reason": each, "domain": "googleapis.com"} for each in details]
    return httpx.Response(code, json={"error": said})


@dataclass
class FakeYouTube:
    """Serves what it is given, newest first, a page at a time. Counts what it was asked by method."""

    channels: list[Json] = field(default_factory=list)
    videos: list[Json] = field(default_factory=list)
    entries: list[Json] = field(default_factory=list)
    """Of the uploads, besides those of `videos`."""
    threads: list[Json] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    """Ids of videos and channels whose comments are switched off."""
    sample: int = 1
    """So many replies come along with a thread."""
    asked: dict[str, int] = field(default_factory=dict)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        method, asked = request.url.path.rpartition("/")[2], request.url.params
        self.asked[method] = self.asked.get(method, 0) + 1
        answers = {
            "channels": self._channels,
            "playlistItems": self._uploads,
            "videos": self._videos,
            "commentThreads": self._threads,
            "comments": self._comments,
        }
        if "key" in asked or not request.headers.get("x-goog-api-key"):
            return error(400, "badRequest", "API key not valid.", "API_KEY_INVALID")
        return answers[method](asked)

    def _channels(self, asked: httpx.QueryParams) -> httpx.Response:
        wanted = asked.get("id")
        name = asked.get("forHandle", asked.get("forUsername", "")).removeprefix("@")
        found = [
            each
            for each in self.channels
            if each["id"] == wanted or (name and each["snippet"].get("customUrl", "").removeprefix("@") == name)
        ]
        return _list("channel", found, leave_out=True)

    def _uploads(self, asked: httpx.QueryParams) -> httpx.Response:
        owner = f"UC{asked['playlistId'][2:]}"
        made = [upload(each) for each in self.videos if each["snippet"]["channelId"] == owner]
        made += [entry for entry in self.entries if entry["snippet"]["channelId"] == owner]
        if not made:
            return error(404, "playlistNotFound")
        made.sort(key=lambda entry: str(entry["snippet"]["publishedAt"]), reverse=True)
        return _page("playlistItem", made, asked, most=50, default=5)

    def _videos(self, asked: httpx.QueryParams) -> httpx.Response:
        wanted = asked["id"].split(",")
        return _list("video", [each for each in self.videos if each["id"] in wanted])

    def _threads(self, asked: httpx.QueryParams) -> httpx.Response:
        about = asked.get("videoId", asked.get("allThreadsRelatedToChannelId"))
        if about in self.closed:
            return error(403, "commentsDisabled", "The video has disabled comments.")
        if "videoId" in asked and about not in {each["id"] for each in self.videos}:
            return error(404, "videoNotFound")
        found = [
            each for each in self.threads if about in (each["snippet"].get("videoId"), each["snippet"]["channelId"])
        ]
        found.sort(key=lambda each: str(each["snippet"]["topLevelComment"]["snippet"]["publishedAt"]), reverse=True)
        return _page("commentThread", [self._sampled(each) for each in found], asked, most=100, default=20)

    def _sampled(self, made: Json) -> Json:
        replies = made.get("replies", {}).get("comments", [])[: self.sample]
        return {**made, "replies": {"comments": replies}} if replies else {**made}

    def _comments(self, asked: httpx.QueryParams) -> httpx.Response:
        for each in self.threads:
            if each["id"] == asked["parentId"]:
                return _page("comment", each.get("replies", {}).get("comments", []), asked, most=100, default=20)
        return error(404, "commentNotFound")


def _page(kind: str, entries: list[Json], asked: httpx.QueryParams, *, most: int, default: int) -> httpx.Response:
    start, size = int(asked.get("pageToken", "token0")[5:]), int(asked.get("maxResults", default))
    assert 1 <= size <= most
    token = f"token{start + size}" if start + size < len(entries) else None
    return _list(kind, entries[start : start + size], token, total=len(entries))


def _list(
    kind: str, entries: list[Json], token: str | None = None, *, total: int | None = None, leave_out: bool = False
) -> httpx.Response:
    answer: Json = {
        "kind": f"youtube#{kind}ListResponse",
        "etag": "e",
        "pageInfo": {"totalResults": len(entries) if total is None else total, "resultsPerPage": max(1, len(entries))},
    }
    if entries or not leave_out:  # an unknown channel comes as no list at all
        answer["items"] = entries
    if token:
        answer["nextPageToken"] = token
    return httpx.Response(200, json=answer)


# --- worlds -------------------------------------------------------------------------------------------------------


def account_world() -> FakeYouTube:
    """A roster account with four videos (one of them before the reading starts) and comments under them."""
    old = video(1, "anggi", -3000, "Lama")
    first = video(2, "anggi", 1, "Selamat pagi", "Kegiatan hari ini")
    second = video(3, "anggi", 5, "Kerja bakti")
    third = video(4, "anggi", 9, "Pulang")
    answers = [reply("t1.a", "warga", 7, "Mantap"), reply("t1.b", "anggi", 8, "Menang!")]
    return FakeYouTube(
        channels=[channel("anggi")],
        videos=[old, first, second, third],
        threads=[
            thread("t1", second, "warga", 6, "Keren", answers),
            thread("t2", third, "anggi", 10, "Jangan lupa"),
            thread("t0", old, "anggi", -2999, "Lama juga"),
        ],
    )


def campaign_world() -> FakeYouTube:
    """A campaign channel with two videos, comments by many and replies beyond the sample."""
    old = video(10, "kampanye", -5000, "Visi misi", "Contoh lama")
    new = video(11, "kampanye", 2, "Debat", "Contoh baru")
    answers = [reply(f"c1.{each}", "warga", 10 + each, f"Balasan {each}") for each in range(4)]
    answers.append(reply("c1.z", "anggi", 20, "Siap!"))
    return FakeYouTube(
        channels=[channel("kampanye")],
        videos=[old, new],
        threads=[
            thread("c1", new, "warga", 3, "Mantap", answers),
            thread("c2", old, "anggi", 30, "Lanjutkan!"),
            thread("c3", new, "warga", 31, "Hmm"),
            thread("c4", new, "anggi", 32, "Menang", [reply("c4.a", "kampanye", 33, "Terima kasih")]),
        ],
    )

"""Invented posts in the shape in which X's API v2 sends them, and a little service that answers as it does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

START = datetime(2024, 11, 15, tzinfo=UTC)
USERS = {"anggi_contoh": "1001", "kampanye_contoh": "1002", "warga_contoh": "1003"}
NAMES = {number: name for name, number in USERS.items()}
_EPOCH_MS = 1_288_834_974_657
NOT_FOUND = {
    "errors": [
        {
            "value": "x",
            "detail": "Could not find user with username: [x].",
            "title": "Not Found Error",
            "resource_type": "user",
            "parameter": "username",
            "resource_id": "x",
            "type": "https://api.twitter.com/2/problems/resource-not-found",
        }
    ]
}
PROTECTED = {
    "errors": [
        {
            "title": "Authorization Error",
            "detail": "Sorry, you are not authorized to see the user with id: [1001].",
            "resource_id": "1001",
            "parameter": "id",
            "resource_type": "user",
            "type": "https://api.twitter.com/2/problems/not-authorized-for-resource",
        }
    ]
}


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def number(minutes: float) -> str:
    """The number that X would give a post of this time."""
    return str((int(at(minutes).timestamp() * 1000) - _EPOCH_MS) << 22)


def metrics(replies: int) -> dict[str, int]:
    counters = ("retweet_count", "like_count", "quote_count", "bookmark_count", "impression_count")
    return {**dict.fromkeys(counters, 3), "reply_count": replies}


def user(name: str) -> dict[str, Any]:
    return {"id": USERS[name], "name": "Contoh", "username": name.title()}


def post(name: str, minutes: float, text: str, **more: Any) -> dict[str, Any]:
    id_ = number(minutes)
    return {
        "id": id_,
        "text": text,
        "author_id": USERS[name],
        "conversation_id": id_,
        "created_at": iso(at(minutes)),
        "edit_history_tweet_ids": [id_],
        "lang": "in",
        "public_metrics": metrics(0),
        **more,
    }


def reply(name: str, minutes: float, text: str, to: dict[str, Any], **more: Any) -> dict[str, Any]:
    whose = NAMES[to["author_id"]]
    return post(
        name,
        minutes,
        f"@{whose} {text}",
        conversation_id=to["conversation_id"],
        in_reply_to_user_id=to["author_id"],
        referenced_tweets=[{"type": "replied_to", "id": to["id"]}],
        entities={"mentions": [{"start": 0, "end": 5, "username": whose, "id": to["author_id"]}]},
        **more,
    )


def repost(name: str, minutes: float, original: dict[str, Any]) -> dict[str, Any]:
    said = f"RT @{NAMES[original['author_id']]}: {original['text']}"
    return post(name, minutes, said[:139] + "…", referenced_tweets=[{"type": "retweeted", "id": original["id"]}])


def newer(posts: Any) -> Any:
    """The same in the newer spelling."""
    names = {
        "referenced_tweets": "referenced_posts",
        "edit_history_tweet_ids": "edit_history_post_ids",
        "note_tweet": "note_post",
        "retweet_count": "repost_count",
        "tweets": "posts",
    }
    if isinstance(posts, list):
        return [newer(each) for each in posts]
    if isinstance(posts, dict):
        return {names.get(name, name): newer(said) for name, said in posts.items()}
    return posts


class FakeX:
    """Serves timelines and conversations of some posts; pages of two."""

    per_page = 2

    def __init__(self, timeline: str, posts: list[dict[str, Any]], others: list[dict[str, Any]] | None = None) -> None:
        """`posts` are all posts of `timeline`'s account, newest first; `others` those of other people."""
        self.owner = timeline
        self.posts = posts
        self.others = others or []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        answer = self._answer(request)
        return httpx.Response(200, json=newer(answer.json())) if "post.fields" in request.url.params else answer

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/2")
        asked = request.url.params
        if path.startswith("/users/by/username/"):
            name = path.rpartition("/")[2].lower()
            return httpx.Response(200, json={"data": user(name)} if name in USERS else NOT_FOUND)
        if path == f"/users/{USERS[self.owner]}/tweets":
            return self._page(self.posts, asked.get("pagination_token"), asked)
        if path == "/tweets/search/recent":
            conversation = asked["query"].partition(" ")[0].removeprefix("conversation_id:")
            found = [
                each
                for each in (*self.posts, *self.others)
                if each["conversation_id"] == conversation and each["id"] != conversation
            ]
            found.sort(key=lambda each: int(each["id"]), reverse=True)
            return self._page(found, asked.get("next_token") or asked.get("pagination_token"), asked)  # both are taken
        for each in (*self.posts, *self.others):
            if path == f"/tweets/{each['id']}":
                return httpx.Response(200, json={"data": each, "includes": {"users": [user(NAMES[each["author_id"]])]}})
        return httpx.Response(200, json=NOT_FOUND)

    def _page(self, posts: list[dict[str, Any]], token: str | None, asked: httpx.QueryParams) -> httpx.Response:
        since = asked.get("start_time", "")
        shown = [each for each in posts if each["created_at"][:19] >= since[:19]]
        start = int(token or 0)
        page = shown[start : start + self.per_page]
        if not page:
            return httpx.Response(200, json={"meta": {"result_count": 0}})
        meta: dict[str, Any] = {"result_count": len(page), "newest_id": page[0]["id"], "oldest_id": page[-1]["id"]}
        if len(shown) > start + self.per_page:
            meta["next_token"] = str(start + self.per_page)
        referred = {each["id"] for one in page for each in one.get("referenced_tweets", [])}
        beside = [each for each in (*self.posts, *self.others) if each["id"] in referred]
        includes: dict[str, Any] = {"users": [user(NAMES[number]) for number in {each["author_id"] for each in page}]}
        if beside and "referenced" in asked["expansions"]:
            includes["tweets"] = beside
        return httpx.Response(200, json={"data": page, "includes": includes, "meta": meta})


LONG = "Contoh panjang " + "x" * 300


def account_world() -> FakeX:
    """An account with a post, a reply, a quote, a repost of a long post, a picture."""
    other = post("kampanye_contoh", 1, LONG[:270] + "…", note_tweet={"text": LONG})
    quote = {"type": "quoted", "id": other["id"]}
    return FakeX(
        "anggi_contoh",
        [
            post("anggi_contoh", 9, "Foto", attachments={"media_keys": ["3_1"]}),
            repost("anggi_contoh", 8, other),
            post("anggi_contoh", 7, "Hm. https://t.co/x", referenced_tweets=[quote]),
            reply("anggi_contoh", 6, "Setuju", other),
            post("anggi_contoh", 2, "Selamat pagi"),
        ],
        [other],
    )


def campaign_world() -> FakeX:
    """A campaign account with three posts; under one stand three replies."""
    name = "kampanye_contoh"
    first = post(name, 10, "Contoh satu", public_metrics=metrics(3))
    comment = reply("anggi_contoh", 12, "Menang!", first)
    return FakeX(
        name,
        [post(name, 30, "Contoh tiga"), post(name, 20, "Contoh dua"), first],
        [
            comment,
            reply("warga_contoh", 13, "Ya", comment),
            reply("warga_contoh", 14, "Siap", first),
        ],
    )

"""Invented posts and comments in the shape of WordPress's REST interface, and a little site that serves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

START = datetime(2024, 10, 1, tzinfo=UTC)
SITE = "https://situs.example.org"
ZONE = timedelta(hours=7)
"""The site's own clock runs ahead of UTC."""


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def post(number: int, text: str = "", *, minute: float | None = None, author: int = 2, **more: Any) -> dict[str, Any]:
    moment = at(number if minute is None else minute)
    return {
        "id": number,
        "date": stamp(moment + ZONE),
        "date_gmt": stamp(moment),
        "modified_gmt": stamp(moment),
        "link": f"{SITE}/contoh-{number}/",
        "slug": f"contoh-{number}",
        "author": author,
        "title": {"rendered": f"Contoh {number}"},
        "content": {"rendered": text or f"<p>Isi contoh {number}</p>\n", "protected": False},
        "featured_media": 0,
        **more,
    }


def comment(number: int, under: int, text: str = "Komentar", *, author: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "post": under,
        "parent": 0,
        "author": author,
        "author_name": "Nama Contoh",
        "author_url": "",
        "date_gmt": stamp(at(number)),
        "link": f"{SITE}/contoh-{under}/#comment-{number}",
        "content": {"rendered": f"<p>{text}</p>\n"},
        **more,
    }


def refused(status: int, code: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": "contoh", "data": {"status": status}})


class FakeWordPress:
    """Serves posts newest first and comments oldest first, in pages, as the true one does."""

    def __init__(
        self,
        posts: list[dict[str, Any]],
        comments: list[dict[str, Any]] | None = None,
        *,
        users: dict[str, int] | None = None,
        rewritten: bool = True,
        path: str = "",
    ) -> None:
        """`comments` None: shown to nobody. `rewritten`: whether the interface stands under /wp-json/."""
        self.posts = sorted(posts, key=lambda each: each["date"], reverse=True)
        self.comments = comments
        self.users = users
        self.rewritten = rewritten
        self.path = path

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = dict(request.url.params)
        if self.rewritten and request.url.path.startswith(f"{self.path}/wp-json/wp/v2/"):
            what = request.url.path.rpartition("/")[2]
        elif request.url.path == f"{self.path}/" and "rest_route" in asked:
            what = asked["rest_route"].rpartition("/")[2]
        else:
            return httpx.Response(404, content=b"<html>not found</html>")
        return {"posts": self._posts, "comments": self._comments, "users": self._users}[what](asked)

    def _posts(self, asked: dict[str, str]) -> httpx.Response:
        found = [each for each in self.posts if _fits(each, asked)]
        return self._page(found, asked, "rest_post_invalid_page_number")

    def _comments(self, asked: dict[str, str]) -> httpx.Response:
        if self.comments is None:
            return refused(401, "rest_cannot_read")
        wanted = {int(number) for number in asked["post"].split(",")}
        found = [each for each in self.comments if each["post"] in wanted]
        return self._page(found, asked, "rest_comment_invalid_page_number")

    def _users(self, asked: dict[str, str]) -> httpx.Response:
        if self.users is None:
            return refused(401, "rest_user_cannot_view")
        number = self.users.get(asked["slug"])
        return httpx.Response(200, json=[] if number is None else [{"id": number, "slug": asked["slug"]}])

    def _page(self, found: list[dict[str, Any]], asked: dict[str, str], past: str) -> httpx.Response:
        size, page = int(asked.get("per_page", "10")), int(asked.get("page", "1"))
        pages = -(-len(found) // size)
        if page > max(1, pages):
            return refused(400, past)
        headers = {"X-WP-TotalPages": str(pages)}
        if page < pages:
            headers["Link"] = f'<{SITE}/wp-json/wp/v2/x?page={page + 1}>; rel="next"'
        return httpx.Response(200, json=found[(page - 1) * size : page * size], headers=headers)


def _fits(each: dict[str, Any], asked: dict[str, str]) -> bool:
    after = asked.get("after", "0").rstrip("Z")
    return (
        each["date"] < asked.get("before", "9")
        and each["date_gmt"] > after
        and asked.get("author") in (None, str(each["author"]))
        and asked.get("include") in (None, str(each["id"]))
        and asked.get("slug") in (None, each["slug"])
    )


def site() -> FakeWordPress:
    """Six posts, two of them in the same second; comments by a registered author, a guest and a stranger."""
    posts = [post(number) for number in (1, 2, 3, 5)] + [post(4, minute=3, author=7)]
    comments = [
        comment(11, 2, "Siap, menang!", author=9),
        comment(12, 2, "Kata orang lain", parent=11),
        comment(13, 5, "Lanjutkan", author_url="https://adi.example.org/"),
    ]
    return FakeWordPress(posts, comments, users={"anggi": 2})

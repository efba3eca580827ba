"""The kit says what is wrong with a fetcher; a table says what parsing must make of odd posts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from jempol_pintu import Pintu, parse

from jempol_netral.errors import ShapeChanged
from jempol_netral.models import Act, Reading, Source
from jempol_netral.testing import FetcherTests

ACCOUNT = {"id": "101", "handle": "contoh"}


def post(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number), "text": f"Selamat pagi {number}", "at": f"2024-10-{number:02}T03:04:05Z", "media": 0,
        "edited_at": None, "reply_to": None, "url": f"https://www.threads.net/@contoh/post/{number}", **more,
    }  # fmt: skip


class TestPintu(FetcherTests):
    """More than forty tests: resuming after a kill, faults, manners, secrets."""

    fetcher_class = Pintu
    options = {"page": 2}
    source = Source(
        key="account:1", fetcher="pintu", platform="threads", reading=Reading.ACCOUNT, handle="contoh",
        since=datetime(2024, 9, 1, tzinfo=UTC),
    )  # fmt: skip

    def respond(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/v1/accounts/contoh/posts":
            return httpx.Response(404)
        before, limit = int(request.url.params.get("before", "99")), int(request.url.params["limit"])
        posts = [post(number) for number in range(7, 0, -1) if number < before]
        answer = {"account": ACCOUNT, "posts": posts[:limit]}
        if len(posts) > limit:
            answer["before"] = posts[limit - 1]["id"]
        return httpx.Response(200, json=answer)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"act": Act.POST, "unread_media": False}),  # the plain one
        ({"reply_to": "5"}, {"act": Act.COMMENT, "parent_id": "5"}),  # a reply is a comment and says on what
        ({"media": 2}, {"unread_media": True}),  # pictures nobody looked at
        ({"text": None}, {"text": None}),  # absent is not empty
        ({"likes": 9}, {"raw": parse({"account": ACCOUNT, "posts": [post(1)]}).items[0].raw}),  # counters stay out
    ],
)
def test_what_a_post_becomes(given: dict[str, Any], expected: dict[str, Any]) -> None:
    (item,) = parse({"account": ACCOUNT, "posts": [post(1, **given)]}).items
    assert {name: getattr(item, name) for name in expected} == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"posts": []},  # whose?
        {"account": ACCOUNT},  # no list is not an empty list
        {"account": ACCOUNT, "posts": [{"id": "1"}]},  # when?
        {"account": ACCOUNT, "posts": [post(1, at="kemarin")]},
    ],
)
def test_another_shape_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ShapeChanged):
        parse(wrong)

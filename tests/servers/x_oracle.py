"""Run by the Python that has X's own SDK: says what that makes of requests and answers. JSON in, JSON out.

{"do": "answer", "model": "GetUsersPostsResponse", "json": {...}}          -> ["what is wrong", ...]
{"do": "request", "call": "users.get_posts", "params": {"max_results": 5}} -> ["what is wrong", ...]
{"do": "read", "base": "http://127.0.0.1:1", "user": "nama"}               -> {"posts": [...], "replies": [...]}
"""

from __future__ import annotations

import json
import sys
import typing
from typing import Any

from xdk import Client, schemas  # type: ignore[import-not-found]
from xdk.posts.client import PostsClient  # type: ignore[import-not-found]
from xdk.users.client import UsersClient  # type: ignore[import-not-found]

CALLS = {"users": UsersClient, "posts": PostsClient}
LISTS = ("expansions", "exclude")


def answer(model: str, payload: Any) -> list[str]:
    """What the specification's models refuse, and the fields that they do not know."""
    try:
        read = getattr(schemas, model).model_validate(payload)
    except ValueError as error:
        return [str(error)]
    found = []
    for post in [*_list(read.data), *_list(read.includes and read.includes.posts)]:
        found += _unknown(post)
    for user in _list(read.includes and read.includes.users):
        found += _unknown(user)
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _unknown(value: Any) -> list[str]:
    return [f"{type(value).__name__} has no field {name}" for name in value.model_extra or {}]


def request(call: str, params: dict[str, Any]) -> list[str]:
    """Parameters and values that the method of this name does not take."""
    group, _, name = call.partition(".")
    # The SDK writes its hints as text and does not import all that they name.
    names = {**vars(typing), "schemas": schemas}
    written = {key: said for key, said in getattr(CALLS[group], name).__annotations__.items() if key != "return"}
    hints = {key: eval(said, names) for key, said in written.items()}  # noqa: S307 - the SDK's own words
    found = []
    for key, value in params.items():
        python = key.replace(".", "_")
        if python not in hints:
            found.append(f"{call} has no parameter {key}")
        elif python.endswith("_fields") or python in LISTS:
            allowed = _literals(hints[python])
            found += [f"{key} has no value {each}" for each in value.split(",") if each not in allowed]
    return found


def _literals(hint: Any) -> set[str]:
    if typing.get_origin(hint) is typing.Literal:
        return set(typing.get_args(hint))
    return set().union(*(_literals(each) for each in typing.get_args(hint)), set())


def read(base: str, user: str) -> dict[str, list[str]]:
    """What the SDK itself reads of an account and of the conversations of its posts."""
    client = Client(base_url=base, bearer_token="contoh")
    id_ = client.users.get_by_username(user).data.id
    fields = {"post_fields": ["conversation_id", "created_at"], "expansions": ["author_id"]}
    posts = [post for page in client.users.get_posts(id_, max_results=5, **fields) for post in page.data or []]
    replies = [
        reply.id
        for post in posts
        for page in client.posts.search_recent(f"conversation_id:{post.conversation_id}", max_results=10, **fields)
        for reply in page.data or []
    ]
    return {"posts": [post.id for post in posts], "replies": replies}


if __name__ == "__main__":
    does: dict[str, Any] = {"answer": answer, "request": request, "read": read}
    for line in sys.stdin:
        asked = json.loads(line)
        what = asked.pop("do")
        given = list(asked.values())
        print(json.dumps(does[what](*given)), flush=True)

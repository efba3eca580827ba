"""Answers of X's API v2 in; feed pages, accounts and what went wrong out. Pure: no network, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jempol_netral.errors import FetchError, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.shapes import Json, objects, optional_text, text
from jempol_netral.fetchers.x.post import PLATFORM, Beside, read_post
from jempol_netral.fetchers.x.spelling import POSTS, either
from jempol_netral.models import Gap, Identity, Item
from jempol_netral.platforms import canonical_handle

_REFERS = ("referenced", "edit_history", "in_reply_to", "pinned")
"""Beginnings of the parameters whose trouble concerns posts that somebody else wrote."""


@dataclass(frozen=True, slots=True)
class Posts:
    """One page of posts, newest first."""

    items: tuple[Item, ...]
    replies: dict[str, int]
    """How many replies each post has, by its number; absent where the answer does not say."""
    next: str | None
    identities: dict[str, Identity]
    """Accounts shown beside the posts, by number."""
    gaps: tuple[Gap, ...]
    read_posts: frozenset[str]
    read_users: frozenset[str]
    """Numbers of all that X charges for in this answer."""


def parse_posts(answer: Json, now: datetime, *, known: Identity | None = None) -> Posts:
    """A timeline, a search, or one post. An odd post becomes a gap.

    `known` is the account whose timeline it is, whose handle need not stand in the answer.

    Raises:
        SourceGone, SourcePrivate: nothing but an error came. ShapeChanged: it is no such answer.
    """
    given = _given(answer)
    beside, identities = _beside(answer)
    if known is not None:
        beside = Beside({known.native_id: known.handle, **beside.handles}, beside.posts)
    items, gaps = [], _gaps(answer)
    for post in given:
        try:
            items.append(read_post(post, beside, now))
        except (ShapeChanged, AttributeError, TypeError):
            gaps.append(Gap("bad-entry", (optional_text(post, "id") if isinstance(post, dict) else None) or "?"))
    if given and not items:
        raise ShapeChanged("no post of an answer of X has the documented shape")
    meta = answer.get("meta")
    return Posts(
        items=tuple(items),
        replies=_replies(given),
        next=optional_text(meta, "next_token") or None,
        identities=identities,
        gaps=tuple(gaps),
        read_posts=frozenset([*beside.posts, *_numbers(given)]),
        read_users=frozenset(identities),
    )


def _given(answer: Json) -> list[Any]:
    """The posts themselves; none in an honest empty page, which has no `data` at all."""
    data = answer.get("data")
    if isinstance(data, dict):
        return [data]
    if isinstance(data, list):
        return data
    if data is None and answer.get("errors"):
        raise refusal(answer)
    if data is None and isinstance(answer.get("meta"), dict) and answer["meta"].get("result_count") == 0:
        return []
    raise ShapeChanged("the answer lacks the list {key}", key="data")


def parse_user(answer: Json) -> Identity:
    """An account.

    Raises:
        SourceGone, SourcePrivate: there is none, or it is not shown. ShapeChanged: it is no such answer.
    """
    data = answer.get("data")
    if not isinstance(data, dict):
        raise refusal(answer)
    return _identity(data)


def refusal(answer: Json) -> FetchError:
    """What an answer with HTTP 200 and nothing but `errors` means. Of its words none is taken."""
    problems = objects(answer, "errors")
    kinds = " ".join(f"{optional_text(each, 'type')} {optional_text(each, 'title')}" for each in problems).lower()
    detail = " ".join(optional_text(each, "detail") or "" for each in problems).lower()
    if "suspended" in detail or "not-found" in kinds or "not found" in kinds:
        return SourceGone("X does not show this account or post (any more)")
    if "not-authorized" in kinds or "authorization" in kinds or "forbidden" in kinds:
        return SourcePrivate("X shows this account or post to its followers only")
    return ShapeChanged("the answer lacks the list {key}", key="data")


def _gaps(answer: Json) -> list[Gap]:
    """Partial trouble. That a post which somebody refers to is not shown leaves nothing of theirs unread."""
    return [
        Gap("post-unknown", optional_text(each, "resource_id") or optional_text(each, "value") or "?")
        for each in objects(answer, "errors")
        if not (optional_text(each, "parameter") or "").startswith(_REFERS)
    ]


def _beside(answer: Json) -> tuple[Beside, dict[str, Identity]]:
    includes = answer.get("includes")
    holder, _ = either(includes, POSTS)
    identities = {}
    for user in objects(includes, "users"):
        try:
            found = _identity(user)
        except ShapeChanged:
            continue
        identities[found.native_id] = found
    posts = {number: post for post in objects(includes, holder) if (number := optional_text(post, "id"))}
    return Beside({number: who.handle for number, who in identities.items()}, posts), identities


def _identity(user: Json) -> Identity:
    return Identity(text(user, "id"), canonical_handle(PLATFORM, text(user, "username")))


def _replies(posts: Iterable[Any]) -> dict[str, int]:
    found = {}
    for post in posts:
        metrics = post.get("public_metrics") if isinstance(post, dict) else None
        count = metrics.get("reply_count") if isinstance(metrics, dict) else None
        number = optional_text(post, "id")
        if number and isinstance(count, int):
            found[number] = count
    return found


def _numbers(posts: Iterable[Any]) -> list[str]:
    return [number for post in posts if (number := optional_text(post, "id"))]

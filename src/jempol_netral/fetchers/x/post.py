"""One post of X's API v2 in; one item out. Pure.

What is taken as a person's words: the post's text, whole where it is long, and the title of an article. What is not:
a quoted post and the post that is answered, which come beside it. In a repost the words are another's, and kept, since
the person chose to spread them; X gives them cut in the repost itself and whole in the post it refers to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.shapes import Json, canonical, moment, objects, optional_text, text
from jempol_netral.fetchers.x.spelling import HISTORY, NOTE, REFERENCED, either
from jempol_netral.models import Act, Item, TimeQuality
from jempol_netral.platforms import account_url, canonical_handle

PLATFORM = "x"
SLACK = timedelta(hours=1)
"""By how much a true clock may be ahead of ours."""
_EPOCH_MS = 1_288_834_974_657
"""From when on X counts the milliseconds in its numbers (2010-11-04)."""
_NUMBER = re.compile(r"[0-9]{1,20}")
_REPOST = re.compile(r"RT @(?P<handle>\w{1,20}): ", re.ASCII)
_KEPT = ("conversation_id", "created_at", "in_reply_to_user_id", "lang", "text")


@dataclass(frozen=True, slots=True)
class Beside:
    """What an answer shows beside its posts."""

    handles: Mapping[str, str] = field(default_factory=dict)
    """By account number."""
    posts: Mapping[str, Json] = field(default_factory=dict)
    """Posts that others refer to, by number: other people's words."""


def read_post(post: Json, beside: Beside, now: datetime) -> Item:
    """A post, a reply or a repost.

    Raises:
        ShapeChanged: it lacks what the documentation promises.
    """
    number, author = _number(post, "id"), _number(post, "author_id")
    references = _references(post)
    original = references.get("retweeted")
    if original is not None:
        return _repost(post, original, beside, now)
    handle = beside.handles.get(author)
    versions = _versions(post, number)
    at = moment(post.get("created_at")) if len(versions) == 1 else number_time(versions[0])
    if at is None:
        raise ShapeChanged("the answer lacks the text {key}", key="created_at")
    under = _under(post, references, beside)
    return Item(
        platform=PLATFORM,
        id=versions[0],  # an edit makes a new number and keeps the old ones
        act=Act.COMMENT if under.parent else Act.POST,
        author_id=author,
        author=handle,
        text=words(post),
        created_at=at,
        time_quality=_quality(at, now),
        url=post_address(handle, number),
        parent_id=under.parent,
        thread_id=under.thread,
        under=under.address,
        under_id=under.author,
        edited_at=number_time(number) if len(versions) > 1 else None,
        unread_media=_has_media(post),
        raw=canonical(_kept(post)),
    )


def _repost(post: Json, original_id: str, beside: Beside, now: datetime) -> Item:
    number, author = _number(post, "id"), _number(post, "author_id")
    at = moment(post.get("created_at"))
    if at is None:
        raise ShapeChanged("the answer lacks the text {key}", key="created_at")
    said = text(post, "text")
    named = _REPOST.match(said)
    original = beside.posts.get(original_id)
    whose = canonical_handle(PLATFORM, named["handle"]) if named else None
    author_id = None if original is None else optional_text(original, "author_id")
    # Where the post itself is not shown to us, the repost holds its beginning.
    beginning = _plain(said[named.end() :] if named else said)
    return Item(
        platform=PLATFORM,
        id=number,
        act=Act.RESHARE,
        author_id=author,
        author=beside.handles.get(author),
        text=beginning if original is None else words(original),
        created_at=at,
        time_quality=_quality(at, now),
        url=post_address(whose, original_id),
        reshared_author=whose or author_id or original_id,
        unread_media=_has_media(post if original is None else original),
        raw=canonical({"id": number, "author_id": author, "created_at": optional_text(post, "created_at"),
                       "retweeted": _kept(original) if original is not None else {"id": original_id, "text": said}}),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Under:
    """What a reply stands under; all None for a post of its own."""

    parent: str | None = None
    thread: str | None = None
    address: str | None = None
    author: str | None = None


def _under(post: Json, references: Mapping[str, str], beside: Beside) -> _Under:
    """What is told of where a reply stands: whom and what it answers, and the first post of the thread by number."""
    replied = optional_text(post, "in_reply_to_user_id")
    parent = references.get("replied_to")
    if parent is None:
        return _Under()
    mentioned = objects(post.get("entities"), "mentions")
    names = {optional_text(each, "id"): optional_text(each, "username") for each in mentioned}
    handle = beside.handles.get(replied or "") or names.get(replied)
    address = post_address(canonical_handle(PLATFORM, handle) if handle else None, parent)
    return _Under(parent, optional_text(post, "conversation_id") or parent, address, replied)


def _references(post: Json) -> dict[str, str]:
    """Numbers of the posts that this one refers to, by how: retweeted, quoted, replied_to."""
    holder, _ = either(post, REFERENCED)
    return {
        kind: number
        for each in objects(post, holder)
        if (kind := optional_text(each, "type")) and (number := optional_text(each, "id"))
    }


def words(post: Json) -> str:
    """The author's own words, whole.

    Raises:
        ShapeChanged: there are none, not even empty ones.
    """
    _, note = either(post, NOTE)
    said = optional_text(note, "text") or optional_text(post, "text")
    if said is None:
        raise ShapeChanged("the answer lacks the text {key}", key="text")
    titles = [optional_text(post.get(name), "title") for name in ("article", "article_title")]
    return "\n".join(dict.fromkeys(part for part in (_plain(said), *map(_plain, filter(None, titles))) if part))


def _plain(said: str) -> str:
    """X escapes three letters and no others."""
    return said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _kept(post: Json) -> Json:
    """What is laid down as evidence: the post as its author wrote it. Counters drift, and are left out."""
    payload: Json = {name: said for name in _KEPT if (said := optional_text(post, name)) is not None}
    payload |= {"id": _number(post, "id"), "author_id": optional_text(post, "author_id")}
    _, note = either(post, NOTE)
    if whole := optional_text(note, "text"):
        payload["note"] = {"text": whole}
    if references := _references(post):
        payload["referenced"] = references
    payload["links"] = [
        address for link in objects(post.get("entities"), "urls") if (address := optional_text(link, "expanded_url"))
    ]
    if keys := _attached(post):
        payload["attachments"] = keys
    payload["versions"] = _versions(post, _number(post, "id"))
    return payload


def _attached(post: Json) -> list[str]:
    attachments = post.get("attachments")
    found: list[Any] = []
    for name in ("media_keys", "poll_ids"):
        keys = attachments.get(name) if isinstance(attachments, dict) else None
        found += keys if isinstance(keys, list) else []
    return [key for key in found if isinstance(key, str)]


def _has_media(post: Json) -> bool:
    return bool(_attached(post)) or any(isinstance(post.get(name), dict) for name in ("article", "article_title"))


def _versions(post: Json, number: str) -> list[str]:
    """The numbers that a post has had, the first one first."""
    _, history = either(post, HISTORY)
    found = [each for each in history if isinstance(each, str) and _NUMBER.fullmatch(each)] if history else []
    return sorted({*found, number}, key=int)


def number_time(number: str) -> datetime | None:
    """The time inside a number of X; None for those of before November 2010."""
    milliseconds = (int(number) >> 22) + _EPOCH_MS
    if int(number) < 1 << 35:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _quality(at: datetime, now: datetime) -> TimeQuality:
    return TimeQuality.PLATFORM if at <= now + SLACK else TimeQuality.ESTIMATED


def _number(holder: Json, key: str) -> str:
    """A number, as the text that it must stay.

    Raises:
        ShapeChanged: it is none.
    """
    found = text(holder, key)
    if _NUMBER.fullmatch(found) is None:
        raise ShapeChanged("the answer lacks the text {key}", key=key)
    return found


def post_address(handle: str | None, number: str) -> str:
    """Where a person can look at a post."""
    whose = account_url(PLATFORM, handle, None) if handle else "https://x.com/i"
    return f"{whose}/status/{number}"

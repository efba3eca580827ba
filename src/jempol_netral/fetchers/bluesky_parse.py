"""Bluesky's answers in, items out. Pure: no network, no clock.

What is taken as a person's words: the post's text, its extra hashtags and the alt texts of its pictures and
videos, all typed by its author. What is not: a quoted post, the parent of a reply, a link card. In a repost
the words are another's, and kept, since the person chose to spread them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.base import FeedPage
from jempol_netral.models import Act, Gap, Identity, Item, TimeQuality

PLATFORM = "bluesky"
POST = "app.bsky.feed.post"
SIGNED_IN_ONLY = "!no-unauthenticated"
"""Label by which an author asks to be shown to signed-in visitors only."""
INVALID_HANDLE = "handle.invalid"
"""Stands for a handle that does not lead back to its DID."""
FIRST_DAY = datetime(2022, 11, 1, tzinfo=UTC)
"""The network is no older."""
SLACK = timedelta(hours=1)
"""By how much a true clock may be wrong."""
LEAST_CAP = 6
"""No server cuts a thread above this level (the lexicon's own default)."""

_TID = "234567abcdefghijklmnopqrstuvwxyz"
_POST_URI = re.compile(r"at://(?P<authority>[^/\s]+)/app\.bsky\.feed\.post/(?P<rkey>[A-Za-z0-9._:~-]{1,512})")
_POST_URL = re.compile(
    r"https?://(?:www\.)?bsky\.app/profile/(?P<authority>[^/?#\s]+)/post/(?P<rkey>[A-Za-z0-9._:~-]{1,512})/?(?:[?#].*)?"
)


@dataclass(frozen=True, slots=True)
class OwnPost:
    """What the reading of a campaign's threads needs to know of one of its posts."""

    uri: str
    thread: str
    """The post whose thread holds the replies: the first post where it is the account's own, else this
    one."""
    at: datetime
    replies: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of an author feed."""

    page: FeedPage
    posts: tuple[OwnPost, ...]
    signed_in_only: bool


@dataclass(slots=True)
class Thread:
    """A thread as it comes together from one or more answers."""

    items: dict[str, Item] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    newest: datetime | None = None

    def page(self) -> FeedPage:
        """Its first post and then the replies, as a part of its feed's page."""
        return FeedPage(items=tuple(self.items.values()), newest=self.newest, gaps=tuple(self.gaps), part=True)


# --- feeds ------------------------------------------------------------------------------------------------


def parse_feed(answer: dict[str, Any], now: datetime) -> Feed:
    """An answer of getAuthorFeed.

    Raises:
        ShapeChanged: it lacks what the lexicon promises.
    """
    entries = _list(answer, "feed")
    items, order, posts = [], [], []
    identity, hidden = None, False
    for entry in entries:
        post = _post(entry)
        reason = _dict(entry, "reason") if "reason" in entry else None
        if reason is not None and "by" not in reason:  # pinned: out of order, and comes again in its place
            continue
        actor = _dict(reason, "by") if reason is not None else _dict(post, "author")
        identity = identity or _identity(actor)
        hidden = hidden or _signed_in_only(actor)
        order.append(_order(post if reason is None else reason, now))
        items.append(_item(post, now) if reason is None else _reshare(post, reason, now))
        if reason is None:
            posts.append(_own(post, order[-1] or now))
    known = [moment for moment in order if moment is not None]
    page = FeedPage(
        items=tuple(items),
        newest=max(known, default=None),
        oldest=known[-1] if known else None,
        next=_optional(answer, "cursor"),
        identity=identity,
    )
    return Feed(page, tuple(posts), signed_in_only=hidden)


def _own(post: dict[str, Any], at: datetime) -> OwnPost:
    uri = _text(post, "uri")
    root = _reply(post).get("root", uri)
    thread = root if _authority(root) == _authority(uri) else uri
    return OwnPost(uri, thread, at, replies=bool(post.get("replyCount", 0)))


def _identity(actor: dict[str, Any]) -> Identity | None:
    handle = _handle(actor)
    return Identity(_text(actor, "did"), handle) if handle else None


# --- threads ----------------------------------------------------------------------------------------------


def parse_thread(answer: dict[str, Any], thread: Thread, now: datetime, *, depth: int) -> list[str]:
    """Add an answer of getPostThread to `thread`. Gives the posts below which the server seems to have cut.

    `replyCount` counts direct replies only, hidden ones too: it hints at a cut, it never proves completeness.

    Raises:
        ShapeChanged: it lacks what the lexicon promises.
    """
    leaves: list[tuple[int, str]] = []
    deepest = 0
    for level, node in _nodes(_dict(answer, "thread")):
        if "post" not in node:
            thread.gaps.append(_missing(node))
            continue
        post = _post(node)
        deepest = max(deepest, level)
        _add(thread, post, now)
        if post.get("replyCount", 0) and not node.get("replies"):
            leaves.append((level, _text(post, "uri")))
    if deepest < min(depth, LEAST_CAP):
        return []
    return [uri for level, uri in leaves if level == deepest]


def _nodes(top: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """All nodes with their level, parents first. Without recursion: a thread may be a thousand levels
    deep.
    """
    waiting = [(0, top)]
    while waiting:
        level, node = waiting.pop()
        yield level, node
        replies = node.get("replies") or ()
        if not isinstance(replies, list | tuple) or not all(isinstance(reply, dict) for reply in replies):
            raise ShapeChanged("a Bluesky thread has replies of another shape")
        waiting += [(level + 1, reply) for reply in reversed(replies)]


def _add(thread: Thread, post: dict[str, Any], now: datetime) -> None:
    uri = _text(post, "uri")
    if _signed_in_only(_dict(post, "author")):
        thread.gaps.append(Gap("signed-in-only", uri))
    elif uri not in thread.items:
        thread.items[uri] = _item(post, now)
        moments = [moment for moment in (thread.newest, _order(post, now)) if moment is not None]
        thread.newest = max(moments, default=None)


def _missing(node: dict[str, Any]) -> Gap:
    """A node without a post: deleted, or its author and the campaign have blocked each other."""
    where = str(node.get("uri", ""))
    if node.get("notFound"):
        return Gap("post-gone", where)
    return Gap("post-blocked" if node.get("blocked") else "post-unknown", where)


# --- posts ------------------------------------------------------------------------------------------------


def _item(post: dict[str, Any], now: datetime) -> Item:
    author, record, uri = _dict(post, "author"), _dict(post, "record"), _text(post, "uri")
    reply = _reply(post)
    created_at, quality = _created(record, post, uri, now)
    root = reply.get("root")
    return Item(
        platform=PLATFORM,
        id=uri,
        act=Act.COMMENT if reply else Act.POST,
        author_id=_text(author, "did"),
        author=_handle(author),
        text=_words(record),
        created_at=created_at,
        time_quality=quality,
        url=post_url(uri),
        parent_id=reply.get("parent"),
        thread_id=root,
        under=post_url(root) if root else None,
        under_id=_authority(root) if root else None,
        unread_media=any(True for _ in _media(record)),
        raw=_canonical(_kept(post)),
    )


def _reshare(post: dict[str, Any], reason: dict[str, Any], now: datetime) -> Item:
    actor, author, uri = _dict(reason, "by"), _dict(post, "author"), _text(post, "uri")
    did, at = _text(actor, "did"), _moment(reason.get("indexedAt"))
    record = _dict(post, "record")
    true = at is not None and FIRST_DAY <= at <= now + SLACK
    return Item(
        platform=PLATFORM,
        # Older servers do not name the repost's own record; one account can repost a post only once.
        id=_optional(reason, "uri") or f"{uri}#repost-by-{did}",
        act=Act.RESHARE,
        author_id=did,
        author=_handle(actor),
        text=_words(record),
        created_at=at,
        time_quality=TimeQuality.PLATFORM if true else TimeQuality.ESTIMATED,
        url=post_url(uri),
        reshared_author=_handle(author) or _text(author, "did"),
        unread_media=any(True for _ in _media(record)),
        raw=_canonical({"by": did, "repost": _optional(reason, "uri"), "post": _kept(post)}),
    )


def _kept(post: dict[str, Any]) -> dict[str, Any]:
    """What is laid down as evidence: the record as its author signed it, and whose it is.

    Left out: counters, labels, avatars and the handle, which drift, and the views of quoted posts and of
    the parent, which hold other people's words. Inside the record those are mere references.
    """
    author = {"did": _text(_dict(post, "author"), "did")}
    return {
        "uri": _text(post, "uri"),
        "cid": _optional(post, "cid"),
        "author": author,
        "record": post["record"],
    }


def _canonical(payload: dict[str, Any]) -> bytes:
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _words(record: dict[str, Any]) -> str:
    """The author's own words: the text, hashtags kept beside it, and what they typed to describe pictures."""
    text = record.get("text")
    tags = record.get("tags")
    parts = [text if isinstance(text, str) else ""]
    if isinstance(tags, list):
        parts.append(" ".join(f"#{tag}" for tag in tags if isinstance(tag, str)))
    parts += [alt for alt in (media.get("alt") for media in _media(record)) if isinstance(alt, str)]
    return "\n".join(part for part in parts if part)


def _media(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Pictures and videos of a record, also where a quoted post stands beside them."""
    embed = record.get("embed")
    if not isinstance(embed, dict):
        return
    for holder in (embed, embed.get("media")):
        if not isinstance(holder, dict):
            continue
        images = holder.get("images")
        if isinstance(images, list):
            yield from (image for image in images if isinstance(image, dict))
        if "video" in holder:
            yield holder


def _reply(post: dict[str, Any]) -> dict[str, str]:
    """`root` and `parent` of a reply by their URIs; empty for a post of its own."""
    reply = _dict(post, "record").get("reply")
    if reply is None:
        return {}
    if not isinstance(reply, dict):
        raise ShapeChanged("a Bluesky post has a reply of another shape")
    return {name: _text(_dict(reply, name), "uri") for name in ("root", "parent")}


# --- times ------------------------------------------------------------------------------------------------


def _created(
    record: dict[str, Any], post: dict[str, Any], uri: str, now: datetime
) -> tuple[datetime | None, TimeQuality]:
    """When a post was written, and how surely. The author's program sets `createdAt` and may lie.

    It is taken as the platform's time only where it agrees with the time inside the record's key, or where
    the key holds none; a time before the network or in the future gives way to `indexedAt`.
    """
    claimed, indexed = _moment(record.get("createdAt")), _moment(post.get("indexedAt"))
    if claimed is None or not FIRST_DAY <= claimed <= now + SLACK:
        return indexed, TimeQuality.ESTIMATED
    keyed = tid_time(uri.rpartition("/")[2])
    if keyed is not None and FIRST_DAY <= keyed <= now + SLACK and abs(keyed - claimed) > timedelta(days=1):
        return claimed, TimeQuality.ESTIMATED
    return claimed, TimeQuality.PLATFORM


def tid_time(rkey: str) -> datetime | None:
    """The time inside a record key of the usual form (13 letters of base 32, microseconds and 10 bits of
    clock id).
    """
    if len(rkey) != 13 or any(letter not in _TID for letter in rkey):
        return None
    number = 0
    for letter in rkey:
        number = number * 32 + _TID.index(letter)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> 10)
    except OverflowError:
        return None


def _order(entry: dict[str, Any], now: datetime) -> datetime | None:
    """Where an entry stands in its feed: servers sort by the lesser of `createdAt` and the time of
    indexing.
    """
    record = entry.get("record")
    claimed = _moment(record.get("createdAt")) if isinstance(record, dict) else None
    known = [moment for moment in (claimed, _moment(entry.get("indexedAt"))) if moment is not None]
    return min([*known, now]) if known else None


def _moment(said: object) -> datetime | None:
    """An ISO time as aware UTC; None for anything else (years such as 0001 do occur)."""
    if not isinstance(said, str):
        return None
    try:
        moment = datetime.fromisoformat(said)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


# --- addresses and shapes ---------------------------------------------------------------------------------


def post_uri(address: str) -> str | None:
    """The at:// URI of a post given by its at:// or bsky.app address; None where it is neither."""
    found = _POST_URI.fullmatch(address.strip()) or _POST_URL.fullmatch(address.strip())
    return f"at://{found['authority']}/{POST}/{found['rkey']}" if found else None


def post_url(uri: str) -> str | None:
    """Where a person can look at a post. By DID, so that it outlives a change of handle."""
    found = _POST_URI.fullmatch(uri)
    return f"https://bsky.app/profile/{found['authority']}/post/{found['rkey']}" if found else None


def _authority(uri: str) -> str:
    return uri.removeprefix("at://").partition("/")[0]


def _handle(actor: dict[str, Any]) -> str | None:
    handle = _text(actor, "handle").lower()
    return None if handle == INVALID_HANDLE else handle


def _signed_in_only(actor: dict[str, Any]) -> bool:
    labels = actor.get("labels")
    return isinstance(labels, list) and any(
        isinstance(label, dict) and label.get("val") == SIGNED_IN_ONLY and not label.get("neg") for label in labels
    )


def _post(holder: dict[str, Any]) -> dict[str, Any]:
    return _dict(holder, "post")


def _dict(holder: Any, key: str) -> dict[str, Any]:
    found = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(found, dict):
        raise ShapeChanged("a Bluesky answer lacks {key}", key=key)
    return found


def _list(holder: dict[str, Any], key: str) -> list[Any]:
    found = holder.get(key)
    if not isinstance(found, list):
        raise ShapeChanged("a Bluesky answer lacks {key}", key=key)
    return found


def _text(holder: dict[str, Any], key: str) -> str:
    found = holder.get(key)
    if not isinstance(found, str) or not found:
        raise ShapeChanged("a Bluesky answer lacks {key}", key=key)
    return found


def _optional(holder: dict[str, Any], key: str) -> str | None:
    found = holder.get(key)
    return found if isinstance(found, str) and found else None

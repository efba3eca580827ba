"""Author feeds and threads of Bluesky's AppView in, feed pages out. Pure: no network, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.base import FeedPage
from jempol_netral.fetchers.bluesky.post import (
    authority_of,
    handle_of,
    place_in_feed,
    post_item,
    reply_of,
    repost_item,
    signed_in_only,
)
from jempol_netral.fetchers.shapes import Json, array, obj, optional_text, text
from jempol_netral.models import Gap, Identity, Item

LEAST_CAP = 6
"""No server cuts a thread above this level (the lexicon's own default)."""


@dataclass(frozen=True, slots=True)
class OwnPost:
    """What the reading of a campaign's threads needs to know of one of its posts."""

    thread: str
    """The post whose thread holds the replies: the first post where that is the account's own, else this one."""
    at: datetime
    """Its place in the feed."""
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


# --- feeds --------------------------------------------------------------------------------------------------------


def parse_feed(answer: Json, now: datetime) -> Feed:
    """An answer of getAuthorFeed. An odd entry becomes a gap, so that nobody hides a feed behind one odd post.

    Raises:
        ShapeChanged: it lacks what the lexicon promises, or no entry has the promised shape.
    """
    entries = array(answer, "feed")
    read, gaps = [], []
    for entry in entries:
        try:
            # A pinned entry has a reason without an account: out of order here, it comes again in its place.
            if "reason" not in entry or "by" in obj(entry, "reason"):
                read.append(_Entry.of(entry, now))
        except (ShapeChanged, TypeError):
            gaps.append(Gap("bad-entry", _where(entry)))
    if gaps and not read:
        raise ShapeChanged("no post of a Bluesky feed has the documented shape")
    places = [entry.at for entry in read if entry.at is not None]
    page = FeedPage(
        items=tuple(entry.item for entry in read),
        newest=max(places, default=None),
        oldest=places[-1] if places else None,
        next=optional_text(answer, "cursor") or None,
        identity=next((entry.identity for entry in read if entry.identity), None),
        gaps=tuple(gaps),
    )
    posts = tuple(entry.own for entry in read if entry.own is not None)
    return Feed(page, posts, signed_in_only=any(entry.signed_in_only for entry in read))


@dataclass(frozen=True, slots=True)
class _Entry:
    item: Item
    at: datetime | None
    identity: Identity | None
    own: OwnPost | None
    """None for a repost."""
    signed_in_only: bool

    @classmethod
    def of(cls, entry: Json, now: datetime) -> _Entry:
        post = obj(entry, "post")
        reason = obj(entry, "reason") if "reason" in entry else None
        actor = obj(post, "author") if reason is None else obj(reason, "by")
        at = place_in_feed(post if reason is None else reason, now)
        handle = handle_of(actor)
        return cls(
            item=post_item(post, now) if reason is None else repost_item(post, reason, now),
            at=at,
            identity=Identity(text(actor, "did"), handle) if handle else None,
            own=_own(post, at or now) if reason is None else None,
            signed_in_only=signed_in_only(actor),
        )


def _own(post: Json, at: datetime) -> OwnPost:
    uri = text(post, "uri")
    root = reply_of(obj(post, "record")).get("root", uri)
    thread = root if authority_of(root) == authority_of(uri) else uri
    return OwnPost(thread, at, replies=bool(post.get("replyCount", 0)))


def _where(entry: object) -> str:
    post = entry.get("post") if isinstance(entry, dict) else None
    return optional_text(post, "uri") or "?"


# --- threads ------------------------------------------------------------------------------------------------------


def parse_thread(answer: Json, thread: Thread, now: datetime, *, depth: int) -> list[str]:
    """Add an answer of getPostThread to `thread`. Gives the posts below which the server seems to have cut.

    `replyCount` counts direct replies only, hidden ones too: it hints at a cut, it never proves completeness.

    Raises:
        ShapeChanged: it lacks what the lexicon promises.
    """
    leaves: list[tuple[int, str]] = []
    deepest = 0
    for level, node in _nodes(obj(answer, "thread")):
        post = node.get("post")
        if not isinstance(post, dict):
            thread.gaps += _missing(node)
            continue
        deepest = max(deepest, level)
        _add(thread, post, now)
        if post.get("replyCount", 0) and not node.get("replies"):
            leaves.append((level, text(post, "uri")))
    if deepest < min(depth, LEAST_CAP):
        return []
    return [uri for level, uri in leaves if level == deepest]


def _nodes(top: Json) -> Iterator[tuple[int, Json]]:
    """All nodes with their level, parents first. Without recursion: a thread may be a thousand levels deep."""
    waiting = [(0, top)]
    while waiting:
        level, node = waiting.pop()
        yield level, node
        replies = node.get("replies") or []
        if not isinstance(replies, list) or not all(isinstance(reply, dict) for reply in replies):
            raise ShapeChanged("a Bluesky thread has replies of another shape")
        waiting += [(level + 1, reply) for reply in reversed(replies)]


def _add(thread: Thread, post: Json, now: datetime) -> None:
    """Add one post. What its author shows to signed-in visitors only is left alone and is no gap: it is not for us."""
    uri = text(post, "uri")
    if uri in thread.items:
        return
    try:
        hidden = signed_in_only(obj(post, "author"))
        item = post_item(post, now)
    except ShapeChanged:
        thread.gaps.append(Gap("bad-entry", uri))
        return
    if hidden:
        return
    thread.items[uri] = item
    at = place_in_feed(post, now)
    thread.newest = max((place for place in (thread.newest, at) if place is not None), default=None)


def _missing(node: Json) -> list[Gap]:
    """What a node without a post leaves unread. A deleted post leaves nothing: there is nothing to read."""
    where = optional_text(node, "uri") or "?"
    if node.get("notFound"):
        return []
    # Blocked: its author and the one it answers do not want to see each other, and nobody sees it there.
    return [Gap("post-blocked" if node.get("blocked") else "post-unknown", where)]

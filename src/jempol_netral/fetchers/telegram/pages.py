"""Pages of t.me in; messages, comments and what the page says of a channel out. Pure: no network, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jempol_netral.errors import FetchError, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.base import FeedPage
from jempol_netral.fetchers.telegram.dom import attribute
from jempol_netral.fetchers.telegram.message import MESSAGE, Post, read_comment, read_post, time_of
from jempol_netral.models import Gap, Identity, Item

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

CLOSED_SIGNS = ("not available", "open telegram")
"""What a page says, in English, where a discussion is not shown."""


@dataclass(frozen=True, slots=True)
class History:
    """One page of a channel's messages."""

    posts: tuple[Post, ...]
    """Newest first."""
    next: str | None
    gaps: tuple[Gap, ...]

    @property
    def handle(self) -> str | None:
        """Today's handle of the channel; None where the page holds no message."""
        return self.posts[0].channel if self.posts else None

    @property
    def channel_id(self) -> str | None:
        """The channel's stable number, where the page tells it."""
        return next((post.channel_id for post in self.posts if post.channel_id), None)

    def page(self, identity: Identity | None) -> FeedPage:
        """As a page of the walk."""
        return FeedPage(
            items=tuple(post.item for post in self.posts if post.item is not None),
            newest=max((post.at for post in self.posts), default=None),
            oldest=self.posts[-1].at if self.posts else None,
            next=self.next,
            identity=identity,
            gaps=self.gaps,
            entries=tuple(post.number for post in self.posts),
        )


def parse_history(page: LexborHTMLParser, now: datetime) -> History:
    """A page of t.me/s/<channel>. A message of another shape or of another channel becomes a gap.

    Raises:
        SourceGone, SourcePrivate: it is the page of something else than a channel with a preview.
        ShapeChanged: it is none of these, or no message has the known shape.
    """
    if page.css_first(".tgme_channel_history, .tgme_channel_info") is None:
        raise no_preview(page)
    nodes = page.css(f"{MESSAGE}[data-post]")
    read: list[Post] = []
    gaps = []
    for node in nodes:
        try:
            read.append(read_post(node, now))
        except ShapeChanged:
            gaps.append(Gap("bad-entry", attribute(node, "data-post") or "?"))
    if nodes and not read:
        raise ShapeChanged("no message of a Telegram channel has the known shape")
    posts, strange = _of_one_channel(read)
    gaps += [Gap("bad-entry", f"{post.channel}/{post.number}") for post in strange]
    gaps += [Gap("post-unknown", post.item.url or post.item.id) for post in posts if post.hidden and post.item]
    more = page.css_first(".tme_messages_more[data-before]")
    before = attribute(more, "data-before")
    posts.sort(key=lambda post: int(post.number), reverse=True)
    return History(tuple(posts), before if before and before.isdecimal() else None, tuple(gaps))


def _of_one_channel(read: Iterable[Post]) -> tuple[list[Post], list[Post]]:
    """The messages of the channel whose page it is, and any others: another's words are never given to it."""
    posts = list(read)
    most = Counter(post.channel for post in posts).most_common(1)
    channel = most[0][0] if most else None
    return [post for post in posts if post.channel == channel], [post for post in posts if post.channel != channel]


def no_preview(page: LexborHTMLParser) -> FetchError:
    """What the page says that t.me shows instead of a channel's history."""
    if page.css_first(".tgme_page_title, .tgme_page_extra") is not None:
        return SourcePrivate("Telegram shows no public messages of this account: it is a person, a group, or closed")
    if page.css_first(".tgme_page_icon, .tgme_page_description, .tgme_username_link") is not None:
        return SourceGone("Telegram knows no public channel of this name (any more)")
    return ShapeChanged("a page of Telegram has another shape")


@dataclass(frozen=True, slots=True)
class Discussion:
    """The comments under one post, as far as one answer shows them."""

    open: bool
    comments: tuple[Item, ...] = ()
    """By people with a public name."""
    oldest: datetime | None = None
    numbers: frozenset[str] = frozenset()
    """Of all comments shown."""
    older: str | None = None
    """Number before which there are more."""
    gaps: tuple[Gap, ...] = ()
    gone: bool = False


def parse_discussion(page: LexborHTMLParser, under: Item, now: datetime) -> Discussion:
    """The widget of the comments under the post `under`.

    Raises:
        ShapeChanged: it is no such widget.
    """
    if page.css_first(".tgme_widget_message_error") is not None:
        return Discussion(open=False, gone=True)
    notice = page.css_first(".tme_no_messages_found")
    said = (notice.text() if notice is not None else "").lower()
    nodes = page.css(f"{MESSAGE}[data-post-id]")
    if not nodes and any(sign in said for sign in CLOSED_SIGNS):
        return Discussion(open=False)
    if not nodes and page.css_first(".tgme_post_discussion_header, .tgme_post_discussion, .js-header") is None:
        raise ShapeChanged("a page of Telegram has another shape")
    top = attribute(page.css_first('input[name="top_msg_id"]'), "value")
    comments, gaps = [], []
    for node in nodes:
        try:
            comments.append(read_comment(node, under, top, now))
        except ShapeChanged:
            gaps.append(Gap("bad-entry", under.url or under.id))
    named = tuple(comment for comment in comments if comment is not None)
    times = [at for node in nodes if (at := time_of(node)) is not None]
    older = attribute(page.css_first(".tme_messages_more[data-before]"), "data-before")
    return Discussion(
        open=True,
        comments=named,
        oldest=min(times, default=None),
        numbers=frozenset(attribute(node, "data-post-id") or "" for node in nodes),
        older=older if older and older.isdecimal() else None,
        gaps=tuple(gaps),
    )

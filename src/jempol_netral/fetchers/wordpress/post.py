"""Posts and comments as WordPress's REST interface shows them in, items out. Pure.

https://developer.wordpress.org/rest-api/reference/ . Numbers mean something on their own site only, so every id here
begins with the site's address: `https://situs.example#post-4`, and `https://situs.example#12` for its author 12.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.html_text import read_html
from jempol_netral.fetchers.shapes import Json, canonical, moment, obj, optional_text
from jempol_netral.fetchers.sites import EMBEDDED_POSTS, page_address, site_address
from jempol_netral.models import Act, Item, TimeQuality

PLATFORM = "wordpress"
POST_FIELDS = "id,date,date_gmt,modified_gmt,link,author,title,content,featured_media"
COMMENT_FIELDS = "id,post,parent,author,author_name,author_url,date_gmt,link,content"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a post or comment was found."""

    base: str
    """The site's address; its numbers hold there."""
    handle: str
    """The source's account: a site, an author's page or a post's address, as roster or watchlist spells it."""
    claims: bool
    """Whether a guest is taken for whose address they gave."""


def post_item(post: Json, scope: Scope) -> Item:
    """A post: by the account that is read, and by the registered author whose number it bears.

    Raises:
        ShapeChanged: it lacks what the documentation promises.
    """
    number, content = _number(post, "id"), obj(post, "content")
    title = read_html(optional_text(obj(post, "title"), "rendered") or "").text
    body = read_html(optional_text(content, "rendered") or "", without=EMBEDDED_POSTS)
    created, edited = moment(post.get("date_gmt")), moment(post.get("modified_gmt"))
    author = author_id(scope.base, post.get("author"))
    text = "\n".join(part for part in (title, body.text) if part)
    return Item(
        platform=PLATFORM,
        id=post_id(scope.base, number),
        act=Act.POST,
        author_id=author,
        author=scope.handle,
        text=text,
        created_at=created,
        time_quality=_quality(created),
        url=page_address(scope.base, optional_text(post, "link")),
        edited_at=edited if created and edited and edited > created else None,
        unread_media=body.media or bool(post.get("featured_media")),
        raw=canonical({"id": number, "author": author, "date_gmt": post.get("date_gmt"), "text": text}),
    )


def comment_item(comment: Json, scope: Scope) -> Item:
    """A comment, without what it quotes. A registered author has a number; a guest at most the address they gave.

    Raises:
        ShapeChanged: it lacks what the documentation promises.
    """
    number, post, parent = (_number(comment, key) for key in ("id", "post", "parent"))
    thread = post_id(scope.base, post)
    body = read_html(optional_text(obj(comment, "content"), "rendered") or "", without=EMBEDDED_POSTS, quotes=False)
    address = site_address(PLATFORM, optional_text(comment, "author_url")) if scope.claims else None
    if address in (scope.handle, scope.base):
        address = None  # nobody becomes the campaign by writing its address
    author = author_id(scope.base, comment.get("author"))
    created = moment(comment.get("date_gmt"))
    raw = {
        "id": number,
        "post": post,
        "parent": parent,
        "author": author,
        "author_name": optional_text(comment, "author_name"),
        "claimed_address": address,
        "date_gmt": comment.get("date_gmt"),
        "text": body.text,
    }
    return Item(
        platform=PLATFORM,
        id=comment_id(scope.base, number),
        act=Act.COMMENT,
        author_id=author if author is not None or address is not None else f"{scope.base}#guest",
        author=address,
        text=body.text,
        created_at=created,
        time_quality=_quality(created),
        url=page_address(scope.base, optional_text(comment, "link")),
        parent_id=comment_id(scope.base, parent) if parent else thread,
        thread_id=thread,
        under=scope.handle,
        unread_media=body.media,
        raw=canonical(raw),
    )


def author_id(base: str, number: object) -> str | None:
    """The stable id of a registered author; None for 0, which stands for a guest."""
    return f"{base}#{number}" if isinstance(number, int) and number > 0 else None


def post_id(base: str, number: int) -> str:
    """The id of a post among all sites."""
    return f"{base}#post-{number}"


def comment_id(base: str, number: int) -> str:
    """The id of a comment among all sites."""
    return f"{base}#comment-{number}"


def place_of(post: Json) -> datetime | None:
    """Where a post stands in a listing by date."""
    return moment(post.get("date_gmt"))


def protected(post: Json) -> bool:
    """Whether its words are for those who know its password."""
    content = post.get("content")
    return isinstance(content, dict) and content.get("protected") is True


def _number(holder: Json, key: str) -> int:
    found = holder.get(key)
    if not isinstance(found, int) or isinstance(found, bool):
        raise ShapeChanged("the answer lacks the number {key}", key=key)
    return found


def _quality(at: datetime | None) -> TimeQuality:
    return TimeQuality.ESTIMATED if at is None else TimeQuality.PLATFORM

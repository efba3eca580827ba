"""One Bluesky post, as the AppView shows it, in; one item out. Pure.

What is taken as a person's words: the post's text, its extra hashtags and the alt texts of its pictures and videos,
all typed by its author. What is not: a quoted post, the parent of a reply, a link card. In a repost the words are
another's, and kept, since the person chose to spread them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from jempol_netral.fetchers.shapes import Json, canonical, moment, obj, objects, optional_text, storable, text
from jempol_netral.models import Act, Item, TimeQuality

PLATFORM = "bluesky"
POST = "app.bsky.feed.post"
SIGNED_IN_ONLY = "!no-unauthenticated"
"""Label by which an author asks to be shown to signed-in visitors only."""
INVALID_HANDLE = "handle.invalid"
"""Stands for a handle that does not lead back to its DID."""
FIRST_DAY = datetime(2022, 11, 1, tzinfo=UTC)
"""The network is no older."""
SLACK = timedelta(hours=1)
"""By how much a true clock may be ahead of ours."""
DOUBT = timedelta(days=1)
"""Two witnesses of one time that differ by more do not agree."""

_TID = "234567abcdefghijklmnopqrstuvwxyz"
_RKEY = r"(?P<rkey>[A-Za-z0-9._:~-]{1,512})"
_POST_URI = re.compile(rf"at://(?P<authority>[^/\s]+)/{re.escape(POST)}/{_RKEY}")
_POST_URL = re.compile(rf"https?://(?:www\.)?bsky\.app/profile/(?P<authority>[^/?#\s]+)/post/{_RKEY}/?(?:[?#].*)?")


def post_item(post: Json, now: datetime) -> Item:
    """A post or a reply by its own author.

    Raises:
        ShapeChanged: it lacks what the lexicon promises.
    """
    author, record, uri = obj(post, "author"), obj(post, "record"), text(post, "uri")
    reply = reply_of(record)
    created_at, quality = _created(record, post, uri, now)
    root = reply.get("root")
    return Item(
        platform=PLATFORM,
        id=uri,
        act=Act.COMMENT if reply else Act.POST,
        author_id=text(author, "did"),
        author=handle_of(author),
        text=_words(record),
        created_at=created_at,
        time_quality=quality,
        url=post_url(uri),
        parent_id=reply.get("parent"),
        thread_id=root,
        under=post_url(root) if root else None,
        under_id=authority_of(root) if root else None,
        unread_media=any(True for _ in _media(record)),
        raw=canonical(_kept(post)),
    )


def repost_item(post: Json, reason: Json, now: datetime) -> Item:
    """A repost: the act is of the account in `reason`, the words are of the post's author.

    Raises:
        ShapeChanged: it lacks what the lexicon promises.
    """
    actor, author, record = obj(reason, "by"), obj(post, "author"), obj(post, "record")
    did, uri, at = text(actor, "did"), text(post, "uri"), moment(reason.get("indexedAt"))
    hidden = signed_in_only(author)  # then the words are not for us, though the act is
    likely = at is not None and FIRST_DAY <= at <= now + SLACK
    repost = optional_text(reason, "uri")
    return Item(
        platform=PLATFORM,
        # Older servers do not name the repost's own record; an account reposts a post once at a time.
        id=repost or f"{uri}#repost-by-{did}",
        act=Act.RESHARE,
        author_id=did,
        author=handle_of(actor),
        text=None if hidden else _words(record),
        created_at=at,
        time_quality=TimeQuality.PLATFORM if likely else TimeQuality.ESTIMATED,
        url=post_url(uri),
        reshared_author=handle_of(author) or text(author, "did"),
        unread_media=any(True for _ in _media(record)),
        raw=canonical({"by": did, "repost": repost, "post": {"uri": uri} if hidden else _kept(post)}),
    )


def reply_of(record: Json) -> dict[str, str]:
    """The URIs of `root` and `parent` of a reply; empty for a post of its own.

    Raises:
        ShapeChanged: half a reply.
    """
    if record.get("reply") is None:
        return {}
    return {name: text(obj(obj(record, "reply"), name), "uri") for name in ("root", "parent")}


def handle_of(actor: Json) -> str | None:
    """The handle of an account; None where it does not lead back to the account.

    Raises:
        ShapeChanged: it lacks one.
    """
    handle = text(actor, "handle").lower()
    return None if handle == INVALID_HANDLE else handle


def signed_in_only(actor: Json) -> bool:
    """Whether an author asks to be shown to signed-in visitors only. A negated label takes the asking back."""
    labels = [label for label in objects(actor, "labels") if label.get("val") == SIGNED_IN_ONLY]
    return any(not label.get("neg") for label in labels)


# --- words and evidence -------------------------------------------------------------------------------------------


def _kept(post: Json) -> Json:
    """What is laid down as evidence: the record as its author signed it, and whose it is.

    Left out: counters, labels, avatars and the handle, which drift, and the views of quoted posts and of the parent,
    which hold other people's words. Inside the record those are mere references.
    """
    author = {"did": text(obj(post, "author"), "did")}
    return {
        "uri": text(post, "uri"),
        "cid": optional_text(post, "cid"),
        "author": author,
        "record": obj(post, "record"),
    }


def _words(record: Json) -> str:
    """The author's own words: the text, hashtags kept beside it, and what they typed to describe pictures."""
    tags = record.get("tags")
    parts = [optional_text(record, "text") or ""]
    if isinstance(tags, list):
        parts.append(" ".join(f"#{storable(tag)}" for tag in tags if isinstance(tag, str)))
    parts += [optional_text(media, "alt") or "" for media in _media(record)]
    return "\n".join(part for part in parts if part)


def _media(record: Json) -> Iterator[Json]:
    """Pictures and videos of a record, also where a quoted post stands beside them."""
    embed = record.get("embed")
    for holder in (embed, embed.get("media") if isinstance(embed, dict) else None):
        yield from objects(holder, "images")
        if isinstance(holder, dict) and "video" in holder:
            yield holder


# --- times ----------------------------------------------------------------------------------------------------


def _created(record: Json, post: Json, uri: str, now: datetime) -> tuple[datetime | None, TimeQuality]:
    """When a post was written, and how surely. The author's program sets `createdAt` and may lie.

    It counts as the platform's time only where the other witnesses agree: the time inside the record's key and the
    time of indexing. A time before the network or in the future gives way to the time of indexing.
    """
    claimed, indexed = moment(record.get("createdAt")), moment(post.get("indexedAt"))
    if claimed is None or not FIRST_DAY <= claimed <= now + SLACK:
        return indexed, TimeQuality.ESTIMATED
    witnesses = [at for at in (tid_time(uri.rpartition("/")[2]), indexed) if at is not None]
    doubted = any(abs(at - claimed) > DOUBT for at in witnesses if FIRST_DAY <= at <= now + SLACK)
    return claimed, TimeQuality.ESTIMATED if doubted else TimeQuality.PLATFORM


def tid_time(rkey: str) -> datetime | None:
    """The time inside a record key of the usual form: 13 letters of base 32, microseconds and 10 bits of clock id."""
    if len(rkey) != 13 or any(letter not in _TID for letter in rkey):
        return None
    number = 0
    for letter in rkey:
        number = number * 32 + _TID.index(letter)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> 10)
    except OverflowError:
        return None


def place_in_feed(entry: Json, now: datetime) -> datetime | None:
    """Where a post, or the `reason` of a repost, stands in its feed.

    Servers sort by the lesser of `createdAt` and the time of indexing.
    """
    record = entry.get("record")
    claimed = moment(record.get("createdAt")) if isinstance(record, dict) else None
    known = [at for at in (claimed, moment(entry.get("indexedAt"))) if at is not None]
    return min([*known, now]) if known else None


# --- addresses ------------------------------------------------------------------------------------------------


def post_uri(address: str) -> str | None:
    """The at:// URI of a post given by its at:// or bsky.app address; None where it is neither."""
    found = _POST_URI.fullmatch(address.strip()) or _POST_URL.fullmatch(address.strip())
    return f"at://{found['authority']}/{POST}/{found['rkey']}" if found else None


def post_url(uri: str) -> str | None:
    """Where a person can look at a post. By DID, so that it outlives a change of handle."""
    found = _POST_URI.fullmatch(uri)
    return f"https://bsky.app/profile/{found['authority']}/post/{found['rkey']}" if found else None


def authority_of(uri: str) -> str:
    """Whose record it is: the DID of an at:// URI."""
    return uri.removeprefix("at://").partition("/")[0]

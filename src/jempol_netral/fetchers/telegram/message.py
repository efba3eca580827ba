"""One message of a public channel, or one comment under it, as t.me shows it, in; one item out. Pure.

What is taken as a channel's words: the text, the question and the answers of a poll, the name of a file. What is not:
the preview of what it replies to and of links, which are another's and carry the same class names. In a forwarded
message the words are another's, and kept, since the channel chose to spread them.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jempol_netral.errors import ShapeChanged, UserError
from jempol_netral.fetchers.html_text import text_of
from jempol_netral.fetchers.shapes import Json, canonical, moment
from jempol_netral.fetchers.telegram.dom import attribute, classes, inside, own
from jempol_netral.models import Act, Item, TimeQuality
from jempol_netral.platforms import AccountName, account_url, canonical_handle, read_source

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

PLATFORM = "telegram"
MESSAGE = ".tgme_widget_message"
SLACK = timedelta(hours=1)
"""By how much a true clock may be ahead of ours."""

_TEXT = "tgme_widget_message_text"
_REPLY = frozenset({"tgme_widget_message_reply", "js-message_reply_text"})
_FOREIGN = _REPLY | {"tgme_widget_message_link_preview", "media_not_supported_cont"}
"""Parts that are not the author's: what is replied to, what a link leads to, and a notice that stays hidden."""
_PLAYERS = frozenset({"tgme_widget_message_video_player", "tgme_widget_message_roundvideo_player"})
_ASIDE = (
    ".tgme_widget_message_poll_question, .tgme_widget_message_poll_option_text, .tgme_widget_message_document_title"
)
_MEDIA = (
    "photo_wrap|video_player|video_wrap|roundvideo_player|roundvideo_wrap|voice_player|voice|document_wrap|"
    "sticker_wrap|sticker|tgsticker|videosticker|grouped_wrap"
)
_MEDIA_CLASS = re.compile(rf"tgme_widget_message_({_MEDIA})")
_NOT_SHOWN = ".message_media_not_supported_wrap"
_POST = re.compile(r"(?P<channel>\w{2,64})/(?P<number>\d{1,18})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Post:
    """One message of a channel's history."""

    number: str
    channel: str
    """The handle that the channel's messages carry, canonical."""
    channel_id: str | None
    at: datetime
    item: Item | None
    """None for a service message ("pinned a photo"), which holds nobody's words."""
    hidden: bool
    """Whether the page says that only Telegram itself can show it: its words are missing, not absent."""


def read_post(node: LexborNode, now: datetime) -> Post:
    """A message of a channel.

    Raises:
        ShapeChanged: it lacks its number or its time.
    """
    named = _POST.fullmatch(attribute(node, "data-post") or "")
    at = time_of(node)
    if named is None or at is None:
        raise ShapeChanged("a message of Telegram lacks its number or its time")
    handle, number, id_ = canonical_handle(PLATFORM, named["channel"]), named["number"], _channel_id(node)
    if "service_message" in classes(node):
        return Post(number, handle, id_, at, None, hidden=False)
    written = _Written.of(node)
    address = post_address(handle, number)
    item = Item(
        platform=PLATFORM,
        id=f"{handle}/{number}",
        act=Act.RESHARE if written.source else Act.POST,
        author_id=id_,
        author=handle,
        text=written.text,
        created_at=at,
        time_quality=_quality(at, now),
        url=address,
        reshared_author=written.source,
        unread_media=bool(written.media),
        raw=canonical({"post": f"{handle}/{number}", "channel": id_, "time": at.isoformat(), **written.kept}),
    )
    item = _as_reply(item, node, handle, id_)
    return Post(number, handle, id_, at, item, hidden=written.text is None)


def read_comment(node: LexborNode, under: Item, top: str | None, now: datetime) -> Item | None:
    """A comment under the post `under`; None where its author has no public name and cannot be anybody's.

    `top` is the number that the post itself has in the discussion.

    Raises:
        ShapeChanged: it lacks its number or its time.
    """
    number, at = attribute(node, "data-post-id") or "", time_of(node)
    if _NUMBER.fullmatch(number) is None or at is None:
        raise ShapeChanged("a message of Telegram lacks its number or its time")
    handle = _commenter(node)
    if handle is None or "service_message" in classes(node):
        return None
    written = _Written.of(node)
    answered = attribute(next(iter(node.css("[data-reply-to]")), None), "data-reply-to")
    to_comment = answered is not None and answered != top and _NUMBER.fullmatch(answered) is not None
    id_ = f"{under.id}?comment={number}"
    parent = f"{under.id}?comment={answered}" if to_comment else under.id
    return Item(
        platform=PLATFORM,
        id=id_,
        act=Act.RESHARE if written.source else Act.COMMENT,
        author_id=None,
        author=handle,
        text=written.text,
        created_at=at,
        time_quality=_quality(at, now),
        url=f"{under.url}?comment={number}",
        parent_id=parent,
        thread_id=under.id,
        under=under.url,
        under_id=under.author_id,
        reshared_author=written.source,
        unread_media=bool(written.media),
        raw=canonical({"comment": id_, "author": handle, "parent": parent, "time": at.isoformat(), **written.kept}),
    )


def post_address(handle: str, number: str) -> str:
    """Where a person can look at a post."""
    return f"{account_url(PLATFORM, handle, None)}/{number}"


@dataclass(frozen=True, slots=True)
class _Written:
    """What the author wrote or attached."""

    text: str | None
    media: list[str]
    source: str | None
    """Of a forwarded message: the handle of whose words it spreads; the name in quotes where no handle is public."""
    kept: Json

    @classmethod
    def of(cls, node: LexborNode) -> _Written:
        # Some texts stand in a second element of the same class.
        outer = [block for block in own(node, f".{_TEXT}", _FOREIGN) if not inside(block, node, (_TEXT,))]
        parts = [text_of(block.html or "") for block in (*outer, *own(node, _ASIDE, _FOREIGN))]
        media = _media(node)
        words: str | None = "\n".join(part for part in parts if part)
        if not outer and not words and not media and own(node, _NOT_SHOWN, _FOREIGN | _PLAYERS):
            words = None
        forwarded = next(iter(own(node, ".tgme_widget_message_forwarded_from_name", _FOREIGN)), None)
        source = None if forwarded is None else _source(forwarded)
        links = [address for block in outer for link in block.css("a") if (address := attribute(link, "href"))]
        kept: Json = {"text": words, "links": links, "media": media, "edited": _edited(node)}
        if forwarded is not None:
            kept["forwarded_from"] = {"name": source, "href": attribute(forwarded, "href")}
        return cls(words, media or (["?"] if words is None else []), source, kept)


def _media(node: LexborNode) -> list[str]:
    """The sorts of pictures, sound, video and files attached, in the order of the page."""
    found = []
    for part in own(node, '[class*="tgme_widget_message_"]', _FOREIGN):
        found += [sort[1] for name in classes(part) if (sort := _MEDIA_CLASS.fullmatch(name))]
    return found


def _source(name: LexborNode) -> str:
    try:
        found = read_source(PLATFORM, attribute(name, "href") or "")
    except UserError:
        return f'"{text_of(name.html or "")}"'
    account = found if isinstance(found, AccountName) else found.account
    return (account and account.handle) or f'"{text_of(name.html or "")}"'


def _as_reply(item: Item, node: LexborNode, handle: str, channel_id: str | None) -> Item:
    """The same message with what it answers, where it answers a public message."""
    link = next((attribute(reply, "href") for reply in node.css("a.tgme_widget_message_reply")), None)
    path = urlsplit(link).path.strip("/") if link else ""
    named = _POST.fullmatch(path)
    if named is None:
        return item
    whose = canonical_handle(PLATFORM, named["channel"])
    parent = f"{whose}/{named['number']}"
    payload = json.loads(item.raw)
    payload["reply_to"] = parent
    return replace(
        item,
        act=Act.COMMENT if item.act is Act.POST else item.act,
        parent_id=parent,
        under=post_address(whose, named["number"]),
        under_id=channel_id if whose == handle else None,
        raw=canonical(payload),
    )


def _commenter(node: LexborNode) -> str | None:
    """The public handle of a comment's author; most have one, some only a name that anybody can take."""
    for link in own(node, "a.tgme_widget_message_author_name, a.tgme_widget_message_owner_name", _FOREIGN):
        try:
            found = read_source(PLATFORM, attribute(link, "href") or "")
        except UserError:
            continue
        if isinstance(found, AccountName) and found.handle:
            return found.handle
    return None


def _channel_id(node: LexborNode) -> str | None:
    """The channel's stable number, which the page tells its counter of views: base64 of JSON, `c` is minus the number.

    It is the number of Telegram's own exports.
    """
    said = attribute(node, "data-view") or ""
    try:
        view = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
    except (ValueError, RecursionError):
        return None
    number = view.get("c") if isinstance(view, dict) else None
    return str(abs(number)) if isinstance(number, int) and not isinstance(number, bool) and number else None


def time_of(node: LexborNode) -> datetime | None:
    """When a message was sent, by Telegram's clock; of a forwarded one when it was forwarded."""
    times = own(node, ".tgme_widget_message_date time", _FOREIGN) or own(node, "time[datetime]", _FOREIGN)
    return moment(attribute(times[-1], "datetime")) if times else None


def _quality(at: datetime, now: datetime) -> TimeQuality:
    return TimeQuality.PLATFORM if at <= now + SLACK else TimeQuality.ESTIMATED


def _edited(node: LexborNode) -> bool:
    """Whether the page says so; it does not say when."""
    meta = own(node, ".tgme_widget_message_meta", _FOREIGN)
    return any("edited" in (part.text(deep=False) or "").lower() for part in meta)

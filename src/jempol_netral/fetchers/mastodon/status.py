"""One status, as the Mastodon API shows it, in; one item out. Pure.

What is taken as a person's words: the content warning, the content, the descriptions of pictures and the choices of a
poll, all typed by its author. What is not: a quoted post, the post that it answers, a link card. In a reblog the words
are another's, and kept, since the person chose to spread them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.html_text import text_of
from jempol_netral.fetchers.mastodon.server import PLATFORM, Server, local_id, optional_local_id
from jempol_netral.fetchers.shapes import Json, canonical, moment, obj, objects, optional_text, text
from jempol_netral.models import Act, Item, TimeQuality

PUBLIC = frozenset({"public", "unlisted"})
"""What is meant for everybody. A token may show more; it is not for us."""
SLACK = timedelta(hours=1)
"""By how much a true clock may be ahead of ours."""
LONGEST_LABEL = 2000
"""Letters of a picture's description or a poll's choice that are read."""

_KEPT = (
    "id",
    "uri",
    "url",
    "created_at",
    "edited_at",
    "visibility",
    "sensitive",
    "spoiler_text",
    "content",
    "language",
)
_MEDIA_KEPT = ("id", "type", "description")
_QUOTE_NOTICE = ("quote-inline", "reference-link-inline")
"""Classes of the line "RE: address" that servers put into a quoting post for those that know no quotes."""


@dataclass(frozen=True, slots=True)
class Under:
    """The thread that a comment was read in."""

    thread_id: str
    """Its first post."""
    address: str | None
    author_id: str | None
    uris: dict[str, str] = field(default_factory=dict)
    """By number on this server: the posts that were met in it."""


def is_public(status: Json) -> bool:
    """Whether a status is meant for everybody."""
    return status.get("visibility") in PUBLIC


def status_item(status: Json, server: Server, now: datetime, under: Under | None = None) -> Item:
    """A status by its own author, or a reblog.

    Raises:
        ShapeChanged: it lacks what the documentation promises.
    """
    if status.get("reblog") is not None:
        return _reblog(status, obj(status, "reblog"), server, now)
    return _own(status, server, now, under)


def _own(status: Json, server: Server, now: datetime, under: Under | None) -> Item:
    account, uri = obj(status, "account"), text(status, "uri")
    at, quality = _created(status, now)
    parent = optional_local_id(status, "in_reply_to_id")
    replied = optional_local_id(status, "in_reply_to_account_id")
    answers = parent is not None or replied is not None
    if under is None and answers:
        under = _answered(status, server, parent, replied)
    return Item(
        platform=PLATFORM,
        id=uri,
        act=Act.COMMENT if answers else Act.POST,
        author_id=server.account_id(account),
        author=server.handle_of(account),
        text=words(status),
        created_at=at,
        time_quality=quality,
        url=_address(status),
        parent_id=under.uris.get(parent, server.status_address(parent)) if under and parent else None,
        thread_id=(under.thread_id or None) if under and answers else None,
        under=under.address if under and answers else None,
        under_id=under.author_id if under and answers else None,
        edited_at=moment(status.get("edited_at")),
        unread_media=bool(objects(status, "media_attachments")),
        raw=canonical(kept(status, server)),
    )


def _answered(status: Json, server: Server, parent: str | None, replied: str | None) -> Under:
    """What a reply tells by itself of where it stands: whom it answers. The first post of the thread it does not tell.

    Some servers mention the account under another number than they reply to; then only the number is known.
    """
    account = obj(status, "account")
    mentioned = [account, *objects(status, "mentions")]
    handle = next((server.handle_of(each) for each in mentioned if replied and each.get("id") == replied), None)
    address = server.page_address(handle, parent) if handle and parent else None
    return Under("", address or handle, server.account_address(replied) if replied else None)


def _reblog(status: Json, original: Json, server: Server, now: datetime) -> Item:
    account, author = obj(status, "account"), obj(original, "account")
    at, quality = _created(status, now)
    return Item(
        platform=PLATFORM,
        id=text(status, "uri"),
        act=Act.RESHARE,
        author_id=server.account_id(account),
        author=server.handle_of(account),
        text=words(original) if is_public(original) else None,
        created_at=at,
        time_quality=quality,
        url=_address(original),
        reshared_author=server.handle_of(author),
        unread_media=bool(objects(original, "media_attachments")),
        raw=canonical(
            {
                "id": local_id(status),
                "uri": text(status, "uri"),
                "created_at": optional_text(status, "created_at"),
                "account": _kept_account(account, server),
                "reblog": kept(original, server) if is_public(original) else {"uri": text(original, "uri")},
            }
        ),
    )


def words(status: Json) -> str:
    """The author's own words, each part on lines of its own.

    Raises:
        ShapeChanged: there is no content, not even an empty one.
    """
    content = optional_text(status, "content")
    if content is None:
        raise ShapeChanged("the answer lacks the text {key}", key="content")
    parts = [optional_text(status, "spoiler_text") or "", text_of(content, without=_QUOTE_NOTICE)]
    parts += [optional_text(media, "description") or "" for media in objects(status, "media_attachments")]
    parts += [optional_text(choice, "title") or "" for choice in objects(status.get("poll"), "options")]
    cut = (part if place == 1 else part[:LONGEST_LABEL] for place, part in enumerate(parts))
    return "\n".join(stripped for part in cut if (stripped := part.strip()))


def kept(status: Json, server: Server) -> Json:
    """What is laid down as evidence: the status as its author wrote it, and whose it is.

    Left out: counters, avatars, display names, cards and addresses of cached pictures, which drift; the quoted post,
    and lists of accounts, which are other people's.
    """
    payload: Json = {key: status[key] for key in _KEPT if isinstance(status.get(key), str | bool)}
    payload["account"] = _kept_account(obj(status, "account"), server)
    for key in ("in_reply_to_id", "in_reply_to_account_id"):
        if (found := optional_local_id(status, key)) is not None:
            payload[key] = found
    if media := objects(status, "media_attachments"):
        payload["media_attachments"] = [
            {key: each[key] for key in _MEDIA_KEPT if isinstance(each.get(key), str)} for each in media
        ]
    if choices := objects(status.get("poll"), "options"):
        payload["poll"] = {"options": [{"title": optional_text(choice, "title")} for choice in choices]}
    if (quoted := _quoted(status)) is not None:
        payload["quote"] = quoted
    return payload


def _kept_account(account: Json, server: Server) -> Json:
    payload: Json = {"id": local_id(account), "acct": server.handle_of(account)}
    if uri := optional_text(account, "uri"):
        payload["uri"] = uri
    return payload


def _quoted(status: Json) -> Json | None:
    """Which post is quoted, by reference only."""
    quote = status.get("quote")
    if not isinstance(quote, dict):
        return None
    inner = quote.get("quoted_status")
    post = inner if isinstance(inner, dict) else quote  # Pleroma puts the post itself there
    return {"uri": optional_text(post, "uri"), "state": optional_text(quote, "state")}


def _created(status: Json, now: datetime) -> tuple[datetime | None, TimeQuality]:
    """When a status was published: by its own server's clock, which we have to believe unless it is in the future.

    Raises:
        ShapeChanged: it has no time.
    """
    at = moment(status.get("created_at"))
    if at is None:
        raise ShapeChanged("the answer lacks the text {key}", key="created_at")
    return at, TimeQuality.PLATFORM if at <= now + SLACK else TimeQuality.ESTIMATED


def _address(status: Json) -> str | None:
    """Where a person can look at a status; some servers name only its ActivityPub address."""
    for said in (optional_text(status, "url"), optional_text(status, "uri")):
        try:
            parts = urlsplit(said or "")
        except ValueError:
            continue
        if parts.scheme in ("https", "http") and parts.hostname:
            return said
    return None

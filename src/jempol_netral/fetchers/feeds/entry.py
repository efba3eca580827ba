"""One entry of a feed, in whatever format it came, in; one item out. Pure.

Whose entry it is: what stands in the feed of a roster account is that account's act, since the office gave the whole
feed to the person. Where the roster also names an author (native_id), entries that name another one are not. Where
the feed itself names its owner and an entry names somebody else, the words are another's: a reshare.
A commenter is known by the address that they gave beside their name, never by the name; without one by nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from jempol_netral.fetchers.shapes import canonical, moment
from jempol_netral.fetchers.sites import host_of, site_address
from jempol_netral.models import Act, Item, TimeQuality

PLATFORM = "web"
SLACK = timedelta(hours=1)
"""By how much a true clock may be ahead of ours."""
_ZONED = re.compile(r"(?:Z|GMT|UTC?|[+-]\d\d:?\d\d|[ECMP][SD]T)\s*$")
_ZONES = {"WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}
_LOCAL_ZONE = re.compile(r"\b(WIB|WITA|WIT)\s*$")
_REPLY_LINE = re.compile(r"\A(?:In reply to|Sebagai balasan (?:untuk|kepada|atas)) [^\n]{1,200}\.\n")
"""What WordPress puts before the words of an answer, in feeds that have no other place for it."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an entry, as the feed says."""

    name: str = ""
    url: str = ""
    email: str = ""

    def names(self) -> frozenset[str]:
        """All that it can be known by, folded; spaces do not count."""
        said = (self.name, self.url.rstrip("/"), self.email)
        return frozenset("".join(each.split()).casefold() for each in said if each.strip())


NOBODY = Byline()
"""No author is named."""


@dataclass(frozen=True, slots=True)
class When:
    """A time in a feed, and whether it says in which zone it is meant."""

    at: datetime
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What formats have in common."""

    guid: str = ""
    url: str | None = None
    title: str = ""
    text: str = ""
    own: str | None = None
    """`text` without its quotations, where that differs."""
    media: bool = False
    author: Byline = NOBODY
    published: When | None = None
    updated: When | None = None
    answers: str = ""
    """The guid of what it answers."""
    replies: str | None = None
    """Where the feed of its comments stands."""
    reply_count: int | None = None

    @property
    def place(self) -> datetime | None:
        """Where it stands in its feed; some go by publication, some by the last change."""
        known = [when.at for when in (self.published, self.updated) if when is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an entry was found."""

    handle: str
    """The source's account: the address of the feed or site as the roster or watchlist spells it."""
    native_id: str | None = None
    """The author that the roster names beside it."""
    owner: Byline = NOBODY
    """Whom the feed names as its owner."""
    claims: bool = True
    """Whether a commenter is taken for whose address they gave."""


def post_item(entry: Entry, key: str, scope: Scope, now: datetime) -> Item:
    """An entry of a site's own feed; some sites answer others in it."""
    author_id, author = _whose(entry, scope)
    theirs, owners = entry.author.names(), scope.owner.names()
    reshared = entry.author.name or entry.author.url or entry.author.email
    another = bool(owners and theirs) and owners.isdisjoint(theirs) and scope.native_id is None
    words = [entry.title] if entry.title and not entry.text.startswith(entry.title) else []
    return _item(
        entry,
        key,
        Act.RESHARE if another else Act.COMMENT if entry.answers else Act.POST,
        text="\n".join([*words, entry.text] if entry.text else words),
        now=now,
        author_id=author_id,
        author=author,
        parent_id=(key_of(entry.answers, scope.handle) or None) if not another else None,
        reshared_author=reshared if another else None,
    )


def comment_item(entry: Entry, key: str, scope: Scope, now: datetime, *, thread: str | None) -> Item:
    """An entry of a feed of comments. Its title is made by the program of the site, out of other people's words."""
    address = site_address(PLATFORM, entry.author.url) if scope.claims else None
    known = address is not None and address != scope.handle  # nobody becomes the campaign by writing its address
    parent = key_of(entry.answers, scope.handle) if entry.answers else None
    return _item(
        entry,
        key,
        Act.COMMENT,
        text=_REPLY_LINE.sub("", entry.text if entry.own is None else entry.own),
        now=now,
        author_id=None if known else f"{scope.handle}#guest",
        author=address if known else None,
        parent_id=parent or thread,
        thread_id=thread,
        under=scope.handle,
    )


def _whose(entry: Entry, scope: Scope) -> tuple[str | None, str | None]:
    if scope.native_id is None:
        return None, scope.handle
    theirs = entry.author.names()
    wanted = scope.native_id.rstrip("/").casefold()
    if not theirs or wanted in theirs:
        return scope.native_id, scope.handle
    return f"{scope.handle}#{min(theirs)}", None


def _item(
    entry: Entry, key: str, act: Act, *, text: str, now: datetime, author_id: str | None, author: str | None,
    parent_id: str | None = None, thread_id: str | None = None, under: str | None = None,
    reshared_author: str | None = None,
) -> Item:  # fmt: skip
    created = entry.published or entry.updated
    sure = entry.published is not None and entry.published.sure and entry.published.at <= now + SLACK
    edited = entry.published and entry.updated and entry.updated.at > entry.published.at
    raw = {
        "id": entry.guid,
        "url": entry.url,
        "text": text,
        "author": {"name": entry.author.name, "url": entry.author.url},
        "published": entry.published and entry.published.at.isoformat(),
        "answers": entry.answers,
        "weak_id": not entry.guid and not entry.url,
    }
    return Item(
        platform=PLATFORM,
        id=key,
        act=act,
        author_id=author_id,
        author=author,
        text=text,
        created_at=created.at if created else None,
        time_quality=TimeQuality.PLATFORM if sure else TimeQuality.ESTIMATED,
        url=entry.url,
        parent_id=parent_id,
        thread_id=thread_id,
        under=under,
        reshared_author=reshared_author,
        edited_at=entry.updated.at if entry.updated and edited else None,
        unread_media=entry.media,
        raw=canonical(raw),
    )


# --- keys -----------------------------------------------------------------------------------------------------


def keys_of(entries: tuple[Entry, ...], handle: str) -> list[str]:
    """The id of each entry: guid, else address, else a digest of its words, which an edit changes (`#weak-`).

    A guid that several entries of one answer carry names none of them.
    """
    carried = Counter(entry.guid for entry in entries)
    keys: list[str] = []
    taken: set[str] = set()
    for entry in entries:
        guid = entry.guid if carried[entry.guid] == 1 else ""
        key = key_of(guid or entry.url or "", handle)
        keys.append(key if key and key not in taken else _weak(entry, handle))
        taken.add(keys[-1])
    return keys


def key_of(guid: str, handle: str) -> str:
    """A guid as an id among all feeds. Only an address on the feed's own host is unique by itself."""
    if not guid:
        return ""
    address = guid.lower().startswith(("https://", "http://")) and host_of(guid) == host_of(handle)
    return guid if address else f"{handle}#{guid}"


def _weak(entry: Entry, handle: str) -> str:
    words = f"{entry.guid}\n{entry.url}\n{entry.place}\n{entry.title}\n{entry.text}"
    return f"{handle}#weak-{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:32]}"


# --- times ----------------------------------------------------------------------------------------------------


def read_time(said: object, guess: tuple[int, ...] | None = None) -> When | None:
    """A time as feeds write it: RFC 822, ISO 8601, Indonesian zones. `guess`: what the feed parser made of it (UTC)."""
    if not isinstance(said, str) or not said.strip():
        return None
    text = _LOCAL_ZONE.sub(lambda found: _ZONES[found[1]], said.strip())
    sure = _ZONED.search(text) is not None
    at = moment(text) or _rfc822(text) or _guessed(guess)
    return When(at, sure) if at is not None else None


def _rfc822(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _guessed(guess: tuple[int, ...] | None) -> datetime | None:
    try:
        return datetime(*guess[:6], tzinfo=UTC) if guess else None  # type: ignore[arg-type, misc]
    except (ValueError, TypeError, OverflowError):
        return None

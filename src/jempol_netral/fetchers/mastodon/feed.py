"""Pages of statuses and contexts in, feed pages out. Pure: no network, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.base import FeedPage
from jempol_netral.fetchers.mastodon.server import Server, local_id, optional_local_id
from jempol_netral.fetchers.mastodon.status import Under, is_public, status_item
from jempol_netral.fetchers.shapes import Json, array, moment, obj, optional_text, text
from jempol_netral.models import Gap, Identity, Item

DESCENDANTS = 60
"""So many answers a server shows at most without a token (Mastodon's own default)."""
DEPTH = 20
"""So many levels down."""
DESCENDANTS_WITH_TOKEN = 4096


@dataclass(frozen=True, slots=True)
class OwnPost:
    """What the reading of a campaign's threads needs to know of one of its posts."""

    id: str
    """Its number on its server."""
    status: Json
    at: datetime
    replies: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """One answer of accounts/:id/statuses."""

    items: tuple[Item, ...]
    entries: tuple[str, ...]
    """Numbers of all statuses in it, also of those that are not for us."""
    newest: datetime | None
    oldest: datetime | None
    identity: Identity | None
    account: Json | None
    """The account as one of its own statuses shows it."""
    gaps: tuple[Gap, ...]
    posts: tuple[OwnPost, ...]

    def page(self, following: str | None, identity: Identity | None, gaps: Iterable[Gap] = ()) -> FeedPage:
        """As a page of the walk, `following` being where the next older one stands."""
        return FeedPage(
            items=self.items,
            newest=self.newest,
            oldest=self.oldest,
            next=following,
            identity=identity or self.identity,
            gaps=(*self.gaps, *gaps),
            entries=self.entries,
        )


def parse_feed(statuses: object, server: Server, account_id: str, now: datetime) -> Feed:
    """An answer of accounts/:id/statuses. An odd entry becomes a gap, so that nobody hides a feed behind one odd post.

    Raises:
        ShapeChanged: it is no list, or no entry has the promised shape.
    """
    if not isinstance(statuses, list):
        raise ShapeChanged("the answer lacks the list {key}", key="statuses")
    read: list[Json] = []
    items: list[Item] = []
    gaps = []
    for status in statuses:
        try:
            _check_owner(status, account_id)
            if is_public(status):
                items.append(status_item(status, server, now))
            read.append(status)
        except (ShapeChanged, TypeError, AttributeError):
            gaps.append(Gap("bad-entry", _where(status)))
    if gaps and not read:
        raise ShapeChanged("no post of a Mastodon feed has the documented shape")
    places = [at for status in read if (at := moment(status.get("created_at"))) is not None]
    account = obj(read[0], "account") if read else None
    return Feed(
        items=tuple(items),
        entries=tuple(local_id(status) for status in read),
        newest=max(places, default=None),
        oldest=places[-1] if places else None,
        identity=identity_of(account, server) if account else None,
        account=account,
        gaps=tuple(gaps),
        posts=tuple(_own_post(status) for status in read if is_public(status) and status.get("reblog") is None),
    )


def identity_of(account: Json, server: Server) -> Identity:
    """Stable id and today's handle of an account that was asked for at its own server.

    Raises:
        ShapeChanged: it lacks what the documentation promises.
    """
    return Identity(server.account_address(local_id(account)), server.handle_of(account))


def _check_owner(status: Json, account_id: str) -> None:
    """Another's words are never given to this account, whatever a server mixes up."""
    local_id(status)
    if local_id(obj(status, "account")) != account_id:
        raise ShapeChanged("the answer lacks the object {key}", key="account")


def _own_post(status: Json) -> OwnPost:
    at = moment(status.get("created_at"))
    assert at is not None  # noqa: S101 - its item was read
    return OwnPost(local_id(status), status, at, replies=bool(status.get("replies_count", 1)))


def _where(status: object) -> str:
    return (optional_text(status, "uri") if isinstance(status, dict) else None) or "?"


# --- threads ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Thread:
    """A post of a campaign with what stands under it."""

    page: FeedPage
    covered: frozenset[str]
    """Numbers of the posts in it; empty where the server cut it off, as then one of them may hold more."""


def parse_context(answer: Json, post: Json, server: Server, now: datetime, *, with_token: bool) -> Thread:
    """An answer of statuses/:id/context for `post`. The first item is the post that the thread hangs on.

    That is the first post where it is the same account's, else `post`.

    Raises:
        ShapeChanged: it lacks what the documentation promises.
    """
    below = array(answer, "descendants")
    above = array(answer, "ancestors")
    top = _top(above, post)
    shown = [top] if top is post else [top, post]
    under = _under(top, server, [*above, *shown, *below])
    items: dict[str, Item] = {}
    gaps = []
    for status in [*shown, *below]:
        try:
            if is_public(status):
                item = status_item(status, server, now, under)
                items.setdefault(item.id, item)
        except (ShapeChanged, TypeError, AttributeError):
            gaps.append(Gap("bad-entry", _where(status)))
    cut = _is_cut(below, post, with_token=with_token)
    if cut:
        gaps.append(Gap("replies-cut", under.address or under.thread_id))
    newest = max((item.created_at for item in items.values() if item.created_at is not None), default=None)
    page = FeedPage(items=tuple(items.values()), newest=newest, gaps=tuple(gaps), part=True)
    return Thread(page, frozenset() if cut else frozenset(under.uris))


def _top(above: list[object], post: Json) -> Json:
    first = above[0] if above else None
    if not isinstance(first, dict) or not is_public(first) or not isinstance(first.get("account"), dict):
        return post
    return first if first["account"].get("id") == obj(post, "account").get("id") else post


def _under(top: Json, server: Server, met: list[object]) -> Under:
    account = obj(top, "account")
    uris = {
        number: uri
        for each in met
        if isinstance(each, dict)
        and (number := optional_local_id(each, "id")) is not None
        and (uri := optional_text(each, "uri"))
    }
    handle = server.handle_of(account)
    address = server.page_address(handle, local_id(top)) or handle
    return Under(text(top, "uri"), address, server.account_id(account), uris)


def _is_cut(below: list[object], post: Json, *, with_token: bool) -> bool:
    """Whether the server may have more than it shows: the list is full, or a branch is as deep as it goes."""
    if len(below) >= (DESCENDANTS_WITH_TOKEN if with_token else DESCENDANTS):
        return True
    if with_token:
        return False
    levels = {local_id(post): 0}
    for each in below:  # parents stand before their answers
        number = optional_local_id(each, "id") if isinstance(each, dict) else None
        if isinstance(each, dict) and number is not None:
            levels[number] = levels.get(optional_local_id(each, "in_reply_to_id") or "", 0) + 1
            if levels[number] >= DEPTH and each.get("replies_count", 0):
                return True
    return False

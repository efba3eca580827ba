"""Reads Mastodon and servers that speak its API: an account's statuses, and the threads under campaign posts.

Each account is asked for at its own server. Most servers show public posts to everybody; some want a token for
everything or for threads. A token is sent to the server it was made for and to no other. Parsing stands in `feed`,
`status` and `server`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

from jempol_netral import platforms
from jempol_netral.errors import AuthProblem, Phrase, SourceGone, SourcePrivate, UserError
from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, Secrets, walk
from jempol_netral.fetchers.mastodon.door import TOKENS, Door, find_account
from jempol_netral.fetchers.mastodon.feed import Feed, OwnPost, Thread, identity_of, parse_context, parse_feed
from jempol_netral.fetchers.mastodon.server import (
    PLATFORM,
    Server,
    local_id,
    next_address,
    read_account_id,
    read_tokens,
    server_of,
)
from jempol_netral.fetchers.mastodon.status import is_public
from jempol_netral.fetchers.shapes import Json
from jempol_netral.models import Act, Cursor, Gap, Identity, Page, Reading, Source

if TYPE_CHECKING:
    from jempol_netral.fetchers.answers import Answer
    from jempol_netral.fetchers.http import Client


class Mastodon:
    """Statuses, replies and reblogs of an account; the threads under a campaign account's posts; one thread."""

    manifest: ClassVar[Manifest] = Manifest(
        name="mastodon",
        platforms=(PLATFORM,),
        readings=(Reading.ACCOUNT, Reading.CAMPAIGN),
        acts=(Act.POST, Act.COMMENT, Act.RESHARE),
        summary=Phrase(
            "Public posts, replies and reblogs; the replies under campaign posts (60 at most without a token). "
            "Not: favourites, what pictures show, what is for followers only."
        ),
        optional_credentials=(TOKENS,),
        pace=1.0,
        quota=Phrase("300 requests in 5 minutes per address and server (Mastodon's default, X-RateLimit-* headers)"),
        options={"page": 40},
    )

    def __init__(self, options: Options, *, secrets: Secrets) -> None:
        self._page = min(40, max(1, int(options["page"])))
        self._tokens = read_tokens(secrets.get(TOKENS, ""))

    def host(self, source: Source) -> str:
        """The server that the account or thread lives on."""
        known = read_account_id(source.native_id or "")
        if source.url is not None:
            return urlsplit(source.url).netloc.casefold()
        return known[0] if known else (source.handle or "").rpartition("@")[2]

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages; see the contract.

        Raises:
            SourceGone: no such account or thread, or suspended. AuthProblem: the server shows nothing without a
            token, or refuses the one it got. SourcePrivate, RateLimited, ShapeChanged, NetworkProblem: as `Client.get`.
        """
        if self._tokens is None:
            raise AuthProblem("{name} must hold server=token, several with spaces between", name=TOKENS)
        door = Door(client.paced(self.manifest.pace), self._tokens)
        if source.url is not None:
            yield _one_thread(door, source.url, cursor, clock)
            return
        reader = _Reader(door, self._page, source, cursor, clock)
        yield from walk(
            reader.campaign if source.reading is Reading.CAMPAIGN else reader.account, source, cursor, clock
        )


class _Reader:
    """One reading of one account."""

    def __init__(self, door: Door, page: int, source: Source, cursor: Cursor, clock: Clock) -> None:
        self._door = door
        self._page = page
        self._source = source
        self._known = cursor.watermark is not None
        self._clock = clock
        self._at: tuple[Server, str] | None = None
        self._identity: Identity | None = None
        self._gaps: list[Gap] = []
        self._seen: set[str] = set()
        self._covered: set[str] = set()
        self._closed = False
        """Whether the server showed a thread to nobody without a token."""

    # --- feeds ------------------------------------------------------------------------------------------------

    def account(self, continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        """One page of the account's own statuses."""
        yield self._feed(continuation)[1]

    def campaign(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of a campaign account's statuses, and before it the threads under those above `line`.

        The oldest first: a thread that the account goes on with itself is then read from its beginning, once.
        """
        feed, page = self._feed(continuation)
        server, _ = self._place()
        for post in reversed(feed.posts):
            if post.replies and post.at >= line and post.id not in self._covered:
                thread = self._thread(server, post)
                self._covered |= thread.covered | {post.id}
                yield thread.page
        yield page

    def _feed(self, continuation: str | None) -> tuple[Feed, FeedPage]:
        server, number = self._place()
        if continuation is None:  # another walk, from the top
            self._seen.clear()
        params = {"limit": self._page, "max_id": continuation}
        answer = self._door.ask(server, f"/api/v1/accounts/{number}/statuses", params)
        feed = parse_feed(answer.json(), server, number, self._clock())
        if feed.account is not None:
            self._look_at(server, feed.account)
        elif continuation is None and self._known and self._identity is None:
            # Servers give the posts of a suspended account as an empty list.
            self._look_at(server, self._door.ask(server, f"/api/v1/accounts/{number}").object())
        following, feed_is_over = self._following(answer, feed)
        self._seen.update(feed.entries)
        gaps, self._gaps = self._gaps, []
        page = feed.page(following, self._identity, gaps)
        if feed_is_over:
            page = FeedPage(items=(), identity=self._identity, gaps=page.gaps, entries=())
        return feed, page

    def _following(self, answer: Answer, feed: Feed) -> tuple[str | None, bool]:
        """Where the next older page stands, and whether this one was already a repetition.

        A server without Link headers is asked below the last entry. Some of these ignore what they are asked for and
        give everything each time: more than was asked for, or nothing new, is the end.
        """
        if "link" in answer.headers:
            address = next_address(answer.headers)
            if address is None:
                return None, False
            found = parse_qs(urlsplit(address).query).get("max_id")
            return (found[0] if found else feed.entries[-1] if feed.entries else None), False
        if not feed.entries or len(feed.entries) > self._page:
            return None, False
        if self._seen.issuperset(feed.entries):
            return None, True
        return feed.entries[-1], False

    # --- threads ----------------------------------------------------------------------------------------------

    def _thread(self, server: Server, post: OwnPost) -> Thread:
        """The thread under one post. One that is gone or closed is a gap, not the end."""
        where = server.page_address(server.handle_of(post.status["account"]), post.id) or post.id
        if self._closed:
            return _unread(Gap("comments-closed", where))
        try:
            context = _ask_context(self._door, server, post.status)
        except AuthProblem as problem:
            self._closed = True
            return _unread(Gap("comments-closed", where, problem.message))
        except SourcePrivate:
            return _unread(Gap("comments-closed", where))
        except SourceGone:
            return _unread(Gap("thread-gone", where))
        with_token = self._door.has_token(server)
        return parse_context(context, post.status, server, self._clock(), with_token=with_token)

    # --- who it is --------------------------------------------------------------------------------------------

    def _place(self) -> tuple[Server, str]:
        """The account's server and its number there; asked for once, unless its stable id says both."""
        if self._at is None:
            known = read_account_id(self._source.native_id or "")
            handle = self._source.handle
            if known is not None:
                self._at = server_of(known[0], handle.rpartition("@")[2] if handle else None), known[1]
            elif handle:
                server, account = find_account(self._door, handle)
                self._look_at(server, account)
                self._at = server, local_id(account)
            else:
                raise SourceGone("{account} does not exist (any more)", account=self._source.label)
        return self._at

    def _look_at(self, server: Server, account: Json) -> None:
        """Learn who the account is today, and whether it is still in use."""
        if account.get("suspended") is True:
            raise SourceGone("{account} is suspended by its server", account=self._source.label)
        if self._identity is None and isinstance(account.get("moved"), dict):
            self._gaps.append(Gap("account-moved", self._source.label, server.handle_of(account["moved"])))
        self._identity = identity_of(account, server)


def _one_thread(door: Door, url: str, cursor: Cursor, clock: Clock) -> Page:
    """The thread that stands on the watchlist, whole: it is small and has no order to go by."""
    try:
        name = platforms.read_thread(url)
    except UserError:
        raise SourceGone("{url} is no address of a Mastodon post", url=url) from None
    server = server_of(urlsplit(name.url).netloc)
    try:
        post = door.ask(server, f"/api/v1/statuses/{name.native_id}").object()
    except SourceGone:
        raise SourceGone("the thread {url} does not exist (any more)", url=url) from None
    if not is_public(post):
        raise SourcePrivate("{url} is not public", url=url)
    closed: tuple[Gap, ...] = ()
    try:
        context = _ask_context(door, server, post)
    except (AuthProblem, SourcePrivate) as problem:
        context = {"descendants": []}
        closed = (Gap("comments-closed", url, problem.message),)
    # What stands above the post is not what the watchlist names.
    page = parse_context({**context, "ancestors": []}, post, server, clock(), with_token=door.has_token(server)).page
    seen = [cursor.watermark, page.newest and min(page.newest, clock())]
    newest = max((moment for moment in seen if moment is not None), default=None)
    return Page(items=page.items, cursor=Cursor(watermark=newest), gaps=page.gaps + closed)


def _ask_context(door: Door, server: Server, post: Json) -> Json:
    return door.ask(server, f"/api/v1/statuses/{local_id(post)}/context").object()


def _unread(gap: Gap) -> Thread:
    return Thread(FeedPage(items=(), gaps=(gap,), part=True), frozenset())

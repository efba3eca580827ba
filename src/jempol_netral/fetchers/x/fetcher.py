"""Reads X through its official API v2. Off unless the office gives a token and a budget: each post read costs money.

An account is keyed by its number, since handles change. Of replies under a campaign's posts X shows those of the last
seven days. Asking stands in `door`, parsing in `answers` and `post`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from jempol_netral.errors import Phrase, SourceGone, SourcePrivate, UserError
from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, Secrets, stop_line, walk
from jempol_netral.fetchers.x.answers import Posts, parse_posts, parse_user
from jempol_netral.fetchers.x.door import POST_USD, TOKEN, USER_USD, Budget, Door
from jempol_netral.fetchers.x.post import PLATFORM, post_address
from jempol_netral.fetchers.x.spelling import SPELLINGS, Spelling
from jempol_netral.models import Act, Cursor, Gap, Identity, Item, Page, Reading, Source
from jempol_netral.platforms import ThreadName, read_source

if TYPE_CHECKING:
    from jempol_netral.fetchers.http import Client

SEARCHED = timedelta(days=7)
"""So far back reaches the search that every token may use."""
MARGIN = timedelta(minutes=5)
"""Kept from the ends of that time: X refuses a moment before it, or in the future."""
TIMELINE_LEAST, SEARCH_LEAST = 5, 10
"""Fewest entries that may be asked for at once, by the documentation."""
REPLY_PAGES = 20
"""So many pages of one conversation are read; the rest becomes a gap."""


class X:
    """Posts, replies and reposts of an account; the replies under a campaign account's posts; one conversation."""

    manifest: ClassVar[Manifest] = Manifest(
        name="x",
        platforms=(PLATFORM,),
        readings=(Reading.ACCOUNT, Reading.CAMPAIGN),
        acts=(Act.POST, Act.COMMENT, Act.RESHARE),
        summary=Phrase(
            "Posts, replies and reposts; the replies of the last 7 days under campaign posts. Off until X_BEARER_TOKEN "
            "and max_reads_usd are set: each post read costs money. Not: likes, what pictures show, protected accounts."
        ),
        credentials=(TOKEN,),
        pace=1.0,
        quota=Phrase("pay per use: $0.005 for each post, $0.010 for each account (docs.x.com, November 2026)"),
        options={
            "base": "https://api.x.com/2",
            "max_reads_usd": 0.0,
            "page": 100,
            "overlap_days": 1.0,
            "fields": "tweet",
        },
    )

    def __init__(self, options: Options, *, secrets: Secrets) -> None:
        self._base = str(options["base"]).rstrip("/")
        self._page = min(100, max(SEARCH_LEAST, int(options["page"])))
        self._overlap = timedelta(days=max(0.0, float(options["overlap_days"])))
        self._spelling = SPELLINGS.get(str(options["fields"]), SPELLINGS["tweet"])
        self._token = secrets.get(TOKEN, "")
        self.budget = Budget(float(options["max_reads_usd"]))
        """What this scan may spend and has spent."""

    def host(self, source: Source) -> str:  # noqa: ARG002 - one service answers for all
        """The service's host."""
        return urlsplit(self._base).netloc

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages; see the contract.

        Raises:
            SourceGone: no such account or post, or suspended. SourcePrivate: protected.
            AuthProblem: no token, no budget, or refused. QuotaSpent: the budget or the credit is spent.
            RateLimited, ShapeChanged, NetworkProblem: as `Client.get`.
        """
        door = Door(self._base, self._token, client.paced(self.manifest.pace), self.budget, clock)
        door.check()
        if source.reading is not Reading.CAMPAIGN:
            # Posts can be edited for an hour only, and every second look is paid for.
            source = replace(source, overlap=min(source.overlap, self._overlap))
        reader = _Reader(door, self._spelling, self._page, self._overlap, source, cursor)
        if source.url is not None:
            yield reader.one_thread(source.url)
        elif source.reading is Reading.CAMPAIGN:
            yield from walk(reader.campaign, source, cursor, clock)
        else:
            line = stop_line(source, cursor, clock())
            for page in walk(reader.account, source, cursor, clock):
                yield replace(page, sought_from=line)


class _Reader:
    """One reading of one source."""

    def __init__(
        self, door: Door, spelling: Spelling, page: int, overlap: timedelta, source: Source, cursor: Cursor
    ) -> None:
        self._door = door
        self._spelling = spelling
        self._page = page
        self._overlap = overlap
        self._source = source
        self._cursor = cursor
        self._who: Identity | None = None
        self._told_cut = False
        self._searched: set[str] = set()

    # --- timelines ------------------------------------------------------------------------------------------------

    def account(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of the account's own posts."""
        posts = self._timeline(continuation, line)
        yield self._feed_page(posts)

    def campaign(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of a campaign account's posts, and before it the replies under those of the last seven days."""
        posts = self._timeline(continuation, line)
        reach = self._door.clock() - SEARCHED
        old = False
        for item in posts.items:
            if item.act is Act.RESHARE or item.created_at is None or posts.replies.get(item.id, 1) == 0:
                continue
            if item.created_at < reach:
                old = True
            elif item.created_at >= line and (query := self._query(item)) not in self._searched:
                self._searched.add(query)
                yield self._below(item)
        page = self._feed_page(posts)
        if old and not self._told_cut and self._cursor.watermark is None:
            self._told_cut = True
            gap = Gap("comments-cut", self._source.label, "X shows replies of the last 7 days only")
            page = replace(page, gaps=(*page.gaps, gap))
        yield page

    def _timeline(self, continuation: str | None, line: datetime) -> Posts:
        id_ = self._id()
        count, held = self._door.budget.hold(3 * POST_USD, TIMELINE_LEAST, self._page, USER_USD)
        params: dict[str, str | int | None] = {
            "max_results": count,
            "start_time": _stamp(line),  # what lies below is not paid for
            "pagination_token": continuation,
            **self._spelling.asking("author_id", self._spelling.references),
        }
        return self._paid(f"/users/{id_}/tweets", params, held)

    def _feed_page(self, posts: Posts) -> FeedPage:
        places = [item.created_at for item in posts.items if item.created_at is not None]
        return FeedPage(
            items=posts.items,
            newest=max(places, default=None),
            oldest=places[-1] if places else None,
            next=posts.next,
            identity=self._identity(posts),
            gaps=posts.gaps,
        )

    def _id(self) -> str:
        """The account's number. Asked for by its handle once; from then on it is known, whatever it calls itself."""
        if self._source.native_id is not None:
            return self._source.native_id
        if self._who is None:
            if not self._source.handle:
                raise SourceGone("{account} does not exist (any more)", account=self._source.label)
            _, held = self._door.budget.hold(0.0, 0, 0, USER_USD)
            users: frozenset[str] = frozenset()
            try:
                self._who = parse_user(
                    self._door.ask(f"/users/by/username/{self._source.handle}", {"user.fields": "username"})
                )
                users = frozenset({self._who.native_id})
            finally:
                self._door.budget.settle(held, frozenset(), users, self._door.clock())
        return self._who.native_id

    def _identity(self, posts: Posts) -> Identity | None:
        return posts.identities.get(self._id()) or self._who

    # --- conversations --------------------------------------------------------------------------------------------

    def one_thread(self, url: str) -> Page:
        """The conversation that stands on the watchlist: its post, and the replies of the last seven days."""
        try:
            name = read_source(PLATFORM, url)
        except UserError:
            name = None
        if not isinstance(name, ThreadName):
            raise SourceGone("{url} is not the address of a post on X", url=url)
        _, held = self._door.budget.hold(0.0, 0, 0, 3 * POST_USD + USER_USD)
        asked: dict[str, str | int | None] = {**self._spelling.asking("author_id")}
        posts = self._paid(f"/tweets/{name.native_id}", asked, held)
        if not posts.items:
            raise SourceGone("{url} is not the address of a post on X", url=url)
        top = replace(posts.items[0], parent_id=None)  # the first of its thread, whatever it answers
        part = self._below(top)
        seen = [self._cursor.watermark, part.newest, top.created_at]
        newest = max((min(at, self._door.clock()) for at in seen if at is not None), default=None)
        return Page(items=part.items, cursor=Cursor(watermark=newest), gaps=(*posts.gaps, *part.gaps))

    def _below(self, post: Item) -> FeedPage:
        """The replies in the conversation of one post, as a part whose first item is that post."""
        items, gaps, token, seen = {post.id: post}, list[Gap](), None, set[str]()
        where = post.url or post.id
        for _ in range(REPLY_PAGES):
            try:
                found = self._search(post, token)
            except SourcePrivate:
                gaps.append(Gap("comments-closed", where))
                break
            gaps += found.gaps
            items |= {item.id: _under(item, post) for item in found.items if item.id not in items}
            token = found.next
            if token is None or {item.id for item in found.items} <= seen:
                break
            seen |= {item.id for item in found.items}
        if token is not None:
            gaps.append(Gap("comments-cut", where))
        newest = max((item.created_at for item in items.values() if item.created_at is not None), default=None)
        return FeedPage(items=tuple(items.values()), newest=newest, gaps=tuple(gaps), part=True)

    def _search(self, post: Item, token: str | None) -> Posts:
        count, held = self._door.budget.hold(POST_USD + USER_USD, SEARCH_LEAST, self._page)
        params: dict[str, str | int | None] = {
            "query": self._query(post),
            "max_results": count,
            "start_time": _stamp(self._since()),
            "next_token": token,
            **self._spelling.asking("author_id"),
        }
        return self._paid("/tweets/search/recent", params, held)

    def _query(self, post: Item) -> str:
        """The whole conversation, where it is the account's own; of another's what answers the account."""
        conversation = f"conversation_id:{post.thread_id or post.id}"
        foreign = post.act is Act.COMMENT and post.under_id != post.author_id and self._source.url is None
        return f"{conversation} to:{post.author}" if foreign and post.author else conversation

    def _since(self) -> datetime:
        """From when on replies are asked for: since the last whole reading less the overlap, as far as X looks."""
        reach = self._door.clock() - SEARCHED + MARGIN
        known = self._cursor.watermark
        if known is not None and self._cursor.continuation is None:
            reach = max(reach, min(known, self._door.clock()) - self._overlap)
        return max(reach, self._source.since)

    def _paid(self, path: str, params: dict[str, str | int | None], held: float) -> Posts:
        """One request for posts, paid for."""
        posts = None
        try:
            posts = parse_posts(self._door.ask(path, params), self._door.clock(), known=self._who)
            return posts
        finally:
            nothing: frozenset[str] = frozenset()
            read = (nothing, nothing) if posts is None else (posts.read_posts, posts.read_users)
            self._door.budget.settle(held, *read, self._door.clock())


def _under(reply: Item, post: Item) -> Item:
    """A reply with the post of the campaign that it stands under, which its own answer need not tell."""
    if reply.act is not Act.COMMENT or reply.author_id == post.author_id:
        return reply
    return replace(reply, under=post.url or post_address(None, post.id), under_id=post.author_id)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")

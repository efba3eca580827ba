"""Reads WordPress sites by their public REST interface: posts, and the comments under a campaign's posts. No login.

A listing is gone down by date, not by page number: what is published or deleted meanwhile shifts pages, not dates.
Where a site shows comments to nobody, that is said; it is not "no comments".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from jempol_netral.errors import AuthProblem, Phrase, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, walk
from jempol_netral.fetchers.wordpress.place import Place, api_host, ask, find_place, listing
from jempol_netral.fetchers.wordpress.post import (
    COMMENT_FIELDS,
    PLATFORM,
    POST_FIELDS,
    Scope,
    author_id,
    comment_item,
    place_of,
    post_item,
    protected,
)
from jempol_netral.models import Cursor, Gap, Identity, Item, Page, Reading, Source

if TYPE_CHECKING:
    from jempol_netral.fetchers.answers import Answer
    from jempol_netral.fetchers.http import Client
    from jempol_netral.fetchers.shapes import Json

COMMENT_PAGES = 100
"""So many pages of comments under one page of posts are read; the rest becomes a gap."""
NO_MORE = "end"
"""Where a listing goes on when the server has given all above the line: nowhere, though the site has older posts."""
_NEXT = re.compile(r'rel="?next"?')
_CONTINUATION = re.compile(r"(?P<before>[0-9T:.-]*)\|(?P<page>\d{1,6})")


class WordPress:
    """A site's or an author's posts; the comments under a campaign's posts, or under one."""

    manifest: ClassVar[Manifest] = Manifest(
        name="wordpress",
        platforms=(PLATFORM,),
        readings=(Reading.ACCOUNT, Reading.CAMPAIGN),
        summary=Phrase(
            "Posts of WordPress sites, and the comments under a campaign's posts. Known are registered authors by "
            "their number on the site, guests by the address they gave themselves, never by name: other guests count "
            "as strangers. Not: likes, what pictures show."
        ),
        pace=1.0,
        options={"page": 100, "claimed_addresses": True},
    )

    def __init__(self, options: Options) -> None:
        self._page = min(100, max(1, int(options["page"])))
        self._claims = bool(options["claimed_addresses"])

    def host(self, source: Source) -> str:
        """The site's host; wordpress.com answers for all of its sites at one."""
        return api_host(source.handle or source.native_id or "")

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages; see the contract.

        Raises:
            SourceGone: no interface there, no such author or post. SourcePrivate, AuthProblem: the site shows its posts
            to nobody. RateLimited, ShapeChanged, NetworkProblem: as `Client.get`.
        """
        client = client.paced(self.manifest.pace)
        known = Place.of(cursor.memo)
        place = known or find_place(client, source)
        try:
            yield from self._pages(source, cursor, place, client, clock)
        except SourceGone:
            moved = None if known is None else find_place(client, source)
            if moved is None or moved == known:
                raise
            yield from self._pages(source, cursor, moved, client, clock)

    def _pages(self, source: Source, cursor: Cursor, place: Place, client: Client, clock: Clock) -> Iterator[Page]:
        scope = Scope(place.base, source.handle or "", self._claims)
        reader = _Reader(client, source, place, scope, self._page)
        if place.post is not None:
            if source.reading is not Reading.CAMPAIGN:
                raise SourceGone("{url} is a single post; expected a site or an author's page", url=source.label)
            pages: Iterator[Page] = iter((reader.one_thread(place.post, cursor, clock()),))
        else:
            pages = walk(reader.read, source, cursor, clock)
        for page in pages:
            yield replace(page, cursor=replace(page.cursor, memo=str(place)))


class _Reader:
    """One reading of one source."""

    def __init__(self, client: Client, source: Source, place: Place, scope: Scope, size: int) -> None:
        self._client = client
        self._source = source
        self._place = place
        self._scope = scope
        self._size = size
        self._closed = False
        """Whether the site has refused to show comments; it is not asked again."""

    def read(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of posts, and before it the comments under them."""
        if continuation == NO_MORE:
            yield FeedPage(items=(), oldest=line - timedelta(seconds=1), next=NO_MORE)
            return
        posts, onward = self._posts(continuation, line)
        items, gaps = self._items(posts)
        if self._source.reading is Reading.CAMPAIGN:
            yield from self._comments(items)
        places = [place for place in map(place_of, posts) if place is not None]
        yield FeedPage(
            items=tuple(items.values()),
            newest=max(places, default=None),
            # The server was asked for nothing below the line. Said so, that it is not taken for the end of the site.
            oldest=line - timedelta(seconds=1) if onward == NO_MORE else places[-1] if places else None,
            next=onward,
            identity=self._identity(),
            gaps=tuple(gaps),
        )

    def one_thread(self, number: int, cursor: Cursor, now: datetime) -> Page:
        """A single post on the watchlist with its comments, whole."""
        answer = self._get("posts", include=number, _fields=POST_FIELDS)
        items, gaps = self._items(listing(answer))
        if not items:
            raise SourceGone("the thread {url} does not exist (any more)", url=self._source.label)
        parts = list(self._comments(items))
        comments = [item for part in parts for item in part.items if item.id not in items]
        gaps += [gap for part in parts for gap in part.gaps]
        times = [item.created_at for item in (*items.values(), *comments) if item.created_at is not None]
        seen = [cursor.watermark, min(max(times), now) if times else None]
        newest = max((moment for moment in seen if moment is not None), default=None)
        return Page(items=(*items.values(), *comments), cursor=Cursor(watermark=newest), gaps=tuple(gaps))

    def _identity(self) -> Identity | None:
        """Of an author's page. A whole site has no number."""
        author = author_id(self._place.base, self._place.author)
        return Identity(author, self._source.handle) if author and self._source.handle else None

    # --- posts --------------------------------------------------------------------------------------------------

    def _posts(self, continuation: str | None, line: datetime) -> tuple[list[Json], str]:
        """A page of posts between `line` and where the last one ended, and where the next begins."""
        before, page = _read_continuation(continuation)
        answer = self._get(
            "posts",
            let=(400,),
            per_page=self._size,
            orderby="date",
            order="desc",
            after=line.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            before=before or None,
            page=page if page > 1 else None,
            author=self._place.author,
            _fields=POST_FIELDS,
        )
        if answer.status == 400:
            _check_past_the_end(answer)
            return [], NO_MORE
        posts = listing(answer)
        if not posts or not _more(answer, page, len(posts) >= self._size):
            return posts, NO_MORE
        below = _second_after(posts[-1])
        stuck = not below or below == _second_after(posts[0])  # a whole page of one second
        return posts, f"{before}|{page + 1}" if stuck else f"{below}|1"

    def _items(self, posts: list[Json]) -> tuple[dict[str, Item], list[Gap]]:
        """By id. An odd post becomes a gap, so that nobody hides a site behind one."""
        items: dict[str, Item] = {}
        gaps: list[Gap] = []
        for post in posts:
            try:
                item = post_item(post, self._scope)
            except ShapeChanged:
                gaps.append(Gap("bad-entry", str(post.get("link"))[:200]))
                continue
            items[item.id] = item
            if protected(post):
                gaps.append(Gap("post-protected", item.url or item.id))
        if gaps and not items and all(gap.reason == "bad-entry" for gap in gaps):
            raise ShapeChanged("no post of {url} has the documented shape", url=self._source.label)
        return items, gaps

    # --- comments -----------------------------------------------------------------------------------------------

    def _comments(self, posts: dict[str, Item]) -> Iterator[FeedPage]:
        """The comments under all of `posts`, a page at a time; the posts stand before those under them."""
        if not posts or self._closed:
            return
        numbers = ",".join(key.rpartition("-")[2] for key in posts)
        seen: set[str] = set()
        for page in range(1, COMMENT_PAGES + 1):
            try:
                answer = self._get(
                    "comments",
                    let=(400,),
                    post=numbers,
                    per_page=100,
                    orderby="id",
                    order="asc",
                    page=page if page > 1 else None,
                    _fields=COMMENT_FIELDS,
                )
            except (SourceGone, SourcePrivate, AuthProblem):
                self._closed = True
                yield FeedPage(items=(), gaps=(Gap("comments-closed", self._source.label),), part=True)
                return
            if answer.status == 400:
                _check_past_the_end(answer)
                return
            found = listing(answer)
            part = self._comment_page(found, posts, seen)
            if part is not None:
                yield part
            if part is None or not _more(answer, page, len(found) >= 100):
                return
        yield FeedPage(items=(), gaps=(Gap("thread-cut", self._source.label),), part=True)

    def _comment_page(self, found: list[Json], posts: dict[str, Item], seen: set[str]) -> FeedPage | None:
        """One page of comments below the posts they stand under; None where it brings nothing new."""
        comments: dict[str, Item] = {}
        gaps: list[Gap] = []
        for comment in found:
            try:
                item = comment_item(comment, self._scope)
            except ShapeChanged:
                gaps.append(Gap("bad-entry", str(comment.get("link"))[:200]))
                continue
            if item.id not in seen and item.thread_id in posts:
                comments[item.id] = item
        if not comments:
            return FeedPage(items=(), gaps=tuple(gaps), part=True) if gaps and not seen else None
        seen.update(comments)
        above = {item.thread_id: posts[item.thread_id] for item in comments.values() if item.thread_id}
        return FeedPage(items=(*above.values(), *comments.values()), gaps=tuple(gaps), part=True)

    def _get(self, what: str, *, let: tuple[int, ...] = (), **params: str | int | None) -> Answer:
        return ask(self._client, self._place.api + what, params, let)


def _check_past_the_end(answer: Answer) -> None:
    """A page behind the last is refused; any other refusal is news.

    Raises:
        ShapeChanged: it is refused for another reason.
    """
    code = str(answer.object().get("code", ""))
    if "invalid_page" not in code:
        raise ShapeChanged("{url} answers {error}", url=answer.shown, error=code)


def _more(answer: Answer, page: int, full: bool) -> bool:
    """Whether a page follows: by Link, else by the count of pages, else (both cut off on the way) a full page."""
    link, total = answer.headers.get("link") or "", answer.headers.get("x-wp-totalpages") or ""
    if _NEXT.search(link):
        return True
    if total.isascii() and total.isdigit():
        return page < int(total[:9])
    return full and not link


def _read_continuation(said: str | None) -> tuple[str, int]:
    found = _CONTINUATION.fullmatch(said or "|1")
    return (found["before"], int(found["page"])) if found else ("", 1)


def _second_after(post: Json) -> str:
    """The second after a post by the site's own clock, by which it compares; so its twins of that second come again."""
    try:
        at = datetime.fromisoformat(str(post.get("date")))
        return (at.replace(tzinfo=None) + timedelta(seconds=1)).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""

"""Reads the feeds of sites: RSS, RDF, Atom and JSON Feed, found from the site's page where need be. No login.

A feed is asked with what it gave last time (ETag, Last-Modified) and may answer "not modified": read, nothing new.
Under a campaign's posts the feeds of their comments are read where the site offers them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from jempol_netral.errors import Phrase, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, walk
from jempol_netral.fetchers.feeds.document import Document, feed_in_page, read_document
from jempol_netral.fetchers.feeds.entry import PLATFORM, Entry, Scope, comment_item, keys_of, post_item
from jempol_netral.fetchers.sites import host_of, secure
from jempol_netral.models import Act, Cursor, Gap, Item, Page, Reading, Source

if TYPE_CHECKING:
    from jempol_netral.fetchers.answers import Answer
    from jempol_netral.fetchers.http import Client

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"
)
COMMENT_PAGES = 20
"""So many pages of one post's comments are read; the rest becomes a gap."""
WHOLE = 10
"""A feed of fewer entries shows all there are; with more, older ones may have been dropped."""


class Feeds:
    """A site's posts from its feed; the comments under a campaign's posts from theirs."""

    manifest: ClassVar[Manifest] = Manifest(
        name="feeds",
        platforms=(PLATFORM,),
        readings=(Reading.ACCOUNT, Reading.CAMPAIGN),
        acts=(Act.POST, Act.COMMENT, Act.RESHARE),
        summary=Phrase(
            "Posts of sites with RSS, Atom or JSON Feed, as far back as the feed goes; feeds of comments. Commenters "
            "are known by the address they gave themselves, never by name. Not: likes, what pictures show."
        ),
        pace=1.0,
        options={"claimed_addresses": True},
    )

    def __init__(self, options: Options) -> None:
        self._claims = bool(options["claimed_addresses"])

    def host(self, source: Source) -> str:
        """The site's host."""
        return host_of(source.handle or "")

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages; see the contract.

        Raises:
            SourceGone: nothing stands at the address (any more). ShapeChanged: what stands there is no feed and names
            none. SourcePrivate, AuthProblem, RateLimited, NetworkProblem: as `Client.get`.
        """
        scope = Scope(source.handle or "", source.native_id, claims=self._claims)
        reader = _Reader(client.paced(self.manifest.pace), source, cursor, scope, clock)
        if reader.unchanged():
            yield Page(items=(), cursor=cursor, sought_from=clock())
            return
        for page in walk(reader.read, source, replace(cursor, memo=None), clock):
            ended = page.cursor.continuation is None
            yield replace(
                page,
                cursor=replace(page.cursor, memo=reader.memo if ended else None),
                sought_from=reader.sought_from,
            )


@dataclass(frozen=True, slots=True)
class _Memo:
    """What one reading leaves for the next: where the feed stands and by what the host knows its state."""

    url: str
    etag: str = ""
    modified: str = ""

    @classmethod
    def of(cls, said: str | None) -> _Memo | None:
        try:
            found = json.loads(said or "")
            return cls(str(found["url"]), str(found["etag"]), str(found["modified"]))
        except (ValueError, KeyError, TypeError):
            return None

    def __str__(self) -> str:
        return json.dumps({"url": self.url, "etag": self.etag, "modified": self.modified})

    def headers(self) -> dict[str, str]:
        """Of the next request: answer only if it changed."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


class _Reader:
    """One reading of one source."""

    def __init__(self, client: Client, source: Source, cursor: Cursor, scope: Scope, clock: Clock) -> None:
        self._client = client
        self._source = source
        self._before = cursor
        self._scope = scope
        self._clock = clock
        self._top: tuple[Document, Answer] | None = None
        self.memo: str | None = None
        self.sought_from: datetime | None = None
        """The place of the last entry of the last page: below it the feed shows nothing."""

    # --- the top of the feed ----------------------------------------------------------------------------------

    def unchanged(self) -> bool:
        """Whether the host says that the feed is as it was when it was last read to its end."""
        memo = _Memo.of(self._before.memo)
        done = self._before.continuation is None and self._before.watermark is not None
        deep = self._before.bottom is not None and self._before.bottom <= self._source.since
        if memo is None or not done:
            return False
        try:
            answer = self._get(memo.url, memo.headers() if deep else {})
        except SourceGone:
            if memo.url == self._source.handle:
                raise
            return False  # it moved again: look for it from the site's own address
        if answer.status == 304:
            return True
        document = _document(answer)
        self._top = None if document is None else (document, answer)
        return False

    def _first(self) -> Document:
        """The newest page, wherever it stands."""
        if self._top is None:
            self._top = self._find()
        document, answer = self._top
        url = answer.url if _query(answer.url) == _query(self._source.handle or "") else answer.shown
        memo = _Memo(url, answer.headers.get("etag") or "", answer.headers.get("last-modified") or "")
        threads = self._source.reading is Reading.CAMPAIGN and any(entry.replies for entry in document.entries)
        # New comments do not change the feed of the posts, so there it must not be asked whether that changed.
        self.memo = str(replace(memo, etag="", modified="") if threads else memo)
        return document

    def _find(self) -> tuple[Document, Answer]:
        """The feed at the source's address, or the one that the page there names."""
        answer = self._get(self._source.handle or "")
        document = _document(answer)
        if document is None:
            found = feed_in_page(answer.body, answer.url)
            if found is None:
                raise ShapeChanged("{url} is no feed and names none", url=answer.shown)
            answer = self._get(found)
            document = _feed(answer)
        return document, answer

    def _get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        let = (304,) if headers else ()
        return self._client.get(secure(url), headers={"Accept": ACCEPT, **(headers or {})}, let=let, leave_host=True)

    # --- pages ----------------------------------------------------------------------------------------------------

    def read(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of the feed, and before it the comments under its posts above `line`."""
        document = self._first() if continuation is None else _feed(self._get(continuation))
        scope = replace(self._scope, owner=document.owner)
        items = self._items(document, scope)
        if self._source.reading is Reading.CAMPAIGN and not document.comments:
            for entry, post in zip(document.entries, items, strict=True):
                if entry.replies and entry.reply_count != 0 and (entry.place is None or entry.place >= line):
                    yield self._thread(entry.replies, post, scope)
        yield self._page(document, items, continuation, line)

    def _items(self, document: Document, scope: Scope) -> list[Item]:
        now, campaign = self._clock(), self._source.reading is Reading.CAMPAIGN
        pairs = zip(document.entries, keys_of(document.entries, scope.handle), strict=True)
        return [
            comment_item(entry, key, scope, now, thread=None)
            if document.comments or (campaign and entry.answers)
            else post_item(entry, key, scope, now)
            for entry, key in pairs
        ]

    def _page(self, document: Document, items: list[Item], continuation: str | None, line: datetime) -> FeedPage:
        places = [entry.place for entry in document.entries if entry.place is not None]
        oldest = places[-1] if places else None
        self.sought_from = oldest or self._clock()
        gaps = [Gap("bad-entry", self._source.label)] * document.unread
        needed = self._before.watermark or line
        if document.next is None and oldest is not None and oldest > needed and len(places) >= WHOLE:
            gaps.append(Gap("older-not-shown", self._source.label, oldest.date().isoformat()))
        return FeedPage(
            items=tuple(items),
            newest=max(places, default=None),
            oldest=oldest,
            next=document.next if document.next != continuation else None,
            gaps=tuple(gaps),
        )

    def _thread(self, url: str, post: Item, scope: Scope) -> FeedPage:
        """The comments under one post. That they cannot be read is a gap, not "no comments"."""
        items: dict[str, Item] = {}
        gaps: list[Gap] = []
        onward: str | None = url
        for _ in range(COMMENT_PAGES):
            if onward is None:
                break
            try:
                document = _feed(self._get(onward))
            except (SourceGone, SourcePrivate, ShapeChanged) as problem:
                gaps.append(Gap("comments-closed", url, type(problem).__name__))
                break
            new = self._comments(document.entries, post, scope)
            onward = document.next if new.keys() - items.keys() else None
            items.update(new)
        if onward is not None and not gaps:
            gaps.append(Gap("thread-cut", url))
        return FeedPage(items=(post, *items.values()), gaps=tuple(gaps), part=True)

    def _comments(self, entries: tuple[Entry, ...], post: Item, scope: Scope) -> dict[str, Item]:
        keys = keys_of(entries, scope.handle)
        now = self._clock()
        return {
            key: comment_item(entry, key, scope, now, thread=post.id)
            for entry, key in zip(entries, keys, strict=True)
            if key != post.id
        }


def _document(answer: Answer) -> Document | None:
    return read_document(answer.body, answer.url, answer.headers.get("content-type") or "")


def _feed(answer: Answer) -> Document:
    """As `_document`, where nothing but a feed will do."""
    document = _document(answer)
    if document is None:
        raise ShapeChanged("{url} is no feed and names none", url=answer.shown)
    return document


def _query(url: str) -> str:
    return url.partition("?")[2]

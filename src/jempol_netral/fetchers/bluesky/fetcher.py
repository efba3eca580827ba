"""Reads Bluesky through its public AppView: author feeds, and the threads under campaign posts. No login.

An account is keyed by its DID, since handles change. What an author shows to signed-in visitors only is
left alone, although the door would answer. Parsing stands in `feed` and `post`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from jempol_netral.errors import Phrase, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.base import Clock, ContinuationRefused, FeedPage, Manifest, Options, walk
from jempol_netral.fetchers.bluesky.feed import Feed, Thread, parse_feed, parse_thread
from jempol_netral.fetchers.bluesky.post import post_uri
from jempol_netral.fetchers.shapes import Json
from jempol_netral.models import Act, Cursor, Gap, Page, Reading, Source

if TYPE_CHECKING:
    from jempol_netral.fetchers.http import Client

DEPTH = 100
"""Levels of a thread asked for at once. The server may give fewer."""
CUTS = 40
"""So many cut-off branches of one thread are followed; the rest becomes a gap."""


class Bluesky:
    """Posts, replies and reposts of an account; the threads under a campaign account's posts; one thread."""

    manifest: ClassVar[Manifest] = Manifest(
        name="bluesky",
        platforms=("bluesky",),
        readings=(Reading.ACCOUNT, Reading.CAMPAIGN),
        acts=(Act.POST, Act.COMMENT, Act.RESHARE),
        summary=Phrase(
            "Posts, replies and reposts; the replies under campaign posts. "
            "Not: likes, what pictures show, what its author shows to signed-in visitors only."
        ),
        pace=0.1,
        quota=Phrase("3000 requests in 5 minutes per address (RateLimit-* headers of the service)"),
        options={"appview": "https://public.api.bsky.app", "page": 100},
    )

    def __init__(self, options: Options) -> None:
        self._appview = str(options["appview"]).rstrip("/")
        self._page = min(100, max(1, int(options["page"])))

    def host(self, source: Source) -> str:  # noqa: ARG002 - one AppView answers for all
        """The AppView's host."""
        return urlsplit(self._appview).netloc

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages; see the contract.

        Raises:
            SourceGone: no such account or thread, or taken down. SourcePrivate: shown to signed-in visitors
            only.
            AuthProblem, RateLimited, ShapeChanged, NetworkProblem: as `Client.get`.
        """
        reader = _Reader(self._appview, self._page, client.paced(self.manifest.pace), source, clock)
        if source.url is not None:
            yield reader.one_thread(source.url, cursor)
        elif source.reading is Reading.CAMPAIGN:
            yield from walk(reader.campaign, source, cursor, clock)
        else:
            yield from walk(reader.account, source, cursor, clock)


class _Reader:
    """One reading of one source."""

    def __init__(self, appview: str, page: int, client: Client, source: Source, clock: Clock) -> None:
        self._appview = appview
        self._page = page
        self._client = client
        self._source = source
        self._clock = clock
        self._threads: set[str] = set()

    def account(self, continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        """One page of the account's own feed."""
        yield self._feed(continuation).page

    def campaign(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of a campaign account's feed, and before it the threads under its posts above `line`."""
        feed = self._feed(continuation)
        for post in feed.posts:
            if post.replies and post.at >= line and post.thread not in self._threads:
                self._threads.add(post.thread)
                yield self._thread(post.thread)
        yield feed.page

    def one_thread(self, url: str, cursor: Cursor) -> Page:
        """The thread that stands on the watchlist, whole: it is small and has no order to go by."""
        uri = post_uri(url)
        if uri is None:
            raise SourceGone("{url} is not the address of a Bluesky post", url=url)
        page = self._thread(uri)
        if not page.items:
            raise SourceGone("the thread {url} does not exist (any more)", url=url)
        seen = [cursor.watermark, page.newest and min(page.newest, self._clock())]
        newest = max((moment for moment in seen if moment is not None), default=None)
        return Page(items=page.items, cursor=Cursor(watermark=newest), gaps=page.gaps)

    def _thread(self, uri: str) -> FeedPage:
        """A thread with the branches that the server cut off. A thread that is gone is a gap, not the end."""
        thread = Thread()
        ask, followed = [uri], 0
        while ask:
            cut = ask.pop()
            answer = self._ask("app.bsky.feed.getPostThread", uri=cut, depth=DEPTH, parentHeight=0)
            if answer is None:
                thread.gaps.append(Gap("thread-gone", cut))
                continue
            cuts = parse_thread(answer, thread, self._clock(), depth=DEPTH)
            ask += cuts[: CUTS - followed]
            thread.gaps += [Gap("thread-cut", left) for left in cuts[CUTS - followed :]]
            followed = min(CUTS, followed + len(cuts))
        return thread.page()

    def _feed(self, continuation: str | None) -> Feed:
        answer = self._ask(
            "app.bsky.feed.getAuthorFeed",
            actor=self._source.native_id or self._source.handle,
            limit=self._page,
            cursor=continuation,
            filter="posts_with_replies",
            includePins=False,
        )
        if answer is None:
            raise SourceGone("{account} does not exist (any more)", account=self._source.label)
        feed = parse_feed(answer, self._clock())
        if feed.signed_in_only:
            raise SourcePrivate("{account} is shown to signed-in visitors only", account=self._source.label)
        return feed

    def _ask(self, method: str, **params: str | int | bool | None) -> Json | None:
        """One XRPC query; None where what is asked for does not exist.

        The service says most things with HTTP 400 and a name in `error`.
        """
        try:
            answer = self._client.get(f"{self._appview}/xrpc/{method}", params=params, let=(400,))
        except SourceGone:
            return None
        if answer.status == 200:
            return answer.object()
        said = answer.object()
        name, message = str(said.get("error", "")), str(said.get("message", ""))
        if name in _GONE or any(sign in message for sign in _GONE_MESSAGES):
            return None
        if name in _PRIVATE:
            raise SourcePrivate("{account} is not open to us ({error})", account=self._source.label, error=name)
        if params.get("cursor") is not None:
            raise ContinuationRefused("{url} does not go on from there ({error})", url=answer.shown, error=name)
        raise ShapeChanged("{url} answers {error}", url=answer.shown, error=name)


_GONE = frozenset(
    {"NotFound", "AccountTakedown", "AccountDeactivated", "RepoDeactivated", "RepoTakendown", "RepoNotFound"}
)
_GONE_MESSAGES = ("Profile not found", "Could not find", "Unable to resolve handle", "actor must be a valid")
_PRIVATE = frozenset({"BlockedActor", "BlockedByActor"})

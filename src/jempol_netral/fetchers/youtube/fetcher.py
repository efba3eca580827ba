"""Reads YouTube through its official Data API v3: a channel's videos, and the comments under a campaign's videos.

A channel is keyed by its UC… id, since handles change. Comments come in threads, newest first; a new reply does not
bring an old thread up again, so late replies are seen within the overlap only. search.list is never asked: it costs
a hundred units. Asking stands in `door` and `lists`, parsing in `answers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from jempol_netral.errors import Phrase, SourceGone, SourcePrivate, UserError
from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, Secrets, walk
from jempol_netral.fetchers.youtube.answers import PLATFORM, Thread, Uploads
from jempol_netral.fetchers.youtube.door import KEY, Allowance, CommentsClosed, Door
from jempol_netral.fetchers.youtube.lists import COMMENTS, Lists
from jempol_netral.models import Cursor, Gap, Item, Page, Reading, Source
from jempol_netral.platforms import read_thread

if TYPE_CHECKING:
    from jempol_netral.fetchers.http import Client

OWN_PAGES = 20
"""So many pages of threads under a roster person's own videos are looked through in one run."""


class YouTube:
    """An account's videos and own comments under them; the comments under a campaign channel's videos, or one video."""

    manifest: ClassVar[Manifest] = Manifest(
        name="youtube",
        platforms=(PLATFORM,),
        readings=(Reading.ACCOUNT, Reading.CAMPAIGN),
        summary=Phrase(
            "Titles and descriptions of an account's videos and its own comments under them; all comments under a "
            "campaign channel or video. Not: an account's comments elsewhere (the API lists none), likes, what videos "
            "show or say."
        ),
        credentials=(KEY,),
        pace=0.05,
        quota="10000 units a day for each project, filled up at midnight Pacific time; each request costs 1",
        options={
            "base": "https://www.googleapis.com/youtube/v3",
            "units": 9000,
            "page": COMMENTS,
            "own_comments": True,
        },
    )

    def __init__(self, options: Options, *, secrets: Secrets) -> None:
        self._base = str(options["base"]).rstrip("/")
        self._page = max(1, int(options["page"]))
        self._own_comments = bool(options["own_comments"])
        self._key = secrets.get(KEY, "")
        self.allowance = Allowance(int(options["units"]))

    def host(self, source: Source) -> str:  # noqa: ARG002 - one service answers for all
        """The service's host."""
        return urlsplit(self._base).netloc

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages; see the contract.

        Raises:
            SourceGone: no such channel or video. SourcePrivate: it is not public.
            AuthProblem: no key, or refused. QuotaSpent: the units of this run or of the day are spent.
            RateLimited, ShapeChanged, NetworkProblem: as `Client.get`.
        """
        door = Door(self._base, self._key, client.paced(self.manifest.pace), self.allowance, clock)
        reader = _Reader(Lists(door, self._page, source, first=cursor.watermark is None), source)
        if source.url is not None:
            yield from walk(reader.video, source, cursor, clock)
        elif source.reading is Reading.CAMPAIGN:
            yield from walk(reader.campaign, source, cursor, clock)
        else:
            yield from walk(
                reader.account_with_comments if self._own_comments else reader.account, source, cursor, clock
            )


class _Reader:
    """One reading of one source."""

    def __init__(self, lists: Lists, source: Source) -> None:
        self._lists = lists
        self._source = source
        self._own_read = False

    # --- an account of the roster -------------------------------------------------------------------------------

    def account(self, continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        """One page of the channel's videos."""
        yield self._uploads_page(self._lists.uploads(continuation))

    def account_with_comments(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """The same; once there is a video above `line`, also the account's own comments under its videos."""
        uploads = self._lists.uploads(continuation)
        page = self._uploads_page(uploads)
        recent = any(video.created_at is not None and video.created_at >= line for video in uploads.videos)
        if recent and not self._own_read:
            self._own_read = True
            # The videos come first, as a part: they stay read should the units run out among the comments.
            yield replace(page, items=tuple(self._in_time(page.items)), gaps=(), next=None, part=True)
            yield from self._own_comments(line)
            page = replace(page, items=(), identity=None)
        yield page

    def _uploads_page(self, uploads: Uploads) -> FeedPage:
        places = [video.created_at for video in uploads.videos if video.created_at is not None]
        return FeedPage(
            items=uploads.videos,
            newest=max(places, default=None),
            oldest=places[-1] if places else None,
            next=uploads.next,
            identity=self._lists.tell(),
            gaps=uploads.gaps,
            entries=uploads.ids,
        )

    def _own_comments(self, line: datetime) -> Iterator[FeedPage]:
        """The account's comments under its own videos. Where comments are switched off there are none to miss."""
        token, seen = None, set[str]()
        for _ in range(OWN_PAGES):
            try:
                page = self._lists.threads(token)
            except CommentsClosed:
                return
            except (SourcePrivate, SourceGone):
                yield self._part((), (Gap("comments-closed", self._source.label),))
                return
            read = [self._lists.whole(thread, line) for thread in page.threads]
            own = self._kept(item for comments, _ in read for item in comments)
            gaps = (*page.gaps, *(gap for _, more in read for gap in more))
            if own or gaps:
                yield self._part(own, gaps)
            ids, token = {thread.id for thread in page.threads}, page.next
            if token is None or ids <= seen or any(thread.at and thread.at < line for thread in page.threads[-1:]):
                return
            seen |= ids
        yield self._part((), (Gap("comments-cut", self._source.label),))

    def _kept(self, comments: Iterable[Item]) -> tuple[Item, ...]:
        """Of comments under the account's own videos its own; what others wrote there is not for us."""
        channel, author = self._lists.channel(), self._lists.author()
        return tuple(replace(item, author=author) for item in self._in_time(comments) if item.author_id == channel.id)

    # --- a campaign -----------------------------------------------------------------------------------------------

    def campaign(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of the threads under all videos of a channel, each video before what stands under it."""
        yield from self._discussion(continuation, line, None)

    def video(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of the threads under the one video that stands on the watchlist."""
        try:
            video = read_thread(self._source.url or "").native_id
        except UserError as error:
            raise SourceGone("{url} is no address of a YouTube video", url=self._source.url) from error
        yield from self._discussion(continuation, line, video)

    def _discussion(self, continuation: str | None, line: datetime, video: str | None) -> Iterator[FeedPage]:
        try:
            page = self._lists.threads(continuation, video)
        except CommentsClosed:
            gap = Gap("comments-closed", self._source.label)
            yield FeedPage(items=(), identity=self._lists.tell(), gaps=(gap,))
            return
        videos = self._lists.videos(thread.video for thread in page.threads)
        under = defaultdict[str, list[Thread]](list)
        for thread in page.threads:
            under[thread.video or ""].append(thread)
        for id_, threads in under.items():
            yield from self._below(videos.get(id_), threads, line)
        places = [thread.at for thread in page.threads if thread.at is not None]
        yield FeedPage(
            items=(),
            newest=max(places, default=None),
            oldest=places[-1] if places else None,
            next=page.next,
            identity=self._lists.tell(),
            gaps=page.gaps,
            entries=tuple(thread.id for thread in page.threads),
        )

    def _below(self, video: Item | None, threads: Iterable[Thread], line: datetime) -> Iterator[FeedPage]:
        """A video and its threads, as parts whose first item may be older than all that is read: the video.

        A thread whose replies have to be asked for comes by itself, so that no part is long in the making.
        """
        context = () if video is None else (video,)
        plain: list[Item] = []
        for thread in threads:
            comments, gaps = self._lists.whole(thread, line)
            if thread.cut:
                yield self._part((*context, *self._in_time(comments)), gaps)
            else:
                plain += self._in_time(comments)
        if plain:
            yield self._part((*context, *plain), ())

    # --- what both share ------------------------------------------------------------------------------------------

    def _in_time(self, comments: Iterable[Item]) -> Iterator[Item]:
        since = self._source.since
        return (item for item in comments if item.created_at is None or item.created_at >= since)

    def _part(self, items: Iterable[Item], gaps: Iterable[Gap]) -> FeedPage:
        return FeedPage(items=tuple(items), identity=self._lists.tell(), gaps=tuple(gaps), part=True)

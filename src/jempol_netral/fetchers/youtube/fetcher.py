"""Reads YouTube through its official Data API v3: a channel's videos, and the comments under a campaign's videos.

A channel is keyed by its UC… id, since handles change. Comments come in threads, newest first; a new reply does not
bring an old thread up again, so late replies are seen within the overlap only. search.list is never asked: it costs
a hundred units. Asking stands in `door` and `lists`, parsing in `answers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from jempol_netral.errors import Phrase, SourceGone, SourcePrivate, UserError
from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, Read, Secrets, walk
from jempol_netral.fetchers.shapes import moment
from jempol_netral.fetchers.youtube.answers import PLATFORM, Thread, Uploads
from jempol_netral.fetchers.youtube.door import KEY, Allowance, CommentsClosed, Door
from jempol_netral.fetchers.youtube.lists import COMMENTS, Lists
from jempol_netral.models import Cursor, Gap, Item, Page, Reading, Source
from jempol_netral.platforms import read_thread

if TYPE_CHECKING:
    from jempol_netral.fetchers.http import Client

HANDLE_AGE = timedelta(days=7)
"""For so long a handle is taken to be the channel's still; then a unit is spent on asking. The memo says since when."""
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
        quota=Phrase("10000 units a day for each project, filled up at midnight Pacific time; each request costs 1"),
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
        now, known = clock(), moment(cursor.memo)
        lists = Lists(door, self._page, source, anew=known is None or not now - HANDLE_AGE < known <= now)
        reader = _Reader(lists, source, cursor)
        for page in walk(self._way(reader, source), source, cursor, clock):
            memo = now.isoformat() if lists.looked_up else cursor.memo
            yield replace(page, cursor=replace(page.cursor, memo=memo))

    def _way(self, reader: _Reader, source: Source) -> Read:
        if source.url is not None:
            return reader.video
        if source.reading is Reading.CAMPAIGN:
            return reader.campaign
        return reader.account_with_comments if self._own_comments else reader.account


class _Reader:
    """One reading of one source."""

    def __init__(self, lists: Lists, source: Source, cursor: Cursor) -> None:
        self._lists = lists
        self._source = source
        self._was_read = cursor.watermark is not None and cursor.watermark >= source.since
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
        # Or else there was one and it is gone: its deletion must not make the comments look deleted too.
        if (recent or self._was_read) and not self._own_read:
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
        """The account's comments under its own videos. Where comments are switched off there are none to miss.

        The same comments must be met at each reading, or they would be taken for deleted. Threads are found by their
        beginning: so an answer counts that follows within the overlap, and threads are read an overlap further down.
        """
        line -= self._source.overlap
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
            own = self._kept(read)
            gaps = (*page.gaps, *(gap for _, more in read for gap in more))
            if own or gaps:
                yield self._part(own, gaps)
            ids, token = {thread.id for thread in page.threads}, page.next
            if token is None or ids <= seen or any(thread.at and thread.at < line for thread in page.threads[-1:]):
                return
            seen |= ids
        yield self._part((), (Gap("comments-cut", self._source.label),))

    def _kept(self, read: Iterable[tuple[tuple[Item, ...], tuple[Gap, ...]]]) -> tuple[Item, ...]:
        """Of threads under the account's own videos its own comments; what others wrote there is not for us."""
        channel, author, overlap = self._lists.channel(), self._lists.author(), self._source.overlap
        return tuple(
            replace(item, author=author)
            for (first, *below), _ in read
            for item in self._in_time((first, *below))
            if item.author_id == channel.id and not _apart(first, item, overlap)
        )

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


def _apart(first: Item, item: Item, most: timedelta) -> bool:
    return first.created_at is not None and item.created_at is not None and item.created_at - first.created_at > most

"""The lists of one channel or video: what one reading of a source asks for, and what it learns on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from jempol_netral.errors import SourceGone
from jempol_netral.fetchers.shapes import Json
from jempol_netral.fetchers.youtube.answers import (
    Channel,
    Thread,
    Threads,
    Uploads,
    parse_channel,
    parse_replies,
    parse_threads,
    parse_uploads,
    parse_videos,
)
from jempol_netral.fetchers.youtube.door import CommentsClosed, Door
from jempol_netral.models import Gap, Identity, Item, Source

VIDEOS = 50
"""Most videos in one answer, by the documentation."""
COMMENTS = 100
"""Most threads or replies in one answer."""
REPLY_PAGES = 50
"""So many pages of replies of one thread are read; the rest becomes a gap."""


class Lists:
    """Asks for the lists of one source, and remembers its channel and the videos that comments stand under."""

    def __init__(self, door: Door, page: int, source: Source, *, anew: bool) -> None:
        """`page` is the most entries of one answer. `anew`: ask what the channel is called, though its id be known."""
        self._door = door
        self._page = page
        self._source = source
        self._anew = anew
        self._channel: Channel | None = None
        self._identity: Identity | None = None
        self.looked_up = False
        """Whether the channel itself was asked for."""
        self._videos: dict[str, Item] = {}

    # --- the channel ----------------------------------------------------------------------------------------------

    def channel(self) -> Channel:
        """The channel being read. Asked for at a first reading, to learn its id, and now and then, to learn its handle.

        Raises:
            SourceGone: there is none.
        """
        if self._channel is None and self._source.native_id is not None and not self._anew:
            self._channel = Channel(self._source.native_id, None)
        return self._channel or self._look_up()

    def author(self) -> str | None:
        """The channel's handle in the spelling of roster or watchlist, by which it is found there."""
        return self._source.handle or self.channel().handle

    def tell(self) -> Identity | None:
        """What was learned of the channel: said once, on the first page."""
        identity, self._identity = self._identity, None
        return identity

    def _look_up(self) -> Channel:
        channel = parse_channel(self._door.ask("channels", part="snippet", **self._name()))
        if channel is None:
            raise SourceGone("{account} does not exist (any more)", account=self._source.label)
        handle = channel.handle or self._source.handle
        self._channel, self._identity = channel, Identity(channel.id, handle) if handle else None
        self.looked_up = True
        return channel

    def _name(self) -> dict[str, str]:
        """The channel as the service looks it up; by its id where that is known: it may have another name by now."""
        handle = self._source.handle or ""
        if self._source.native_id is not None:
            return {"id": self._source.native_id}
        if handle.startswith("user/"):
            return {"forUsername": handle.removeprefix("user/")}
        if "/" in handle:  # another channel may by now have the handle that is spelt like it
            raise SourceGone(
                "{account}: YouTube looks up no such addresses; write the channel's @handle or its UC… id",
                account=self._source.label,
            )
        return {"forHandle": f"@{handle}"}

    # --- videos ---------------------------------------------------------------------------------------------------

    def uploads(self, token: str | None) -> Uploads:
        """A page of the channel's videos, newest first. A channel that never had one has no such list.

        Raises:
            SourceGone: there is no such channel.
        """
        channel = self.channel()
        try:
            answer = self._door.ask(
                "playlistItems",
                part="snippet,contentDetails",
                playlistId=channel.uploads,
                maxResults=min(VIDEOS, self._page),
                pageToken=token,
            )
        except SourceGone:
            if not self.looked_up:
                self._look_up()
            return Uploads((), (), None, ())
        return parse_uploads(answer, self.author())

    def videos(self, ids: Iterable[str | None]) -> dict[str, Item]:
        """Videos by id, as far as they are public. Each is asked for once in a reading, fifty at a time."""
        unknown = [id_ for id_ in dict.fromkeys(ids) if id_ is not None and id_ not in self._videos]
        authors = {} if self._channel is None else {self._channel.id: self.author()}
        for start in range(0, len(unknown), VIDEOS):
            answer = self._door.ask("videos", part="snippet", id=",".join(unknown[start : start + VIDEOS]))
            self._videos |= parse_videos(answer, authors)
        return self._videos

    # --- comments -------------------------------------------------------------------------------------------------

    def threads(self, token: str | None, video: str | None = None) -> Threads:
        """A page of the threads under one video, or under all of the channel; newest first.

        Raises:
            CommentsClosed: comments are switched off.
        """
        answer = self._door.ask(
            "commentThreads",
            part="snippet,replies",
            videoId=video,
            allThreadsRelatedToChannelId=None if video else self.channel().id,
            order="time",
            textFormat="plainText",
            maxResults=min(COMMENTS, self._page),
            pageToken=token,
        )
        return parse_threads(answer, video)

    def whole(self, thread: Thread, line: datetime) -> tuple[tuple[Item, ...], tuple[Gap, ...]]:
        """A thread with all its replies. Below `line`, where it was read before, the sample will do."""
        if not thread.cut or (thread.at is not None and thread.at < line):
            return thread.comments, ()
        items = {item.id: item for item in thread.comments}
        gaps: list[Gap] = []
        token = None
        for _ in range(REPLY_PAGES):
            try:
                answer = self._replies(thread, token)
            except (SourceGone, CommentsClosed):
                return tuple(items.values()), (*gaps, Gap("thread-gone", thread.id))
            replies, token, more = parse_replies(answer, thread)
            known = len(items)
            items |= {reply.id: reply for reply in replies}
            gaps += more
            if token is None or len(items) == known:
                return tuple(items.values()), tuple(gaps)
        return tuple(items.values()), (*gaps, Gap("thread-cut", thread.id))

    def _replies(self, thread: Thread, token: str | None) -> Json:
        return self._door.ask(
            "comments",
            part="snippet",
            parentId=thread.id,
            textFormat="plainText",
            maxResults=min(COMMENTS, self._page),
            pageToken=token,
        )

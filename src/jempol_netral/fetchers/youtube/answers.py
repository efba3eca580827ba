"""What YouTube's Data API v3 says in; channels, videos and comments out. Pure: no network, no clock.

Taken as a person's words: the title and description of their video, the text of their comment. Counters, pictures,
display names and etags drift and are left out of what is kept as evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from jempol_netral.errors import ShapeChanged, UserError
from jempol_netral.fetchers.shapes import Json, array, canonical, moment, obj, objects, optional_text, text
from jempol_netral.models import Act, Gap, Item, TimeQuality
from jempol_netral.platforms import AccountName, account_url, canonical_handle, read_account

PLATFORM = "youtube"
_WATCH = "https://www.youtube.com/watch?v={video}"

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Channel:
    """What a channel says of itself."""

    id: str
    handle: str | None
    """None where it has none yet."""

    @property
    def uploads(self) -> str:
        """The playlist of all its videos: by convention the channel's id with UU for UC."""
        return f"UU{self.id[2:]}"


@dataclass(frozen=True, slots=True)
class Uploads:
    """One page of a channel's videos, newest first."""

    videos: tuple[Item, ...]
    ids: tuple[str, ...]
    """Of all entries, those that are not public (any more) too."""
    next: str | None
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with the sample of its replies that comes along."""

    id: str
    video: str | None
    """None: it stands under the channel itself or one of its posts."""
    channel: str | None
    """Whose video it is."""
    at: datetime | None
    cut: bool
    """Whether it has more replies than came along."""
    comments: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Threads:
    """One page of comment threads, newest first."""

    threads: tuple[Thread, ...]
    next: str | None
    gaps: tuple[Gap, ...]


# --- channels and videos ------------------------------------------------------------------------------------------


def parse_channel(answer: Json) -> Channel | None:
    """An answer of channels.list; None where there is no such channel: then the service leaves `items` out.

    Raises:
        ShapeChanged: it lacks what the documentation promises.
    """
    channel = next(iter(_items(answer)), None)
    if channel is None:
        return None
    said = optional_text(obj(channel, "snippet"), "customUrl") or ""
    # Without @ it is an address of the old kind, which is no handle.
    handle = canonical_handle(PLATFORM, said) if said.startswith("@") else None
    return Channel(text(channel, "id"), handle)


def parse_uploads(answer: Json, author: str | None) -> Uploads:
    """An answer of playlistItems.list for a channel's uploads; `author` is the channel's handle.

    Raises:
        ShapeChanged: it lacks what the documentation promises, or no entry has the promised shape.
    """
    entries, gaps = _each(answer, lambda entry: _upload(entry, author))
    return Uploads(
        videos=tuple(item for _, item in entries if item is not None),
        ids=tuple(video for video, _ in entries),
        next=optional_text(answer, "nextPageToken") or None,
        gaps=gaps,
    )


def _upload(entry: Json, author: str | None) -> tuple[str, Item | None]:
    """A video of the list; no item where it is private or deleted: such entries have no time of publication."""
    snippet, details = obj(entry, "snippet"), obj(entry, "contentDetails")
    video = text(details, "videoId")
    if details.get("videoPublishedAt") is None:
        return video, None
    owner = optional_text(snippet, "videoOwnerChannelId") or text(snippet, "channelId")
    return video, _video(video, owner, author, snippet, details["videoPublishedAt"])


def parse_videos(answer: Json, authors: Mapping[str, str | None]) -> dict[str, Item]:
    """An answer of videos.list, by id; `authors` are the handles of channels, as far as known.

    Raises:
        ShapeChanged: it lacks what the documentation promises.
    """
    found = {}
    for video in _items(answer):
        snippet = obj(video, "snippet")
        owner = text(snippet, "channelId")
        id_ = text(video, "id")
        found[id_] = _video(id_, owner, authors.get(owner), snippet, snippet.get("publishedAt"))
    return found


def _video(video: str, owner: str, author: str | None, snippet: Json, published: object) -> Item:
    title, description = text(snippet, "title"), optional_text(snippet, "description") or ""
    at = moment(published)
    return Item(
        platform=PLATFORM,
        id=video,
        act=Act.POST,
        author_id=owner,
        author=author,
        text=f"{title}\n\n{description}" if description else title,
        created_at=at,
        time_quality=_quality(at),
        url=watch_url(video),
        unread_media=True,
        raw=canonical(
            {"id": video, "channelId": owner, "title": title, "description": description, "publishedAt": published}
        ),
    )


# --- comments -----------------------------------------------------------------------------------------------------


def parse_threads(answer: Json, video: str | None = None) -> Threads:
    """An answer of commentThreads.list, asked for one `video` or for all of a channel (None).

    Raises:
        ShapeChanged: it lacks what the documentation promises, or no entry has the promised shape.
    """
    threads, gaps = _each(answer, lambda entry: _thread(entry, video))
    return Threads(tuple(threads), optional_text(answer, "nextPageToken") or None, gaps)


def _thread(entry: Json, video: str | None) -> Thread:
    snippet = obj(entry, "snippet")
    id_, video = text(entry, "id"), video or optional_text(snippet, "videoId")
    channel = optional_text(snippet, "channelId")
    thread = Thread(id_, video, channel, None, cut=False, comments=())
    # Never without a parent: that would make a stranger's comment the first post of its thread.
    top = _comment(obj(snippet, "topLevelComment"), thread, parent=video or channel or id_)
    replies = objects(entry.get("replies"), "comments")
    count = snippet.get("totalReplyCount", 0)
    return Thread(
        id_,
        video,
        channel,
        top.created_at,
        cut=isinstance(count, int) and count > len(replies),
        comments=(top, *(_comment(reply, thread, parent=id_) for reply in replies)),
    )


def parse_replies(answer: Json, thread: Thread) -> tuple[tuple[Item, ...], str | None, tuple[Gap, ...]]:
    """An answer of comments.list for the replies of `thread`: the replies, where to go on, what could not be read.

    Raises:
        ShapeChanged: it lacks what the documentation promises, or no entry has the promised shape.
    """
    replies, gaps = _each(answer, lambda entry: _comment(entry, thread, parent=thread.id))
    return tuple(replies), optional_text(answer, "nextPageToken") or None, gaps


def _comment(comment: Json, thread: Thread, *, parent: str | None) -> Item:
    snippet, id_ = obj(comment, "snippet"), text(comment, "id")
    author_id, author = author_of(snippet)
    # The plain form of what is shown; the original is given to its author only.
    said = optional_text(snippet, "textDisplay")
    said = optional_text(snippet, "textOriginal") if said is None else said
    at, updated = moment(snippet.get("publishedAt")), moment(snippet.get("updatedAt"))
    url = watch_url(thread.video) if thread.video else account_url(PLATFORM, None, thread.channel)
    return Item(
        platform=PLATFORM,
        id=id_,
        act=Act.COMMENT,
        author_id=author_id,
        author=author,
        text=said,
        created_at=at,
        time_quality=_quality(at),
        url=f"{url}&lc={id_}" if thread.video else url,
        parent_id=parent,
        thread_id=thread.video or thread.id,
        under=url,
        under_id=thread.channel,
        edited_at=updated if at is not None and updated is not None and updated > at else None,
        unread_media=bool(snippet.get("imageUrl")),
        raw=canonical(_kept(id_, snippet, thread, parent, author_id)),
    )


def _kept(id_: str, snippet: Json, thread: Thread, parent: str | None, author_id: str | None) -> Json:
    """What is laid down as evidence: the same whichever request brought the comment."""
    kept: dict[str, Any] = {name: snippet.get(name) for name in ("textDisplay", "publishedAt", "updatedAt")}
    if author_id is None:
        kept["authorDisplayName"] = snippet.get("authorDisplayName")  # all that is known of who wrote it
    return {"id": id_, "authorChannelId": author_id, "videoId": thread.video, "parentId": parent, **kept}


def author_of(snippet: Json) -> tuple[str | None, str | None]:
    """Stable id and handle of who wrote a comment. Either may be missing; a display name is no handle."""
    holder = snippet.get("authorChannelId")
    author_id = optional_text(holder, "value") or None
    handle: str | None = None
    name = optional_text(snippet, "authorDisplayName") or ""
    for said in (optional_text(snippet, "authorChannelUrl"), name if name.startswith("@") else None):
        if said and handle is None:
            found = _account(said)
            author_id = author_id or (found.native_id if found else None)
            handle = found.handle if found else None
    return author_id, handle


def _account(said: str) -> AccountName | None:
    try:
        return read_account(PLATFORM, said)
    except UserError:
        return None


# --- what both share ----------------------------------------------------------------------------------------------


def _items(answer: Json) -> list[Any]:
    """The list itself. The service leaves an empty one out; then only `kind` tells that the answer is a list."""
    if "items" not in answer and text(answer, "kind").endswith("ListResponse"):
        return []
    return array(answer, "items")


def _each(answer: Json, read: Callable[[Json], Entry]) -> tuple[list[Entry], tuple[Gap, ...]]:
    """Every entry of a list. An odd one becomes a gap, so that nobody hides a thread behind one odd comment."""
    entries = _items(answer)
    found: list[Entry] = []
    gaps: list[Gap] = []
    for entry in entries:
        try:
            found.append(read(entry))
        except (ShapeChanged, TypeError, AttributeError):
            gaps.append(Gap("bad-entry", optional_text(entry, "id") or "?"))
    if entries and not found:
        raise ShapeChanged("no entry of a YouTube list has the documented shape")
    return found, tuple(gaps)


def _quality(at: datetime | None) -> TimeQuality:
    return TimeQuality.PLATFORM if at is not None else TimeQuality.ESTIMATED


def watch_url(video: str) -> str:
    """Where a person can look at a video; the spelling that the watchlist compares."""
    return _WATCH.format(video=video)

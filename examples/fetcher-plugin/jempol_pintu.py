"""A whole fetcher in one small file: an invented service that shows public Threads posts as JSON.

The service, "Pintu", stands for an office's own gateway to a platform that gives its data to approved parties only:

    GET {base}/accounts/{handle}/posts?limit=50[&before=POST_ID]      with  Authorization: Bearer TOKEN
    {"account": {"id": "101", "handle": "contoh"},
     "posts": [{"id": "9", "text": "…", "at": "2024-10-02T03:04:05Z", "edited_at": null, "media": 0,
                "reply_to": null, "url": "https://www.threads.net/…"}],          newest first
     "before": "8"}                                                              absent on the last page

Fetching and parsing are two things: `Pintu` asks, `parse` is a pure function that tests can feed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, urlsplit

from jempol_netral.errors import ShapeChanged, SourceGone
from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, Secrets, walk
from jempol_netral.fetchers.shapes import Json, array, canonical, moment, obj, optional_text, text
from jempol_netral.models import Act, Cursor, Identity, Item, Page, Reading, Source, TimeQuality

if TYPE_CHECKING:
    from jempol_netral.fetchers.http import Client

TOKEN = "PINTU_TOKEN"  # noqa: S105 - the name of an environment variable


class Pintu:
    """Posts and replies of a Threads account, from the gateway."""

    manifest: ClassVar[Manifest] = Manifest(
        name="pintu",
        platforms=("threads",),
        readings=(Reading.ACCOUNT,),
        acts=(Act.POST, Act.COMMENT),
        summary="Posts and replies of an account. Not: reposts, likes, what pictures show.",
        credentials=(TOKEN,),
        pace=0.5,
        quota="5000 requests a day, says the gateway's invented handbook",
        options={"base": "https://pintu.example.org/v1", "page": 50},
    )

    def __init__(self, options: Options, *, secrets: Secrets) -> None:
        """`options` and `secrets` are checked against the manifest before they come here."""
        self._base = str(options["base"]).rstrip("/")
        self._page = min(50, max(1, int(options["page"])))
        self._token = secrets.get(TOKEN, "")

    def host(self, source: Source) -> str:  # noqa: ARG002 - one gateway answers for all
        """Sources of one host share a lane and its pace."""
        return urlsplit(self._base).netloc

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages; `walk` keeps the cursor, `Client` raises what a status means."""
        paced = client.paced(self.manifest.pace)

        def read(continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
            if source.handle is None:
                raise SourceGone("{account} has no handle to ask for", account=source.label)
            answer = paced.get(
                f"{self._base}/accounts/{quote(source.handle, safe='')}/posts",
                params={"limit": self._page, "before": continuation},
                headers={"Authorization": f"Bearer {self._token}"},  # never in the address: those are logged
            )
            yield parse(answer.object())

        yield from walk(read, source, cursor, clock)


def parse(answer: Json) -> FeedPage:
    """One page of posts.

    Raises:
        ShapeChanged: it lacks what the handbook promises.
    """
    account = obj(answer, "account")
    identity = Identity(text(account, "id"), text(account, "handle"))
    posts = [_item(post, identity) for post in array(answer, "posts")]
    times = [post.created_at for post in posts if post.created_at is not None]
    return FeedPage(
        items=tuple(posts),
        newest=max(times, default=None),
        oldest=times[-1] if times else None,
        next=optional_text(answer, "before") or None,
        identity=identity,
    )


def _item(post: Json, author: Identity) -> Item:
    created = moment(text(post, "at"))
    if created is None:
        raise ShapeChanged("a post has no readable time")
    parent = optional_text(post, "reply_to")
    return Item(
        platform="threads",
        id=text(post, "id"),
        act=Act.COMMENT if parent else Act.POST,
        author_id=author.native_id,
        author=author.handle,
        text=optional_text(post, "text"),
        created_at=created,
        time_quality=TimeQuality.PLATFORM,
        url=optional_text(post, "url"),
        parent_id=parent,
        edited_at=moment(post.get("edited_at")),
        unread_media=bool(post.get("media")),
        # What the account itself wrote and when; counters drift and would make every scan find "new" words.
        raw=canonical({key: post.get(key) for key in ("id", "text", "at", "edited_at", "media", "reply_to", "url")}),
    )

"""Reads public Telegram channels through the preview that t.me shows to everybody: no login, no programming interface.

A channel is keyed by its number, which the preview tells; it can be asked for by its handle only. Comments are read
through the widget that Telegram offers to websites. Parsing stands in `pages` and `message`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from jempol_netral.errors import Phrase, ShapeChanged, SourceGone, UserError
from jempol_netral.fetchers.base import Clock, FeedPage, Manifest, Options, walk
from jempol_netral.fetchers.telegram.dom import parse
from jempol_netral.fetchers.telegram.message import PLATFORM
from jempol_netral.fetchers.telegram.pages import Discussion, History, parse_discussion, parse_history
from jempol_netral.models import Act, Cursor, Gap, Identity, Item, Page, Reading, Source
from jempol_netral.platforms import ThreadName, read_source

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from jempol_netral.fetchers.http import Client, Params

ENGLISH = {"Accept-Language": "en"}
"""The page's own words ("edited", "not available") are looked at."""
HOME = "telegram.org"
"""Where t.me sends those who ask for a name that nobody has."""
OLDER_PAGES = 10
"""So many pages of older comments under one post are asked for; the rest becomes a gap."""
CLOSED_IN_A_ROW = 5
"""After so many posts without a readable discussion the channel is taken to have none."""


class Telegram:
    """The messages of a public channel; the comments under a campaign channel's messages, or under one of them."""

    manifest: ClassVar[Manifest] = Manifest(
        name="telegram",
        platforms=(PLATFORM,),
        readings=(Reading.ACCOUNT, Reading.CAMPAIGN),
        acts=(Act.POST, Act.COMMENT, Act.RESHARE),
        summary=Phrase(
            "Messages of public channels; comments under campaign messages where the channel shows them, by people "
            "with a public name only. Not: groups, reactions, what pictures, videos and voice messages hold."
        ),
        pace=1.0,
        quota=Phrase("unwritten; one request a second keeps well below what t.me refuses"),
        options={"base": "https://t.me", "comments": 100},
    )

    def __init__(self, options: Options) -> None:
        self._base = str(options["base"]).rstrip("/")
        self._comments = min(100, max(1, int(options["comments"])))

    def host(self, source: Source) -> str:  # noqa: ARG002 - one host answers for all
        """t.me."""
        return urlsplit(self._base).netloc

    def fetch(self, source: Source, cursor: Cursor, *, client: Client, clock: Clock) -> Iterator[Page]:
        """Yield pages; see the contract.

        Raises:
            SourceGone: no such channel or message, or the handle is another channel's now. SourcePrivate: Telegram
            shows no messages of it. RateLimited, ShapeChanged, NetworkProblem: as `Client.get`.
        """
        reader = _Reader(self._base, self._comments, client.paced(self.manifest.pace), source, cursor, clock)
        if source.url is not None:
            yield reader.one_thread(source.url)
        elif source.reading is Reading.CAMPAIGN:
            yield from walk(reader.campaign, source, cursor, clock)
        else:
            yield from walk(reader.account, source, cursor, clock)


class _Reader:
    """One reading of one source."""

    def __init__(self, base: str, comments: int, client: Client, source: Source, cursor: Cursor, clock: Clock) -> None:
        self._base = base
        self._comments = comments
        self._client = client
        self._source = source
        self._cursor = cursor
        self._clock = clock
        self._closed = 0
        """So many posts in a row had no readable discussion."""
        self._ever_open = False

    # --- channels ---------------------------------------------------------------------------------------------------

    def account(self, continuation: str | None, _line: datetime) -> Iterator[FeedPage]:
        """One page of the channel's messages."""
        yield self._history(continuation)

    def campaign(self, continuation: str | None, line: datetime) -> Iterator[FeedPage]:
        """One page of a campaign channel's messages, and before it the comments under those above `line`."""
        page = self._history(continuation)
        known = self._known(line)
        for item in page.items:
            if item.created_at is not None and item.created_at >= line:
                yield from self._below(item, known)
        yield page

    def _history(self, continuation: str | None) -> FeedPage:
        handle = self._source.handle
        if not handle:
            raise SourceGone("Telegram channels can be read by their handle only")
        history = parse_history(self._page(f"/s/{handle}", {"before": continuation}), self._clock())
        identity = self._identity(history)
        page = history.page(identity)
        if identity is None:
            return page
        return replace(page, items=tuple(replace(item, author_id=identity.native_id) for item in page.items))

    def _identity(self, history: History) -> Identity | None:
        """Who the channel is. A handle that was given up may be another channel's by now.

        Raises:
            SourceGone: it is.
        """
        known, found = self._source.native_id, history.channel_id
        if history.handle is None or found is None:
            return None
        if known is None:
            return Identity(found, history.handle)
        if bare_id(known) != found:
            raise SourceGone("{account} is the handle of another channel now", account=self._source.label)
        return Identity(known, history.handle)

    # --- comments -----------------------------------------------------------------------------------------------

    def one_thread(self, url: str) -> Page:
        """The message that stands on the watchlist and the comments under it."""
        post = self._post(url)
        items, gaps = self._thread(post, self._source.since)
        seen = [self._cursor.watermark, *(item.created_at for item in items)]
        newest = max((min(at, self._clock()) for at in seen if at is not None), default=None)
        return Page(items=tuple(items), cursor=Cursor(watermark=newest), gaps=tuple(gaps))

    def _post(self, url: str) -> Item:
        try:
            name = read_source(PLATFORM, url)
        except UserError:
            name = None
        if not isinstance(name, ThreadName) or name.account is None:
            raise SourceGone("{url} is not the address of a Telegram message", url=url)
        params = {"before": int(name.native_id) + 1}
        history = parse_history(self._page(f"/s/{name.account.handle}", params), self._clock())
        post = next((post.item for post in history.posts if post.number == name.native_id), None)
        if post is None:
            raise SourceGone("the message {url} does not exist (any more)", url=url)
        return replace(post, parent_id=None)  # the first of its thread, whatever it answers

    def _below(self, post: Item, known: datetime) -> Iterator[FeedPage]:
        """The comments under one post, as a part of its page. A channel without any is not asked on and on."""
        if self._closed >= CLOSED_IN_A_ROW and not self._ever_open:
            return
        items, gaps = self._thread(post, known)
        if all(gap.reason == "comments-closed" for gap in gaps) and gaps:
            self._closed += 1
            if self._closed == CLOSED_IN_A_ROW and not self._ever_open:
                gaps.append(Gap("comments-closed", self._source.label))
        else:
            self._ever_open = True
        newest = max((item.created_at for item in items if item.created_at is not None), default=None)
        yield FeedPage(items=tuple(items), newest=newest, gaps=tuple(gaps), part=True)

    def _thread(self, post: Item, known: datetime) -> tuple[list[Item], list[Gap]]:
        """A post and the comments under it, down to what was `known` before."""
        found: dict[str, Item] = {post.id: post}
        where, gaps, seen, before = post.url or post.id, list[Gap](), set[str](), None
        for _ in range(OLDER_PAGES):
            shown = self._discussion(post, before)
            gaps += shown.gaps
            if not shown.open:
                return list(found.values()), [*gaps, Gap("thread-gone" if shown.gone else "comments-closed", where)]
            found |= {item.id: item for item in shown.comments if item.id not in found}
            if shown.older is None or (shown.oldest is not None and shown.oldest < known):
                return list(found.values()), gaps
            if shown.numbers <= seen:
                break
            seen |= shown.numbers
            before = shown.older
        return list(found.values()), [*gaps, Gap("comments-cut", where)]

    def _discussion(self, post: Item, before: str | None) -> Discussion:
        """One answer of the widget. Older comments come where the widget is asked to show one of them."""
        params = {"embed": 1, "discussion": 1, "comments_limit": self._comments, "comment": before}
        return parse_discussion(self._page(f"/{post.id}", params), post, self._clock())

    def _known(self, line: datetime) -> datetime:
        """From when on comments may be new: those before were read in the complete walk that set the watermark."""
        watermark, bottom = self._cursor.watermark, self._cursor.bottom
        if watermark is None or bottom is None or self._source.since < bottom:
            return line
        return max(line, watermark)

    # --- the door -----------------------------------------------------------------------------------------------

    def _page(self, path: str, params: Params) -> LexborHTMLParser:
        """One page of t.me.

        Raises:
            SourceGone: sent to the service's own home page: there is nothing of this name. Else as `Client.get`.
        """
        answer = self._client.get(f"{self._base}{path}", params=params, headers=ENGLISH, let=(302,))
        if answer.status != 302:
            return parse(answer)
        to, here = urlsplit(answer.headers.get("location", "")), urlsplit(self._base)
        if to.hostname in (HOME, f"www.{HOME}"):
            raise SourceGone("Telegram knows no public channel of this name (any more)")
        if to.netloc not in ("", here.netloc) or to.scheme not in ("", here.scheme) or not to.path.startswith("/"):
            raise ShapeChanged("{url} redirects to another host", url=answer.shown)
        return parse(self._client.get(f"{self._base}{to.path}", headers=ENGLISH))


def bare_id(native_id: str) -> str:
    """A channel's number without the marks that programs put before it: "-1001234567890" is 1234567890."""
    return native_id.removeprefix("-100") if native_id.startswith("-100") else native_id.removeprefix("-")

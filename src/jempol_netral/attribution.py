"""Whose words an item holds: a person on the roster, the campaign itself, or somebody who is nobody's business.

Pure. Text by anyone not on the roster (campaign accounts aside) goes no further than this room: it is counted and
dropped in memory. A commenter's words are never given to the account under which they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jempol_netral import platforms
from jempol_netral.errors import UserError
from jempol_netral.models import Account, Item, Reading, Setting, Source, Watched

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jempol_netral.roster import RosterIndex


@dataclass(slots=True)
class Sorted:
    """The items of one page by whose they are."""

    own: list[tuple[Item, Account]] = field(default_factory=list)
    campaign: dict[str, Item] = field(default_factory=dict)
    """The campaign's own posts by id: a public campaign act, context for the comments under it."""
    strangers: int = 0


class WatchIndex:
    """Finds a line of the watchlist by account or by thread."""

    def __init__(self, watched: Iterable[Watched]) -> None:
        """Of several lines for one account or thread the first wins."""
        self._accounts: dict[tuple[str, str], Watched] = {}
        self._threads: dict[tuple[str, str], Watched] = {}
        for line in watched:
            if line.url is None:
                for name in (line.handle, line.native_id):
                    if name:
                        self._accounts.setdefault(_account_key(line.platform, name), line)
            for name in (line.url, line.native_id if line.url else None):
                if name:
                    self._threads.setdefault((line.platform, name), line)

    def account(self, platform: str, *names: str | None) -> Watched | None:
        """The campaign account with one of these handles or ids."""
        for name in names:
            if name and (found := self._accounts.get(_account_key(platform, name))):
                return found
        return None

    def thread(self, platform: str, *names: str | None) -> Watched | None:
        """The watched thread with one of these URLs or ids."""
        for name in names:
            if name and (found := self._threads.get((platform, name))):
                return found
        return None

    def around(self, item: Item) -> Watched | None:
        """The campaign account or thread under which the item was written, or whose words it reshares."""
        account, thread = _read_under(item)
        return (
            self.thread(item.platform, item.thread_id, item.parent_id, thread)
            or self.account(item.platform, item.under_id, account)
            or self.account(item.platform, item.reshared_author)
        )


def _read_under(item: Item) -> tuple[str | None, str | None]:
    """`under` as an account name and as a thread's URL; people write handles, profile URLs and links to posts."""
    if not item.under:
        return None, None
    try:
        name = platforms.read_source(item.platform, item.under)
    except UserError:  # free words: they name nothing that can be looked up
        return None, None
    if isinstance(name, platforms.AccountName):
        return name.handle or name.native_id, None
    return (name.account.handle if name.account else None), name.url


def _account_key(platform: str, name: str) -> tuple[str, str]:
    """Handles and ids in the spelling that a platform compares; ids are no handles anywhere."""
    return platform, platforms.handle_key(platform, name) if platform in platforms.PLATFORMS else name


class Attribution:
    """Sorts pages by whose words they hold, and tells what surrounds an item."""

    def __init__(self, roster: RosterIndex, watch: WatchIndex, *, timezone: str) -> None:
        """`timezone` is the office's: an account may change hands on a local day."""
        self._roster = roster
        self._watch = watch
        self._zone = ZoneInfo(timezone)

    def sort(self, source: Source, items: Sequence[Item]) -> Sorted:
        """Own items with the account they came from, the campaign's own posts, and a count of all others."""
        result = Sorted()
        for item in items:
            account = self._find(item)
            if account is not None:
                result.own.append((item, account))
            elif self._is_campaign(source, item):
                result.campaign[item.id] = item
            else:
                result.strangers += 1
        return result

    def _find(self, item: Item) -> Account | None:
        on = None if item.created_at is None else item.created_at.astimezone(self._zone).date()
        return self._roster.find(item.platform, item.author_id, item.author, on)

    def _is_campaign(self, source: Source, item: Item) -> bool:
        if source.reading is not Reading.CAMPAIGN:
            return False
        if source.url is not None:
            # One thread. Its first post is a campaign act only where the watchlist says whose campaign; a thread that
            # is only about the contest may have been opened by anybody.
            return source.pair is not None and item.parent_id is None
        return bool(
            (source.native_id and item.author_id == source.native_id)
            or (source.handle and item.author == source.handle)
        )

    def setting(self, source: Source, item: Item) -> Setting:
        """What surrounds the item: the contest of its thread and the pair under whose account it stands."""
        around = self._watch.around(item)
        contest, pair = (around.contest, around.pair) if around else (None, None)
        if contest is None and source.reading is Reading.CAMPAIGN:
            contest, pair = source.contest, source.pair
        return Setting(act=item.act, created_at=item.created_at, thread_contest=contest, thread_pair=pair)

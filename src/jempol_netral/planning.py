"""What a scan is going to read, and what it already knows it cannot: from roster, watchlist and inbox to sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jempol_netral.calendar import day_start, reading_start
from jempol_netral.fetchers.inbox import plan_inbox
from jempol_netral.models import Account, LinkStatus, Outcome, OutcomeStatus, Reading, Source, Watched
from jempol_netral.pauses import still_resting
from jempol_netral.store.accounts import AccountKey
from jempol_netral.store.runs import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from jempol_netral.fetchers.base import Fetcher
    from jempol_netral.models import Contest
    from jempol_netral.store.store import Store

_FALLBACK_DAYS = 30
"""Reading starts so many days ago where no contest says when its nomination began."""


@dataclass(frozen=True, slots=True)
class RosterAccount:
    """A roster account and the row it is remembered under; its stable id filled in as far as it is known."""

    account: Account
    row: int

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """What tells it from every other account of the roster."""
        return self.account.platform, self.account.native_id, self.account.handle


@dataclass(frozen=True, slots=True)
class Plan:
    """Sources with the fetcher that reads each, and the outcomes of those that cannot be read now."""

    work: tuple[tuple[Source, Fetcher], ...]
    unread: tuple[Outcome, ...]


def start_of_reading(
    contests: Sequence[Contest], *, configured: date | None, asked: date | None, now: datetime
) -> datetime:
    """The instant before which nothing is read: asked for, else configured, else the earliest nomination."""
    timezone = contests[0].timezone if contests else "Asia/Jakarta"
    day = asked or configured
    if day is not None:
        return day_start(day, timezone)
    starts = [start for contest in contests if (start := reading_start(contest)) is not None]
    return min(starts, default=now.astimezone(UTC) - timedelta(days=_FALLBACK_DAYS))


def know_accounts(accounts: Iterable[Account], store: Store, *, now: datetime) -> tuple[RosterAccount, ...]:
    """Give each roster account its row and the stable id that earlier readings learned."""
    accounts = list(accounts)
    keys = [AccountKey(account.platform, account.native_id, account.handle) for account in accounts]
    return tuple(
        RosterAccount(replace(account, native_id=account.native_id or found.native_id), found.row)
        for account, found in zip(accounts, store.accounts.know(keys, now=now), strict=True)
    )


class Planner:
    """Turns roster, watchlist and inbox into sources."""

    def __init__(
        self, fetchers: Mapping[str, Fetcher], store: Store, *, since: datetime, overlap: timedelta, now: datetime,
        environment: Mapping[str, str], only: str | None = None,
    ) -> None:  # fmt: skip
        """`environment` tells which credentials are set; their values are not looked at.

        `only`: the one fetcher that was asked for; what others would read is left out without a word.
        """
        self._fetchers = fetchers
        self._store = store
        self._since = since
        self._overlap = overlap
        self._now = now
        self._environment = environment
        self._only = only
        self._standings = store.runs.standings()
        self._work: dict[str, tuple[Source, Fetcher]] = {}
        self._unread: dict[str, Outcome] = {}

    def plan(self) -> Plan:
        """All that was added, each source once; those that failed before come last.

        Else a few broken accounts at the top of the roster could make a host look dead in every run.
        """
        work = sorted(self._work.values(), key=lambda entry: self._standing(entry[0].key).failures)
        return Plan(tuple(work), tuple(self._unread.values()))

    def _standing(self, key: str) -> Standing:
        return self._standings.get(key, Standing())

    def add_accounts(self, known: Iterable[RosterAccount]) -> None:
        """Direction A: the roster's accounts. A lost account is nobody's on the roster and is not read."""
        for entry in known:
            account = entry.account
            key = f"{Reading.ACCOUNT.value}:{entry.row}"
            if account.link is LinkStatus.LOST:
                continue
            self._add(
                key,
                account.platform,
                Reading.ACCOUNT,
                handle=account.handle,
                native_id=account.native_id,
                url=None,
            )

    def add_watchlist(self, watched: Iterable[Watched]) -> None:
        """Direction C: campaign accounts and threads."""
        lines = list(watched)
        accounts = [line for line in lines if line.url is None]
        keys = [AccountKey(line.platform, line.native_id, line.handle) for line in accounts]
        known = dict(zip(map(id, accounts), self._store.accounts.know(keys, now=self._now), strict=True))
        for line in lines:
            account = known.get(id(line))
            if account is None:
                key, native_id = f"{Reading.CAMPAIGN.value}:{line.platform}:{line.url}", line.native_id
            else:
                key, native_id = f"{Reading.CAMPAIGN.value}:{account.row}", account.native_id
            self._add(
                key, line.platform, Reading.CAMPAIGN, handle=line.handle, native_id=native_id, url=line.url,
                contest=line.contest, pair=line.pair,
            )  # fmt: skip

    def add_inbox(self, folder: Path, *, inputs: str) -> None:
        """Direction I: files that were not read to their end before, with the same roster, watchlist and lists.

        Somebody who joins the roster later is looked up in the old files too; storing twice is no harm.
        """
        fetcher = self._fetchers.get("inbox")
        if fetcher is None or not folder.is_dir():
            return
        for file in plan_inbox(folder):
            key = f"{Reading.INBOX.value}:{file.sha256}"
            source = self._source(key, "inbox", "inbox", Reading.INBOX, url=str(file.path))
            read = self._store.runs.inbox_file(file.sha256, inputs=inputs)
            if read is None:
                self._work.setdefault(key, (source, fetcher))
            elif read.gap_count:  # told again until the file is mended or taken away
                self._unread.setdefault(
                    key,
                    Outcome(
                        source=source, status=OutcomeStatus.PARTIAL, reason="bad-row", detail=read.gap,
                        gap_count=read.gap_count,
                    ),
                )  # fmt: skip

    def _source(
        self, key: str, fetcher: str, platform: str, reading: Reading, *, handle: str | None = None,
        native_id: str | None = None, url: str | None = None, contest: str | None = None, pair: int | None = None,
    ) -> Source:  # fmt: skip
        return Source(
            key=key, fetcher=fetcher, platform=platform, reading=reading, handle=handle, native_id=native_id,
            url=url, contest=contest, pair=pair, since=self._since, overlap=self._overlap,
        )  # fmt: skip

    def _add(
        self, key: str, platform: str, reading: Reading, *, handle: str | None, native_id: str | None,
        url: str | None, contest: str | None = None, pair: int | None = None,
    ) -> None:  # fmt: skip
        fetcher = self._reader(platform, reading)
        if fetcher is None and self._only is not None:
            return
        name = fetcher.manifest.name if fetcher else ""
        source = self._source(
            key,
            name,
            platform,
            reading,
            handle=handle,
            native_id=native_id,
            url=url,
            contest=contest,
            pair=pair,
        )
        if fetcher is None:
            unread = Outcome(
                source=source, status=OutcomeStatus.UNREADABLE, reason="no-fetcher",
                detail=f"{platform} has no fetcher for this; drop an export into inbox/",
            )  # fmt: skip
        elif missing := [name for name in fetcher.manifest.credentials if not self._environment.get(name, "").strip()]:
            unread = Outcome(
                source=source, status=OutcomeStatus.UNREADABLE, reason="AuthProblem", detail=", ".join(missing)
            )
        elif (resting := self._resting(source)) is not None:
            unread = resting
        else:
            self._work.setdefault(key, (source, fetcher))
            return
        self._unread.setdefault(key, unread)

    def _resting(self, source: Source) -> Outcome | None:
        """The outcome of a source whose platform asked to be left alone until later; None where it may be read."""
        standing = self._standing(source.key)
        due = standing.next_due
        if due is None or not still_resting(due, self._now):
            return None
        return Outcome(
            source=source, status=OutcomeStatus.DEFERRED, reason="not-due", due=due,
            detail=f"{standing.last_error or 'pause'}, {due:%Y-%m-%d %H:%M} UTC",
        )  # fmt: skip

    def _reader(self, platform: str, reading: Reading) -> Fetcher | None:
        for fetcher in self._fetchers.values():
            manifest = fetcher.manifest
            if reading in manifest.readings and platform in manifest.platforms:
                return fetcher
        return None

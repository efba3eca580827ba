"""The one-way path: source -> page -> attributed item -> verdicts -> store. Start reading here.

Fetchers read in their lanes (`lanes`), `attribution` says whose words an item holds, `matching` says what they may
name, `calendar` says at which stage, and the store keeps what reaches a tier. This thread alone touches the store.
A source that fails is an outcome, never the end of the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jempol_netral.calendar import Stage, reading_start, stage_at
from jempol_netral.errors import AuthProblem, FetchError, QuotaSpent, RateLimited
from jempol_netral.lanes import Ended, Limits, OutOfTime, Read, Work, read_lanes
from jempol_netral.models import Act, Cursor, Gap, Outcome, OutcomeStatus, Reading
from jempol_netral.pauses import due_after
from jempol_netral.store.items import Kept
from jempol_netral.store.runs import InboxFileRead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from jempol_netral.attribution import Attribution
    from jempol_netral.fetchers.base import Clock
    from jempol_netral.fetchers.http import Client
    from jempol_netral.matching.engine import Engine
    from jempol_netral.models import Account, Contest, Item, Page, Source, Verdict
    from jempol_netral.planning import Plan
    from jempol_netral.store.runs import RunRef
    from jempol_netral.store.store import Store

GAPS_SHOWN = 20
"""Of the things that could not be read inside one source, so many are kept by name; all are counted."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A page was stored."""

    source: Source
    items: int
    """Read from this source so far."""
    flags: int
    """New in this run so far."""
    done: int
    """Sources that ended."""
    total: int


@dataclass(slots=True)
class _Tally:
    """What one source came to so far."""

    source: Source
    before: Cursor
    cursor: Cursor
    row: int | None = None
    """The account's row, of a source that is one account."""
    pages: int = 0
    items: int = 0
    own: int = 0
    strangers: int = 0
    new_flags: int = 0
    changed_flags: int = 0
    gap_count: int = 0
    gaps: list[Gap] = field(default_factory=list)
    sought_from: datetime | None = None
    """Where given: what did not turn up below it was not looked for."""
    renamed: str | None = None
    """The handle that the account has now, where it is not the roster's."""

    def add_gaps(self, gaps: Sequence[Gap]) -> None:
        self.gap_count += len(gaps)
        self.gaps.extend(gaps[: max(0, GAPS_SHOWN - len(self.gaps))])


class Scan:
    """One run over a plan. Everything it uses is passed in."""

    def __init__(
        self, plan: Plan, *, store: Store, run: RunRef, engine: Engine, attribution: Attribution,
        contests: Sequence[Contest], rows: Mapping[tuple[str, str | None, str | None], int], client: Client,
        clock: Clock, limits: Limits, keep_all: bool = False, likes: bool = False, inputs: str = "",
    ) -> None:  # fmt: skip
        """`rows` gives the account row of (platform, native id, handle) of each roster account.

        `inputs`: digest of roster, watchlist and lists, remembered with each file of the inbox that was read.
        """
        self._plan = plan
        self._store = store
        self._run = run
        self._engine = engine
        self._attribution = attribution
        self._contests = {contest.id: contest for contest in contests}
        self._rows = rows
        self._client = client
        self._clock = clock
        self._limits = limits
        self._keep_all = keep_all
        self._likes = likes
        self._inputs = inputs
        self._flags = 0
        self._done = 0

    @property
    def requests(self) -> dict[str, int]:
        """How many requests each host got so far, tries and redirects included."""
        return self._client.requests

    def events(self) -> Iterator[Progress | Outcome]:
        """Read everything; yields progress as pages are stored and exactly one outcome for every source."""
        self._store.runs.note_sources(outcome.source for outcome in self._plan.unread)
        self._store.runs.note_sources(source for source, _ in self._plan.work)
        for outcome in self._plan.unread:
            # What no fetcher reads is no failure, and what was left alone neither failed nor got better.
            yield self._finish(outcome, reread_from=None, failed=outcome.reason == AuthProblem.__name__)
        tallies: dict[str, _Tally] = {}
        work = []
        for source, fetcher in self._plan.work:
            cursor = self._store.runs.cursor(source.key)
            tallies[source.key] = _Tally(source, cursor, cursor, row=_row_of(source))
            work.append(Work(source, fetcher, cursor))
        for event in read_lanes(work, client=self._client, clock=self._clock, limits=self._limits):
            tally = tallies[event.source.key]
            if isinstance(event, Read):
                self._store_page(tally, event.page)
                yield Progress(
                    event.source,
                    tally.items,
                    self._flags,
                    self._done,
                    len(self._plan.work) + len(self._plan.unread),
                )
            else:
                yield self._end(tally, event)

    # --- one page ---------------------------------------------------------------------------------------------

    def _store_page(self, tally: _Tally, page: Page) -> None:
        now = self._clock()
        self._learn(tally, page, now)
        found = self._attribution.sort(tally.source, page.items)
        kept: list[Kept] = []
        passed: list[tuple[Item, int]] = []
        for item, account in found.own:
            if item.act is Act.LIKE and not self._likes:
                continue
            verdicts = self._judge(tally.source, item)
            if verdicts or self._keep_all:
                context = found.campaign.get(item.thread_id or "") or found.campaign.get(item.parent_id or "")
                kept.append(
                    Kept(
                        item=item,
                        account=account,
                        account_id=self._row(account),
                        verdicts=verdicts,
                        context=context,
                    )
                )
            else:
                passed.append((item, self._row(account)))
        written = self._store.items.keep_page(self._run, tally.source, page.cursor, kept=kept, passed=passed, now=now)
        tally.cursor = page.cursor
        tally.sought_from = max(filter(None, (tally.sought_from, page.sought_from)), default=None)
        tally.pages += 1
        tally.items += len(page.items)
        tally.own += len(found.own)
        tally.strangers += found.strangers
        tally.new_flags += written.new_flags
        tally.changed_flags += written.changed_flags
        tally.add_gaps(page.gaps)
        tally.add_gaps([Gap("id-taken", taken, "this id already belongs to an item of another account")
                        for taken in written.taken])  # fmt: skip
        self._flags += written.new_flags

    def _judge(self, source: Source, item: Item) -> tuple[tuple[Verdict, str], ...]:
        """The verdicts that reach a tier, each with its stage; nothing from before a contest began."""
        if item.created_at is not None and item.created_at < source.since:
            return ()
        setting = self._attribution.setting(source, item)
        kept = []
        for verdict in self._engine.read(item.text or "", setting):
            contest = self._contests.get(verdict.contest)  # None: a ballot number whose contest is unclear
            start = None if contest is None else reading_start(contest)
            early = item.created_at is not None and start is not None and item.created_at < start
            if verdict.tier is not None and not early:
                stage = Stage.UNKNOWN if contest is None else stage_at(contest, item.created_at)
                kept.append((verdict, stage.value))
        return tuple(kept)

    def _row(self, account: Account) -> int:
        return self._rows[account.platform, account.native_id, account.handle]

    def _learn(self, tally: _Tally, page: Page, now: datetime) -> None:
        """Remember what the platform says of the account; say so when it is already known under another row."""
        if page.identity is None or tally.row is None:
            return
        other = self._store.accounts.learn(
            tally.row, tally.source.platform,
            native_id=page.identity.native_id, handle=page.identity.handle, now=now,
        )  # fmt: skip
        if other is not None:
            tally.add_gaps([Gap("same-account", tally.source.label, "listed twice under different handles")])
        elif tally.source.handle is not None and page.identity.handle != tally.source.handle:
            tally.renamed = page.identity.handle

    # --- the end of a source ----------------------------------------------------------------------------------

    def _end(self, tally: _Tally, event: Ended | OutOfTime) -> Outcome:
        status, reason, detail = _how_it_ended(tally, event)
        complete = status is OutcomeStatus.READ and tally.source.reading is Reading.ACCOUNT
        since = max(tally.source.since, tally.sought_from or tally.source.since)
        # An unfinished walk of an earlier run was finished first: what that run read is not met again in this one.
        reread_from = (
            max(since, tally.before.watermark - tally.source.overlap)
            if complete and tally.before.watermark is not None and tally.before.continuation is None
            else None
        )
        if isinstance(event, Ended) and event.error is None and tally.source.reading is Reading.INBOX:
            sha256 = tally.source.key.partition(":")[2]
            read = InboxFileRead(tally.gap_count, detail)
            self._store.runs.note_inbox_file(sha256, tally.source.label, read, inputs=self._inputs, now=self._clock())
        outcome = Outcome(
            source=tally.source, status=status, reason=reason, detail=detail, pages=tally.pages, items=tally.items,
            own=tally.own, strangers=tally.strangers, new_flags=tally.new_flags, changed_flags=tally.changed_flags,
            gaps=tuple(tally.gaps), gap_count=tally.gap_count,
            due=due_after(event.error, self._clock()) if isinstance(event, Ended) else None,
        )  # fmt: skip
        failed = isinstance(event, Ended) and event.error is not None and status is not OutcomeStatus.DEFERRED
        return self._finish(outcome, reread_from=reread_from, failed=failed)

    def _finish(self, outcome: Outcome, *, reread_from: datetime | None, failed: bool) -> Outcome:
        failures = self._store.runs.end_source(
            self._run, outcome, now=self._clock(), reread_from=reread_from, failed=failed
        )
        self._done += 1
        return replace(outcome, failures=failures)


def _row_of(source: Source) -> int | None:
    """The account row in the key of a source that is one account."""
    _, _, rest = source.key.partition(":")
    return int(rest) if source.reading is not Reading.INBOX and rest.isdigit() else None


def _how_it_ended(tally: _Tally, event: Ended | OutOfTime) -> tuple[OutcomeStatus, str, str]:
    if isinstance(event, OutOfTime):
        return OutcomeStatus.DEFERRED, "out-of-time", "the run's budget ended; the next run goes on here"
    error = event.error
    if error is None:
        if not tally.gap_count:
            return OutcomeStatus.READ, "renamed" if tally.renamed else "", tally.renamed or ""
        first = tally.gaps[0]
        more = f" (and {tally.gap_count - 1} more)" if tally.gap_count > 1 else ""
        return OutcomeStatus.PARTIAL, first.reason, f"{first.where} {first.detail}".strip() + more
    # Of an exception that nobody meant only the kind is told: its words may quote an address with a key in it.
    detail = error.message if isinstance(error, FetchError) else f"a fault in the fetcher ({type(error).__name__})"
    if isinstance(error, QuotaSpent | RateLimited):
        return OutcomeStatus.DEFERRED, type(error).__name__, detail
    if not event.asked and not isinstance(error, AuthProblem):
        return OutcomeStatus.DEFERRED, "host-silent", detail
    status = OutcomeStatus.PARTIAL if tally.pages else OutcomeStatus.UNREADABLE
    return status, type(error).__name__, detail

"""Puts the parts of a scan together from a workspace, holds the lock, and takes everything down again."""

from __future__ import annotations

import hashlib
import secrets
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from jempol_netral import __version__
from jempol_netral.attribution import Attribution, WatchIndex
from jempol_netral.errors import Busy, Problem, UserError
from jempol_netral.fetchers import registry
from jempol_netral.fetchers.http import Client
from jempol_netral.keywords import find_contests, load_lexicon
from jempol_netral.lanes import Limits
from jempol_netral.matching.engine import Engine
from jempol_netral.models import LinkStatus
from jempol_netral.planning import Planner, know_accounts, start_of_reading
from jempol_netral.roster import Known, RosterIndex, check_watchlist, read_roster, read_watchlist
from jempol_netral.scan import Scan
from jempol_netral.store.database import connect, connect_copy
from jempol_netral.store.store import Store
from jempol_netral.workspace import CONFIG_NAME, read_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from jempol_netral.fetchers.base import Clock, Fetcher
    from jempol_netral.models import Contest, Watched
    from jempol_netral.planning import RosterAccount
    from jempol_netral.roster import Roster
    from jempol_netral.store.runs import RunRef
    from jempol_netral.workspace import Workspace

PROGRAM = f"jempol-netral {__version__}"


def system_clock() -> datetime:
    """Now, as the machine has it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOptions:
    """What the command line asks of one scan."""

    dry_run: bool = False
    only: str | None = None
    since: date | None = None
    budget: float | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the office wrote, read and checked."""

    contests: tuple[Contest, ...]
    roster: Roster
    watched: tuple[Watched, ...]
    """Lines of the watchlist whose contest is loaded."""
    fetchers: Mapping[str, Fetcher]
    problems: tuple[Problem, ...]
    """Bad rows and fetchers that cannot be used; the rest is read."""
    notices: tuple[Problem, ...]
    """What is odd but does not stand in the way."""

    @property
    def lost(self) -> int:
        """Roster accounts that are not read because their person lost them."""
        return sum(account.link is LinkStatus.LOST for account in self.roster.accounts)


@dataclass(frozen=True, slots=True)
class Ready:
    """A scan that can begin."""

    scan: Scan
    run: RunRef
    inputs: Inputs


def read_inputs(
    workspace: Workspace, *, only: str | None = None, environment: Mapping[str, str] | None = None
) -> Inputs:
    """Contests, roster, watchlist and fetchers of a workspace; `environment` holds the fetchers' credentials.

    Raises:
        UserError: something stops every scan. Bad rows do not: they stand in `problems`.
    """
    contests = find_contests(workspace.config.workspace.contests, [workspace.keywords])
    roster = read_roster(workspace.roster)
    watchlist = read_watchlist(workspace.watchlist)
    found = registry.find([only] if only else None)
    made = registry.make(found.fetchers, workspace.config.fetchers, CONFIG_NAME, environment)
    if any(problem.file == CONFIG_NAME for problem in made.problems):
        raise UserError("the settings of the fetchers are wrong", made.problems)
    if only and not made.fetchers:
        raise UserError("the fetcher {name} cannot be used", (*found.problems, *made.problems), name=only)
    by_id = {contest.id: contest for contest in contests}
    problems = (
        *roster.problems, *watchlist.problems, *check_watchlist(watchlist.watched, by_id), *found.problems,
        *made.problems,
    )  # fmt: skip
    watched = tuple(line for line in watchlist.watched if line.contest in by_id)
    return Inputs(contests, roster, watched, made.fetchers, problems, (*roster.notices, *watchlist.notices))


@contextmanager
def open_scan(
    workspace: Workspace, options: ScanOptions, *, environment: Mapping[str, str], clock: Clock = system_clock,
    on_wait: Callable[[str, float, str], None] | None = None,
) -> Iterator[Ready]:  # fmt: skip
    """Everything that a scan needs, checked before anything is fetched.

    `on_wait(host, seconds, why)` is told of every wait of a second and more before it begins.

    Raises:
        UserError: something that the office wrote stops the scan.
        Busy: another scan holds the lock.
    """
    inputs = read_inputs(workspace, only=options.only, environment=environment)
    engine = Engine(inputs.contests, load_lexicon([workspace.keywords]))
    with ExitStack() as stack:
        if not options.dry_run:
            _hold_lock(stack, workspace)
        store = _open_store(workspace, dry_run=options.dry_run)
        stack.callback(store.close)
        client = stack.enter_context(
            Client(
                contact=workspace.config.controller.contact,
                allow_loopback=environment.get("JEMPOL_ALLOW_LOOPBACK") == "1",
                until=None if options.budget is None else time.monotonic() + options.budget,
                on_wait=on_wait,
            )
        )
        known = know_accounts(inputs.roster.accounts, store, now=clock())
        store.accounts.note_links([(entry.row, entry.account) for entry in known], now=clock())
        since = start_of_reading(
            inputs.contests, configured=workspace.config.workspace.since, asked=options.since, now=clock()
        )
        digest = _inbox_digest(workspace, inputs, engine.list_version, since)
        planner = Planner(
            inputs.fetchers, store, since=since, now=clock(), environment=environment, only=options.only,
            overlap=timedelta(days=workspace.config.workspace.overlap_days),
        )  # fmt: skip
        planner.add_accounts(known)
        planner.add_watchlist(inputs.watched)
        planner.add_inbox(workspace.inbox, inputs=digest)
        run = store.runs.begin(
            now=clock(), program=PROGRAM, list_version=engine.list_version,
            contests=[contest.id for contest in inputs.contests],
            controller=workspace.config.controller.name or None,
        )  # fmt: skip
        scan = Scan(
            planner.plan(), store=store, run=run, engine=engine, contests=inputs.contests, client=client, clock=clock,
            attribution=_attribution(known, inputs, store),
            rows={entry.key: entry.row for entry in known},
            limits=Limits(jobs=workspace.config.workspace.jobs, budget=options.budget),
            keep_all=workspace.config.workspace.keep == "all", likes=workspace.config.workspace.likes, inputs=digest,
        )  # fmt: skip
        yield Ready(scan, run, inputs)
        store.runs.end(run, now=clock())


def _hold_lock(stack: ExitStack, workspace: Workspace) -> None:
    try:
        stack.enter_context(FileLock(workspace.lock, timeout=0))
    except Timeout as error:
        raise Busy("another scan of this workspace is running; this one does nothing") from error


def _open_store(workspace: Workspace, *, dry_run: bool) -> Store:
    if dry_run:
        key = read_key(workspace.key) if workspace.key.exists() else secrets.token_bytes(32)
        return Store(connect_copy(workspace.database), key=key)
    return Store(connect(workspace.database, repeatable=True), key=read_key(workspace.key))


def _inbox_digest(workspace: Workspace, inputs: Inputs, list_version: str, since: datetime) -> str:
    """Changes whenever a file of the inbox may yield something else than when it was read."""
    settings = workspace.config.workspace
    parts = (
        list_version, since.isoformat(), settings.keep, settings.likes, workspace.config.fetchers.get("inbox"),
        sorted(map(repr, inputs.roster.accounts)), sorted(map(repr, inputs.watched)),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _attribution(known: Sequence[RosterAccount], inputs: Inputs, store: Store) -> Attribution:
    handles = store.accounts.handles()
    known = [entry for entry in known if entry.account.link is not LinkStatus.LOST]
    past = (
        Known(entry.account, entry.account.native_id, handle)
        for entry in known
        for handle in handles.get(entry.row, ())
    )
    index = RosterIndex([entry.account for entry in known], past)
    return Attribution(index, WatchIndex(inputs.watched), timezone=inputs.contests[0].timezone)

"""What a scan covered and what it could not read; `jempol coverage` tells it again of the last run."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from jempol_netral.cli.language import _, say_problem
from jempol_netral.cli.opening import workspace_of
from jempol_netral.cli.reasons import why
from jempol_netral.models import Outcome, OutcomeStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from jempol_netral.assembly import Ready
    from jempol_netral.store.coverage import CoverageRow
    from jempol_netral.workspace import Workspace

SHOWN = 15
"""So many sources that could not be read are named after a scan; `jempol coverage` names all."""
HOSTS = 8
"""So many hosts are named with the requests they got; `--json` names all."""
LOUD = 3
"""A source that failed in so many runs in a row is no bad luck any more: it is told in red."""


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("coverage", help=_("Say what the last scan read, and what it could not read and why.")
                + "\n\n" + _("Example: jempol coverage --all"))(coverage)  # fmt: skip


class Coverage:
    """Counts the outcomes of one scan and says them."""

    def __init__(self, workspace: Workspace, ready: Ready, *, dry_run: bool) -> None:
        """Nothing is read yet."""
        self._workspace = workspace
        self._ready = ready
        self._dry_run = dry_run
        self._statuses: Counter[OutcomeStatus] = Counter()
        self._sums: Counter[str] = Counter()
        self._requests: dict[str, int] = {}
        self._not_read: list[Outcome] = []
        self._renamed: list[Outcome] = []
        self._import_only = frozenset(workspace.config.workspace.import_only)

    @property
    def new_flags(self) -> int:
        """Flags that were not in the queue before."""
        return self._sums["new_flags"]

    @property
    def incomplete(self) -> bool:
        """Something could not be read that the office does not already know to be unreadable."""
        return bool(self._ready.inputs.problems) or any(not self._expected(outcome) for outcome in self._not_read)

    def _expected(self, outcome: Outcome) -> bool:
        return outcome.reason == "no-fetcher" and outcome.source.platform in self._import_only

    def add(self, outcome: Outcome) -> None:
        """Count one source."""
        self._statuses[outcome.status] += 1
        for name in ("items", "own", "strangers", "new_flags", "changed_flags"):
            self._sums[name] += getattr(outcome, name)
        if outcome.status is not OutcomeStatus.READ:
            self._not_read.append(outcome)
        elif outcome.detail:
            self._renamed.append(outcome)

    def count_requests(self, requests: Mapping[str, int]) -> None:
        """How many requests each host got."""
        self._requests = dict(sorted(requests.items(), key=lambda entry: (-entry[1], entry[0])))

    def say_before(self, console: Console) -> None:
        """What is wrong with what the scan was given."""
        from jempol_netral.cli.screen import plain

        missing = self._workspace.config.controller.missing
        if missing:
            console.print(plain(_("Note: [controller] in jempol.toml does not name {fields} (UU 27/2022).",
                                  fields=", ".join(missing)), "yellow"))  # fmt: skip
        for problem in self._ready.inputs.problems:
            console.print(plain(say_problem(problem), "red"))
        for notice in self._ready.inputs.notices:
            console.print(plain(say_problem(notice), "yellow"))

    def say_after(self, console: Console) -> None:
        """One line of coverage, one of what was found, then what could not be read."""
        from jempol_netral.cli.screen import plain

        count = self._statuses
        console.print(plain(_(
            "Sources: {read} read, {partial} partly, {unreadable} not readable, {deferred} deferred."
            " {people} people, {accounts} accounts on the roster.",
            read=count[OutcomeStatus.READ], partial=count[OutcomeStatus.PARTIAL],
            unreadable=count[OutcomeStatus.UNREADABLE], deferred=count[OutcomeStatus.DEFERRED],
            people=len(self._ready.inputs.roster.people), accounts=len(self._ready.inputs.roster.accounts),
        )))  # fmt: skip
        console.print(plain(_(
            "Items: {items} read, {own} by roster people, {strangers} by others (not kept)."
            " New flags: {new}, changed: {changed}.",
            items=self._sums["items"], own=self._sums["own"], strangers=self._sums["strangers"],
            new=self._sums["new_flags"], changed=self._sums["changed_flags"],
        )))  # fmt: skip
        self._say_requests(console)
        for outcome in self._renamed:
            console.print(plain(f"  {outcome.source.label}: {why(outcome.reason, outcome.detail)}"))
        if self._ready.inputs.lost:
            console.print(
                plain(_("{count} roster accounts are marked lost and were not read.", count=self._ready.inputs.lost))
            )
        self._say_not_read(console)
        if self._dry_run:
            console.print(plain(_("Dry run: nothing was kept.")))

    def _say_requests(self, console: Console) -> None:
        from jempol_netral.cli.screen import plain

        if not self._requests:
            return
        hosts = ", ".join(f"{host} {number}" for host, number in list(self._requests.items())[:HOSTS])
        more = _(" and {count} more hosts", count=len(self._requests) - HOSTS) if len(self._requests) > HOSTS else ""
        console.print(plain(_("Requests: {total} ({hosts}{more}).",
                              total=sum(self._requests.values()), hosts=hosts, more=more)))  # fmt: skip

    def _say_not_read(self, console: Console) -> None:
        from jempol_netral.cli.screen import plain

        expected = Counter(outcome.source.platform for outcome in self._not_read if self._expected(outcome))
        for platform, number in sorted(expected.items()):
            console.print(plain(_("  not read live: {count} accounts on {platform} (inbox/ only)",
                                  count=number, platform=platform)))  # fmt: skip
        rest = [outcome for outcome in self._not_read if not self._expected(outcome)]
        for outcome in rest[:SHOWN]:
            console.print(plain(f"  {_(outcome.status.value)}: {outcome.source.platform} {outcome.source.label}: "
                                f"{why(outcome.reason, outcome.detail)}", "yellow"))  # fmt: skip
        if len(rest) > SHOWN:
            console.print(plain(_("  … and {count} more: jempol coverage", count=len(rest) - SHOWN), "yellow"))
        stuck = [outcome for outcome in rest if outcome.failures >= LOUD]
        say_stuck(console, [(outcome.source.label, outcome.failures) for outcome in stuck])

    def json(self) -> str:
        """The same as one JSON object."""
        return json.dumps(
            {
                "run": self._ready.run.id,
                "dry_run": self._dry_run,
                "list_version": self._ready.run.list_version,
                "contests": [contest.id for contest in self._ready.inputs.contests],
                "people": len(self._ready.inputs.roster.people),
                "accounts": len(self._ready.inputs.roster.accounts),
                "sources": {status.value: self._statuses[status] for status in OutcomeStatus},
                **{name: self._sums[name] for name in ("items", "own", "strangers", "new_flags", "changed_flags")},
                "requests": self._requests,
                "not_read": [
                    {
                        "platform": outcome.source.platform, "source": outcome.source.label,
                        "status": outcome.status.value, "reason": outcome.reason, "detail": outcome.detail,
                        "gaps": outcome.gap_count, "failures": outcome.failures,
                        "due": outcome.due and outcome.due.isoformat(),
                    }
                    for outcome in self._not_read
                ],
                "problems": [str(problem) for problem in self._ready.inputs.problems],
            },
            ensure_ascii=False,
        )  # fmt: skip


def coverage(
    context: typer.Context,
    show_all: Annotated[bool, typer.Option("--all", help=_("Name the sources that were read, too."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the rows as JSON."))] = False,
) -> None:
    """Parse, query, render."""
    from jempol_netral.cli.screen import data, talk, when, write
    from jempol_netral.keywords import find_contests
    from jempol_netral.store.coverage import last_coverage

    workspace = workspace_of(context)
    last = last_coverage(workspace.database)
    rows = [row for row in last.rows if show_all or row.status != OutcomeStatus.READ.value]
    if as_json:
        write(json.dumps([row.as_dict() for row in rows], ensure_ascii=False) + "\n")
        return
    if rows:
        data().print(_table(rows))
    say_stuck(talk(), [(row.source, row.error_count) for row in last.rows if row.error_count >= LOUD])
    zone = find_contests(workspace.config.workspace.contests, [workspace.keywords])[0].timezone
    ended = when(last.ended_at, zone) if last.ended_at else _("not ended: it is running, or was stopped")
    talk().print(_("Run {run}: {read} of {total} sources read whole; ended: {ended}",
                   run=last.run, read=last.read, total=len(last.rows), ended=ended))  # fmt: skip


def say_stuck(console: Console, stuck: Sequence[tuple[str, int]]) -> None:
    """Say loudly which sources (label, runs in a row) nobody has been able to read for several runs."""
    from jempol_netral.cli.screen import plain

    if not stuck:
        return
    names = ", ".join(f"{label} ({runs})" for label, runs in sorted(stuck, key=lambda each: -each[1])[:SHOWN])
    more = _(" and {count} more", count=len(stuck) - SHOWN) if len(stuck) > SHOWN else ""
    console.print(plain(_("NOT READ for {runs} runs in a row or more: {names}{more}. Look into it: what these accounts "
                          "post is not seen.", runs=LOUD, names=names, more=more), "bold red"))  # fmt: skip


def _table(rows: list[CoverageRow]) -> object:
    from rich.table import Table

    from jempol_netral.cli.screen import plain

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in (_("status"), _("platform"), _("source"), _("items"), _("flags"), _("why")):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(
            _(row.status),
            row.platform,
            plain(row.source),
            str(row.items),
            str(row.new_flags),
            plain(why(row.reason, row.detail)),
        )
    return table

"""`jempol scan`: read everything, flag what may matter, say what could not be read."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from jempol_netral.cli.language import _
from jempol_netral.cli.opening import workspace_of
from jempol_netral.errors import ExitCode, UserError

if TYPE_CHECKING:
    from jempol_netral.assembly import Ready, ScanOptions
    from jempol_netral.cli.coverage import Coverage
    from jempol_netral.workspace import Workspace

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "j": 3600}  # j: jam


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("scan", help=_("Read the sources once and put what may matter into the queue. Made for cron.")
                + "\n\n" + _("Example: jempol -C kantor scan --budget 10m"))(scan)  # fmt: skip


def scan(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Do everything, keep nothing."))] = False,
    only: Annotated[
        str | None, typer.Option("--only", metavar="FETCHER", help=_("Read with this fetcher only."))
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help=_("Read nothing older than this day."))
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option("--budget", metavar="10m", help=_("Stop after this time; the next scan goes on there.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print a summary as JSON."))] = False,
    exit_code: Annotated[
        int | None, typer.Option("--exit-code", metavar="N", help=_("Exit with N when there are new flags."))
    ] = None,
) -> None:
    """Parse, scan, render."""
    from jempol_netral.assembly import ScanOptions

    options = ScanOptions(
        dry_run=dry_run, only=only, since=since.date() if since else None,
        budget=read_budget(budget) if budget else None,
    )  # fmt: skip
    covered = run_scan(workspace_of(context), options, as_json=as_json)
    if covered.incomplete:
        raise typer.Exit(ExitCode.INCOMPLETE)
    if exit_code is not None and covered.new_flags:
        raise typer.Exit(exit_code)


def read_budget(text: str) -> float:
    """Seconds of `90`, `90s`, `10m` or `2h`.

    Raises:
        UserError: it is none of these.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhdj]?)\s*", text.lower())
    if found is None or float(found[1]) <= 0:
        raise UserError("--budget takes a time such as 90s, 10m or 2h, not {given}", given=text)
    return float(found[1]) * _UNITS[found[2]]


def run_scan(workspace: Workspace, options: ScanOptions, *, as_json: bool = False) -> Coverage:
    """Scan with progress on a terminal, then say what was covered. Also what `jempol demo` does."""
    import os

    from jempol_netral.assembly import open_scan
    from jempol_netral.cli.coverage import Coverage
    from jempol_netral.cli.screen import plain, talk, write

    def say_wait(host: str, seconds: float, why: str) -> None:
        talk().print(plain(_("waiting {seconds} s for {host}: {why}", seconds=round(seconds), host=host, why=why)))

    with open_scan(workspace, options, environment=os.environ, on_wait=say_wait) as ready:
        covered = Coverage(workspace, ready, dry_run=options.dry_run)
        covered.say_before(talk())
        _read(ready, covered)
        covered.count_requests(ready.scan.requests)
    if as_json:
        write(covered.json() + "\n")
    covered.say_after(talk())
    return covered


def _read(ready: Ready, covered: Coverage) -> None:
    from jempol_netral.cli.screen import talk
    from jempol_netral.models import Outcome
    from jempol_netral.safe_text import printable

    console = talk()
    if not console.is_terminal:  # quiet under cron
        for event in ready.scan.events():
            if isinstance(event, Outcome):
                covered.add(event)
        return
    with console.status(_("reading …")) as status:
        for event in ready.scan.events():
            if isinstance(event, Outcome):
                covered.add(event)
            else:
                status.update(
                    _("{done} of {total} sources · {flags} new flags · reading {name} ({items} items)",
                      done=event.done, total=event.total, flags=event.flags, items=event.items,
                      name=printable(event.source.label).replace("[", "(")[:40])
                )  # fmt: skip

"""`jempol export`: flags for people who do not work in the terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jempol_netral.cli.filters import Status, read_filter
from jempol_netral.cli.language import _
from jempol_netral.cli.opening import workspace_of
from jempol_netral.models import LinkStatus, Tier

if TYPE_CHECKING:
    from jempol_netral.models import Contest
    from jempol_netral.workspace import Workspace


class Format(StrEnum):
    """What can be written."""

    CSV = "csv"


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("export", help=_("Write flags to a file, leaving out accounts whose link is not sure unless asked for.")
                + "\n\n" + _("Example: jempol export --format csv -o telaah.csv"))(export)  # fmt: skip


def export(
    context: typer.Context,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("File to write; - or nothing: stdout."))
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help=_("Format of the file."))] = Format.CSV,
    contest: Annotated[str | None, typer.Option("--contest", metavar="ID", help=_("Of this contest only."))] = None,
    tier: Annotated[list[Tier] | None, typer.Option("--tier", help=_("May be repeated."))] = None,
    status: Annotated[Status | None, typer.Option("--status", help=_("open: not decided yet; or a decision."))] = None,
    unsure_links: Annotated[
        bool, typer.Option("--unsure-links", help=_("Include accounts whose link is suspected or disputed."))
    ] = False,
    excel: Annotated[bool, typer.Option("--excel", help=_("For Excel: semicolons and a byte order mark."))] = False,
) -> None:
    """Parse, query, write."""
    from jempol_netral.cli.screen import plain, talk
    from jempol_netral.export.table import write_csv
    from jempol_netral.store.queue import open_queue

    del format_  # one so far; the option is there so that scripts stay right when there are more
    workspace = workspace_of(context)
    everyone = read_filter(workspace, contest=contest, tiers=tier, status=status)
    sure = (LinkStatus.DECLARED, LinkStatus.VERIFIED)
    wanted = replace(everyone, links=() if unsure_links else sure)
    with open_queue(workspace.database) as queue:
        text = io.StringIO(newline="")
        written = write_csv(queue.flags(wanted), text, contests=_contests(workspace), excel=excel)
        left_out = queue.count(everyone) - written
    _write(output, text.getvalue(), encoding="utf-8-sig" if excel else "utf-8")
    console = talk()
    missing = workspace.config.controller.missing
    if missing:
        console.print(plain(_("Note: [controller] in jempol.toml does not name {fields} (UU 27/2022).",
                              fields=", ".join(missing)), "yellow"))  # fmt: skip
    console.print(plain(_("{count} flags written to {file}.", count=written, file=output or "stdout")))
    if left_out:
        console.print(plain(_("{count} left out: the link between account and person is suspected, disputed or lost "
                              "(--unsure-links writes them too).", count=left_out), "yellow"))  # fmt: skip


def _contests(workspace: Workspace) -> dict[str, Contest]:
    from jempol_netral.keywords import find_contests

    return {contest.id: contest for contest in find_contests(workspace.config.workspace.contests, [workspace.keywords])}


def _write(output: Path | None, text: str, *, encoding: str) -> None:
    from jempol_netral.cli.screen import write

    if output is None or str(output) == "-":
        write(("\ufeff" if encoding == "utf-8-sig" else "") + text)
        return
    output.write_text(text, encoding=encoding, newline="")

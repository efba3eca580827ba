"""`jempol keywords`: the contests, and new ones from the official candidate list."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from jempol_netral.cli.language import _
from jempol_netral.errors import UserError


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    group = typer.Typer(help=_("Contests and what names their candidates."), no_args_is_help=True)
    group.command("new", help=_("Write a contest file for a region of Pilkada 2024 from the official candidate list.")
                  + "\n\n" + _("Example: jempol keywords new 3528"))(new)  # fmt: skip
    group.command("list", help=_("List the contests at hand, and with --official every region of Pilkada 2024.")
                  + "\n\n" + _("Example: jempol keywords list --official pamekasan"))(list_)  # fmt: skip
    app.add_typer(group, name="keywords")


def _own_folder(context: typer.Context) -> Path | None:
    """The workspace's keywords folder, where there is a workspace."""
    from jempol_netral.workspace import CONFIG_NAME, find_root

    root = find_root(context.obj, os.environ)
    return root / "keywords" if (root / CONFIG_NAME).is_file() else None


def new(
    context: typer.Context,
    region: Annotated[str, typer.Argument(metavar="CODE", help=_("Region code: 35 a province, 3528 a regency."))],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE",
                     help=_("File to write; - for stdout. Else keywords/contests/ of the workspace, or here.")),
    ] = None,
) -> None:  # fmt: skip
    """Parse, make, write; never overwrite."""
    from jempol_netral.cli.screen import plain, talk
    from jempol_netral.keywords import new_contest_toml, official_contest

    text = new_contest_toml(region)
    if output is not None and str(output) == "-":
        typer.echo(text, nl=False)
        return
    own = _own_folder(context)
    path = output or (own / "contests" if own else Path()) / f"{official_contest(region).id}.toml"
    if path.exists():
        raise UserError("{file} is there already; delete it first or choose another with -o", file=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    talk().print(plain(_("written  {path}", path=path)))


def list_(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="WORD", help=_("Only those whose id, name or code holds it."))] = "",
    official: Annotated[bool, typer.Option("--official", help=_("Every region of the official list."))] = False,
) -> None:
    """Parse, query, render."""
    from rich.table import Table

    from jempol_netral.cli.screen import data, plain
    from jempol_netral.keywords import contest_files, load_contest, official_contests

    own = _own_folder(context)
    contests = (
        official_contests() if official else [load_contest(file.path) for file in contest_files([own] if own else [])]
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in (_("region"), _("id"), _("name")):
        table.add_column(name, overflow="fold")
    for contest in contests:
        row = (contest.region, contest.id, contest.name)
        if wanted.casefold() in " ".join(row).casefold():
            table.add_row(*(plain(cell) for cell in row))
    data().print(table)

"""`jempol init`: a new workspace with everything an office fills in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jempol_netral.cli.language import _


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("init", help=_("Make a workspace: settings, roster, watchlist, contest and inbox.")
                + "\n\n" + _("Example: jempol init kantor --contest pilbup-pamekasan-2024"))(init)  # fmt: skip


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Folder to make, or an existing one."))],
    contest: Annotated[
        list[str] | None, typer.Option("--contest", metavar="ID", help=_("Contest to watch; may be repeated."))
    ] = None,
) -> None:
    """Write the files that are not there yet; never overwrite one."""
    from jempol_netral.cli.screen import plain, talk
    from jempol_netral.setup import DEFAULT_CONTEST, make_workspace

    made = make_workspace(folder.expanduser().resolve(), contest or [DEFAULT_CONTEST])
    console = talk()
    for path in made.written:
        console.print(plain(_("written  {path}", path=path.relative_to(made.root))))
    for path in made.kept:
        console.print(plain(_("left as it is  {path}", path=path.relative_to(made.root))))
    console.print(plain(_("Next: fill in roster.csv and [controller] of jempol.toml, then: jempol -C {folder} scan",
                          folder=folder)))  # fmt: skip

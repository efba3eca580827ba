"""`jempol demo`: the main job on an offline sample, ending in a table of flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jempol_netral.cli.language import _


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("demo", help=_("Make a sample workspace with invented people, scan it offline and show the flags.")
                + "\n\n" + _("Example: jempol demo"))(demo)  # fmt: skip


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Where to make it."))] = Path("contoh-kantor"),
) -> None:
    """Make, scan, show."""
    from jempol_netral.assembly import ScanOptions
    from jempol_netral.cli.flags import print_queue
    from jempol_netral.cli.scan import run_scan
    from jempol_netral.cli.screen import plain, talk
    from jempol_netral.demo import make_demo
    from jempol_netral.workspace import open_workspace

    root = make_demo(folder.expanduser().resolve())
    workspace = open_workspace(root)
    run_scan(workspace, ScanOptions())
    total = print_queue(workspace, limit=20)
    console = talk()
    console.print(plain(_(
        "{count} flags. People and posts are invented. A flag is a lead, not a finding: a person decides.", count=total
    )))  # fmt: skip
    console.print(plain(_("Next: jempol -C {folder} show ID · export -o telaah.csv · jempol init kantor",
                          folder=folder)))  # fmt: skip

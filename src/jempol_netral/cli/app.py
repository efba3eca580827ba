"""The tree of commands and the options that all of them share."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from jempol_netral import __version__
from jempol_netral.cli import (
    coverage,
    demo,
    export,
    fetchers,
    flags,
    init,
    keywords,
    match,
    roster,
    scan,
    show,
)
from jempol_netral.cli.language import _
from jempol_netral.cli.tree import Tree

app = Tree(
    name="jempol",
    add_completion=False,
    pretty_exceptions_enable=False,  # tracebacks belong into the log, see boundary
    help=_(
        "Puts public posts and comments of civil servants that may break election neutrality into a review queue. "
        "A person always decides."
    ),
    epilog=_("Begin with: jempol demo, or: jempol init DIR"),
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"jempol-netral {__version__}")
        raise typer.Exit


@app.callback()
def shared(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace", "-C", metavar="DIR",
            help=_("Folder of the workspace. Default: JEMPOL_WORKSPACE, else the current folder."),
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - the callback acts on it
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=_("Print the version and exit."))
    ] = False,
) -> None:  # fmt: skip
    """Options that stand before the command."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may speak a code page that cannot spell what people post.
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")
    context.obj = workspace


init.add_to(app)
demo.add_to(app)
scan.add_to(app)
flags.add_to(app)
show.add_to(app)
export.add_to(app)
match.add_to(app)
coverage.add_to(app)
roster.add_to(app)
keywords.add_to(app)
fetchers.add_to(app)

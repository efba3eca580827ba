"""The command line. Each command stands in its own file: it parses, calls and renders."""

from __future__ import annotations

import os


def main() -> None:
    """The `jempol` program."""
    from jempol_netral.cli.boundary import boundary
    from jempol_netral.cli.language import choose, lend_catalogue

    lend_catalogue(choose(os.environ))
    with boundary():
        from jempol_netral.cli.app import app

        app()

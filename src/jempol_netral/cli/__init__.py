"""The command line. Each command stands in its own file: it parses, calls and renders."""

from __future__ import annotations


def main() -> None:
    """The `jempol` program."""
    from jempol_netral.cli.boundary import boundary

    with boundary():
        from jempol_netral.cli.app import app

        app()

"""`jempol fetchers`: what each fetcher can read, what it needs, and which platforms have no open door."""

from __future__ import annotations

import os

import typer

from jempol_netral.cli.language import _, say_problem
from jempol_netral.models import Reading


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("fetchers", help=_("List the fetchers: what they read, what they need, and what cannot be read live.")
                + "\n\n" + _("Example: jempol fetchers"))(fetchers)  # fmt: skip


def fetchers() -> None:
    """Query, render."""
    from rich.table import Table

    from jempol_netral.cli.screen import data, plain, talk
    from jempol_netral.fetchers import registry
    from jempol_netral.platforms import PLATFORMS

    found = registry.find()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in (_("fetcher"), _("platforms"), _("accounts"), _("under campaigns"), _("needs"), _("what")):
        table.add_column(name, overflow="fold")
    for name, kind in found.fetchers.items():
        manifest = kind.manifest
        credentials = (*manifest.credentials, *manifest.optional_credentials)
        needs = ", ".join(f"{key} ({_('set') if os.environ.get(key) else _('not set')})" for key in credentials)
        table.add_row(
            plain(name, "bold"), plain(", ".join(manifest.platforms).replace("*", _("any"))),
            _yes(Reading.ACCOUNT in manifest.readings), _yes(Reading.CAMPAIGN in manifest.readings),
            plain(needs or "-"), plain(_(manifest.summary)),
        )  # fmt: skip
    data().print(table)
    read = {platform for kind in found.fetchers.values() for platform in kind.manifest.platforms}
    for slug, platform in PLATFORMS.items():
        if slug not in read and platform.closed:
            data().print(plain(f"{platform.name}: {_(platform.closed)}"))
    for problem in found.problems:
        talk().print(plain(say_problem(problem), "red"))


def _yes(value: bool) -> str:
    return _("yes") if value else "-"

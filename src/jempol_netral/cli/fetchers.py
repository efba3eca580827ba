"""`jempol fetchers`: what each fetcher can read, what it needs, and which platforms have no open door.

All of it is data that the fetchers and the table of platforms declare; the kit holds fetchers to what they say.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from jempol_netral.cli.language import _, say_problem
from jempol_netral.errors import Phrase
from jempol_netral.models import Act, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import Console
    from rich.table import Table

    from jempol_netral.fetchers.base import Manifest

_ABSENT = Phrase("no fetcher for it is installed")


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("fetchers", help=_("List the fetchers: what they read, what they need, and what cannot be read live.")
                + "\n\n" + _("Example: jempol fetchers"))(fetchers)  # fmt: skip


def fetchers(
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the table as JSON."))] = False,
) -> None:
    """Query, render."""
    import json

    from jempol_netral.cli.screen import data, plain, talk
    from jempol_netral.fetchers import registry

    found = registry.find()
    manifests = [kind.manifest for kind in found.fetchers.values()]
    if as_json:
        told = {"fetchers": [_record(each, os.environ) for each in manifests], "closed": _closed(manifests)}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        console = data()
        console.print(_table(manifests))
        for manifest in manifests:
            _say_words(console, manifest)
        _say_closed(console, manifests)
    for problem in found.problems:
        talk().print(plain(say_problem(problem), "red"))


def _record(manifest: Manifest, environment: Mapping[str, str]) -> dict[str, object]:
    """The truths of one fetcher by stable English names."""
    inbox = Reading.INBOX in manifest.readings
    account = Reading.ACCOUNT in manifest.readings or inbox
    credentials = (*manifest.credentials, *manifest.optional_credentials)
    return {
        "fetcher": manifest.name, "platforms": list(manifest.platforms),
        "posts": account and Act.POST in manifest.acts,
        "thread_comments": Reading.CAMPAIGN in manifest.readings or inbox,
        "reshares": account and Act.RESHARE in manifest.acts,
        "likes": account and Act.LIKE in manifest.acts,
        "credentials": [
            {"name": name, "needed": name in manifest.credentials, "set": bool(environment.get(name, "").strip())}
            for name in credentials
        ],
        "ready": all(environment.get(name, "").strip() for name in manifest.credentials),
        "pace": manifest.pace, "quota": manifest.quota, "summary": str(manifest.summary),
    }  # fmt: skip


def _table(manifests: Iterable[Manifest]) -> Table:
    from rich.table import Table

    from jempol_netral.cli.screen import plain

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in (_("fetcher"), _("platforms")):
        table.add_column(name, overflow="fold")
    for name in (_("posts"), _("thread comments"), _("reshares"), _("likes"), _("credential"), _("pace")):
        table.add_column(name)
    for manifest in manifests:
        row = _record(manifest, os.environ)
        table.add_row(
            plain(manifest.name, "bold"), plain(", ".join(manifest.platforms).replace("*", _("any"))),
            *(_yes(row[name]) for name in ("posts", "thread_comments", "reshares", "likes")),
            _credential(manifest, ready=bool(row["ready"])),
            _("{seconds} s", seconds=f"{manifest.pace:g}") if manifest.pace else "-",
        )  # fmt: skip
    return table


def _credential(manifest: Manifest, *, ready: bool) -> str:
    if manifest.credentials:
        return _("set") if ready else _("not set")
    if manifest.optional_credentials:
        chosen = any(os.environ.get(name, "").strip() for name in manifest.optional_credentials)
        return _("set") if chosen else _("optional")
    return _("not needed")


def _say_words(console: Console, manifest: Manifest) -> None:
    """What does not fit into a cell: the summary, the credential's name, the allowance."""
    from rich.padding import Padding

    from jempol_netral.cli.screen import plain

    lines = [_(manifest.summary)]
    for name in (*manifest.credentials, *manifest.optional_credentials):
        state = _("set") if os.environ.get(name, "").strip() else _("not set")
        kind = _("needed") if name in manifest.credentials else _("optional")
        lines.append(_("Environment variable: {name} ({kind}, {state})", name=name, kind=kind, state=state))
    if manifest.quota:
        lines.append(_("Allowance: {quota}", quota=_(manifest.quota)))
    console.print()
    console.print(plain(manifest.name, "bold"))
    for line in lines:
        console.print(Padding(plain(line), (0, 0, 0, 2)))


def _closed(manifests: Iterable[Manifest]) -> list[dict[str, str]]:
    """The platforms that no installed fetcher reads, most of them because they have no open door."""
    from jempol_netral.platforms import PLATFORMS

    read = {platform for manifest in manifests for platform in manifest.platforms}
    return [
        {"platform": slug, "name": platform.name, "reason": str(platform.closed or _ABSENT)}
        for slug, platform in PLATFORMS.items()
        if slug not in read
    ]


def _say_closed(console: Console, manifests: Iterable[Manifest]) -> None:
    from rich.padding import Padding

    from jempol_netral.cli.screen import plain

    closed = _closed(manifests)
    if not closed:
        return
    console.print()
    console.print(plain(_("Not read live, and why"), "bold"))
    for each in closed:
        console.print(Padding(plain(f"{each['name']}: {_(each['reason'])}"), (0, 0, 0, 2)))
    console.print(
        Padding(
            plain(_("The way in: drop exports into inbox/ (see the columns in the README), or, for an office that the "
                    "platform has approved, a fetcher of its own (docs/adding-a-fetcher.md).")),
            (0, 0, 0, 2),
        )
    )  # fmt: skip


def _yes(value: object) -> str:
    return _("yes") if value else "-"

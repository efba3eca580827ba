"""`jempol show`: everything about one flag, with what was found marked in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jempol_netral.cli.language import _
from jempol_netral.cli.opening import workspace_of

if TYPE_CHECKING:
    from rich.text import Text

    from jempol_netral.models import FlagDetail


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("show", help=_("Show one flag: the words, what was found in them, and the evidence.")
                + "\n\n" + _("Example: jempol show 3k9"))(show)  # fmt: skip


def show(
    context: typer.Context,
    flag: Annotated[str, typer.Argument(metavar="ID", help=_("The flag's id, or its first letters."))],
) -> None:
    """Parse, query, render."""
    from jempol_netral.cli.screen import data
    from jempol_netral.keywords import find_contests
    from jempol_netral.store.queue import open_queue

    workspace = workspace_of(context)
    with open_queue(workspace.database) as queue:
        detail = queue.show(flag)
    contests = find_contests(workspace.config.workspace.contests, [workspace.keywords])
    zones = {contest.id: contest.timezone for contest in contests}
    console = data()
    for line in _lines(detail, zones.get(detail.flag.contest, contests[0].timezone)):
        console.print(line, soft_wrap=True)


def _lines(detail: FlagDetail, zone: str) -> list[Text]:
    from jempol_netral.cli.explain import findings, marked
    from jempol_netral.cli.screen import plain, when
    from jempol_netral.safe_text import mask_id

    flag = detail.flag
    title = f"{flag.id}  {flag.rank:.2f} {_(flag.tier.value)}  {flag.contest}  {_('stage')}: {_(flag.stage)}"
    facts = [
        (_("who"), f"{flag.person.name} ({mask_id(flag.person.id)}), {flag.person.unit}; {_('account')}: "
                   f"{flag.platform} {flag.handle or ''} ({_(flag.link.value)})"),
        (_("act"), _(flag.act.value) + (_(" under {name}", name=flag.under) if flag.under else "")
                   + (f"; {_('words of {name}', name=flag.reshared_author)}" if flag.reshared_author else "")),
        (_("posted"), f"{when(flag.created_at, zone)} ({_(flag.time_quality.value)})"),
        (_("first seen"), when(flag.first_seen_at, zone)),
        (_("address"), flag.url or _("not known")),
        (_("pairs"), ", ".join(f"{pair} {_(flag.directions.get(pair, 'unclear'))}" for pair in flag.pairs) or "-"),
    ]  # fmt: skip
    lines = [plain(title, "bold"), *(plain(f"{name}: {value}") for name, value in facts)]
    if detail.context:
        lines += [plain(_("The campaign's post above it:"), "bold"), plain("  " + detail.context, "dim")]
    lines += [plain(_("Words:"), "bold"), marked(flag.text or "", detail.matches, detail.cues)]
    lines += findings(detail.matches, detail.cues, detail.parts)
    lines += [
        plain(_("Evidence: payload sha256 {raw}, words sha256 {text}", raw=detail.raw_sha256, text=detail.text_sha256)),
        plain(_("fetched {when} by {fetcher}, lists {version}", when=when(detail.fetched_at, zone),
                fetcher=detail.fetcher, version=detail.list_version)),
    ]  # fmt: skip
    if flag.unread_media:
        lines.append(plain(_("It contains media that nobody looked at."), "yellow"))
    if flag.not_found_at:
        noticed = when(flag.not_found_at, zone)
        lines.append(plain(_("Not found on re-reading at {when}; that proves nothing.", when=noticed)))
    return lines

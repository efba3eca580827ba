"""`jempol flags`: the queue as a table."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from jempol_netral.cli.filters import Status, read_filter
from jempol_netral.cli.language import _
from jempol_netral.cli.opening import workspace_of
from jempol_netral.models import LinkStatus, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from jempol_netral.models import Flag
    from jempol_netral.workspace import Workspace

_TIER_STYLE = {Tier.HIGH: "bold red", Tier.MEDIUM: "yellow", Tier.LOW: "dim"}
_TEXT_CELLS = 200
ID_SHOWN = 8
"""Letters of an id that a table shows; commands take any beginning of an id."""


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("flags", help=_("List the flags of the queue, the highest rank first.")
                + "\n\n" + _("Example: jempol flags --tier high --pair pilgub-jatim-2024:2"))(flags)  # fmt: skip


def flags(
    context: typer.Context,
    contest: Annotated[str | None, typer.Option("--contest", metavar="ID", help=_("Of this contest only."))] = None,
    pair: Annotated[str | None, typer.Option("--pair", metavar="CONTEST:N", help=_("e.g. pilgub-jatim-2024:2"))] = None,
    tier: Annotated[list[Tier] | None, typer.Option("--tier", help=_("May be repeated."))] = None,
    unit: Annotated[str | None, typer.Option("--unit", help=_("Of people of this unit only."))] = None,
    person: Annotated[str | None, typer.Option("--person", help=_("Id or whole name."))] = None,
    platform: Annotated[str | None, typer.Option("--platform", help=_("Of this platform only."))] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help=_("Posted on this day or later."))
    ] = None,
    status: Annotated[Status | None, typer.Option("--status", help=_("open: not decided yet; or a decision."))] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("Show at most this many rows."))] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help=_("Skip this many rows first."))] = 0,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON array."))] = False,
) -> None:
    """Parse, query, render."""
    from jempol_netral.cli.screen import data, talk, write
    from jempol_netral.store.queue import open_queue

    workspace = workspace_of(context)
    wanted = read_filter(
        workspace, contest=contest, pair=pair, tiers=tier, unit=unit, person=person, platform=platform, since=since,
        status=status,
    )  # fmt: skip
    with open_queue(workspace.database) as queue:
        found = list(queue.flags(wanted, limit=limit, offset=offset))
        total = queue.count(wanted)
    if as_json:
        write(json.dumps([as_record(flag) for flag in found], ensure_ascii=False) + "\n")
        return
    if found:
        data().print(flag_table(found))
    talk().print(_("{shown} of {total} flags. A flag is a lead, not a finding: read it, then decide.",
                   shown=len(found), total=total))  # fmt: skip


def as_record(flag: Flag) -> dict[str, object]:
    """One flag for machines: everything but the raw payload; times in UTC."""

    def when(moment: datetime | None) -> str | None:
        return None if moment is None else moment.isoformat().replace("+00:00", "Z")

    return {
        "id": flag.id, "contest": flag.contest, "rank": round(flag.rank, 4), "tier": flag.tier.value,
        "stage": flag.stage, "pairs": list(flag.pairs), "directions": flag.directions,
        "person_id": flag.person.id, "person": flag.person.name, "unit": flag.person.unit, "link": flag.link.value,
        "platform": flag.platform, "native_id": flag.native_id, "act": flag.act.value, "account": flag.handle,
        "text": flag.text, "url": flag.url, "created_at": when(flag.created_at),
        "time_quality": flag.time_quality.value, "first_seen_at": when(flag.first_seen_at), "under": flag.under,
        "reshared_author": flag.reshared_author, "unread_media": flag.unread_media,
        "not_found_at": when(flag.not_found_at), "versions": flag.versions, "decision": flag.decision,
        "reopened_at": when(flag.reopened_at),
    }  # fmt: skip


def flag_table(found: Sequence[Flag]) -> Table:
    """The queue for a terminal. Names and texts are shown as text, whatever they hold."""
    from rich.table import Table

    from jempol_netral.cli.screen import plain
    from jempol_netral.safe_text import shorten

    contests = {flag.contest for flag in found}
    alone = contests.pop() if len(contests) == 1 else None  # named once, above, instead of in every row
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    if alone:
        table.title = plain(alone, "bold")
        table.title_justify = "left"
    table.add_column(_("id"), no_wrap=True)
    table.add_column(_("rank"), no_wrap=True)
    table.add_column(_("who"), max_width=26, overflow="fold")
    table.add_column(_("pair"), max_width=24, overflow="fold")
    table.add_column(_("words"), overflow="fold", ratio=1)
    for flag in found:
        table.add_row(
            plain(flag.id[:ID_SHOWN]),
            plain(f"{flag.rank:.2f} {_(flag.tier.value)}", _TIER_STYLE[flag.tier]),
            plain(shorten(flag.person.name, 40) + _link_note(flag.link) + "\n").append(plain(_act(flag), "dim")),
            plain(_pairs(flag, alone)),
            plain(shorten(flag.text or "", _TEXT_CELLS) + _notes(flag)),
        )
    return table


def _link_note(link: LinkStatus) -> str:
    """How surely the account is the person's; loud where it is not sure."""
    return "" if link in {LinkStatus.DECLARED, LinkStatus.VERIFIED} else f" ({_(link.value).upper()})"


def _act(flag: Flag) -> str:
    from jempol_netral.safe_text import shorten

    under = (flag.under or "").removeprefix("https://").removeprefix("www.")
    where = _(" under {name}", name=shorten(under, 28)) if under else ""
    return f"{_(flag.act.value)}, {flag.platform}{where}"


def _pairs(flag: Flag, alone: str | None) -> str:
    def one(pair: str) -> str:
        contest, _colon, number = pair.rpartition(":")
        direction = flag.directions.get(pair)
        named = f"{_('no.')} {number}" if contest == alone else f"{contest} {_('no.')} {number}"
        return named + (f" {_(direction)}" if direction else "")

    return "; ".join(one(pair) for pair in flag.pairs) or _("pair unclear")


def _notes(flag: Flag) -> str:
    notes = []
    if flag.reshared_author:
        notes.append(_("words of {name}", name=flag.reshared_author))
    if flag.unread_media:
        notes.append(_("media not looked at"))
    if flag.versions > 1:
        notes.append(_("edited"))
    if flag.not_found_at:
        notes.append(_("not found on re-reading"))
    if flag.decision:
        notes.append(_(flag.decision))
    return f" [{'; '.join(notes)}]" if notes else ""


def print_queue(workspace: Workspace, *, limit: int) -> int:
    """Print the first flags of the queue; gives how many there are in all. What `jempol demo` ends in."""
    from jempol_netral.cli.screen import data
    from jempol_netral.store.queue import FlagFilter, open_queue

    with open_queue(workspace.database) as queue:
        found = list(queue.flags(FlagFilter(), limit=limit))
        total = queue.count(FlagFilter())
    if found:
        data().print(flag_table(found))
    return total

"""`jempol show`: everything about one flag, with what was found marked in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jempol_netral.cli.language import _
from jempol_netral.cli.opening import workspace_of

if TYPE_CHECKING:
    from datetime import datetime

    from rich.text import Text

    from jempol_netral.models import Cue, FlagDetail, Match


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
    from jempol_netral.store.queue import open_queue

    with open_queue(workspace_of(context).database) as queue:
        detail = queue.show(flag)
    console = data()
    for line in _lines(detail):
        console.print(line, soft_wrap=True)


def _lines(detail: FlagDetail) -> list[Text]:
    from jempol_netral.cli.screen import plain
    from jempol_netral.safe_text import mask_id

    flag = detail.flag
    title = f"{flag.id}  {flag.rank:.2f} {_(flag.tier.value)}  {flag.contest}  {_('stage')}: {_(flag.stage)}"
    facts = [
        (_("who"), f"{flag.person.name} ({mask_id(flag.person.id)}), {flag.person.unit}; {_('account')}: "
                   f"{flag.platform} {flag.handle or ''} ({_(flag.link.value)})"),
        (_("act"), _(flag.act.value) + (_(" under {name}", name=flag.under) if flag.under else "")
                   + (f"; {_('words of {name}', name=flag.reshared_author)}" if flag.reshared_author else "")),
        (_("posted"), f"{_when(flag.created_at)} ({_(flag.time_quality.value)})"),
        (_("first seen"), _when(flag.first_seen_at)),
        (_("address"), flag.url or _("not known")),
        (_("pairs"), ", ".join(f"{pair} {_(flag.directions.get(pair, 'unclear'))}" for pair in flag.pairs) or "-"),
    ]  # fmt: skip
    lines = [plain(title, "bold"), *(plain(f"{name}: {value}") for name, value in facts)]
    if detail.context:
        lines += [plain(_("The campaign's post above it:"), "bold"), plain("  " + detail.context, "dim")]
    lines += [plain(_("Words:"), "bold"), marked(flag.text or "", detail.matches, detail.cues)]
    lines += [
        plain(f"  {match.kind.value}: {match.term} = {match.surface or _('the act itself')} "
              f"({match.pair or _('pair unclear')}, {match.score:.2f})")
        for match in detail.matches
    ]  # fmt: skip
    lines += [plain(f"  {_('cue')} {cue.name}: {cue.surface}") for cue in detail.cues]
    parts = ", ".join(f"{name} {value:+.2f}" for name, value in sorted(detail.parts.items(), key=lambda p: -abs(p[1])))
    lines += [
        plain(_("Rank made of: {parts}", parts=parts)),
        plain(_("Evidence: payload sha256 {raw}, words sha256 {text}", raw=detail.raw_sha256, text=detail.text_sha256)),
        plain(_("fetched {when} by {fetcher}, lists {version}", when=_when(detail.fetched_at),
                fetcher=detail.fetcher, version=detail.list_version)),
    ]  # fmt: skip
    if flag.unread_media:
        lines.append(plain(_("It holds media that was not looked at."), "yellow"))
    if flag.not_found_at:
        lines.append(plain(_("Not found on re-reading at {when}; that proves nothing.", when=_when(flag.not_found_at))))
    return lines


def _when(moment: datetime | None) -> str:
    return _("not known") if moment is None else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def marked(text: str, matches: tuple[Match, ...], cues: tuple[Cue, ...]) -> Text:
    """The words with matches and cues marked where they stand; control characters are taken out piece by piece."""
    from rich.text import Text

    from jempol_netral.safe_text import printable

    styles = {span: "underline" for cue in cues for span in range(cue.start, cue.end)}
    styles |= {span: "bold reverse" for match in matches for span in range(match.start, match.end)}
    result = Text()
    begin = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or styles.get(end) != styles.get(begin):
            result.append(printable(text[begin:end]), style=styles.get(begin, ""))
            begin = end
    return result

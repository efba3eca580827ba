"""Why a text has its rank, in words and colours: what was found where, and what each part added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jempol_netral.cli.language import _
from jempol_netral.errors import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.text import Text

    from jempol_netral.models import Cue, Match, Verdict

_CUE_STYLES = {
    "vote-call": "bold green", "solidarity": "green", "win": "green", "continuity": "green", "praise": "green",
    "attack": "bold red", "negation": "magenta", "double-negation": "magenta", "quotation": "cyan", "question": "cyan",
    "news": "blue", "office-holder": "blue", "neutrality-speech": "blue", "election-information": "blue",
}  # fmt: skip


def marked(text: str, matches: Iterable[Match], cues: Iterable[Cue]) -> Text:
    """The words with matches and cues marked where they stand; control characters are taken out piece by piece."""
    from rich.text import Text

    from jempol_netral.safe_text import printable

    styles = {span: _CUE_STYLES.get(cue.name, "underline") for cue in cues for span in range(cue.start, cue.end)}
    styles |= {span: "bold reverse" for match in matches for span in range(match.start, match.end)}
    result = Text()
    begin = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or styles.get(end) != styles.get(begin):
            result.append(printable(text[begin:end]), style=styles.get(begin, ""))
            begin = end
    return result


def findings(matches: Iterable[Match], cues: Iterable[Cue], parts: Mapping[str, float]) -> list[Text]:
    """A line for each match and cue, and one for what made the rank, the weightiest part first."""
    from jempol_netral.cli.screen import plain

    lines = [
        plain(f"  {_(match.kind.value)}: {match.term} = {match.surface or _('the act itself')} "
              f"({match.pair or _('pair unclear')}, {match.score:.2f})")
        for match in matches
    ]  # fmt: skip
    lines += [plain(f"  {_('cue')} {_class(cue.name)}: {cue.surface}", _CUE_STYLES.get(cue.name, "")) for cue in cues]
    heaviest = sorted(parts.items(), key=lambda part: -abs(part[1]))
    made = ", ".join(f"{name} {value:+.2f}" for name, value in heaviest)
    return [*lines, plain(_("Rank made of: {parts}", parts=made))]


def _class(name: str) -> str:
    """The class of a cue in the reader's language; one that an office made up stands as it is."""
    from jempol_netral.matching.context import WEAK

    strong = name.removesuffix(WEAK)
    return _(strong) if strong == name else _("{cue} (everyday word)", cue=Phrase(strong))


def explanation(text: str, verdict: Verdict) -> list[Text]:
    """Everything about one text and one contest."""
    from jempol_netral.cli.screen import plain

    tier = _(verdict.tier.value) if verdict.tier else _("below low, not kept")
    directions = ", ".join(f"{pair} {_(direction.value)}" for pair, direction in verdict.directions.items())
    title = f"{verdict.contest or _('contest unclear')}  {verdict.rank:.2f} {tier}  {directions}"
    found = findings(verdict.matches, verdict.cues, verdict.parts)
    return [plain(title, "bold"), marked(text, verdict.matches, verdict.cues), *found]

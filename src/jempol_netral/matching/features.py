"""What the rank looks at: named numbers that carry over from one contest to the next.

No word of a text is a feature, only its class, its place beside a name and the style of the whole.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from jempol_netral.matching.context import WEAK, clauses
from jempol_netral.matching.guards import CALLS
from jempol_netral.matching.normalise import TokenKind
from jempol_netral.matching.quoting import is_quoted
from jempol_netral.matching.tags import is_campaign_tag
from jempol_netral.models import Act, MatchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.models import Contest, Cue, Match, Setting

NEAR = 5
"""Tokens between a cue and a name within which they are read together across a comma."""

LEANS = ("vote-call", "solidarity", "cheer", "win", "continuity", "praise", "prayer", "gesture", "emoji-warm")
"""Cue classes that lean towards a pair."""
AGAINST = ("attack", "rejection", "accusation", "emoji-mock", "laughter")
"""Cue classes that lean against one."""
PLAIN = (
    *("first-person", "second-person", "colloquial"),
    *("news", "survey", "report-verb", "candidacy", "contest", "office-holder", "third-party", "date"),
    *("neutrality-speech", "election-information", "private"),
)
"""Cue classes that colour the whole text, wherever they stand. Classes named nowhere here only serve directions."""
TURNS = ("question", "contrast")
SETTING = frozenset({"watchlist", "reshare"})
"""What the labelled texts cannot teach, because none of them has it; rank.py weighs it by hand."""

_BY_PLACE = frozenset(name + end for name in (*LEANS, *AGAINST, *TURNS) for end in ("", WEAK))
_ANYWHERE = frozenset(PLAIN)
_WEAK_SHARE = 0.5
_DATE = re.compile(r"\(\s*\d{1,2}[/-]\d{1,2}([/-]\d{2,4})?\s*\)")
_PERCENT = re.compile(r"\d[\d.,]*\s?(%|persen)")
_SHORT = 6
_MOST = 3.0
_REACH = (0.0, 1.0, 1.5, 1.8)


def features(
    normalised: Normalised,
    matches: Sequence[Match],
    cues: Sequence[Cue],
    setting: Setting,
    contest: Contest | None = None,
) -> dict[str, float]:
    """The features of one text for one contest, by name; those that are 0 are left out."""
    found: dict[str, float] = {}
    found.update(_naming(matches, contest))
    found.update(_cues(normalised, matches, cues))
    found.update(_style(normalised))
    found.update(_setting(setting, bool(matches)))
    found["quoted"] = float(is_quoted(normalised, matches))
    found.update(_together(found))
    return {name: value for name, value in found.items() if value}


def _naming(matches: Sequence[Match], contest: Contest | None) -> dict[str, float]:
    pairs = {match.pair for match in matches if match.pair is not None}
    ways = {_way(match) for match in matches}
    return {
        "kind:slogan": float("slogan" in ways),
        "pairs:one": float(len(pairs) == 1),
        "pairs:two": float(len(pairs) == 2),
        "pairs:more": float(len(pairs) > 2),
        "only:number": float(ways == {"number"}),
        "only:tag": float(bool(ways) and ways <= {"tag", "handle"}),
        "only:handle": float(ways == {"handle"}),
        "campaign-tag": _reach(sum(is_campaign_tag(match, contest) for match in matches)),
        "namings": _reach(len(matches) - len(pairs)),
    }


def _way(match: Match) -> str:
    """How a text names: by what stands there, not by which line of the contest's file it met."""
    if match.surface[:1] in "#＃":
        return "tag"
    if match.surface[:1] in "@＠":
        return "handle"
    if match.kind in (MatchKind.NUMBER, MatchKind.GESTURE):
        return "number"
    return "slogan" if match.kind is MatchKind.SLOGAN else "name"


def _cues(normalised: Normalised, matches: Sequence[Match], cues: Sequence[Cue]) -> dict[str, float]:
    tokens = normalised.tokens
    starts = {token.start: number for number, token in enumerate(tokens)}
    tags = [(token.start, token.end) for token in tokens if token.kind is TokenKind.HASHTAG]
    near = _near(normalised, matches)
    taken = [(match.start, match.end) for match in matches if match.kind is not MatchKind.SLOGAN]
    counts: Counter[str] = Counter()
    for cue in cues:
        in_tag = any(start <= cue.start < end for start, end in tags)
        # "coblos nomor 2" is call and number in one: the call counts although it stands inside the match.
        if not in_tag and cue.name not in CALLS and any(start <= cue.start < end for start, end in taken):
            continue
        if in_tag:
            counts[f"tag:{_side(cue.name)}"] += 1
            continue
        if cue.name in _ANYWHERE:
            counts[cue.name] += 1
        elif cue.name in _BY_PLACE:
            counts[cue.name] += 1
            if not matches:
                counts[f"{cue.name}@thread"] += 1
            elif starts.get(cue.start, -1) in near:
                counts[f"{cue.name}@near"] += 1
    return {name: _reach(count) for name, count in counts.items()}


def _side(name: str) -> str:
    return "for" if name in LEANS else "against" if name in AGAINST else "plain"


def _near(normalised: Normalised, matches: Sequence[Match]) -> set[int]:
    numbers = clauses(normalised)
    near: set[int] = set()
    for match in matches:
        inside = [
            place
            for place, token in enumerate(normalised.tokens)
            if token.start < match.end and match.start < token.end
        ]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        of_clause = numbers[first]
        near.update(range(max(0, first - NEAR), min(len(numbers), last + NEAR + 1)))
        near.update(place for place, number in enumerate(numbers) if number == of_clause)
    return near


def _style(normalised: Normalised) -> dict[str, float]:
    text = normalised.original
    kinds = Counter(token.kind for token in normalised.tokens)
    words = [text[token.start : token.end] for token in normalised.tokens if token.kind is TokenKind.WORD]
    capitals = sum(word[0].isupper() and not word.isupper() for word in words)
    return {
        "url": float(kinds[TokenKind.URL] > 0),
        "mentions": _reach(kinds[TokenKind.MENTION]),
        "exclamation": _reach(text.count("!")),
        "dated": float(bool(_DATE.search(text))),
        "percent": float(bool(_PERCENT.search(text))),
        "length": min(math.log1p(len(words)) / 3, 1.5),
        "short": float(len(words) <= _SHORT),
        "capitals": capitals / max(1, len(words)),
    }


def _setting(setting: Setting, named: bool) -> dict[str, float]:
    return {
        "thread": float(setting.thread_contest is not None and named),
        "watchlist": float(setting.thread_pair is not None),
        "reshare": float(setting.act is Act.RESHARE),
    }


def _together(found: dict[str, float]) -> dict[str, float]:
    """What only means something together: the sober voice of a report, an opinion about one pair."""
    own_voice = max(found.get(name, 0.0) for name in ("first-person", "second-person", "colloquial"))
    report = found.get("report-verb", 0.0) + found.get("news", 0.0) + found.get("survey", 0.0)
    lean, harm = _near_names(found, LEANS), _near_names(found, AGAINST)
    one = found.get("pairs:one", 0.0)
    sober = float(
        found.get("url", 0.0) > 0
        and not own_voice
        and not found.get("tag:for")
        and not found.get("campaign-tag")
        and not found.get("exclamation")
    )
    return {
        "sober": sober,
        "report": float(bool(report)) * sober,
        "voice+one": float(own_voice > 0) * one,
        "lean+one": lean * one * (1 - sober),
        "harm+one": harm * one * (1 - sober),
        "lean+sober": lean * sober,
        "harm+sober": harm * sober,
        "lean+voice": lean * float(own_voice > 0),
        "harm+voice": harm * float(own_voice > 0),
    }


def _near_names(found: dict[str, float], classes: Sequence[str]) -> float:
    """How much of these classes stands beside a name; everyday words count half."""
    total = 0.0
    for name in classes:
        total += found.get(f"{name}@near", 0.0) + _WEAK_SHARE * found.get(f"{name}{WEAK}@near", 0.0)
    return min(total, _MOST)


def _reach(count: int) -> float:
    """Repeating says more, but not for ever."""
    return _REACH[max(0, min(count, len(_REACH) - 1))]

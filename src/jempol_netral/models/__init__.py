"""The frozen nouns that all rooms share. No I/O, no clock.

Terminology: a *person* is on the roster; an *account* is theirs on one platform and a *link* says how surely.
A *campaign account* or *thread* is on the watchlist. A *source* is anything a fetcher reads; it yields *pages* of
*items*. A *match* is one term found in an item, a *cue* a word that colours it; a *flag* is an item that *may*
break neutrality in one contest. Ids are strings, times are aware UTC, None is absent and "" is empty.
"""

from jempol_netral.models.contests import Contest, MatchKind, Pair, PairRef, Stages, Term
from jempol_netral.models.finding import Cue, Direction, Match, Setting, Tier, Verdict
from jempol_netral.models.keeping import Flag, FlagDetail, Outcome, OutcomeStatus
from jempol_netral.models.reading import (
    Account,
    Act,
    Cursor,
    Gap,
    Identity,
    Item,
    LinkStatus,
    Page,
    Person,
    Reading,
    Source,
    TimeQuality,
    Watched,
    utc,
)

__all__ = [
    "Account",
    "Act",
    "Contest",
    "Cue",
    "Cursor",
    "Direction",
    "Flag",
    "FlagDetail",
    "Gap",
    "Identity",
    "Item",
    "LinkStatus",
    "Match",
    "MatchKind",
    "Outcome",
    "OutcomeStatus",
    "Page",
    "Pair",
    "PairRef",
    "Person",
    "Reading",
    "Setting",
    "Source",
    "Stages",
    "Term",
    "Tier",
    "TimeQuality",
    "Verdict",
    "Watched",
    "utc",
]

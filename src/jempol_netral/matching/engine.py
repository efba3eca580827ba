"""Text and setting in, verdicts out: normalise, match, look around, rank.

normalised = normalise(text)
candidates = matcher.find(normalised)                            # matcher.py
cues = context.cues(normalised)                                  # context.py
matches = guards.resolve(candidates, cues, setting)              # guards.py, per contest
directions = context.directions(normalised, matches, cues)       # context.py, per contest
rank, tier, parts = rank(matches, cues, directions, setting)     # rank.py, per contest
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from jempol_netral.matching.matcher import Matcher
from jempol_netral.models import Setting, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jempol_netral.matching.lexicon import Lexicon
    from jempol_netral.models import Contest


class Engine:
    """Matching for a fixed list of contests and a lexicon. Build once, read many; not for several threads at once."""

    def __init__(self, contests: Sequence[Contest], lexicon: Lexicon) -> None:
        self._contests = tuple(contests)
        self._lexicon = lexicon
        self._matcher = Matcher(self._contests, lexicon.common_words)
        digest = hashlib.sha256(repr((self._contests, lexicon)).encode())
        self._list_version = digest.hexdigest()[:12]

    @property
    def list_version(self) -> str:
        """Short stable hash of contests and lexicon, stored with every flag."""
        return self._list_version

    def read(self, text: str, setting: Setting = Setting()) -> tuple[Verdict, ...]:  # noqa: B008  frozen
        """One verdict for each contest that has a match, a thread, or cues that matter. `tier` None: below low."""
        return ()

    def read_many(self, texts: Iterable[tuple[str, Setting]]) -> Iterator[tuple[Verdict, ...]]:
        """`read` for a stream, in order."""
        return (self.read(text, setting) for text, setting in texts)

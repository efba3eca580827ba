"""Text and setting in, verdicts out: normalise, find terms and cues, guard, direct, rank."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from jempol_netral.matching.context import CueFinder
from jempol_netral.matching.direction import directions
from jempol_netral.matching.gate import Gate
from jempol_netral.matching.guards import UNCLEAR, pairs_of, resolve
from jempol_netral.matching.matcher import Matcher
from jempol_netral.matching.never import Never
from jempol_netral.matching.normalise import Normaliser
from jempol_netral.matching.rank import place
from jempol_netral.models import Match, MatchKind, PairRef, Setting, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jempol_netral.matching.lexicon import Lexicon
    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.models import Contest, Cue

_NO_SETTING = Setting()


class Engine:
    """Matching for a fixed list of contests and a lexicon. Build once, read many; not for several threads at once."""

    def __init__(self, contests: Sequence[Contest], lexicon: Lexicon) -> None:
        self._contests = {contest.id: contest for contest in contests}
        self._normaliser = Normaliser()
        self._matcher = Matcher(contests, lexicon.common_words, lexicon.known_words)
        self._never = Never(contests)
        self._cues = CueFinder(lexicon)
        self._gate = Gate(self._matcher, self._normaliser, self._cues)
        self._list_version = _digest(contests, lexicon)

    @property
    def list_version(self) -> str:
        """Short stable hash of contests and lexicon, stored with every flag."""
        return self._list_version

    def read(self, text: str, setting: Setting = _NO_SETTING) -> tuple[Verdict, ...]:
        """One verdict for each contest that has a match or that the thread is about; `tier` None: below low.

        A ballot number that several contests may mean makes a verdict with contest "" and no pair.
        """
        if setting.thread_contest not in self._contests and not self._gate.may_hold(text):
            return ()
        normalised = self._normaliser.normalise(text)
        cues = self._cues.find(normalised)
        candidates = self._never.veto(normalised.tokens, self._matcher.find(normalised))
        matches = resolve(normalised, candidates, cues, setting, self._contests)
        around = setting.thread_contest
        if around in self._contests:
            own = matches.setdefault(around, [])
            if setting.thread_pair is not None:
                own.insert(0, self._act(around, setting.thread_pair))
        return tuple(
            self._verdict(normalised, contest, tuple(found), cues, setting)
            for contest, found in sorted(matches.items())
        )

    def read_many(self, texts: Iterable[tuple[str, Setting]]) -> Iterator[tuple[Verdict, ...]]:
        """`read` for a stream, in order."""
        return (self.read(text, setting) for text, setting in texts)

    def _act(self, contest: str, number: int) -> Match:
        """The act itself: something was written under a campaign account."""
        pair = self._contests[contest].pair(number)
        return Match(pair.label if pair else "", PairRef(contest, number), MatchKind.WATCHLIST, 0, 0, "", 1.0)

    def _verdict(
        self, normalised: Normalised, contest: str, matches: tuple[Match, ...], cues: tuple[Cue, ...], setting: Setting
    ) -> Verdict:
        if setting.thread_contest != contest and (setting.thread_contest or setting.thread_pair):
            # Another contest's thread says nothing about this one.
            setting = Setting(setting.act, setting.created_at)
        ranking = place(normalised, matches, cues, setting, self._contests.get(contest))
        return Verdict(
            contest=contest,
            pairs=() if contest == UNCLEAR else pairs_of(matches),
            matches=matches,
            cues=cues,
            directions=directions(normalised, matches, cues, self._contests.get(contest)),
            rank=ranking.rank,
            tier=ranking.tier,
            parts=ranking.parts,
        )


def _digest(contests: Sequence[Contest], lexicon: Lexicon) -> str:
    parts = [
        repr(sorted(contests, key=lambda one: one.id)),
        repr(sorted(lexicon.cues.items())),
        repr(sorted(lexicon.spellings.items())),
        repr(sorted(lexicon.common_words)),
        repr(sorted(lexicon.known_words.items())),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

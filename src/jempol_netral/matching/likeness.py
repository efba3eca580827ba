"""How alike a spelling is to a form, and whether it may be a misspelling of it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from jempol_netral.matching.sound import sound
from jempol_netral.matching.terms import BORNE_BY_MANY, SHORTEST_TELLING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jempol_netral.matching.terms import Form

SOUND_SCORE = 0.98
"""Score of a spelling that differs only in letters that sound alike."""
_MOST_IN_A_WORD = 2
_MOST_LONGER = 4
"""Letters by which a word may differ in length and still sound alike or be two edits away."""
_TELLING_WITH_TWO = 6
"""Letters from which a telling word is known again with two edits."""
_LONG = 9
_LONGER = 12
"""Letters of a name in which an everyday word may be a slip: the more, the shorter the word."""
FOLD_AND_EDIT = 8
"""Letters from which a spelling may both sound alike and be off by an edit."""


class Found(NamedTuple):
    """A form that a word, or several joined, may stand for."""

    form: Form
    score: float
    """1 exact, SOUND_SCORE alike in sound, below that the share of letters in place."""
    edits: int
    """0 for exact and for alike in sound."""


def compare(letters: str, folded: str, form: Form) -> Found | None:
    """The form, if the letters are within its budget; vetoes apart.

    Args:
        letters: A normalised word, or several joined.
        folded: Its `sound`.
        form: What it is compared with.
    """
    if letters == form.letters:
        return Found(form, 1.0, 0)
    if form.exact:
        return None
    if folded == form.sound and len(letters) >= SHORTEST_TELLING:
        return Found(form, SOUND_SCORE, 0)
    budget = form.budget
    if not budget:
        return None
    edits = OSA.distance(letters, form.letters, score_cutoff=budget)
    if edits > budget and len(form.sound) >= FOLD_AND_EDIT:
        # Being off in sound-alike letters counts as an edit itself.
        edits = 1 + OSA.distance(folded, form.sound, score_cutoff=budget - 1)
    if edits > budget:
        return None
    return Found(form, round(1 - edits / max(len(letters), len(form.letters)), 4), edits)


def apart(word: str, meant: str, meant_sound: str) -> int:
    """Edits between two words, none if they sound alike; 3 stands for more than two."""
    if word == meant:
        return 0
    if abs(len(word) - len(meant)) > _MOST_LONGER:
        return _MOST_IN_A_WORD + 1
    heard = sound(word)
    if heard == meant_sound:
        return 0
    raw = OSA.distance(word, meant, score_cutoff=_MOST_IN_A_WORD)
    return raw if raw == 1 else min(raw, OSA.distance(heard, meant_sound, score_cutoff=_MOST_IN_A_WORD))


class Vetoes:
    """Words that mean something else: everyday words, and names and other words that are attested."""

    def __init__(self, common_words: frozenset[str], known_words: Mapping[str, int]) -> None:
        self.common = common_words
        self._known = known_words
        self.attested = {word: sound(word) for word in (*common_words, *known_words)}
        """Every word and name of its own, and how it sounds."""
        self._common_sounds = frozenset(map(self.attested.__getitem__, common_words))
        self._known_sounds = frozenset(map(self.attested.__getitem__, known_words))

    def forbid(self, word: str, folded: str, found: Found) -> bool:
        """A spelling that is itself a word, or another person's name, is no misspelling."""
        if found.score == 1.0:
            return False
        if word in self.common or (folded in self._common_sounds and folded != found.form.sound):
            return True
        if found.edits == 0:
            return False
        return word in self._known or folded in self._known_sounds

    def is_plausible(self, words: Sequence[str], form: Form) -> bool:
        """Whether a misspelt run may be the form: a telling word is known again, the misspelt one means nothing else.

        In a person's name a word of its own that is one slip away is taken for the slip where all else stands as it
        should, another person's name only beside a rare word.
        """
        slips = names = others = sure = right = 0
        least = _LONG
        told = not form.telling
        for word, meant, meant_sound in zip(words, form.words, form.sounds, strict=True):
            off = apart(word, meant, meant_sound)
            telling = meant in form.telling
            told = told or (telling and off <= 1 + (len(meant) >= _TELLING_WITH_TWO))
            if not off:
                right += telling
                sure += telling and len(meant) > SHORTEST_TELLING and self._known.get(meant, 0) < BORNE_BY_MANY
                continue
            slips += off
            named = self._known.get(word, 0) > 0
            names += named
            if not named and (len(word) <= 2 or word in self.attested):
                others += 1
                least = _LONG if len(meant) > SHORTEST_TELLING else _LONGER
        if not told or not names + others:
            return told
        if not form.is_name:
            return False
        if sure >= names + others:
            return True
        # One everyday word: the slip itself, or one of two slips, in a name that is long enough.
        if names or others > 1 or not form.telling or len(form.letters) < least:
            return False
        return right > 0 if slips == 1 else slips == 2 and len(form.letters) > _LONG


def nearest(found: Sequence[Found]) -> tuple[Found, ...]:
    """The best of several readings of the same letters. A misspelling as near to another's name means neither."""
    if len(found) < 2:
        return tuple(found)
    best = max(one.score for one in found)
    kept = tuple(one for one in found if one.score == best)
    if best < SOUND_SCORE and len({frozenset(owner.pair for owner in one.form.owners) for one in kept}) > 1:
        return ()
    return kept

"""What a single word means for the terms, resolved once and remembered: social text repeats itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from jempol_netral.matching.fuzzy_index import FuzzyIndex
from jempol_netral.matching.sound import sound
from jempol_netral.matching.terms import BORNE_BY_MANY, GENERIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jempol_netral.matching.terms import Form

SOUND_SCORE = 0.98
"""Score of a spelling that differs only in letters that sound alike."""
_SHORTEST_ANCHOR = 4
_LONG_WORD = 9
_LONG_WORD_ALONE = 7
_TELLING_WITH_TWO = 6
"""Letters from which a telling word is known again with two edits."""
_MOST_IN_A_WORD = 2
"""Edits that may fall on one word of a misspelt run."""
_FOLD_AND_EDIT = 8
"""Letters from which a spelling may both sound alike and be off by an edit."""


class Found(NamedTuple):
    """A form that a word, or several joined, may stand for."""

    form: Form
    score: float
    """1 exact, SOUND_SCORE alike in sound, below that the share of letters in place."""
    edits: int
    """0 for exact and for alike in sound."""


class Anchored(NamedTuple):
    """A form of several words in which a word may stand, and where."""

    form: Form
    at: int


class Resolved(NamedTuple):
    """All that a word may mean."""

    whole: tuple[Found, ...]
    """Forms that the word alone stands for."""
    anchored: tuple[Anchored, ...]
    """Forms of several words, of which it may be one."""
    common: bool
    """An everyday word."""


NOTHING = Resolved((), (), common=False)
COMMON = Resolved((), (), common=True)


class Vocabulary:
    """Resolves words against all forms at once."""

    def __init__(
        self,
        forms: Iterable[Form],
        common_words: frozenset[str],
        known_names: Mapping[str, int],
        remember: int = 1 << 17,
    ) -> None:
        self._remember = remember
        self._known: dict[str, Resolved] = {}
        self._common = common_words
        self._names = known_names
        self._common_sounds = frozenset(sound(word) for word in common_words)
        self._name_sounds = frozenset(sound(name) for name in known_names)
        self._forms: dict[str, Form] = {}
        self._anchors: dict[str, list[Anchored]] = {}
        self._anchor_budgets: dict[str, int] = {}
        self._raw = FuzzyIndex()
        self._by_sound = FuzzyIndex()
        self._spelled: dict[str, list[str]] = {}
        for form in forms:
            self._add_form(form)

    def _add_form(self, form: Form) -> None:
        known = self._forms.get(form.letters)
        if known is not None:  # the same letters cut into words elsewhere: one form, all owners
            words = max(known.words, form.words, key=len)
            budget = max(known.budget, form.budget)
            owners = known.owners + form.owners
            form = form._replace(words=words, owners=owners, budget=budget, is_name=known.is_name or form.is_name)
        self._forms[form.letters] = form
        self._add_string(form.letters, form.budget)
        if len(form.words) > 1:
            anchors = _anchor_words(form, self._common)
            for word, at in anchors:
                self._anchors.setdefault(word, []).append(Anchored(form, at))
                budget = word_budget(word, alone=len(anchors) == 1)
                self._anchor_budgets[word] = max(budget, self._anchor_budgets.get(word, 0))
                self._add_string(word, budget)

    def _add_string(self, letters: str, budget: int) -> None:
        folded = sound(letters)
        self._raw.add(letters, budget)
        self._by_sound.add(folded, budget)
        spelled = self._spelled.setdefault(folded, [])
        if letters not in spelled:
            spelled.append(letters)

    def form(self, letters: str) -> Form | None:
        """The form with exactly these letters."""
        return self._forms.get(letters)

    def is_common(self, word: str) -> bool:
        """Whether it is an everyday word."""
        return word in self._common

    def resolve(self, word: str) -> Resolved:
        """What a normalised word may mean."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= self._remember:
                self._known.clear()
            known = self._known[word] = self._resolve(word)
        return known

    def _resolve(self, word: str) -> Resolved:
        folded = sound(word)
        near = self._raw.near(word)
        for heard in self._by_sound.near(folded):
            near.update(self._spelled[heard])
        common = word in self._common
        if not near:
            return COMMON if common else NOTHING
        whole: list[Found] = []
        anchored: list[Anchored] = []
        for letters in near:
            form = self._forms.get(letters)
            if form is not None:
                found = self.compare(word, folded, form)
                if found is not None and len(form.words) > 1 and found.edits > _edits_as_one_word(len(word)):
                    continue
                if found is not None and not self._is_vetoed(word, folded, found):
                    whole.append(found)
            anchors = self._anchors.get(letters)
            if anchors and self._may_be(word, folded, letters):
                anchored += anchors
        return Resolved(nearest(whole), tuple(anchored), common)

    def compare(self, letters: str, folded: str, form: Form) -> Found | None:
        """The form, if the letters are within its budget; vetoes apart."""
        if letters == form.letters:
            return Found(form, 1.0, 0)
        if form.budget == 0 and all(owner.exact for owner in form.owners):
            return None
        if folded == form.sound and len(letters) >= _SHORTEST_ANCHOR:
            return Found(form, SOUND_SCORE, 0)
        budget = form.budget
        if not budget:
            return None
        edits = OSA.distance(letters, form.letters, score_cutoff=budget)
        if edits > budget and len(form.sound) >= _FOLD_AND_EDIT:
            # Being off in sound-alike letters counts as an edit itself.
            edits = 1 + OSA.distance(folded, form.sound, score_cutoff=budget - 1)
        if edits > budget:
            return None
        return Found(form, round(1 - edits / max(len(letters), len(form.letters)), 4), edits)

    def _is_vetoed(self, word: str, folded: str, found: Found) -> bool:
        """A spelling that is itself a word, or another person's name, is no misspelling."""
        if found.score == 1.0:
            return False
        if word in self._common or (folded in self._common_sounds and folded != found.form.sound):
            return True
        if found.edits == 0:
            return False
        return word in self._names or folded in self._name_sounds

    def _may_be(self, word: str, folded: str, letters: str) -> bool:
        if word == letters or folded == sound(letters):
            return True
        if word in self._common or word in self._names:
            return False
        budget = self._anchor_budgets.get(letters, 0) or word_budget(letters)
        return budget > 0 and (
            OSA.distance(word, letters, score_cutoff=budget) <= budget
            or OSA.distance(folded, sound(letters), score_cutoff=budget) <= budget
        )

    def is_plausible(self, words: Sequence[str], form: Form) -> bool:
        """Whether a misspelt run may be the form: a telling word is known again, the misspelt one means nothing else.

        In a person's name a word of its own that is one slip away is taken for the slip where all else stands as it
        should, another person's name only beside a rare word.
        """
        if len(words) != len(form.words) or not form.is_name:
            return not any(self._is_foreign(word, form) for word in words) and self._tells(words, form)
        slips = names = others = sure = right = 0
        told = not form.telling
        for word, meant in zip(words, form.words, strict=True):
            apart = _apart(word, meant)
            if apart > _MOST_IN_A_WORD:
                return False
            telling = meant in form.telling
            told = told or (telling and apart <= 1 + (len(meant) >= _TELLING_WITH_TWO))
            sure += telling and not apart and len(meant) > _SHORTEST_ANCHOR and self._is_rare(meant)
            right += telling and not apart
            slips += apart
            if apart:
                named = self._names.get(word, 0) > 0
                names += named
                others += not named and (len(word) <= 2 or word in self._common or word in self._names)
        if not told or sure >= names + others:
            return told
        return slips == 1 and not names and right > 0 and len(form.letters) >= _LONG_WORD

    def _tells(self, words: Sequence[str], form: Form) -> bool:
        return not form.telling or any(self._may_be(word, sound(word), told) for told in form.telling for word in words)

    def _is_rare(self, name: str) -> bool:
        return self._names.get(name, 0) < BORNE_BY_MANY

    def _is_foreign(self, word: str, form: Form) -> bool:
        """Whether a word of a run is a word or name of its own and none of the form's."""
        if word in form.words:
            return False
        if len(word) <= 2:
            return True
        if word not in self._common and word not in self._names:
            return False
        return sound(word) not in map(sound, form.words)


def _apart(word: str, meant: str) -> int:
    """Edits between two words, none if they sound alike; more than two are not counted."""
    if word == meant or sound(word) == sound(meant):
        return 0
    return min(
        OSA.distance(word, meant, score_cutoff=_MOST_IN_A_WORD),
        OSA.distance(sound(word), sound(meant), score_cutoff=_MOST_IN_A_WORD),
    )


def nearest(found: list[Found]) -> tuple[Found, ...]:
    """The best of several readings of the same letters. A misspelling as near to another's name means neither."""
    if len(found) < 2:
        return tuple(found)
    best = max(one.score for one in found)
    kept = [one for one in found if one.score == best]
    if best < SOUND_SCORE:
        pairs = {frozenset(owner.pair for owner in one.form.owners) for one in kept}
        if len(pairs) > 1:
            return ()
    return tuple(kept)


def _edits_as_one_word(letters: int) -> int:
    """Edits that several words written as one may be away: a long one as many as when written apart."""
    return (letters >= 9) + 2 * (letters >= 12)


def word_budget(word: str, *, alone: bool = False) -> int:
    """Edits that a word inside a form of several words allows for the form to be considered.

    Args:
        word: The word as it should be.
        alone: No other word of the form can be found by.
    """
    return (len(word) >= _SHORTEST_ANCHOR) + (len(word) >= (_LONG_WORD_ALONE if alone else _LONG_WORD))


def _anchor_words(form: Form, common: frozenset[str]) -> list[tuple[str, int]]:
    """Words by which a form is found: one of any `budget + 1` is spelled right. Rare and long ones are best."""
    words = list(zip(form.words, range(len(form.words)), strict=True))
    able = [(word, at) for word, at in words if len(word) >= _SHORTEST_ANCHOR and word not in GENERIC]
    able.sort(key=lambda one: (one[0] in common, -len(one[0])))
    return able[: form.budget + 1] or [max(words, key=lambda one: len(one[0]))]

"""What a single word means for the terms, resolved once and remembered: social text repeats itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jempol_netral.matching.fuzzy_index import MOST_EDITS, FuzzyIndex
from jempol_netral.matching.likeness import FOLD_AND_EDIT, Found, Vetoes, compare, nearest
from jempol_netral.matching.sound import sound
from jempol_netral.matching.terms import GENERIC, SHORTEST_TELLING, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jempol_netral.matching.terms import Form

_AS_ONE_WORD = 1
"""Edits that several words written as one may be away."""
_LONG_WORD = 9


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


NOTHING = Resolved((), ())


class _String:
    """Letters that are looked for: a form, an anchor of forms, or both."""

    __slots__ = ("anchored", "budget", "form", "letters", "sound")

    def __init__(self, letters: str) -> None:
        self.letters = letters
        self.sound = sound(letters)
        self.form: Form | None = None
        self.anchored: list[Anchored] = []
        self.budget = 0
        """Edits that it may be away as an anchor."""


class Vocabulary:
    """Resolves words against all forms at once."""

    def __init__(
        self,
        forms: Iterable[Form],
        common_words: frozenset[str],
        known_words: Mapping[str, int],
        remember: int = 1 << 17,
    ) -> None:
        self.vetoes = Vetoes(common_words, known_words)
        self._remember = remember
        self._resolved: dict[str, Resolved] = {}
        self._strings: dict[str, _String] = {}
        self._spelled: dict[str, list[str]] = {}
        self._raw = FuzzyIndex()
        self._by_sound = FuzzyIndex()
        self._member_sounds: set[str] = set()
        self._beginnings: set[str] = set()
        for form in forms:
            self._add(form)
        attested = self.vetoes.attested.items()
        self._idle = frozenset(
            word for word, heard in attested if word not in self._strings and heard not in self._spelled
        )
        """Words of their own that mean nothing here: never a misspelling, and like nothing in sound."""
        self._strangers = self._idle - {word for word, heard in attested if heard in self._member_sounds}

    def _add(self, form: Form) -> None:
        string = self._string(form.letters)
        if string.form is not None:  # the same letters cut into words elsewhere
            form = string.form.joined_by(form)
        string.form = form
        self._beginnings.add(form.letters[:4])
        # Written as one word, several allow one edit at most.
        self._index(string, form.budget if len(form.words) == 1 else min(form.budget, _AS_ONE_WORD))
        if len(form.words) == 1:
            return
        self._member_sounds.update(form.sounds)
        anchors = _anchor_words(form)
        for word, at in anchors:
            anchor = self._string(word)
            anchor.anchored.append(Anchored(form, at))
            anchor.budget = max(anchor.budget, _anchor_budget(word))
            self._index(anchor, anchor.budget)

    def _string(self, letters: str) -> _String:
        string = self._strings.get(letters)
        if string is None:
            string = self._strings[letters] = _String(letters)
            self._spelled.setdefault(string.sound, []).append(letters)
        return string

    def _index(self, string: _String, budget: int) -> None:
        self._raw.add(string.letters, budget)
        # Being off in sound-alike letters counts as an edit itself, and only long words may be both.
        if budget > 1 and len(string.sound) >= FOLD_AND_EDIT:
            self._by_sound.add(string.sound, budget - 1)

    def form(self, letters: str) -> Form | None:
        """The form with exactly these letters."""
        string = self._strings.get(letters)
        return string.form if string else None

    def may_begin(self, letters: str) -> bool:
        """Whether a form begins with these four letters."""
        return letters in self._beginnings

    def is_member(self, word: str) -> bool:
        """Whether it may stand in a form of several words beside another word of it."""
        heard = self.vetoes.attested.get(word)
        return heard is None or heard in self._member_sounds

    def is_stranger(self, word: str) -> bool:
        """Whether it is a word of its own that neither is a term nor may stand in one."""
        return word in self._strangers

    def is_common(self, word: str) -> bool:
        """Whether it is an everyday word."""
        return word in self.vetoes.common

    def resolve(self, word: str) -> Resolved:
        """What a normalised word may mean."""
        known = self._resolved.get(word)
        if known is None:
            if len(self._resolved) >= self._remember:
                self._resolved.clear()
            known = self._resolved[word] = self._resolve(word)
        return known

    def _resolve(self, word: str) -> Resolved:
        if word in self._idle:
            return NOTHING
        folded = sound(word)
        near = self._near(word, folded)
        if not near:
            return NOTHING
        whole: list[Found] = []
        anchored: list[Anchored] = []
        for letters in near:
            string = self._strings[letters]
            if string.form is not None:
                found = compare(word, folded, string.form)
                if found is not None and not self.refuses(word, folded, found):
                    whole.append(found)
            if string.anchored and self._may_be(word, folded, string):
                anchored += string.anchored
        return Resolved(nearest(whole), tuple(anchored)) if whole or anchored else NOTHING

    def _near(self, word: str, folded: str) -> set[str]:
        """Strings that the word may be; words of their own are never misspellings, at most they sound alike."""
        near = set(self._spelled.get(folded, ()))
        if word in self._strings:
            near.add(word)
        if word not in self.vetoes.attested:
            raw = self._raw.near(word)
            if raw:
                near.update(_within(word, raw))
            by_sound = self._by_sound.near(folded)
            if by_sound:
                for heard in _within(folded, by_sound):
                    near.update(self._spelled[heard])
        return near

    def refuses(self, word: str, folded: str, found: Found) -> bool:
        """Whether a word is no misspelling of what it is like."""
        if len(found.form.words) > 1 and found.edits > (_AS_ONE_WORD if len(word) >= _LONG_WORD else 0):
            return True
        return self.vetoes.forbid(word, folded, found)

    def led_to_by(self, letters: str) -> tuple[Anchored, ...]:
        """The forms of several words that a word leads to."""
        string = self._strings.get(letters)
        return tuple(string.anchored) if string else ()

    def may_lead(self, word: str, letters: str) -> bool:
        """Whether a word may stand for one that leads to forms."""
        string = self._strings.get(letters)
        return string is not None and self._may_be(word, sound(word), string)

    def _may_be(self, word: str, folded: str, string: _String) -> bool:
        if folded == string.sound:
            return True
        budget = string.budget
        if not budget or word in self.vetoes.attested:
            return False
        if OSA.distance(word, string.letters, score_cutoff=budget) <= budget:
            return True
        if budget < 2 or len(string.sound) < FOLD_AND_EDIT:
            return False
        return OSA.distance(folded, string.sound, score_cutoff=budget - 1) < budget


def _within(word: str, strings: set[str]) -> list[str]:
    """Those of the strings that are within any budget at all."""
    if len(strings) < 2:
        return list(strings)
    found = process.extract(word, list(strings), scorer=OSA.distance, score_cutoff=MOST_EDITS, limit=None)
    return [string for string, _, _ in found]


def _anchor_budget(word: str) -> int:
    """Edits that a word inside a form allows for the form to be considered."""
    return (len(word) >= SHORTEST_TELLING) + (len(word) >= _LONG_WORD)


def _anchor_words(form: Form) -> list[tuple[str, int]]:
    """Words by which a form is found: one of any `budget + 1` telling ones is spelled right; else the longest word.

    A name with fewer than two is found by an everyday word as well, for the telling one may hold all the edits.
    """
    words = list(zip(form.words, range(len(form.words)), strict=True))
    telling = [one for one in words if one[0] in form.telling and len(one[0]) >= SHORTEST_TELLING]
    telling.sort(key=lambda one: -len(one[0]))
    if len(telling) < 2 and form.is_name and form.budget > 1:
        rest = [one for one in words if one not in telling and len(one[0]) >= SHORTEST_TELLING]
        rest = sorted((one for one in rest if one[0] not in TITLES), key=lambda one: -len(one[0]))
        telling += rest[: 2 - len(telling)]
    return telling[: form.budget + 1] or [max(words, key=lambda one: (one[0] not in GENERIC, len(one[0])))]

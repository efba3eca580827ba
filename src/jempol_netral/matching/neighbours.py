"""Which words may stand beside a word, for all forms that the word leads to at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jempol_netral.matching.sound import sound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jempol_netral.matching.vocabulary import Anchored

_BETWEEN = "\n"


class Neighbours:
    """The words on one side of a word. Says yes at least as often as the comparison word by word does."""

    def __init__(self, anchored: Iterable[Anchored], step: int) -> None:
        """`step` 1: the words after it; -1: the words before it."""
        self._step = step
        self._by_room: dict[int, tuple[set[str], set[str]]] = {}
        rests = set()
        for form, at in anchored:
            beside = at + step
            if not 0 <= beside < len(form.words):
                continue
            words, sounds = self._by_room.setdefault(form.rooms[beside], (set(), set()))
            words.add(form.words[beside])
            sounds.add(form.sounds[beside])
            rests.add("".join(form.words[beside:] if step > 0 else form.words[:at]))
        self._sounds = frozenset(heard for _, sounds in self._by_room.values() for heard in sounds)
        self._near = [(room, list(words), list(sounds)) for room, (words, sounds) in self._by_room.items() if room]
        # One string, so that one search tells whether any rest begins (or ends) with a word.
        self._rests = _BETWEEN + _BETWEEN.join(rests) + _BETWEEN

    def may_be(self, word: str) -> bool:
        """Whether the word may stand there: as it should, misspelt within its room, or as the first piece of a rest."""
        if not self._sounds:
            return False
        heard = sound(word)
        if heard in self._sounds or (_BETWEEN + word if self._step > 0 else word + _BETWEEN) in self._rests:
            return True
        return any(_any_near(word, words, room) or _any_near(heard, sounds, room) for room, words, sounds in self._near)


def _any_near(word: str, words: list[str], room: int) -> bool:
    return process.extractOne(word, words, scorer=OSA.distance, score_cutoff=room) is not None


NOBODY = Neighbours((), 1)

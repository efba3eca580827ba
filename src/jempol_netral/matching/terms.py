"""What may name a pair: the terms of its file and what is derived from its formal names.

Several owners may share one form ("ridwan" stands in ten contests): a `Form` is looked for once, its owners are told.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.matching.normalise import TokenKind, normalise
from jempol_netral.matching.sound import sound
from jempol_netral.models import MatchKind, PairRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jempol_netral.models import Contest, Pair, Term


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "dokter pak bapak bpk pa bu ibu buk mas mbak mba bang abang kang akang teh teteh cak ning neng gus ayah "
    "bunda abah abi umi haji hajah kh kyai kiai ki nyai habib ustadz ustaz ustad ra lora rkh tuan cici koh om tante "
    "mbah drs dra prof raden tubagus tb jenderal kolonel paslon pasangan calon cagub cawagub cabup "
    "cawabup cawali gubernur bupati"
)
"""Words before a name: they must stand as they are, and say nothing of how far the name may be misspelt."""

GENERIC = TITLES | _words(
    "muhammad muhamad mohammad mohamad mochammad mochamad moch moh mohd muh ahmad achmad akhmad abdul abdurrahman siti "
    "sitti dewi nur noor sri tri dwi eka andi putra putri made wayan nyoman ketut gusti ode ratu bin binti van der"
)
"""Words that stand in too many names to say anything alone."""

BORNE_BY_MANY = 4
"""A word in the names of candidates of this many contests is a common given name."""

SHORTEST_TELLING = 4
"""Letters from which a word may lead to a form, or sound like one."""
_SHORTEST_PART = 3
_TELLING_PART = 8
"""A shorter part of a name that the label does not vouch for is only looked for as it stands, and needs context."""
_LONG_HALF = 12
"""Letters from which two words of a name, or a label, may be misspelt."""
_SHORTEST_HALF = 7
_LABEL_CUT = re.compile(r"\s*[-–—&/+|]\s*|\s+dan\s+", re.IGNORECASE)


class Owner(NamedTuple):
    """A term of a pair; its form may be shared with others."""

    term: str
    """As the file writes it, or as it was derived."""
    pair: PairRef
    kind: MatchKind
    needs_context: bool
    exact: bool
    budget: int
    """Edits that a spelling may be away."""
    everyday: bool = False
    """It needs context and is an everyday word, so it lends none."""


class Form(NamedTuple):
    """One spelling to look for."""

    words: tuple[str, ...]
    letters: str
    """The words joined."""
    sound: str
    budget: int
    """The largest of its owners."""
    owners: tuple[Owner, ...]
    digits: str
    """The digits in it, which a spelling must have as they are."""
    telling: tuple[str, ...]
    """Its words that are neither everyday words nor generic; one of them must be recognised in a misspelling."""
    is_name: bool
    """It is a person's name, not only a slogan or what somebody is called."""
    sounds: tuple[str, ...]
    """The words as they sound."""
    rooms: tuple[int, ...]
    """Edits that may fall on each word of it."""
    exact: bool
    """None of its owners wants any other spelling."""

    def joined_by(self, other: Form) -> Form:
        """One form for two that have the same letters, cut into words as the one with more of them."""
        by = max(self, other, key=lambda form: len(form.words))
        budget = max(self.budget, other.budget)
        return by._replace(
            budget=budget,
            owners=self.owners + other.owners,
            is_name=self.is_name or other.is_name,
            exact=self.exact and other.exact,
            rooms=_rooms(by.words, budget),
        )


def _rooms(words: tuple[str, ...], budget: int) -> tuple[int, ...]:
    return tuple(0 if word in TITLES else min(budget, 1 + (len(word) > _SHORTEST_PART)) for word in words)


def edit_budget(letters: int) -> int:
    """Edits that a term of so many letters allows: 0 up to 4, 1 for 5-8, 2 for 9-14, 3 from 15."""
    return (letters > 4) + (letters > 8) + (letters > 14)


def words_of(text: str) -> tuple[str, ...]:
    """The normalised words and numbers of a term; of a hashtag or handle its text."""
    return tuple(token.text for token in normalise(text).tokens if token.kind is not TokenKind.EMOJI)


class TermBook:
    """All forms of all contests, and the words that belong to everyday language or to many people."""

    def __init__(self, common_words: frozenset[str], known_names: Mapping[str, int]) -> None:
        self._common = common_words
        self._names = known_names

    def forms(self, contests: Sequence[Contest]) -> list[Form]:
        """The forms to look for. What two pairs of one contest would share by derivation names neither."""
        owners: dict[tuple[str, ...], dict[PairRef, Owner]] = {}
        for contest in contests:
            derived: dict[tuple[str, ...], set[PairRef]] = {}
            given: set[tuple[str, ...]] = set()
            for pair in contest.pairs:
                ref = PairRef(contest.id, pair.number)
                for words, owner in self._given(pair, ref):
                    owners.setdefault(words, {})[ref] = owner
                    given.add(words)
                for words, owner in self._derived(pair, ref):
                    if words not in owners or ref not in owners[words]:
                        derived.setdefault(words, set()).add(ref)
                        owners.setdefault(words, {})[ref] = owner
            self._drop_shared(owners, derived, given)
        return [self._form(words, tuple(of.values())) for words, of in owners.items() if of]

    def _form(self, words: tuple[str, ...], owners: tuple[Owner, ...]) -> Form:
        letters = "".join(words)
        budget = max(owner.budget for owner in owners)
        telling = tuple(word for word in words if word not in GENERIC and word not in self._common)
        is_name = any(owner.kind is MatchKind.NAME for owner in owners)
        return Form(
            words, letters, sound(letters), budget, owners, _digits(letters), telling, is_name,
            sounds=tuple(map(sound, words)),
            rooms=_rooms(words, budget),
            exact=all(owner.exact for owner in owners),
        )  # fmt: skip

    @staticmethod
    def _drop_shared(
        owners: dict[tuple[str, ...], dict[PairRef, Owner]],
        derived: dict[tuple[str, ...], set[PairRef]],
        given: set[tuple[str, ...]],
    ) -> None:
        for words, refs in derived.items():
            if len(refs) > 1 or words in given:
                for ref in refs:
                    owners[words].pop(ref, None)

    def _given(self, pair: Pair, ref: PairRef) -> Iterator[tuple[tuple[str, ...], Owner]]:
        for term in pair.terms:
            words = words_of(term.text)
            if not words:
                continue
            yield (
                words,
                Owner(
                    term=term.text,
                    pair=ref,
                    kind=term.kind,
                    needs_context=term.needs_context,
                    exact=term.exact or term.kind is MatchKind.HANDLE,
                    budget=_budget(term, "".join(word for word in words if word not in TITLES)),
                    everyday=self._all_everyday(words),
                ),
            )

    def _derived(self, pair: Pair, ref: PairRef) -> Iterator[tuple[tuple[str, ...], Owner]]:
        seen: set[tuple[str, ...]] = set()
        vouched = _label_words(pair.label)
        for words, sort in _derivations(pair):
            if words in seen or (sort is _Sort.PART and words[0] in self._common):
                continue
            seen.add(words)
            letters = "".join(words)
            everyday = all(word in GENERIC or self._is_everyday(word) for word in words)
            if sort is _Sort.PART:
                loose = words[0] not in vouched and len(letters) < _TELLING_PART
                needs_context = everyday or loose or len(letters) <= _SHORTEST_PART
                budget = 0 if loose else edit_budget(len(letters))
            elif sort is _Sort.HALF:
                loose, needs_context = False, everyday
                budget = 1 if len(letters) >= _LONG_HALF else 0
            else:
                loose, needs_context = min(map(len, words)) == 1 and len(words) == 2, everyday and len(words) == 1
                budget = 0 if loose else edit_budget(len(letters))
            idle = self._all_everyday(words)
            yield words, Owner(" ".join(words), ref, MatchKind.NAME, needs_context, loose, budget, idle)

    def _all_everyday(self, words: tuple[str, ...]) -> bool:
        return all(word in TITLES or word in self._common for word in words)

    def _is_everyday(self, word: str) -> bool:
        return word in self._common or self._names.get(word, 0) >= BORNE_BY_MANY


def _budget(term: Term, letters: str) -> int:
    if term.exact or term.kind is MatchKind.HANDLE or any(map(str.isdigit, letters)):
        return 0
    if term.kind is MatchKind.HASHTAG and term.threshold is None:
        return min(1, edit_budget(len(letters)))  # a tag is mostly pasted, and its short pieces carry its meaning
    if term.threshold is not None:
        return min(int((1 - term.threshold) * len(letters) + 1e-9), edit_budget(15))
    return edit_budget(len(letters))


def _digits(letters: str) -> str:
    return "".join(filter(str.isdigit, letters))


def _label_words(label: str) -> set[str]:
    return {words[0] for side in _LABEL_CUT.split(label) if len(words := words_of(side)) == 1}


class _Sort(Enum):
    """How much of a name a derived form is."""

    WHOLE = "whole"
    HALF = "half"
    PART = "part"


def _derivations(pair: Pair) -> Iterator[tuple[tuple[str, ...], _Sort]]:
    """Full names, their halves, the label, and single words that say something."""
    sides = [words_of(side) for side in _LABEL_CUT.split(pair.label)]
    names = [words_of(name) for name in pair.names]
    whole = tuple(word for side in sides for word in side)
    for words in names:
        yield words, _Sort.WHOLE
        full = tuple(word for word in words if len(word) > 1)
        if len(full) > 1:
            yield full, _Sort.WHOLE
    if len(whole) > 1:
        yield whole, _Sort.HALF
    for words in (*names, *sides):
        for some in _halves(words):
            yield some, _Sort.HALF
    # A side of several words (Gus Hans, Kotak kosong) is a name only as a whole.
    for word in _parts((*names, *(side for side in sides if len(side) == 1))):
        yield (word,), _Sort.PART


def _halves(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Any two words of a long name in their order, where not both are generic; a short name as it is."""
    full = [word for word in words if len(word) > 1]
    for two in combinations(full, 2):
        if not GENERIC.issuperset(two) and len(two[0]) + len(two[1]) >= _SHORTEST_HALF:
            yield two


def _parts(names: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for words in names:
        for word in words:
            if len(word) >= _SHORTEST_PART and word not in GENERIC and word.isalpha():
                yield word

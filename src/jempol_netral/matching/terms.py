"""What may name a pair: the terms of its file and what is derived from its formal names.

Several owners may share one form ("ridwan" stands in ten contests): a `Form` is looked for once, its owners are told.
"""

from __future__ import annotations

import re
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

_SHORTEST_PART = 3
_TELLING_PART = 8
"""A shorter part of a name that the label does not vouch for is only looked for as it stands, and needs context."""
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
    platform: str | None = None


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
        return [_form(words, tuple(of.values())) for words, of in owners.items() if of]

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
                    platform=term.platform,
                ),
            )

    def _derived(self, pair: Pair, ref: PairRef) -> Iterator[tuple[tuple[str, ...], Owner]]:
        seen: set[tuple[str, ...]] = set()
        vouched = _label_words(pair.label)
        names = {words_of(name) for name in pair.names}
        for words, kind in _derivations(pair):
            if words in seen:
                continue
            seen.add(words)
            letters = "".join(words)
            single = len(words) == 1
            loose = single and words[0] not in vouched and words not in names
            needs_context = single and (
                len(letters) <= 3 or self._is_everyday(words[0]) or (loose and len(letters) < _TELLING_PART)
            )
            exact = loose and len(letters) < _TELLING_PART
            budget = 0 if exact else edit_budget(len(letters))
            yield words, Owner(" ".join(words), ref, kind, needs_context, exact, budget)

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


def _form(words: tuple[str, ...], owners: tuple[Owner, ...]) -> Form:
    letters = "".join(words)
    return Form(
        words,
        letters,
        sound(letters),
        max(owner.budget for owner in owners),
        owners,
        "".join(filter(str.isdigit, letters)),
    )


def _digits(letters: str) -> str:
    return "".join(filter(str.isdigit, letters))


def _label_words(label: str) -> set[str]:
    return {words[0] for side in _LABEL_CUT.split(label) if len(words := words_of(side)) == 1}


def _derivations(pair: Pair) -> Iterator[tuple[tuple[str, ...], MatchKind]]:
    """Full names, their halves, the label, and single words that say something."""
    sides = [words_of(side) for side in _LABEL_CUT.split(pair.label)]
    names = [words_of(name) for name in pair.names]
    whole = tuple(word for side in sides for word in side)
    if len(whole) > 1:
        yield whole, MatchKind.NAME
    for words in (*names, *(side for side in sides if side)):
        if len(words) > 1 or words in names:
            yield words, MatchKind.NAME
        for some in _halves(words):
            yield some, MatchKind.NAME
    for word in _parts((*names, *sides)):
        yield (word,), MatchKind.NAME


def _halves(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A long name without its initials, and any two of its words in their order, where not both are generic."""
    full = tuple(word for word in words if len(word) > 1)
    if len(full) > 1 and full != words:
        yield full
    if len(full) > 2:
        for two in combinations(full, 2):
            if not GENERIC.issuperset(two) and len(two[0]) + len(two[1]) >= 7:
                yield two


def _parts(names: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for words in names:
        for word in words:
            if len(word) >= _SHORTEST_PART and word not in GENERIC and word.isalpha():
                yield word

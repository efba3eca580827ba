"""Which of many strings lie within an edit or a few of a new one, without comparing it with all of them.

Lossless for optimal string alignment (insert, delete, replace, swap neighbours). Budget 1: both sides with one letter
left out meet. Budgets 2 and 3: cut into budget + 1 pieces, one must stand in the query unharmed (Pass-Join, Li et al.
2011, with its multi-match-aware bounds). A swap across a cut would harm two pieces at once, so every piece is indexed
in its swapped forms as well and such a swap then harms none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

MOST_EDITS = 3


class _Piece(NamedTuple):
    start: int
    end: int
    strings: dict[str, list[str]]
    """What may stand there -> the strings that have it there."""


class FuzzyIndex:
    """Strings, each with the edits it may be away. Build once with `add`, then ask `near`."""

    def __init__(self) -> None:
        self._exact: set[str] = set()
        self._shortened: dict[str, list[str]] = {}
        self._pieces: dict[tuple[int, int], tuple[_Piece, ...]] = {}
        self._budgets: set[tuple[str, int]] = set()
        self._plans: dict[int, tuple[tuple[int, int, dict[str, list[str]]], ...]] = {}
        self._one_edit_ends: dict[int, tuple[set[str], set[str]]] = {}

    def add(self, string: str, budget: int) -> None:
        """Add a string that `near` shall return for everything up to `budget` (0 to 3) edits away."""
        budget = min(budget, MOST_EDITS, len(string) - 1)
        if (string, budget) in self._budgets:
            return
        self._budgets.add((string, budget))
        self._exact.add(string)
        if budget == 1:
            for key in {string, *_shortened(string)}:
                self._shortened.setdefault(key, []).append(string)
            for size in range(len(string) - 1, len(string) + 2):
                starts, ends = self._one_edit_ends.setdefault(size, (set(), set()))
                kept = _kept(size)
                starts.add(string[:kept])
                ends.add(string[-kept:])
        elif budget > 1:
            self._add_pieces(string, budget)
            self._plans.clear()

    def _add_pieces(self, string: str, budget: int) -> None:
        size = len(string)
        layout = self._pieces.get((size, budget))
        if layout is None:
            layout = self._pieces[size, budget] = tuple(
                _Piece(start, end, {}) for start, end in _cuts(size, budget + 1)
            )
        for piece in layout:
            for standing in _swapped_forms(string, piece.start, piece.end):
                piece.strings.setdefault(standing, []).append(string)

    def near(self, query: str) -> set[str]:
        """Every string within its budget, and a few that are not: confirm them."""
        size = len(query)
        found: set[str] = {query} if query in self._exact else set()
        ends = self._one_edit_ends.get(size)
        if ends is not None and (query[: _kept(size)] in ends[0] or query[-_kept(size) :] in ends[1]):
            keys = [query[:at] + query[at + 1 :] for at in range(size)]
            keys.append(query)
            if not self._shortened.keys().isdisjoint(keys):
                for key in keys:
                    found.update(self._shortened.get(key, ()))
        for start, end, strings in self._plans.get(size) or self._plan(size):
            piece = query[start:end]
            if piece in strings:
                found.update(strings[piece])
        return found

    def _plan(self, size: int) -> tuple[tuple[int, int, dict[str, list[str]]], ...]:
        """For a query of this length: where to cut it, and where to look the cut-out up."""
        plan = self._plans.get(size)
        if plan is None:
            steps = []
            for (length, budget), layout in self._pieces.items():
                if abs(size - length) <= budget:
                    steps += _steps(layout, size - length, budget, size)
            plan = self._plans[size] = tuple(steps)
        return plan


def _kept(size: int) -> int:
    """Letters at one end of a string that one edit leaves alone, for strings a letter away from this length."""
    return 3 if size > 7 else 2 if size > 5 else 0


def _shortened(string: str) -> list[str]:
    return [string[:at] + string[at + 1 :] for at in range(len(string))]


def _cuts(size: int, pieces: int) -> list[tuple[int, int]]:
    marks = [size * number // pieces for number in range(pieces + 1)]
    return list(pairwise(marks))


def _swapped_forms(string: str, start: int, end: int) -> set[str]:
    """The piece as it is, and as it is after a swap across its left cut, its right cut or both."""
    lefts, rights = {string[start]}, {string[end - 1]}
    if start > 0:
        lefts.add(string[start - 1])
    if end < len(string):
        rights.add(string[end])
    if end - start == 1:
        return lefts | rights
    return {left + string[start + 1 : end - 1] + right for left in lefts for right in rights}


def _steps(
    layout: tuple[_Piece, ...], longer: int, budget: int, size: int
) -> list[tuple[int, int, dict[str, list[str]]]]:
    """Some piece has at most `number` edits before it and the rest of the budget after it: that bounds its shift."""
    steps = []
    for number, piece in enumerate(layout):
        first = max(-number, longer - (budget - number))
        last = min(number, longer + (budget - number))
        for shift in range(first, last + 1):
            start, end = piece.start + shift, piece.end + shift
            if start >= 0 and end <= size:
                steps.append((start, end, piece.strings))
    return steps

"""Terms in a text, before anything is known about its context."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.matching.compounds import pieces_of
from jempol_netral.matching.likeness import Found, apart, compare
from jempol_netral.matching.neighbours import NOBODY, Neighbours
from jempol_netral.matching.normalise import Token, TokenKind
from jempol_netral.matching.sound import sound
from jempol_netral.matching.terms import TermBook
from jempol_netral.matching.vocabulary import NOTHING, Vocabulary
from jempol_netral.models import MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jempol_netral.matching.normalise import Normalised
    from jempol_netral.matching.terms import Form, Owner
    from jempol_netral.matching.vocabulary import Anchored
    from jempol_netral.models import Contest, PairRef

_REMEMBERED = 1 << 13
_ABBREVIATION = 4
_BREAK = re.compile(r"[.,:;!?…()\"“”\n|/]")
_LEET_EDGE = str.maketrans("0134578", "oieastb")
_TELLING = 8
"""Letters from which a misspelt single word is taken for the name without more context."""
_RUN_KINDS = frozenset({TokenKind.WORD, TokenKind.NUMBER})
COMPOUND_KINDS = frozenset({TokenKind.HASHTAG, TokenKind.MENTION})


class Candidate(NamedTuple):
    """One term found; whether it counts is for the guards, who know the cues and the setting."""

    term: str
    pair: PairRef
    kind: MatchKind
    start: int
    end: int
    """Span in the original text, in code points."""
    first: int
    last: int
    """The tokens that it covers: `tokens[first:last]`."""
    score: float
    needs_context: bool
    everyday: bool = False
    """It is an everyday word and lends no context to others."""


class _Run(NamedTuple):
    """Tokens that a form was found in."""

    first: int
    last: int
    start: int
    end: int
    found: Found
    inside: TokenKind


class Matcher:
    """Finds the terms of all contests at once, at the cost of a few dictionary look-ups a text."""

    def __init__(
        self,
        contests: Sequence[Contest],
        common_words: frozenset[str] = frozenset(),
        known_words: Mapping[str, int] | None = None,
    ) -> None:
        known = known_words or {}
        forms = TermBook(common_words, known).forms(contests)
        self.vocabulary = Vocabulary(forms, common_words, known)
        self._beside: dict[tuple[str, int], Neighbours] = {}

    def find(self, normalised: Normalised) -> list[Candidate]:
        """Every term in the text, in order of place, overlaps resolved; numbers and hand signs apart."""
        return self.find_in(normalised.original, normalised.tokens)

    def find_in(self, original: str, tokens: Sequence[Token]) -> list[Candidate]:
        """`find` for some tokens of a text, whose spans count from its beginning."""
        runs = self._runs(original, tokens, TokenKind.WORD)
        for at, token in enumerate(tokens):
            if token.kind in COMPOUND_KINDS:
                runs += self._in_compound(original, token, at)
        return _candidates(_without_overlaps(runs)) if runs else []

    def _runs(self, original: str, tokens: Sequence[Token], inside: TokenKind) -> list[_Run]:
        runs: list[_Run] = []
        words = [token.text if token.kind in _RUN_KINDS else "" for token in tokens]
        for at, token in enumerate(tokens):
            if token.kind is not TokenKind.WORD:
                continue
            resolved = self.vocabulary.resolve(token.text)
            if resolved is NOTHING:
                continue
            runs += [_Run(at, at + 1, token.start, token.end, found, inside) for found in resolved.whole]
            for anchored in resolved.anchored:
                for first, last, found in self._around(words, at, anchored):
                    start, end = tokens[first].start, tokens[last - 1].end
                    if not found.edits or not _is_broken(original, tokens[first:last]):
                        runs.append(_Run(first, last, start, end, found, inside))
        runs += self._leet_edges(tokens, inside)
        return runs

    def may_stand_together(self, left: str, right: str) -> bool:
        """Whether two neighbouring words may belong to one form."""
        return self._neighbours(left, 1).may_be(right) or self._neighbours(right, -1).may_be(left)

    def _neighbours(self, word: str, step: int) -> Neighbours:
        anchored = self.vocabulary.resolve(word).anchored
        if not anchored:
            return NOBODY
        known = self._beside.get((word, step))
        if known is None:
            if len(self._beside) >= _REMEMBERED:
                self._beside.clear()
            known = self._beside[word, step] = Neighbours(anchored, step)
        return known

    def _around(self, words: Sequence[str], at: int, anchored: Anchored) -> Iterator[tuple[int, int, Found]]:
        """Where the form stands around its anchor: word by word, or rightly spelled and cut otherwise."""
        form, where = anchored
        first, last = at - where, at - where + len(form.words)
        if first >= 0 and last <= len(words):
            found = self._confirm(words[first:last], form, 1 if where == 0 else where - 1)
            if found is not None:
                yield first, last, found
                return
        if words[at] == form.words[where]:
            left = _walk(words, at - 1, -1, "".join(form.words[:where]))
            right = _walk(words, at + 1, 1, "".join(form.words[where + 1 :]))
            if left is not None and right is not None and right - left != len(form.words) + 1:
                yield left + 1, right, Found(form, 1.0, 0)

    def _confirm(self, run: Sequence[str], form: Form, beside: int) -> Found | None:
        # The word beside the anchor rules most of them out.
        if apart(run[beside], form.words[beside], form.sounds[beside]) > form.rooms[beside] or "" in run:
            return None
        joined = "".join(run)
        if abs(len(joined) - len(form.letters)) > max(form.budget, 2):
            return None
        if form.digits != "".join(filter(str.isdigit, joined)):
            return None
        if any(
            apart(word, meant, heard) > room
            for word, meant, heard, room in zip(run, form.words, form.sounds, form.rooms, strict=True)
        ):
            return None
        found = compare(joined, sound(joined), form)
        if found is None or not found.edits or self.vocabulary.vetoes.is_plausible(run, form):
            return found
        return None

    def _leet_edges(self, tokens: Sequence[Token], inside: TokenKind) -> list[_Run]:
        """A digit at the edge of a word (prabow0, 4nies): a letter, if that makes a term."""
        runs = []
        for at, digit in enumerate(tokens):
            if digit.kind is not TokenKind.NUMBER or len(digit.text) > 1:
                continue
            for first in (at - 1, at):
                if first < 0 or first + 1 >= len(tokens) or tokens[first].end != tokens[first + 1].start:
                    continue
                left, right = tokens[first], tokens[first + 1]
                joined = (left.text + right.text).translate(_LEET_EDGE)
                if joined.isalpha():
                    runs += [
                        _Run(first, first + 2, left.start, right.end, found, inside)
                        for found in self.vocabulary.resolve(joined).whole
                        if found.edits == 0
                    ]
        return runs

    def _in_compound(self, original: str, token: Token, at: int) -> list[_Run]:
        """Terms in a hashtag or handle: as a whole, or as pieces that its spelling sets apart."""
        whole = self.vocabulary.resolve(token.text).whole
        runs = [
            _Run(at, at + 1, token.start, token.end, found, token.kind)
            for found in whole
            if _fits_tag(found, token.kind)
        ]
        if runs or token.kind is TokenKind.MENTION:
            return runs
        pieces = pieces_of(original, token, self.vocabulary)
        return [run._replace(first=at, last=at + 1) for run in self._runs(original, pieces, token.kind)]


def _walk(words: Sequence[str], at: int, step: int, letters: str) -> int | None:
    """The place behind the words, from `at` on in one direction, that make up the letters; None: they do not."""
    while letters:
        if not 0 <= at < len(words) or not words[at]:
            return None
        word = words[at]
        if step > 0 and letters.startswith(word):
            letters = letters[len(word) :]
        elif step < 0 and letters.endswith(word):
            letters = letters[: -len(word)]
        else:
            return None
        at += step
    return at


def _is_broken(original: str, run: Sequence[Token]) -> bool:
    """Whether punctuation parts the words of a run; the dot of an initial or an abbreviation does not."""
    for left, right in pairwise(run):
        found = _BREAK.search(original, left.end, right.start)
        if found and (found.group() != "." or len(left.text) > _ABBREVIATION < len(right.text)):
            return True
    return False


def _fits_tag(found: Found, kind: TokenKind) -> bool:
    """A handle is somebody's name already: only a whole name, a distinctive one, or the handle itself is meant."""
    if kind is TokenKind.HASHTAG or len(found.form.words) > 1:
        return True
    return found.score == 1.0 and any(owner.kind is MatchKind.HANDLE for owner in found.form.owners)


def _without_overlaps(runs: list[_Run]) -> list[_Run]:
    """The best place of every form; then longer before shorter, better before worse."""
    if len(runs) < 2:
        return runs
    runs = _best_of_each_form(runs)
    right = [run for run in runs if run.found.score == 1.0]
    runs = [run for run in runs if run.found.score == 1.0 or not any(_crosses(run, one) for one in right)]
    runs.sort(key=lambda run: (run.start - run.end, -run.found.score))
    kept: list[_Run] = []
    for run in runs:
        if (
            all(
                run.end <= other.start
                or other.end <= run.start
                or (run.start == other.start and run.end == other.end and run.found.score == other.found.score)
                for other in kept
            )
            and run not in kept
        ):
            kept.append(run)
    return sorted(kept, key=lambda run: (run.start, run.end))


def _crosses(run: _Run, right: _Run) -> bool:
    """Whether a misspelling takes a part of what stands there rightly spelled, but not all of it."""
    return run.start < right.end and right.start < run.end and not (run.start <= right.start and right.end <= run.end)


def _best_of_each_form(runs: list[_Run]) -> list[_Run]:
    """Of overlapping places of one form only the best, so that "3 Tri Rismaharini" is not preferred for its length."""
    kept: dict[str, list[_Run]] = {}
    for run in sorted(runs, key=lambda run: (-run.found.score, run.start - run.end)):
        same = kept.setdefault(run.found.form.letters, [])
        if all(run.end <= other.start or other.end <= run.start for other in same):
            same.append(run)
    return [run for same in kept.values() for run in same]


def _candidates(runs: list[_Run]) -> list[Candidate]:
    candidates = []
    told: set[tuple[int, int, PairRef]] = set()
    for run in runs:
        for owner in run.found.form.owners:
            here = (run.start, run.end, owner.pair)
            if here not in told and _admits(owner, run.found):
                told.add(here)
                kind = owner.kind
                if run.inside is TokenKind.HASHTAG:
                    kind = MatchKind.HASHTAG
                elif run.inside is TokenKind.MENTION:
                    kind = MatchKind.HANDLE
                candidates.append(
                    Candidate(
                        owner.term, owner.pair, kind, run.start, run.end, run.first, run.last, run.found.score,
                        owner.needs_context or _is_doubtful(run.found),
                        owner.everyday,
                    )
                )  # fmt: skip
    return candidates


def _is_doubtful(found: Found) -> bool:
    """A short word misspelt may be any other word."""
    return found.edits > 0 and len(found.form.words) == 1 and len(found.form.letters) < _TELLING


def _admits(owner: Owner, found: Found) -> bool:
    return found.score == 1.0 or (not owner.exact and found.edits <= owner.budget)

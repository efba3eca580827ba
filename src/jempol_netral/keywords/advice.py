"""What is right in a contest file but may not be what its writer expects: advice, not mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jempol_netral.errors import Phrase
from jempol_netral.keywords.contest_file import load_contest
from jempol_netral.keywords.spelling import folded
from jempol_netral.matching.terms import BORNE_BY_MANY, TermBook
from jempol_netral.models import MatchKind
from jempol_netral.toml_file import open_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jempol_netral.errors import Problem
    from jempol_netral.matching.lexicon import Lexicon
    from jempol_netral.matching.terms import Form, Owner
    from jempol_netral.toml_file import KeyPath, TomlDocument

EVERYDAY = Phrase("{term} is an everyday word; with needs_context = true it counts only near another term or a cue")
NAME_OF_MANY = Phrase("{term} is in the names of candidates of {contests} contests; needs_context = true may be wiser")
SHORT = Phrase("{term} is so short that it will stand in many texts by chance; needs_context = true may be wiser")
NEAR_WORDS = Phrase("{term} is near everyday words ({words}): a misspelling that is one of them is not taken for it")
NEAR_RIVAL = Phrase(
    "{term} of pair {number} and {other} of pair {rival} (line {line}) differ by {edits} of their letters; misspelt, "
    "one may be read as the other"
)
INSIDE_RIVAL = Phrase(
    "{term} of pair {number} stands inside {other} of pair {rival} (line {line}); "
    "where both fit, the longer one goes first"
)

_GIVEN = (MatchKind.ALIAS, MatchKind.SLOGAN)
_SHORT = 3
_NAMED = 4
"""Near words that a message names."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One form of one pair, with where its file says it."""

    form: Form
    owner: Owner
    path: KeyPath

    @property
    def number(self) -> int:
        return self.owner.pair.number


def advice(path: Path, lexicon: Lexicon) -> tuple[Problem, ...]:
    """What a person may want to change in a contest file that is correct, in the order of the file.

    Terms that are everyday words, too short, near everyday words, near a rival's, or inside a rival's.

    Raises:
        UserError: the file is wrong; `problems` names every mistake.
    """
    contest = load_contest(path)
    document = open_toml(path)
    places = _places(document)
    book = TermBook(lexicon.common_words, lexicon.known_words)
    spellings = [
        _Spelling(form, owner, _place_of(owner, document, places))
        for form in book.forms([contest])
        for owner in form.owners
    ]
    found = [*_alone(spellings, lexicon, document), *_near_words(spellings, lexicon, document)]
    found += _rivals(spellings, document)
    return tuple(sorted(found, key=lambda problem: (problem.line or 0, problem.template)))


def _places(document: TomlDocument) -> dict[tuple[int, str], KeyPath]:
    """Where each name and term of each pair stands, by number and folded text."""
    places: dict[tuple[int, str], KeyPath] = {}
    for index, pair in enumerate(document.data.get("pair", [])):
        for key in ("names", "aliases", "slogans", "hashtags"):
            for at, term in enumerate(pair.get(key, [])):
                text = term["text"] if isinstance(term, dict) else term
                places.setdefault((pair["number"], folded(text)), ("pair", index, key, at))
    return places


def _place_of(owner: Owner, document: TomlDocument, places: dict[tuple[int, str], KeyPath]) -> KeyPath:
    """A derived form belongs to the names that it was taken from."""
    given = places.get((owner.pair.number, folded(owner.term)))
    if given is not None:
        return given
    numbers = [pair["number"] for pair in document.data["pair"]]
    return ("pair", numbers.index(owner.pair.number), "names")


def _alone(spellings: Iterable[_Spelling], lexicon: Lexicon, document: TomlDocument) -> Iterator[Problem]:
    """Single words that the file itself gives, without asking for context."""
    for one in spellings:
        word = one.form.letters
        if one.owner.needs_context or len(one.form.words) > 1 or one.owner.kind not in _GIVEN:
            continue
        borne = lexicon.known_words.get(word, 0)
        if word in lexicon.common_words:
            yield document.problem(one.path, EVERYDAY, term=one.owner.term)
        elif borne >= BORNE_BY_MANY:
            yield document.problem(one.path, NAME_OF_MANY, term=one.owner.term, contests=borne)
        elif len(word) <= _SHORT:
            yield document.problem(one.path, SHORT, term=one.owner.term)


def _near_words(spellings: Iterable[_Spelling], lexicon: Lexicon, document: TomlDocument) -> Iterator[Problem]:
    common = sorted(lexicon.common_words)
    for one in spellings:
        if one.owner.budget == 0 or len(one.form.words) > 1 or one.owner.kind is MatchKind.HASHTAG:
            continue
        near = process.extract(
            one.form.letters, common, scorer=OSA.distance, score_cutoff=one.owner.budget, limit=_NAMED + 1
        )
        words = [word for word, edits, _ in near if edits > 0]
        if words:
            shown = ", ".join(words[:_NAMED]) + (" …" if len(words) > _NAMED else "")
            yield document.problem(one.path, NEAR_WORDS, term=one.owner.term, words=shown)


def _rivals(spellings: list[_Spelling], document: TomlDocument) -> Iterator[Problem]:
    for one, other in combinations(spellings, 2):
        if one.number == other.number or one.owner.kind is MatchKind.HASHTAG or other.owner.kind is MatchKind.HASHTAG:
            continue
        facts = {"rival": other.number, "other": other.owner.term, "line": document.line(other.path)}
        budget = max(one.owner.budget, other.owner.budget)
        edits = OSA.distance(one.form.letters, other.form.letters, score_cutoff=budget)
        if 0 < edits <= budget or (edits and one.form.sound == other.form.sound):
            facts |= {"number": one.number, "term": one.owner.term, "edits": edits}
            yield document.problem(one.path, NEAR_RIVAL, **facts)
            continue
        for short, long in ((one, other), (other, one)):
            if _inside(short.form.words, long.form.words):
                facts = {"term": short.owner.term, "number": short.number, "other": long.owner.term}
                facts |= {"rival": long.number, "line": document.line(long.path)}
                yield document.problem(short.path, INSIDE_RIVAL, **facts)


def _inside(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether words stand, in their order and together, among more words."""
    size = len(short)
    return size < len(long) and any(long[at : at + size] == short for at in range(len(long) - size + 1))

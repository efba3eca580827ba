"""What matching knows about language, as plain data: cue phrases by class, spellings, common words.

Pure: the files in keywords/cues/*.toml are read by the `keywords` room, which hands their parsed contents here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jempol_netral.errors import Phrase, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CUE_KEYS = frozenset({"class", "lang", "phrases", "weak", "source", "note", "reviewed"})
_SPELLING_KEYS = frozenset({"formal", "variants", "lang", "source", "note", "reviewed"})


@dataclass(frozen=True, slots=True)
class CuePhrase:
    """One phrase of a cue class, as a person writes it; matching normalises it like any text."""

    text: str
    lang: str = "id"
    """id | jv | su | mad | emoji."""
    weak: bool = False
    """An everyday word that says little by itself."""
    reviewed: bool = False
    """A speaker of the language has checked it."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything about language that matching needs. Pure data; `parse_cues` makes the cue part of it."""

    cues: Mapping[str, tuple[CuePhrase, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Phrases by class name, e.g. `vote-call`."""
    spellings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Everyday spelling -> formal word (`jgn` -> `jangan`), for cues only, never for names."""
    common_words: frozenset[str] = frozenset()
    """Everyday words: a fuzzy name match must not fall on them, and as a part of a name they need context."""
    known_words: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Other attested words, names above all -> in how many contests candidates bear it. No fuzzy match there either."""


@dataclass(frozen=True, slots=True)
class CueBlock:
    """The phrases of one class in one language: what a workspace's own file replaces as a whole."""

    name: str
    lang: str
    phrases: tuple[CuePhrase, ...]


@dataclass(frozen=True, slots=True)
class CueFile:
    """The contents of one parsed cue file."""

    blocks: tuple[CueBlock, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()


def parse_cues(document: Mapping[str, Any], file: str, problems: list[Problem]) -> CueFile:
    """A parsed cue TOML document as data; whatever is wrong is added to `problems` and left out.

    A document holds `[[cue]]` tables (class, lang, phrases, and optionally weak, source, note, reviewed) and
    `[[spelling]]` tables (formal, variants).
    """
    problems.extend(
        Problem("unknown table {name}; known: cue, spelling", {"name": key}, file=file)
        for key in sorted(set(document) - {"cue", "spelling"})
    )
    blocks = tuple(
        block
        for number, table in enumerate(_tables(document, "cue", file, problems), 1)
        if (block := _cue_block(table, number, file, problems)) is not None
    )
    spellings = tuple(
        pair
        for number, table in enumerate(_tables(document, "spelling", file, problems), 1)
        for pair in _spelling_pairs(table, number, file, problems)
    )
    return CueFile(blocks, spellings)


def build_lexicon(
    shipped: Iterable[CueFile],
    own: Iterable[CueFile] = (),
    common_words: frozenset[str] = frozenset(),
    known_words: Mapping[str, int] = MappingProxyType({}),
) -> Lexicon:
    """One lexicon from cue files; a class and language that stands in `own` replaces the shipped one as a whole."""
    blocks: dict[tuple[str, str], list[CuePhrase]] = {}
    spellings: dict[str, str] = {}
    for layer in (shipped, own):
        fresh: dict[tuple[str, str], list[CuePhrase]] = {}
        for document in layer:
            for block in document.blocks:
                fresh.setdefault((block.name, block.lang), []).extend(block.phrases)
            spellings.update(document.spellings)
        blocks.update(fresh)
    cues: dict[str, tuple[CuePhrase, ...]] = {}
    for (name, _), phrases in sorted(blocks.items()):
        cues[name] = cues.get(name, ()) + tuple(phrases)
    told = MappingProxyType(dict(sorted(spellings.items())))
    return Lexicon(MappingProxyType(cues), told, common_words, MappingProxyType(dict(known_words)))


def read_words(text: str) -> dict[str, int]:
    """The words of common-words.txt or known-words.txt with the number behind them, 0 where there is none."""
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {line[0]: int(line[1]) if len(line) > 1 else 0 for line in lines if line}


def _tables(document: Mapping[str, Any], key: str, file: str, problems: list[Problem]) -> list[Mapping[str, Any]]:
    tables = document.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.append(Problem("{name} must be written as [[{name}]] tables", {"name": key}, file=file))
        return []
    return tables


def _cue_block(table: Mapping[str, Any], number: int, file: str, problems: list[Problem]) -> CueBlock | None:
    where = {"number": number}
    before = len(problems)
    problems.extend(
        Problem("cue {number}: unknown key {key}", {**where, "key": key}, file=file)
        for key in sorted(set(table) - _CUE_KEYS)
    )
    name, lang = table.get("class"), table.get("lang", "id")
    if not isinstance(name, str) or not name or not isinstance(lang, str):
        problems.append(Problem("cue {number}: class and lang must be words", where, file=file))
    phrases = _words(table.get("phrases"))
    if phrases is None:
        problems.append(Problem("cue {number}: phrases must be a list of words in quotes", where, file=file))
    flags = [table.get("weak", False), table.get("reviewed", False)]
    if not all(isinstance(flag, bool) for flag in flags):
        problems.append(Problem("cue {number}: weak and reviewed are true or false", where, file=file))
    if len(problems) > before:
        return None
    made = tuple(CuePhrase(text, str(lang), bool(flags[0]), bool(flags[1])) for text in phrases or ())
    return CueBlock(str(name), str(lang), made)


def _spelling_pairs(table: Mapping[str, Any], number: int, file: str, problems: list[Problem]) -> list[tuple[str, str]]:
    formal, variants = table.get("formal"), _words(table.get("variants"))
    if set(table) - _SPELLING_KEYS or not isinstance(formal, str) or not formal or variants is None:
        template = Phrase("spelling {number}: needs formal = a word and variants = a list of words in quotes")
        problems.append(Problem(template, {"number": number}, file=file))
        return []
    return [(variant, formal) for variant in variants]


def _words(value: object) -> list[str] | None:
    if isinstance(value, list) and value and all(isinstance(word, str) and word.strip() for word in value):
        return value
    return None

"""A contest file: its shape, what may be wrong with it, and the Contest that it means."""

from __future__ import annotations

import zoneinfo
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from jempol_netral.errors import Phrase, UserError
from jempol_netral.keywords.regions import region_problem
from jempol_netral.keywords.spelling import folded, only_address
from jempol_netral.models import Contest, MatchKind, Pair, Stages, Term
from jempol_netral.platforms import read_account
from jempol_netral.toml_file import TomlDocument, Wrong, read_toml, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jempol_netral.errors import Problem
    from jempol_netral.toml_file import KeyPath

LEAST_LETTERS = 2

EMPTY = Phrase("`{key}` holds an empty text")
TOO_SHORT = Phrase("{text} has fewer than {least} letters or digits and would be found everywhere")
ONLY_ADDRESS = Phrase("{text} is only a form of address; add the name")
NOT_A_HANDLE = Phrase("{text} is an id; a mention is found by its handle")
NOT_ONE_WORD = Phrase("{text} must be one word, without spaces")
TEXT_OR_TABLE = Phrase(
    '`{key}` takes text in quotes or a table such as {{ text = "emil", needs_context = true }}, not {value}'
)
BAD_ID = Phrase("`id` must be small letters, digits and hyphens, such as pilbup-pamekasan-2024, not {value}")
BAD_ZONE = Phrase("`timezone` must be Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT), not {value}")
NO_PAIR = Phrase("there is no [[pair]]; a contest needs at least one")
NUMBER_TWICE = Phrase("number {number} is given to two pairs; the other stands in line {other}")
STAGE_ORDER = Phrase("`{key}` ({day}) may not come before `{earlier}` ({earlier_day})")
TWO_PAIRS = Phrase("{text} names pair {number} too (line {other}); a term may belong to one pair only")
WANTED_AND_NEVER = Phrase("{text} stands in `never` but is also a term of this pair")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _TermTable(_Table):
    text: str
    needs_context: bool = False
    exact: bool = False
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None

    @field_validator("text")
    @classmethod
    def _is_a_term(cls, text: str) -> str:
        return _usable(text)


def _usable(text: str) -> str:
    """A term with its outer spaces gone.

    Raises:
        Wrong: it is empty, too short, or only a form of address.
    """
    if not text.strip():
        raise Wrong(EMPTY)
    if len(folded(text)) < LEAST_LETTERS:
        raise Wrong(TOO_SHORT, text=shown(text), least=LEAST_LETTERS)
    if only_address(text):
        raise Wrong(ONLY_ADDRESS, text=shown(text))
    return " ".join(text.split())


def _as_table(value: Any) -> Any:
    if isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        raise Wrong(TEXT_OR_TABLE)
    return value


def _one_word(term: _TermTable) -> _TermTable:
    text = term.text.removeprefix("#")
    if " " in text:
        raise Wrong(NOT_ONE_WORD, text=shown(term.text))
    return term.model_copy(update={"text": text})


_Written = Annotated[_TermTable, BeforeValidator(_as_table)]


class _HandleTable(_Table):
    platform: str
    handle: str

    @model_validator(mode="after")
    def _is_a_handle(self) -> Self:
        self.canonical()
        return self

    def canonical(self) -> tuple[str, str]:
        """Slug and handle in the spelling that the whole program compares.

        Raises:
            Wrong: no such platform, or not a handle there.
        """
        try:
            account = read_account(self.platform, self.handle)
        except UserError as error:
            raise Wrong(error.template, **error.facts) from None
        if account.handle is None:
            raise Wrong(NOT_A_HANDLE, text=shown(self.handle))
        return account.platform, account.handle


class _PairTable(_Table):
    number: int = Field(ge=1, le=99)
    label: str
    names: tuple[str, ...] = ()
    aliases: tuple[_Written, ...] = ()
    slogans: tuple[_Written, ...] = ()
    hashtags: tuple[_Written, ...] = ()
    handles: tuple[_HandleTable, ...] = ()
    never: tuple[str, ...] = ()

    @field_validator("label")
    @classmethod
    def _has_a_label(cls, label: str) -> str:
        if not label.strip():
            raise Wrong(EMPTY)
        return label.strip()

    @field_validator("names", "never")
    @classmethod
    def _are_terms(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_usable(text) for text in texts)

    @field_validator("hashtags")
    @classmethod
    def _are_words(cls, tags: tuple[_TermTable, ...]) -> tuple[_TermTable, ...]:
        return tuple(_one_word(tag) for tag in tags)


class _StagesTable(_Table):
    nomination: date | None = None
    determined: date | None = None
    number_draw: date | None = None
    campaign: date | None = None
    quiet: date | None = None
    vote: date | None = None
    end: date | None = None


class _ContestTable(_Table):
    id: str
    name: str = Field(min_length=1)
    region: str
    timezone: str
    stages: _StagesTable = _StagesTable()

    @field_validator("id")
    @classmethod
    def _is_an_id(cls, given: str) -> str:
        if not given.isascii() or not given.replace("-", "").isalnum() or given != given.lower():
            raise Wrong(BAD_ID)
        return given

    @field_validator("region")
    @classmethod
    def _is_a_region(cls, region: str) -> str:
        wrong = region_problem(region)
        if wrong is not None:
            raise Wrong(wrong.template, **wrong.facts)
        return region

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        try:
            zoneinfo.ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise Wrong(BAD_ZONE) from None
        return zone


class _File(_Table):
    contest: _ContestTable
    pair: tuple[_PairTable, ...] = ()


def load_contest(path: Path) -> Contest:
    """The contest that the file at `path` describes.

    Raises:
        UserError: the file is absent or wrong; `problems` names every mistake with its line.
    """
    written = read_toml(path, _File, _check)
    head = written.contest
    return Contest(
        id=head.id,
        name=head.name,
        region=head.region,
        timezone=head.timezone,
        stages=Stages(**head.stages.model_dump()),
        pairs=tuple(sorted((_pair(table) for table in written.pair), key=lambda pair: pair.number)),
    )


def _pair(table: _PairTable) -> Pair:
    terms = [
        Term(one.text, kind, one.needs_context, one.exact, one.threshold)
        for kind, several in (
            (MatchKind.ALIAS, table.aliases),
            (MatchKind.SLOGAN, table.slogans),
            (MatchKind.HASHTAG, table.hashtags),
        )
        for one in several
    ]
    for one in table.handles:
        platform, handle = one.canonical()
        terms.append(Term(handle, MatchKind.HANDLE, exact=True, platform=platform))
    unique: dict[tuple[MatchKind, str | None, str], Term] = {}
    for term in terms:
        unique.setdefault((term.kind, term.platform, folded(term.text)), term)
    return Pair(table.number, table.label, table.names, tuple(unique.values()), table.never)


def _check(written: _File, document: TomlDocument) -> Iterator[Problem]:
    if not written.pair:
        yield document.problem(("pair",), NO_PAIR)
    yield from _stages_in_order(written.contest.stages, document)
    yield from _numbers_once(written, document)
    yield from _terms_of_one_pair(written, document)
    yield from _never_unwanted(written, document)


def _stages_in_order(stages: _StagesTable, document: TomlDocument) -> Iterator[Problem]:
    known = [(name, day) for name, day in stages if day is not None]
    for (earlier, earlier_day), (name, day) in pairwise(known):
        if day < earlier_day:
            place: KeyPath = ("contest", "stages", name)
            facts = {"day": day.isoformat(), "earlier": earlier, "earlier_day": earlier_day.isoformat()}
            yield document.problem(place, STAGE_ORDER, **facts)


def _numbers_once(written: _File, document: TomlDocument) -> Iterator[Problem]:
    seen: dict[int, int] = {}
    for index, pair in enumerate(written.pair):
        first = seen.setdefault(pair.number, index)
        if first != index:
            other = document.line(("pair", first, "number"))
            yield document.problem(("pair", index, "number"), NUMBER_TWICE, number=pair.number, other=other)


def _terms_of(pair: _PairTable, index: int) -> Iterator[tuple[str, KeyPath]]:
    """Everything that names the pair, with its place in the file. Handles are told apart by platform."""
    for place, name in enumerate(pair.names):
        yield name, ("pair", index, "names", place)
    for key, several in (("aliases", pair.aliases), ("slogans", pair.slogans), ("hashtags", pair.hashtags)):
        for place, term in enumerate(several):
            yield term.text, ("pair", index, key, place)


def _terms_of_one_pair(written: _File, document: TomlDocument) -> Iterator[Problem]:
    owners: dict[str, tuple[int, KeyPath]] = {}
    for index, pair in enumerate(written.pair):
        for text, place in _terms_of(pair, index):
            owner, other = owners.setdefault(folded(text), (index, place))
            if owner != index:
                facts = {"number": written.pair[owner].number, "other": document.line(other)}
                yield document.problem(place, TWO_PAIRS, text=shown(text), **facts)


def _never_unwanted(written: _File, document: TomlDocument) -> Iterator[Problem]:
    for index, pair in enumerate(written.pair):
        wanted = {folded(text) for text, _ in _terms_of(pair, index)}
        for place, text in enumerate(pair.never):
            if folded(text) in wanted:
                yield document.problem(("pair", index, "never", place), WANTED_AND_NEVER, text=shown(text))

"""Read a TOML file that a person wrote into a typed model, and name every mistake with its line.

`read_toml(path, Model)` is all that most callers need. `Model` is a pydantic model with `extra="forbid"`.
Values are taken strictly (`"2"` is not a number), except that a date may also stand in quotes. Enums are
given as text.

A validator in the model says what is wrong by raising `Wrong`; what concerns several keys at once goes into a
`check`, which gets the finished model and the document and yields `document.problem(path, template, ...)`.
Where a key is wrong the others are still looked at: the `UserError` holds all problems in the file's order.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema

from jempol_netral.errors import Phrase, Problem, UserError
from jempol_netral.toml_file.places import Path as KeyPath
from jempol_netral.toml_file.places import key_lines, line_of
from jempol_netral.toml_file.wording import (
    MISSING,
    UNKNOWN_NEAR,
    known_keys,
    nearest,
    shown,
    unknown,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pydantic_core import ErrorDetails

__all__ = ["KeyPath", "TomlDocument", "Wrong", "nearest", "open_toml", "read_toml", "shown"]

M = TypeVar("M")

BAD_FILE = Phrase("{file} has mistakes; nothing in it is used until they are corrected")
NO_FILE = Phrase("{file} does not exist")
UNREADABLE = Phrase("{file} cannot be read: {reason}")
NOT_UTF8 = Phrase("this is not UTF-8 text; save the file as UTF-8")
BAD_TOML = Phrase("this is not valid TOML: {reason}")
TWICE = Phrase("this key or table was given before")
TOO_DEEP = Phrase("tables or lists are nested too deeply")

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_MAX_LINE_OF_PROBLEM = 10**9


class Wrong(ValueError):
    """Raised by a model's validator: what is wrong with a value, as a template with named facts.

    `{key}` and `{value}` are filled in by the reader and need not be given.
    """

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template)
        self.template = template
        self.facts = facts


class TomlDocument:
    """A TOML file as read: its values, and the line of every key.

    Attributes:
        file: The path as given, for messages.
        data: What `tomllib` made of it.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.data: dict[str, Any] = tomllib.loads(text)
        self._text = text

    @cached_property
    def _lines(self) -> dict[KeyPath, int]:
        """Only a file with mistakes pays for it."""
        return key_lines(self._text.replace("\r\n", "\n"))

    def line(self, path: KeyPath) -> int | None:
        """The 1-based line of a key, or of the nearest table around it."""
        return line_of(self._lines, path)

    def value(self, path: KeyPath) -> object:
        """What stands at `path`; None where nothing does."""
        here: Any = self.data
        for part in path:
            try:
                here = here[part]
            except (KeyError, IndexError, TypeError):
                return None
        return here

    def problem(self, path: KeyPath, template: str, **facts: object) -> Problem:
        """A problem with the key at `path`. `{key}` and `{value}` are filled in unless given."""
        filled = {"key": _last_key(path), "value": shown(self.value(path))} | facts
        used = {name: fact for name, fact in filled.items() if f"{{{name}}}" in template}
        return Problem(template, used, file=self.file, line=self.line(path), column=spelled(path) or None)

    def parse(self, model: type[M]) -> tuple[M | None, list[Problem]]:
        """The typed model and the problems found. Unknown keys alone do not keep it from being made."""
        adapter = TypeAdapter(model)
        try:
            return _validated(adapter, self.data), []
        except ValidationError as error:
            found = error.errors(include_url=False)
        problems = _without_echoes([self._problem(one, adapter) for one in found])
        if any(one["type"] != "extra_forbidden" for one in found):
            return None, problems
        try:
            known = _without(self.data, [_own(self.data, one["loc"]) for one in found])
            return _validated(adapter, known), problems
        except ValidationError:
            return None, problems

    def _problem(self, error: ErrorDetails, adapter: TypeAdapter[M]) -> Problem:
        kept = _own(self.data, error["loc"])
        path = (*kept, error["loc"][-1]) if error["type"] == "missing" else kept
        cause = error.get("ctx", {}).get("error")
        if isinstance(cause, Wrong):
            return self.problem(path, cause.template, **cause.facts)
        if error["type"] == "extra_forbidden":
            template, facts = unknown(_last_key(path), _keys_at(adapter, path[:-1]))
        else:
            template, facts = wording(error, _last_key(path), self.value(path))
        return self.problem(path, template, **facts)


def read_toml(
    path: Path,
    model: type[M],
    check: Callable[[M, TomlDocument], Iterable[Problem]] | None = None,
) -> M:
    """The file at `path` as a `model`.

    Args:
        path: The file; a byte order mark and Windows line ends are fine.
        model: A pydantic model, or anything a TypeAdapter takes.
        check: Looks at the finished model for what no single key can tell.

    Raises:
        UserError: The file is absent, unreadable or wrong; `problems` names all that is wrong.
    """
    document = open_toml(path)
    parsed, problems = document.parse(model)
    if parsed is not None and check is not None:
        problems += check(parsed, document)
    if problems or parsed is None:
        raise UserError(BAD_FILE, sorted(problems, key=_order), file=document.file)
    return parsed


def open_toml(path: Path) -> TomlDocument:
    """The file at `path`, its syntax checked and nothing else.

    Raises:
        UserError: The file is absent, unreadable, not UTF-8 or not TOML.
    """
    file = str(path)
    text = _text(path)
    try:
        return TomlDocument(file, text)
    except RecursionError:
        problem = Problem(TOO_DEEP, file=file)
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        problem = _syntax_problem(file, text, str(error))
    raise UserError(BAD_FILE, [problem], file=file)


def spelled(path: KeyPath) -> str:
    """A key path as people count: `pair[2].aliases[1]` is the first alias of the second pair."""
    parts = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return parts.removeprefix(".")


def _text(path: Path) -> str:
    file = str(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise UserError(NO_FILE, file=file) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise UserError(UNREADABLE, file=file, reason=reason) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UserError(BAD_FILE, [Problem(NOT_UTF8, file=file, line=line)], file=file) from None


def _syntax_problem(file: str, text: str, reason: str) -> Problem:
    found = _PLACE.search(reason)
    line = None
    if found is not None:
        line = int(found[1]) if found[1] else text.rstrip().count("\n") + 1
        reason = reason[: found.start()]
    if reason.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")):
        return Problem(TWICE, file=file, line=line)
    return Problem(BAD_TOML, {"reason": reason[:1].lower() + reason[1:]}, file=file, line=line)


def _validated(adapter: TypeAdapter[M], data: dict[str, Any]) -> M:
    """By way of JSON: its strict mode takes lists for tuples and text for enums and dates, as TOML needs."""
    return adapter.validate_json(json.dumps(data, default=_as_text), strict=True)


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """No problem twice, and no missing key that an unknown one beside it was meant for."""
    meant = set()
    for problem in problems:
        if problem.template == UNKNOWN_NEAR:
            table = (problem.column or "").rpartition(".")[0]
            meant.add(f"{table}.{problem.facts['near']}".removeprefix("."))
    kept = []
    for problem in problems:
        echo = problem.template == MISSING and problem.column in meant
        if not echo and problem not in kept:
            kept.append(problem)
    return kept


def _own(data: object, location: tuple[str | int, ...]) -> KeyPath:
    """The part of pydantic's location that exists in the file; it adds names of its own for unions."""
    path: list[str | int] = []
    here: Any = data
    for part in location:
        inside = isinstance(part, int) and isinstance(here, list) and part < len(here)
        if inside or (isinstance(here, dict) and part in here):
            here = here[part]
            path.append(part)
    return tuple(path)


def _last_key(path: KeyPath) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _keys_at(adapter: TypeAdapter[M], path: KeyPath) -> set[str]:
    try:
        return known_keys(adapter.json_schema(), path)
    except PydanticInvalidForJsonSchema:
        return set()


def _without(data: dict[str, Any], paths: list[KeyPath]) -> dict[str, Any]:
    """A copy of `data` without the keys at `paths`."""
    copy: dict[str, Any] = json.loads(json.dumps(data, default=_as_text))
    for path in paths:
        here: Any = copy
        for part in path[:-1]:
            here = here[part]
        del here[path[-1]]
    return copy


def _as_text(value: Any) -> str:
    """Dates and times for JSON."""
    return str(value.isoformat())


def _order(problem: Problem) -> int:
    return _MAX_LINE_OF_PROBLEM if problem.line is None else problem.line

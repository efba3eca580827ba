"""Finds the fetchers that are installed, by entry points. A broken one is reported and left out, never fatal.

A package offers a fetcher as

    [project.entry-points."jempol_netral.fetchers"]
    mine = "my_package:MyFetcher"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from jempol_netral.errors import Phrase, Problem
from jempol_netral.fetchers.base import Fetcher, Manifest, Options

GROUP = "jempol_netral.fetchers"
OWN = "jempol_netral."
_KINDS = {str: Phrase("text"), bool: Phrase("true or false"), int: Phrase("a whole number"), float: Phrase("a number")}


@dataclass(frozen=True, slots=True)
class Found:
    """The fetchers that can be used, by name, and what is wrong with the others."""

    fetchers: Mapping[str, type[Fetcher]]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """Fetchers made with their options, by name, and what kept others from being made."""

    fetchers: Mapping[str, Fetcher]
    problems: tuple[Problem, ...] = ()


def installed() -> tuple[EntryPoint, ...]:
    """All entry points of the group, our own first, then by name. Imports none of them."""
    found = entry_points(group=GROUP)
    return tuple(sorted(found, key=lambda point: (not point.value.startswith(OWN), point.name, point.value)))


def find(names: Iterable[str] | None = None, points: Iterable[EntryPoint] | None = None) -> Found:
    """Load the fetchers called `names`, or all. Whatever goes wrong inside a plugin becomes a problem.

    Where two packages offer one name the first stands: our own, else the first by module name.
    """
    wanted = None if names is None else set(names)
    fetchers: dict[str, type[Fetcher]] = {}
    problems: list[Problem] = []
    for point in installed() if points is None else points:
        if wanted is not None and point.name not in wanted:
            continue
        if point.name in fetchers:
            facts = {"name": point.name, "value": point.value}
            problems.append(Problem("fetcher {name}: offered twice; {value} is left out", facts))
            continue
        loaded = _load(point)
        if isinstance(loaded, Problem):
            problems.append(loaded)
        else:
            fetchers[point.name] = loaded
    absent = (wanted or set()) - {*fetchers, *(str(problem.facts["name"]) for problem in problems)}
    problems += [Problem("fetcher {name}: none of this name is installed", {"name": name}) for name in sorted(absent)]
    return Found(fetchers, tuple(problems))


def make(
    found: Mapping[str, type[Fetcher]],
    settings: Mapping[str, Mapping[str, object]],
    file: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Made:
    """Make fetchers with the tables `[fetchers.NAME]` of jempol.toml; `file` names it in problems.

    Each gets of `environment` the credentials that its manifest names, and nothing else.
    """
    fetchers: dict[str, Fetcher] = {}
    problems: list[Problem] = []
    for name, kind in found.items():
        options, wrong = check_options(kind.manifest, settings.get(name, {}), file)
        problems += wrong
        if wrong:
            continue
        try:
            fetchers[name] = build(kind, options, environment or {})
        except (Exception, SystemExit) as error:  # a plugin may raise anything
            problems.append(_broken(name, error, tell=not _credentials(kind.manifest)))
    return Made(fetchers, tuple(problems))


def build(kind: type[Fetcher], options: Options, environment: Mapping[str, str]) -> Fetcher:
    """One fetcher with checked `options`; with its credentials too where its manifest names some."""
    names = _credentials(kind.manifest)
    if not names:
        plain = cast("Callable[[Options], Fetcher]", kind)
        return plain(options)
    given = {name: environment.get(name, "").strip() for name in names}  # a file's line break is no part of a key
    return kind(options, secrets={name: value for name, value in given.items() if value})


def _credentials(manifest: Manifest) -> tuple[str, ...]:
    return (*manifest.credentials, *manifest.optional_credentials)


def check_options(
    manifest: Manifest, given: Mapping[str, object], file: str | None = None
) -> tuple[dict[str, str | int | float | bool], list[Problem]]:
    """The manifest's options with `given` laid over them, and everything wrong with `given`."""
    options = dict(manifest.options)
    problems = []
    for key, value in given.items():
        column = f"fetchers.{manifest.name}.{key}"
        if key not in options:
            facts: dict[str, object] = {"key": key, "known": ", ".join(options) or "-"}
            problems.append(Problem("unknown setting {key}; known: {known}", facts, file=file, column=column))
            continue
        fitting = _fitting(value, options[key])
        if fitting is None:
            facts = {"key": key, "kind": _KINDS[type(options[key])]}
            problems.append(Problem("{key} must be {kind}", facts, file=file, column=column))
        else:
            options[key] = fitting
    return options, problems


def _fitting(value: object, default: str | int | float | bool) -> str | int | float | bool | None:
    """`value` in the type of `default`; None where it does not fit. True is no number."""
    if isinstance(value, bool) or isinstance(default, bool):
        return value if isinstance(value, bool) and isinstance(default, bool) else None
    if isinstance(default, float) and isinstance(value, int | float):
        return float(value)
    if isinstance(value, str | int) and type(value) is type(default):
        return value
    return None


def _load(point: EntryPoint) -> type[Fetcher] | Problem:
    try:
        kind: Any = point.load()
        manifest = kind.manifest
    except (Exception, SystemExit) as error:  # a plugin may raise anything
        return _broken(point.name, error)
    wrong = _wrong(manifest, point.name) or ("" if callable(getattr(kind, "fetch", None)) else "no fetch()")
    if wrong:
        return Problem("fetcher {name}: {what}", {"name": point.name, "what": wrong})
    loaded: type[Fetcher] = kind
    return loaded


def _wrong(manifest: object, name: str) -> str:
    """What is wrong with a manifest, in a few words; empty where nothing is."""
    if not isinstance(manifest, Manifest):
        return "its manifest is no Manifest"
    if manifest.name != name:
        return f"its manifest calls it {manifest.name!r}"
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        return "its name is no slug"
    if not manifest.platforms or not manifest.readings:
        return "it names no platform or no reading"
    return ""


def _broken(name: str, error: BaseException, *, tell: bool = True) -> Problem:
    """What a plugin stumbled over; of one that holds a secret only the kind, since its words may quote it."""
    facts = {"name": name, "kind": type(error).__name__, "what": str(error)[:200] if tell else "-"}
    return Problem("fetcher {name} cannot be loaded: {kind}: {what}", facts)

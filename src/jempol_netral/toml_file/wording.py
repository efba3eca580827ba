"""What pydantic found, in plain words: one template for each kind of mistake."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jempol_netral.errors import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

MISSING = Phrase("`{key}` is missing")
UNKNOWN = Phrase("`{key}` is not known here")
UNKNOWN_NEAR = Phrase("`{key}` is not known here; did you mean `{near}`?")
UNKNOWN_AMONG = Phrase("`{key}` is not known here; known are {choices}")
DOUBLE_BRACKETS = Phrase("`{key}` is a list of tables: write [[{key}]] with double brackets")
OTHER = Phrase("`{key}` cannot be used: {reason}")

_WHOLE = Phrase("`{key}` must be a whole number, not {value}")
_NUMBER = Phrase("`{key}` must be a number, not {value}")
_TEXT = Phrase("`{key}` must be text in quotes, not {value}")
_TRUTH = Phrase("`{key}` must be true or false, not {value}")
_DATE = Phrase("`{key}` must be a date such as 2024-11-27, not {value}")
_TIME = Phrase("`{key}` must be a time such as 2024-11-27T07:00:00+07:00, not {value}")
_LIST = Phrase("`{key}` must be a list in square brackets, not {value}")
_TABLE = Phrase("`{key}` must be a table, not {value}")
_CHOICE = Phrase("`{key}` must be one of {choices}, not {value}")
_EMPTY = Phrase("`{key}` must not be empty")
_SHAPE = Phrase("`{key}` is not written as it should be: {value}")

_BY_KIND = {
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "string_type": _TEXT,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "timezone_aware": _TIME,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dataclass_type": _TABLE,
    "missing": MISSING,
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "too_short": _EMPTY,
    "string_too_short": _EMPTY,
    "string_pattern_mismatch": _SHAPE,
    "greater_than": Phrase("`{key}` must be more than {bound}, not {value}"),
    "greater_than_equal": Phrase("`{key}` must be at least {bound}, not {value}"),
    "less_than": Phrase("`{key}` must be less than {bound}, not {value}"),
    "less_than_equal": Phrase("`{key}` must be at most {bound}, not {value}"),
    "too_long": Phrase("`{key}` may hold at most {bound} entries"),
    "string_too_long": Phrase("`{key}` may be at most {bound} characters long"),
}
_BOUNDS = ("gt", "ge", "lt", "le", "max_length")
_SHOWN = 60
"""Characters of a wrong value that a message repeats."""


def shown(value: object) -> str:
    """`value` as the file might spell it, cut where long, control characters escaped."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return Phrase("a table")
    if isinstance(value, list):
        return Phrase("a list")
    if isinstance(value, str):
        cut = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        return json.dumps(cut, ensure_ascii=False)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)[:_SHOWN]


def wording(error: ErrorDetails, key: str, value: object) -> tuple[str, dict[str, object]]:
    """Template and facts for one pydantic error about `key`, whose value in the file is `value`."""
    kind, context = error["type"], error.get("ctx", {})
    facts: dict[str, object] = {"key": key}
    if kind in {"list_type", "tuple_type"} and isinstance(value, dict):
        return DOUBLE_BRACKETS, facts
    template = _BY_KIND.get(kind, OTHER)
    if "{value}" in template:
        facts["value"] = shown(value)
    if "{choices}" in template:
        facts["choices"] = str(context["expected"]).replace("'", '"').replace(" or ", ", ")
    if "{bound}" in template:
        facts["bound"] = next(context[name] for name in _BOUNDS if name in context)
    if template is OTHER:
        facts["reason"] = error["msg"]
    return template, facts


def unknown(key: str, known: Iterable[str]) -> tuple[str, dict[str, object]]:
    """Template and facts for a key that nobody asked for, with the nearest known key where one is near."""
    names = sorted(known)
    near = nearest(key, names)
    if near is not None:
        return UNKNOWN_NEAR, {"key": key, "near": near}
    if 0 < len(names) <= 10:
        return UNKNOWN_AMONG, {"key": key, "choices": ", ".join(f"`{name}`" for name in names)}
    return UNKNOWN, {"key": key}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely means (slips of about a third of its letters), or None."""
    names = list(known)
    budget = max(1, len(word) // 3)
    found = process.extractOne(word.casefold(), names, scorer=OSA.distance, score_cutoff=budget)
    if found is not None:
        return found[0]
    return next((name for name in names if word.casefold().startswith(name)), None)


def known_keys(schema: Mapping[str, Any], path: tuple[str | int, ...]) -> set[str]:
    """The keys that a JSON schema allows in the table at `path`; empty where it does not say."""
    here = _branches(schema, schema)
    for part in path:
        step: list[Mapping[str, Any]] = []
        for node in here:
            child = node.get("items") if isinstance(part, int) else _child(node, part)
            if isinstance(child, dict):
                step += _branches(schema, child)
        here = step
    return {name for node in here for name in node.get("properties", {})}


def _child(node: Mapping[str, Any], name: str) -> object:
    return node.get("properties", {}).get(name) or node.get("additionalProperties")


def _branches(schema: Mapping[str, Any], node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The node itself, or what its reference or alternatives lead to."""
    if "$ref" in node:
        target: Mapping[str, Any] = schema["$defs"][str(node["$ref"]).rsplit("/", 1)[-1]]
        return _branches(schema, target)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in node:
            return [found for branch in node[several] for found in _branches(schema, branch)]
    return [node]

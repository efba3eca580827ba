"""Takes apart what a platform answered, strictly: what the documentation promises is there or ShapeChanged is raised.

Pure. Text that comes out of here can be stored: half a character (a lone surrogate) is replaced.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from jempol_netral.errors import ShapeChanged

Json = dict[str, Any]


def obj(holder: Any, key: str) -> Json:
    """The object under `key`.

    Raises:
        ShapeChanged: there is none.
    """
    found = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(found, dict):
        raise ShapeChanged("the answer lacks the object {key}", key=key)
    return found


def array(holder: Any, key: str) -> list[Any]:
    """The list under `key`.

    Raises:
        ShapeChanged: there is none.
    """
    found = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(found, list):
        raise ShapeChanged("the answer lacks the list {key}", key=key)
    return found


def text(holder: Any, key: str) -> str:
    """The text under `key`, not empty.

    Raises:
        ShapeChanged: there is none.
    """
    found = optional_text(holder, key)
    if not found:
        raise ShapeChanged("the answer lacks the text {key}", key=key)
    return found


def optional_text(holder: Any, key: str) -> str | None:
    """The text under `key`; None where there is something else or nothing."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return storable(found) if isinstance(found, str) else None


def objects(holder: Any, key: str) -> list[Json]:
    """The objects in the list under `key`, as many as there are; for what is allowed to be absent."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def storable(said: str) -> str:
    """`said` without halves of characters, which no file and no database takes."""
    return said.encode("utf-8", "replace").decode("utf-8")


def moment(said: object) -> datetime | None:
    """An ISO time as aware UTC (without a zone it is taken for UTC); None for anything else. Years as 0001 do occur."""
    if not isinstance(said, str):
        return None
    try:
        found = datetime.fromisoformat(said)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def canonical(payload: Json) -> bytes:
    """`payload` as JSON whose bytes do not depend on the order in which the platform happened to send it.

    Raises:
        ShapeChanged: it is nested beyond reason.
    """
    try:
        said = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except RecursionError as error:
        raise ShapeChanged("the answer is nested too deeply") from error
    return said.encode("utf-8", "backslashreplace")  # a lone surrogate becomes the escape that JSON has for it

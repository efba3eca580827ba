"""What a host said, and what its status means for the caller. Pure: no network."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from jempol_netral.errors import (
    AuthProblem,
    NetworkProblem,
    RateLimited,
    ShapeChanged,
    SourceGone,
    SourcePrivate,
)
from jempol_netral.fetchers.limits import retry_after
from jempol_netral.fetchers.shapes import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host said, read to the end."""

    status: int
    url: str = field(repr=False)
    """Where it came from at last. May hold secrets in its query: not for messages, not for the database."""
    shown: str
    """The same without query: for messages."""
    headers: Mapping[str, str] = field(repr=False)
    """Looked up whatever their case."""
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ShapeChanged: it is none; cut off, HTML, or nested beyond reason.
        """
        try:
            return json.loads(self.body, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise ShapeChanged("{url} did not answer with JSON", url=self.shown) from error

    def object(self) -> Json:
        """The body as a JSON object.

        Raises:
            ShapeChanged: it is something else.
        """
        found = self.json()
        if not isinstance(found, dict):
            raise ShapeChanged("{url} answered with JSON of another shape", url=self.shown)
        taken: Json = found
        return taken


def judge(answer: Answer, let: Collection[int], now: datetime) -> Answer:
    """Give `answer` back where the caller can use it, else raise what its status means.

    Raises:
        SourceGone: 404 or 410. SourcePrivate: 403 or 451. AuthProblem: 401. RateLimited: 429. NetworkProblem: 5xx.
        ShapeChanged: any other status.
    """
    status, facts = answer.status, {"url": answer.shown, "status": answer.status}
    if status == 200 or status in let:
        return answer
    if status in (404, 410):
        raise SourceGone("{url} does not exist (HTTP {status})", **facts)
    if status == 401:
        raise AuthProblem("{url} wants a credential (HTTP {status})", **facts)
    if status in (403, 451):
        raise SourcePrivate("{url} is not open to us (HTTP {status})", **facts)
    if status == 429:
        rest = retry_after(answer.headers, now)
        raise RateLimited("{url} was asked too quickly (HTTP {status})", retry_after=rest, **facts)
    if status >= 500:
        raise NetworkProblem("{url} is out of order (HTTP {status})", **facts)
    raise ShapeChanged("{url} answers with HTTP {status}", **facts)


def unpacker(encoding: str, shown: str) -> Callable[[bytes, int], bytes]:
    """A function that unpacks the next bytes of a body, giving out at most so many.

    Only what was asked for (gzip) and plain bodies are understood.
    """
    if encoding.strip().lower() in ("", "identity"):
        return lambda packed, _most: packed
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        raise ShapeChanged("{url} answers in an unknown compression", url=shown)
    unpacker = zlib.decompressobj(wbits=31)

    def unpack(packed: bytes, most: int) -> bytes:
        try:
            return unpacker.decompress(packed, most)
        except zlib.error as error:
            raise NetworkProblem("a broken answer from {url}", url=shown) from error

    return unpack


def _no_number(said: str) -> NoReturn:
    """JSON knows neither NaN nor Infinity, Python's reader does."""
    raise ValueError(said)

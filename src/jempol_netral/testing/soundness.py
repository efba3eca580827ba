"""What an item must have so that it can be attributed, stored and shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from jempol_netral.models import Act, Item, TimeQuality


def faults_of(item: Item, platforms: tuple[str, ...]) -> list[str]:
    """All that is wrong with one item, in words for its fetcher's author."""
    return [*_whose(item, platforms), *_when(item), *_where(item), *_unstorable(item)]


def _whose(item: Item, platforms: tuple[str, ...]) -> Iterator[str]:
    if platforms != ("*",) and item.platform not in platforms:
        yield f"the platform {item.platform!r} is not declared"
    if not item.author_id and not item.author:
        yield "whose act it was must be known: author_id, author or both"
    if item.act is Act.RESHARE and not item.reshared_author:
        yield "a reshare must say whose words it spreads"


def _when(item: Item) -> Iterator[str]:
    for name, at in (("created_at", item.created_at), ("edited_at", item.edited_at)):
        if at is not None and at.utcoffset() != timedelta(0):
            yield f"{name} must be aware UTC"
    if item.created_at is None and item.time_quality is TimeQuality.PLATFORM:
        yield "a time that is absent is not the platform's"


def _where(item: Item) -> Iterator[str]:
    if item.url is not None and (urlsplit(item.url).scheme not in ("https", "http") or not urlsplit(item.url).hostname):
        yield "the url must be an address that a person can open"
    if item.act is Act.COMMENT and not (item.parent_id or item.thread_id or item.under or item.under_id):
        yield "a comment must say what it stands under"


def _unstorable(item: Item) -> Iterator[str]:
    names = ("id", "author_id", "author", "text", "parent_id", "thread_id", "under", "under_id", "reshared_author")
    for name in names:
        said: object = getattr(item, name)
        if said is not None and not isinstance(said, str):
            yield f"{name} must be a string, not {type(said).__name__}"
        elif isinstance(said, str) and said.encode("utf-8", "replace").decode() != said:
            yield f"{name} holds half a character (a lone surrogate)"
    if not item.id:
        yield "the id must not be empty"
    if not item.raw:
        yield "raw must hold the payload: its digest is the evidence"

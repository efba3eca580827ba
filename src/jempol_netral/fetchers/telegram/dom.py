"""A page of t.me as a tree, by the parser that browsers' rules were written down for (selectolax on Lexbor). Pure.

Loaded only when a page is read.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from jempol_netral.errors import NetworkProblem, ShapeChanged
from jempol_netral.fetchers.shapes import storable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from jempol_netral.fetchers.answers import Answer

MOST_TAGS = 40_000
"""A page of a hundred comments has a fifth of it. Nesting costs the parser time by its square."""
DEEPEST = 60
"""So many levels a part of a message stands below it at most."""


def parse(answer: Answer) -> LexborHTMLParser:
    """The page as a tree.

    Raises:
        ShapeChanged: it is no HTML, or beyond all measure. NetworkProblem: it is cut off.
    """
    from selectolax.lexbor import LexborHTMLParser

    body = answer.body.strip()
    if not body[:100].lower().startswith((b"<!doctype html", b"<html")) or body.count(b"<") > MOST_TAGS:
        raise ShapeChanged("{url} did not answer with a page of Telegram", url=answer.shown)
    if not body[-100:].lower().endswith(b"</html>") and b"</html>" not in body[-4096:].lower():
        raise NetworkProblem("a broken answer from {url}", url=answer.shown)
    return LexborHTMLParser(body.decode("utf-8", "replace"))


def classes(node: LexborNode) -> list[str]:
    """The class names of an element."""
    return (node.attributes.get("class") or "").split()


def attribute(node: LexborNode | None, name: str) -> str | None:
    """An attribute's text; None where the element or the attribute is absent."""
    found = None if node is None else node.attributes.get(name)
    return None if found is None else storable(found.strip())


def inside(node: LexborNode, top: LexborNode, names: Collection[str]) -> bool:
    """Whether an element between `node` and `top` has one of these classes. Beyond all depth: taken for yes."""
    above = node.parent
    for _ in range(DEEPEST):
        if above is None or above.mem_id == top.mem_id:
            return False
        if not set(classes(above)).isdisjoint(names):
            return True
        above = above.parent
    return True


def own(top: LexborNode, selector: str, foreign: Collection[str]) -> list[LexborNode]:
    """What `selector` finds below `top`, save what stands in, or is, an element with one of the `foreign` classes."""
    found = top.css(selector)
    return [node for node in found if set(classes(node)).isdisjoint(foreign) and not inside(node, top, foreign)]

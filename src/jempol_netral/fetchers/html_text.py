"""What a person reads of a piece of HTML. Pure; the standard library's parser, which bears any markup.

Nothing of the markup is trusted or kept: what comes out is plain text and is shown as such.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html.parser import HTMLParser

LONGEST = 100_000
"""Characters of HTML that are looked at; a post is a hundred times shorter, and the parser is slow on hostile input."""

_LINES = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main "
        "nav ol p pre section table tr ul",
    )
)
"""Elements that begin and end a line."""
_UNREAD = frozenset({"script", "style", "template", "title"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINE_ENDS = re.compile(r" *\n[ \n]*")


def text_of(html: str, *, without: Collection[str] = ()) -> str:
    """The text of `html`: lines where a browser breaks them, spaces folded, entities resolved, no line empty.

    Elements with one of the classes `without` are left out. Of a picture its `alt` is read: custom emoji are such.
    """
    reader = _Reader(frozenset(without))
    reader.feed(html[:LONGEST])
    reader.close()
    return _LINE_ENDS.sub("\n", "".join(reader.parts)).strip(" \n")


class _Reader(HTMLParser):
    def __init__(self, without: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._without = without
        self._hidden: list[str] = []
        """The elements that are open inside one that is left out, itself first."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if self._hidden or tag in _UNREAD or not self._without.isdisjoint(classes):
            if tag not in _VOID:
                self._hidden.append(tag)
        elif tag in _LINES:
            self.parts.append("\n")
        elif tag == "img":
            self.parts.append(given.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        elif tag in _LINES and not self._hidden:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(_SPACES.sub(" ", data))

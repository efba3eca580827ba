"""What a person reads of a piece of HTML. Pure; bears any markup in linear time.

Nothing of the markup is trusted or kept: what comes out is plain text and is shown as such. The standard library's
parser was tried first: it needs ten seconds for 30 kB of "<a <a <a" and stumbles over "<![<![".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST = 100_000
"""Characters of HTML that are looked at, embedded pictures left out; a post is a hundred times shorter, and very deep
nesting is slow (0.7 s at this length)."""

_LINES = (
    "address, article, aside, blockquote, dd, div, dl, dt, figcaption, figure, footer, h1, h2, h3, h4, "
    "h5, h6, header, li, main, nav, ol, p, pre, section, table, td, th, tr, ul"
)
"""Elements that begin and end a line."""
_UNREAD = "script, style, template, title, iframe, object, noembed, noframes"
_MEDIA = "img, picture, video, audio, iframe, embed, object"
_EMOJI = frozenset({"emoji", "wp-smiley", "custom-emoji"})
"""Classes of pictures that stand for a letter."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINE_ENDS = re.compile(r" *\n[ \n]*")
_GAPS = re.compile(" {2,}")
_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[\w+/=%-]*")


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What a piece of HTML holds for us."""

    text: str
    """Lines where a browser breaks them, spaces folded, entities resolved, no line empty."""
    media: bool
    """Whether it shows pictures, sound, video or something embedded."""


def text_of(html: str, *, without: Collection[str] = ()) -> str:
    """The text of `html`; see `read_html`."""
    return read_html(html, without=without).text


def read_html(html: str, *, without: Collection[str] = (), quotes: bool = True) -> HtmlText:
    """The text of `html`, and whether there is something to look at.

    Elements with one of the classes `without` are left out; so are quotations where `quotes` is False, unless one is
    never closed and nobody can tell where it ends. Of a picture its `alt` is read: custom emoji are such.
    """
    from selectolax.lexbor import LexborHTMLParser  # start-up would feel it

    html = _EMBEDDED.sub("", html)[:LONGEST].replace("\0", "")
    # A fragment: a document's parser would drop everything behind a stray <frameset>.
    tree = LexborHTMLParser(_SPACES.sub(" ", html), is_fragment=True)
    root = tree.root
    if root is None:
        return HtmlText("", media=False)
    left_out = {f'[class~="{name}"]' for name in without}
    if not quotes and _closed(html, "blockquote"):
        left_out.add("blockquote")
    for node in tree.css(", ".join(sorted(left_out))) if left_out else ():
        node.replace_with("\n")  # what stood on both sides of it is not one word
    media = any(not _is_emoji(node) for node in tree.css(_MEDIA))
    return HtmlText(_text(tree), media)


def _text(tree: LexborHTMLParser) -> str:
    for node in tree.css(_UNREAD):
        node.decompose()
    for node in tree.css("img"):
        alt = node.attributes.get("alt") or ""
        node.replace_with(alt if _is_emoji(node) else f" {alt} ")
    for node in tree.css("br, hr"):
        node.replace_with("\n")
    for node in tree.css(_LINES):
        node.insert_before("\n")
        node.insert_after("\n")
    said = tree.root.text(separator="") if tree.root is not None else ""
    return _GAPS.sub(" ", _LINE_ENDS.sub("\n", said)).strip(" \n")


def _is_emoji(picture: LexborNode) -> bool:
    return not _EMOJI.isdisjoint((picture.attributes.get("class") or "").split())


def _closed(html: str, tag: str) -> bool:
    lower = html.casefold()
    return lower.count(f"<{tag}") == lower.count(f"</{tag}")

"""JSON Feed 1 and 1.1 in, entries out. Pure. https://www.jsonfeed.org/version/1.1/"""

from __future__ import annotations

from jempol_netral.fetchers.feeds.entry import Byline, Entry, read_time
from jempol_netral.fetchers.html_text import read_html
from jempol_netral.fetchers.shapes import Json, array, objects, optional_text, storable
from jempol_netral.fetchers.sites import page_address

VERSION = "https://jsonfeed.org/version/"


def is_json_feed(answer: object) -> bool:
    """Whether decoded JSON calls itself a JSON Feed."""
    return isinstance(answer, dict) and (optional_text(answer, "version") or "").startswith(VERSION)


def json_entries(answer: Json, url: str) -> tuple[list[Entry], int]:
    """The entries of a JSON Feed found at `url`, and how many were none.

    Raises:
        ShapeChanged: it has no list of items.
    """
    found = array(answer, "items")
    entries = [_entry(each, url) for each in found if isinstance(each, dict)]
    return entries, len(found) - len(entries)


def json_byline(holder: Json) -> Byline:
    """The author of a feed or an entry: the first of `authors` (1.1), else `author` (1)."""
    author = holder.get("author")
    for each in (*objects(holder, "authors"), author if isinstance(author, dict) else {}):
        if optional_text(each, "name") or optional_text(each, "url"):
            return Byline(optional_text(each, "name") or "", optional_text(each, "url") or "")
    return Byline()


def _entry(item: Json, url: str) -> Entry:
    html = optional_text(item, "content_html")
    read = read_html(html) if html is not None else None
    plain = optional_text(item, "content_text") or optional_text(item, "summary") or ""
    guid = item.get("id")  # some write a number, against the specification
    return Entry(
        guid=storable(str(guid)) if isinstance(guid, str | int) else "",
        url=page_address(url, optional_text(item, "url")),
        title=(optional_text(item, "title") or "").strip(),
        text=read.text if read is not None and read.text else plain,
        media=bool((read and read.media) or item.get("image") or item.get("attachments")),
        author=json_byline(item),
        published=read_time(item.get("date_published")),
        updated=read_time(item.get("date_modified")),
    )

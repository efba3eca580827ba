"""Our own row, as JSON or CSV: what its fields are and how they become an item.

    platform,id,act,author_id,author,text,created_at,url,parent_id,under,reshared_author

`platform`, `id` and one of `author_id` and `author` must be there. `act` defaults to post; `author` is a handle or
the address of a profile; `under` is the campaign account or thread that it was written under.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jempol_netral.errors import UserError
from jempol_netral.imports.base import ImportOptions, Row, Status, canonical
from jempol_netral.imports.values import Unusable, clean, read_id, read_time
from jempol_netral.models import Act, Item, TimeQuality
from jempol_netral.platforms import PLATFORMS, platform_slug, read_account
from jempol_netral.roster.sheet import header_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORDS = {
    "platform": ("media", "mediasosial", "medsos"),
    "id": ("idkiriman", "idunggahan", "iditem", "idkomentar"),
    "act": ("tindakan", "aksi", "jenis"),
    "author_id": ("idpenulis", "idakun", "iduser"),
    "author": ("penulis", "akun", "username", "namapengguna"),
    "text": ("teks", "isi", "komentar", "tulisan"),
    "created_at": ("waktu", "tanggal", "dibuat", "waktuunggah"),
    "url": ("tautan", "link", "alamat"),
    "parent_id": ("idinduk", "membalas"),
    "under": ("dibawah", "dipostingan", "padaakun", "diakun"),
    "reshared_author": ("penulisasli", "akunasli"),
}
"""The fields, and what else a header may call them (letters and digits only, casefolded)."""

KNOWN = {header_key(word): field for field, words in WORDS.items() for word in (field, *words)}
_ACTS = {
    "": Act.POST, "post": Act.POST, "unggahan": Act.POST, "kiriman": Act.POST, "posting": Act.POST,
    "postingan": Act.POST, "status": Act.POST,
    "comment": Act.COMMENT, "komentar": Act.COMMENT, "reply": Act.COMMENT, "balasan": Act.COMMENT,
    "reshare": Act.RESHARE, "share": Act.RESHARE, "repost": Act.RESHARE, "retweet": Act.RESHARE,
    "bagikan": Act.RESHARE, "membagikan": Act.RESHARE,
    "like": Act.LIKE, "suka": Act.LIKE,
}  # fmt: skip
_MOST_NAMES = 50_000
_MOST_KEYS = 1_000


def is_native(fields: Iterable[str]) -> bool:
    """Whether a header or a record has the fields without which a row of ours is none."""
    found = {KNOWN.get(header_key(field)) for field in fields}
    return {"platform", "id"} <= found and bool({"author", "author_id"} & found) and "text" in found


class NativeRows:
    """Maps the rows of one file; remembers the names it has read."""

    def __init__(self, options: ImportOptions) -> None:
        self._options = options
        self._fields: dict[str, str | None] = dict(KNOWN)
        self._names: dict[tuple[str, str], tuple[str | None, str | None]] = {}

    def field(self, key: str) -> str | None:
        """The field that a key or header means; None for an extra one."""
        if key not in self._fields:
            if len(self._fields) > _MOST_KEYS:
                return KNOWN.get(header_key(key))
            self._fields[key] = KNOWN.get(header_key(key))
        return self._fields[key]

    def row(self, values: Mapping[str, object], line: int, end: int) -> Row:
        """The row with these keys and values, mapped as far as it goes."""
        known = self._fields
        kept = {
            field: value
            for key, value in values.items()
            if value is not None and (field := known[key] if key in known else self.field(key)) is not None
        }
        try:
            item = self._item(kept)
        except Unusable as error:
            return Row(Status.REJECTED, line, end, reason=str(error))
        missing = [name for name in ("text", "created_at") if getattr(item, name) is None]
        if missing:
            return Row(Status.PARTIAL, line, end, item, f"without {' and '.join(missing)}")
        return Row(Status.MAPPED, line, end, item)

    def _item(self, kept: Mapping[str, object]) -> Item:
        platform = self._platform(kept.get("platform"))
        native_id = read_id(kept.get("id"), "id")
        if native_id is None:
            raise Unusable("no id")
        said = kept.get("act", "")
        act = _ACTS.get(said) if isinstance(said, str) else None
        if act is None and (act := _ACTS.get(str(said).strip().casefold())) is None:
            raise Unusable("act is none of post, comment, reshare, like")
        author, author_id = self._author(platform, kept)
        time = read_time(kept.get("created_at"), self._options.zone)
        under = _words(kept, "under") or (self._options.under if act is Act.COMMENT else None)
        return Item(
            platform=platform,
            id=native_id,
            act=act,
            author_id=author_id,
            author=author,
            text=_text(kept.get("text")),
            created_at=time[0] if time else None,
            time_quality=time[1] if time else TimeQuality.ESTIMATED,
            url=_url(kept),
            parent_id=read_id(kept.get("parent_id"), "parent_id"),
            under=under,
            reshared_author=_words(kept, "reshared_author"),
            raw=canonical({field: value for field, value in kept.items() if isinstance(value, str | int | float)}),
        )

    def _platform(self, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise Unusable("no platform")
        if value in PLATFORMS:
            return value
        try:
            return platform_slug(value)
        except UserError:
            raise Unusable("platform is none that is known") from None

    def _author(self, platform: str, kept: Mapping[str, object]) -> tuple[str | None, str | None]:
        """Handle and stable id of who acted."""
        author_id = read_id(kept.get("author_id"), "author_id")
        written = kept.get("author")
        if written is None or written == "":
            if author_id is None:
                raise Unusable("neither author_id nor author")
            return None, author_id
        if not isinstance(written, str):
            raise Unusable("author is no handle")
        known = self._names.get((platform, written))
        if known is None:
            known = self._names[platform, written] = _name(platform, written)
            if len(self._names) > _MOST_NAMES:
                self._names.clear()
        handle, found = known
        if handle is None and found is None and author_id is None:
            raise Unusable("author is no handle of the platform, and there is no author_id")
        return handle, author_id or found


def _name(platform: str, written: str) -> tuple[str | None, str | None]:
    """Handle and id in what stands in the author column; neither where it is a display name."""
    try:
        name = read_account(platform, written)
    except UserError:
        return None, None
    return name.handle, name.native_id


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)  # a comment that is nothing but "2"
    raise Unusable("text is no text")


def _words(kept: Mapping[str, object], field: str) -> str | None:
    """A short text; None where there is none."""
    value = kept.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > 2048:
        raise Unusable(f"{field} is no name or address")
    return clean(value).strip() or None


def _url(kept: Mapping[str, object]) -> str | None:
    """The address, if it is one of the web; anything else is not worth losing the row for."""
    try:
        url = _words(kept, "url")
    except Unusable:
        return None
    return url if url is not None and url.startswith(("https://", "http://")) and url.isprintable() else None

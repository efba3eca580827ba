"""Digests and the hash chain: what shows later that nothing kept was changed. No policy, no queries of the queue.

UU ITE Ps 6 asks that electronic evidence be accessible, showable, whole and answerable. A digest of the payload as
fetched, with address, time and list version, is laid down with the row itself; each record of the chain holds the
hash of the one before it, so that a changed, missing or slipped-in record shows.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

GENESIS = "0" * 64
_FLAG_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread over the phone


def canonical(value: object) -> bytes:
    """JSON in one spelling only: sorted keys, no spaces, UTF-8. Equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def text_digest(text: str | None) -> str:
    """SHA-256 of the words; absent and empty differ."""
    return sha256(b"absent" if text is None else b"text:" + text.encode("utf-8", "surrogatepass"))


def flag_id(platform: str, native_id: str, contest: str) -> str:
    """The flag's short stable id: the same item gives the same id in every office's database.

    12 characters of base 32 are 60 bits: among a million flags the chance of any two meeting is below 1 in a million.
    """
    digest = hashlib.sha256("\0".join((platform, native_id, contest)).encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:8], "big") >> 4
    return "".join(_FLAG_ALPHABET[(number >> shift) & 31] for shift in range(55, -1, -5))


def seen_mark(key: bytes, platform: str, native_id: str, text: str | None) -> bytes:
    """What an unflagged item leaves behind: 16 bytes that mean nothing without the key kept elsewhere."""
    message = "\0".join((platform, native_id, text_digest(text))).encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).digest()[:16]


def link_hash(previous: str, seq: int, kind: str, subject: str, digest: str, at: str) -> str:
    """The hash of one record of the chain."""
    return sha256(canonical([previous, seq, kind, subject, digest, at]))


def append(db: Database, kind: str, subject: str, content: Mapping[str, object], *, at: str) -> None:
    """Add one record to the chain. Call it in the transaction that writes the row it vouches for."""
    last = next(db.query("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1"), None)
    seq = last["seq"] + 1 if last else 1
    previous = last["hash"] if last else GENESIS
    digest = sha256(canonical(dict(content)))
    db.execute(
        "INSERT INTO chain (seq, kind, subject, digest, at, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (seq, kind, subject, digest, at, previous, link_hash(previous, seq, kind, subject, digest, at)),
    )


def version_record(row: Mapping[str, object]) -> dict[str, object]:
    """What the chain vouches for of a version: digests instead of words, so that it survives their erasure."""
    names = (
        "platform",
        "native_id",
        "n",
        "text_sha256",
        "raw_sha256",
        "url",
        "fetched_at",
        "fetcher",
        "list_version",
    )
    return {name: row[name] for name in names}


def flag_record(row: Mapping[str, object]) -> dict[str, object]:
    """What the chain vouches for of a flag: what was found, by which lists, in which version."""
    names = ("id", "contest", "n", "stage", "rank", "tier", "pairs", "directions", "list_version", "matches")
    return {name: row[name] for name in names}

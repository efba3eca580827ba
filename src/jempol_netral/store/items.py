"""What is kept of a page: items, their versions, flags and findings, with the cursor, in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jempol_netral.store import evidence
from jempol_netral.store.database import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from jempol_netral.models import Account, Cursor, Item, Source, Verdict
    from jempol_netral.store.runs import RunRef

CONTEXT_LENGTH = 280
"""Code points kept of a campaign's own post above a kept comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An item that goes into the queue, or is kept because the workspace keeps everything."""

    item: Item
    account: Account
    account_id: int
    verdicts: tuple[tuple[Verdict, str], ...]
    """Each verdict with the stage of its contest; only those that reach a tier."""
    context: Item | None
    """The campaign's own post it stands under."""


@dataclass(frozen=True, slots=True)
class Written:
    """What storing one page added."""

    new_flags: int = 0
    changed_flags: int = 0
    taken: tuple[str, ...] = ()
    """Native ids that already belong to another account's item: one of the two sources is wrong about them."""


class Items:
    """The items of one database, for writing."""

    def __init__(self, db: Database, *, key: bytes) -> None:
        """`db` stays the store's; `key` makes the marks of unflagged items."""
        self._db = db
        self._key = key

    def keep_page(
        self,
        run: RunRef,
        source: Source,
        cursor: Cursor,
        *,
        kept: Sequence[Kept],
        passed: Sequence[tuple[Item, int]],
        now: datetime,
    ) -> Written:
        """Store one page and the cursor after it in one transaction: both or neither.

        `kept` goes into the queue; `passed` are own items without a flag and the rows of their accounts: of them only
        keyed marks stay. Nobody's words ever become a version of another account's item.
        """
        new = changed = 0
        taken: list[str] = []
        with self._db.atomic():
            for finding in kept:
                written = self._keep(run, source, finding, now)
                new += written.new_flags
                changed += written.changed_flags
                taken.extend(written.taken)
            expires = stamp(now + source.overlap)
            self._db.conn.executemany(
                "INSERT INTO seen (mark, expires_at) VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at",
                [(evidence.seen_mark(self._key, item.platform, item.id, item.text), expires) for item, _ in passed],
            )
            taken.extend(self._touch(run, source, passed, now))
            self._db.execute(
                "UPDATE sources SET watermark = ?, reached = ?, continuation = ?, bottom = ?, floor = ?, memo = ? "
                "WHERE key = ?",
                (
                    stamp(cursor.watermark),
                    stamp(cursor.reached),
                    cursor.continuation,
                    stamp(cursor.bottom),
                    cursor.floor,
                    cursor.memo,
                    source.key,
                ),
            )
        return Written(new, changed, tuple(taken))

    def _touch(self, run: RunRef, source: Source, passed: Sequence[tuple[Item, int]], now: datetime) -> Iterator[str]:
        """An item that was flagged in an earlier wording is still there: note it and its new words."""
        for item, account_id in passed:
            row = self._item_row(item)
            if row is None:
                continue
            if row["account_id"] == account_id:
                self._seen_again(run, source, row, item, now)
            else:
                yield item.id

    def _item_row(self, item: Item) -> dict[str, object] | None:
        return next(
            self._db.query(
                "SELECT i.id, i.account_id, v.id AS version_id, v.n "
                "FROM items i JOIN versions v ON v.item_id = i.id "
                "WHERE i.platform = ? AND i.native_id = ? ORDER BY v.n DESC LIMIT 1",
                (item.platform, item.id),
            ),
            None,
        )

    def _keep(self, run: RunRef, source: Source, finding: Kept, now: datetime) -> Written:
        item = finding.item
        row = self._item_row(item)
        if row is None:
            item_id = self._insert_item(run, source, finding, now)
            version_id, n, fresh = self._insert_version(run, source, item_id, item, 1, now), 1, True
        elif row["account_id"] != finding.account_id:
            return Written(taken=(item.id,))
        else:
            item_id = int(str(row["id"]))
            version_id, n, fresh = self._seen_again(run, source, row, item, now)
        if finding.context is not None:
            self._insert_context(finding.context)
        new = changed = 0
        for verdict, stage in finding.verdicts:
            flag = evidence.flag_id(item.platform, item.id, verdict.contest)
            stored = next(self._db.query("SELECT rank FROM flags WHERE id = ?", (flag,)), None)
            if stored is None:
                self._insert_flag(run, flag, item_id, version_id, n, verdict, stage, now)
                new += 1
            elif fresh:
                self._update_flag(run, flag, version_id, n, verdict, stage, now, rank_before=float(stored["rank"]))
                changed += 1
        return Written(new, changed)

    def _seen_again(
        self, run: RunRef, source: Source, row: dict[str, object], item: Item, now: datetime
    ) -> tuple[int, int, bool]:
        """Note that a kept item was met again; new words make a new version and reopen what was decided."""
        item_id, version_id, n = int(str(row["id"])), int(str(row["version_id"])), int(str(row["n"]))
        self._db.execute(
            "UPDATE items SET last_seen_at = ?, last_seen_run = ?, not_found_at = NULL, edited_at = ? WHERE id = ?",
            (stamp(now), run.id, stamp(item.edited_at), item_id),
        )
        if item.text is None:
            return version_id, n, False  # an absent text never replaces a present one
        known = next(
            self._db.query(
                "SELECT id, n FROM versions WHERE item_id = ? AND text_sha256 = ?",
                (item_id, evidence.text_digest(item.text)),
            ),
            None,
        )
        if known is not None:  # also words that stood here before: two exports of one item are met in turn for ever
            return int(known["id"]), int(known["n"]), False
        version_id = self._insert_version(run, source, item_id, item, n + 1, now)
        self._db.execute(
            "UPDATE flags SET reopened_at = ? WHERE item_id = ? "
            "AND EXISTS (SELECT 1 FROM decisions d WHERE d.flag_id = flags.id)",
            (stamp(now), item_id),
        )
        return version_id, n + 1, True

    def _insert_item(self, run: RunRef, source: Source, finding: Kept, now: datetime) -> int:
        item, person = finding.item, finding.account.person
        self._db.execute(
            "INSERT INTO people (id, name, unit) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit",
            (person.id, person.name, person.unit),
        )
        row: dict[str, object] = {
            "platform": item.platform, "native_id": item.id, "act": item.act.value, "account_id": finding.account_id,
            "handle": item.author or finding.account.handle, "person_id": person.id,
            "link": finding.account.link.value, "created_at": stamp(item.created_at),
            "time_quality": item.time_quality.value, "url": item.url, "parent_id": item.parent_id,
            "thread_id": item.thread_id, "under": item.under, "reshared_author": item.reshared_author,
            "edited_at": stamp(item.edited_at), "unread_media": int(item.unread_media), "source_key": source.key,
            "first_seen_at": stamp(now), "last_seen_at": stamp(now), "last_seen_run": run.id,
        }  # fmt: skip
        return self._insert("items", row)

    def _insert_version(self, run: RunRef, source: Source, item_id: int, item: Item, n: int, now: datetime) -> int:
        row: dict[str, object] = {
            "item_id": item_id, "n": n, "text": item.text, "text_sha256": evidence.text_digest(item.text),
            "raw": item.raw, "raw_sha256": evidence.sha256(item.raw), "url": item.url, "fetched_at": stamp(now),
            "fetcher": f"{source.fetcher}, {run.program}", "list_version": run.list_version, "run_id": run.id,
        }  # fmt: skip
        version_id = self._insert("versions", row)
        content = evidence.version_record(row | {"platform": item.platform, "native_id": item.id})
        evidence.append(self._db, "version", str(version_id), content, at=str(stamp(now)))
        return version_id

    def _insert_context(self, post: Item) -> None:
        text = post.text if post.text is None else post.text[:CONTEXT_LENGTH]
        self._db.execute(
            "INSERT INTO contexts (platform, native_id, author, text, url, created_at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (post.platform, post.id, post.author, text, post.url, stamp(post.created_at)),
        )

    def _insert_flag(
        self,
        run: RunRef,
        flag: str,
        item_id: int,
        version_id: int,
        n: int,
        verdict: Verdict,
        stage: str,
        now: datetime,
    ) -> None:
        row = self._flag_row(run, verdict, stage) | {
            "id": flag, "item_id": item_id, "contest": verdict.contest, "version_id": version_id,
            "created_at": stamp(now),
        }  # fmt: skip
        self._insert("flags", row)
        self._insert_findings(run, flag, version_id, n, verdict, row, now)

    def _update_flag(
        self, run: RunRef, flag: str, version_id: int, n: int, verdict: Verdict, stage: str, now: datetime,
        *, rank_before: float,
    ) -> None:  # fmt: skip
        row = self._flag_row(run, verdict, stage) | {"id": flag, "contest": verdict.contest}
        if verdict.rank >= rank_before:  # milder words later do not take the earlier ones back
            names = ("stage", "rank", "tier", "pairs", "directions", "parts", "list_version")
            self._db.execute(
                f"UPDATE flags SET version_id = ?, {', '.join(f'{name} = ?' for name in names)} WHERE id = ?",  # noqa: S608 - fixed names
                (version_id, *(row[name] for name in names), flag),
            )
        self._insert_findings(run, flag, version_id, n, verdict, row, now)

    @staticmethod
    def _flag_row(run: RunRef, verdict: Verdict, stage: str) -> dict[str, object]:
        return {
            "stage": stage, "rank": verdict.rank, "tier": verdict.tier.value if verdict.tier else "",
            "pairs": _json([str(pair) for pair in verdict.pairs]),
            "directions": _json({str(pair): direction.value for pair, direction in verdict.directions.items()}),
            "parts": _json(verdict.parts), "list_version": run.list_version,
        }  # fmt: skip

    def _insert_findings(
        self,
        run: RunRef,
        flag: str,
        version_id: int,
        n: int,
        verdict: Verdict,
        row: dict[str, object],
        now: datetime,
    ) -> None:
        matches = [
            (match.term, str(match.pair) if match.pair else None, match.kind.value, match.start, match.end,
             match.surface, match.score)
            for match in verdict.matches
        ]  # fmt: skip
        self._db.conn.executemany(
            "INSERT INTO matches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(flag, version_id, *match, run.list_version) for match in matches],
        )
        self._db.conn.executemany(
            "INSERT INTO cues VALUES (?, ?, ?, ?, ?, ?)",
            [(flag, version_id, cue.name, cue.start, cue.end, cue.surface) for cue in verdict.cues],
        )
        content = evidence.flag_record(row | {"n": n, "matches": [list(match) for match in matches]})
        evidence.append(self._db, "flag", flag, content, at=str(stamp(now)))

    def _insert(self, table: str, row: dict[str, object]) -> int:
        names = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        cursor = self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - fixed names
        return int(cursor.lastrowid or 0)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)

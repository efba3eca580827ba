"""Runs, how far each source was read, and how its reading ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jempol_netral.models import Cursor, Outcome, OutcomeStatus
from jempol_netral.store.database import moment, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from jempol_netral.models import Source


@dataclass(frozen=True, slots=True)
class RunRef:
    """The run that is going on, as the store needs it."""

    id: int
    program: str
    list_version: str


@dataclass(frozen=True, slots=True)
class InboxFileRead:
    """How a file of the inbox was read."""

    gap_count: int
    """Rows that could not be read."""
    gap: str
    """The first of them, and how many more; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source fared in earlier runs."""

    failures: int = 0
    """In a row."""
    last_error: str = ""
    """Why it was last not read; empty where it was."""
    next_due: datetime | None = None
    """Not to be asked before; None where nothing stands in the way."""


class Runs:
    """Runs and sources of one database."""

    def __init__(self, db: Database) -> None:
        """`db` stays the store's."""
        self._db = db

    def begin(
        self,
        *,
        now: datetime,
        program: str,
        list_version: str,
        contests: Sequence[str],
        controller: str | None,
    ) -> RunRef:
        """Begin a run. It has no end time while it goes on, and none for ever if it was killed."""
        with self._db.atomic():
            cursor = self._db.execute(
                "INSERT INTO runs (started_at, program, list_version, contests, controller) VALUES (?, ?, ?, ?, ?)",
                (stamp(now), program, list_version, json.dumps(list(contests)), controller),
            )
        return RunRef(int(cursor.lastrowid or 0), program, list_version)

    def end(self, run: RunRef, *, now: datetime) -> None:
        """Note the end of a run that was not killed, and let expired marks go."""
        with self._db.atomic():
            self._db.execute("UPDATE runs SET ended_at = ? WHERE id = ?", (stamp(now), run.id))
            self._db.execute("DELETE FROM seen WHERE expires_at < ?", (stamp(now),))

    def cursor(self, source_key: str) -> Cursor:
        """How far the source was read; an empty cursor where it never was."""
        names = "watermark, reached, continuation, bottom, floor, memo"
        for row in self._db.query(f"SELECT {names} FROM sources WHERE key = ?", (source_key,)):  # noqa: S608 - fixed names
            return Cursor(
                watermark=moment(row["watermark"]), reached=moment(row["reached"]),
                continuation=row["continuation"], bottom=moment(row["bottom"]), floor=row["floor"],
                memo=row["memo"],
            )  # fmt: skip
        return Cursor()

    def standings(self) -> dict[str, Standing]:
        """Of the sources whose last reading failed or that are to be left alone for a while, by their keys."""
        rows = self._db.query(
            "SELECT key, error_count, last_error, next_due FROM sources WHERE error_count > 0 OR next_due IS NOT NULL"
        )
        return {
            row["key"]: Standing(row["error_count"], row["last_error"] or "", moment(row["next_due"])) for row in rows
        }

    def note_sources(self, sources: Iterable[Source]) -> None:
        """Make the sources known, so that pages and outcomes can refer to them."""
        with self._db.atomic():
            self._db.conn.executemany(
                "INSERT INTO sources (key, fetcher, platform, reading, label) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET label = excluded.label, fetcher = excluded.fetcher",
                [(one.key, one.fetcher, one.platform, one.reading.value, one.label) for one in sources],
            )

    def end_source(
        self, run: RunRef, outcome: Outcome, *, now: datetime, reread_from: datetime | None, failed: bool = False
    ) -> int:  # fmt: skip
        """Store how the reading of a source ended. Returns how many runs in a row it failed in.

        `failed`: it was asked, or could not be for a reason that somebody must mend, and did not come to its end. A
        whole reading ends the row of failures; a source that was not asked keeps it as it was.

        `reread_from`: every item of this source from then on was looked for again, so what did not turn up is noted
        as not found on re-reading. None where the reading cannot say so.
        """
        complete = outcome.status is OutcomeStatus.READ
        with self._db.atomic():
            self._insert_outcome(run, outcome, now)
            failures = self._update_standing(outcome, now, failed=failed)
            if complete and reread_from is not None:
                self._db.execute(
                    "UPDATE items SET not_found_at = ? WHERE source_key = ? AND last_seen_run <> ? "
                    "AND created_at >= ? AND not_found_at IS NULL",
                    (stamp(now), outcome.source.key, run.id, stamp(reread_from)),
                )
        return failures

    def _update_standing(self, outcome: Outcome, now: datetime, *, failed: bool) -> int:
        key, due = outcome.source.key, stamp(outcome.due) if outcome.due else None
        facts: tuple[str | None, ...]
        if failed:
            change, facts = "error_count = error_count + 1, last_error = ?", (outcome.reason,)
        elif outcome.status is OutcomeStatus.READ:
            change, facts = "error_count = 0, last_error = NULL, last_complete_at = ?", (stamp(now),)
        elif outcome.status is OutcomeStatus.PARTIAL:  # walked to its end, with gaps
            change, facts = "error_count = 0, last_error = NULL", ()
        elif due is not None and outcome.reason != "not-due":
            change, facts = "last_error = ?", (outcome.reason,)
        else:
            change, facts = "last_error = last_error", ()
        self._db.execute(f"UPDATE sources SET {change}, next_due = ? WHERE key = ?", (*facts, due, key))  # noqa: S608 - fixed words
        row = next(self._db.query("SELECT error_count FROM sources WHERE key = ?", (key,)))
        return int(row["error_count"])

    def _insert_outcome(self, run: RunRef, outcome: Outcome, now: datetime) -> None:
        gaps = json.dumps([[gap.reason, gap.where, gap.detail] for gap in outcome.gaps], ensure_ascii=False)
        row = {
            "run_id": run.id, "source_key": outcome.source.key, "status": outcome.status.value,
            "reason": outcome.reason, "detail": outcome.detail, "pages": outcome.pages, "items": outcome.items,
            "own": outcome.own, "strangers": outcome.strangers, "new_flags": outcome.new_flags,
            "changed_flags": outcome.changed_flags, "gap_count": outcome.gap_count, "gaps": gaps,
            "ended_at": stamp(now),
        }  # fmt: skip
        self._db.table("outcomes").insert(row)

    def inbox_file(self, sha256: str, *, inputs: str) -> InboxFileRead | None:
        """What is remembered of a file with this content that was read to its end under the same inputs."""
        rows = self._db.query(
            "SELECT gap_count, gap FROM inbox_files WHERE sha256 = ? AND inputs = ?", (sha256, inputs)
        )
        return next((InboxFileRead(row["gap_count"], row["gap"]) for row in rows), None)

    def note_inbox_file(self, sha256: str, name: str, read: InboxFileRead, *, inputs: str, now: datetime) -> None:
        """Remember by content that a file was read to its end; the file itself belongs to the user."""
        with self._db.atomic():
            self._db.execute(
                "INSERT INTO inbox_files (sha256, name, inputs, gap_count, gap, done_at) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (sha256) DO UPDATE SET inputs = excluded.inputs, gap_count = excluded.gap_count, "
                "gap = excluded.gap, done_at = excluded.done_at",
                (sha256, name, inputs, read.gap_count, read.gap, stamp(now)),
            )

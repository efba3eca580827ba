"""Reading the queue: flags with their newest decision, filtered, ranked and paged. Writes nothing."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jempol_netral.errors import UserError
from jempol_netral.models import (
    Act,
    Cue,
    Flag,
    FlagDetail,
    LinkStatus,
    Match,
    MatchKind,
    PairRef,
    Person,
    Tier,
    TimeQuality,
)
from jempol_netral.store.database import connect, moment, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

OPEN = "open"
"""The status of a flag that nobody decided, whose decision was undone, or whose text changed afterwards."""

_SELECT = """
SELECT f.id, f.contest, f.rank, f.tier, f.stage, f.pairs, f.directions, f.reopened_at,
       i.platform, i.native_id, i.act, coalesce(i.handle, a.native_id) AS handle,
       i.url, i.created_at, i.time_quality, i.first_seen_at, i.under,
       i.reshared_author, i.unread_media, i.not_found_at, i.link,
       p.id AS person_id, p.name AS person_name, p.unit AS person_unit, v.text,
       (SELECT max(n) FROM versions WHERE item_id = i.id) AS versions,
       (SELECT d.decision FROM decisions d WHERE d.flag_id = f.id ORDER BY d.id DESC LIMIT 1) AS decision
FROM flags f JOIN items i ON i.id = f.item_id JOIN people p ON p.id = i.person_id
     JOIN versions v ON v.id = f.version_id JOIN accounts a ON a.id = i.account_id
"""


@contextmanager
def open_queue(path: Path) -> Iterator[Queue]:
    """The queue in the database at `path`.

    Raises:
        UserError: nothing was scanned yet, or the file is no database.
    """
    if not path.exists():
        raise UserError("nothing was scanned yet: `jempol scan` makes {file}", file=path.name)
    db = connect(path)
    try:
        yield Queue(db)
    finally:
        db.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFilter:
    """Which flags to list. None and empty mean: any."""

    contest: str | None = None
    pair: str | None = None
    """As `contest:number`."""
    tiers: tuple[Tier, ...] = ()
    unit: str | None = None
    platform: str | None = None
    person: str | None = None
    since: datetime | None = None
    """Posted at or after."""
    status: str | None = None
    """`open` (nobody decided, or reopened), or a decision."""
    links: tuple[LinkStatus, ...] = ()


class Queue:
    """The flags of one database, for reading."""

    def __init__(self, db: Database) -> None:
        """`db` stays the caller's to close."""
        self._db = db

    def count(self, wanted: FlagFilter) -> int:
        """How many flags the filter lets through."""
        where, values = _where(wanted)
        tables = "flags f JOIN items i ON i.id = f.item_id JOIN people p ON p.id = i.person_id"
        sql = f"SELECT count(*) AS n FROM {tables}{where}"  # noqa: S608 - fixed words, values bound
        return int(next(self._db.query(sql, values))["n"])

    def flags(self, wanted: FlagFilter, *, limit: int | None = None, offset: int = 0) -> Iterator[Flag]:
        """Flags by falling rank; ties by id, so that pages do not shift."""
        where, values = _where(wanted)
        sql = f"{_SELECT}{where} ORDER BY f.rank DESC, f.id LIMIT ? OFFSET ?"
        for row in self._db.query(sql, [*values, -1 if limit is None else limit, offset]):
            yield _flag(row)

    def find(self, id_or_prefix: str) -> str:
        """The whole id of the flag that begins like this.

        Raises:
            UserError: none does, or more than one.
        """
        wanted = id_or_prefix.strip().lower()
        upper = wanted + "\U0010ffff"
        ids = [
            row["id"]
            for row in self._db.query("SELECT id FROM flags WHERE id >= ? AND id < ? LIMIT 2", (wanted, upper))
        ]
        if not wanted or not ids:
            raise UserError("there is no flag {id}; `jempol flags` lists them", id=id_or_prefix)
        if len(ids) > 1 and wanted not in ids:
            raise UserError("more than one flag begins with {id}; type more letters", id=id_or_prefix)
        return str(ids[0])

    def show(self, flag_id: str) -> FlagDetail:
        """Everything about one flag.

        Raises:
            UserError: there is no such flag.
        """
        row = next(self._db.query(f"{_SELECT} WHERE f.id = ?", (self.find(flag_id),)))
        flag = _flag(row)
        extra = next(
            self._db.query(
                "SELECT f.parts, f.version_id, f.list_version, v.raw_sha256, v.text_sha256, v.fetched_at, v.fetcher, "
                "c.text AS context "
                "FROM flags f JOIN versions v ON v.id = f.version_id JOIN items i ON i.id = f.item_id "
                "LEFT JOIN contexts c ON c.platform = i.platform AND c.native_id = coalesce(i.thread_id, i.parent_id) "
                "WHERE f.id = ?",
                (flag.id,),
            )
        )
        fetched_at = moment(extra["fetched_at"])
        assert fetched_at is not None  # noqa: S101 - NOT NULL in the schema
        return FlagDetail(
            flag=flag,
            matches=tuple(self._matches(flag.id, extra["version_id"])),
            cues=tuple(
                Cue(cue["name"], cue["start"], cue["end"], cue["surface"])
                for cue in self._db.query(
                    'SELECT * FROM cues WHERE flag_id = ? AND version_id = ? ORDER BY start, "end"',
                    (flag.id, extra["version_id"]),
                )
            ),
            parts=json.loads(extra["parts"]),
            context=extra["context"],
            raw_sha256=extra["raw_sha256"],
            text_sha256=extra["text_sha256"],
            fetched_at=fetched_at,
            fetcher=extra["fetcher"],
            list_version=extra["list_version"],
        )

    def _matches(self, flag_id: str, version_id: int) -> Iterator[Match]:
        for row in self._db.query(
            "SELECT * FROM matches WHERE flag_id = ? AND version_id = ? ORDER BY start, score DESC",
            (flag_id, version_id),
        ):
            pair = None
            if row["pair"] is not None:
                contest, _, number = row["pair"].rpartition(":")
                pair = PairRef(contest, int(number))
            yield Match(
                row["term"],
                pair,
                MatchKind(row["kind"]),
                row["start"],
                row["end"],
                row["surface"],
                row["score"],
            )


_NEWEST = "(SELECT d.decision FROM decisions d WHERE d.flag_id = f.id ORDER BY d.id DESC LIMIT 1)"


def _where(wanted: FlagFilter) -> tuple[str, list[object]]:
    simple: list[tuple[str, object]] = [
        ("f.contest = ?", wanted.contest),
        ("EXISTS (SELECT 1 FROM json_each(f.pairs) WHERE value = ?)", wanted.pair),
        ("p.unit = ? COLLATE NOCASE", wanted.unit),
        ("i.platform = ?", wanted.platform),
        ("? IN (p.id, p.name)", wanted.person),
        ("i.created_at >= ?", stamp(wanted.since)),
        (f"coalesce({_NEWEST}, '') = ?", wanted.status if wanted.status != OPEN else None),
    ]
    conditions = [condition for condition, value in simple if value is not None]
    values = [value for _, value in simple if value is not None]
    if wanted.status == OPEN:
        conditions.append(f"(coalesce({_NEWEST}, 'undone') = 'undone' OR f.reopened_at IS NOT NULL)")
    for column, chosen in (("f.tier", wanted.tiers), ("i.link", wanted.links)):
        if chosen:
            conditions.append(f"{column} IN ({', '.join('?' * len(chosen))})")
            values.extend(choice.value for choice in chosen)
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), values


def _flag(row: dict[str, object]) -> Flag:
    first_seen_at = moment(str(row["first_seen_at"]))
    assert first_seen_at is not None  # noqa: S101 - NOT NULL in the schema

    def text(name: str) -> str | None:
        value = row[name]
        return None if value is None else str(value)

    decision = text("decision")
    return Flag(
        id=str(row["id"]),
        contest=str(row["contest"]),
        rank=float(str(row["rank"])),
        tier=Tier(str(row["tier"])),
        stage=str(row["stage"]),
        pairs=tuple(json.loads(str(row["pairs"]))),
        directions=json.loads(str(row["directions"])),
        person=Person(str(row["person_id"]), str(row["person_name"]), str(row["person_unit"])),
        link=LinkStatus(str(row["link"])),
        platform=str(row["platform"]),
        native_id=str(row["native_id"]),
        act=Act(str(row["act"])),
        handle=text("handle"),
        text=text("text"),
        url=text("url"),
        created_at=moment(text("created_at")),
        time_quality=TimeQuality(str(row["time_quality"])),
        first_seen_at=first_seen_at,
        under=text("under"),
        reshared_author=text("reshared_author"),
        unread_media=bool(row["unread_media"]),
        not_found_at=moment(text("not_found_at")),
        versions=int(str(row["versions"])),
        decision=None if decision == "undone" else decision,
        reopened_at=moment(text("reopened_at")),
    )

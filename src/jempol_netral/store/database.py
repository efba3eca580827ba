"""Opening jempol.db: connection, safety settings and migrations."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

from sqlite_utils import Database

from jempol_netral.errors import UserError
from jempol_netral.models import utc
from jempol_netral.store.migrations import migrations

if TYPE_CHECKING:
    from pathlib import Path

_BUSY_SECONDS = 30.0


def connect(path: Path, *, repeatable: bool = False) -> Database:
    """Open the database, bring its shape up to date and return it. Creates the file where there is none.

    `repeatable`: what is written could be had again, as with a scan, whose cursors are stored together with what they
    stand for. A power cut may then take back the last transactions, whole and in order; else each one waits for the
    disk.

    Raises:
        UserError: the file is not a database, or a newer program wrote it.
    """
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    try:
        # WAL lets reviewers read and decide while a scan writes; it is a property of the file.
        connection.execute("PRAGMA journal_mode = WAL")
        return _prepare(connection, name=path.name, synchronous="NORMAL" if repeatable else "FULL")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise UserError("{file} cannot be opened as a database: {why}", file=path.name, why=str(error)) from error
    except UserError:
        connection.close()
        raise


def connect_copy(path: Path) -> Database:
    """A copy of the database in memory: a dry run does everything and leaves nothing."""
    copy = sqlite3.connect(":memory:")
    if path.exists():
        source = sqlite3.connect(path, timeout=_BUSY_SECONDS)
        try:
            source.backup(copy)
        except sqlite3.DatabaseError as error:
            raise UserError("{file} cannot be opened as a database: {why}", file=path.name, why=str(error)) from error
        finally:
            source.close()
    return _prepare(copy, name=path.name, synchronous="OFF")


def _prepare(connection: sqlite3.Connection, *, name: str, synchronous: str) -> Database:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA synchronous = {synchronous}")  # FULL: a decision shown as saved survives a power cut
    db = Database(connection, execute_plugins=False)
    known = {migration.name for migration in migrations.pending(db)} | {
        migration.name for migration in migrations.applied(db)
    }
    programs_own = {migration.name for migration in migrations._migrations}
    if known - programs_own:
        raise UserError("{file} was written by a newer jempol-netral; update the program", file=name)
    if migrations.pending(db):
        migrations.apply(db)
    return db


def stamp(moment: datetime | None) -> str | None:
    """A time as it is stored: ISO 8601, UTC, microseconds, fixed width, so that it sorts as text."""
    # isoformat, not strftime: forged dates such as the year 1 must keep four digits.
    return None if moment is None else utc(moment).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(stamped: str | None) -> datetime | None:
    """A stored time as aware UTC."""
    return None if stamped is None else datetime.fromisoformat(stamped)

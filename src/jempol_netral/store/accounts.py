"""Accounts by stable id, with every handle they had: an account outlives its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jempol_netral.store.database import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from jempol_netral.models import Account


@dataclass(frozen=True, slots=True)
class AccountKey:
    """How somebody names an account; at least one of native id and handle is there."""

    platform: str
    native_id: str | None
    handle: str | None


@dataclass(slots=True)
class KnownAccount:
    """An account in the database."""

    row: int
    native_id: str | None
    """The stable id, once somebody named it or a reading learned it."""


class Accounts:
    """The accounts of the roster and the watchlist, as far as the database knows them."""

    def __init__(self, db: Database) -> None:
        """`db` stays the store's."""
        self._db = db

    def know(self, keys: Iterable[AccountKey], *, now: datetime) -> list[KnownAccount]:
        """The row of each account, in order; made where there is none. All in one transaction.

        An account is found by its stable id, else by its handle: of several accounts that ever had it, the one that
        had it last. A handle never leads to an account that is known to have another stable id.
        """
        with self._db.atomic():
            by_id, by_handle = self._load()
            handles: list[tuple[int, str, str]] = []
            result = []
            for key in keys:
                account = _find(key, by_id, by_handle)
                if account is None:
                    cursor = self._db.execute(
                        "INSERT INTO accounts (platform, native_id) VALUES (?, ?)", (key.platform, key.native_id)
                    )
                    account = KnownAccount(int(cursor.lastrowid or 0), key.native_id)
                elif key.native_id is not None and account.native_id is None:
                    account.native_id = key.native_id
                    self._db.execute("UPDATE accounts SET native_id = ? WHERE id = ?", (key.native_id, account.row))
                if key.native_id is not None:
                    by_id[key.platform, key.native_id] = account
                if key.handle is not None:
                    handles.append((account.row, key.platform, key.handle))
                    by_handle.setdefault((key.platform, key.handle), []).insert(0, account)
                result.append(account)
            self._note_handles(handles, now)
        return result

    def _load(self) -> tuple[dict[tuple[str, str], KnownAccount], dict[tuple[str, str], list[KnownAccount]]]:
        by_row: dict[int, KnownAccount] = {}
        by_id: dict[tuple[str, str], KnownAccount] = {}
        by_handle: dict[tuple[str, str], list[KnownAccount]] = {}
        for row in self._db.query("SELECT id, platform, native_id FROM accounts"):
            account = by_row[row["id"]] = KnownAccount(row["id"], row["native_id"])
            if account.native_id is not None:
                by_id[row["platform"], account.native_id] = account
        for row in self._db.query("SELECT account_id, platform, handle FROM handles ORDER BY last_seen_at DESC"):
            by_handle.setdefault((row["platform"], row["handle"]), []).append(by_row[row["account_id"]])
        return by_id, by_handle

    def _note_handles(self, handles: Iterable[tuple[int, str, str]], now: datetime) -> None:
        self._db.conn.executemany(
            "INSERT INTO handles (account_id, platform, handle, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (account_id, handle) DO UPDATE SET last_seen_at = max(last_seen_at, excluded.last_seen_at)",
            [(*handle, stamp(now), stamp(now)) for handle in handles],
        )

    def learn(self, row: int, platform: str, *, native_id: str, handle: str, now: datetime) -> int | None:
        """Remember what the platform says of an account. Gives another row where that id is already its own."""
        for other in self._db.query(
            "SELECT id FROM accounts WHERE platform = ? AND native_id = ? AND id <> ?", (platform, native_id, row)
        ):
            return int(other["id"])
        with self._db.atomic():
            self._db.execute("UPDATE accounts SET native_id = ? WHERE id = ? AND native_id IS NULL", (native_id, row))
            self._note_handles([(row, platform, handle)], now)
        return None

    def note_links(self, accounts: Sequence[tuple[int, Account]], *, now: datetime) -> None:
        """Remember whose each account is, and bring kept items up to date where the roster says something new.

        A corrected roster must reach what was stored before: no flag stays with a person that it does not belong to.
        """
        with self._db.atomic():
            rows = self._db.query("SELECT account_id, person_id, link, since, until FROM links ORDER BY rowid")
            last: dict[int, dict[str, tuple[object, ...]]] = {}
            for row in rows:
                last.setdefault(row["account_id"], {})[row["person_id"]] = (row["link"], row["since"], row["until"])
            news: list[tuple[object, ...]] = []
            for account_id, account in accounts:
                days = (account.since and account.since.isoformat(), account.until and account.until.isoformat())
                said = (account.link.value, *days)
                before = last.get(account_id, {})
                if before.get(account.person.id) != said:
                    news.append((account_id, account.person.id, *said, stamp(now)))
                    if before:
                        self._relink(account_id, account)
            self._db.conn.executemany(
                "INSERT INTO links (account_id, person_id, link, since, until, noted_at) VALUES (?, ?, ?, ?, ?, ?)",
                news,
            )

    def _relink(self, account_id: int, account: Account) -> None:
        person = account.person
        self._db.execute(
            "INSERT INTO people (id, name, unit) "
            "SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM items WHERE account_id = ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit",
            (person.id, person.name, person.unit, account_id),
        )
        # A day's words belong to whom the account belonged to on that day; without a time, to whom it belongs now.
        self._db.execute(
            "UPDATE items SET person_id = ?, link = ? WHERE account_id = ? "
            "AND coalesce(date(created_at) >= ?, 1) AND coalesce(date(created_at) <= ?, 1)",
            (
                person.id,
                account.link.value,
                account_id,
                account.since and account.since.isoformat(),
                account.until and account.until.isoformat(),
            ),
        )

    def handles(self) -> dict[int, tuple[str, ...]]:
        """Every handle that each account is known to have had, by row, the newest first."""
        found: dict[int, tuple[str, ...]] = {}
        for row in self._db.query("SELECT account_id, handle FROM handles ORDER BY last_seen_at DESC"):
            found[row["account_id"]] = (*found.get(row["account_id"], ()), row["handle"])
        return found


def _find(
    key: AccountKey, by_id: dict[tuple[str, str], KnownAccount], by_handle: dict[tuple[str, str], list[KnownAccount]]
) -> KnownAccount | None:
    if key.native_id is not None and (found := by_id.get((key.platform, key.native_id))) is not None:
        return found
    if key.handle is not None:
        for account in by_handle.get((key.platform, key.handle), ()):
            if key.native_id is None or account.native_id is None:
                return account
    return None

"""The database of one workspace, for writing. It belongs to one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jempol_netral.store.accounts import Accounts
from jempol_netral.store.items import Items
from jempol_netral.store.runs import Runs

if TYPE_CHECKING:
    from sqlite_utils import Database


class Store:
    """Accounts, runs and items over one connection."""

    def __init__(self, db: Database, *, key: bytes) -> None:
        """`key` makes the marks of unflagged items; it is kept outside the database."""
        self._db = db
        self.accounts = Accounts(db)
        self.runs = Runs(db)
        self.items = Items(db, key=key)

    def close(self) -> None:
        """Close the connection; nothing is left uncommitted."""
        self._db.close()

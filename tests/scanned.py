"""`jempol scan` over invented servers: the whole program but for the network and the clock."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from jempol_netral import assembly
from jempol_netral.fetchers.http import Client
from jempol_netral.testing import FakeServer
from jempol_netral.testing.server import FakeTime
from tests.conftest import Done, Office

NOW = datetime(2024, 11, 20, tzinfo=UTC)
CONTEST = "pilgub-jatim-2024"


@dataclass
class Scanned:
    """An office whose scans ask a FakeServer, at a time that the test sets."""

    office: Office
    monkeypatch: pytest.MonkeyPatch
    now: datetime = NOW
    summaries: list[dict[str, Any]] = field(default_factory=list)

    def set_up(
        self, fetcher: str, accounts: Sequence[str], campaigns: Sequence[str] = (), *, keep: str = "all",
        jobs: int = 1, options: str = "page = 2", secrets: dict[str, str] | None = None, platform: str = "",
    ) -> None:  # fmt: skip
        """A roster of one person per account, a watchlist, and `[fetchers.NAME]`."""
        for name, value in (secrets or {}).items():
            self.monkeypatch.setenv(name, value)
        platform = platform or fetcher
        self.office.roster(
            *(f"C-{n},Contoh {n},Dinas,{platform},{name},,declared,," for n, name in enumerate(accounts))
        )
        self.office.watchlist(*(f"{platform},{name},,{CONTEST},2,kampanye contoh" for name in campaigns))
        path = self.office.root / "jempol.toml"
        config = path.read_text(encoding="utf-8")
        config = config.replace("jobs = 4", f"jobs = {jobs}").replace('keep = "flagged"', f'keep = "{keep}"')
        assert f"jobs = {jobs}" in config
        assert f'keep = "{keep}"' in config
        path.write_text(f"{config}\n[fetchers.{fetcher}]\n{options}\n", encoding="utf-8")

    def __call__(self, respond: Callable[[httpx.Request], httpx.Response], **faults: Any) -> tuple[Done, FakeServer]:
        """One scan; `faults` are FakeServer's. The summary is kept in `summaries`."""
        server, time = FakeServer(respond, **faults), FakeTime()
        client = functools.partial(
            Client, transport=httpx.MockTransport(server), monotonic=time.monotonic, sleep=time.sleep,
            clock=lambda: self.now,
        )  # fmt: skip
        open_scan = functools.partial(_OPEN_SCAN, clock=lambda: self.now)
        with self.monkeypatch.context() as patched:
            patched.setattr(assembly, "Client", client)
            patched.setattr(assembly, "open_scan", open_scan)
            done = self.office("scan", "--json")
        assert done.code in (0, 3), done.err
        self.summaries.append(done.json())
        return done, server

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    @property
    def not_read(self) -> dict[str, tuple[str, str]]:
        """Status and reason by source, of the last scan."""
        return {row["source"]: (row["status"], row["reason"]) for row in self.summaries[-1]["not_read"]}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query finds in the database."""
        with sqlite3.connect(self.office.root / "jempol.db") as db:
            found = list(db.execute(sql))
        db.close()
        return found

    def items(self) -> list[tuple[Any, ...]]:
        """All that is kept, as far as it must not depend on how often the scan stumbled."""
        return self.rows(
            "SELECT i.platform, native_id, act, person_id, v.text_sha256 FROM items i JOIN versions v "
            "ON v.item_id = i.id ORDER BY 1, 2, 5"
        )


_OPEN_SCAN = assembly.open_scan

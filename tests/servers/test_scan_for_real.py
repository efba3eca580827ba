"""The whole main job against a real AT-protocol network: attribution, renames, deletions, and kill -9 at any page."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.servers.at_network import Account, AtNetwork

pytestmark = pytest.mark.servers

CONTEST = "pilgub-jatim-2024"
STRANGER_WORDS = "Saya warga biasa dan pilih Khofifah, contoh orang asing"
HERE = Path(__file__).parent


def minute(number: int) -> datetime:
    return datetime(2024, 10, 10, tzinfo=UTC) + timedelta(minutes=number)


class Office:
    """A workspace whose Bluesky fetcher asks the network on loopback."""

    def __init__(self, root: Path, network: AtNetwork, *, page: int = 100) -> None:
        self.root = root
        self.network = network
        self.run("init", str(root))
        config = (root / "jempol.toml").read_text(encoding="utf-8")
        config = config.replace("jobs = 4", "jobs = 1")  # one source after the other: page n is always the same page
        config += f'\n[fetchers.bluesky]\nappview = "{network.appview}"\npage = {page}\n'
        (root / "jempol.toml").write_text(config, encoding="utf-8")

    def write(self, people: list[tuple[str, str]], campaigns: list[str]) -> None:
        roster = "person_id,name,unit,platform,account,native_id,link,since,until\n"
        roster += "".join(f"{name},{name} Contoh,Dinas,bluesky,{handle},,declared,,\n" for name, handle in people)
        watch = "platform,account,native_id,contest,pair,label\n"
        watch += "".join(f"bluesky,{handle},,{CONTEST},2,kampanye contoh\n" for handle in campaigns)
        (self.root / "roster.csv").write_text(roster, encoding="utf-8")
        (self.root / "watchlist.csv").write_text(watch, encoding="utf-8")

    def run(self, *arguments: str, killed_at: tuple[int, str] | None = None) -> subprocess.CompletedProcess[str]:
        killer = [str(HERE.parent / "killed_scan.py"), *map(str, killed_at or ())]
        start = killer if killed_at else ["-m", "jempol_netral"]
        place = [] if arguments[0] == "init" else ["-C", str(self.root)]
        return subprocess.run(
            [sys.executable, *start, *place, *arguments], capture_output=True, text=True, check=False, timeout=120,
            env={**os.environ, "JEMPOL_ALLOW_LOOPBACK": "1", "JEMPOL_LANGUAGE": "en"}, encoding="utf-8",
        )  # fmt: skip

    def scan(self, exit_code: int = 0) -> dict[str, Any]:
        self.network.settle()
        done = self.run("scan", "--json")
        assert done.returncode == exit_code, done.stderr
        summary: dict[str, Any] = json.loads(done.stdout)
        return summary

    def flags(self) -> list[dict[str, Any]]:
        done = self.run("flags", "--json", "--limit", "1000")
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    def texts(self) -> list[str]:
        return sorted(flag["text"] for flag in self.flags())

    def table(self, name: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.root / "jempol.db") as db:
            rows = list(db.execute(f"SELECT * FROM {name}"))  # noqa: S608 - fixed names
        db.close()
        return rows

    def bytes(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.root.rglob("*") if path.is_file())


@pytest.fixture
def office(tmp_path: Path, at_network: AtNetwork) -> Office:
    return Office(tmp_path / "kantor", at_network)


def test_whose_words_are_kept_and_whose_are_not(office: Office, at_network: AtNetwork) -> None:
    """A post, a comment under a campaign account, a stranger's comment, a repost: each to whom it belongs."""
    adi, budi, asing, tim = (at_network.account(name) for name in ("adi", "budi", "asing", "tim"))
    adi.post("Ayo coblos Khofifah, contoh dukungan", at=minute(1))
    adi.post("Selamat pagi dari contoh desa", at=minute(2))
    campaign = tim.post("Kunjungan hari ini di pasar contoh, terima kasih warga", at=minute(3))
    budi.post("Siap Bu, kami sekeluarga mendukung", reply_to=campaign, at=minute(4))
    asing.post(STRANGER_WORDS, reply_to=campaign, at=minute(5))
    words = tim.post("Menangkan Khofifah-Emil, contoh ajakan tim", at=minute(6))
    adi.repost(words, at=minute(7))
    office.write([("adi", adi.handle), ("budi", budi.handle)], [tim.handle])

    summary = office.scan()
    flags = {flag["text"]: flag for flag in office.flags()}

    assert set(flags) == {
        "Ayo coblos Khofifah, contoh dukungan",
        "Siap Bu, kami sekeluarga mendukung",
        "Menangkan Khofifah-Emil, contoh ajakan tim",
    }
    comment = flags["Siap Bu, kami sekeluarga mendukung"]
    assert (comment["person_id"], comment["act"], comment["pairs"]) == ("budi", "comment", [f"{CONTEST}:2"])
    repost = flags["Menangkan Khofifah-Emil, contoh ajakan tim"]
    assert (repost["person_id"], repost["act"], repost["reshared_author"]) == ("adi", "reshare", tim.handle)
    kept = office.bytes()
    for nobodys in (STRANGER_WORDS, asing.handle, asing.did):
        assert nobodys.encode() not in kept, "a stranger left a trace"
    assert b"Selamat pagi dari contoh desa" not in kept, "an unflagged text was kept"
    assert summary["strangers"] > 0

    assert office.scan()["new_flags"] == 0


def test_edits_deletions_and_a_rename_between_two_scans(office: Office, at_network: AtNetwork) -> None:
    adi, tim = at_network.account("adi"), at_network.account("tim")
    recent = datetime.now(UTC) - timedelta(hours=5)
    deleted = adi.post("Coblos Khofifah, contoh yang dihapus", at=recent)
    edited = adi.post("Coblos Risma, contoh yang disunting", at=recent + timedelta(minutes=1))
    adi.post("Jangan pilih Luluk, contoh yang tetap", at=recent + timedelta(minutes=2))
    old = adi.handle
    office.write([("adi", old)], [tim.handle])
    office.scan()
    before = {flag["text"]: flag["id"] for flag in office.flags()}
    assert len(before) == 3

    adi.delete(deleted)
    adi.edit(edited, "Coblos Risma nomor 3, contoh yang disunting", at=recent + timedelta(minutes=1))
    new = adi.rename("adi-baru")
    adi.post("Menangkan Khofifah, contoh setelah ganti nama", at=recent + timedelta(minutes=3))
    summary = office.scan()
    flags = {flag["text"]: flag for flag in office.flags()}

    assert (summary["new_flags"], summary["changed_flags"]) == (1, 1)
    assert flags["Coblos Risma nomor 3, contoh yang disunting"]["id"] == before["Coblos Risma, contoh yang disunting"]
    assert flags["Coblos Khofifah, contoh yang dihapus"]["not_found_at"] is not None
    assert flags["Jangan pilih Luluk, contoh yang tetap"]["not_found_at"] is None
    assert flags["Menangkan Khofifah, contoh setelah ganti nama"]["account"] == new
    assert {flag["person_id"] for flag in flags.values()} == {"adi"}

    # The office brings the roster up to date: still the same account, nothing is read or flagged twice.
    office.write([("adi", new)], [tim.handle])
    again = office.scan()
    assert (again["new_flags"], again["changed_flags"]) == (0, 0)
    assert len(office.table("accounts")) == 2


def seed_many(network: AtNetwork) -> tuple[Account, Account, Account]:
    adi, budi, tim = (network.account(name) for name in ("adi", "budi", "tim"))
    for number in range(7):
        adi.post(f"Coblos Khofifah, contoh nomor urut cerita {number}", at=minute(number))
    for number in range(2):
        campaign = tim.post(f"Kegiatan contoh {number}", at=minute(20 + number))
        budi.post(f"Mantap, lanjutkan Bu, contoh komentar {number}", reply_to=campaign, at=minute(30 + number))
    return adi, budi, tim


def state(office: Office) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """What must be the same however often the scan was killed: items, flags, and how far each source was read."""
    with sqlite3.connect(office.root / "jempol.db") as db:
        items = list(db.execute("SELECT platform, native_id, act, person_id FROM items ORDER BY native_id"))
        flags = list(db.execute("SELECT id, contest, rank, tier FROM flags ORDER BY id"))
        cursors = list(db.execute("SELECT key, watermark, reached, continuation FROM sources ORDER BY key"))
    db.close()
    return items, flags, cursors


@pytest.mark.slow
def test_killed_at_every_page_and_run_again_loses_nothing_and_doubles_nothing(
    tmp_path: Path, at_network: AtNetwork
) -> None:
    adi, budi, tim = seed_many(at_network)
    at_network.settle()
    whole = Office(tmp_path / "utuh", at_network, page=3)
    whole.write([("adi", adi.handle), ("budi", budi.handle)], [tim.handle])
    whole.scan()
    expected = state(whole)
    assert len(expected[0]) == 9

    pages = 0
    for n in range(1, 40):
        survived = False
        for when in ("before", "after"):
            root = tmp_path / f"mati-{n}-{when}"
            shutil.copytree(whole.root, root, ignore=shutil.ignore_patterns("jempol.db*", "jempol.lock"))
            office = Office.__new__(Office)
            office.root, office.network = root, at_network
            killed = office.run("scan", killed_at=(n, when))
            survived = killed.returncode != -signal.SIGKILL
            assert survived or killed.returncode == -signal.SIGKILL, killed.stderr
            again = office.run("scan")
            assert again.returncode == 0, again.stderr
            assert state(office) == expected, f"killed {when} storing page {n}"
            shutil.rmtree(root)
        if survived:
            break
        pages = n
    assert pages >= 6, "the scan has several pages to be killed at"

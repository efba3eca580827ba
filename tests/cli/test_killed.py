"""A scan that is killed while it reads the inbox loses nothing and doubles nothing."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import REPOSITORY, Office

ROWS = 1700


def state(root: Path) -> tuple[list[Any], ...]:
    with sqlite3.connect(root / "jempol.db") as db:
        found = tuple(
            list(db.execute(sql))
            for sql in (
                "SELECT native_id, person_id FROM items ORDER BY native_id",
                "SELECT id, rank FROM flags ORDER BY id",
                "SELECT item_id, n, text_sha256 FROM versions ORDER BY text_sha256",
                "SELECT count(*) FROM seen",
                "SELECT name FROM inbox_files",
            )
        )
    db.close()
    return found


def scan(root: Path, *killed_at: str) -> int:
    start = [str(REPOSITORY / "tests" / "killed_scan.py"), *killed_at] if killed_at else ["-m", "jempol_netral"]
    return subprocess.run(
        [sys.executable, *start, "-C", str(root), "scan"], capture_output=True, check=False
    ).returncode


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_around_every_page_of_an_inbox_file(office: Office, tmp_path: Path) -> None:
    office.inbox(
        *(
            {"text": f"Coblos Khofifah, contoh {number}" if number % 7 == 0 else f"pagi {number}"}
            for number in range(ROWS)
        )
    )
    whole = tmp_path / "utuh"
    shutil.copytree(office.root, whole)
    assert scan(whole) == 0
    expected = state(whole)
    assert len(expected[1]) == -(-ROWS // 7)

    kills = 0
    for n in range(1, 20):
        survived = False
        for when in ("before", "after"):
            root = tmp_path / "mati"
            shutil.copytree(office.root, root)
            (root / "jempol.key").write_bytes((whole / "jempol.key").read_bytes())
            code = scan(root, str(n), when)
            survived = code == 0
            kills += code == -signal.SIGKILL
            assert scan(root) == 0
            assert state(root) == expected, f"killed {when} storing page {n}"
            shutil.rmtree(root)
        if survived:
            break
    assert kills >= 6

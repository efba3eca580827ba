"""`jempol scan` over a real server with the Mastodon API: whose words are kept, and a second scan that adds nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.servers.snac import Account, Snac

pytestmark = pytest.mark.servers

CONTEST = "pilgub-jatim-2024"
STRANGER_WORDS = "Saya warga biasa dan pilih Khofifah, contoh orang asing"


def run(root: Path, *arguments: str, token_of: Account | None = None) -> Any:
    tokens = {"MASTODON_TOKENS": f"{token_of.server.host}={token_of.token}"} if token_of else {}
    done = subprocess.run(
        [sys.executable, "-m", "jempol_netral", "-C", str(root), *arguments], capture_output=True, check=True,
        timeout=120, encoding="utf-8",
        env={**os.environ, **tokens, "JEMPOL_ALLOW_LOOPBACK": "1", "JEMPOL_LANGUAGE": "en"},
    )  # fmt: skip
    return json.loads(done.stdout) if "--json" in arguments else done.stdout


def test_whose_words_are_kept_and_whose_are_not(tmp_path: Path, snac: Snac) -> None:
    adi, budi, asing, tim = (snac.account(name) for name in ("adi", "budi", "asing", "tim"))
    adi.post("Ayo coblos Khofifah, contoh dukungan")
    adi.post("Selamat pagi dari contoh desa")
    campaign = tim.post("Kunjungan hari ini di pasar contoh, terima kasih warga")
    budi.post("Siap Bu, kami sekeluarga mendukung", reply_to=campaign)
    asing.post(STRANGER_WORDS, reply_to=campaign)
    snac.await_answers(tim, campaign, 2)
    root = tmp_path / "kantor"
    subprocess.run([sys.executable, "-m", "jempol_netral", "init", str(root)], check=True, capture_output=True)
    roster = "person_id,name,unit,platform,account,native_id,link,since,until\n"
    roster += "".join(f"{each.name},Contoh,Dinas,mastodon,{each.handle},,declared,,\n" for each in (adi, budi))
    (root / "roster.csv").write_text(roster, encoding="utf-8")
    watched = f"platform,account,native_id,contest,pair,label\nmastodon,{tim.handle},,{CONTEST},2,contoh\n"
    (root / "watchlist.csv").write_text(watched, encoding="utf-8")
    since = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()

    summary = run(root, "scan", "--json", "--since", since, token_of=tim)
    again = run(root, "scan", "--json", "--since", since, token_of=tim)
    flags = {flag["text"]: flag for flag in run(root, "flags", "--json", "--limit", "100")}

    assert {text: (flag["person_id"], flag["act"]) for text, flag in flags.items()} == {
        "Ayo coblos Khofifah, contoh dukungan": (adi.name, "post"),
        "Siap Bu, kami sekeluarga mendukung": (budi.name, "comment"),
    }
    assert (summary["new_flags"], again["new_flags"], again["changed_flags"]) == (2, 0, 0)
    assert summary["strangers"] > 0
    kept = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    for nobodys in (STRANGER_WORDS, asing.handle, "Selamat pagi dari contoh desa", tim.token):
        assert nobodys.encode() not in kept

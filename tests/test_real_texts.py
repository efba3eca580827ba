"""The main job on real election texts: flags are written, strangers leave no byte, a second scan adds nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Office

PEOPLE = 20


@pytest.mark.data
def test_a_scan_of_real_election_texts(office: Office, shared_data: Path) -> None:
    rows = [json.loads(line) for line in (shared_data / "election-dev.jsonl").read_text("utf-8").splitlines()]
    office.roster(*(f"C-{n:03},Orang Contoh {n},Dinas Contoh,x,contoh_{n},,declared,," for n in range(PEOPLE)))
    strangers = {row["text"] for number, row in enumerate(rows) if number % 3 == 2}
    own = {row["text"] for number, row in enumerate(rows) if number % 3 != 2}
    items = [
        {"platform": "x", "id": row["id"], "text": row["text"], "created_at": "2024-10-20T10:00:00+07:00",
         "author": f"asing_{number}" if number % 3 == 2 else f"contoh_{number % PEOPLE}"}
        for number, row in enumerate(rows)
    ]  # fmt: skip
    file = office.inbox(*items)

    first = office("scan", "--json").json()
    again = office("scan", "--json").json()
    office.inbox(*reversed(items), name="lagi.jsonl")  # another file with the same items
    twice = office("scan", "--json").json()

    print(f"\n{len(rows)} rows: {first['own']} by roster people, {first['strangers']} by strangers; ", end="")
    print(f"{first['new_flags']} flags; second scan {again['new_flags']}, the same rows again {twice['new_flags']}")
    assert (first["items"], first["strangers"]) == (len(rows), len(rows) // 3)
    assert first["new_flags"] > first["own"] / 4
    assert again["items"] == 0  # the file is remembered
    assert (twice["items"], twice["new_flags"], twice["changed_flags"]) == (len(rows), 0, 0)

    file.unlink()
    (office.root / "inbox" / "lagi.jsonl").unlink()
    kept = b"".join(path.read_bytes() for path in office.root.rglob("*") if path.is_file())
    ours = "\n".join(own)  # some short texts are quoted whole in another's
    left = [text for text in strangers if text not in ours and text.encode() in kept]
    assert not left
    assert b"asing_" not in kept

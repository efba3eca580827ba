"""The inbox: what is planned, what is read, and that nothing is lost when a run is killed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from jempol_netral.errors import FetchError, NetworkProblem, SourceGone, UnknownFormat, UserError
from jempol_netral.fetchers import inbox
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.inbox import Inbox, plan_inbox
from jempol_netral.models import Cursor, Page, Reading, Source

NOW = datetime(2024, 11, 1, tzinfo=UTC)
FETCHER = Inbox({"timezone": "Asia/Jakarta"})


def row(number: int, **changes: object) -> str:
    values = {"platform": "x", "id": f"c-{number}", "author": "siti", "text": "Contoh", "created_at": 1727871120}
    return json.dumps({**values, **changes})


def source(path: Path) -> Source:
    return Source(
        key="I:contoh", fetcher="inbox", platform="inbox", reading=Reading.INBOX, url=str(path),
        since=datetime(2024, 8, 27, tzinfo=UTC),
    )  # fmt: skip


START = Cursor()


def pages(path: Path, cursor: Cursor = START) -> list[Page]:
    return list(FETCHER.fetch(source(path), cursor, client=cast("Client", None), clock=lambda: NOW))


def write(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


# --- the plan ---


def test_files_and_folders_in_order(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", row(1))
    write(tmp_path / "folder" / "a.csv", row(2))
    plan = plan_inbox(tmp_path)
    assert [file.path.name for file in plan] == ["b.jsonl", "a.csv"]
    assert plan[0].size == (tmp_path / "b.jsonl").stat().st_size
    assert len(plan[0].sha256) == 64


def test_the_same_content_counts_once(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", row(1))
    write(tmp_path / "salinan.jsonl", row(1))
    assert [file.path.name for file in plan_inbox(tmp_path)] == ["a.jsonl"]


@pytest.mark.parametrize(
    "name",
    [".hidden", "~$terbuka.xlsx", "unduh.crdownload", "unduh.CRDOWNLOAD", "a.part", "a.tmp", "a.jsonl~", ".git/config"],
)
def test_what_is_left_alone(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, row(1))
    assert plan_inbox(tmp_path) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_do_not_lead_out(tmp_path: Path) -> None:
    outside = write(tmp_path / "rahasia" / "a.jsonl", row(1))
    box = tmp_path / "inbox"
    write(box / "ada.jsonl", row(2))
    (box / "keluar.jsonl").symlink_to(outside)
    (box / "keluar").symlink_to(outside.parent, target_is_directory=True)
    (box / "dalam.jsonl").symlink_to(box / "ada.jsonl")
    (box / "putus.jsonl").symlink_to(box / "tidak-ada")
    assert [file.path.name for file in plan_inbox(box)] == ["ada.jsonl"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_does_not_hang_the_scan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa")
    assert plan_inbox(tmp_path) == ()


def test_a_file_that_grows_is_left_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.jsonl", row(1))

    class Growing:
        def __init__(self) -> None:
            with path.open("a", encoding="utf-8") as stream:
                stream.write("\n")

        def update(self, block: bytes) -> None: ...

        def hexdigest(self) -> str:
            return "0" * 64

    monkeypatch.setattr("hashlib.sha256", Growing)
    assert plan_inbox(tmp_path) == ()


def test_an_unreadable_file_is_planned_so_that_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.jsonl", row(1))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    [file] = plan_inbox(tmp_path)
    assert file.path == path
    with pytest.raises(NetworkProblem, match="Permission denied"):
        pages(path)


# --- reading ---


def test_a_small_file_is_one_page(tmp_path: Path) -> None:
    [page] = pages(write(tmp_path / "a", row(1), "{", row(2), row(3, id=1.5)))
    assert [item.id for item in page.items] == ["c-1", "c-2"]
    assert [(gap.reason, gap.where) for gap in page.gaps] == [("bad-row", "line 2"), ("bad-row", "line 4")]
    assert page.cursor == Cursor(watermark=NOW)


def test_killed_after_any_page_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE_ROWS", 3)
    lines = [row(number) for number in range(10)]
    lines[4] = "{"
    path = write(tmp_path / "a", *lines)
    whole = pages(path)
    assert len(whole) == 4
    ids = [item.id for page in whole for item in page.items]
    for killed_after in range(len(whole)):
        cursor = whole[killed_after - 1].cursor if killed_after else Cursor()
        rest = pages(path, cursor)
        before = [item.id for page in whole[:killed_after] for item in page.items]
        assert before + [item.id for page in rest for item in page.items] == ids
        assert sum(len(page.gaps) for page in whole[:killed_after] + rest) == 1


def test_a_page_is_bounded_in_bytes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAGE_BYTES", 10_000)
    found = pages(write(tmp_path / "a", *[row(number, text="a" * 6000) for number in range(4)]))
    assert [len(page.items) for page in found] == [2, 2, 0]


def test_a_continuation_of_another_format_begins_anew(tmp_path: Path) -> None:
    [page] = pages(write(tmp_path / "a", row(1)), Cursor(continuation="native-csv:1"))
    assert len(page.items) == 1


def test_what_cannot_be_read(tmp_path: Path) -> None:
    cases: Mapping[type[FetchError], Path] = {
        SourceGone: tmp_path / "tidak-ada",
        UnknownFormat: write(tmp_path / "aneh", "halo"),
        NetworkProblem: tmp_path,
    }
    for error, path in cases.items():
        if sys.platform == "win32" and path is tmp_path:
            continue
        with pytest.raises(error):
            pages(path)
    (tmp_path / "rusak").write_bytes(b"\x1f\x8b\x08\x00")
    with pytest.raises(UnknownFormat, match="damaged"):
        pages(tmp_path / "rusak")


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "../etc/passwd", "Asia"])
def test_an_unknown_zone_is_the_users_mistake(zone: str) -> None:
    with pytest.raises(UserError, match="not a time zone"):
        Inbox({"timezone": zone})


def test_no_zone_refuses_times_without_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a", row(1, created_at="2024-10-02 19:00"))
    strict = Inbox({"timezone": ""})
    [page] = strict.fetch(source(path), Cursor(), client=cast("Client", None), clock=lambda: NOW)
    assert not page.items
    assert "no zone" in page.gaps[0].detail
    assert len(pages(path)[0].items) == 1

"""watchlist.csv: campaign accounts and threads."""

from __future__ import annotations

from pathlib import Path

import pytest

from jempol_netral.errors import UserError
from jempol_netral.models import Contest, Pair, Stages
from jempol_netral.roster import Watchlist, check_watchlist, parse_watchlist, read_watchlist

HEADER = "platform,account,native_id,contest,pair,label\n"
JATIM = Contest("pilgub-jatim-2024", "Contoh", "35", "Asia/Jakarta", Stages(), (Pair(1, "A"), Pair(2, "B")))


def parse(rows: str, header: str = HEADER) -> Watchlist:
    return parse_watchlist((header + rows).encode())


def test_accounts_and_threads() -> None:
    watchlist = parse(
        "ig,@kampanye.contoh,,pilgub-jatim-2024,2,Akun resmi\n"
        "youtube,https://youtu.be/AbCdEfGhI-1,,pilgub-jatim-2024,,Debat\n"
        "tele,contoh_kanal,-100123,pilgub-jatim-2024,no. 01,\n"
    )
    assert not watchlist.problems
    account, thread, channel = watchlist.watched
    assert (account.platform, account.handle, account.url, account.pair) == ("instagram", "kampanye.contoh", None, 2)
    assert (thread.handle, thread.url) == (None, "https://www.youtube.com/watch?v=AbCdEfGhI-1")
    assert (thread.native_id, thread.pair) == ("AbCdEfGhI-1", None)
    assert (channel.native_id, channel.pair, channel.line) == ("-100123", 1, 4)


def test_indonesian_headers_and_semicolons() -> None:
    watchlist = parse("https://x.com/contoh;pilgub-jatim-2024;2;Resmi\n", "Tautan;Kontes;Nomor Urut;Keterangan\n")
    assert [entry.platform for entry in watchlist.watched] == ["x"]
    assert not watchlist.notices


BAD = [
    ("ig,,,pilgub-jatim-2024,2,", "native_id", "expected a campaign account"),
    (",@contoh,,pilgub-jatim-2024,2,", "account", "any platform"),
    ("ig,contoh,,,2,", "contest", "id of a contest"),
    ("ig,contoh,,pilgub-jatim-2024,dua,", "pair", "ballot number"),
    ("ig,contoh,,pilgub-jatim-2024,0,", "pair", "ballot number"),
    ("fb,https://www.facebook.com/groups/contoh,,pilgub-jatim-2024,1,", "account", "a group"),
    ("ig,contoh,1.7E+10,pilgub-jatim-2024,1,", "native_id", "rounded"),
]


@pytest.mark.parametrize(("row", "column", "reason"), BAD)
def test_bad_rows_are_listed_and_the_others_kept(row: str, column: str, reason: str) -> None:
    watchlist = parse(f"x,awal,,pilgub-jatim-2024,,\n{row}\nx,akhir,,pilgub-jatim-2024,,\n")
    [problem] = watchlist.problems
    assert (problem.line, problem.column) == (3, column)
    assert reason in problem.message
    assert [entry.handle for entry in watchlist.watched] == ["awal", "akhir"]


def test_a_repeated_line_is_noticed() -> None:
    watchlist = parse("x,contoh,,pilgub-jatim-2024,1,\nx,@CONTOH,,pilgub-jatim-2024,1,\n")
    assert len(watchlist.watched) == 1
    assert [notice.line for notice in watchlist.notices] == [3]


def test_unknown_contests_and_pairs() -> None:
    watchlist = parse(
        "x,satu,,pilgub-jatim-2024,1,\nx,dua,,pilgub-jatim-2024,9,\nx,tiga,,pilgub-lain,1,\n"
        "x,empat,,pilgub-jatim-2024,,\n"
    )
    problems = check_watchlist(watchlist.watched, {JATIM.id: JATIM})
    assert [(problem.line, problem.column) for problem in problems] == [(3, "pair"), (4, "contest")]
    assert "it has 1, 2" in problems[0].message


def test_a_missing_file_or_column(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is missing"):
        read_watchlist(tmp_path / "watchlist.csv")
    with pytest.raises(UserError, match="lacks a column"):
        parse_watchlist(b"platform,account\n")

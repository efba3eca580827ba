"""roster.csv as offices write it: every row of the tables says why it is there. All people are invented."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jempol_netral.errors import UserError
from jempol_netral.models import LinkStatus
from jempol_netral.roster import Roster, parse_roster, read_roster

HEADER = "person_id,name,unit,platform,account,native_id,link,since,until\n"
UC = "UC0123456789abcdefghijkl"


def parse(rows: str, header: str = HEADER) -> Roster:
    return parse_roster((header + rows).encode())


def test_a_plain_roster() -> None:
    roster = parse("P1,Siti Contoh,Dinas Contoh,ig,@Siti.Contoh,,declared,2024-01-01,31/12/2024\n")
    assert not roster.problems
    assert not roster.notices
    [account] = roster.accounts
    assert (account.person.name, account.person.unit) == ("Siti Contoh", "Dinas Contoh")
    assert (account.platform, account.handle, account.native_id) == ("instagram", "siti.contoh", None)
    assert (account.link, account.since, account.until) == (
        LinkStatus.DECLARED,
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert account.line == 2


ENCODED = [
    ("utf-8", ",", "\n"),
    ("utf-8-sig", ";", "\r\n"),  # Excel "CSV UTF-8" under Indonesian settings
    ("utf-16", "\t", "\r\n"),  # Excel "Unicode text"
    ("utf-16-le", "\t", "\n"),  # the same without its mark
    ("utf-8", "|", "\r"),  # old Macintosh line ends
]


@pytest.mark.parametrize(("encoding", "separator", "end"), ENCODED)
def test_encodings_separators_and_line_ends(encoding: str, separator: str, end: str) -> None:
    lines = [HEADER.strip().split(","), ["P1", "Siti Contoh", "Dinas é", "x", "@siti", "", "", "", ""]]
    text = end.join(separator.join(cells) for cells in lines) + end
    roster = parse_roster(text.encode(encoding))
    assert roster.accounts[0].handle == "siti"
    assert roster.people[0].unit == "Dinas é"
    assert not roster.problems


def test_windows_1252_is_read_with_a_notice_that_names_the_line() -> None:
    roster = parse_roster((HEADER + "P1,Siti,Café,x,siti,,,,\n").encode("cp1252"))
    assert roster.people[0].unit == "Café"
    assert [notice.line for notice in roster.notices] == [2]


def test_utf8_and_windows_1252_in_one_file() -> None:
    roster = parse_roster(
        HEADER.encode() + "P1,Siti,Café,x,siti,,,,\n".encode() + "P2,Budi,Café,x,budi,,,,\n".encode("cp1252")
    )
    assert [person.unit for person in roster.people] == ["Café", "Café"]
    assert [notice.line for notice in roster.notices] == [3]


HEADERS = [
    "NIP;Nama;Unit Kerja;Platform;Akun;ID Akun;Status Tautan;Sejak;Sampai",  # as an office writes it
    "nip baru;NAMA LENGKAP;OPD;Media Sosial;Username;Native ID;Link;Mulai;Hingga",
    "id;nama_pegawai;SKPD;medsos;handle;native_id;tautan;sejak tanggal;sampai tanggal",
    "sep=;\nNIP;Nama;Unit Kerja;Platform;Akun;ID Akun;Status Tautan;Sejak;Sampai",  # Excel's own first line
    "\n;;;;;;;;\nNIP;Nama;Unit Kerja;Platform;Akun;ID Akun;Status Tautan;Sejak;Sampai",  # blank lines on top
]


@pytest.mark.parametrize("header", HEADERS)
def test_indonesian_headers(header: str) -> None:
    roster = parse("P1;Siti;Dinas;youtube;;" + UC + ";terverifikasi;1/9/2024;\n", header + "\n")
    assert not roster.problems
    assert not roster.notices
    account = roster.accounts[0]
    assert (account.native_id, account.link, account.since) == (UC, LinkStatus.VERIFIED, date(2024, 9, 1))


def test_an_address_may_stand_where_a_link_status_would() -> None:
    roster = parse("P1,Siti,https://www.instagram.com/siti\nP2,Budi,dibantah\n", "nip,nama,tautan\n")
    assert not roster.problems
    assert [account.handle for account in roster.accounts] == ["siti"]


def test_extra_columns_give_one_notice() -> None:
    roster = parse("P1,Siti,siti,III/a,x\n", "nip,nama,akun,golongan,platform\n".replace("akun", "akun"))
    assert len(roster.notices) == 1
    assert "golongan" in roster.notices[0].message
    assert roster.accounts[0].platform == "x"


def test_a_person_without_an_account_is_on_the_roster() -> None:
    roster = parse("P1,Siti,Dinas,,,,,,\nP2,Budi,Dinas,-,tidak punya,,,,\n")
    assert [person.id for person in roster.people] == ["P1", "P2"]
    assert not roster.accounts
    assert not roster.problems


BAD = [
    ("P1,,Dinas,x,siti,,,,", "name", "no name"),
    (",Siti,Dinas,x,siti,,,,", "person_id", "NIP"),
    ("P1,Siti,Dinas,friendster,siti,,,,", "platform", "not a platform"),
    ("P1,Siti,Dinas,x,Siti Contoh,,,,", "account", "display name"),
    ("P1,Siti,Dinas,,siti,,,,", "account", "any platform"),
    ("P1,Siti,Dinas,x,,,,,", "account", "without an account"),
    ("P1,Siti,Dinas,,,123,,,", "platform", "does not tell its platform"),
    ("P1,Siti,Dinas,x,siti,1.78E+17,,,", "native_id", "rounded by a spreadsheet"),
    ('P1,Siti,Dinas,x,siti,"1,78E+17",,,', "native_id", "rounded by a spreadsheet"),
    ("P1,Siti,Dinas,x,siti,abc,,,", "native_id", "not an id of X"),
    (f"P1,Siti,Dinas,yt,youtube.com/channel/{UC},UC{'x' * 22},,,", "native_id", "not the one in the address"),
    ("P1,Siti,Dinas,x,siti,,mungkin,,", "link", "not a link status"),
    ("P1,Siti,Dinas,x,siti,,,12/31/2024,", "since", "not a date"),  # month first
    ("P1,Siti,Dinas,x,siti,,,2024-02-30,", "since", "not a date"),  # no such day
    ("P1,Siti,Dinas,x,siti,,,1/2/24,", "since", "not a date"),  # which century
    ("P1,Siti,Dinas,x,siti,,,2024-12-01,2024-11-01", "until", "before it begins"),
    ("P1,Siti,Dinas,x,siti,,,,,lebih", None, "10 cells"),  # an unquoted comma somewhere
    ('P1,"Siti,Dinas,x,siti,,,,', None, "not closed"),
]


@pytest.mark.parametrize(("row", "column", "reason"), BAD)
def test_a_bad_row_is_listed_with_its_line_and_the_others_are_read(row: str, column: str | None, reason: str) -> None:
    roster = parse(f"A1,Ani,Dinas,x,ani,,,,\n\n{row}\nZ1,Zaki,Dinas,x,zaki,,,,\n")
    [problem] = roster.problems
    assert (problem.file, problem.line, problem.column) == ("roster.csv", 4, column)
    assert reason in problem.message
    assert [account.handle for account in roster.accounts] == ["ani", "zaki"]


def test_everything_that_is_wrong_with_a_row_is_said_at_once() -> None:
    roster = parse("P1,Siti,Dinas,x,Siti Contoh,abc,mungkin,kemarin,besok\n")
    assert [problem.column for problem in roster.problems] == ["account", "link", "since", "until", "native_id"]


def test_lines_are_physical_also_behind_line_breaks_in_cells() -> None:
    roster = parse('P1,"Siti\nContoh","Dinas\r\nContoh",x,siti,,,,\nP2,Budi,Dinas,x,Budi Contoh,,,,\n')
    assert [problem.line for problem in roster.problems] == [5]


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    rows = "".join(f"P{n},Nama {n},Dinas,x,akun{n},,,,\n" for n in range(100))
    roster = parse('Q1,"Siti,Dinas,x,siti,,,,\n' + rows)
    assert len(roster.accounts) == 100
    assert [problem.line for problem in roster.problems] == [2]


def test_a_quotation_mark_that_is_closed_far_below_swallows_nothing() -> None:
    rows = "".join(f"P{n},Nama {n},Dinas,x,akun{n},,,,\n" for n in range(100))
    roster = parse('Q1,"Siti,Dinas,x,siti,,,,\n' + rows + 'Q2,Dinas",x,,budi,,,,\n')
    assert len(roster.accounts) == 100
    assert [problem.line for problem in roster.problems] == [2, 103]


def test_nul_bytes_are_left_out_with_a_notice() -> None:
    roster = parse("P1,Si\0ti,Dinas,x,siti,,,,\n")
    assert roster.people[0].name == "Siti"
    assert "NUL" in roster.notices[0].message


def test_several_accounts_of_one_person() -> None:
    roster = parse("P1,Siti,Dinas,x,siti,,,,\nP1,,,ig,siti,,,,\nP1,siti,Dinas,fb,siti.contoh,,,,\n")
    assert len(roster.people) == 1
    assert len(roster.accounts) == 3
    assert not roster.problems
    assert not roster.notices


def test_contradictory_names_are_noticed_once_and_the_first_stays() -> None:
    roster = parse("P1,Siti,Dinas A,x,siti,,,,\nP1,Budi,Dinas B,ig,siti,,,,\nP1,Tono,Dinas C,fb,sitii,,,,\n")
    assert roster.people[0].name == "Siti"
    assert [(notice.line, notice.column) for notice in roster.notices] == [(3, "name"), (3, "unit")]


CLAIMS = [
    ("P1,A,,x,sama,,,,\nP2,B,,x,@SAMA,,,,\n", 0),  # the same handle
    ("P1,A,,fb,budi.contoh,,,,\nP2,B,,fb,budicontoh,,,,\n", 0),  # Facebook ignores dots
    (f"P1,A,,yt,lama,{UC},,,\nP2,B,,yt,baru,{UC},,,\n", 0),  # the same id
    ("P1,A,,x,sama,,,,2024-08-01\nP2,B,,x,sama,,,2024-08-02,\n", 2),  # handed over: no day in common
    ("P1,A,,x,sama,,,,2024-08-02\nP2,B,,x,sama,,,2024-08-02,\n", 0),  # one day in common
    ("P1,A,,x,sama,,,,\nP2,B,,ig,sama,,,,\n", 2),  # the same word on two platforms
]


@pytest.mark.parametrize(("rows", "left"), CLAIMS)
def test_an_account_claimed_by_two_people_is_read_for_nobody(rows: str, left: int) -> None:
    roster = parse(rows)
    assert len(roster.accounts) == left
    assert [problem.line for problem in roster.problems] == ([] if left else [2, 3])
    assert len(roster.people) == 2


def test_one_cell_filled_down_gives_one_problem_a_row() -> None:
    rows = "".join(f"P{n},Nama {n},Dinas,x,dinas,,,,\n" for n in range(2000))
    start = time.process_time()
    roster = parse(rows)
    assert len(roster.problems) == len(roster.people) == 2000
    assert len(parse("P1,Siti,Dinas,x,siti,,,,\n" * 2000).notices) == 1999
    assert time.process_time() - start < 2


def test_a_repeated_line_is_noticed_and_counts_once() -> None:
    roster = parse("P1,A,,x,sama,,,,\nP1,A,,x,sama,,,,\n")
    assert len(roster.accounts) == 1
    assert not roster.problems
    assert [notice.line for notice in roster.notices] == [3]


def test_a_second_line_that_adds_the_id_is_no_repetition() -> None:
    roster = parse("P1,A,,x,sama,,,,\nP1,A,,x,sama,7,,,\n")
    assert [account.native_id for account in roster.accounts] == [None, "7"]
    assert not roster.notices


@pytest.mark.parametrize("number", ["1.98503E+17", "1,98503E+17", "198503152010011000"])
def test_two_people_under_one_rounded_number_are_not_one(number: str) -> None:
    roster = parse(f'"{number}",Siti,Dinas,x,siti,,,,\n"{number}",Budi,Dinas,x,budi,,,,\n')
    assert [account.handle for account in roster.accounts] == ["siti"]
    assert "rounded" in roster.notices[0].message
    assert [problem.line for problem in roster.problems] == [3]


def test_a_nip_with_spaces_is_the_same_nip() -> None:
    roster = parse("19850315 201001 1 001,Siti,,x,siti,,,,\n'198503152010011001,Siti,,ig,siti,,,,\n")
    assert [person.id for person in roster.people] == ["198503152010011001"]
    assert not roster.notices


FATAL = [
    (b"", "empty"),
    (b"\n\n;;;\n", "empty"),
    (b"nama,akun\n", "lacks a column"),
    (b"PK\x03\x04xxxx", "workbook"),  # .xlsx renamed to .csv
    (b"\xd0\xcf\x11\xe0xxxx", "workbook"),  # .xls renamed
]


@pytest.mark.parametrize(("data", "reason"), FATAL)
def test_what_is_no_roster_at_all(data: bytes, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        parse_roster(data)


def test_every_missing_column_is_named_at_once() -> None:
    with pytest.raises(UserError) as caught:
        parse_roster(b"unit,platform\n")
    assert [problem.facts["column"] for problem in caught.value.problems] == [
        "person_id",
        "name",
        "account / address / link",
    ]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"roster\.csv is missing"):
        read_roster(tmp_path / "roster.csv")
    with pytest.raises(UserError, match="cannot be read"):
        read_roster(tmp_path)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for head in (b"", HEADER.encode(), HEADER.encode("utf-16")):
        try:
            roster = parse_roster(head + data)
        except UserError:
            continue
        assert all(problem.line for problem in roster.problems)


@settings(deadline=None)
@given(st.lists(st.lists(st.text(alphabet=" ,;\"\n'@abx1/=\t", max_size=6), max_size=10), max_size=8))
def test_any_cells_are_read_or_listed(rows: list[list[str]]) -> None:
    parse("\n".join(",".join(cells) for cells in rows))

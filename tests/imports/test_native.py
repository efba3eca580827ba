"""Our own rows as JSON Lines and CSV; everything in them is invented."""

from __future__ import annotations

import gzip
import json
import lzma
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jempol_netral.errors import UserError
from jempol_netral.imports import FORMATS, ImportOptions, Row, Status, choose, open_export
from jempol_netral.imports import opening as opening_module
from jempol_netral.imports.opening import BrokenOff
from jempol_netral.models import Act, TimeQuality

OPTIONS = ImportOptions(zone=ZoneInfo("Asia/Jakarta"))
GOOD = {
    "platform": "instagram",
    "id": "contoh-1",
    "act": "comment",
    "author": "@Siti.Contoh",
    "text": "Contoh komentar",
    "created_at": "2024-10-02T19:12:00+07:00",
    "url": "https://www.instagram.com/p/C1abc/",
    "under": "tim.contoh",
    "parent_id": 12,
}
HEADER = "platform,id,act,author_id,author,text,created_at,url,parent_id,under,reshared_author\n"


def read(path: Path, options: ImportOptions = OPTIONS, after: int = 0) -> list[Row]:
    with open_export(path) as export:
        return list(choose(export.head, path.name).read(export, options, after=after))


def jsonl(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "ekspor"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "ekspor"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_whole_row(tmp_path: Path) -> None:
    [row] = read(jsonl(tmp_path, GOOD))
    item = row.item
    assert row.status is Status.MAPPED
    assert item is not None
    assert (item.platform, item.id, item.act) == ("instagram", "contoh-1", Act.COMMENT)
    assert (item.author, item.author_id, item.text) == ("siti.contoh", None, "Contoh komentar")
    assert (item.created_at, item.time_quality) == (datetime(2024, 10, 2, 12, 12, tzinfo=UTC), TimeQuality.PLATFORM)
    assert (item.under, item.parent_id) == ("tim.contoh", "12")
    assert json.loads(item.raw) == GOOD


def test_raw_is_one_spelling_and_without_what_is_not_ours(tmp_path: Path) -> None:
    turned = dict(reversed(GOOD.items()))
    one, two = read(jsonl(tmp_path, GOOD, {**turned, "parent_text": "kata orang lain"}))
    assert one.item is not None
    assert two.item is not None
    assert one.item.raw == two.item.raw


def test_raw_of_odd_rows_is_still_json(tmp_path: Path) -> None:
    odd = {**GOOD, "text": "x\ud83d", "url": [["kata orang lain"]]}
    [row] = read(jsonl(tmp_path, odd))
    assert row.item is not None
    assert json.loads(row.item.raw.decode()) == {key: value for key, value in odd.items() if key != "url"}


DEFAULTS = [
    ({"act": None}, "act", Act.POST),  # absent
    ({"act": "Komentar"}, "act", Act.COMMENT),
    ({"act": "retweet"}, "act", Act.RESHARE),
    ({"platform": "IG"}, "platform", "instagram"),
    ({"author": "https://www.instagram.com/siti.contoh/"}, "author", "siti.contoh"),
    ({"author": None, "author_id": 17}, "author_id", "17"),
    ({"author": "Siti Contoh", "author_id": "17"}, "author", None),  # a display name names nobody
    ({"text": ""}, "text", ""),  # empty
    ({"text": 2}, "text", "2"),  # a comment that is nothing but a number
    ({"text": "a\0b\ud83d"}, "text", "ab\ufffd"),  # what no store can hold
    ({"url": "javascript:alert(1)"}, "url", None),
    ({"reshared_author": "berita.contoh"}, "reshared_author", "berita.contoh"),
]


@pytest.mark.parametrize(("change", "field", "value"), DEFAULTS)
def test_fields(tmp_path: Path, change: dict[str, object], field: str, value: object) -> None:
    [row] = read(jsonl(tmp_path, {key: kept for key, kept in {**GOOD, **change}.items() if kept is not None}))
    assert row.item is not None
    assert getattr(row.item, field) == value


@pytest.mark.parametrize("field", ["text", "created_at"])
def test_a_row_that_lacks_something_is_partial(tmp_path: Path, field: str) -> None:
    [row] = read(jsonl(tmp_path, {"platform": "x", "id": "1", "author": "a", "text": "b", "created_at": 1727871120,
                                  field: None}))  # fmt: skip
    assert row.status is Status.PARTIAL
    assert field in row.reason
    assert row.item is not None
    assert getattr(row.item, field) is None


def test_a_time_without_a_zone_is_estimated_in_the_declared_one(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {**GOOD, "created_at": "2024-10-02 19:12"})
    [row] = read(path)
    assert row.item is not None
    assert row.item.time_quality is TimeQuality.ESTIMATED
    assert row.item.created_at == datetime(2024, 10, 2, 12, 12, tzinfo=UTC)
    [row] = read(path, ImportOptions())
    assert (row.status, row.item) == (Status.REJECTED, None)


def test_comments_stand_under_what_the_user_declares(tmp_path: Path) -> None:
    bare = {key: value for key, value in GOOD.items() if key != "under"}
    rows = read(jsonl(tmp_path, bare, {**bare, "act": "post"}, GOOD), ImportOptions(under="lain.contoh"))
    assert [row.item.under for row in rows if row.item] == ["lain.contoh", None, "tim.contoh"]


BAD = [
    ("{", "not JSON"),
    ("[1]", "not a JSON object"),
    ("NaN", "not JSON that can be read"),
    ("[" * 100_000, "not JSON"),
    ('{"id": 1' + "0" * 5000 + "}", "not JSON that can be read"),  # longer than Python converts
    ({**GOOD, "platform": ""}, "no platform"),
    ({**GOOD, "platform": "friendster"}, "platform is none"),
    ({**GOOD, "id": None}, "no id"),
    ({**GOOD, "id": 1.78e17}, "decimal point"),
    ({**GOOD, "id": "1.78E+17"}, "rounded"),
    ({**GOOD, "author": None}, "neither author_id nor author"),
    ({**GOOD, "author": "Siti Contoh"}, "no handle"),
    ({**GOOD, "author": ["siti"]}, "no handle"),
    ({**GOOD, "author_id": 1.5}, "decimal point"),
    ({**GOOD, "act": "menari"}, "act is none"),
    ({**GOOD, "created_at": "kemarin"}, "no time"),
    ({**GOOD, "text": ["a"]}, "no text"),
    ({**GOOD, "under": {"a": 1}}, "under"),
]


@pytest.mark.parametrize(("row", "reason"), BAD)
def test_a_bad_row_is_rejected_with_its_line_and_the_others_are_read(tmp_path: Path, row: object, reason: str) -> None:
    first, bad, last = read(jsonl(tmp_path, GOOD, "", row, "   ", GOOD))
    assert (first.line, last.line) == (1, 5)
    assert (bad.status, bad.line) == (Status.REJECTED, 3)
    assert reason in bad.reason
    assert "Siti" not in bad.reason


def test_csv_with_excels_habits(tmp_path: Path) -> None:
    text = (
        "sep=;\r\nPlatform;ID;Tindakan;Penulis;Teks;Waktu;Catatan\r\n"
        'ig;1;komentar;siti;"baris satu\r\nbaris dua; masih";02/10/2024 19:12;x\r\n\r\nig;2;;siti;;;\r\n'
    )
    notice, one, two = read(table(tmp_path, text, "utf-8-sig"))
    assert (notice.status, notice.reason) == (Status.NOTICE, "columns that are ignored: 1")
    assert (one.line, one.end) == (3, 4)
    assert one.item is not None
    assert one.item.text == "baris satu\r\nbaris dua; masih"
    assert two.line == 6
    assert two.item is not None
    assert (two.item.text, two.item.created_at, two.item.act) == ("", None, Act.POST)  # empty is not absent


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    rows = read(table(tmp_path, HEADER + "ig,1,,,siti,Café é,,,,,\nig,2,,,siti,biasa,,,,,\n", encoding))
    assert [row.item.text for row in rows if row.item] == ["Café é", "biasa"]


BAD_CSV = [
    ('ig,1,,,siti,"tidak ditutup,,,,,', "cannot be cut"),
    ('ig,1,,,siti,"a"b,,,,,', "cannot be cut"),
    ("ig,1,,,siti,a,,,,,,lebih", "12 cells under 11"),
    ("ig,1.78E+17,,,siti,a,,,,,", "rounded"),
    (f"ig,1,,,siti,{'a' * 200_000},,,,,", "cannot be cut"),  # more than a cell may hold
]


@pytest.mark.parametrize(("row", "reason"), BAD_CSV)
def test_bad_csv_rows(tmp_path: Path, row: str, reason: str) -> None:
    rows = read(table(tmp_path, f"{HEADER}ig,0,,,siti,awal,,,,,\n{row}\nig,9,,,siti,akhir,,,,,\n"))
    first, bad, last = rows
    assert (first.line, bad.line, last.line) == (2, 3, 4)
    assert bad.status is Status.REJECTED
    assert reason in bad.reason


def test_missing_cells_are_absent(tmp_path: Path) -> None:
    [row] = read(table(tmp_path, "platform,id,author,text\nig,1,siti\n"))
    assert row.status is Status.PARTIAL
    assert row.item is not None
    assert row.item.text is None


def test_a_line_that_is_too_long_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening_module, "LONGEST_LINE", 1000)
    rows = read(jsonl(tmp_path, GOOD, {**GOOD, "text": "a" * 5000}, GOOD))
    assert [(row.line, row.status) for row in rows] == [
        (1, Status.MAPPED),
        (2, Status.REJECTED),
        (3, Status.MAPPED),
    ]
    text = f"{HEADER}ig,0,,,siti,awal,,,,,\nig,1,,,siti,{'a' * 5000},,,,,\nig,9,,,siti,akhir,,,,,\n"
    rows = read(table(tmp_path, text))
    assert [(row.line, row.status is Status.REJECTED) for row in rows] == [(2, False), (3, True), (4, False)]


def test_a_first_line_longer_than_the_head_is_looked_at_whole(tmp_path: Path) -> None:
    rows = read(jsonl(tmp_path, {**GOOD, "text": "a" * 2_000_000}, GOOD))
    assert [row.status for row in rows] == [Status.MAPPED] * 2
    assert len(read(jsonl(tmp_path, {**GOOD, "text": "a" * 2_000_000}))) == 1


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_files(tmp_path: Path, pack: object) -> None:
    packed = pack("\n".join([json.dumps(GOOD)] * 3).encode())  # type: ignore[operator]
    path = tmp_path / "ekspor"
    path.write_bytes(packed)
    assert [row.status for row in read(path)] == [Status.MAPPED] * 3


def test_a_packed_file_that_breaks_off(tmp_path: Path) -> None:
    lines = [json.dumps({**GOOD, "id": str(number), "text": f"{number * 7919 % 10007}"}) for number in range(40_000)]
    path = tmp_path / "ekspor"
    packed = gzip.compress("\n".join(lines).encode())
    path.write_bytes(packed[: len(packed) // 2])
    rows = read(path)
    assert len(rows) > 1000
    assert rows[-1].status is Status.REJECTED
    assert "broken off" in rows[-1].reason
    path.write_bytes(packed[:12])
    with pytest.raises((BrokenOff, UserError)):
        read(path)


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_reading_goes_on_after_any_line(tmp_path: Path, kind: str) -> None:
    if kind == "jsonl":
        path = jsonl(tmp_path, GOOD, "{", "", {**GOOD, "id": "2"}, {**GOOD, "id": "3"})
    else:
        path = table(tmp_path, HEADER + 'ig,1,,,a,"x\ny",,,,,\nig,"2,,\n\nig,3,,,a,"x\n\nz",,,,,\nig,4,,,a,b,,,,,\n')
    rows = read(path)
    assert len(rows) >= 4
    for done, row in enumerate(rows, 1):
        assert read(path, after=row.end) == rows[done:]


UNKNOWN = [
    (b"", "is empty"),
    (b"\n\n  \n", "is empty"),
    (b"halo", "no format known"),
    (b'{"a": 1}\n', "no format known"),
    (b"id,text\n1,a\n", "no format known"),  # no platform
    (b"\x89PNG\r\n\x1a\n\0\0", "no format known"),
    (b"PK\x03\x04\0\0", "no format known"),
]


@pytest.mark.parametrize(("data", "reason"), UNKNOWN)
def test_an_unknown_file_says_what_was_looked_for(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "ekspor.jsonl"
    path.write_bytes(data)
    with pytest.raises(UserError, match=reason) as caught:
        read(path)
    assert all(form.summary in caught.value.message for form in FORMATS)


def test_the_name_decides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "foto.png"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    assert len(read(path)) == 1


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from([b"", HEADER.encode(), json.dumps(GOOD).encode() + b"\n", b"\x1f\x8b", b"\xff\xfe"]),
    data=st.binary(max_size=300),
)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, start: bytes, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "apa-saja"
    path.write_bytes(start + data)
    try:
        rows = read(path)
    except (UserError, BrokenOff):
        return
    assert all(row.line <= row.end for row in rows)
    assert all((row.item is None) == (row.status in (Status.REJECTED, Status.NOTICE)) for row in rows)

"""From a workspace to flags and a CSV, as an officer does it, with the exit codes that cron sees."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from tests.conftest import Jempol, Office

CONTEST = "pilgub-jatim-2024"
CALL = "Jangan lupa coblos Khofifah, contoh ajakan"


def test_scan_flags_and_export(office: Office, tmp_path: Path) -> None:
    office.inbox({"text": CALL}, {"text": "Selamat pagi contoh desa"}, {"text": CALL, "author": "orang.lain"})
    done = office("scan", "--json", "--only", "inbox")

    assert done.code == 0, done.err
    summary = done.json()
    assert (summary["items"], summary["own"], summary["strangers"], summary["new_flags"]) == (3, 2, 1, 1)
    (flag,) = office.flags()
    assert (flag["person_id"], flag["pairs"], flag["stage"]) == ("C-001", [f"{CONTEST}:2"], "campaign")
    assert flag["id"][:8] in office("flags").out
    assert "Khofifah" in office("show", flag["id"][:6]).out

    path = tmp_path / "telaah.csv"
    assert office("export", "--format", "csv", "-o", path).code == 0
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    assert (row["flag_id"], row["text"], row["posted_at"]) == (flag["id"], CALL, "2024-10-10 08:00:00+07:00")


def test_a_second_scan_adds_nothing(office: Office) -> None:
    office.inbox({"text": CALL})
    office("scan")
    assert office("scan", "--json").json()["new_flags"] == 0
    # the same rows in another file, in another order and with one more
    office.inbox({"text": CALL}, {"text": "Menangkan Risma, contoh", "author": "budi.contoh"}, name="lagi.jsonl")
    again = office("scan", "--json").json()
    assert (again["new_flags"], again["changed_flags"]) == (1, 0)
    assert [flag["versions"] for flag in office.flags()] == [1, 1]


def test_somebody_who_joins_the_roster_later_is_found_in_files_already_read(office: Office) -> None:
    office.inbox({"text": CALL, "author": "citra.contoh"})
    assert office("scan", "--json").json()["new_flags"] == 0
    assert office("scan", "--json").json()["items"] == 0  # the file is remembered
    office.roster("C-003,Citra Contoh,Dinas Contoh,instagram,citra.contoh,,declared,,")
    assert office("scan", "--json").json()["new_flags"] == 1


def test_a_stranger_leaves_no_byte(office: Office) -> None:
    words, name = "Coblos Khofifah kata warga contoh asing", "warga.asing.contoh"
    source = office.inbox({"text": CALL}, {"text": words, "author": name, "under": "tim.contoh02", "act": "comment"})
    office("scan")
    source.unlink()  # the file is the office's own; what the program keeps is everything else
    kept = b"".join(path.read_bytes() for path in office.root.rglob("*") if path.is_file())
    assert words.encode() not in kept
    assert name.encode() not in kept
    assert CALL.encode() in kept


def test_a_comment_under_a_campaign_account_is_a_flag_without_any_term(office: Office) -> None:
    office.inbox(
        {"text": "Siap Bu, kami sekeluarga ikut", "act": "comment", "under": "@tim.contoh02"},
        {"text": "Siap Bu, kami sekeluarga ikut", "act": "comment", "under": "@teman.biasa"},
    )
    office("scan")
    (flag,) = office.flags()
    assert (flag["native_id"], flag["pairs"], flag["under"]) == ("c1", [f"{CONTEST}:2"], "@tim.contoh02")


def test_what_is_older_than_the_nomination_is_not_flagged(office: Office) -> None:
    office.inbox({"text": CALL, "created_at": "2024-08-26T23:59:00+07:00"})
    assert office("scan", "--json").json()["new_flags"] == 0
    # Looking further back reads the file again, but before the nomination there is no contest to flag for.
    done = office("scan", "--json", "--since", "2020-01-01").json()
    assert (done["items"], done["new_flags"]) == (1, 0)


def test_a_narrow_since_does_not_use_up_the_inbox(office: Office) -> None:
    office.inbox({"text": CALL})
    assert office("scan", "--json", "--since", "2024-11-01").json()["new_flags"] == 0
    assert office("scan", "--json").json()["new_flags"] == 1


def test_nobodys_words_become_anothers_flag(office: Office) -> None:
    """Hand-made files number their rows 1, 2, 3: the same id in two files is not the same item."""
    office.inbox({"id": "1", "text": CALL})
    office("scan")
    office.inbox({"id": "1", "text": "Coblos Risma, contoh lain", "author": "budi.contoh"}, name="lain.jsonl")
    office.inbox({"id": "1", "text": "pagi contoh", "author": "budi.contoh"}, name="lagi.jsonl")
    done = office("scan", "--json")
    assert done.code == 3
    assert {row["reason"] for row in done.json()["not_read"] if row["status"] == "partial"} == {"id-taken"}
    (flag,) = office.flags()
    assert (flag["person_id"], flag["text"], flag["versions"]) == ("C-001", CALL, 1)


def test_two_exports_of_one_item_do_not_take_turns_for_ever(office: Office) -> None:
    office.inbox({"text": CALL})
    office.inbox({"text": CALL + " dan seterusnya"}, name="panjang.jsonl")
    office("scan")
    for number in range(2):  # a changed roster has both read again
        office.roster(
            "C-001,Adi Contoh,Dinas,instagram,adi.contoh,101,declared,,",
            f"C-9{number},Tambahan Contoh,Dinas,instagram,tambahan{number},,declared,,",
        )
        done = office("scan", "--json").json()
        assert (done["items"], done["changed_flags"]) == (2, 0)
    assert office.flags()[0]["versions"] == 2


def test_a_corrected_roster_reaches_what_was_stored_before(office: Office) -> None:
    office.inbox({"text": CALL})
    office("scan")
    office.roster("C-001,Adi Contoh,Dinas Contoh,instagram,adi.contoh,101,disputed,,")
    office("scan")
    assert office.flags()[0]["link"] == "disputed"
    assert len(office("export").out.splitlines()) == 1  # left out
    office.roster("C-002,Budi Contoh,Kecamatan Contoh,instagram,adi.contoh,101,verified,,")
    office("scan")
    (flag,) = office.flags()
    assert (flag["person_id"], flag["person"], flag["link"]) == ("C-002", "Budi Contoh", "verified")


def test_bad_rows_are_told_until_they_are_mended(office: Office) -> None:
    path = office.inbox({"text": CALL}, {"text": CALL, "id": None})
    assert office("scan").code == 3
    done = office("scan", "--json")
    assert done.code == 3
    assert done.json()["items"] == 0  # not read again, but not forgotten
    assert done.json()["sources"]["partial"] == 1
    path.unlink()
    assert office("scan").code == 0


def test_likes_are_looked_at_only_where_the_office_says_so(office: Office) -> None:
    office.inbox({"text": CALL, "act": "like"})
    assert office("scan", "--json").json()["new_flags"] == 0
    config = (office.root / "jempol.toml").read_text(encoding="utf-8")
    office.write("jempol.toml", config.replace("likes = false", "likes = true"))
    assert office("scan", "--json").json()["new_flags"] == 1
    assert office.flags()[0]["tier"] == "low"


def test_only_one_fetcher_says_nothing_of_the_others(office: Office) -> None:
    office.roster("C-001,Adi Contoh,Dinas,bluesky,adi.example.org,,declared,,", "C-002,Budi,Dinas,x,budi,,declared,,")
    done = office("scan", "--only", "inbox", "--json")
    assert (done.code, done.json()["not_read"]) == (0, [])


def test_a_mistyped_setting_of_a_fetcher_is_the_users_to_mend(office: Office) -> None:
    config = (office.root / "jempol.toml").read_text(encoding="utf-8")
    office.write("jempol.toml", config + '\n[fetchers.bluesky]\napview = "https://example.org"\n')
    done = office("scan")
    assert done.code == 2
    assert "apview" in done.err


def test_the_sample_never_goes_into_a_real_workspace(office: Office, jempol: Jempol) -> None:
    assert jempol("demo", office.root).code == 2
    assert not list((office.root / "inbox").iterdir())
    assert jempol("demo", office.root.parent / "contoh").code == 0
    assert jempol("demo", office.root.parent / "contoh").code == 0  # its own folder, again


def test_exit_codes_of_a_scan(office: Office) -> None:
    office.inbox({"text": CALL})
    assert office("scan", "--exit-code", "9").code == 9  # there are new flags
    assert office("scan", "--exit-code", "9").code == 0
    assert office("scan", "--only", "tidak-ada").code == 2
    assert office("scan", "--budget", "sebentar").code == 2
    office.inbox({"text": CALL, "id": None}, {"text": CALL}, name="rusak.jsonl")
    done = office("scan")
    assert done.code == 3, "a row could not be read"
    assert "rusak.jsonl" in done.err
    office.write("jempol.toml", 'contests = "pilgub"\n')
    assert office("scan").code == 2


def test_bad_rows_are_listed_and_the_good_ones_scanned(office: Office) -> None:
    office.roster("C-001,Adi Contoh,Dinas Contoh,instagram,adi.contoh,,declared,,", "C-002,Budi,Dinas,friendster,b,,,,")
    office.inbox({"text": CALL})
    done = office("scan", "--json")
    assert done.code == 3
    assert done.json()["new_flags"] == 1
    assert "roster.csv:3" in done.err


def test_platforms_without_a_fetcher_are_told_and_count_unless_the_office_knows(office: Office) -> None:
    done = office("scan", "--json")
    assert (done.code, done.json()["sources"]["unreadable"]) == (0, 3)
    assert "instagram" in done.err
    config = (office.root / "jempol.toml").read_text(encoding="utf-8")
    office.write("jempol.toml", config.replace('"instagram", ', ""))
    assert office("scan").code == 3


def test_an_account_of_two_people_is_read_for_nobody(office: Office) -> None:
    row = "Dinas Contoh,instagram,adi.contoh,,declared,,"
    office.roster(f"C-001,Adi Contoh,{row}", f"C-002,Budi Contoh,{row}")
    office.inbox({"text": CALL})
    done = office("scan", "--json")
    assert done.code == 3
    assert (done.json()["own"], done.json()["strangers"]) == (0, 1)


def test_a_lost_account_is_nobodys_on_the_roster(office: Office) -> None:
    office.roster("C-001,Adi Contoh,Dinas Contoh,instagram,adi.contoh,,lost,,")
    office.inbox({"text": CALL})
    done = office("scan", "--json")
    assert (done.json()["own"], done.json()["new_flags"]) == (0, 0)
    assert "lost" in done.err


def test_another_scan_that_holds_the_lock_is_left_alone(office: Office) -> None:
    with FileLock(office.root / "jempol.lock"):
        assert office("scan").code == 4
        assert office("scan", "--dry-run").code == 0  # writes nothing, needs no lock


def test_a_dry_run_keeps_nothing(office: Office) -> None:
    office.inbox({"text": CALL})
    before = {path: path.read_bytes() for path in office.root.rglob("*") if path.is_file()}
    assert office("scan", "--dry-run", "--json").json()["new_flags"] == 1
    assert {path: path.read_bytes() for path in office.root.rglob("*") if path.is_file()} == before


def test_unsure_links_stay_out_of_exports_unless_asked_for(office: Office) -> None:
    office.roster("C-001,Adi Contoh,Dinas Contoh,instagram,adi.contoh,,,,")
    office.inbox({"text": CALL})
    office("scan")
    assert "SUSPECTED" in office("flags").out
    done = office("export")
    assert len(done.out.splitlines()) == 1
    assert "1 left out" in done.err
    assert len(office("export", "--unsure-links").out.splitlines()) == 2


def test_without_a_controller_every_scan_and_export_says_so(office: Office) -> None:
    office.inbox({"text": CALL})
    assert "legal_basis" in office("scan").err
    assert "legal_basis" in office("export").err
    config = (office.root / "jempol.toml").read_text(encoding="utf-8")
    for name in ("name", "legal_basis", "contact"):
        config = config.replace(f'{name} = ""', f'{name} = "Contoh"')
    office.write("jempol.toml", config)
    assert "UU 27/2022" not in office("scan").err


HOSTILE = '=HYPERLINK("http://x") \x1b[2J\x1b]0;judul\x07 [red]Khofifah[/red] [/oops] <script> \u202eterbalik coblos'


def test_hostile_texts_are_shown_as_text(office: Office) -> None:
    office.roster("C-001,Adi Contoh,=2+3,instagram,adi.contoh,101,declared,,")
    office.inbox({"text": HOSTILE, "url": "=1+1"})
    office("scan")
    table, shown = office("flags").out, office("show", office.flags()[0]["id"]).out
    for out in (table, shown):
        assert "\x1b" not in out
        assert "\u202e" not in out
    assert "[red]Khofifah[/red]" in shown
    (row,) = csv.DictReader(io.StringIO(office("export").out, newline=""))
    assert row["text"].startswith("'=HYPERLINK")
    assert row["unit"] == "'=2+3"
    assert row["url"] == ""  # no address: it was never one


@pytest.mark.parametrize(
    ("arguments", "found", "why"),
    [
        (("--since", "2024-10-20"), 1, "posted at three in the morning in WIB: that day has begun"),
        (("--since", "2024-10-21"), 0, "the day after"),
        (("--pair", "2"), 1, "the number alone, where there is one contest"),
        (("--pair", f"{CONTEST}:02"), 1, "as ballots print it"),
        (("--pair", "3"), 0, "another pair"),
        (("--platform", "ig"), 1, "as people call it"),
        (("--status", "open"), 1, "nobody decided"),
        (("--person", "Adi Contoh", "--unit", "dinas contoh"), 1, "name and unit"),
    ],
)
def test_filters(office: Office, arguments: tuple[str, ...], found: int, why: str) -> None:
    office.inbox({"text": CALL, "created_at": "2024-10-20T03:00:00+07:00"})
    office("scan")
    assert len(office.flags(*arguments)) == found, why


@pytest.mark.parametrize(
    "arguments",
    [("--pair", "dua"), ("--pair", "lain:2"), ("--contest", "lain"), ("--platform", "friendster"), ("--status", "x")],
)
def test_a_mistyped_filter_is_no_empty_queue(office: Office, arguments: tuple[str, ...]) -> None:
    office.inbox({"text": CALL})
    office("scan")
    assert office("flags", *arguments).code == 2


def test_long_numbers_stay_text_in_excel(office: Office) -> None:
    office.roster("198001012005011000,Adi Contoh,Dinas Contoh,instagram,adi.contoh,101,declared,,")
    office.inbox({"text": CALL})
    office("scan")
    (row,) = csv.DictReader(
        io.StringIO(office("export", "--excel").out.removeprefix("\ufeff"), newline=""), delimiter=";"
    )
    assert row["person_id"] == "'198001012005011000"


def test_a_reader_that_leaves_early_is_no_error(office: Office) -> None:
    office.inbox(*({"text": f"{CALL} {number}"} for number in range(300)))
    office("scan")
    for command in (["flags", "--json", "--limit", "300"], ["flags", "--limit", "300"], ["export"]):
        jempol = subprocess.Popen(
            [sys.executable, "-m", "jempol_netral", "-C", str(office.root), *command],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert jempol.stdout is not None
        jempol.stdout.close()
        _, err = jempol.communicate(timeout=60)
        assert jempol.returncode == 0, (command, err)


def test_coverage_tells_the_last_scan_again(office: Office) -> None:
    assert office("coverage").code == 2  # nothing was scanned yet
    office.inbox({"text": CALL})
    office("scan")
    rows = json.loads(office("coverage", "--all", "--json").out)
    assert {row["status"] for row in rows} == {"read", "unreadable"}
    assert "inbox/" in office("coverage").out


def test_commands_before_the_first_scan_say_what_to_do(office: Office, jempol: Jempol) -> None:
    for command in (["flags"], ["show", "x"], ["export"]):
        done = office(*command)
        assert done.code == 2
        assert "jempol scan" in done.err
    done = jempol("flags")  # no workspace here
    assert done.code == 2
    assert "jempol init" in done.err


def test_files_that_cannot_be_opened_are_the_users_to_mend(office: Office, jempol: Jempol, tmp_path: Path) -> None:
    office.inbox({"text": CALL})
    office("scan")
    for done in (
        jempol("match", tmp_path / "tidak-ada.jsonl", "--contest", CONTEST),
        office("export", "-o", tmp_path / "tidak-ada" / "telaah.csv"),
        office("export", "-o", tmp_path),
    ):
        assert done.code == 2
        assert "Error: " in done.err
        assert str(tmp_path) in done.err.replace("\n", "")


def test_init_never_overwrites(office: Office, jempol: Jempol) -> None:
    before = (office.root / "roster.csv").read_bytes()
    done = jempol("init", office.root, "--contest", "pilbup-pamekasan-2024")
    assert done.code == 0
    assert "left as it is" in done.err
    assert (office.root / "roster.csv").read_bytes() == before
    assert jempol("init", "lain", "--contest", "pilgub-tidak-ada").code == 2
    assert not Path("lain").exists()


# --- match ----------------------------------------------------------------------------------------------------


def match(jempol: Jempol, tmp_path: Path, *lines: Any) -> tuple[int, list[dict[str, Any]]]:
    path = tmp_path / "texts.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    done = jempol("match", path, "--contest", CONTEST)
    return done.code, done.lines()


def test_match_answers_every_line_in_order(jempol: Jempol, tmp_path: Path) -> None:
    code, answers = match(
        jempol, tmp_path, {"id": 7, "text": CALL}, {"id": "b", "text": ""}, {"id": "c", "text": "Lulus ujian contoh"}
    )
    assert code == 0
    assert [answer["id"] for answer in answers] == [7, "b", "c"]
    first = answers[0]
    assert first["pairs"] == [f"{CONTEST}:2"]
    found = first["matches"][0]
    assert CALL[found["start"] : found["end"]] == found["text"] == "Khofifah"
    assert first["directions"] == {f"{CONTEST}:2": "for"}
    assert answers[1]["pairs"] == answers[2]["pairs"] == []
    assert answers[2]["tier"] is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "no JSON"),
        ("[1]", "no object"),
        ({"text": "x"}, "no id"),
        ({"id": 1}, "no text"),
        ({"id": 1, "text": None}, "text is no string"),
        ({"id": 1, "text": "x", "act": "retweet"}, "an act that does not exist"),
        ({"id": 1, "text": "x", "created_at": "2024-10-01T00:00:00"}, "nobody knows which instant a naive time is"),
        ({"id": 1, "text": "x", "created_at": "kemarin"}, "no time"),
        ({"id": 1, "text": "x", "thread_pair": "2"}, "a ballot number is a number"),
    ],
)
def test_match_answers_a_bad_line_and_goes_on(jempol: Jempol, tmp_path: Path, line: Any, why: str) -> None:
    code, answers = match(jempol, tmp_path, line, {"id": 2, "text": CALL})
    assert code == 2, why
    assert "error" in answers[0], why
    assert answers[1]["pairs"] == [f"{CONTEST}:2"]


def test_match_of_an_unknown_contest_says_which_are_known(jempol: Jempol, tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text("", "utf-8")
    done = jempol("match", path, "--contest", "pilgub-jatim-2025")
    assert done.code == 2
    assert "pilgub-jatim-2024" in done.err

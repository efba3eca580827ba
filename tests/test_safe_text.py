"""Untrusted text on a screen and in a spreadsheet; every row says why it is there."""

from __future__ import annotations

import csv
import io
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from jempol_netral.safe_text import csv_cell, mask, mask_id, printable, shorten

SHOWN = [
    ("pilih nomor 2", "pilih nomor 2"),  # plain text is untouched
    ("\x1b[31mmerah\x1b[0m", "[31mmerah[0m"),  # terminal colours
    ("\x1b]8;;http://example.org\x07klik\x1b]8;;\x07", "]8;;http://example.orgklik]8;;"),  # terminal links
    ("\x9b2J", "2J"),  # the one-byte escape (C1)
    ("a\x00b\x7f", "ab"),  # NUL and DEL
    ("satu\r\ndua\rtiga\u2028empat\x85lima", "satu\ndua\ntiga\nempat\nlima"),  # every sort of line break
    ("kolom\tdua", "kolom dua"),  # tabs move columns
    ("aman\u202egpj.exe", "amangpj.exe"),  # reordering hides what is written
    ("\u2066x\u2069\u200f\u061c", "x"),  # isolates and marks
    ("k\u200bh\u2060o\ufefff\u00ad", "khof"),  # invisible fillers
    ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),  # a family is joined by a character that stays
    ("\ud83d", "\ufffd"),  # half of an emoji cannot be encoded
    ("[bold]x[/oops]", "[bold]x[/oops]"),  # markup is for the caller to escape
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_printable_on_one_line() -> None:
    assert printable("satu\r\ndua", newline=" ") == "satu dua"


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_printable_holds_no_control_and_stays_as_it_is(text: str) -> None:
    shown = printable(text)
    assert not [sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n"]
    assert printable(shown) == shown
    shown.encode("utf-8")


CELLS = [
    ("=1+1", "'=1+1"),  # a formula
    ("+62812", "'+62812"),
    ("-2", "'-2"),
    ("@nama", "'@nama"),
    ("\t=1", "' =1"),  # behind a tab
    ("\r=1", "'\n=1"),  # behind a carriage return
    ("   =1", "'   =1"),  # behind spaces
    ('"=1', "'\"=1"),  # behind a quotation mark
    ("\u00a0=1", "'\u00a0=1"),  # behind a space that does not break
    ("\u200b=1", "'=1"),  # behind nothing that can be seen
    ("＝1", "'＝1"),  # full-width, as East Asian editions calculate
    ("﹢1", "'﹢1"),  # small form
    ("\u22121", "'\u22121"),  # the minus of mathematics
    ("'=1", "'=1"),  # already text
    ("a=1", "a=1"),  # in the middle it does nothing
    ("pilih 2", "pilih 2"),
    ("", ""),
    ("#khofifah", "#khofifah"),  # hashtags are no formulas
]


@pytest.mark.parametrize(("text", "cell"), CELLS)
def test_csv_cell(text: str, cell: str) -> None:
    assert csv_cell(text) == cell


@given(st.text())
def test_no_cell_can_calculate_and_twice_is_once(text: str) -> None:
    cell = csv_cell(text)
    assert csv_cell(cell) == cell
    start = cell.lstrip(' \t\r\n"\u00a0')
    assert not start or unicodedata.normalize("NFKC", start[0])[0] not in "=+-@"
    out = io.StringIO()
    csv.writer(out).writerow([cell])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == ([cell] if cell else [""])


SHORT = [
    ("pilih nomor dua", 20, "pilih nomor dua"),  # fits
    ("pilih nomor dua", 15, "pilih nomor dua"),  # fits exactly
    ("pilih nomor dua", 8, "pilih n…"),
    ("satu\ndua", 20, "satu dua"),  # one line
    ("你好世界", 5, "你好…"),  # wide letters take two cells
    ("你好世界", 4, "你…"),  # no half letters
    ("abc", 1, "…"),
    ("abc", 0, ""),
]


@pytest.mark.parametrize(("text", "width", "short"), SHORT)
def test_shorten(text: str, width: int, short: str) -> None:
    assert shorten(text, width) == short


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_shorten_keeps_the_width(text: str, width: int) -> None:
    assert cell_len(shorten(text, width)) <= width


def test_a_huge_word_costs_little() -> None:
    start = time.process_time()
    for _ in range(100):
        assert shorten("a" * 100_000, 40) == "a" * 39 + "…"
        assert shorten("\u0301" * 100_000, 40).endswith("…")
    assert time.process_time() - start < 1.0


def test_masks() -> None:
    assert mask("Siti Contoh  Binti") == "S••• C•••• B••••"
    assert mask_id("198503152010012001") == "•••2001"
    assert "1985" not in mask_id("198503152010012001")
    assert mask_id("12345") == "•••45"
    assert mask_id("1234") == "•••"
    assert mask_id("") == "•••"

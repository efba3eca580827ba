"""Which way an author leans, per pair, with everything that turns a sentence round."""

from __future__ import annotations

import pytest

from jempol_netral.keywords import find_contest, load_lexicon
from jempol_netral.matching.context import CueFinder
from jempol_netral.matching.direction import directions
from jempol_netral.matching.engine import Engine
from jempol_netral.matching.normalise import normalise
from jempol_netral.models import Direction, Match, MatchKind, PairRef, Setting

FINDER = CueFinder(load_lexicon())
CONTEST = "contoh"
NAMES = {"satria": 1, "dewanti": 2, "tigana": 3}
"""Invented names; each is its pair."""


def read(text: str) -> dict[int, str]:
    matches = []
    low = text.casefold()
    for name, number in NAMES.items():
        start = low.find(name)
        while start >= 0:
            end = start + len(name)
            pair = PairRef(CONTEST, number)
            matches.append(Match(name, pair, MatchKind.ALIAS, start, end, text[start:end], 1.0))
            start = low.find(name, end)
    matches.sort(key=lambda match: match.start)
    normalised = normalise(text)
    return {pair.number: str(way) for pair, way in directions(normalised, matches, FINDER.find(normalised)).items()}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Satria YES Dewanti NO", {1: "for", 2: "against"}),  # each word belongs to the name before it
        ("jek loppa tretan, Satria", {1: "for"}),  # "do not forget" is a call, not a negation
        ("ojo lali pilih Satria rek", {1: "for"}),
        ("jangan lupa coblos Satria", {1: "for"}),
        ("jangan pilih Satria", {1: "against"}),
        ("jangan coblos Satria ya", {1: "against"}),
        ("asal bukan Satria", {1: "against"}),
        ("sembarang pokok ojok Satria", {1: "against"}),
        ("saya tidak mendukung Satria", {1: "against"}),
        ("aku gak bakal milih Satria", {1: "against"}),
        ("ta' adukung Satria mon ta' pele Satria", {1: "for"}),  # two negations around a condition
        ("Satria bukan Dewanti", {1: "unclear", 2: "against"}),
        ("coblos Satria, jangan Dewanti", {1: "for", 2: "against"}),
        ("dukung Satria tolak Dewanti", {1: "for", 2: "against"}),
        ("dukung Satria daripada Dewanti", {1: "for", 2: "against"}),
        ("lebih baik Satria dari pada Dewanti", {1: "for", 2: "against"}),
        ("Satria terbaik, Dewanti payah", {1: "for", 2: "against"}),
        ("Satria gak becus, mending Dewanti", {1: "against", 2: "for"}),
        ("Satria korupsi", {1: "against"}),
        ("semoga Satria menang", {1: "for"}),
        ("mantap bu Satria", {1: "for"}),
        ("apakah Satria hebat?", {1: "unclear"}),  # asked, not said
        ('katanya "Satria hebat"', {1: "unclear"}),  # another's words
        ("Survei: Satria unggul https://example.org/a", {1: "unclear"}),  # news
        ("Satria mengunjungi pasar Jumat pagi https://example.org/a", {1: "unclear"}),
        ("Satria", {1: "unclear"}),  # nothing said
        ("mantap", {}),  # nobody named
    ],
)
def test_direction(text: str, wanted: dict[int, str]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Ayo coblos nomor 2 Khofifah Emil!", "for", "call and number in one, with the name"),
        ("coblos nomor 2", "for", "the plainest call of all names nobody"),
        ("tidak akan coblos nomor 2", "against", "a call turned round"),
        ("jangan coblos nomor 2", "against", "a call not to, with the number in one"),
        ('Kata seorang warga: "saya pilih Bu Khofifah". Bagaimana menurut pemirsa?', "unclear", "another's words"),
        ('Bu Khofifah memang "hebat", saya pilih beliau', "for", "quotation marks that only stress"),
    ],
)
def test_calls_and_quotations(text: str, expected: str, why: str) -> None:
    engine = Engine([find_contest("pilgub-jatim-2024")], load_lexicon())
    (verdict,) = engine.read(text)
    assert verdict.directions == {PairRef("pilgub-jatim-2024", 2): Direction(expected)}, why


def test_under_a_campaign_account_the_words_are_about_its_pair() -> None:
    engine = Engine([find_contest("pilgub-jatim-2024")], load_lexicon())
    setting = Setting(thread_contest="pilgub-jatim-2024", thread_pair=2)
    for text, expected in (("Mantap Bu, siap memenangkan", "for"), ("Janji manis, omong kosong", "against")):
        (verdict,) = engine.read(text, setting)
        assert verdict.directions == {PairRef("pilgub-jatim-2024", 2): Direction(expected)}

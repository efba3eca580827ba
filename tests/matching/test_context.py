"""Cues in a text: the longest phrase wins, play with letters is undone, spans point into the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jempol_netral.keywords import load_lexicon
from jempol_netral.matching.context import CueFinder, clauses
from jempol_netral.matching.normalise import normalise

FINDER = CueFinder(load_lexicon())


def cues(text: str) -> set[tuple[str, str]]:
    return {(cue.name, cue.surface) for cue in FINDER.find(normalise(text))}


def names(text: str) -> set[str]:
    return {name for name, _ in cues(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ayo coblos", "vote-call"),  # plain
        ("COBLOSSSS dong", "vote-call"),  # elongation
        ("cblos nomor 2", "vote-call"),  # everyday spelling
        ("jgn lupa ya", "double-negation"),  # spelling inside a phrase
        ("coblosnya kapan", "vote-call"),  # clitic
        ("p1l1hlah", "vote-call"),  # leet
        ("m a n t a p", "praise"),  # spaced letters
        ("𝗺𝗮𝗻𝘁𝗮𝗽 bu", "praise"),  # bold disguise
        ("jek loppa tretan", "vote-call"),  # Madurese: do not forget
        ("jhek pele", "rejection"),  # Madurese: do not choose
        ("ojo lali yo", "double-negation"),  # Javanese: do not forget
        ("wayahe ganti", "continuity"),  # Javanese
        ("👍🏽", "emoji-warm"),  # skin tone
        ("✌️", "gesture"),  # variation selector
        ("pasti menang", "win"),
        ("omon-omon", "attack"),
        ("hasil survei terbaru", "survey"),
        ("jaga netralitas ASN", "neutrality-speech"),
        ("selamat ulang tahun", "private"),
        ("ikrar, pakta integritas", "neutrality-speech"),
        ("surat suara di TPS", "election-information"),
    ],
)
def test_a_cue_is_found(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(
    ("text", "absent", "why"),
    [
        ("tidak ada perubahan", "continuity-weak", "the longer phrase is an attack"),
        ("jangan lupa pilih", "negation", "the negation belongs to the call"),
        ("pencoblosan ditunda", "vote-call", "a longer word is another word"),
        ("nomor 2 di antrean", "gesture", "a keycap phrase must not meet every number"),
        ("kasih sayang", "cheer", "letters inside a word"),
    ],
)
def test_a_cue_is_not_found(text: str, absent: str, why: str) -> None:
    assert absent not in names(text), why


@pytest.mark.parametrize(
    ("tag", "cue"),
    [
        ("#DewantiDukung", ("solidarity", "Dukung")),  # camel case
        ("#tetapcontohcontoh", ("solidarity-weak", "tetap")),  # at the start
        ("#contohmerakyat", ("praise", "merakyat")),  # at the end
        ("#lanjutkan", ("continuity", "lanjutkan")),  # the whole
    ],
)
def test_hashtags_are_looked_into(tag: str, cue: tuple[str, str]) -> None:
    assert cue in cues(f"contoh {tag} saja")


def test_short_words_inside_a_hashtag_are_chance() -> None:
    assert cues("#AniesBaswedan") == set()  # "edan" is Javanese praise


def test_clauses_end_at_punctuation_but_not_in_abbreviations() -> None:
    assert clauses(normalise("Contoh hebat, Misal payah! No. 2 saja")) == (0, 0, 1, 1, 2, 2, 2)


@given(st.text(max_size=80) | st.lists(st.sampled_from(["coblos", "jangan", "lupa", "#ayo", "2", "!"])).map(" ".join))
def test_spans_cut_out_the_surface_in_order(text: str) -> None:
    found = FINDER.find(normalise(text))

    assert all(text[cue.start : cue.end] == cue.surface for cue in found)
    assert [cue.start for cue in found] == sorted(cue.start for cue in found)


def test_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jempol_netral.matching.context._SEEN_MOST", 100)
    finder = CueFinder(load_lexicon())

    for number in range(300):
        finder.find(normalise("kata" + "abcdefghij"[number % 10] * 2 + chr(97 + number % 26) + chr(97 + number // 26)))

    assert len(finder._seen) <= 100

"""Which pairs a text names, with invented candidates; disguises, vetoes and rivals."""

from __future__ import annotations

from datetime import date

import pytest

from jempol_netral.matching.matcher import Candidate, Matcher
from jempol_netral.matching.normalise import normalise
from jempol_netral.models import Contest, MatchKind, Pair, Stages, Term

PAIRS = (
    Pair(
        1,
        "Sekarwangi-Bagaskoro",
        ("Sekarwangi Contohnita", "Bagaskoro Tri Wicaksana"),
        (Term("mbak sekar", MatchKind.ALIAS), Term("Contoh Maju Pesat", MatchKind.SLOGAN)),
    ),
    Pair(
        2,
        "Khafidz-Lulukmana",
        ("Khafidz Syarifnur", "Lulukmana Indah"),
        (
            Term("sekarbaru02", MatchKind.HASHTAG),
            Term("khafidz.contoh", MatchKind.HANDLE, platform="x"),
            Term("asih", MatchKind.ALIAS, needs_context=True),
            Term("luluk", MatchKind.ALIAS),
        ),
    ),
    Pair(3, "Pranowijaya-Ganjarwati", ("Pranowijaya", "Ganjarwati Sulastri"), (Term("RX", MatchKind.ALIAS),)),
)
CONTEST = Contest("pilgub-contoh-2030", "Contoh", "99", "Asia/Jakarta", Stages(number_draw=date(2030, 9, 23)), PAIRS)
OTHER = Contest(
    "pilbup-contoh-2030", "Contoh", "9901", "Asia/Jakarta", Stages(), (Pair(1, "Prabowijaya", ("Prabowijaya",)),)
)
COMMON = frozenset({"lulus", "indah", "asih", "maju", "pesat", "wajar", "dan", "bertemu", "pilih", "baru"})
KNOWN = {"sekarwati": 2, "tri": 9}
MATCHER = Matcher([CONTEST], COMMON, KNOWN)


def named(text: str, matcher: Matcher = MATCHER) -> list[int]:
    return sorted({one.pair.number for one in matcher.find(normalise(text))})


def only(text: str) -> Candidate:
    (one,) = MATCHER.find(normalise(text))
    return one


@pytest.mark.parametrize(
    ("text", "numbers", "why"),
    [
        ("tadi Sekarwangi Contohnita datang", [1], "the full name"),
        ("SEKARWANGI!!", [1], "a word of the label"),
        ("bertemu Bagaskoro Wicaksana", [1], "first and last"),
        ("sekarwangicontohnita", [1], "written as one"),
        ("SekarwangiContohnita", [1], "camel case"),
        ("sekar wangi contohnita", [1], "one word written as two"),
        ("sekarwangi contoh nita", [1], "the other one"),
        ("sekarwngi contohnita", [1], "a letter left out"),
        ("sekarwangi contonhita", [1], "two letters swapped"),
        ("Kapiz Sarifnur", [2], "sound-alikes"),
        ("kh4fidz", [2], "leet inside"),
        ("4sih nya khafidz", [2], "leet at the edge"),
        ("s e k a r w a n g i", [1], "spaced letters"),
        ("lulukmanaxyz", [], "three edits are too many for nine letters"),
        ("mbak sekar", [1], "an alias with a title"),
        ("mbah sekar", [], "a title must stand as it is"),
        ("Contoh Maju Pesat", [1], "a slogan"),
        ("RX", [3], "a short alias exactly"),
        ("RXX", [], "a short alias no otherwise"),
        ("semoga lulus ujian", [], "an everyday word is no misspelling of a name"),
        ("lulusss", [], "nor is it drawn out"),
        ("lulux", [2], "a misspelling that is no word"),
        ("bertemu Sekarwati", [], "another person's name is no misspelling"),
        ("#sekarwangi", [1], "a hashtag"),
        ("#PilihSekarwangi", [1], "a hump sets it apart"),
        ("#pilihsekarwangi", [1], "everyday words around it"),
        ("#pilihkhafidzdansekarwangi", [1, 2], "two in one"),
        ("#asihan", [], "part of another word"),
        ("#SekarBaru02", [2], "a hashtag of the pair"),
        ("#SekarBaru03", [], "its number is exact"),
        ("@khafidz.contoh halo", [2], "its handle, mentioned"),
        ("@khafidz99 halo", [], "somebody else's handle"),
        ("@sekarwangicontohnita", [1], "a whole name as a handle"),
        ("https://contoh.org/sekarwangi", [], "an address is not read"),
        ("sekarwangi. contohnita", [1], "punctuation does not hide a right name"),
        ("tidak ada apa-apa", [], "nothing"),
    ],
)
def test_naming(text: str, numbers: list[int], why: str) -> None:
    assert named(text) == numbers, why


def test_a_rivals_name_is_no_misspelling() -> None:
    assert named("prabowijaya") == [3]  # one edit away, and nobody else of that name is known
    both = Matcher([CONTEST, OTHER], COMMON, KNOWN)
    assert {one.pair.contest for one in both.find(normalise("prabowijaya"))} == {OTHER.id}
    assert both.find(normalise("prajowijaya")) == []  # as near to the one as to the other


@pytest.mark.parametrize("text", ["asih", "indah sekali", "tri"])
def test_everyday_words_ask_for_context(text: str) -> None:
    assert all(one.needs_context for one in MATCHER.find(normalise(text)))


@pytest.mark.parametrize(
    ("text", "surface", "score"),
    [
        ("ya SEKARWANGI, ya", "SEKARWANGI", 1.0),
        ("ya #PilihSekarwangi ya", "Sekarwangi", 1.0),
        ("ya ｓｅｋａｒｗａｎｇｉ ya", "ｓｅｋａｒｗａｎｇｉ", 1.0),
        ("ya k.h.a.f.i.d.z ya", "k.h.a.f.i.d.z", 1.0),
        ("ya kapidz ya", "kapidz", 0.98),
        ("ya sekarwxngi ya", "sekarwxngi", 0.9),
    ],
)
def test_span_and_score(text: str, surface: str, score: float) -> None:
    one = only(text)
    assert text[one.start : one.end] == surface
    assert one.score == pytest.approx(score)


def test_threshold_narrows_and_exact_forbids() -> None:
    pair = Pair(
        1,
        "Contoh",
        (),
        (Term("sekarwangi", MatchKind.ALIAS, threshold=0.99), Term("bagaskoro", MatchKind.ALIAS, exact=True)),
    )
    matcher = Matcher([Contest("c", "c", "99", "Asia/Jakarta", Stages(), (pair,))])
    assert named("sekarwangi bagaskoro", matcher) == [1]
    assert named("sekarwanqi", matcher) == []
    assert named("bagaskhoro", matcher) == []

"""A hashtag that only names is no campaigning; one that says more, or carries the ballot number, is."""

from __future__ import annotations

import pytest

from jempol_netral.matching.tags import is_campaign_tag
from jempol_netral.models import Contest, Match, MatchKind, Pair, PairRef, Stages, Term

PAIR = Pair(
    2,
    "Dewanti-Tigana",
    ("Dewanti Sampel", "Tigana Misal"),
    (
        Term("dewanti tigana", MatchKind.ALIAS),
        Term("Contoh Makin Terang", MatchKind.SLOGAN),
        Term("detig", MatchKind.ALIAS),
    ),
)
CONTEST = Contest("contoh", "Pemilihan Contoh", "00", "Asia/Jakarta", Stages(), (PAIR,))


@pytest.mark.parametrize(
    ("surface", "wanted"),
    [
        ("#dewanti", False),
        ("#DewantiSampel", False),
        ("#DewantiTigana", False),
        ("#deewanti", False),  # a doubled letter is no word
        ("#detig", False),
        ("#dewanti02", True),  # the ballot number
        ("#dewanti2", True),
        ("#dewanti2024", False),  # a year
        ("#DewantiMenang", True),
        ("#dewantijuara", True),
        ("#buDewanti", False),  # a form of address
        ("#ContohMakinTerang", True),  # the slogan
        ("dewanti menang", False),  # no hashtag
    ],
)
def test_campaign_tag(surface: str, wanted: bool) -> None:
    match = Match("x", PairRef("contoh", 2), MatchKind.HASHTAG, 0, len(surface), surface, 1.0)

    assert is_campaign_tag(match, CONTEST) is wanted


def test_without_a_contest_only_slogans_are_known() -> None:
    def match(kind: MatchKind) -> Match:
        return Match("x", PairRef("contoh", 2), kind, 0, 9, "#ContohMT", 1.0)

    assert is_campaign_tag(match(MatchKind.SLOGAN), None)
    assert not is_campaign_tag(match(MatchKind.HASHTAG), None)

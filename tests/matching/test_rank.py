"""The rank: transparent, monotone, never saturated, and held by the rules that no weight may break."""

from __future__ import annotations

import dataclasses
import math

import pytest

from jempol_netral.keywords import load_lexicon
from jempol_netral.matching.context import CueFinder
from jempol_netral.matching.normalise import normalise
from jempol_netral.matching.rank import BASE, HIGH, LOW, MEDIUM, Ranking, place, rank, tier_of
from jempol_netral.matching.weights import WEIGHTS
from jempol_netral.models import Act, Contest, Match, MatchKind, Pair, PairRef, Setting, Stages, Term, Tier

FINDER = CueFinder(load_lexicon())
PAIR = PairRef("contoh", 2)
CONTEST = Contest(
    id="contoh",
    name="Pemilihan Contoh",
    region="00",
    timezone="Asia/Jakarta",
    stages=Stages(),
    pairs=(Pair(2, "Dewanti-Tigana", ("Dewanti Sampel", "Tigana Misal"), (Term("dewanti", MatchKind.ALIAS),)),),
)
THREAD = Setting(thread_contest="contoh")
CAMPAIGN = Setting(act=Act.COMMENT, thread_contest="contoh", thread_pair=2)


STYLE = {
    *("campaign-tag", "namings", "url", "mentions", "exclamation", "dated", "percent", "length", "short", "capitals"),
    *("thread", "sober", "report", "voice+one", "lean+one", "harm+one", "lean+sober", "harm+sober"),
    *("lean+voice", "harm+voice"),
}
"""Features that are no cue class."""


def judged(text: str, setting: Setting = Setting()) -> Ranking:  # noqa: B008  frozen
    normalised = normalise(text)
    matches = [
        Match("dewanti", PAIR, kind, token.start, token.end, text[token.start : token.end], 1.0)
        for token in normalised.tokens
        if "dewanti" in token.text
        for kind in [MatchKind.HASHTAG if token.kind == "hashtag" else MatchKind.ALIAS]
    ]
    return place(normalised, matches, FINDER.find(normalised), setting, CONTEST)


@pytest.mark.parametrize(
    ("higher", "lower", "why"),
    [
        ("Ayo coblos Dewanti!", "Dewanti", "a vote call beside a name"),
        (
            "saya dukung bu Dewanti",
            "Dewanti mengunjungi pasar, Jumat https://example.org/a",
            "own voice against a report",
        ),
        ("Dewanti gak becus, korup", "Dewanti mengunjungi pasar, Jumat https://example.org/a", "an attack is in scope"),
        ("#DewantiMenang https://example.org/a", "#Dewanti https://example.org/a", "a campaign's hashtag"),
        ("#dewanti02 https://example.org/a", "#Dewanti https://example.org/a", "a name with its number"),
        ("Mantap bu Dewanti ❤️", "Survei: elektabilitas Dewanti 40 persen", "praise against a survey"),
        ("Dewanti terbaik, pasti menang", "KPU tetapkan jadwal debat, Dewanti hadir", "partisan against information"),
    ],
)
def test_order(higher: str, lower: str, why: str) -> None:
    assert judged(higher).rank > judged(lower).rank, why


def test_parts_make_the_rank() -> None:
    found = judged("Ayo coblos bu Dewanti, pasti menang!")

    odds = sum(found.parts.values())
    assert found.rank == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.005)
    assert next(iter(found.parts)) == BASE
    strengths = [abs(part) for name, part in found.parts.items() if name != BASE]
    assert strengths == sorted(strengths, reverse=True)


def test_no_cue_means_no_flag_where_nothing_is_about_the_contest() -> None:
    assert judged("mantap, pasti menang, coblos!") == Ranking(0.0, None, {})


def test_cues_alone_count_in_a_thread_about_a_contest() -> None:
    assert judged("mantap, kami dukung bu, pasti menang ❤️👍", THREAD).tier is not None


def test_a_thread_does_not_make_a_flag_of_everything() -> None:
    assert judged("jam berapa mulai", THREAD).tier is None


def test_a_comment_under_a_campaign_account_is_a_flag_without_a_term() -> None:
    assert judged("jam berapa mulai", CAMPAIGN).tier is not None
    assert judged("", CAMPAIGN).tier is not None


def test_under_a_campaign_account_praise_says_more() -> None:
    assert judged("mantap pak", CAMPAIGN).rank > judged("mantap pak", THREAD).rank


def test_a_like_alone_never_rises_above_low() -> None:
    liked = dataclasses.replace(CAMPAIGN, act=Act.LIKE)

    assert judged("Ayo coblos Dewanti, pasti menang, dukung terus!!! ❤️", CAMPAIGN).tier is Tier.HIGH
    assert judged("Ayo coblos Dewanti, pasti menang, dukung terus!!! ❤️", liked).tier is Tier.LOW


def test_rank_does_not_saturate() -> None:
    """The strongest texts must still be in an order, or a reviewer has no first one."""
    texts = [
        "coblos Dewanti",
        "ayo coblos Dewanti",
        "ayo coblos Dewanti, mantap",
        "ayo coblos Dewanti, mantap, menang!!!",
    ]
    ranks = [judged(text).rank for text in texts]

    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)
    assert ranks[-1] < 1


def test_tiers() -> None:
    assert 0 < LOW < MEDIUM < HIGH < 1
    assert [tier_of(bound) for bound in (HIGH, MEDIUM, LOW)] == [Tier.HIGH, Tier.MEDIUM, Tier.LOW]
    assert tier_of(LOW - 0.0001) is None


def test_no_word_of_a_contest_is_a_feature() -> None:
    """Features are classes, kinds and style: nothing that names a place, a party or a person."""
    allowed = ("tag:", "kind:", "pairs:", "only:")
    classes = {name.removesuffix("-weak") for name in load_lexicon().cues}
    for name in WEIGHTS:
        base = name.partition("@")[0].removesuffix("-weak")
        assert base in classes or base.startswith(allowed) or base in STYLE, name


@pytest.mark.parametrize(
    "name", ["praise", "praise@near", "vote-call@near", "attack@near", "solidarity", "campaign-tag"]
)
def test_leaning_never_lowers(name: str) -> None:
    assert rank({name: 1.0})[0] >= rank({})[0]


@pytest.mark.parametrize("name", ["news", "survey", "election-information", "neutrality-speech", "office-holder"])
def test_sobriety_never_raises(name: str) -> None:
    assert rank({name: 1.0})[0] <= rank({})[0]

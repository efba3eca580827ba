"""Disguised names of the official list are found, and cut out exactly. The whole list: `python -m benchmarks.noise`."""

from __future__ import annotations

import random

import pytest
from benchmarks.noise import DISGUISES, SEED, Disguise, planted, try_out

from jempol_netral.keywords import load_lexicon
from jempol_netral.keywords.official import official_contests
from jempol_netral.matching.matcher import Matcher

NAMES = random.Random(SEED).sample(planted(), 400)
SLACK = 0.01
"""400 names tell a share to about a hundredth."""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    lexicon = load_lexicon()
    return Matcher(official_contests(), lexicon.common_words, lexicon.known_words)


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.name)
def test_recall(matcher: Matcher, disguise: Disguise) -> None:
    outcomes = list(try_out(matcher, disguise, NAMES))
    slack = 0.0 if disguise.least == 1.0 else SLACK
    assert sum(one.found for one in outcomes) / len(outcomes) >= disguise.least - slack
    if disguise.name not in {"one edit", "two edits", "sound-alike"}:  # there a part of the name may be found
        assert sum(one.cut for one in outcomes) / len(outcomes) >= 0.99

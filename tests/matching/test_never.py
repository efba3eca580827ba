"""`never` of a contest file: namesakes and everyday phrases that must not be taken for a pair."""

from __future__ import annotations

import pytest

from jempol_netral.keywords import find_contest, load_lexicon
from jempol_netral.matching.engine import Engine

LEXICON = load_lexicon()
ENGINES = {name: Engine([find_contest(name)], LEXICON) for name in ("pilgub-jatim-2024", "pilgub-jakarta-2024")}


@pytest.mark.parametrize(
    ("contest", "text", "numbers", "why"),
    [
        ("pilgub-jatim-2024", "coblos Kholifah 2018", [], "the pair of another year is one edit away"),
        ("pilgub-jatim-2024", "coblos KHOLIFAH!", [], "compared after normalisation"),
        ("pilgub-jatim-2024", "coblos khofifah, bukan kholifah", [2], "the name itself still counts"),
        ("pilgub-jatim-2024", "coblos kofifah", [2], "a misspelling that is not on the list"),
        ("pilgub-jakarta-2024", "kun fayakun ayo pilih", [], "a phrase that holds a candidate's name"),
        ("pilgub-jakarta-2024", "ayo pilih #KunFayakun", [], "the same as one word"),
        ("pilgub-jakarta-2024", "ayo pilih Dharma Kun", [2], "the pair's own name"),
    ],
)
def test_never(contest: str, text: str, numbers: list[int], why: str) -> None:
    found = {pair.number for verdict in ENGINES[contest].read(text) for pair in verdict.pairs}
    assert sorted(found) == numbers, why

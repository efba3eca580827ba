"""The index loses nothing that is within its budget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from jempol_netral.matching.fuzzy_index import FuzzyIndex

WORDS = st.text(alphabet="abc", min_size=1, max_size=18)


@given(st.lists(st.tuples(WORDS, st.integers(0, 3)), max_size=12), st.lists(WORDS, max_size=6), st.data())
def test_lossless(strings: list[tuple[str, int]], queries: list[str], data: st.DataObject) -> None:
    index = FuzzyIndex()
    for string, budget in strings:
        index.add(string, budget)
    for string, _ in strings:
        queries.append(edited(string, data))
    for query in queries:
        near = index.near(query)
        for string, budget in strings:
            # A string keeps at least one letter of its own.
            if OSA.distance(query, string) <= min(budget, len(string) - 1):
                assert string in near, (query, string, budget)


def edited(word: str, data: st.DataObject) -> str:
    for kind in data.draw(st.lists(st.sampled_from(("insert", "delete", "replace", "swap")), max_size=3)):
        at = data.draw(st.integers(0, max(0, len(word) - 1)))
        letter = data.draw(st.sampled_from("abc"))
        if kind == "insert":
            word = word[:at] + letter + word[at:]
        elif kind == "delete":
            word = word[:at] + word[at + 1 :]
        elif kind == "replace":
            word = word[:at] + letter + word[at + 1 :]
        elif at + 1 < len(word):
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word

"""Spellings that sound alike fold to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jempol_netral.matching.sound import sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("khofifah", "kopipah"),
        ("khofifah", "khofifa"),
        ("syafri", "safri"),
        ("djarot", "jarot"),
        ("soekarno", "sukarno"),
        ("zainal", "sainal"),
        ("achmad", "akhmad"),
        ("luluk", "lulluk"),
        ("arief", "arif"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("ganjar", "wajar"), ("luluk", "lulus"), ("pak", "fak"), ("ra", "rah")])
def test_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@given(st.text(alphabet="abdefghijkostuyz", max_size=12))
def test_never_longer_than_an_x_makes_it(word: str) -> None:
    assert len(sound(word)) <= len(word)

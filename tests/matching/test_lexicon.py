"""Cue files as data: what is read, what is refused, and how an office's own list replaces a shipped one."""

from __future__ import annotations

from typing import Any

import pytest

from jempol_netral.errors import Problem
from jempol_netral.keywords import load_lexicon
from jempol_netral.matching.lexicon import CueFile, build_lexicon, parse_cues


def parsed(document: dict[str, Any]) -> CueFile:
    problems: list[Problem] = []
    made = parse_cues(document, "cues.toml", problems)
    assert problems == []
    return made


def cue(name: str, *phrases: str, lang: str = "id", **more: object) -> dict[str, Any]:
    return {"class": name, "lang": lang, "phrases": list(phrases), **more}


def test_a_block_is_a_class_in_a_language() -> None:
    lexicon = build_lexicon([parsed({"cue": [cue("praise", "mantap", weak=True, source="press", note="x")]})])

    (phrase,) = lexicon.cues["praise"]
    assert (phrase.text, phrase.lang, phrase.weak, phrase.reviewed) == ("mantap", "id", True, False)


def test_own_words_replace_a_class_and_language_as_a_whole() -> None:
    shipped = parsed({"cue": [cue("praise", "mantap"), cue("praise", "apik", lang="jv"), cue("win", "menang")]})
    own = parsed({"cue": [cue("praise", "istimewa")]})

    lexicon = build_lexicon([shipped], [own])

    assert {phrase.text for phrase in lexicon.cues["praise"]} == {"istimewa", "apik"}
    assert {phrase.text for phrase in lexicon.cues["win"]} == {"menang"}


def test_blocks_of_one_class_add_up_within_a_layer() -> None:
    lexicon = build_lexicon([parsed({"cue": [cue("praise", "mantap")]}), parsed({"cue": [cue("praise", "keren")]})])

    assert {phrase.text for phrase in lexicon.cues["praise"]} == {"mantap", "keren"}


def test_spellings_lead_to_the_formal_word() -> None:
    lexicon = build_lexicon([parsed({"spelling": [{"formal": "jangan", "variants": ["jgn", "jngn"]}]})])

    assert dict(lexicon.spellings) == {"jgn": "jangan", "jngn": "jangan"}


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"cues": []}, "cues"),  # a misspelt table
        ({"cue": {"class": "x"}}, "cue"),  # a table instead of a list of tables
        ({"cue": [cue("praise")]}, "phrases"),  # nothing in it
        ({"cue": [{"lang": "id", "phrases": ["a"]}]}, "class"),  # no class
        ({"cue": [cue("praise", "mantap", week=True)]}, "week"),  # an unknown key
        ({"cue": [cue("praise", "mantap", weak="yes")]}, "weak"),  # text for a truth value
        ({"cue": [{**cue("praise"), "phrases": ["mantap", 2]}]}, "phrases"),  # a number among the words
        ({"spelling": [{"formal": "jangan"}]}, "variants"),  # nothing leads to it
    ],
)
def test_a_mistake_is_named_and_left_out(document: dict[str, Any], word: str) -> None:
    problems: list[Problem] = []

    made = parse_cues(document, "cues.toml", problems)

    assert made == CueFile()
    (problem,) = problems
    assert word in problem.message
    assert problem.file == "cues.toml"


def test_all_mistakes_at_once() -> None:
    problems: list[Problem] = []

    made = parse_cues({"cue": [cue("praise"), cue("win", "menang"), cue("", "a")]}, "cues.toml", problems)

    assert len(problems) == 2
    assert [block.name for block in made.blocks] == ["win"]


def test_nothing_madurese_or_sundanese_passes_as_reviewed() -> None:
    """No speaker has checked these lists; whoever changes that says so in the file."""
    phrases = [phrase for some in load_lexicon().cues.values() for phrase in some if phrase.lang in ("mad", "su")]

    assert len(phrases) > 50
    assert not any(phrase.reviewed for phrase in phrases)


def test_the_shipped_classes_cover_what_design_asks_for() -> None:
    wanted = {
        "vote-call", "solidarity", "win", "continuity", "praise", "gesture", "attack", "news", "office-holder",
        "neutrality-speech", "election-information", "private", "sport-trade", "negation", "double-negation",
        "quotation", "question", "condition",
    }  # fmt: skip

    assert wanted <= set(load_lexicon().cues)

"""The Indonesian catalogue says everything that the program can say, and nothing else."""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
import sys
from enum import StrEnum
from string import Formatter

import pytest
from tools import messages

from jempol_netral.calendar import Stage
from jempol_netral.cli import language
from jempol_netral.errors import Phrase, Problem, UserError
from jempol_netral.models import Act, Direction, LinkStatus, MatchKind, OutcomeStatus, Tier, TimeQuality

_CATALOGUE = {str(message.id): str(message.string) for message in messages.translated() if message.id}
_GUILT = re.compile(r"(?i)pelanggar|melanggar|tersangka|terduga|pelaku|bersalah|terbukti|dosa|target|sasaran")


def _facts(text: str) -> set[str]:
    return {name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def test_the_catalogue_holds_every_message_of_the_source_and_no_other() -> None:
    said = {str(message.id) for message in messages.extracted() if message.id}
    assert sorted(said - _CATALOGUE.keys()) == [], "run `make messages` and translate these"
    assert sorted(_CATALOGUE.keys() - said) == [], "no longer said: run `make messages`"


def test_every_message_is_translated() -> None:
    left = [message.id for message in messages.translated() if message.id and (message.fuzzy or not message.string)]
    assert left == []


def test_both_files_are_what_make_messages_writes() -> None:
    po, mo = messages.written(messages.updated(messages.translated(), messages.extracted()))
    assert messages.PO.read_bytes() == po
    assert messages.MO.read_bytes() == mo


def test_a_translation_holds_the_facts_of_its_template() -> None:
    different = [said for said, text in _CATALOGUE.items() if "{" in said and _facts(said) != _facts(text)]
    assert different == []


def test_a_translation_keeps_the_spaces_around_it() -> None:
    def edges(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert [said for said, text in _CATALOGUE.items() if edges(said) != edges(text)] == []


def test_no_translation_speaks_of_guilt() -> None:
    assert [text for text in _CATALOGUE.values() if _GUILT.search(text)] == []


@pytest.mark.parametrize("words", [Act, Direction, LinkStatus, MatchKind, OutcomeStatus, Stage, Tier, TimeQuality])
def test_every_value_that_a_screen_shows_has_a_word(words: type[StrEnum]) -> None:
    assert [word.value for word in words if word.value not in _CATALOGUE] == []


def test_the_installed_catalogue_is_found() -> None:
    found = gettext.translation("jempol", str(messages.PACKAGE / "locale"), languages=["id"])
    assert found.gettext("high") == "tinggi"


def test_problems_and_the_phrases_inside_them_are_said_in_indonesian() -> None:
    problem = Problem("{key} must be {kind}", {"key": "appview", "kind": Phrase("a whole number")}, "jempol.toml", 3)
    language.use("id")
    try:
        assert language.say_problem(problem) == "jempol.toml:3: appview harus berupa bilangan bulat"
        assert language.say_error(UserError("no name")) == "nama kosong"
        assert language._("no such sentence, {name}", name="Contoh") == "no such sentence, Contoh"
    finally:
        language.use("en")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise UserError("a {b}", b=1)', ["a {b}"]),  # the commonest
        ('x = Phrase("a")', ["a"]),  # kept in a constant
        ("x = f\"{_('a')} b\"", ["a"]),  # inside an f-string, on every version of Python
        ('_("a "\n  "b")', ["a b"]),  # joined over lines
        ("say(_(tier.value))", []),  # looked up while running: words.py names them
        ('_("")', []),  # would be the header
        ('other("a")', []),
    ],
)
def test_what_counts_as_a_message(source: str, found: list[str]) -> None:
    assert list(messages.messages(ast.parse(source))) == found


@pytest.mark.parametrize(
    ("language_name", "panel"),
    [("id", "Perintah"), ("en", "Commands")],
)
def test_the_library_speaks_the_same_language(language_name: str, panel: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "jempol_netral", "--help"],
        env={**os.environ, "JEMPOL_LANGUAGE": language_name, "PYTHONUTF8": "1"},
        capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert panel in shown.stdout

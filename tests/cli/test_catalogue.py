"""The Indonesian catalogue says everything that the program can say, and nothing else."""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from string import Formatter

import pytest
from tools import messages

from jempol_netral import errors
from jempol_netral.calendar import Stage
from jempol_netral.cli import language
from jempol_netral.cli.reasons import why
from jempol_netral.errors import Phrase, Problem, UserError
from jempol_netral.fetchers import registry
from jempol_netral.keywords import load_lexicon
from jempol_netral.models import Act, Direction, LinkStatus, MatchKind, OutcomeStatus, Tier, TimeQuality
from jempol_netral.platforms import PLATFORMS

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


def test_every_class_of_a_shipped_cue_has_a_word() -> None:
    assert sorted(load_lexicon([]).cues.keys() - _CATALOGUE.keys()) == []


def test_every_fetcher_of_ours_and_every_closed_platform_is_described() -> None:
    ours = [kind.manifest for kind in registry.find().fetchers.values() if kind.__module__.startswith(registry.OWN)]
    told = {manifest.summary for manifest in ours} | {one.closed for one in PLATFORMS.values() if one.closed}
    assert ours
    assert sorted(told - _CATALOGUE.keys()) == [], "write them as Phrase(…)"


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
    ("spoken", "arguments", "words", "others"),
    [
        ("id", [], ["Pemakaian:", "Perintah", "Tampilkan bantuan"], ["Usage", "Commands", "Show this"]),
        (
            "id",
            ["keywords", "new", "--help"],
            ["[OPSI]", "Argumen", "[wajib]"],
            ["Usage", "Show this", "[OPTIONS]", "Example", "[required]"],
        ),
        ("en", [], ["Usage:", "Commands", "Show this message"], ["Pemakaian", "Perintah"]),
    ],
)
def test_help_is_wholly_in_one_language(spoken: str, arguments: list[str], words: list[str], others: list[str]) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "jempol_netral", *arguments],
        env={**os.environ, "JEMPOL_LANGUAGE": spoken, "PYTHONUTF8": "1", "COLUMNS": "120"},
        capture_output=True, check=False, encoding="utf-8",
    ).stdout  # fmt: skip
    assert [word for word in words if word not in shown] == []
    assert [word for word in others if word in shown] == []


def _slugs(tree: ast.AST) -> Iterator[str]:
    """The reasons of gaps, as the source spells them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Gap":
            reason = node.args[0]
            either = (reason.body, reason.orelse) if isinstance(reason, ast.IfExp) else (reason,)
            yield from (str(part.value) for part in either if isinstance(part, ast.Constant))


def test_every_reason_has_a_sentence() -> None:
    slugs = {slug for path in messages.PACKAGE.rglob("*.py") for slug in _slugs(ast.parse(path.read_bytes()))}
    fetch_errors = {kind.__name__ for kind in errors.FetchError.__subclasses__()} - {"ContinuationRefused"}
    strange = {slug for slug in slugs | fetch_errors if why(slug, "").startswith(slug)}
    assert {"bad-row", "thread-cut"} <= slugs
    assert strange == set(), "these need a sentence in cli/reasons.py"


@pytest.mark.parametrize(
    ("reason", "detail", "said"),
    [
        (
            "NetworkProblem",
            "no answer from x",
            "no answer, or a broken one; the next scan tries again (no answer from x)",
        ),
        ("no-fetcher", "x has no fetcher", "no fetcher reads this; drop an export into inbox/"),  # says it all
        ("plugin-slug", "detail", "plugin-slug: detail"),  # of somebody else's fetcher
        ("plugin-slug", "", "plugin-slug"),
        ("", "", ""),  # all was read
    ],
)
def test_why_a_source_was_not_read(reason: str, detail: str, said: str) -> None:
    assert why(reason, detail) == said

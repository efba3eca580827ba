"""Indonesian or English on the screen. Core rooms speak English templates; only here they are translated."""

from __future__ import annotations

import gettext
import locale
import os
from pathlib import Path
from typing import TYPE_CHECKING

from jempol_netral.errors import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jempol_netral.errors import JempolError, Problem

ENVIRONMENT_NAME = "JEMPOL_LANGUAGE"
_FOLDER = Path(__file__).resolve().parent.parent / "locale"
_DOMAIN = "jempol"


def choose(environment: Mapping[str, str], configured: str = "auto") -> str:
    """`id` or `en`: from JEMPOL_LANGUAGE, else as configured, else from the system's own language."""
    for wanted in (environment.get(ENVIRONMENT_NAME, ""), configured):
        if wanted in {"id", "en"}:
            return wanted
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "id" if environment[name].lower().startswith("id") else "en"
    system = locale.getlocale()[0] or ""  # Windows sets no LANG
    return "id" if system.lower().startswith(("id", "indonesian")) else "en"


class _Speaker:
    """The language in use. Help texts need it while modules load, long before a workspace is known."""

    def __init__(self) -> None:
        self.use(choose(os.environ))

    def use(self, language: str) -> None:
        self._catalogue = gettext.translation(_DOMAIN, _FOLDER, languages=[language], fallback=True)

    def say(self, text: str) -> str:
        return self._catalogue.gettext(text) if text else ""


_speaker = _Speaker()


def use(language: str) -> None:
    """Speak this language from now on."""
    _speaker.use(language)


def lend_catalogue(language: str) -> None:
    """Let libraries that ask the standard library's gettext, as Typer does, find their words in our catalogue.

    That gettext knows one catalogue for the whole process and takes the language from the environment; so this is
    for the program's own start, before Typer loads, and for nobody who imports a part of it.
    """
    gettext.bindtextdomain(_DOMAIN, str(_FOLDER))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = language


def _(text: str, /, **facts: object) -> str:
    """The text in the language in use, its `{names}` filled in. A fact that is a Phrase is said in it too."""
    said = _speaker.say(text)
    if not facts:
        return said
    return said.format(
        **{name: _speaker.say(fact) if isinstance(fact, Phrase) else fact for name, fact in facts.items()}
    )


def say_problem(problem: Problem) -> str:
    """A problem in the language in use, with its place."""
    said = _(problem.template, **problem.facts)
    return f"{problem.where}: {said}" if problem.where else said


def say_error(error: JempolError) -> str:
    """An error's own sentence in the language in use."""
    return _(error.template, **error.facts)

"""Indonesian or English on the screen. Core rooms speak English templates; only here they are translated."""

from __future__ import annotations

import gettext
import locale
import os
from pathlib import Path
from typing import TYPE_CHECKING

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


def _(text: str, /, **facts: object) -> str:
    """The text in the language in use, its `{names}` filled in."""
    said = _speaker.say(text)
    return said.format(**facts) if facts else said


def say_problem(problem: Problem) -> str:
    """A problem in the language in use, with its place."""
    said = _(problem.template, **problem.facts)
    return f"{problem.where}: {said}" if problem.where else said


def say_error(error: JempolError) -> str:
    """An error's own sentence in the language in use."""
    return _(error.template, **error.facts)

"""The cue lists and the common words, from the shipped folder and the office's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jempol_netral.errors import Phrase, UserError
from jempol_netral.keywords.data import data_folder
from jempol_netral.matching.lexicon import build_lexicon, parse_cues, read_words
from jempol_netral.toml_file import open_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jempol_netral.errors import Problem
    from jempol_netral.matching.lexicon import CueFile, Lexicon

COMMON_WORDS = "common-words.txt"
KNOWN_WORDS = "known-words.txt"

BAD_CUES = Phrase("the cue lists have mistakes")
NOT_READ = Phrase("{file} cannot be read as UTF-8 text")


def load_lexicon(folders: Sequence[Path] = ()) -> Lexicon:
    """What matching knows about language.

    A cue class of one language in the office's own `cues/*.toml` replaces the shipped one as a whole. Its own
    common-words.txt adds to the shipped words; a line `-word` takes one away.

    Args:
        folders: Keywords folders of the office; the cues of several are taken together.

    Raises:
        UserError: a file cannot be read or is wrong; `problems` names every mistake in all of them.
    """
    problems: list[Problem] = []
    shipped = list(_cue_files(data_folder(), problems))
    own = [file for folder in folders for file in _cue_files(folder, problems)]
    if problems:
        raise UserError(BAD_CUES, problems)
    known = read_words((data_folder() / KNOWN_WORDS).read_text(encoding="utf-8"))
    return build_lexicon(shipped, own, common_words(folders), known)


def common_words(folders: Sequence[Path] = ()) -> frozenset[str]:
    """Everyday words, small letters: one a line, `#` begins a comment, in the office's own file `-` takes away.

    Raises:
        UserError: a file is not UTF-8 text.
    """
    found: set[str] = set()
    for folder in (data_folder(), *folders):
        for word in _words(folder / COMMON_WORDS):
            if word.startswith("-"):
                found.discard(word[1:])
            else:
                found.add(word)
    return frozenset(found)


def _cue_files(folder: Path, problems: list[Problem]) -> Iterator[CueFile]:
    for path in sorted((folder / "cues").glob("*.toml")):
        try:
            document = open_toml(path)
        except UserError as error:
            problems.extend(error.problems)
            continue
        yield parse_cues(document.data, str(path), problems)


def _words(path: Path) -> Iterator[str]:
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UserError(NOT_READ, file=os.fspath(path)) from None
    for line in text.splitlines():
        word = line.partition("#")[0].strip().casefold()
        if word:
            yield word.split()[0]

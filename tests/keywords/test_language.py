from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jempol_netral.errors import UserError
from jempol_netral.keywords import load_lexicon

if TYPE_CHECKING:
    from pathlib import Path


def own(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_cues_load() -> None:
    lexicon = load_lexicon()
    assert {"vote-call", "attack"} <= set(lexicon.cues)
    assert lexicon.spellings


def test_a_class_of_the_office_replaces_the_shipped_one(tmp_path: Path) -> None:
    text = '[[cue]]\nclass = "attack"\nlang = "id"\nphrases = ["contoh serangan"]\n'
    lexicon = load_lexicon([own(tmp_path, "cues/ours.toml", text)])
    attacks = [phrase.text for phrase in lexicon.cues["attack"] if phrase.lang == "id"]
    assert attacks == ["contoh serangan"]
    assert lexicon.cues["vote-call"] == load_lexicon().cues["vote-call"]


def test_common_words_are_added_and_taken_away(tmp_path: Path) -> None:
    first = own(tmp_path / "near", "common-words.txt", "# ours\nContohkata # with a reason\n-jauhkata\n\n")
    second = own(tmp_path / "far", "common-words.txt", "\ufefflainkata\n-contohkata\n")
    assert "contohkata" in load_lexicon([first]).common_words
    words = load_lexicon([first, second]).common_words
    assert "lainkata" in words
    assert "contohkata" not in words


def test_every_mistake_in_every_cue_file_is_named(tmp_path: Path) -> None:
    own(tmp_path, "cues/a.toml", "[[cue]]\nclass = 3\n")
    own(tmp_path, "cues/b.toml", "x = \n")
    with pytest.raises(UserError) as caught:
        load_lexicon([tmp_path])
    assert {(problem.file or "")[-6:] for problem in caught.value.problems} == {"a.toml", "b.toml"}


def test_common_words_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "common-words.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="UTF-8"):
        load_lexicon([tmp_path])

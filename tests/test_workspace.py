"""jempol.toml: everything wrong with it is told at once, with lines; the key is made once and stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from jempol_netral.errors import UserError
from jempol_netral.setup import make_workspace
from jempol_netral.workspace import find_root, open_workspace, read_key


def open_text(tmp_path: Path, text: str) -> UserError:
    (tmp_path / "jempol.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        open_workspace(tmp_path)
    return caught.value


def test_what_init_writes_opens(tmp_path: Path) -> None:
    make_workspace(tmp_path, ["pilgub-jatim-2024", "pilbup-pamekasan-2024"])
    config = open_workspace(tmp_path).config
    assert config.workspace.contests == ["pilgub-jatim-2024", "pilbup-pamekasan-2024"]
    assert (config.workspace.keep, config.workspace.retention.dismissed) == ("flagged", 14)
    assert config.controller.missing == ("name", "legal_basis", "contact")


def test_everything_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    error = open_text(
        tmp_path,
        '[workspace]\ncontests = "pilgub"\nkeep = "semua"\njobs = 0\noverlap = 3\n[controler]\nname = ""\n',
    )
    assert {problem.line for problem in error.problems} >= {2, 3, 4, 5, 6}
    assert all(problem.file and problem.file.endswith("jempol.toml") for problem in error.problems)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no [workspace]"),
        ("[workspace\n", "no TOML"),
        ("[workspace]\n", "no contests"),
        ("[workspace]\ncontests = [1]\n", "a contest is named by text"),
        ("[workspace]\ncontests = []\nsince = 2024-02-30\n", "no such day"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, text: str, why: str) -> None:
    assert open_text(tmp_path, text).exit_code == 2, why


def test_a_folder_without_settings_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="jempol init"):
        open_workspace(tmp_path)


def test_which_folder_is_the_workspace(tmp_path: Path) -> None:
    named, given = tmp_path / "a", tmp_path / "b"
    assert find_root(given, {"JEMPOL_WORKSPACE": str(named)}) == given.resolve()
    assert find_root(None, {"JEMPOL_WORKSPACE": str(named)}) == named.resolve()
    assert find_root(None, {}) == Path.cwd()


def test_the_key_is_made_once_and_a_broken_one_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "jempol.key"
    key = read_key(path)
    assert len(key) == 32
    assert read_key(path) == key
    for broken in ("", "bukan kunci", "abcd"):
        path.write_text(broken, encoding="ascii")
        with pytest.raises(UserError, match="backup"):
            read_key(path)
        assert path.read_text(encoding="ascii") == broken

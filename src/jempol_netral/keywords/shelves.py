"""Where contest files are looked for: the workspace's own folder first, then the shipped one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jempol_netral.errors import Phrase, Problem, UserError
from jempol_netral.keywords.contest_file import load_contest
from jempol_netral.keywords.data import data_folder
from jempol_netral.keywords.official import official_list
from jempol_netral.toml_file import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jempol_netral.models import Contest

UNKNOWN_CONTEST = Phrase("there is no contest {id}; known are {known}")
NOT_WRITTEN_YET = Phrase(
    "there is no file for {name} yet; `jempol keywords new {code}` writes one from the official list"
)
UNKNOWN_CONTEST_NEAR = Phrase("there is no contest {id}; did you mean {near}?")
SAME_ID = Phrase("the contest {id} is described by two files")
STANDS_HERE = "here"

_HEAD_LINE = re.compile(r"""^\s*(?:contest\.)?(id|name|region)\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)')""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ContestFile:
    """A contest file that was found; only its head has been looked at."""

    id: str
    path: Path
    shipped: bool
    name: str = ""
    region: str = ""


def contest_files(folders: Sequence[Path] = ()) -> tuple[ContestFile, ...]:
    """All contest files by id: those of `folders` (keywords folders, in this order), then the shipped ones.

    Raises:
        UserError: two files of one folder claim the same id.
    """
    found: dict[str, ContestFile] = {}
    for folder, shipped in [*((folder, False) for folder in folders), (data_folder(), True)]:
        for one in _in_folder(folder / "contests", shipped):
            found.setdefault(one.id, one)
    return tuple(sorted(found.values(), key=lambda one: one.id))


def find_contest(id_or_path: str | Path, folders: Sequence[Path] = ()) -> Contest:
    """The contest with this id, or in the file at this path; see `contest_path`.

    Raises:
        UserError: there is no such contest, or its file is wrong.
    """
    return load_contest(contest_path(id_or_path, folders))


def contest_path(id_or_path: str | Path, folders: Sequence[Path] = ()) -> Path:
    """The file of the contest with this id, or this path (anything that ends in .toml or holds a slash).

    Args:
        id_or_path: For example `pilgub-jatim-2024` or `./keywords/contests/ours.toml`.
        folders: Keywords folders (holding contests/) that are asked before the shipped one.

    Raises:
        UserError: there is no such contest.
    """
    text = str(id_or_path)
    if isinstance(id_or_path, Path) or text.endswith(".toml") or "/" in text or "\\" in text:
        return Path(id_or_path)
    files = contest_files(folders)
    for one in files:
        if one.id == text:
            return one.path
    official = next((one for one in official_list() if one.id == text), None)
    if official is not None:
        raise UserError(NOT_WRITTEN_YET, name=official.name, code=official.region)
    known = [one.id for one in files]
    near = nearest(text, known)
    if near is not None:
        raise UserError(UNKNOWN_CONTEST_NEAR, id=text, near=near)
    raise UserError(UNKNOWN_CONTEST, id=text, known=", ".join(known))


def find_contests(ids: Sequence[str], folders: Sequence[Path]) -> tuple[Contest, ...]:
    """The contests with these ids or files, the office's own folders first.

    Raises:
        UserError: there is none, or one is unknown or wrong; all of it at once.
    """
    found: list[Contest] = []
    problems: list[Problem] = []
    for wanted in dict.fromkeys(ids):
        try:
            found.append(find_contest(wanted, folders))
        except UserError as error:
            problems.extend(error.problems or [Problem(error.template, error.facts)])
    if problems:
        raise UserError("the contests cannot be used", problems)
    if not found:
        raise UserError("no contest is named; e.g. pilgub-jatim-2024 (`jempol keywords list` names them all)")
    return tuple(found)


def shipped_contests() -> tuple[Contest, ...]:
    """The contests that come with the program."""
    return tuple(load_contest(one.path) for one in contest_files() if one.shipped)


def _in_folder(folder: Path, shipped: bool) -> Iterable[ContestFile]:
    found: dict[str, ContestFile] = {}
    for path in sorted(folder.glob("*.toml")):
        one = _glance(path, shipped)
        other = found.setdefault(one.id, one)
        if other is not one:
            places = [Problem(STANDS_HERE, file=str(same.path)) for same in (other, one)]
            raise UserError(SAME_ID, places, id=one.id)
    return found.values()


def _glance(path: Path, shipped: bool) -> ContestFile:
    """What a file says of itself, read without judging the rest of it. Without an id its name stands for it."""
    head: dict[str, str] = {}
    for key, double, single in _HEAD_LINE.findall(path.read_text(encoding="utf-8-sig", errors="replace")):
        head.setdefault(key, double or single)
    return ContestFile(head.get("id", path.stem), path, shipped, head.get("name", ""), head.get("region", ""))

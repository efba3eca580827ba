"""The labelled texts, the contests they speak of, and how matching reads them.

The texts are not ours and stay outside the repository. Their labels were made twice, independently, by AI readers.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jempol_netral.keywords import load_contest, load_lexicon, shipped_contests
from jempol_netral.matching.engine import Engine
from jempol_netral.matching.features import features
from jempol_netral.matching.normalise import normalise
from jempol_netral.models import MatchKind, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jempol_netral.models import Contest, Verdict

ROOT = Path(__file__).resolve().parents[1]
RELEVANT = 0.5
"""`review` from here on counts as: a fair reviewer should see it."""


class Gold(NamedTuple):
    """One labelled text."""

    id: str
    contest: str
    fold: str
    thread_contest: str | None
    pairs: frozenset[int]
    stance: tuple[str, ...]
    relevant: bool
    text: str

    @property
    def setting(self) -> Setting:
        """What is known about it besides its words."""
        return Setting(thread_contest=self.thread_contest)


class Read(NamedTuple):
    """A labelled text and what matching says about it; `verdict` None where it says nothing."""

    gold: Gold
    verdict: Verdict | None
    features: Mapping[str, float]

    @property
    def rank(self) -> float:
        """0 where matching says nothing."""
        return self.verdict.rank if self.verdict else 0.0


def data_folder() -> Path:
    """Where the shared data lie; ends the program, well, where they are absent."""
    folder = Path(os.environ.get("JEMPOL_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "gold-dev.jsonl").is_file():
        print(f"skipped: the shared data are not at {folder}; set JEMPOL_SHARED_DATA", file=sys.stderr)
        raise SystemExit(0)
    return folder


def lines(name: str) -> Iterator[dict[str, Any]]:
    """The records of one of the shared JSONL files."""
    with (data_folder() / name).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def gold() -> list[Gold]:
    """All labelled texts."""
    return [_gold(row) for row in lines("gold-dev.jsonl")]


def contests() -> dict[str, Contest]:
    """The shipped contests and those that are only measured with."""
    measured = sorted((ROOT / "tests" / "data" / "contests").glob("*.toml"))
    both = [*shipped_contests(), *(load_contest(path) for path in measured)]
    return {contest.id: contest for contest in both}


def read(rows: Sequence[Gold]) -> list[Read]:
    """Every text read by an engine that holds its own contest."""
    lexicon = load_lexicon()
    known = contests()
    engines = {name: Engine([known[name]], lexicon) for name in sorted({row.contest for row in rows})}
    return [_read(engines[row.contest], row, known[row.contest]) for row in rows]


def _read(engine: Engine, row: Gold, contest: Contest) -> Read:
    verdict = next((one for one in engine.read(row.text, row.setting) if one.contest == row.contest), None)
    if verdict is None:
        return Read(row, None, {})
    named = [match for match in verdict.matches if match.kind is not MatchKind.WATCHLIST]
    if not named and row.thread_contest is None:
        return Read(row, None, {})
    return Read(row, verdict, features(normalise(row.text), named, verdict.cues, row.setting, contest))


def _gold(row: dict[str, Any]) -> Gold:
    thread = row["thread_contest"]
    return Gold(
        id=str(row["id"]),
        contest=str(row["contest"]),
        fold=str(row["fold"]),
        thread_contest=str(thread) if thread else None,
        pairs=frozenset(int(pair) for pair in row["pairs"]),
        stance=tuple(str(one) for one in row["stance"]),
        relevant=row["review"] >= RELEVANT,
        text=str(row["text"]),
    )

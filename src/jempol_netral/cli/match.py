"""`jempol match`: texts in, what was found out; no workspace and no database."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jempol_netral.cli.language import _
from jempol_netral.errors import ExitCode
from jempol_netral.models import Act, Setting, utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jempol_netral.matching.engine import Engine
    from jempol_netral.models import Verdict


_BESIDES = frozenset({"act", "created_at", "thread_contest", "thread_pair"})
_NO_SETTING = Setting()


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command("match", help=_('Match lines of {"id", "text"} (JSONL) and write a line for each, in order.')
                + "\n\n" + _("Example: jempol match texts.jsonl --contest pilgub-jatim-2024"))(match)  # fmt: skip


def match(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("JSONL file; - or nothing: stdin."))] = Path("-"),
    contest: Annotated[
        list[str] | None,
        typer.Option("--contest", metavar="FILE-OR-ID", help=_("Contest to match against; may be repeated.")),
    ] = None,
    keywords: Annotated[
        Path | None,
        typer.Option("--keywords", metavar="DIR", help=_("Own contests and cues, searched before the shipped ones.")),
    ] = None,
) -> None:
    """Parse, match, render; a bad line is answered and the rest goes on."""
    from jempol_netral.cli.screen import data_stream
    from jempol_netral.keywords import find_contests, load_lexicon
    from jempol_netral.matching.engine import Engine

    folders = [keywords] if keywords else []
    engine = Engine(find_contests(contest or [], folders), load_lexicon(folders))
    bad = 0
    opened = nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb")
    with opened as lines, data_stream() as put:
        for answer, sound in answers(engine, lines):
            bad += not sound
            put(answer)
    if bad:
        raise typer.Exit(ExitCode.USER)


def answers(engine: Engine, lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """A line of JSON for every line that is not blank, in order, and whether it could be read."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    nothing = encode(as_record(()))[1:] + "\n"  # what most texts of the world are answered with
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row: Any = None
        try:
            row = json.loads(line)
            text = _text(row)
            verdicts = engine.read(text, read_setting(row))
        except (ValueError, RecursionError) as error:
            known = row.get("id") if isinstance(row, dict) else None
            yield encode({"id": known, "error": f"line {number}: {error}"}) + "\n", False
            continue
        if verdicts:
            yield encode({"id": row["id"], **as_record(verdicts)}) + "\n", True
        else:
            yield f'{{"id": {encode(row["id"])}, {nothing}', True


def _text(row: Any) -> str:
    if not isinstance(row, dict):
        raise ValueError('expected an object {"id", "text"}')  # noqa: TRY004 - all that is wrong with a line is one kind
    text = row.get("text")
    if "id" not in row or not isinstance(text, str):
        raise ValueError('expected "id", and "text" as a string')
    return text


def read_setting(row: dict[str, Any]) -> Setting:
    """What a line says besides its words.

    Raises:
        ValueError: one of it has no meaning.
    """
    if _BESIDES.isdisjoint(row):
        return _NO_SETTING
    pair = row.get("thread_pair")
    if pair is not None and (isinstance(pair, bool) or not isinstance(pair, int)):
        raise ValueError('"thread_pair" must be a ballot number')
    contest = row.get("thread_contest")
    if contest is not None and not isinstance(contest, str):
        raise ValueError('"thread_contest" must be the id of a contest')
    created = row.get("created_at")
    return Setting(
        act=Act(row.get("act") or "post"),
        created_at=None if created is None else utc(datetime.fromisoformat(created)),
        thread_contest=contest,
        thread_pair=pair,
    )


def as_record(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """The verdicts of all contests on one text as one record."""
    verdicts = sorted(verdicts, key=lambda verdict: -verdict.rank)
    best = verdicts[0] if verdicts else None
    cues = {(cue.start, cue.end, cue.name): cue for verdict in verdicts for cue in verdict.cues}
    return {
        "pairs": [str(pair) for pair in sorted({pair for verdict in verdicts for pair in verdict.pairs})],
        "matches": [
            {
                "term": found.term, "pair": str(found.pair) if found.pair else None, "kind": found.kind.value,
                "start": found.start, "end": found.end, "text": found.surface, "score": round(found.score, 4),
            }
            for verdict in verdicts for found in verdict.matches
        ],
        "cues": [{"class": cue.name, "start": cue.start, "end": cue.end, "text": cue.surface}
                 for _key, cue in sorted(cues.items())],
        "directions": {
            str(pair): direction.value for verdict in verdicts for pair, direction in sorted(verdict.directions.items())
        },
        "rank": round(best.rank, 4) if best else 0.0,
        "tier": best.tier.value if best and best.tier else None,
        "parts": {name: round(value, 4) for name, value in best.parts.items()} if best else {},
    }  # fmt: skip

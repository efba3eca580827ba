"""Reads watchlist.csv: campaign accounts and threads about a contest. All bad rows at once, the good ones kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jempol_netral.errors import Phrase, Problem, UserError
from jempol_netral.models import Watched
from jempol_netral.platforms import AccountName, ThreadName, handle_key, platform_slug, read_source
from jempol_netral.roster.cells import is_none, read_native_id
from jempol_netral.roster.sheet import Sheet, load, open_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from jempol_netral.models import Contest

COLUMNS = ("platform", "account", "native_id", "contest", "pair", "label")
"""The header that `jempol init` writes."""

WORDS = {
    "platform": ("media", "mediasosial", "medsos", "sosmed"),
    "account": ("akun", "namaakun", "username", "handle", "tautan", "link", "url", "alamat", "utas", "kiriman"),
    "native_id": ("idakun", "akunid", "idplatform"),
    "contest": ("kontes", "pemilihan", "pilkada", "idkontes"),
    "pair": ("paslon", "pasangan", "nomor", "nomorurut", "nourut", "nomorpaslon", "nopaslon"),
    "label": ("keterangan", "nama", "catatan", "name", "note"),
}
"""What headers call each column besides its own name."""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What a watchlist file says, as far as it can be relied on."""

    watched: tuple[Watched, ...]
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_watchlist(path: Path) -> Watchlist:
    """The watchlist in a CSV file.

    Raises:
        UserError: the file is missing, is not CSV or lacks a column that is needed.
    """
    return parse_watchlist(load(path), path.name)


def parse_watchlist(data: bytes, file: str = "watchlist.csv") -> Watchlist:
    """As `read_watchlist`, from the bytes of the file called `file`."""
    sheet = open_sheet(data, file, WORDS, (("account",), ("contest",)))
    watched: list[Watched] = []
    seen: dict[tuple[str, str, str, int | None], int] = {}
    for line, cells in sheet.rows():
        values = {column: cells[at].strip() for column, at in sheet.columns.items()}
        entry = _entry(sheet, line, values)
        if entry is None:
            continue
        name = entry.url or entry.native_id or handle_key(entry.platform, entry.handle or "")
        earlier = seen.setdefault((entry.platform, name, entry.contest, entry.pair), line)
        if earlier == line:
            watched.append(entry)
        else:
            text = Phrase("the same is on line {other} already")
            sheet.notices.append(Problem(text, {"other": earlier}, file, line, sheet.header("account")))
    return Watchlist(tuple(watched), tuple(sheet.notices), tuple(sheet.problems))


def _entry(sheet: Sheet, line: int, values: Mapping[str, str]) -> Watched | None:
    column = "platform"
    try:
        said = values.get("platform", "")
        slug = None if is_none(said) else platform_slug(said)
        column = "account"
        name = None if is_none(values["account"]) else read_source(slug, values["account"])
        column = "native_id"
        platform, native_id = _identity(name, slug, values.get("native_id", ""))
        column = "contest"
        contest = _contest(values["contest"])
        column = "pair"
        pair = _pair(values.get("pair", ""))
    except UserError as error:
        sheet.problems.append(Problem(error.template, error.facts, sheet.file, line, sheet.header(column)))
        return None
    return Watched(
        platform=platform,
        handle=name.handle if isinstance(name, AccountName) else None,
        native_id=native_id,
        url=name.url if isinstance(name, ThreadName) else None,
        contest=contest,
        pair=pair,
        label=values.get("label", ""),
        line=line,
    )


def _identity(name: AccountName | ThreadName | None, slug: str | None, text: str) -> tuple[str, str | None]:
    """Platform and stable id; one of name and id must be there."""
    platform = name.platform if name else slug
    native_id = read_native_id(platform, text) if platform and not isinstance(name, ThreadName) else None
    native_id = native_id or (name.native_id if name else None)
    if platform is None or (name is None and native_id is None):
        raise UserError("expected a campaign account or the address of a thread")
    return platform, native_id


def _contest(text: str) -> str:
    if not text:
        raise UserError("expected the id of a contest, e.g. pilgub-jatim-2024")
    return text


def _pair(text: str) -> int | None:
    """A ballot number; None where none is written."""
    if is_none(text):
        return None
    match = re.fullmatch(r"(?:no\.?|nomor(?: urut)?|paslon)?\s*0*([1-9]\d?)(?:\.0)?", text.casefold())
    if match is None:
        raise UserError("{text} is not a ballot number; expected e.g. 2, or nothing", text=text)
    return int(match[1])


def check_watchlist(
    watched: Iterable[Watched], contests: Mapping[str, Contest], file: str = "watchlist.csv"
) -> tuple[Problem, ...]:
    """What the watchlist names that no loaded contest has: contests, and ballot numbers of them."""
    problems: list[Problem] = []
    for entry in watched:
        contest = contests.get(entry.contest)
        if contest is None:
            known = ", ".join(sorted(contests)) or "none"
            text = Phrase("no contest {contest} is loaded; known: {known}")
            problems.append(Problem(text, {"contest": entry.contest, "known": known}, file, entry.line, "contest"))
        elif entry.pair is not None and contest.pair(entry.pair) is None:
            numbers = ", ".join(str(pair.number) for pair in contest.pairs)
            text = Phrase("{contest} has no pair {pair}; it has {known}")
            facts = {"contest": entry.contest, "pair": entry.pair, "known": numbers}
            problems.append(Problem(text, facts, file, entry.line, "pair"))
    return tuple(problems)

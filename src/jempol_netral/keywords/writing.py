"""The text of a contest file, for a person to go on with."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

from jempol_netral.calendar import zone_name
from jempol_netral.keywords.official import official_contest, rows_of
from jempol_netral.models import MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jempol_netral.keywords.regions import OfficialRow
    from jempol_netral.models import Contest, Pair, Stages, Term

_HEAD = """\
# {name}
#
# Nama dan nomor urut dari laman hasil resmi KPU untuk Pilkada 2024; gelar sudah dilepas.
# Yang perlu diisi kantor, pada tiap [[pair]]:
#   aliases   sebutan sehari-hari: "bu contoh", "gus contoh", akronim pasangan
#             kata sehari-hari atau nama umum: {{ text = "contoh", needs_context = true }}
#             nama pendek di bawah ini masih needs_context; hapus bila di daerah ini sudah jelas siapa yang dimaksud
#   slogans   slogan dan tagline;  hashtags  tagar;  handles  akun resmi: {{ platform = "x", handle = "..." }}
#   never     kata atau nama lain yang mirip, tetapi bukan pasangan ini
# Salah ketik kecil dan ejaan yang berbunyi sama tidak perlu ditulis. Periksa: jempol keywords check BERKAS
#
# English: names and numbers are the election commission's, titles removed. Please add what people really call
# each pair (aliases, slogans, hashtags, handles) and look-alikes that are never meant (never). Everyday words
# need needs_context = true; short names have it for now, take it off where everybody knows who is meant. Small
# misspellings and sound-alikes are found anyway.
"""

_STAGE_NOTES = {
    "nomination": "pendaftaran 27-29 Agustus / nomination",
    "determined": "penetapan pasangan calon / candidates determined",
    "number_draw": "undian nomor urut / ballot numbers drawn",
    "campaign": "kampanye / campaign",
    "quiet": "masa tenang / quiet days",
    "vote": "pemungutan suara / vote",
    "end": "akhir rekapitulasi; periksa bila ada sengketa atau pemungutan ulang / end of the count; check",
}
_NEEDS_CONTEXT = "hanya bila ada konteks / only with context"


def new_contest_toml(code: str) -> str:
    """The text of a contest file for one of the 545 regions of Pilkada 2024; `load_contest` takes it as it is.

    Args:
        code: Kode wilayah: 2 digits for a province, 4 for a regency or city; dots are allowed (35.28).

    Raises:
        UserError: no such region, or it elected nobody.
    """
    return contest_toml(official_contest(code), rows_of(code))


def contest_toml(contest: Contest, ballot: tuple[OfficialRow, ...] = ()) -> str:
    """A contest as the text of its file, with comments for the office.

    Args:
        contest: What is written down.
        ballot: The printed lines of its pairs, told in comments.
    """
    printed = {row.number: row for row in ballot}
    lines = [
        _HEAD.format(name=contest.name),
        "[contest]",
        f"id = {_text(contest.id)}",
        f"name = {_text(contest.name)}",
        f"region = {_text(contest.region)}                 # kode wilayah",
        f"timezone = {_text(contest.timezone)}     # {zone_name(contest.timezone)}",
        "",
        "[contest.stages]                # hari pertama tiap tahap / first day of each stage",
        *_stages(contest.stages),
    ]
    for pair in contest.pairs:
        lines += ["", *_pair(pair, printed.get(pair.number))]
    return "\n".join(lines) + "\n"


def _stages(stages: Stages) -> Iterator[str]:
    for field in fields(stages):
        day = getattr(stages, field.name)
        if day is not None:
            yield f"{field.name} = {day.isoformat()}".ljust(32) + f"# {_STAGE_NOTES[field.name]}"


def _pair(pair: Pair, row: OfficialRow | None) -> Iterator[str]:
    yield "[[pair]]"
    yield f"number = {pair.number}"
    if row is not None and not row.empty_box:
        yield f"# surat suara / ballot: {row.candidate} - {row.running_mate}"
    yield f"label = {_text(pair.label)}"
    yield f"names = [{', '.join(_text(name) for name in pair.names)}]"
    for key, kind in (("aliases", MatchKind.ALIAS), ("slogans", MatchKind.SLOGAN), ("hashtags", MatchKind.HASHTAG)):
        yield from _list(key, [term for term in pair.terms if term.kind is kind])
    handles = [term for term in pair.terms if term.kind is MatchKind.HANDLE]
    inside = ", ".join(f"{{ platform = {_text(one.platform or '')}, handle = {_text(one.text)} }}" for one in handles)
    yield f"handles = [{inside}]"
    yield f"never = [{', '.join(_text(one) for one in pair.never)}]"


def _list(key: str, terms: list[Term]) -> Iterator[str]:
    if not terms:
        yield f"{key} = []"
        return
    yield f"{key} = ["
    for term in terms:
        note = f"  # {_NEEDS_CONTEXT}" if term.needs_context else ""
        yield f"  {_term(term)},{note}"
    yield "]"


def _term(term: Term) -> str:
    parts = [f"text = {_text(term.text)}"]
    parts += ["needs_context = true"] * term.needs_context
    parts += ["exact = true"] * term.exact
    if term.threshold is not None:
        parts.append(f"threshold = {term.threshold}")
    return _text(term.text) if len(parts) == 1 else f"{{ {', '.join(parts)} }}"


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for a bare DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Measure matching on the labelled texts and the background: python -m benchmarks.evaluate (make eval).

Everything is printed for fold `check`, which nothing was tuned on, beside fold `tune`. The labels were made twice,
independently, by AI readers (kappa 0.95): good, not sacred.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fit_rank import fitted, precision
from benchmarks.gold import Read, gold, lines, read
from benchmarks.logistic import average_precision

from jempol_netral.keywords import load_lexicon, shipped_contests
from jempol_netral.matching.engine import Engine
from jempol_netral.matching.rank import HIGH, LOW, MEDIUM
from jempol_netral.models import Direction, Setting, Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

TRUE_MENTIONS = Path(__file__).with_name("background_true.txt")
"""Ids of background texts that, read one by one, truly name someone on the four shipped lists."""

_SHOWN = 100


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=sorted(_PARTS), help="print one part only")
    asked = parser.parse_args()
    rows = read(gold()) if asked.only != "background" else []
    print("Labels: annotated twice, independently, by AI readers. Relevant: review >= 0.5.")
    for name, part in _PARTS.items():
        if asked.only in (None, name):
            print()
            part(rows)


def naming(rows: Sequence[Read]) -> None:
    """Precision and recall of the named pairs."""
    print("Naming a pair: precision, recall (pairs of fold check | tune)")
    for label, some in _by_contest(rows):
        print(f"  {label:22}", *(_naming(_fold(some, fold)) for fold in ("check", "tune")), sep="  ")


def ranking(rows: Sequence[Read]) -> None:
    """Average precision of the rank, and the rank of a model that never saw the contest."""
    print("Average precision of the rank (check | tune | both; base rate of check)")
    for label, some in _by_contest(rows):
        check = _fold(some, "check")
        three = "  ".join(f"{_ranked(part):.3f}" for part in (check, _fold(some, "tune"), some))
        print(f"  {label:22}  {three}  base {_share(row.gold.relevant for row in check):.2f}  rows {len(check)}")
    print("Leave one contest out: fitted on fold tune of the others, tried on the contest (check | tune | both)")
    tune = _fold(rows, "tune")
    for label, some in _by_contest(rows)[1:]:
        model = fitted([row for row in tune if row.gold.contest != label])
        parts = (_fold(some, "check"), _fold(some, "tune"), some)
        three = "  ".join(f"{precision(model, part):.3f}" for part in parts)
        print(f"  {label:22}  {three}  rows {len(some)}")


def calibration(rows: Sequence[Read]) -> None:
    """What the tiers and the numbers mean."""
    for fold in ("check", "tune"):
        some = _fold(rows, fold)
        total = sum(row.gold.relevant for row in some)
        print(f"Tiers, fold {fold} ({len(some)} rows, {total} relevant)")
        print("  tier      rows  relevant  mean rank  precision and recall of this tier and above")
        above: list[Read] = []
        for tier, bound in ((Tier.HIGH, HIGH), (Tier.MEDIUM, MEDIUM), (Tier.LOW, LOW), (None, 0.0)):
            part = [row for row in some if (row.verdict.tier if row.verdict else None) is tier]
            above += part
            wanted = sum(row.gold.relevant for row in above)
            mean = sum(row.rank for row in part) / max(1, len(part))
            share = _share(row.gold.relevant for row in part)
            print(
                f"  {tier or 'none':6} {bound:.2f} {len(part):4}  {share:8.2f}  {mean:9.2f}  "
                f"{wanted / max(1, len(above)):.3f} {wanted / total:.3f}"
            )
    print("Ranks, fold check: relevant share by rank")
    check = [row for row in _fold(rows, "check") if row.verdict is not None]
    for low in range(10):
        part = [row for row in check if low <= min(9.99, row.rank * 10) < low + 1]
        if part:
            share = _share(row.gold.relevant for row in part)
            print(f"  {low / 10:.1f}-{(low + 1) / 10:.1f}  rows {len(part):4}  relevant {share:.2f}")


def direction(rows: Sequence[Read]) -> None:
    """For, against or unclear, against the stance on which both annotators agree."""
    for fold in ("check", "tune"):
        seen: Counter[tuple[str, str]] = Counter()
        for row in _fold(rows, fold):
            _count_direction(row, seen)
        own = {key: count for key, count in seen.items() if key[0] != "neutral"}
        right = sum(count for (want, got), count in own.items() if want == got)
        opposite = seen["for", "against"] + seen["against", "for"]
        total = max(1, sum(own.values()))
        neutral = max(1, seen["neutral", "unclear"] + seen["neutral", "leaning"])
        print(
            f"Direction, fold {fold}: right {right / total:.3f}, unclear {(total - right - opposite) / total:.3f}, "
            f"opposite {opposite / total:.3f} of {total} opinions on a named pair; "
            f"{seen['neutral', 'unclear'] / neutral:.3f} of {neutral} neutral namings left unclear"
        )
        print("  " + ", ".join(f"{want} read as {got} {count}" for (want, got), count in sorted(seen.items())))


def background(_rows: Sequence[Read]) -> None:
    """Every flag on texts that hold no election word is false, unless the text truly names a person."""
    engine = Engine(shipped_contests(), load_lexicon())
    true = frozenset(TRUE_MENTIONS.read_text(encoding="utf-8").split())
    flags: Counter[tuple[str, str]] = Counter()
    listed = []
    total = 0
    for row in lines("background-dev.jsonl"):
        total += 1
        text, identity = str(row["text"]), str(row["id"])
        for verdict in engine.read(text, Setting()):
            if verdict.tier is not None:
                kind = "true" if identity in true else "false"
                flags[kind, verdict.tier] += 1
                surfaces = ", ".join(sorted({match.surface for match in verdict.matches}))
                place = " ".join(text.split())[:_SHOWN]
                listed.append(f"  {kind:5} {verdict.tier:6} {verdict.rank:.2f} {identity} [{surfaces}] {place}")
    print(f"Background: {total} texts without an election word, the four shipped contests together")
    per = 10_000 / max(1, total)
    wrong = {tier: flags["false", tier] for tier in Tier}
    print(
        f"  false flags {sum(wrong.values()) * per:.1f} in 10,000, of medium or high "
        f"{(wrong[Tier.HIGH] + wrong[Tier.MEDIUM]) * per:.1f}; true mentions "
        f"{sum(count for (kind, _), count in flags.items() if kind == 'true')}"
    )
    print("\n".join(sorted(listed)))


_PARTS: dict[str, Callable[[Sequence[Read]], None]] = {
    "naming": naming,
    "ranking": ranking,
    "calibration": calibration,
    "direction": direction,
    "background": background,
}


def _fold(rows: Iterable[Read], fold: str) -> list[Read]:
    return [row for row in rows if row.gold.fold == fold]


def _by_contest(rows: Sequence[Read]) -> list[tuple[str, list[Read]]]:
    names = sorted({row.gold.contest for row in rows})
    return [("all", list(rows)), *((name, [row for row in rows if row.gold.contest == name]) for name in names)]


def _ranked(rows: Sequence[Read]) -> float:
    return average_precision([(row.rank, row.gold.relevant) for row in rows])


def _share(flags: Iterable[bool]) -> float:
    counted = list(flags)
    return sum(counted) / max(1, len(counted))


def _named(row: Read) -> set[int]:
    return {pair.number for pair in row.verdict.pairs} if row.verdict else set()


def _naming(rows: Sequence[Read]) -> str:
    right = sum(len(_named(row) & row.gold.pairs) for row in rows)
    said = sum(len(_named(row)) for row in rows)
    there = sum(len(row.gold.pairs) for row in rows)
    return f"P {right / max(1, said):.3f} R {right / max(1, there):.3f} ({there:3})"


def _count_direction(row: Read, seen: Counter[tuple[str, str]]) -> None:
    if row.verdict is None or not row.verdict.pairs or len(set(row.gold.stance)) > 1:
        return
    said = {pair.number: way for pair, way in row.verdict.directions.items()}
    want, _, number = row.gold.stance[0].partition(":")
    if not number:
        clean = all(way is Direction.UNCLEAR for way in said.values())
        seen["neutral", "unclear" if clean else "leaning"] += 1
    elif int(number) in said:
        seen[want, str(said[int(number)])] += 1


if __name__ == "__main__":
    main()

"""Fit the weights of the rank and write them: python -m benchmarks.fit_rank [--write].

Fitted on the rows of fold `tune` only. A contest counts by the square root of its rows, so that the largest one does
not decide alone. A weight keeps the sign that its feature must have: praise may not lower a rank.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.gold import ROOT, Read, gold, read
from benchmarks.logistic import Model, Row, average_precision, fit

from jempol_netral.matching.features import AGAINST, LEANS, SETTING

if TYPE_CHECKING:
    from collections.abc import Sequence

PENALTY = 4.0
PRIOR = {"rejection": 0.3, "rejection@near": 0.3, "gesture": 0.2, "gesture@near": 0.2, "neutrality-speech": -0.3}
"""Where a weight starts before any labelled text: rare classes ("jangan pilih") must not fall to nothing."""
LEAST = 0.005
"""Smaller weights are left out: nobody would see them."""
TARGET = ROOT / "src" / "jempol_netral" / "matching" / "weights.py"

_LOWER = {"news", "survey", "report-verb", "office-holder", "candidacy", "date", "dated", "percent", "sober", "report"}
_LOWER |= {"neutrality-speech", "election-information", "private"}
_RAISE = {*LEANS, *AGAINST, "first-person", "second-person", "exclamation", "kind:slogan", "tag:for", "tag:against"}
_RAISE |= {"campaign-tag", "lean+one", "harm+one", "lean+sober", "harm+sober", "lean+voice", "harm+voice", "voice+one"}


def sign(name: str) -> int:
    """+1 where a feature may only raise the rank, -1 where it may only lower it, else 0."""
    base = name.partition("@")[0].removesuffix("-weak")
    return 1 if base in _RAISE else -1 if base in _LOWER else 0


def trainable(rows: Sequence[Read]) -> list[Row]:
    """The rows that the logistic learns from: those about which matching says something at all."""
    seen = [row for row in rows if row.verdict is not None]
    sizes = Counter(row.gold.contest for row in seen)
    weights = [1 / math.sqrt(sizes[row.gold.contest]) for row in seen]
    scale = len(weights) / sum(weights)
    return [
        Row(
            {name: value for name, value in row.features.items() if name not in SETTING},
            row.gold.relevant,
            weight * scale,
        )
        for row, weight in zip(seen, weights, strict=True)
    ]


def fitted(rows: Sequence[Read]) -> Model:
    """The model of these rows."""
    return fit(trainable(rows), sign, PENALTY, PRIOR)


def odds(model: Model, row: Read) -> float:
    """Log-odds of a row; far below all others where matching says nothing."""
    return model.odds(row.features) if row.verdict is not None else -math.inf


def precision(model: Model, rows: Sequence[Read]) -> float:
    """Average precision of the model on these rows."""
    return average_precision([(odds(model, row), row.gold.relevant) for row in rows])


def source(model: Model) -> str:
    """weights.py as it is written."""
    kept = sorted((name, weight) for name, weight in model.weights.items() if abs(weight) >= LEAST)
    body = "".join(f'    "{name}": {weight:.3f},\n' for name, weight in kept)
    return (
        '"""Weights of the rank, written by benchmarks/fit_rank.py. Do not edit by hand."""\n\n'
        f"BIAS = {model.bias:.3f}\nWEIGHTS = {{\n{body}}}\n"
    )


def main() -> None:
    """Fit, say how well it fits, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.relative_to(ROOT)}")
    asked = parser.parse_args()
    rows = [row for row in read(gold()) if row.gold.fold == "tune"]
    model = fitted(rows)
    folds = 5
    crossed = [
        (odds(part, row), row.gold.relevant)
        for fold in range(folds)
        for part in [fitted([row for number, row in enumerate(rows) if number % folds != fold])]
        for row in rows[fold::folds]
    ]
    print(f"{len(rows)} rows of fold tune, {len(model.weights)} weights")
    print(f"average precision {precision(model, rows):.3f} on them, {average_precision(crossed):.3f} cross-validated")
    for name, weight in sorted(model.weights.items(), key=lambda item: -abs(item[1])):
        print(f"  {weight:+.2f}  {name}")
    if asked.write:
        TARGET.write_text(source(model), encoding="utf-8")
        print(f"written: {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

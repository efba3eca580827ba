"""A small regularised logistic regression with signed weights, in plain Python: nothing to install to refit."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SWEEPS = 400
_STILL = 1e-5


class Row(NamedTuple):
    """One labelled text."""

    features: Mapping[str, float]
    wanted: bool
    weight: float


class Model(NamedTuple):
    """Log-odds = bias + sum of weight x value."""

    bias: float
    weights: dict[str, float]

    def odds(self, features: Mapping[str, float]) -> float:
        """Log-odds of a text with these features; unknown ones count nothing."""
        return self.bias + sum(value * self.weights.get(name, 0.0) for name, value in features.items())


def fit(
    rows: Sequence[Row], sign: Callable[[str], int], penalty: float, prior: Mapping[str, float] = MappingProxyType({})
) -> Model:
    """Weights of least penalised loss, found one coordinate at a time (Newton steps, clipped at 0 by sign).

    `sign` says of a feature +1 (may only raise), -1 (may only lower) or 0. `penalty` is the L2 strength that
    holds a weight to its `prior` (0 where none is given): what is known before any text was seen.
    """
    columns: dict[str, list[tuple[int, float]]] = {}
    for number, row in enumerate(rows):
        for name, value in row.features.items():
            columns.setdefault(name, []).append((number, value))
    odds = [0.0] * len(rows)
    weights = {name: _clipped(prior.get(name, 0.0), sign(name)) for name in sorted({*columns, *prior})}
    for name, weight in weights.items():
        _shift(odds, columns.setdefault(name, []), weight)
    everywhere = [(number, 1.0) for number in range(len(rows))]
    bias = 0.0
    for _ in range(_SWEEPS):
        step = _step(rows, odds, everywhere, (bias, 0.0), 1e-3)
        bias, largest = bias + step, abs(step)
        _shift(odds, everywhere, step)
        for name, weight in weights.items():
            step = _step(rows, odds, columns[name], (weight, prior.get(name, 0.0)), penalty)
            step = _clipped(weight + step, sign(name)) - weight
            weights[name] = weight + step
            _shift(odds, columns[name], step)
            largest = max(largest, abs(step))
        if largest < _STILL:
            break
    return Model(bias, {name: weight for name, weight in weights.items() if weight})


def average_precision(ranked: Sequence[tuple[float, bool]]) -> float:
    """Mean precision over the wanted rows, best rank first; rows of one rank count together (no lucky order)."""
    groups: dict[float, list[bool]] = {}
    for rank, wanted in ranked:
        groups.setdefault(rank, []).append(wanted)
    total = sum(wanted for _, wanted in ranked)
    seen = good = 0
    area = 0.0
    for rank in sorted(groups, reverse=True):
        group = groups[rank]
        seen += len(group)
        good += sum(group)
        area += sum(group) * good / seen
    return area / total if total else math.nan


def _step(
    rows: Sequence[Row],
    odds: Sequence[float],
    column: Sequence[tuple[int, float]],
    held: tuple[float, float],
    penalty: float,
) -> float:
    weight, prior = held
    slope, curve = penalty * (weight - prior), penalty
    for number, value in column:
        row = rows[number]
        guess = 1 / (1 + math.exp(-odds[number]))
        slope += row.weight * value * (guess - row.wanted)
        # A quarter is the greatest curvature there is: steps stay safe while the guesses are still far off.
        curve += row.weight * value * value * max(guess * (1 - guess), 0.1)
    return -slope / curve


def _clipped(weight: float, sign: int) -> float:
    return max(0.0, weight) if sign > 0 else min(0.0, weight) if sign < 0 else weight


def _shift(odds: list[float], column: Sequence[tuple[int, float]], step: float) -> None:
    if step:
        for number, value in column:
            odds[number] += value * step

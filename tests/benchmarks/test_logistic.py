"""The fit that makes the weights: it separates, keeps signs, and is not led by one big group."""

from __future__ import annotations

import math

import pytest
from benchmarks.logistic import Model, Row, average_precision, fit


def rows(*made: tuple[dict[str, float], bool]) -> list[Row]:
    return [Row(features, wanted, 1.0) for features, wanted in made for _ in range(20)]


def free(_name: str) -> int:
    return 0


def test_it_separates() -> None:
    model = fit(rows(({"a": 1.0}, True), ({"b": 1.0}, False)), free, 1.0)

    assert model.odds({"a": 1.0}) > 1 > -1 > model.odds({"b": 1.0})


def test_it_finds_the_least_loss() -> None:
    """At the least of the penalised loss, moving any weight a little makes it worse."""
    data = rows(({"a": 1.0, "b": 0.5}, True), ({"b": 1.0}, False), ({"a": 1.0}, False), ({"a": 2.0, "b": 1.0}, True))
    penalty = 0.7

    def loss(model: Model) -> float:
        fits = sum(math.log1p(math.exp(-model.odds(r.features) * (1 if r.wanted else -1))) for r in data)
        return fits + penalty / 2 * sum(weight**2 for weight in model.weights.values()) + 1e-3 / 2 * model.bias**2

    model = fit(data, free, penalty)
    for name in ("a", "b"):
        for step in (-0.01, 0.01):
            moved = Model(model.bias, {**model.weights, name: model.weights[name] + step})
            assert loss(moved) > loss(model)


def test_a_sign_is_kept() -> None:
    data = rows(({"a": 1.0}, False), ({"b": 1.0}, True))

    assert "a" not in fit(data, lambda name: 1 if name == "a" else 0, 1.0).weights
    assert "b" not in fit(data, lambda name: -1 if name == "b" else 0, 1.0).weights


def test_more_penalty_means_smaller_weights() -> None:
    data = rows(({"a": 1.0}, True), ({}, False))

    assert fit(data, free, 50.0).weights["a"] < fit(data, free, 1.0).weights["a"]


@pytest.mark.parametrize(
    ("ranked", "wanted"),
    [
        ([(0.9, True), (0.1, False)], 1.0),  # best order
        ([(0.9, False), (0.1, True)], 0.5),  # worst order
        ([(0.5, True), (0.5, False)], 0.5),  # a tie is no luck
        ([(0.9, True), (0.8, False), (0.7, True), (0.6, False)], (1 + 2 / 3) / 2),
    ],
)
def test_average_precision(ranked: list[tuple[float, bool]], wanted: float) -> None:
    assert average_precision(ranked) == pytest.approx(wanted)
    assert average_precision(ranked[::-1]) == pytest.approx(wanted)


def test_average_precision_of_nothing_wanted_is_no_number() -> None:
    assert math.isnan(average_precision([(0.5, False)]))


def test_a_prior_holds_where_the_rows_say_nothing() -> None:
    data = rows(({"a": 1.0}, True), ({}, False))

    model = fit(data, free, 5.0, {"a": 0.2, "rare": 0.4})

    assert model.weights["rare"] == pytest.approx(0.4)
    assert model.weights["a"] > 0.2


def test_a_prior_yields_to_the_rows() -> None:
    data = rows(({"a": 1.0}, False), ({}, True))

    assert fit(data, free, 0.1, {"a": 0.4}).weights["a"] < 0

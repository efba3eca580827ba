"""Weights of the rank, written by benchmarks/fit_rank.py. Do not edit by hand."""

BIAS = 0.0
WEIGHTS: dict[str, float] = {}

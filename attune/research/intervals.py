"""How sure a figure is: intervals by resampling families, whose films belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from attune.research.agreement import Interval
from attune.timeline import Floats

T = TypeVar("T")

ROUNDS = 500
"""Resamplings: the ends of a 95 % interval move by less than a hundredth from more."""

LEVEL = 0.95


def drawn(count: int, rounds: int = ROUNDS, seed: int = 0) -> np.ndarray:
    """(rounds, count) numbers of clusters drawn with replacement; the same seed gives the same."""
    return np.random.default_rng(seed).integers(count, size=(rounds, count)) if count else np.zeros((0, 0), int)


def bootstrap(parts: Sequence[T], figure: Callable[[Sequence[T]], float], rounds: int = ROUNDS) -> Interval:
    """The figure of all parts with its 95 % percentile interval over resampled parts. Efron & Tibshirani 1993.

    NaN limits for fewer than two parts; rounds in which the figure is NaN are left out.
    """
    value = figure(parts)
    if len(parts) < 2 or np.isnan(value):
        return Interval(value, np.nan, np.nan)
    return around(value, np.array([figure([parts[i] for i in draw]) for draw in drawn(len(parts), rounds)]))


def bootstrap_sums(parts: Floats, figure: Callable[[Floats], Floats], rounds: int = ROUNDS) -> Interval:
    """The same for a figure of summed counts (parts, ...), all rounds at once: `figure` takes (..., ...) sums."""
    value = float(figure(parts.sum(axis=0)))
    if len(parts) < 2 or np.isnan(value):
        return Interval(value, np.nan, np.nan)
    times = np.stack([np.bincount(draw, minlength=len(parts)) for draw in drawn(len(parts), rounds)])
    return around(value, np.asarray(figure(np.tensordot(times, parts, axes=1))))


def around(value: float, figures: Floats) -> Interval:
    """The middle 95 % of resampled figures (rounds,); NaN where fewer than half of them are known."""
    known = figures[~np.isnan(figures)]
    if 2 * len(known) < len(figures):
        return Interval(value, np.nan, np.nan)
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high))

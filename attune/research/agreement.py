"""Agreement of two: kappa by the second and by the event, ICC(A,1), Bland-Altman. Pure functions of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

from attune.timeline import Floats, Span

Bout = tuple[Span, float]
"""A stretch of time and its code, as a number."""

ROUNDS = 1000
"""Rounds of proportional fitting at most: tables of a few codes settle in tens."""


class Interval(NamedTuple):
    """A figure with its lower and upper limit."""

    value: float
    low: float
    high: float


class Limits(NamedTuple):
    """Bland and Altman's limits of agreement between two measures of the same things.

    bias         mean of first minus second, with its 95 % interval
    sd           standard deviation of the differences
    lower upper  bias -+ 1.96 sd
    """

    n: int
    bias: Interval
    sd: float
    lower: float
    upper: float


def table(first: Floats, second: Floats, codes: int = 2) -> Floats:
    """(k, k) how often the first said i where the second said j; seconds on which one is NaN are left out."""
    both = ~(np.isnan(first) | np.isnan(second))
    pairs = first[both].astype(int) * codes + second[both].astype(int)
    return np.bincount(pairs, minlength=codes * codes).reshape(codes, codes).astype(float)


def kappa_of(counts: Floats) -> Floats:
    """(...) Cohen's kappa of tables (..., k, k): (po - pe) / (1 - pe), -1..1.

    po is the share on the diagonal, pe what the margins alone would give. NaN for an empty table, and where the margins
    alone agree on everything. Cohen 1960.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = counts / counts.sum(axis=(-2, -1), keepdims=True)
        po = np.trace(shares, axis1=-2, axis2=-1)
        pe = (shares.sum(axis=-1) * shares.sum(axis=-2)).sum(axis=-1)
        return np.asarray(np.where(pe < 1 - 1e-12, (po - pe) / (1 - pe), np.nan))


def kappa(first: Floats, second: Floats, codes: int = 2) -> float:
    """Cohen's kappa of two lines (n,) of codes 0..k-1, time-based: every second counts once; NaN ones not at all."""
    return float(kappa_of(table(first, second, codes)))


def event_kappa(first: Sequence[Bout], second: Sequence[Bout], codes: int = 2) -> float:
    """Event-based kappa of two coders' bouts (sorted, disjoint, codes 0..k-1), -1..1; NaN where neither has any.

    Bouts are aligned in their order (`aligned`); one without a partner is paired with "nothing". Kappa of that table of
    k + 1 codes, in which nothing never meets nothing: what chance would give is fitted to the margins with that cell
    left empty. After Quera, Bakeman & Gnisci 2007 and Bakeman, Quera & Gnisci 2009, with overlap as the condition.
    """
    return event_kappa_of(event_table(first, second, codes))


def event_table(first: Sequence[Bout], second: Sequence[Bout], codes: int = 2) -> Floats:
    """(k+1, k+1) how often a bout of code i was aligned with one of code j; the last row and column are "nothing"."""
    counts = np.zeros((codes + 1, codes + 1))
    for i, j in aligned(first, second):
        counts[codes if i is None else int(first[i][1]), codes if j is None else int(second[j][1])] += 1
    return counts


def event_kappa_of(counts: Floats) -> float:
    """`event_kappa` of a table, or of the sum of several."""
    n, agreed, chance = counts.sum(), np.trace(counts), np.trace(fitted(counts))
    return float((agreed - chance) / (n - chance)) if n and n - chance > 1e-9 else float("nan")


def aligned(first: Sequence[Bout], second: Sequence[Bout]) -> list[tuple[int | None, int | None]]:
    """Pairs of bouts by number, in order, None for no partner: the alignment that costs least.

    Only bouts that overlap are paired: with the same code for nothing, with another for 1; one left alone costs 1.
    Needleman & Wunsch 1970.
    """
    rows, columns = len(first), len(second)
    cost = np.zeros((rows + 1, columns + 1))
    cost[:, 0], cost[0, :] = np.arange(rows + 1), np.arange(columns + 1)
    step = np.full((rows, columns), np.inf)
    for i in range(rows):
        for j in range(columns):
            if first[i][0] & second[j][0]:
                step[i, j] = float(first[i][1] != second[j][1])
            cost[i + 1, j + 1] = min(cost[i, j] + step[i, j], cost[i, j + 1] + 1, cost[i + 1, j] + 1)
    return _way_back(cost, step)


def _way_back(cost: Floats, step: Floats) -> list[tuple[int | None, int | None]]:
    i, j = step.shape
    pairs: list[tuple[int | None, int | None]] = []
    while i or j:
        if i and j and cost[i, j] == cost[i - 1, j - 1] + step[i - 1, j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif j and cost[i, j] == cost[i, j - 1] + 1:
            j -= 1
            pairs.append((None, j))
        else:
            i -= 1
            pairs.append((i, None))
    return pairs[::-1]


def fitted(counts: Floats) -> Floats:
    """(k, k) the table with the same margins whose rows and columns are independent but for an empty last cell.

    Iterative proportional fitting (Deming & Stephan 1940).
    """
    out = np.ones_like(counts)
    out[-1, -1] = 0
    for _ in range(ROUNDS):
        before = out
        out = out * _ratio(counts.sum(axis=1), out.sum(axis=1))[:, None]
        out = out * _ratio(counts.sum(axis=0), out.sum(axis=0))
        if np.abs(out - before).max() < 1e-12:
            break
    return out


def _ratio(wanted: Floats, there: Floats) -> Floats:
    return np.divide(wanted, there, out=np.zeros_like(wanted), where=there > 0)


def icc(ratings: Floats, level: float = 0.95) -> Interval:
    """ICC(A,1) of (n, k) ratings of n films by k raters: absolute agreement of single ratings, two-way random effects.

    (MSR - MSE) / (MSR + (k-1) MSE + k (MSC - MSE) / n), with the interval of McGraw & Wong 1996, table 7; the ICC(2,1)
    of Shrout & Fleiss 1979. Films with a NaN are left out; NaN for fewer than two, or where all ratings are the same.
    """
    ratings = ratings[~np.isnan(ratings).any(axis=1)]
    n, k = ratings.shape
    if n < 2 or k < 2 or np.ptp(ratings) == 0:
        return Interval(np.nan, np.nan, np.nan)
    rows, columns, rest = _mean_squares(ratings)
    value = (rows - rest) / (rows + (k - 1) * rest + k * (columns - rest) / n)
    if value > 1 - 1e-12:
        return Interval(1.0, 1.0, 1.0)
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    freedom = (a * columns + b * rest) ** 2 / ((a * columns) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)))
    above = stats.f.ppf((1 + level) / 2, n - 1, freedom)
    below = stats.f.ppf((1 + level) / 2, freedom, n - 1)
    spread = k * columns + (k * n - k - n) * rest
    low = n * (rows - above * rest) / (above * spread + n * rows)
    high = n * (below * rows - rest) / (spread + n * below * rows)
    return Interval(float(value), float(low), float(high))


def _mean_squares(ratings: Floats) -> tuple[float, float, float]:
    """Of rows, of columns, and of what neither explains."""
    n, k = ratings.shape
    mean, by_row, by_column = ratings.mean(), ratings.mean(axis=1), ratings.mean(axis=0)
    rest = ratings - by_row[:, None] - by_column + mean
    return (
        float(k * ((by_row - mean) ** 2).sum() / (n - 1)),
        float(n * ((by_column - mean) ** 2).sum() / (k - 1)),
        float((rest**2).sum() / ((n - 1) * (k - 1))),
    )


def limits(first: Floats, second: Floats, level: float = 0.95) -> Limits:
    """Limits of agreement of two measures (n,) of the same films: first minus second. Bland & Altman 1986.

    Pairs with a NaN are left out; NaN for fewer than two.
    """
    apart = (first - second)[~np.isnan(first - second)]
    n = len(apart)
    if n < 2:
        return Limits(n, Interval(np.nan, np.nan, np.nan), np.nan, np.nan, np.nan)
    bias, sd = float(apart.mean()), float(apart.std(ddof=1))
    reach = float(stats.t.ppf((1 + level) / 2, n - 1)) * sd / np.sqrt(n)
    return Limits(n, Interval(bias, bias - reach, bias + reach), sd, bias - 1.96 * sd, bias + 1.96 * sd)

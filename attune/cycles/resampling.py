"""How far chance carries a number of one film: a 95 % interval by resampling the film in blocks (science.md 6).

Seconds that follow each other are alike, so a film is cut into blocks and blocks are drawn, not seconds. Every number
here is a ratio of two sums over blocks, as "seconds of looking / seconds in which looking could be told".
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import stats

from attune.timeline import Floats

BLOCK = 20.0
"""Seconds of a block: longer than most bouts of looking, and a film of 10 minutes still has 30 (science.md 6)."""

ROUNDS = 2000
"""Times that blocks are drawn: at least 1,000 (science.md 6); 2,000 hold the ends of an interval to about 2 % of it."""

FEWEST = 6
"""Blocks with something known in them that an interval takes, two minutes of film: from fewer, how far blocks scatter
cannot be told."""

Told = tuple[float, float, float]
"""A number and the ends of its interval; NaN where one cannot be told."""

TAIL = 0.025
"""Of what chance does, on each side of the interval."""

SEED = 20
"""Where drawing begins: the same film gives the same interval."""


def blocks(values: Floats) -> Floats:
    """(..., b) sums over the blocks of a film, of values once a second (..., seconds). All blocks are equally long but
    for a second; there is at least one."""
    seconds = values.shape[-1]
    starts = np.arange(max(1, round(seconds / BLOCK))) * seconds // max(1, round(seconds / BLOCK))
    out: Floats = np.add.reduceat(values, starts, axis=-1)
    return out


@cache
def draws(count: int, rounds: int = ROUNDS) -> Floats:
    """(rounds, count) how often each of `count` blocks is drawn when as many are drawn with putting back."""
    drawn: Floats = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), rounds).astype(float)
    return drawn


def ratio(top: Floats, below: Floats) -> Floats:
    """(...) sum of `top` / sum of `below`, both (..., b); NaN where nothing is known."""
    with np.errstate(invalid="ignore", divide="ignore"):
        out: Floats = top.sum(axis=-1) / below.sum(axis=-1)
    return out


def interval(top: Floats, below: Floats, rounds: int = ROUNDS) -> tuple[Floats, Floats]:
    """(...) and (...): the 95 % interval of sum(top) / sum(below), both (..., b) by block and 0 where nothing is known.

    Studentised bootstrap (Efron & Tibshirani 1993, ch. 12.5): blocks are drawn, and each draw's distance from the ratio
    is taken in units of its own standard error, which for a ratio r is sqrt(sum((top - r below)^2)) / sum(below).
    Outside the bootstrap that error also counts how alike neighbouring blocks are, 1 + 2 max(0, lag-1 correlation),
    because bouts run over the edge of a block. The plain percentile covers too seldom in films (scripts/coverage.py).

    NaN with fewer than FEWEST blocks that know something, and where blocks do not scatter at all.
    """
    whole = ratio(top, below)
    residual = top - whole[..., None] * below
    own = (residual**2).sum(axis=-1)
    drawn, error = _drawn(top, below, draws(top.shape[-1], rounds))
    with np.errstate(invalid="ignore", divide="ignore"):
        alike = (residual[..., 1:] * residual[..., :-1]).sum(axis=-1) / own
        wide = np.sqrt(own * (1 + 2 * np.maximum(0, alike))) / below.sum(axis=-1)
        away = (drawn - whole[..., None]) / error
    away = np.where(np.isfinite(away), away, np.nan)
    told = ((below > 0).sum(axis=-1) >= FEWEST) & (own > 0) & ~np.isnan(away).all(axis=-1)
    ends = np.nanquantile(np.where(told[..., None], away, 0.0), [TAIL, 1 - TAIL], axis=-1)
    low, high = (np.where(told, whole - end * wide, np.nan) for end in ends[::-1])
    return low, high


def _drawn(top: Floats, below: Floats, drawn: Floats) -> tuple[Floats, Floats]:
    """(..., rounds) the ratio of each draw, and its standard error."""
    sums = [part @ drawn.T for part in (top, below, top**2, top * below, below**2)]
    with np.errstate(invalid="ignore", divide="ignore"):
        each = sums[0] / sums[1]
        scatter = np.maximum(0.0, sums[2] - 2 * each * sums[3] + each**2 * sums[4])
        return each, np.sqrt(scatter) / sums[1]


def share_of(top: Floats, below: Floats) -> Told:
    """A share 0..1 with its interval, of sums by block (b,). Of what was seen in no block, or in all of each, the
    interval is that of as many tries as there are blocks (Clopper & Pearson 1934)."""
    value, known = float(ratio(top, below)), int((below > 0).sum())
    if known >= FEWEST and value in (0.0, 1.0):
        beyond = 1 - TAIL ** (1 / known)
        return value, max(0.0, value - beyond), min(1.0, value + beyond)
    low, high = (float(np.clip(end, 0, 1)) for end in interval(top, below))
    return value, low, high


def rate_of(top: Floats, below: Floats) -> Told:
    """How often something happens in one unit of `below`, with its interval, of sums by block (b,). What falls into
    fewer than FEWEST blocks comes at random as far as anybody can tell: the interval of a count (Garwood 1936)."""
    if (top > 0).sum() < FEWEST <= (below > 0).sum():
        count = float(top.sum())
        low = float(stats.chi2.ppf(TAIL, 2 * count)) / 2 if count else 0.0
        high = float(stats.chi2.ppf(1 - TAIL, 2 * count + 2)) / 2
        return count / float(below.sum()), low / float(below.sum()), high / float(below.sum())
    low, high = (float(end) for end in interval(top, below))
    return float(ratio(top, below)), max(0.0, low), high

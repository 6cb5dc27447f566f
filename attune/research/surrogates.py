"""Surrogates: the same film with the tie between what is compared cut, to see what chance alone would give.

Each keeps how often and how long things happen, and breaks when. Pure functions; `rng` alone decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from attune.timeline import Floats

COUNT = 199
"""Surrogates at least: p can be no smaller than 1 / (199 + 1) (science.md 5.5)."""

LEAST = 20
"""Seconds by which a line is moved at least: nothing that two people do together lasts so long (science.md 5.5)."""

PIECE = 5
"""Seconds of a piece that is shuffled whole: a beginning, its answer and a return fit in."""


def shifted(line: Floats, rng: np.random.Generator, least: int = LEAST) -> Floats:
    """(n, ...) the line moved round its own end by at least `least` seconds either way; NaN where it is too short."""
    n = len(line)
    if n < 2 * least:
        return np.full_like(line, np.nan)
    return np.roll(line, int(rng.integers(least, n - least + 1)), axis=0)


def swapped(others: Sequence[Floats], seconds: int, rng: np.random.Generator) -> Floats:
    """(seconds, ...) the line of another family, begun anywhere and repeated where it is shorter.

    NaN without any other. `others` must be of the same shape but for their length.
    """
    if not others:
        return np.full(seconds, np.nan)
    other = others[int(rng.integers(len(others)))]
    start = int(rng.integers(len(other)))
    return np.take(other, np.arange(start, start + seconds) % len(other), axis=0)


def shuffled(line: Floats, rng: np.random.Generator, piece: int = PIECE) -> Floats:
    """(n, ...) the line's pieces of `piece` seconds in another order; where the pieces begin is chance too."""
    edges = np.arange(int(rng.integers(1, piece + 1)), len(line), piece)
    parts = np.split(line, edges)
    return np.concatenate([parts[i] for i in rng.permutation(len(parts))])


def p_value(observed: float, surrogates: Floats) -> float:
    """(1 + how many surrogates reach the figure) / (1 + how many there are); NaN ones are left out. NaN without any.

    Phipson & Smyth 2010: never 0, because what was seen is one of the orders that chance may give.
    """
    known = surrogates[~np.isnan(surrogates)]
    if np.isnan(observed) or not len(known):
        return float("nan")
    return float((1 + (known >= observed - 1e-12).sum()) / (1 + len(known)))

"""A film's moments against each other: each number in standard deviations from the middle of its own film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from attune.timeline import Floats

Row = Mapping[str, float]
"""A moment in numbers by name, as `attune.suggest.features` gives them; NaN = not known."""

LEAST = 1e-3
"""A number that differs less than this within a film tells its moments nothing apart: the rest is rounding."""


def relative(values: Floats) -> Floats:
    """(n, k) -> (n, k), or (n,) -> (n,): each column less its mean, in standard deviations, NaN and unknown left out.

    What is not known stays NaN; a column in which nothing differs is 0. Films of different families, and numbers of
    different units, are on one scale by that, and no family's level is learnt.
    """
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    middle = np.nansum(values, axis=0) / count
    spread = np.sqrt(np.nansum((values - middle) ** 2, axis=0) / count)
    return np.where(known, np.where(spread > LEAST, (values - middle) / np.maximum(spread, LEAST), 0.0), np.nan)


def table(rows: Sequence[Row], names: Sequence[str]) -> Floats:
    """(n, k) the named numbers of a film's moments, `relative`; NaN where a moment has none of that name."""
    values = np.array([[row.get(name, np.nan) for name in names] for row in rows], float)
    return relative(values.reshape(len(rows), len(names)))

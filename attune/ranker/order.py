"""The order of a film's moments: attune's own, nudged by what is liked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from attune.errors import FormatError
from attune.ranker.numbers import Row, relative, table
from attune.timeline import Floats


@dataclass(frozen=True)
class Ranker:
    """What is liked in moments.

    weights  by the name of a number: by how many standard deviations of attune's own score a moment rises for each
             standard deviation that it lies above its film's middle in this number
    """

    weights: Mapping[str, float] = field(default_factory=dict)

    def parts(self, rows: Sequence[Row]) -> Floats:
        """(n, k) what each number, in the order of the weights, adds for each moment of one film; an unknown one adds
        nothing. Raises FormatError where moments have no number of such a name at all."""
        strange = [name for name in self.weights if rows and all(name not in row for row in rows)]
        if strange:
            raise FormatError(f"The ranker goes by {strange[0]}, which moments of this attune do not have. Tune anew.")
        weights = np.array(list(self.weights.values()), float)
        added: Floats = np.nan_to_num(table(rows, list(self.weights))) * weights
        return added

    def likes(self, rows: Sequence[Row]) -> Floats:
        """(n,) by how many standard deviations of attune's own score each moment of one film rises, or sinks."""
        risen: Floats = self.parts(rows).sum(axis=1)
        return risen

    def digest(self) -> str:
        """Twelve hex digits that change when any weight does."""
        told = "\n".join(f"{name}={weight!r}" for name, weight in sorted(self.weights.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def order(scores: Sequence[float], likes: Floats) -> list[int]:
    """The places of a film's moments from the first to the last. `scores`: attune's own, in its order.

    Where nothing is liked (all 0) it is the order of the scores; equal ones stay as they were.
    """
    worth = np.nan_to_num(relative(np.array(scores, float))) + likes
    return [int(k) for k in np.argsort(-worth, kind="stable")]

"""Figure: one number of an evaluation with all that it needs to be read alone. And what it is of: Scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from attune.research.agreement import Interval
from attune.research.films import Filmed, clusters

ATTUNE, PEOPLE = "attune", "people"
"""Whose figure it is: attune beside what people agree on; people beside each other."""

Kind = Literal["all", "family", "film", "group"]


class Figure(NamedTuple):
    """One number.

    scope     which films: "all", "family", "film", "group"
    name      which of them: the family, the film, "glasses=yes"; "" for all
    cue       what was coded, or "moments"
    measure   what is measured: "kappa", "f1_onset_1s", ...
    of        whose: "attune", "people", a surrogate, a simple ranking
    value     the figure; NaN = cannot be told
    low high  its 95 % interval; NaN where there is none
    n         how many it is counted over: seconds, events, films, moments
    coverage  share of the seconds that people agree on of which attune said something
    knobs     twelve hex digits of every number that attune judged by; "several" where films differ
    """

    scope: str
    name: str
    cue: str
    measure: str
    of: str
    value: float
    low: float
    high: float
    n: int
    coverage: float
    knobs: str


@dataclass(frozen=True)
class Scope:
    """The films that figures are of."""

    kind: Kind
    name: str
    films: tuple[Filmed, ...]

    @property
    def clusters(self) -> list[list[int]]:
        """Numbers of the films that are resampled together."""
        return clusters(self.films)[0]

    @property
    def drawn(self) -> str:
        """What is resampled: "family" or "film"."""
        return clusters(self.films)[1]

    @property
    def knobs(self) -> str:
        """The digest of the numbers that all its films were judged by."""
        digests = {film.knobs for film in self.films}
        return digests.pop() if len(digests) == 1 else "several"

    def figure(
        self, cue: str, measure: str, of: str, told: Interval | float, n: int, coverage: float = np.nan
    ) -> Figure:
        """A figure of these films."""
        value, low, high = told if isinstance(told, Interval) else (told, np.nan, np.nan)
        return Figure(self.kind, self.name, cue, measure, of, value, low, high, n, coverage, self.knobs)

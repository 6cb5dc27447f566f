"""Films of one case side by side: like activities with like, and how far apart they may lie by chance alone.

What is compared is how each film went, by its own blocks. That days differ comes on top, and no number here knows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from attune.cycles.measures import Measure

NORMAL = 1.96
"""Standard errors on each side of an interval of 95 %."""

WORDS: Mapping[str, tuple[str, str, str]] = {
    "attended": ("The adult attends to the child", "% of the time", "more"),
    "joint": ("Both look at one thing", "% of the time", "more"),
    "exchanges": ("One begins, the other takes it up", "a minute", "more"),
    "contingency": ("The adult's voice answers the child's, beyond chance", "points", "more"),
    "latency": ("How soon the adult answers", "seconds, the middle one", "longer"),
    "initiatives": ("The child begins something", "a minute", "more"),
    "waits": ("The adult waits, and the child begins", "in five minutes", "more"),
    "cycles": ("Begun, taken up, taken further", "in five minutes", "more"),
    "chain": ("The longest chain of these", "in a row", "more"),
    "balance": ("Both take as many turns by voice", "% (100: as many)", "more"),
    "reconnects": ("Together again after a quiet spell", "in five minutes", "more"),
}
"""What each measure is called, its unit, and what a greater number of it is. None of them is better high than low."""

LESS = {"more": "less", "longer": "shorter"}


@dataclass(frozen=True)
class Shown:
    """A film of a case with its numbers. `place` is what it is called below its dot, as "cycle 2"."""

    on: date
    activity: str
    place: str
    measures: Mapping[str, Measure]


@dataclass(frozen=True)
class Band:
    """Where the last of some like films may lie by chance alone. `fresh` is that film's number."""

    low: float
    middle: float
    high: float
    fresh: float

    @property
    def holds(self) -> bool:
        """Whether the last film lies in it."""
        return self.low <= self.fresh <= self.high


def alike(films: Sequence[Shown]) -> dict[str, list[Shown]]:
    """Films by activity, each list in order of date; activities in the order in which they first came."""
    out: dict[str, list[Shown]] = {}
    for film in sorted(films, key=lambda f: f.on):
        out.setdefault(" ".join(film.activity.split()).casefold(), []).append(film)
    return out


def band(films: Sequence[Measure]) -> Band | None:
    """Of like films in order: the mean of the earlier ones +- 1.96 SEM sqrt(1 + 1/k), of k earlier ones.

    SEM is the root mean square of their standard errors, each a quarter of a 95 % interval (its width / 3.92). With one
    earlier film this is the smallest detectable change, 1.96 sqrt(2) SEM (science.md 6). None where there is no earlier
    film with an interval, or no number of the last.
    """
    if not films or not films[-1].shown:
        return None
    earlier = [m for m in films[:-1] if m.shown and not np.isnan(m.high - m.low)]
    if not earlier:
        return None
    middle = float(np.mean([m.value for m in earlier]))
    error = float(np.sqrt(np.mean([((m.high - m.low) / (2 * NORMAL)) ** 2 for m in earlier])))
    away = NORMAL * error * float(np.sqrt(1 + 1 / len(earlier)))
    return Band(middle - away, middle, middle + away, films[-1].value)


def answer(name: str, films: Sequence[Measure]) -> str:
    """What can be said of one measure of like films in order, in one plain sentence."""
    if not any(m.shown for m in films):
        return "Too little could be told for a number."
    if not films[-1].shown:
        return "Too little could be told in the last film to compare it."
    if sum(m.shown for m in films) == 1:
        return "One number so far: there is nothing to compare it with yet."
    found = band(films)
    if found is None:
        return "No interval can be given here, so a change cannot be told from chance."
    if found.holds:
        return "No clear change visible."
    more = WORDS[name][2]
    way = more if found.fresh > found.high else LESS[more]
    return (
        f"In the last film {way} than chance alone would give: "
        f"{number(found.fresh)} now, about {number(found.middle)} before."
    )


def number(value: float) -> str:
    """With as many digits as mean something: two at most; whole numbers without a point."""
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}".removesuffix(".0")

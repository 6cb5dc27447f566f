"""What a choice is worth on families it was not made on: gains, how sure they are, and what luck alone would give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from attune.research.agreement import Interval
from attune.research.films import FEWEST
from attune.research.intervals import bootstrap
from attune.research.surrogates import p_value

T = TypeVar("T")

SHUFFLES = 199
"""Times that people's codes are shuffled: p can be no smaller than 1 / 200 (science.md 5.5)."""


@dataclass(frozen=True)
class Gain:
    """How a choice does on one family that it was not made on: the figure without it, and with it."""

    family: str
    before: float
    after: float

    @property
    def gained(self) -> float:
        """By how much it is better."""
        return self.after - self.before


@dataclass(frozen=True)
class Outcome:
    """What tuning came to.

    target    what was tuned on; `unit`: what the figures are
    gains     of each family, by what was chosen on the others
    interval  of the mean gain, 95 %; `by` says what was resampled
    p         how often shuffled codes gained as much
    luck      the mean gain of shuffled codes
    """

    target: str
    unit: str
    gains: tuple[Gain, ...]
    interval: Interval
    by: str
    p: float
    luck: float

    @property
    def helps(self) -> bool:
        """Whether families that were not tuned on gain, as surely as these labels can tell."""
        return bool(self.interval.low > 0)

    @property
    def few(self) -> bool:
        """Whether families are too few to say anything of others."""
        return len(self.gains) < FEWEST


Choose = Callable[[Sequence[T]], Callable[[Sequence[T]], tuple[float, float]]]
"""Families to choose on -> how the choice does on others: (before, after)."""


def each_held_out(families: Mapping[str, T], choose: Choose[T]) -> tuple[Gain, ...]:
    """Every family by what is chosen on all the others (leave one family out; science.md 5.4)."""
    gains = []
    for family, own in families.items():
        tried = choose([other for name, other in families.items() if name != family])
        gains.append(Gain(family, *tried([own])))
    return tuple(gains)


def mean_gain(gains: Sequence[Gain]) -> float:
    """NaN where no family's figure is known."""
    known = [gain.gained for gain in gains if not np.isnan(gain.gained)]
    return float(np.mean(known)) if known else float("nan")


def by_families(gains: Sequence[Gain]) -> Interval:
    """The mean gain with its interval over resampled families."""
    return bootstrap([gain.gained for gain in gains if not np.isnan(gain.gained)], lambda g: float(np.mean(g)))


def against_luck(gained: float, shuffled: Sequence[float]) -> tuple[float, float]:
    """How often shuffled codes gained as much (p), and their mean gain."""
    known = np.array(shuffled, float)
    return p_value(gained, known), float(np.nanmean(known)) if len(known) else float("nan")


def plain(outcome: Outcome, what: str) -> list[str]:
    """What it came to, in plain lines, the warnings first."""
    told = []
    if outcome.few:
        families = "one family" if len(outcome.gains) == 1 else f"{len(outcome.gains)} families"
        told.append(f"These are films of {families}. What is tuned on fewer than {FEWEST} says little of others.")
    low, high = outcome.interval.low, outcome.interval.high
    if not outcome.helps:
        told.append("These labels are not enough to help: the gain on families not tuned on may as well be none.")
    told.append(
        f"{what}: {outcome.unit} on {outcome.target} of families not tuned on {outcome.interval.value:+.3f} "
        f"(95 % {low:+.3f} to {high:+.3f}, {outcome.by} resampled)."
    )
    told += [f"  {gain.family}: {gain.before:.3f}, tuned on the others {gain.after:.3f}" for gain in outcome.gains]
    told.append(f"With codes shuffled the same way of tuning gains {outcome.luck:+.3f}; p = {outcome.p:.2f}.")
    return told

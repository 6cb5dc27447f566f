"""Goals in the client's words, and how far they are reached: Goal Attainment Scaling, Target Monitoring and Evaluation.

Both are rated by people. Nothing that attune sees goes into them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from attune.errors import FormatError

LEVELS = (-2, -1, 0, 1, 2)
"""Of Goal Attainment Scaling: 0 is what is expected, the others are less and more than that."""

RHO = 0.30
"""How far goals of one person are taken to go together (Kiresuk & Sherman 1968; science.md 6)."""

MEAN, SPREAD = 50.0, 10.0
"""Of T: by construction, with every goal reached as expected it is 50."""

STEPS = (1, 10)
"""From least to most, of a target (Dunsmuir et al. 2009; science.md 6)."""

MOST_TARGETS = 3
"""Targets that are followed at once (science.md 6)."""

RATED = (0, 10)
"""Of a session, by the client, or the child if able."""

Outcome = Literal["worse", "no change", "some", "expected", "better"]


@dataclass(frozen=True)
class Goal:
    """One goal of Goal Attainment Scaling.

    words   the goal as the client has it
    levels  what each of LEVELS would look like, in the client's words
    weight  how much it matters beside the others, above 0: T depends on how weights relate, not on how large they are
    """

    words: str
    levels: tuple[str, str, str, str, str]
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not self.words or len(self.levels) != len(LEVELS) or not all(self.levels):
            raise FormatError(f"A goal has words, and words for each of its {len(LEVELS)} levels, from -2 to +2.")
        if not (math.isfinite(self.weight) and self.weight > 0):
            raise FormatError(f"A goal's weight is a number above 0. Got {self.weight:g}.")


@dataclass(frozen=True)
class Target:
    """One target of Target Monitoring and Evaluation, on STEPS, each with a descriptor in words.

    baseline, expected  where it stood when it was set, and where it is hoped to stand: above
    began, hoped        what these two look like
    """

    words: str
    baseline: int
    expected: int
    began: str
    hoped: str

    def __post_init__(self) -> None:
        if not (self.words and self.began and self.hoped):
            raise FormatError("A target has words, for itself, for where it stands and for where it is hoped to stand.")
        for step in (self.baseline, self.expected):
            within(step, STEPS, "A target")
        if self.expected <= self.baseline:
            raise FormatError(
                f"A target's expected step lies above its baseline. Got {self.baseline} and {self.expected}."
            )


@dataclass(frozen=True)
class Rating:
    """What was said at the end of one cycle.

    cycle     number of the cycle, from 1
    levels    of goals, by their number from 1: one of LEVELS each
    achieved  of targets, by their number from 1: a step of STEPS each
    seen      what that looks like, in words, by the target's number
    session   0 to 10 by whoever rates the session: "client", "child"
    words     their own words about it, by who said them
    """

    cycle: int
    levels: Mapping[int, int] = field(default_factory=dict)
    achieved: Mapping[int, int] = field(default_factory=dict)
    seen: Mapping[int, str] = field(default_factory=dict)
    session: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for level in self.levels.values():
            within(level, (LEVELS[0], LEVELS[-1]), "A goal")
        for step in self.achieved.values():
            within(step, STEPS, "A target")
        for mark in self.session.values():
            within(mark, RATED, "A session")


@dataclass(frozen=True)
class Aims:
    """All goals and targets of a case, and what was said of them, a cycle each."""

    goals: tuple[Goal, ...] = ()
    targets: tuple[Target, ...] = ()
    ratings: tuple[Rating, ...] = ()

    def __post_init__(self) -> None:
        if len(self.targets) > MOST_TARGETS:
            raise FormatError(f"There are at most {MOST_TARGETS} targets at a time. Got {len(self.targets)}.")
        for rating in self.ratings:
            _known(rating.levels, len(self.goals), "goal")
            _known({**rating.achieved, **rating.seen}, len(self.targets), "target")


def within(value: int, ends: tuple[int, int], what: str) -> int:
    """A whole number between two ends, both included. Raises FormatError."""
    low, high = ends
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise FormatError(f"{what} is rated with a whole number from {low} to {high}. Got {value}.")
    return value


def t(levels: Sequence[int], weights: Sequence[float]) -> float:
    """T = 50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho sum(w)^2), of levels x -2..2 and weights w > 0.

    NaN where nothing is rated. Kiresuk & Sherman (1968); science.md 6.
    """
    if not levels:
        return math.nan
    raised = sum(w * x for w, x in zip(weights, levels, strict=True))
    spread = (1 - RHO) * sum(w * w for w in weights) + RHO * sum(weights) ** 2
    return MEAN + SPREAD * raised / math.sqrt(spread)


def t_of(aims: Aims, rating: Rating) -> float:
    """T of the goals that were rated in a cycle; the others count nowhere. NaN where none was."""
    rated = sorted(rating.levels)
    return t([rating.levels[n] for n in rated], [aims.goals[n - 1].weight for n in rated])


def outcome(target: Target, achieved: int) -> Outcome:
    """Below the baseline "worse", at it "no change", between it and what was expected "some", there "expected", above
    "better" (Dunsmuir et al. 2009, from memory; science.md 6)."""
    if achieved < target.baseline:
        return "worse"
    if achieved == target.baseline:
        return "no change"
    if achieved < target.expected:
        return "some"
    return "expected" if achieved == target.expected else "better"


def rated(aims: Aims, rating: Rating) -> Aims:
    """With what was said of a cycle added to what was said of it before; the later word on one thing counts."""
    before = next((r for r in aims.ratings if r.cycle == rating.cycle), Rating(rating.cycle))
    both = Rating(
        rating.cycle,
        {**before.levels, **rating.levels},
        {**before.achieved, **rating.achieved},
        {**before.seen, **rating.seen},
        {**before.session, **rating.session},
        {**before.words, **rating.words},
    )
    others = [r for r in aims.ratings if r.cycle != rating.cycle]
    return Aims(aims.goals, aims.targets, tuple(sorted([*others, both], key=lambda r: r.cycle)))


def _known(named: Mapping[int, object], count: int, what: str) -> None:
    for number in named:
        if not 1 <= number <= count:
            raise FormatError(f"There is no {what} {number}: there are {count}.")

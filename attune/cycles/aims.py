"""Goals and ratings as a case keeps them: goals with the case, what was said of them with the cycle, in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from attune.case.values import Case
from attune.cycles.goals import Aims, Goal, Rating, Target, rated
from attune.errors import FormatError

SCALE, TARGET = "scale", "target"
"""Kinds of goals, as they are kept: of Goal Attainment Scaling, of Target Monitoring and Evaluation."""


def aims_of(case: Case) -> Aims:
    """All goals and targets of a case, and a rating for each cycle in which something was said. Raises FormatError."""
    try:
        aims = Aims(
            tuple(Goal(**_told(goal) | {"levels": tuple(goal["levels"])}) for goal in _kind(case, SCALE)),
            tuple(Target(**_told(target)) for target in _kind(case, TARGET)),
        )
        for cycle in case.cycles:
            for kept in cycle.ratings:
                aims = rated(aims, _rating(cycle.number, kept))
    except (TypeError, KeyError, ValueError, AttributeError) as why:
        raise FormatError(f"The goals of this case are not kept as attune keeps them ({why}).") from why
    return aims


def with_goal(case: Case, goal: Goal | Target) -> Case:
    """The case with one more goal or target. Raises FormatError where there are enough."""
    kind = SCALE if isinstance(goal, Goal) else TARGET
    after = replace(case, goals=(*case.goals, {"kind": kind, **asdict(goal)}))
    aims_of(after)
    return after


def with_rating(case: Case, rating: Rating, on: date) -> Case:
    """The case with what was said at the end of a cycle. Raises FormatError for a cycle or a goal that it has not."""
    if not 1 <= rating.cycle <= len(case.cycles):
        raise FormatError(f"The case has {len(case.cycles)} cycles. Got {rating.cycle}.")
    kept = {name: value for name, value in asdict(rating).items() if name != "cycle"} | {"on": on.isoformat()}
    cycles = [replace(c, ratings=(*c.ratings, kept)) if c.number == rating.cycle else c for c in case.cycles]
    after = replace(case, cycles=tuple(cycles))
    aims_of(after)
    return after


def goal_from(
    words: str, levels: Sequence[str], weight: float, baseline: int | None, expected: int | None, began: str, hoped: str
) -> Goal | Target:
    """A goal as a call names it: with five levels, or with a baseline and what is expected. Raises FormatError."""
    steps = [step for step in (baseline, expected) if step is not None]
    if levels and not steps:
        return Goal(words, tuple(levels), weight)  # type: ignore[arg-type]
    if baseline is not None and expected is not None and not levels:
        return Target(words, baseline, expected, began, hoped)
    raise FormatError("A goal takes --level five times, from -2 to +2; a target takes --baseline and --expected.")


def rating_from(
    cycle: int, goals: Sequence[str], targets: Sequence[str], seen: Sequence[str], sessions: Sequence[str],
    words: Sequence[str],
) -> Rating:  # fmt: skip
    """What a call says of a cycle, each as NAME=VALUE: --goal 1=+1, --session client=7. Raises FormatError."""
    return Rating(
        cycle,
        {_whole(n): _whole(v) for n, v in map(_pair, goals)},
        {_whole(n): _whole(v) for n, v in map(_pair, targets)},
        {_whole(n): v for n, v in map(_pair, seen)},
        {who: _whole(v) for who, v in map(_pair, sessions)},
        dict(map(_pair, words)),
    )


def _kind(case: Case, kind: str) -> list[Mapping[str, Any]]:
    return [goal for goal in case.goals if goal["kind"] == kind]


def _told(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name != "kind"}


def _rating(cycle: int, kept: Mapping[str, Any]) -> Rating:
    """JSON knows names, not numbers."""
    numbered = {name: {int(n): v for n, v in kept[name].items()} for name in ("levels", "achieved", "seen")}
    return Rating(cycle, **numbered, session=kept["session"], words=kept["words"])


def _pair(told: str) -> tuple[str, str]:
    name, equals, value = told.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise FormatError(f"Expected NAME=VALUE, as in 1=+1 or client=7. Got {told}.")
    return name.strip(), value.strip()


def _whole(told: str) -> int:
    try:
        return int(told)
    except ValueError as why:
        raise FormatError(f"Expected a whole number. Got {told}.") from why

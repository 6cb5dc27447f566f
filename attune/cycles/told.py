"""What goals have come to, in words: raw levels first, then T; a target's outcome in words that take no side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from attune.cycles.goals import Aims, Outcome, Rating, Target, outcome, t_of

OUTCOMES: Mapping[Outcome, str] = {
    "worse": "below where it began",
    "no change": "where it began",
    "some": "some of the way",
    "expected": "as expected",
    "better": "beyond what was expected",
}
"""What a target has come to. The instrument's own first word has no place in a text about people."""

SAID_BY: Mapping[str, str] = {"client": "the client", "child": "the child"}
"""Who rates a session; others are called what the guider calls them."""


def level(number: int) -> str:
    """A level as people write it: "-1", "0", "+1"."""
    return f"{number:+d}" if number else "0"


def reached(target: Target, achieved: int) -> str:
    """ "6 of 10, some of the way from 3 to 7"."""
    way = f" from {target.baseline} to {target.expected}" if outcome(target, achieved) == "some" else ""
    return f"{achieved} of 10, {OUTCOMES[outcome(target, achieved)]}{way}"


def t_in_words(aims: Aims, rating: Rating) -> str:
    """T beside what it is made of; "" where no goal was rated."""
    value = t_of(aims, rating)
    levels = ", ".join(level(rating.levels[n]) for n in sorted(rating.levels))
    return "" if math.isnan(value) else f"T {value:.1f}, from the levels {levels}"


def rated(aims: Aims, cycle: int) -> Iterator[str]:
    """A line for each thing that was said of a cycle."""
    rating = next((r for r in aims.ratings if r.cycle == cycle), Rating(cycle))
    for number, at in sorted(rating.levels.items()):
        goal = aims.goals[number - 1]
        yield f"{goal.words}: {level(at)}, {goal.levels[at + 2]}"
    if said := t_in_words(aims, rating):
        yield f"{said}; 50 is as expected"
    for number, at in sorted(rating.achieved.items()):
        yield f"{aims.targets[number - 1].words}: {reached(aims.targets[number - 1], at)}"
    for who, mark in rating.session.items():
        yield f"The session, by {SAID_BY.get(who, who)}: {mark} of 10"
    for who, words in rating.words.items():
        yield f"In the words of {SAID_BY.get(who, who)}: {words}"

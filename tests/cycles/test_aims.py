"""Goals with a case: kept in its file, read back the same, typed as a guider types them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from attune.case import keep
from attune.case.values import Case, Cycle
from attune.cycles.aims import aims_of, goal_from, rating_from, with_goal, with_rating
from attune.cycles.goals import Goal, Rating, Target
from attune.errors import FormatError

DAY = date(2026, 3, 2)
FIVE = ("none", "one", "two", "three", "more than three")
GOAL = Goal("More to and fro at meals", FIVE, 2.0)
TARGET = Target("Sarah waits for me to finish", 3, 7, "now and then", "mostly")


def begun() -> Case:
    return with_goal(with_goal(Case("", DAY, cycles=(Cycle(1, DAY), Cycle(2, DAY))), GOAL), TARGET)


def test_all_of_it_comes_back_from_the_folder(tmp_path: Path) -> None:
    case = with_rating(begun(), Rating(1, {1: -1}, {1: 4}, {1: "once"}, {"client": 6}, {"client": "Early."}), DAY)
    keep.begun(tmp_path / "kestrel", case)
    aims = aims_of(keep.read(tmp_path / "kestrel"))
    assert (aims.goals, aims.targets) == ((GOAL,), (TARGET,))
    assert aims.ratings == (Rating(1, {1: -1}, {1: 4}, {1: "once"}, {"client": 6}, {"client": "Early."}),)


def test_a_later_word_counts_and_the_earlier_stays_in_the_case() -> None:
    case = with_rating(with_rating(begun(), Rating(1, {1: -1}), DAY), Rating(1, {1: 1}, {1: 5}), DAY)
    assert aims_of(case).ratings == (Rating(1, {1: 1}, {1: 5}),)
    assert [kept["levels"] for kept in case.cycles[0].ratings] == [{1: -1}, {1: 1}]


def test_what_is_typed() -> None:
    assert goal_from("More to and fro at meals", FIVE, 2.0, None, None, "", "") == GOAL
    assert goal_from(TARGET.words, (), 1.0, 3, 7, "now and then", "mostly") == TARGET
    typed = rating_from(2, ["1=+1"], ["1=6"], ["1=most days"], ["client=7", "child=10"], ["client=It = better"])
    assert typed == Rating(2, {1: 1}, {1: 6}, {1: "most days"}, {"client": 7, "child": 10}, {"client": "It = better"})


@pytest.mark.parametrize(
    "make",
    [
        lambda: goal_from("No levels", (), 1.0, None, None, "", ""),
        lambda: goal_from("Half a target", (), 1.0, 3, None, "a", "b"),
        lambda: goal_from("Four levels", FIVE[:4], 1.0, None, None, "", ""),
        lambda: goal_from("Both", FIVE, 1.0, 3, 7, "a", "b"),
        lambda: rating_from(1, ["1"], [], [], [], []),
        lambda: rating_from(1, ["one=1"], [], [], [], []),
        lambda: with_rating(begun(), Rating(3), DAY),
        lambda: with_rating(begun(), Rating(1, {2: 0}), DAY),
        lambda: aims_of(Case("", DAY, goals=({"kind": "scale", "words": "no levels"},))),
        lambda: with_goal(with_goal(with_goal(begun(), TARGET), TARGET), TARGET),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(make: object) -> None:
    with pytest.raises(FormatError) as told:
        make()  # type: ignore[operator]
    assert "\n" not in str(told.value)

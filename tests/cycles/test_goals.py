"""Goals: T against the examples of docs/science.md, its laws, and what a target has come to."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.cycles.goals import (
    LEVELS,
    Aims,
    Goal,
    Rating,
    Target,
    outcome,
    rated,
    t,
    t_of,
)  # fmt: skip
from attune.errors import FormatError

FIVE = ("none", "one", "two", "three", "more than three")
GOAL = Goal("More to and fro at meals", FIVE)
TARGET = Target("Sarah waits for me to finish", 3, 7, "now and then", "mostly")

levels = st.lists(st.sampled_from(LEVELS), min_size=1, max_size=8)
weights = st.floats(0.1, 20)


@pytest.mark.parametrize(
    ("rated_at", "expected"),
    [((0, 0, 0), 50.0), ((-1, -1, -1), 36.3), ((1, 0, 0), 54.6), ((1, 1, 1), 63.7)],
)
def test_t_is_that_of_the_examples(rated_at: tuple[int, ...], expected: float) -> None:
    assert round(t(rated_at, (1.0, 1.0, 1.0)), 1) == expected


@given(levels, st.data())
def test_how_large_weights_are_does_not_matter(at: list[int], data: st.DataObject) -> None:
    each = data.draw(st.lists(weights, min_size=len(at), max_size=len(at)))
    times = data.draw(weights)
    assert t(at, [w * times for w in each]) == pytest.approx(t(at, each))


@given(st.lists(weights, min_size=1, max_size=8))
def test_what_is_reached_as_expected_is_50(each: list[float]) -> None:
    assert t([0] * len(each), each) == 50


@given(levels, st.data())
def test_t_is_even_about_50_and_grows_with_each_level(at: list[int], data: st.DataObject) -> None:
    each = data.draw(st.lists(weights, min_size=len(at), max_size=len(at)))
    assert t(at, each) - 50 == pytest.approx(50 - t([-x for x in at], each))
    which = data.draw(st.integers(0, len(at) - 1))
    if at[which] < 2:
        assert t([x + (i == which) for i, x in enumerate(at)], each) > t(at, each)


def test_a_heavier_goal_moves_t_further() -> None:
    assert t((1, 0), (3.0, 1.0)) > t((1, 0), (1.0, 1.0)) > t((1, 0), (1.0, 3.0))


def test_what_was_not_rated_counts_nowhere() -> None:
    aims = Aims((GOAL, Goal("Another", FIVE, weight=9.0)))
    assert t_of(aims, Rating(1, {1: 1})) == t((1,), (1.0,)) == 60
    assert math.isnan(t_of(aims, Rating(1)))


@pytest.mark.parametrize(
    ("achieved", "word"), [(1, "worse"), (3, "no change"), (4, "some"), (6, "some"), (7, "expected"), (8, "better")]
)
def test_the_outcome_of_a_target(achieved: int, word: str) -> None:
    assert outcome(TARGET, achieved) == word


def test_a_later_word_counts_and_the_others_stay() -> None:
    aims = Aims((GOAL,), (TARGET,), (Rating(2, {1: -1}), Rating(1, {1: -2}, words={"client": "It is early."})))
    after = rated(aims, Rating(1, {1: 0}, {1: 5}, session={"client": 7}))
    assert [r.cycle for r in after.ratings] == [1, 2]
    assert after.ratings[0] == Rating(1, {1: 0}, {1: 5}, {}, {"client": 7}, {"client": "It is early."})


@pytest.mark.parametrize(
    "make",
    [
        lambda: Goal("", FIVE),
        lambda: Goal("No words for a level", ("a", "b", "", "d", "e")),
        lambda: Goal("No weight", FIVE, 0.0),
        lambda: Goal("Weighs all", FIVE, math.inf),
        lambda: Target("Falls", 7, 3, "a", "b"),
        lambda: Target("Too far", 3, 11, "a", "b"),
        lambda: Target("In words alone", 3, 7, "", "b"),
        lambda: Aims(targets=(TARGET,) * 4),
        lambda: Rating(1, {1: 3}),
        lambda: Rating(1, {}, {1: 0}),
        lambda: Rating(1, session={"client": 11}),
        lambda: Aims((GOAL,), (), (Rating(1, {2: 0}),)),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(make: object) -> None:
    with pytest.raises(FormatError) as told:
        make()  # type: ignore[operator]
    assert "\n" not in str(told.value)

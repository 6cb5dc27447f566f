"""Films side by side: like with like, what chance alone may do, and words that take no side."""

from __future__ import annotations

import math
from datetime import date

import pytest

from attune.cycles.compare import WORDS, Shown, alike, answer, band, number
from attune.cycles.measures import MEASURES, Measure
from attune.words import forbidden

NAN = math.nan


def told(value: float, half: float = 5.0, coverage: float = 0.9) -> Measure:
    return Measure(value, value - half, value + half, valid=600 * coverage, seconds=600)


def film(day: int, activity: str) -> Shown:
    return Shown(date(2026, 3, day), activity, "cycle 1", {})


def test_like_activities_are_compared_in_order_of_date() -> None:
    films = [film(9, "Meal"), film(2, "bricks"), film(4, " meal "), film(3, "Bricks")]
    assert [[f.on.day for f in group] for group in alike(films).values()] == [[2, 3], [4, 9]]


def test_the_band_of_one_earlier_film_is_the_smallest_detectable_change() -> None:
    """Half-width 9 points: 1.96 sqrt(2) 9/1.96 = 12.7 (science.md 6 has about 15 once day-to-day is in it)."""
    found = band([told(30, 9), told(40, 9)])
    assert found is not None
    assert (found.low, found.middle, found.high) == pytest.approx((30 - 12.73, 30, 30 + 12.73), abs=0.01)
    assert found.holds


def test_more_earlier_films_make_the_band_narrower_and_their_errors_wider() -> None:
    def wide(*films: Measure) -> float:
        found = band(films)
        assert found is not None
        return found.high - found.low

    one, two = wide(told(30), told(40)), wide(told(30), told(30), told(40))
    assert two < one
    assert wide(told(30, 8), told(40)) > one
    assert wide(told(30), told(40, 20)) == one, "it rests on the earlier films alone"


@pytest.mark.parametrize(
    ("films", "words"),
    [
        ([told(30), told(33)], "No clear change visible."),
        ([told(30), told(60)], "In the last film more than chance alone would give: 60 now, about 30 before."),
        ([told(60), told(30)], "In the last film less than chance alone would give: 30 now, about 60 before."),
        ([told(30)], "One number so far: there is nothing to compare it with yet."),
        ([told(30, coverage=0.3), told(60)], "One number so far: there is nothing to compare it with yet."),
        ([told(30), told(60, coverage=0.3)], "Too little could be told in the last film to compare it."),
        ([told(30, coverage=0.3)], "Too little could be told for a number."),
        ([told(30, NAN), told(60)], "No interval can be given here, so a change cannot be told from chance."),
    ],
)
def test_the_plain_answer(films: list[Measure], words: str) -> None:
    assert answer("attended", films) == words


def test_an_answer_that_takes_longer_is_no_worse_one() -> None:
    assert answer("latency", [told(1.0, 0.2), told(2.0, 0.2)]).startswith("In the last film longer than chance")
    assert answer("latency", [told(2.0, 0.2), told(1.0, 0.2)]).startswith("In the last film shorter than chance")


@pytest.mark.parametrize(("value", "words"), [(0.0, "0"), (3.0, "3"), (2.34, "2.3"), (41.6, "42"), (-0.62, "-0.6")])
def test_numbers_have_two_digits_at_most(value: float, words: str) -> None:
    assert number(value) == words


def test_every_measure_has_words_and_none_that_have_no_place() -> None:
    assert list(WORDS) == list(MEASURES)
    said = [" ".join(words) for words in WORDS.values()]
    said += [answer(name, [told(1), told(50)]) for name in WORDS] + [
        answer(name, [told(50), told(1)]) for name in WORDS
    ]
    assert not [word for text in said for word in forbidden(text)]

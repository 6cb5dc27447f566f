"""What a turned number does: to moments side by side, and which numbers do most."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from attune.anew import turned
from attune.knobs import knobs_of
from attune.media.film import Film
from attune.moment import Moment
from attune.pipeline import Asked, Suggested, all_knobs, proposed
from attune.research import sensitivity
from attune.research.changes import changes, lines, reordered, shift, unlike
from attune.settings import Settings
from attune.store import Store
from attune.suggest.boundaries import Boundaries
from attune.suggest.candidates import Naming
from attune.timeline import Span
from tests.dyads import many_cycles


def moment(rank: int, start: float, end: float) -> Moment:
    span = Span(start, end)
    return Moment(f"m{start:g}", rank, span, span, 0.5, (), (), "", 1.0, start)


@pytest.fixture(scope="module")
def film() -> Suggested:
    """A film of an analytic dyad."""
    dyad = many_cycles()
    file = Film(Path("film.mp4"), dyad.seconds, 640, 480, 30.0, 0.0, False)
    return proposed(Asked(file, Store(Path("film"), ""), Settings(), all_knobs(), {}), dyad)


def test_moments_are_matched_and_what_became_of_each_is_said() -> None:
    before = [moment(1, 0, 10), moment(2, 20, 30), moment(3, 40, 50), moment(4, 60, 70)]
    after = [moment(1, 20, 30), moment(2, 0, 12), moment(3, 40, 50), moment(4, 80, 90)]
    told = changes(before, after)
    assert [c.kind for c in told] == ["moved, edges", "moved", "same", "gone", "new"]
    assert [len(told), told[3].after, told[4].before] == [5, None, None]
    assert unlike(told) == pytest.approx((2 / 12 + 0 + 0 + 1 + 1) / 5)
    assert reordered(told) == pytest.approx(1 / 3)
    assert lines(told)[4].split() == ["4", "60.0", "to", "70.0", "s", "-", "gone"]


def test_each_moment_has_one_twin() -> None:
    told = changes([moment(1, 0, 10)], [moment(1, 0, 9), moment(2, 1, 10)])
    assert [c.kind for c in told] == ["edges", "new"]


def test_the_same_numbers_change_nothing_and_others_do(film: Suggested) -> None:
    same = turned(film, film.knobs)
    assert {c.kind for c in changes(film.moments, same.moments)} == {"same"}
    assert shift(film.scores, same.scores) == 0
    assert shift(film.scores, turned(film, film.knobs.set({"Blend.attuned": 0.0})).scores) > 0


def test_what_a_ranker_likes_holds_while_numbers_are_turned(film: Suggested) -> None:
    liking = replace(film, settings=Settings(ranker={"when": 3.0}))
    liked = proposed(liking, film.dyad)
    assert liked.moments != film.moments
    assert {c.kind for c in changes(liked.moments, turned(liked, film.knobs).moments)} == {"same"}


def test_which_numbers_do_most_comes_first(film: Suggested) -> None:
    numbers = [*knobs_of(Naming), *(n for n in knobs_of(Boundaries) if n.where.endswith(("longest", "pre_roll")))]
    told = sensitivity.effects([film], numbers)
    assert len(told) == len(numbers)
    assert [e.most for e in told] == sorted((e.most for e in told), reverse=True)
    assert all(max(e.moments) == 0 for e in told if e.number.where.startswith("Naming.")), "names choose no moments"
    rows = list(csv.DictReader(io.StringIO(sensitivity.table(told))))
    assert [row["knob"] for row in rows] == [e.number.where for e in told]
    page = sensitivity.page(told, ["a <film>.mp4"])
    assert "<svg" in page
    assert "a &lt;film&gt;.mp4" in page
    assert "://" not in page


@pytest.mark.parametrize("number", [n for n, _ in all_knobs()], ids=lambda n: n.where)
def test_a_number_is_turned_inside_its_range(number: Any) -> None:
    low, high = sensitivity.ends(number, number.default)
    assert number.low <= low < high <= number.high
    assert number.check(low) == low
    assert number.check(high) == high
    assert np.isfinite(replace(number, default=low).default)

"""The interval of a film's number: it covers the truth as often as it says, on films whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from attune.cycles.resampling import blocks, interval, rate_of, ratio, share_of
from scripts.coverage import counted, covered, films, unknown

FILMS = 300
"""Fewer than in scripts/coverage: with so many, 95 % is found within 2.5 points in 19 of 20 tries."""


@pytest.mark.parametrize("unseen", [0.0, 0.3])
def test_the_interval_covers_the_truth_in_ten_minute_films(unseen: float) -> None:
    held = films(FILMS, 600, share=0.3, bout=6.0, seed=1)
    known = unknown(FILMS, 600, unseen, seed=2)
    assert 0.90 <= covered(share_of, held, known, 0.3).mean() <= 0.98


@pytest.mark.parametrize("often", [0.6, 4.0])
def test_so_does_that_of_how_often_something_happens(often: float) -> None:
    moments = counted(FILMS, 600, often, clustered=False, seed=11)
    assert 0.90 <= covered(rate_of, moments, unknown(FILMS, 600, 0.2, seed=12), often / 60).mean() <= 0.995


def test_it_is_wider_where_less_is_known_and_narrower_in_longer_films() -> None:
    def width(seconds: int, unseen: float) -> float:
        held = films(FILMS, seconds, 0.3, 6.0, seed=3)
        known = unknown(FILMS, seconds, unseen, seed=4)
        low, high = interval(blocks(held & known), blocks(known.astype(float)))
        return float(np.nanmean(high - low))

    assert width(300, 0.0) > width(600, 0.3) > width(600, 0.0)


def test_what_seconds_are_not_known_say_counts_nowhere() -> None:
    held, known = films(20, 600, 0.3, 6.0, seed=5), unknown(20, 600, 0.4, seed=6)
    top, below = blocks(held & known), blocks(known.astype(float))
    other = blocks((held | ~known) & known)
    assert (interval(top, below)[0] == interval(other, below)[0]).all()


def test_the_same_film_gives_the_same_interval_and_alone_the_same_as_among_others() -> None:
    top, below = blocks(films(5, 600, 0.3, 6.0, seed=7).astype(float)), blocks(np.ones((5, 600)))
    low, high = interval(top, below)
    assert (low < ratio(top, below)).all()
    assert (ratio(top, below) < high).all()
    assert [float(end) for end in interval(top[2], below[2])] == pytest.approx([low[2], high[2]])


def test_counting_in_other_units_moves_the_interval_with_it() -> None:
    top, below = blocks(films(1, 600, 0.3, 6.0, seed=8).astype(float)), blocks(np.ones((1, 600)))
    assert np.allclose(np.array(interval(60 * top, below)), 60 * np.array(interval(top, below)))


def test_no_interval_of_a_short_film_or_of_what_does_not_scatter() -> None:
    short = blocks(films(1, 100, 0.3, 6.0, seed=9).astype(float))
    assert np.isnan(interval(short, blocks(np.ones((1, 100))))).all()
    assert np.isnan(interval(blocks(np.ones((1, 600))), blocks(np.ones((1, 600))))).all()
    assert np.isnan(interval(np.zeros((1, 30)), np.zeros((1, 30)))).all()


def test_alike_neighbours_make_it_wider() -> None:
    """The same blocks in runs and shuffled: what goes on over the edge of a block is fewer things, not more."""
    run = np.repeat([[0.0, 20.0]], 15, axis=1)
    mixed = np.tile([[0.0, 20.0]], 15)
    below = np.full((1, 30), 20.0)
    widths = [float(high[0] - low[0]) for low, high in (interval(run, below), interval(mixed, below))]
    assert widths[0] > 1.5 * widths[1]


def test_blocks_hold_every_second_once() -> None:
    assert blocks(np.ones(605)).sum() == 605
    assert len(blocks(np.ones(605))) == 30
    assert set(blocks(np.ones(605))) == {20, 21}
    assert blocks(np.ones(7)).tolist() == [7]


def test_what_is_seldom_or_always_there_has_an_interval_too() -> None:
    below = np.full(30, 20.0)
    seldom = np.zeros(30)
    assert rate_of(seldom, below) == pytest.approx((0, 0, 3.689 / 600), abs=1e-5)
    seldom[[3, 9, 9, 20, 25]] = 1
    assert rate_of(seldom, below) == pytest.approx((4 / 600, 1.090 / 600, 10.242 / 600), abs=1e-5)
    assert share_of(np.zeros(30), below) == pytest.approx((0, 0, 0.1157), abs=1e-4)
    assert share_of(below, below) == pytest.approx((1, 0.8843, 1), abs=1e-4)


def test_a_share_stays_one_and_what_is_counted_is_not_less_than_nothing() -> None:
    for seed in range(20):
        held = films(1, 600, 0.05, 6.0, seed)[0].astype(float)
        _, low, high = share_of(blocks(held), blocks(np.ones(600)))
        assert 0 <= low <= high <= 1
        assert rate_of(blocks(held), blocks(np.ones(600)))[1] >= 0

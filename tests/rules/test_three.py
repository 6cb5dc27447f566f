from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.rules.three import all_of, any_of, average, bouts, earlier, hold, lately, shots, to_seconds
from attune.timeline import Clock, Floats, Series, Span, series

NAN = np.nan
values = st.one_of(st.just(NAN), st.floats(0, 1))


def given_values(*rows: list[float], sure: list[float] | float = 1.0, rate: int = 10) -> list[Series]:
    clock = Clock(rate, len(rows[0]))
    return [series(clock, np.array(row, float), np.array(sure)) for row in rows]


def one(value: float, sure: float = 1.0) -> Series:
    return series(Clock(10, 1), np.array([value]), sure)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((0.9, 0.5), 0.45),
        ((0.05, NAN), 0.0),
        ((0.05, 0.9), 0.0),
        ((0.9, NAN), NAN),
        ((NAN, NAN), NAN),
        ((1.0, 1.0, 0.4), 0.4),
    ],
)
def test_and_is_zero_once_a_part_is_known_to_be_and_unknown_rather_than_guessed(
    parts: tuple[float, ...], expected: float
) -> None:
    assert all_of(*(one(p) for p in parts)).values[0] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((0.95, NAN), 0.95),
        ((0.6, NAN), 0.6),
        ((0.4, NAN), NAN),
        ((0.4, 0.2), 0.4),
        ((NAN, NAN), NAN),
        ((0.0, 0.0), 0.0),
    ],
)
def test_or_stands_on_a_known_part_from_one_half_on(parts: tuple[float, ...], expected: float) -> None:
    assert any_of(*(one(p) for p in parts)).values[0] == pytest.approx(expected, nan_ok=True)


def test_confidence_is_the_least_of_an_and_the_best_parts_of_an_or_and_the_deniers_of_a_no() -> None:
    assert all_of(one(0.9, 0.3), one(0.8, 0.6)).confidence[0] == 0.3
    assert any_of(one(0.9, 0.3), one(0.8, 0.6)).confidence[0] == 0.3
    assert all_of(one(0.0, 0.8), one(NAN)).confidence[0] == 0.8
    assert all_of(one(NAN, 0.8), one(0.9)).confidence[0] == 0.0


@given(st.lists(values, min_size=1, max_size=4), st.randoms())
def test_and_and_or_do_not_care_for_order(parts: list[float], random: object) -> None:
    turned = parts[::-1]
    for join in (all_of, any_of):
        one_way, other_way = (join(*(one(p) for p in ps)).values for ps in (parts, turned))
        np.testing.assert_allclose(one_way, other_way)


@given(st.lists(values, min_size=1, max_size=4), st.integers(0, 3))
def test_hiding_a_part_gives_the_same_or_unknown_never_another_side(parts: list[float], which: int) -> None:
    hidden = [NAN if k == which % len(parts) else p for k, p in enumerate(parts)]
    before_and, after_and = (all_of(*(one(p) for p in ps)).values[0] for ps in (parts, hidden))
    assert np.isnan(after_and) or after_and == before_and == 0.0
    before_or, after_or = (any_of(*(one(p) for p in ps)).values[0] for ps in (parts, hidden))
    assert np.isnan(after_or) or after_or <= before_or
    assert not (np.isnan(before_or) and not np.isnan(after_or))


@given(values, values)
def test_and_is_never_above_or(a: float, b: float) -> None:
    both, either = all_of(one(a), one(b)).values[0], any_of(one(a), one(b)).values[0]
    assert np.isnan(both) or np.isnan(either) or both <= either + 1e-12
    assert 0 <= np.nan_to_num(both) <= 1
    assert 0 <= np.nan_to_num(either) <= 1


def test_hold_carries_a_value_over_a_blink_but_not_over_a_cut() -> None:
    (row,) = given_values([1, NAN, NAN, NAN, NAN, 0, NAN, NAN])
    np.testing.assert_array_equal(hold(row, 0.3).values, [1, 1, 1, 1, NAN, 0, 0, 0])
    np.testing.assert_array_equal(hold(row, 0.3, cuts=(0.2,)).values, [1, 1, NAN, NAN, NAN, 0, 0, 0])
    np.testing.assert_array_equal(hold(row, 0.0).values, row.values)


def test_lately_is_an_or_over_time_that_stops_at_cuts() -> None:
    (row,) = given_values([0, 0.8, 0, 0, NAN, 0, 0])
    np.testing.assert_array_equal(lately(row, 0.2, 0).values, [0, 0.8, 0.8, 0.8, NAN, NAN, NAN])
    np.testing.assert_array_equal(lately(row, 0.2, 0, cuts=(0.2,)).values, [0, 0.8, 0, 0, NAN, NAN, NAN])
    np.testing.assert_array_equal(lately(row, 0, 0.1).values, [0.8, 0.8, 0, NAN, NAN, 0, 0])


def test_earlier_looks_back_and_ahead_within_the_shot() -> None:
    row = np.arange(6.0)
    shot = shots(Clock(10, 6), (0.3,))
    np.testing.assert_array_equal(earlier(row, 1, shot), [NAN, 0, 1, NAN, 3, 4])
    np.testing.assert_array_equal(earlier(row, -2, shot), [2, NAN, NAN, 5, NAN, NAN])


def test_bouts_close_short_gaps_drop_short_bouts_and_end_at_cuts() -> None:
    clock = Clock(10, 20)
    mask = np.zeros(20, bool)
    mask[[2, 3, 4, 6, 7, 8, 15]] = True
    assert bouts(clock, mask, 0.5, 0.1) == [Span(pytest.approx(0.2), pytest.approx(0.9))]
    assert bouts(clock, mask, 0.5, 0.0) == []
    assert [s.start for s in bouts(clock, mask, 0.0, 0.1, cuts=(0.7,))] == pytest.approx([0.2, 0.7, 1.5])


def test_a_second_is_the_mean_of_its_looks_weighed_by_confidence() -> None:
    (row,) = given_values([1.0] * 5 + [0.0] * 5, sure=[0.9] * 5 + [0.3] * 5)
    slow = to_seconds(row, 0.3)
    assert slow.values[0] == pytest.approx(0.75)
    assert slow.confidence[0] == pytest.approx(0.6)


def test_a_second_needs_its_share_and_a_last_part_of_one_counts_the_looks_it_has() -> None:
    (row,) = given_values([NAN] * 8 + [1.0] * 2 + [NAN] * 7 + [1.0] * 3 + [1.0, NAN])
    np.testing.assert_array_equal(to_seconds(row, 0.3).values, [NAN, 1, 1])


def test_seconds_of_probabilities_keep_their_columns_and_their_sum() -> None:
    clock = Clock(10, 20)
    shares = np.random.default_rng(0).dirichlet(np.ones(4), 20)
    shares[12] = NAN
    slow = to_seconds(series(clock, shares, 0.7), 0.3)
    assert slow.values.shape == (2, 4)
    np.testing.assert_allclose(slow.values.sum(axis=1), 1)


@given(st.lists(values, min_size=1, max_size=35), st.floats(0.05, 1))
def test_a_known_second_lies_between_its_looks(row: list[float], share: float) -> None:
    (fine,) = given_values(row)
    slow = to_seconds(fine, share)
    for k, value in enumerate(slow.values):
        looks: Floats = fine.values[10 * k : 10 * k + 10]
        seen = looks[~np.isnan(looks)]
        assert np.isnan(value) == (len(seen) < share * len(looks) - 1e-6 or len(seen) == 0)
        assert np.isnan(value) or seen.min() - 1e-9 <= value <= seen.max() + 1e-9


def test_average_drops_what_is_missing_and_renormalises() -> None:
    parts = [(0.7, one(1.0)), (0.3, one(0.0)), (0.5, one(NAN)), (0.0, one(1.0))]
    mean = average(parts)
    assert mean.values[0] == pytest.approx(0.7)
    assert mean.confidence[0] == pytest.approx(1.0 / 1.5)
    assert np.isnan(average([(0.0, one(1.0))]).values[0])

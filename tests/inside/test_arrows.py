"""Arrows in the picture are what a camera sees of arrows in the room."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.dyad import place_at, spot_of
from attune.inside.arrows import NEAREST, arrow, fan

ASPECT = 16 / 9
HEAD = np.array([-0.3, 0.1, 1.5])
TALL = 0.2

angle = st.floats(-np.pi, np.pi)


def spot(place: np.ndarray) -> np.ndarray:
    return spot_of(place[None], ASPECT)[0]


def way(yaw: float, pitch: float) -> np.ndarray:
    return np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), -np.cos(yaw) * np.cos(pitch)])


def test_a_spot_is_where_its_place_is_seen() -> None:
    spots = np.array([[0.2, 0.3], [1.5, 0.9]])
    assert spot_of(place_at(spots, np.array([1.0, 2.5]), ASPECT), ASPECT) == pytest.approx(spots)
    assert np.isnan(spot(np.array([0.1, 0.1, -1.0]))).all(), "behind the camera nothing is seen"
    assert np.isnan(spot(np.full(3, np.nan))).all()


@pytest.mark.parametrize(
    ("direction", "towards"), [((1, 0, 0), None), ((0, 1, 0), None), ((0, 0, -1), True), ((0, 0, 1), False)]
)
def test_an_arrow_leads_where_the_head_points(direction: tuple[float, float, float], towards: bool | None) -> None:
    seen = arrow(HEAD, np.array(direction, float), TALL, ASPECT)
    assert seen is not None
    moved = seen.tip - spot(HEAD)
    if towards is None:
        assert moved == pytest.approx(np.array(direction[:2]) * np.linalg.norm(moved))
        assert np.linalg.norm(moved) > TALL / HEAD[2], "longer than the head is tall"
    else:
        assert seen.towards == towards


def test_an_arrow_at_the_camera_is_a_ring_with_its_tip_inside_and_larger_than_one_away_from_it() -> None:
    middle = np.array([0.0, 0.0, 1.0])
    front, back = (arrow(middle, np.array([0.0, 0.0, z]), TALL, ASPECT) for z in (-1.0, 1.0))
    assert front is not None
    assert back is not None
    for seen in (front, back):
        assert seen.tip == pytest.approx([ASPECT / 2, 0.5])
        assert np.ptp(seen.rim, axis=0) == pytest.approx(np.ptp(seen.rim, axis=0).mean(), rel=0.02), "round"
    assert np.ptp(front.rim[:, 0]) > 1.2 * np.ptp(back.rim[:, 0]), "what is nearer is larger"


@given(angle, st.floats(-1.5, 1.5), st.floats(0.12, 3.0))
def test_no_arrow_comes_nearer_to_the_camera_than_it_may(yaw: float, pitch: float, far: float) -> None:
    head = np.array([0.1, -0.05, far])
    seen = arrow(head, way(yaw, pitch), TALL, ASPECT)
    assert seen is not None
    for spots in (seen.shaft, seen.rim, seen.tip):
        assert np.isfinite(spots).all()
    least = TALL / (NEAREST * far)
    assert np.linalg.norm(seen.tip - spot(head)) < 2.5 * least


@given(angle, st.floats(-1.2, 1.2), st.floats(1.0, 20.0))
def test_a_fan_is_wider_the_larger_the_error_and_holds_the_arrow(yaw: float, pitch: float, error: float) -> None:
    head, towards = np.array([0.0, 0.0, 1.2]), way(yaw, pitch)
    narrow, wide = (fan(head, towards, times * error, TALL, ASPECT) for times in (1.0, 1.5))
    seen = arrow(head, towards, TALL, ASPECT)
    assert narrow is not None
    assert wide is not None
    assert seen is not None
    assert extent(wide) > extent(narrow)
    around = wide[1:].min(axis=0) - 1e-9, wide[1:].max(axis=0) + 1e-9
    assert (around[0] <= seen.tip).all()
    assert (seen.tip <= around[1]).all()


def extent(fan_spots: np.ndarray) -> float:
    return float(np.linalg.norm(np.ptp(fan_spots[1:], axis=0)))


def test_what_is_unknown_is_not_drawn() -> None:
    nothing, right = np.full(3, np.nan), np.array([1.0, 0.0, 0.0])
    assert arrow(nothing, right, TALL, ASPECT) is None
    assert arrow(HEAD, nothing, TALL, ASPECT) is None
    assert fan(HEAD, right, float("nan"), TALL, ASPECT) is None
    assert fan(nothing, right, 5.0, TALL, ASPECT) is None

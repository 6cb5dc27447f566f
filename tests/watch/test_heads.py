"""Directions of heads: known turns come out as they went in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.dyad import FOCAL
from attune.watch.heads import Heading, along_ray, angles, direction, errors, facing_of_points
from tests.watch.made import Somebody, looks, points, still


@given(yaw=st.floats(-85, 85), pitch=st.floats(-40, 40))
def test_a_turned_head_is_told_from_its_five_points(yaw: float, pitch: float) -> None:
    facing, misfit = facing_of_points(points((0.5, 0.5), 0.2, yaw, pitch)[None])
    assert np.allclose(np.stack(angles(facing)).ravel(), [yaw, pitch], atol=0.5)
    assert misfit[0] < 1e-6


@given(yaw=st.floats(-170, 170), pitch=st.floats(-80, 80))
def test_angles_and_direction_are_each_other_s_inverse(yaw: float, pitch: float) -> None:
    vector = direction(np.array([yaw]), np.array([pitch]))
    assert np.linalg.norm(vector) == pytest.approx(1)
    assert np.allclose(np.stack(angles(vector)).ravel(), [yaw, pitch], atol=1e-6)


def test_mirrored_points_give_the_mirrored_yaw() -> None:
    spots = points((0.5, 0.5), 0.2, 37, 10)
    mirrored = (spots * [-1, 1])[[1, 0, 2, 4, 3]]
    (yaw, pitch), (other_yaw, other_pitch) = (np.ravel(angles(facing_of_points(p[None])[0])) for p in (spots, mirrored))
    assert other_yaw == pytest.approx(-yaw)
    assert other_pitch == pytest.approx(pitch)


def test_a_head_at_the_edge_that_faces_the_camera_points_at_the_camera() -> None:
    aspect, spot = 1.5, np.array([[0.1, 0.8]])
    facing = along_ray(np.zeros((1, 2)), spot, aspect)
    to_camera = -np.array([spot[0, 0] - aspect / 2, spot[0, 1] - 0.5, FOCAL])
    assert np.degrees(np.arccos(facing[0] @ to_camera / np.linalg.norm(to_camera))) < 3


@pytest.mark.parametrize(
    ("field", "worse"), [("pixels", 24.0), ("detail", 5.0), ("score", 0.4)], ids=["small", "blurred", "faint"]
)
def test_small_blurred_and_faint_faces_err_by_more(field: str, worse: float) -> None:
    plain = looks(0.1, [Somebody(still(0.5, 0.5))])
    best = replace(plain, pixels=np.array([100.0]), detail=np.array([200.0]), score=np.array([0.9]))
    usual, more = (float(errors(x, 1.5, Heading())[0]) for x in (best, replace(best, **{field: np.array([worse])})))
    assert usual == pytest.approx(8.0)
    assert more > 9


def test_a_profile_and_a_face_cut_off_by_the_edge_err_by_more() -> None:
    front, side = (errors(looks(0.1, [Somebody(still(0.5, 0.5), yaw=yaw)]), 1.5, Heading())[0] for yaw in (0.0, 85.0))
    assert side > front + 2
    whole = looks(0.1, [Somebody(still(0.5, 0.5))])
    cut = replace(whole, box=np.array([[0.06, 0.5, 0.12, 0.3]]))
    assert errors(cut, 1.5, Heading())[0] > front + 5


def test_no_heads_have_no_directions() -> None:
    facing, misfit = facing_of_points(np.zeros((0, 5, 2)))
    assert facing.shape == (0, 3)
    assert misfit.shape == (0,)

"""What the points of a face say: known turns, eyes, lids and mouths come out as they went in, from any side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.timeline import Floats
from attune.watch.features import EYES, IRIS_HIGH, LIPS, MOUTH, MOUTH_WIDE, NOSE, STILL, Features, features
from attune.watch.heads import angles, direction


def model(wide: float = 1.0, gap: float = 0.0, gaze: tuple[float, float] = (0.0, 0.0), lids: float = 0.3) -> Floats:
    """(478, 3) the model face: its mouth's width in usual widths, the gap between its lips in the same, where its eyes
    point (degrees right and down), and how far its lids are open, in eye widths."""
    face = np.zeros((478, 3))
    face[list(STILL)] = list(STILL.values())
    face[list(MOUTH)] = [[-wide * MOUTH_WIDE / 2, 4.34, -4.28], [wide * MOUTH_WIDE / 2, 4.34, -4.28]]
    face[list(LIPS)] = [[0, 4.3 - gap * MOUTH_WIDE / 2, -5.3], [0, 4.3 + gap * MOUTH_WIDE / 2, -5.3]]
    face[list(NOSE)] = [[0, -3.27, -5.24], [0, 2.09, -6.06]]
    for left, right, upper, lower, iris in EYES:
        middle, width = (face[left] + face[right]) / 2, face[right, 0] - face[left, 0]
        face[[upper, lower], :] = middle + np.array([[0, -lids * width / 2, 0], [0, lids * width / 2, 0]])
        look = np.sin(np.radians(gaze)) - [0, IRIS_HIGH]
        face[iris] = middle + np.array([*look * width / 2, 0])
    return face


def turned(face: Floats, yaw: float, pitch: float, roll: float = 0.0, size: float = 1.0) -> Floats:
    """The face as seen when its head is turned to the picture's right, then nods, then tilts: degrees."""
    a, b, c = np.radians([yaw, pitch, roll])
    tilt = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    nod = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    turn = np.array([[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]])
    return face @ (size * tilt @ turn @ nod).T + np.array([320.0, 240.0, -30.0])


def numbers(seen: Features) -> list[float]:
    return [*seen.eyes, seen.shut, seen.mouth, seen.smile]


TURNS = st.tuples(st.floats(-80, 80), st.floats(-40, 40), st.floats(-180, 180), st.floats(0.5, 50))


@given(yaw=st.floats(-85, 85), pitch=st.floats(-40, 40))
def test_a_head_points_where_it_was_turned(yaw: float, pitch: float) -> None:
    seen = features(turned(model(), yaw, pitch)).facing
    assert np.stack(angles(seen[None])).ravel() == pytest.approx([yaw, pitch], abs=0.01)
    assert seen == pytest.approx(direction(np.array([yaw]), np.array([pitch]))[0], abs=1e-3)


@given(turn=TURNS, wide=st.floats(1, 1.4), gap=st.floats(0, 1), lids=st.floats(0, 0.3), right=st.floats(-40, 40))
def test_a_turned_face_says_what_it_says_from_the_front(
    turn: tuple[float, float, float, float], wide: float, gap: float, lids: float, right: float
) -> None:
    face = model(wide, gap, (right, 10.0), lids)
    assert numbers(features(turned(face, *turn))) == pytest.approx(numbers(features(face)), abs=1e-3)


@given(right=st.floats(-50, 50), down=st.floats(-40, 40))
def test_eyes_are_the_sines_of_their_turn(right: float, down: float) -> None:
    seen = features(model(gaze=(right, down))).eyes
    assert np.degrees(np.arcsin(seen)) == pytest.approx([right, down], abs=0.1)


def test_the_nearer_eye_counts_more() -> None:
    face = model()
    face[EYES[1][-1]] += [1.0, 0, 0]
    away, towards = (abs(features(turned(face, yaw, 0)).eyes[0]) for yaw in (70, -70))
    assert away < 0.1 * towards


@pytest.mark.parametrize(("wide", "smile"), [(0.8, 0), (1.0, 0), (1.2, 0.5), (1.4, 1), (1.6, 1)])
def test_a_smile_is_a_wide_mouth(wide: float, smile: float) -> None:
    assert features(model(wide)).smile == pytest.approx(smile, abs=1e-6)


def test_lids_and_lips_from_closed_to_open() -> None:
    assert [features(model(lids=lids)).shut for lids in (0, 0.15, 0.3, 0.4)] == pytest.approx([1, 0.5, 0, 0])
    assert [features(model(gap=gap)).mouth for gap in (0, 0.5, 2)] == pytest.approx([0, 0.5, 1])


def test_a_profile_says_nothing_of_age() -> None:
    assert features(turned(model(), 40, 0)).young == pytest.approx(features(model()).young)
    assert np.isnan(features(turned(model(), 50, 0)).young)

"""Where everybody is: directions and hands as the script has them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.demo.camera import Camera, turned
from attune.demo.play import PAIR, Act, Look, Play, Target, Who, partner_of
from attune.demo.scene import scene
from attune.demo.script import STANDARD, compose
from attune.demo.stage import HEAD_SHARE
from attune.demo.stage import STANDARD as STAGE
from attune.timeline import Floats, Span


def steady(adult: Target, child: Target) -> Play:
    """Ten seconds in which nobody looks elsewhere."""
    return Play(10.0, (Look(0, "adult", adult), Look(0, "child", child)), ())


def degrees_between(a: Floats, b: Floats) -> float:
    return float(np.degrees(np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))))


def test_a_turn_has_the_signs_that_dyad_states() -> None:
    front = np.array([0.0, 0.0, -1.0])
    assert turned(0) @ front == pytest.approx([0, 0, -1])
    assert turned(90) @ front == pytest.approx([1, 0, 0])
    assert turned(0, 90) @ front == pytest.approx([0, 1, 0])


@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(-30, 30))
def test_a_turn_keeps_lengths_and_hands(yaw: float, pitch: float, roll: float) -> None:
    turn = turned(yaw, pitch, roll)
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1)


@pytest.mark.parametrize("who", PAIR)
def test_eyes_meet_the_partners_face_exactly_and_the_head_goes_most_of_the_way(who: Who) -> None:
    for second in (1.0, 4.0, 9.0):
        people = scene(steady("partner", "partner"), second).people
        way = people[partner_of(who)].head - people[who].head
        assert degrees_between(people[who].gaze, way) < 0.01
        whole = abs(np.degrees(np.arctan2(way[0], -way[2])) - STAGE.bodies[who].yaw)
        assert degrees_between(people[who].facing, way) < (1 - HEAD_SHARE[0]) * whole + 6


def test_eyes_meet_the_toy_and_the_camera() -> None:
    at = scene(steady("object", "camera"), 3.0)
    assert degrees_between(at.people["adult"].gaze, at.places.thing - at.people["adult"].head) < 0.01
    assert degrees_between(at.people["child"].gaze, np.array(at.places.camera.place) - at.people["child"].head) < 0.01


def test_the_adult_sits_left_larger_and_higher_and_both_turn_inwards() -> None:
    at = scene(steady("partner", "partner"), 2.0)
    adult, child = at.people["adult"], at.people["child"]
    places = at.places.camera.project(np.stack([adult.head, child.head]), 16 / 9)
    assert places[0, 0] < places[1, 0]
    assert places[0, 1] < places[1, 1]
    assert adult.facing[0] > 0.9 > -0.9 > child.facing[0]


def test_a_hand_that_reaches_is_at_the_toy_and_goes_back() -> None:
    play = compose(["answer"])
    away = {t: np.linalg.norm(scene(play, t).people["child"].wrists - scene(play, t).places.thing, axis=1).min()
            for t in (0.1, 1.8, 4.0)}  # fmt: skip
    assert away[1.8] < 0.16 < min(away[0.1], away[4.0])


def test_covering_brings_both_hands_before_the_face() -> None:
    play = compose(["peekaboo"])
    open_face, hidden = (scene(play, t).people["adult"] for t in (0.3, 2.2))
    assert hidden.covered == 1
    assert open_face.covered == 0
    assert (np.linalg.norm(hidden.wrists - hidden.head, axis=1) < 0.2).all()


def test_a_toy_that_is_shown_leaves_the_table_and_comes_back() -> None:
    play = compose(["show"])
    heights = [scene(play, t).places.thing[1] for t in (1.0, 6.0, 9.4)]
    assert heights[1] < heights[0] - 0.1
    assert heights[2] == pytest.approx(heights[0])


@pytest.mark.parametrize(("beat", "second", "hands"), [("offer", 3.0, 1), ("hold", 3.5, 2)])
def test_a_thing_that_is_held_is_in_its_holders_hands(beat: str, second: float, hands: int) -> None:
    at = scene(compose([beat]), second)
    away = np.linalg.norm(at.people["adult"].wrists - at.places.thing, axis=1)
    assert (away < 0.17).sum() == hands
    assert at.places.lifted == 1
    assert at.places.thing[1] < STAGE.spot[1] - 0.02


def test_a_thing_held_out_is_between_both() -> None:
    at = scene(compose(["offer"]), 3.0)
    adult, child = (at.people[who].head for who in PAIR)
    share = (at.places.thing - adult) @ (child - adult) / ((child - adult) @ (child - adult))
    assert 0.25 < share < 0.6


@pytest.mark.parametrize("beat", ["point", "follow"])
def test_an_arm_that_points_is_stretched_towards_what_is_looked_at(beat: str) -> None:
    at = scene(compose([beat]), 3.0)
    figure, goal = at.people["adult"], at.places.of("object" if beat == "point" else "aside", "adult")
    near = np.linalg.norm(figure.wrists - goal, axis=1).argmin()
    assert degrees_between(figure.fingers[near], goal - figure.wrists[near]) < 5
    assert np.linalg.norm(figure.wrists[near] - figure.shoulders[near]) > 0.25


def test_the_other_part_points_with_the_other_arm() -> None:
    play = Play(5.0, (Look(0, "child", "aside"), Look(0, "adult", "aside")), (Act(Span(1, 4), "child", "point"),))
    people = scene(play, 2.5).people
    away = np.linalg.norm(people["child"].wrists - people["child"].shoulders, axis=1)
    assert away[1] > away[0]


def test_somebody_away_is_outside_the_picture() -> None:
    play = compose(["return"])
    at = scene(play, 3.4)
    x, _ = at.places.camera.project(at.people["child"].head[None], 16 / 9)[0]
    assert x > 16 / 9 + 0.1


def test_what_lies_ahead_of_a_turned_camera_is_in_the_middle_of_its_picture() -> None:
    camera = Camera(place=(1.0, -0.5, 0.2), yaw=30, pitch=10, focal=1.4)
    ahead = np.array(camera.place) + 3 * camera.axes[2]
    assert camera.project(ahead[None], 1.5)[0] == pytest.approx([0.75, 0.5])
    right = ahead + 0.3 * camera.axes[0]
    assert camera.project(right[None], 1.5)[0] == pytest.approx([0.75 + 1.4 * 0.1, 0.5])


def test_a_second_is_the_same_whenever_it_is_asked_for() -> None:
    once, again = scene(STANDARD, 20.0).people["child"], scene(STANDARD, 20.0).people["child"]
    assert (once.turn == again.turn).all()
    assert (once.wrists == again.wrists).all()

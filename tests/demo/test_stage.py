"""Stages that a seed decides: everybody is in the picture, and looks can be told apart."""

from __future__ import annotations

import numpy as np
import pytest

from attune.demo.camera import framing
from attune.demo.play import PAIR, Look, Play
from attune.demo.scene import scene
from attune.demo.stage import CLEAR, STANDARD, TABLE, THINGS, Stage, staged
from attune.timeline import Floats

SEEDS = range(1, 41)


def corners(stage: Stage) -> Floats:
    """(3, 3) both heads at rest and the thing."""
    return np.array([stage.bodies["adult"].seat, stage.bodies["child"].seat, stage.spot])


def degrees(a: Floats, b: Floats) -> float:
    return float(np.degrees(np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))))


def test_a_seed_makes_the_same_stage_again_and_another_makes_another() -> None:
    assert staged(0) == STANDARD
    assert staged(3) == staged(3)
    assert staged(3) != staged(4)


def test_stages_differ_in_everything_that_may() -> None:
    stages = [staged(seed) for seed in SEEDS]
    assert {stage.bodies["adult"].side for stage in stages} == {1, -1}
    assert {stage.thing for stage in stages} == set(THINGS)
    assert {stage.aspect > 1 for stage in stages} == {True, False}
    assert len({stage.light for stage in stages}) == 3
    for name, least in (("yaw", 30), ("pitch", 15), ("focal", 0.3)):
        assert np.ptp([getattr(camera, name) for stage in stages for camera in stage.cameras]) > least


@pytest.mark.parametrize("seed", SEEDS)
def test_both_cameras_show_both_people_and_what_lies_between_them(seed: int) -> None:
    stage = staged(seed)
    for camera in stage.cameras:
        seen = camera.project(corners(stage), stage.aspect) / [stage.aspect, 1]
        assert ((seen > 0.02) & (seen < 0.98)).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_adult_is_larger_and_sits_higher_and_the_thing_lies_on_the_table(seed: int) -> None:
    adult, child = (staged(seed).bodies[who] for who in PAIR)
    assert adult.scale > child.scale
    assert adult.seat[1] < child.seat[1]
    assert adult.side == -child.side == np.sign(child.seat[0] - adult.seat[0])
    assert adult.seat[1] < staged(seed).spot[1] < TABLE


def test_places_aside_and_nothing_in_particular_are_clear_of_everything_else() -> None:
    clear = []
    for stage in map(staged, SEEDS):
        for who in PAIR:
            head = np.array(stage.bodies[who].seat)
            partner = np.array(stage.bodies["child" if who == "adult" else "adult"].seat)
            others = [place - head for place in (partner, np.array(stage.spot), *map(_place, stage.cameras))]
            for way in (np.array(stage.elsewhere[who]), np.array(stage.aside) - head):
                clear.append(min(degrees(way, other) for other in others))
    assert np.mean(np.array(clear) >= CLEAR - 1) > 0.9


def _place(camera: object) -> Floats:
    return np.array(camera.place)  # type: ignore[attr-defined]


def test_a_frame_is_filled_as_far_as_asked() -> None:
    points = np.array([[-0.5, -0.2, 1.2], [0.5, 0.3, 1.0], [0.0, 0.1, 1.4]])
    for aspect in (1.6, 0.6):
        camera = framing(points, yaw=20, pitch=10, focal=1.1, aspect=aspect, fill=0.8)
        seen = np.abs(camera.project(points, aspect) / [aspect, 1] - 0.5) * 2
        assert seen.max() == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_eyes_meet_a_place_aside_and_the_own_hands(seed: int) -> None:
    stage = staged(seed)
    play = Play(5.0, (Look(0, "adult", "aside"), Look(0, "child", "own")), ())
    people = scene(play, 2.0, stage).people
    assert degrees(people["adult"].gaze, np.array(stage.aside) - people["adult"].head) < 0.01
    hands = people["child"].wrists.mean(axis=0) - people["child"].head
    assert degrees(people["child"].gaze, hands) < 20

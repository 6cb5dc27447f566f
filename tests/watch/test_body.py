"""Bodies below faces: sought upright, then in line with the head; and met where MediaPipe's own task meets them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from attune import models
from attune.media.film import open_film
from attune.media.pictures import pictures
from attune.timeline import Clock, Floats
from attune.watch import body
from attune.watch.crops import cut
from attune.watch.faces import Pixels, finder
from attune.watch.looks import BODY_POINTS, Watching
from attune.watch.pyramid import Pyramid
from scripts.reference import BaseOptions, mediapipe, vision

PICTURE = np.zeros((480, 640, 3), np.uint8)
BOX = np.array([300.0, 100.0, 40.0, 50.0])
UPRIGHT = np.array([[312, 118], [328, 118], [320, 125], [314, 137], [326, 137]], float)
LYING = (UPRIGHT - UPRIGHT[2]) @ np.array([[0, -1], [1, 0]]) + UPRIGHT[2]
"""The same head with its crown to the left in the picture, its chin to the right."""

NOSE = np.array([0.5, 0.5 - body.LOWER / body.SIDE])
"""Where in the crop the nose of the face is below which it was cut: fractions."""


def answering(*answers: tuple[Floats, float]) -> tuple[body.Pose, list[Pixels]]:
    """A pose network that says these spots of the nose (fractions of the crop) and presences in turn, and its crops."""
    waiting, crops = iter(answers), list[Pixels]()

    def pose(pixels: Pixels) -> tuple[Floats, float, Floats]:
        crops.append(pixels)
        nose, presence = next(waiting)
        points = np.zeros((39, 5))
        points[:, :2] = nose * body.SIZE
        points[:, 3] = 3.0
        return points, presence, np.full((64, 64, 39), -9.0)

    return pose, crops


def test_a_body_below_the_face_is_found_at_once() -> None:
    pose, crops = answering((NOSE, 0.9))
    found = body.measure(pose, PICTURE, BOX, UPRIGHT)
    assert found is not None
    assert len(crops) == 1
    assert found[0, :2] == pytest.approx([320, 125], abs=0.01)
    assert found[:, 2] == pytest.approx(1 / (1 + np.exp(-3)))


@pytest.mark.parametrize("first", [(NOSE, 0.4), (NOSE + 0.1, 0.9)])
def test_without_one_the_body_is_sought_in_line_with_the_head(first: tuple[Floats, float]) -> None:
    picture = PICTURE.copy()
    picture[:, 400:] = 255
    pose, crops = answering(first, (NOSE, 0.9))
    found = body.measure(pose, picture, BOX, LYING)
    assert found is not None
    assert found[0, :2] == pytest.approx([320, 125], abs=0.01)
    below = slice(body.SIZE // 2, None)
    assert crops[0][below].mean() < 128 < crops[1][below].mean(), "the right of the picture lies below a lying face"


def test_a_body_whose_nose_is_elsewhere_is_nobodys() -> None:
    pose, _ = answering((NOSE + 0.1, 0.9), (NOSE + 0.1, 0.9))
    assert body.measure(pose, PICTURE, BOX, UPRIGHT) is None


def test_a_point_is_moved_to_the_middle_of_its_heat() -> None:
    pose, _ = answering((NOSE, 0.9))

    def warm(pixels: Pixels) -> tuple[Floats, float, Floats]:
        points, presence, heat = pose(pixels)
        col, row = (NOSE * 64).astype(int)
        heat[row, col + 2, 0] = 9.0
        return points, presence, heat

    found = body.measure(warm, PICTURE, BOX, UPRIGHT)
    assert found is not None
    assert found[0, 0] > found[1, 0] + 5
    assert np.ptp(found[1:, :2], axis=0) == pytest.approx(0)


@pytest.fixture(scope="module")
def task() -> Iterator[vision.PoseLandmarker]:
    """MediaPipe's own pose task, which searches the picture for a body first."""
    base = BaseOptions(model_asset_path=str(models.weights("pose_landmarker.task")))
    with vision.PoseLandmarker.create_from_options(vision.PoseLandmarkerOptions(base_options=base)) as made:
        yield made


def by_mediapipe(task: vision.PoseLandmarker, picture: Pixels, box: Floats) -> Floats | None:
    """What `body.measure` gives, from MediaPipe's own task on a square around the face and what is below."""
    x, y, wide, tall = box
    crop = cut(picture, x + wide / 2, y + 1.75 * tall, 5 * max(wide, tall), 256)
    rgb = np.ascontiguousarray(crop.pixels[:, :, ::-1])
    found = task.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)).pose_landmarks
    if not found:
        return None
    points = [found[0][i] for i in BODY_POINTS.values()]
    spots = crop.outside(np.array([(p.x, p.y) for p in points]))
    return np.column_stack([spots, [p.visibility for p in points]])


@pytest.mark.real
def test_points_agree_with_mediapipes_own_task_and_more_bodies_are_found(
    task: vision.PoseLandmarker, shared: Path
) -> None:
    film = open_film(shared / "footage" / "clips" / "bj_6c6MZQ_j1r1_ThatsNotAHat.mp4")
    find, pose = finder(Watching().finder_area, Watching().closer), body.landmarker()
    ours, theirs, apart = 0, 0, []
    for picture in pictures(film, Clock(2, 20)):
        assert picture
        heads = find(Pyramid(picture.pixels), 0.5, 2)
        for box, points in zip(heads.box, heads.points, strict=True):
            here = body.measure(pose, picture.pixels, box, points)
            there = by_mediapipe(task, picture.pixels, box)
            ours, theirs = ours + (here is not None), theirs + (there is not None)
            if here is not None and there is not None:
                seen = np.minimum(here[:, 2], there[:, 2]) > 0.5
                apart.append(np.where(seen, np.linalg.norm((here - there)[:, :2], axis=1) / box[3], np.nan))
    assert ours >= theirs >= 20
    middle = dict(zip(BODY_POINTS, np.nanmedian(apart, axis=0), strict=True))
    assert middle["nose"] < 0.1
    assert max(middle["left_shoulder"], middle["right_shoulder"]) < 0.25
    assert max(middle["left_wrist"], middle["right_wrist"]) < 0.5

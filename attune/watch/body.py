"""The body below a face: MediaPipe's pose network on a square placed from the head.

MediaPipe's own task first searches the picture for a body; attune already has a head, so the landmark network is run
alone, on a square guessed from the face. That takes a quarter of the time, and finds bodies that the search misses:
sitting ones seen from the side, lying ones, and those cut off by the picture's edge.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from attune.timeline import Floats
from attune.watch.crops import cut
from attune.watch.faces import Pixels
from attune.watch.looks import BODY_POINTS
from attune.watch.networks import sight

OUTPUTS = ("Identity", "Identity_1", "Identity_3")
"""Points, presence of a body, heat maps. Without the outline of the body, which nobody asks for, it takes 60 %."""

SIDE = 8.0
"""Side of the guessed square in face heights. The network was taught with a whole body in it, hips in the middle; of
7, 8 and 9 this one meets most hands."""

LOWER = 2.5
"""The guessed square's centre lies this many face heights below the face's: where hips of people who sit are."""

SIZE = 256
"""Pixels of the square, as the network asks."""

NEAR = 3
"""Cells of the heat map to each side of a point over which its place is averaged, as MediaPipe does: in one film it
halves the error of a wrist."""

SURE = 0.5
"""Least presence of a body. Each point carries its own visibility."""

OFF = 0.7
"""Face heights. A body whose nose lies farther from the face's centre belongs to somebody else: a held doll, or the
person whose lap this is."""

Pose = Callable[[Pixels], tuple[Floats, float, Floats]]
"""A crop's points (39, 5: x, y, z in pixels of the crop, visibility and presence before the logistic function),
presence of a body 0..1, and heat maps (64, 64, 39) before the logistic function."""


def landmarker() -> Pose:
    """MediaPipe's pose landmark network, for `measure`. Raises ModelError."""
    run = sight("pose_landmarker.task", "pose_landmarks_detector.tflite", OUTPUTS)

    def pose(pixels: Pixels) -> tuple[Floats, float, Floats]:
        points, presence, heat = run(pixels[None])
        return points.reshape(-1, 5), float(presence.item()), heat[0]

    return pose


def measure(pose: Pose, picture: Pixels, box: Floats, points: Floats) -> Floats | None:
    """(13, 3) x, y in pixels of the picture and visibility of BODY_POINTS for the face in `box` with the finder's five
    `points`; None where the pose finds no body whose nose is in that face.

    Bodies are sought straight below the face, then in line with it: those who lie or lean back.
    """
    upright = _below(pose, picture, box, 0.0)
    return upright if upright is not None else _below(pose, picture, box, _tilt(points))


def _below(pose: Pose, picture: Pixels, box: Floats, turn: float) -> Floats | None:
    """As `measure`, of a body that lies below the face in a picture turned by `turn`."""
    size = box[2:].max()
    face = box[:2] + box[2:] / 2
    x, y = face + LOWER * box[3] * np.array([-np.sin(turn), np.cos(turn)])
    crop = cut(picture, x, y, SIDE * size, SIZE, turn)
    points, presence, heat = pose(crop.pixels)
    kept = list(BODY_POINTS.values())
    spots = crop.outside(_refined(points[kept, :2] / SIZE, heat))
    if presence < SURE or np.linalg.norm(spots[0] - face) > OFF * box[3]:
        return None
    return np.column_stack([spots, _logistic(points[kept, 3])])


def _tilt(points: Floats) -> float:
    """By how much the head is tilted to its left in the picture, radians: from the eyes (two points) to the mouth."""
    right, down = points[3:].mean(axis=0) - points[:2].mean(axis=0)
    return float(np.arctan2(-right, down))


def _refined(spots: Floats, heat: Floats) -> Floats:
    """(13, 2) spots of BODY_POINTS, fractions of the crop, moved to the middle of the heat around them where some of
    it is clear."""
    size = len(heat)
    out = spots.copy()
    for k, (point, (col, row)) in enumerate(zip(BODY_POINTS.values(), (spots * size).astype(int), strict=True)):
        left, top = max(0, col - NEAR), max(0, row - NEAR)
        near = _logistic(heat[top : max(0, row + NEAR + 1), left : max(0, col + NEAR + 1), point])
        if 0 <= col < size and 0 <= row < size and near.max() >= 0.5:
            down, across = (np.arange(n) for n in near.shape)
            out[k] = np.array([left + near.sum(0) @ across / near.sum(), top + near.sum(1) @ down / near.sum()]) / size
    return out


def _logistic(values: Floats) -> Floats:
    """1 / (1 + exp(-v)), for values of any size."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -50, 50))))

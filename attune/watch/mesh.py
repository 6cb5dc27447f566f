"""The mesh of a face: MediaPipe's landmark network on a square placed from the finder's face.

MediaPipe's own task first searches the picture for a face, and passes over many that are turned or covered in part;
attune already has the face, so the landmark network is run alone. That takes half the time, and it follows
three-quarter faces too. What it does not follow is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from attune.timeline import Floats
from attune.watch.crops import cut
from attune.watch.faces import Pixels
from attune.watch.features import Features, features
from attune.watch.networks import sight

OUTPUTS = ("Identity", "Identity_1")
"""Points of the face, and whether there is one."""

SQUARES = ((1.3, 0.0), (1.15, 10.0))
"""Squares that are tried in turn: side in face heights, and degrees of tilt towards where the face is turned.

The network was taught with squares 1.5 times as large as its mesh, and its mesh is 0.9 of the finder's face high: with
the first, a second pass on the square around the mesh moves points by a hundredth of the face. The second shows one in
four of the turned faces that the first does not: there the mesh's eye line is steeper than the finder's eyes are."""

LOWER = 0.03
"""The square's centre lies this many face heights below the finder's: the mesh reaches farther down than up."""

SIZE = 256
"""Pixels of the square, as the network asks."""

SURE = 0.3
"""Least presence of a face. Low, because the finder has already said that a head is here: in pure profile and behind
hands presence is next to 0, and toys with painted eyes are faces to this network whatever is asked."""

Mesh = Callable[[Pixels], tuple[Floats, float]]
"""A crop's points (478, 3: x right, y down, z away, pixels of the crop), and presence of a face 0..1."""


def landmarker() -> Mesh:
    """MediaPipe's face landmark network, for `measure`. Raises ModelError."""
    run = sight("face_landmarker.task", "face_landmarks_detector.tflite", OUTPUTS)

    def mesh(pixels: Pixels) -> tuple[Floats, float]:
        points, presence = run(pixels[None])
        return points.reshape(-1, 3).astype(float), float(1 / (1 + np.exp(-presence.item())))

    return mesh


def measure(mesh: Mesh, picture: Pixels, box: Floats, points: Floats) -> Features | None:
    """Features of the face in `box` (left, top, width, height in pixels) with the finder's five `points`, None where
    the network sees no face."""
    line, nose = points[1] - points[0], points[2] - points[:2].mean(axis=0)
    level = float(np.arctan2(line[1], line[0]))
    for side, tilt in SQUARES:
        spots, presence = _look(mesh, picture, box, side, level + np.radians(tilt) * np.sign(nose @ line))
        if presence >= SURE:
            return features(spots)
    return None


def _look(mesh: Mesh, picture: Pixels, box: Floats, side: float, turn: float) -> tuple[Floats, float]:
    """(478, 3) points in pixels of the picture, and presence, from a square of `side` face heights, turned by `turn`
    radians."""
    x, y = box[:2] + box[2:] / 2 + LOWER * box[3] * np.array([-np.sin(turn), np.cos(turn)])
    crop = cut(picture, x, y, side * box[3], SIZE, turn)
    spots, presence = mesh(crop.pixels)
    return np.column_stack([crop.outside(spots[:, :2] / SIZE), spots[:, 2] * crop.side / SIZE]), presence

"""What the points of a face say: where the head points, eyes, lids, mouth. Pure NumPy.

A model face is laid over the points by one rotation, one scale and one shift. In the model's own axes a turned face
is a frontal one again, so a mouth or an eye is measured alike from the front and from the side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.timeline import Floats

STILL = {
    33: (-4.45, -2.66, -3.17), 133: (-1.86, -2.59, -3.76), 362: (1.86, -2.59, -3.76), 263: (4.45, -2.66, -3.17),
    6: (0.0, -2.47, -5.79), 4: (0.0, 0.46, -7.59), 129: (-1.79, 0.98, -4.85), 358: (1.79, 0.98, -4.85),
    127: (-7.74, -2.36, 2.01), 356: (7.74, -2.36, 2.01), 10: (0.0, -8.26, -4.48),
}  # fmt: skip
"""Mesh points that no mouth moves (corners of the eyes, bridge, tip and wings of the nose, temples, hairline) on
MediaPipe's model face: centimetres; x right, y down, z away from the camera that it faces."""

EYES = ((33, 133, 159, 145, 468), (362, 263, 386, 374, 473))
"""Each eye, left and right in the picture: its left and right corner, upper and lower lid, middle of the iris."""

MOUTH = (61, 291)
"""Corners of the mouth, left and right in the picture."""

LIPS = (13, 14)
"""Middle of the upper and the lower lip, where they meet."""

NOSE = (168, 2)
"""Root of the nose between the eyes, and its base above the lip."""

INNER_EYES = (133, 362)
"""Inner corners of both eyes."""

IRIS_HIGH = 0.08
"""Half eye widths by which the iris of eyes that look straight ahead lies above the line of their corners: the median
of four people of two films is 0.07 to 0.1."""

OPEN = 0.3
"""Gap between the lids of an open eye, in eye widths."""

MOUTH_WIDE = 4.91
"""Centimetres between the corners of the model's mouth. People at rest have 5.1 to 5.2, from the front up to 75
degrees of yaw, adults, a child of one and one of two years alike."""

WIDEST = 0.4
"""By how much of the model's width the widest smiles are wider than its mouth."""

YOUNG_UNTIL = 45.0
"""Degrees of yaw beyond which a nose's length is no witness of age: adults' get shorter, children's longer."""


@dataclass(frozen=True)
class Features:
    """See watch.looks.Looks for what each number means."""

    facing: Floats
    eyes: Floats
    shut: float
    mouth: float
    smile: float
    young: float


NOTHING = Features(np.full(3, np.nan), np.full(2, np.nan), np.nan, np.nan, np.nan, np.nan)
"""Of a face that no mesh fits."""


def features(points: Floats) -> Features:
    """Of a face's (478, 3) points: x right, y down, z away, all in the same unit."""
    turn, own = upright(points)
    facing = -turn[:, 2]
    yaw = float(np.arctan2(facing[0], -facing[2]))
    near = np.array([1 + np.sin(yaw), 1 - np.sin(yaw)]) / 2  # the farther eye is hidden by the nose
    return Features(
        facing=facing,
        eyes=near @ [_iris(own, eye) for eye in EYES],
        shut=float(near @ [_shut(own, eye) for eye in EYES]),
        mouth=min(1.0, _length(own, LIPS) / MOUTH_WIDE),
        smile=float(np.clip((_length(own, MOUTH) / MOUTH_WIDE - 1) / WIDEST, 0, 1)),
        young=_length(own, NOSE) / _length(own, INNER_EYES) if abs(yaw) < np.radians(YOUNG_UNTIL) else np.nan,
    )


def upright(points: Floats) -> tuple[Floats, Floats]:
    """(3, 3) the rotation that turns the model face to where these (478, 3) points face, and (478, 3) the points in
    the model's own axes and centimetres.

    Least squares over STILL in closed form (Umeyama 1991). The points' z is as far as the network guesses it, so this
    is a fit seen from afar, along the ray through the face.
    """
    model = np.array(list(STILL.values()))
    middle, spots = model.mean(axis=0), points[list(STILL)]
    from_model, from_points = model - middle, spots - spots.mean(axis=0)
    u, size, v = np.linalg.svd(from_points.T @ from_model)
    proper = np.array([1, 1, np.sign(np.linalg.det(u @ v))])
    turn = (u * proper) @ v
    scale = (size * proper).sum() / (from_model**2).sum()
    return turn, (points - spots.mean(axis=0)) @ turn / scale + middle


def _iris(own: Floats, eye: tuple[int, ...]) -> Floats:
    """(2,) how far the iris lies to the right of and below where it rests, half eye widths, -1..1."""
    left, right, _, _, iris = own[list(eye), :2]
    away = (iris - (left + right) / 2) / max(1e-6, (right - left)[0] / 2) + np.array([0, IRIS_HIGH])
    return np.asarray(np.clip(away, -1, 1))


def _shut(own: Floats, eye: tuple[int, ...]) -> float:
    left, right, upper, lower, _ = own[list(eye), :2]
    gap = (lower - upper)[1] / max(1e-6, (right - left)[0])
    return float(np.clip(1 - gap / OPEN, 0, 1))


def _length(own: Floats, ends: tuple[int, int]) -> float:
    return float(np.linalg.norm(own[ends[0]] - own[ends[1]]))

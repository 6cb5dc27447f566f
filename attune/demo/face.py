"""The front of a head: the average face that travels inside face_landmarker.task, and how it moves.

Axes of a head: x to the picture's right when it faces the camera, y down, z into the head; centimetres.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from attune.demo.mesh import Ints
from attune.errors import ModelError
from attune.timeline import Floats

GEOMETRY = "geometry_pipeline_metadata_landmarks.binarypb"
OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
        150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)  # fmt: skip
"""The face's edge, from the top clockwise as the picture shows a head that faces the camera."""
LIDS = (
    ((246, 161, 160, 159, 158, 157, 173), (7, 163, 144, 145, 153, 154, 155), (33, 133)),
    ((466, 388, 387, 386, 385, 384, 398), (249, 390, 373, 374, 380, 381, 382), (263, 362)),
)
"""Edge of the upper lid, edge of the lower lid, outer and inner corner: of the person's right eye, then the left."""
CREASES = (((247, 30, 29, 27, 28, 56, 190), (246, 161, 160, 159, 158, 157, 173)),
           ((467, 260, 259, 257, 258, 286, 414), (466, 388, 387, 386, 385, 384, 398)))  # fmt: skip
BROWS = (((70, 63, 105, 66, 107), (46, 53, 52, 65, 55)), ((300, 293, 334, 296, 336), (276, 283, 282, 295, 285)))
LIPS_OUTSIDE = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
UPPER_INSIDE = (191, 80, 81, 82, 13, 312, 311, 310, 415)
LOWER_INSIDE = (95, 88, 178, 87, 14, 317, 402, 318, 324)
LOWER_LIP = (146, 91, 181, 84, 17, 314, 405, 321, 375, 77, 90, 180, 85, 16, 315, 404, 320, 307, 96, 89, 179, 86, 15,
             316, 403, 319, 325, *LOWER_INSIDE)  # fmt: skip
MOUTH_CORNERS = (61, 291)
MOUTH_INSIDE = (78, *UPPER_INSIDE, 308, *LOWER_INSIDE)


@dataclass(frozen=True)
class Face:
    """points (468, 3) cm, triangles (898, 3), uv (468, 2) 0..1: a sheet without holes, bounded by OVAL."""

    points: Floats
    triangles: Ints
    uv: Floats


def fields_of(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The numbered fields of one protobuf message, in the order in which they lie there.

    Raises ModelError where the bytes are no such message.
    """
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
            if byte < 128:
                return value

    while at < len(data):
        tag = number()
        kind = tag & 7
        if kind == 0:
            yield tag >> 3, number()
        elif kind in (2, 5):
            size = number() if kind == 2 else 4
            yield tag >> 3, data[at : at + size]
            at += size
        else:
            raise ModelError(f"{GEOMETRY} holds a field of kind {kind}. Expected a face; run `attune models verify`.")


@cache
def average_face(weights: Path) -> Face:
    """The face in `face_landmarker.task`, its axes turned to ours, its lips closed.

    Raises ModelError if there is none.
    """
    try:
        with zipfile.ZipFile(weights) as packed:
            message = packed.read(GEOMETRY)
    except (OSError, KeyError, zipfile.BadZipFile) as why:
        raise ModelError(f"{weights.name} holds no face: {why}. Run `attune models verify`.") from why
    shape = next(value for field, value in fields_of(message) if field == 1 and isinstance(value, bytes))
    inside = list(fields_of(shape))
    floats = b"".join(value for field, value in inside if field == 3 and isinstance(value, bytes))
    corners = np.array([value for field, value in inside if field == 4 and isinstance(value, int)])
    vertices = np.frombuffer(floats, "<f4").reshape(-1, 5).astype(float)
    points = vertices[:, :3] * [1, -1, -1]
    meet = (points[list(UPPER_INSIDE)] + points[list(LOWER_INSIDE)]) / 2
    points[list(UPPER_INSIDE)] = points[list(LOWER_INSIDE)] = meet
    return Face(points, corners.reshape(-1, 3)[:, ::-1], vertices[:, 3:])


def moved(face: Face, smile: float, mouth: float, lids: float) -> Floats:
    """(468, 3) the face's points with a smile 0..1, the mouth open 0..1, and the eyes shut 0..1."""
    points = face.points.copy()
    points += smile * _smile(face)
    points += mouth * _jaw(face)
    for upper, lower, _ in LIDS:
        points[list(upper)] += lids * (points[list(lower)] - points[list(upper)])
    for crease, upper in CREASES:
        points[list(crease)] += lids * 0.4 * (points[list(upper)] - points[list(crease)])
    return points


def shaped(
    face: Face, eyes: float, apart: float, nose: float, mouth: float, jaw: float, chin: float, cheeks: float
) -> Face:
    """A face of its own.

    Size of the eyes and how far they are apart, size of the nose, breadth of mouth and jaw, length below the eyes:
    1 = average. Cheeks come forward and out by centimetres.
    """
    points = face.points.copy()
    for upper, lower, corners in LIDS:
        ring = points[[*upper, *lower, *corners]]
        middle = ring.mean(axis=0)
        points += (eyes - 1) * _near(points, middle, 2.0) * (points - middle) * [1, 1.25, 0.3]
        points += (apart - 1) * _near(points, middle, 2.0) * middle * [1, 0, 0]
    tip, bridge = points[1].copy(), points[168].copy()
    points += (nose - 1) * _near(points, tip, 2.0) * (points - [0, bridge[1], tip[2] + 2.6]) * [1, 0.6, 0.9]
    points[:, 0] *= 1 + (mouth - 1) * _near(points, (points[61] + points[291]) / 2, 2.4)[:, 0]
    low = np.clip((points[:, 1] + 1) / 8, 0, 1)
    points[:, 0] *= 1 + (jaw - 1) * low
    points[:, 1] += (chin - 1) * 9 * low
    for side in (-1, 1):
        puffed = _near(points, np.array([side * 4.6, 3.2, -3.0]), 2.6)
        points += cheeks * puffed * np.array([side * 0.7, 0.2, -0.7])
    return Face(points, face.triangles, face.uv)


def _near(points: Floats, middle: Floats, reach: float) -> Floats:
    near: Floats = np.exp(-((points - middle) ** 2).sum(axis=1) / (2 * reach**2))[:, None]
    return near


def _smile(face: Face) -> Floats:
    """Corners of the mouth out, up and back; cheeks up; lower lids up a little."""
    points, out = face.points, np.zeros_like(face.points)
    for corner, side in zip(MOUTH_CORNERS, (-1, 1), strict=True):
        out += _near(points, points[corner], 1.5) * np.array([side * 0.75, -0.95, 0.35])
        out += _near(points, points[corner] + [side * 1.6, -2.6, 0.2], 1.5) * np.array([side * 0.15, -0.35, -0.3])
    out[list(LOWER_LIP)] += [0, 0.15, 0]
    for _, lower, _ in LIDS:
        out[list(lower)] += [0, -0.14, 0]
    return out


def _jaw(face: Face) -> Floats:
    """Lower lip and chin down; the corners of the mouth stay where they are."""
    points, out = face.points, np.zeros_like(face.points)
    below = np.clip((points[:, 1] - points[17, 1] + 0.6) / 0.6, 0, 1) * np.clip(
        (6.0 - np.abs(points[:, 0])) / 3.5, 0, 1
    )
    lips = np.zeros(len(points))
    lips[list(LOWER_LIP)] = 1 - (np.abs(points[list(LOWER_LIP), 0]) / 2.9) ** 2
    out[:, 1] = 1.7 * np.maximum(below, lips)
    out[:, 2] = 0.5 * np.maximum(below, lips)
    return out

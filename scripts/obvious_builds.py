"""The two builds that anybody would try first, made as well as an afternoon allows, to be measured beside attune.

Both write what the judges of seconds read: who was seen where, where each looks, mutual gaze, smiles. In both the adult
is the one with the larger face over the film, somebody looks at the partner when the head points within 25 degrees of
them in the picture, and at the camera when it points within 25 degrees of the camera.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from reference import BaseOptions, mediapipe, vision

from attune import models
from attune.media.film import open_film
from attune.media.pictures import pictures
from attune.timeline import Clock
from attune.watch.faces import finder
from attune.watch.heads import angles, facing_of_points
from attune.watch.pyramid import Pyramid

RATE = 3
"""Looks a second: what an afternoon's patience allows."""

CONE = 25.0
"""Degrees."""

COLUMNS = (
    "second", "adult_seen", "child_seen", "adult_x", "adult_y", "child_x", "child_y", "adult_looks", "child_looks",
    "mutual_gaze", "joint_attention", "adult_smiles", "child_smiles",
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """One face of one picture: centre and height as fractions of the picture's height, where it points in degrees to
    the right and down, smile 0..1 or NaN."""

    x: float
    y: float
    tall: float
    yaw: float
    pitch: float
    smile: float


See = Callable[[np.ndarray], list[Face]]


@contextmanager
def whole_frame() -> Iterator[See]:
    """MediaPipe's FaceLandmarker on whole pictures, as its guide shows it."""
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(models.weights("face_landmarker.task"))),
        num_faces=2, output_face_blendshapes=True, output_facial_transformation_matrixes=True,
    )  # fmt: skip
    with vision.FaceLandmarker.create_from_options(options) as task:

        def see(pixels: np.ndarray) -> list[Face]:
            rgb = np.ascontiguousarray(pixels[:, :, ::-1])
            found = task.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb))
            high, wide = pixels.shape[:2]
            out = []
            for points, shapes, matrix in zip(
                found.face_landmarks, found.face_blendshapes, found.facial_transformation_matrixes, strict=True
            ):
                spots = np.array([(p.x * wide / high, p.y) for p in points])
                front = np.asarray(matrix)[:3, 2] * [1, -1, -1]
                yaw, pitch = angles(front[None] / np.linalg.norm(front))
                smile = {s.category_name: s.score for s in shapes}["mouthSmileLeft"]
                middle = (spots.min(0) + spots.max(0)) / 2
                out.append(Face(*middle, float(np.ptp(spots[:, 1])), float(yaw[0]), float(pitch[0]), smile))
            return out

        yield see


@contextmanager
def nearest() -> Iterator[See]:
    """CenterFace at its usual 640 x 352 and score of 0.4; directions from its five points."""
    find = finder(0.225, 0)

    def see(pixels: np.ndarray) -> list[Face]:
        faces, high = find(Pyramid(pixels), 0.4, 10), len(pixels)
        yaw, pitch = angles(facing_of_points(faces.points)[0])
        return [
            Face((x + w / 2) / high, (y + t / 2) / high, t / high, float(yaw[k]), float(pitch[k]), np.nan)
            for k, (x, y, w, t) in enumerate(faces.box)
        ]

    yield see


BUILDS = {"whole-frame MediaPipe": whole_frame, "CenterFace, nearest neighbour": nearest}


def write_seconds(film: Path, see: See, out: Path) -> None:
    """The seconds of a film as CSV."""
    facts = open_film(film)
    clock = Clock(RATE, int(np.ceil(facts.seconds * RATE)))
    tracks = _followed([see(p.pixels) if p else [] for p in pictures(facts, clock)])
    sizes = [np.median([f.tall for f in t if f]) if any(t) else 0.0 for t in tracks]
    adult, child = (tracks[i] for i in ((0, 1) if sizes[0] >= sizes[1] else (1, 0)))
    with out.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for second in range(int(np.ceil(facts.seconds))):
            part = slice(second * RATE, (second + 1) * RATE)
            writer.writerow([second, *_row(adult[part], child[part], facts.aspect)])


def _followed(looks: list[list[Face]]) -> list[list[Face | None]]:
    """Two people: each face goes to the one whose last face was nearer."""
    tracks: list[list[Face | None]] = [[], []]
    last: list[Face | None] = [None, None]
    for faces in looks:
        faces = sorted(faces, key=lambda f: -f.tall)[:2]
        for k in (0, 1):
            free = [f for f in faces if f not in (tracks[0][-1:] if k else [])]
            mine = min(free, key=lambda f: _far(f, last[k]), default=None)
            tracks[k].append(mine)
            last[k] = mine or last[k]
    return tracks


def _far(face: Face, before: Face | None) -> float:
    return float(np.hypot(face.x - before.x, face.y - before.y)) if before else 0.0


def _row(adult: list[Face | None], child: list[Face | None], aspect: float) -> list[object]:
    """What one second says, from the looks of it."""
    a, c = (next((f for f in reversed(part) if f), None) for part in (adult, child))
    looks = [_looks(me, you) for me, you in ((a, c), (c, a))]
    mutual = "" if "" in looks else float(looks == ["partner", "partner"])
    smiles = ["" if f is None or np.isnan(f.smile) else round(f.smile, 3) for f in (a, c)]
    spots = [v for f in (a, c) for v in ((f.x / aspect, f.y) if f else ("", ""))]
    return [int(a is not None), int(c is not None), *spots, *looks, mutual, "", *smiles]


def _looks(me: Face | None, you: Face | None) -> str:
    if me is None:
        return ""
    if you is not None:
        way = 90.0 if you.x > me.x else -90.0
        if abs(me.yaw - way) < 90 - CONE:
            return "partner"
    return "camera" if np.hypot(me.yaw, me.pitch) < CONE else "else"

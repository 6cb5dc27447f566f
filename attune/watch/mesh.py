"""Detail of one face: MediaPipe's mesh, iris and blendshapes on an enlarged crop.

The mesh holds up to about 50 degrees of yaw; on babies and blurred faces it may find nothing. What it does not
find is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from attune import models
from attune.timeline import Floats
from attune.watch.crops import cut
from attune.watch.faces import Pixels
from attune.watch.quiet import BaseOptions, mediapipe, vision

MARGIN = 1.9
"""Side of the crop in face sizes: MediaPipe's own face finder wants the whole head with air around it."""

SIZE = 256
"""Pixels of the crop. The mesh network looks at 256 x 256 itself; a larger crop changes nothing but the cost."""

SURE = 0.3
"""Least confidence MediaPipe asks of itself. Low, because the finder has already said that a head is here."""

NOSE = (168, 2)
"""Mesh points: root of the nose between the eyes, and its base above the lip."""

INNER_EYES = (133, 362)
"""Mesh points: inner corners of both eyes."""


@dataclass(frozen=True)
class Detail:
    """See watch.looks.Looks for what each number means."""

    facing: Floats
    eyes: Floats
    shut: float
    mouth: float
    smile: float
    young: float


Measure = Callable[[Pixels, Floats], Detail | None]


def landmarker() -> vision.FaceLandmarker:
    """MediaPipe's FaceLandmarker on single pictures; close it (`with`) when done."""
    return vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(models.weights("face_landmarker.task"))),
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
            min_face_detection_confidence=SURE,
            min_face_presence_confidence=SURE,
        )
    )


def measure(task: vision.FaceLandmarker, picture: Pixels, box: Floats) -> Detail | None:
    """Detail of the face in `box` (left, top, width, height in pixels), None where the mesh finds no face."""
    x, y, wide, tall = box
    crop = cut(picture, x + wide / 2, y + tall / 2, MARGIN * max(wide, tall), SIZE)
    rgb = np.ascontiguousarray(crop.pixels[:, :, ::-1])
    found = task.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb))
    if not found.face_landmarks:
        return None
    shapes = {s.category_name: s.score for s in found.face_blendshapes[0]}
    mesh = np.array([(p.x, p.y, p.z) for p in found.face_landmarks[0]])
    return Detail(
        facing=_facing(np.asarray(found.facial_transformation_matrixes[0])),
        eyes=_eyes(shapes),
        shut=(shapes["eyeBlinkLeft"] + shapes["eyeBlinkRight"]) / 2,
        mouth=shapes["jawOpen"],
        smile=max(shapes["mouthSmileLeft"], shapes["mouthSmileRight"]),  # turned away, the far corner is not seen
        young=_length(mesh, NOSE) / max(1e-6, _length(mesh, INNER_EYES)),
    )


def _facing(matrix: Floats) -> Floats:
    """(3,) unit vector in our axes. MediaPipe's have y up and z towards the camera; a face's own front is +z."""
    front = matrix[:3, :3] @ np.array([0.0, 0.0, 1.0])
    return np.asarray(front * np.array([1, -1, -1]) / np.linalg.norm(front))


def _eyes(shapes: dict[str, float]) -> Floats:
    """(2,) how far both eyes are turned to the right and down in the picture. Blendshape sides are the person's own."""
    right = shapes["eyeLookOutLeft"] - shapes["eyeLookInLeft"] + shapes["eyeLookInRight"] - shapes["eyeLookOutRight"]
    down = sum(shapes[f"eyeLookDown{side}"] - shapes[f"eyeLookUp{side}"] for side in ("Left", "Right"))
    return np.array([right, down]) / 2


def _length(mesh: Floats, ends: tuple[int, int]) -> float:
    return float(np.linalg.norm(mesh[ends[0]] - mesh[ends[1]]))

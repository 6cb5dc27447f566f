"""The body below a face: MediaPipe's pose on a crop sized from the head."""

from __future__ import annotations

import numpy as np

from attune import models
from attune.timeline import Floats
from attune.watch.crops import cut
from attune.watch.faces import Pixels
from attune.watch.looks import BODY_POINTS
from attune.watch.quiet import BaseOptions, mediapipe, vision

MARGIN = 5.0
"""Side of the crop in face heights: from above the hair to the hips and an arm's length to both sides."""

LOWER = 1.25
"""The crop's centre lies this many face heights below the face's."""

SIZE = 256
"""Pixels of the crop: what the pose networks look at themselves."""

SURE = 0.3
"""Least confidence asked of the pose, as for the mesh; each point carries its own visibility."""

OFF = 0.7
"""Face heights. A body whose nose lies farther from the face's centre belongs to somebody else: a held doll, or the
person whose lap this is."""


def landmarker() -> vision.PoseLandmarker:
    """MediaPipe's PoseLandmarker on single pictures; close it (`with`) when done."""
    return vision.PoseLandmarker.create_from_options(
        vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(models.weights("pose_landmarker.task"))),
            min_pose_detection_confidence=SURE,
            min_pose_presence_confidence=SURE,
        )
    )


def measure(task: vision.PoseLandmarker, picture: Pixels, box: Floats) -> Floats | None:
    """(13, 3) x, y in pixels of the picture and visibility of BODY_POINTS for the face in `box`; None where the pose
    finds no body whose nose is in that face."""
    x, y, wide, tall = box
    crop = cut(picture, x + wide / 2, y + tall / 2 + LOWER * tall, MARGIN * max(wide, tall), SIZE)
    rgb = np.ascontiguousarray(crop.pixels[:, :, ::-1])
    found = task.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb))
    if not found.pose_landmarks:
        return None
    points = [found.pose_landmarks[0][i] for i in BODY_POINTS.values()]
    spots = crop.outside(np.array([(p.x, p.y) for p in points]))
    if np.linalg.norm(spots[0] - [x + wide / 2, y + tall / 2]) > OFF * tall:
        return None
    return np.column_stack([spots, [p.visibility for p in points]])

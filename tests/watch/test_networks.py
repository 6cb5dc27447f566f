"""Networks on OpenVINO: the outputs that were asked for, in 32 bits."""

from __future__ import annotations

import numpy as np
import pytest

from attune.watch.networks import sight


@pytest.mark.real
def test_outputs_come_in_the_order_asked_for_and_are_the_callers_own() -> None:
    names = ("Identity", "Identity_2")
    crop = np.random.default_rng(1).integers(0, 256, (1, 256, 256, 3), np.uint8)
    there = sight("face_landmarker.task", "face_landmarks_detector.tflite", names)
    back = sight("face_landmarker.task", "face_landmarks_detector.tflite", names[::-1])
    points, presence = there(crop)
    assert (points.size, presence.size, points.dtype) == (478 * 3, 1, np.float32)
    assert [a.tolist() for a in back(crop)] == [presence.tolist(), points.tolist()]
    kept = points.copy()
    there(crop * 0)
    assert np.array_equal(points, kept)

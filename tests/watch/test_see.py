"""What opens the eyes of a worker."""

from __future__ import annotations

import cv2
import pytest

from attune.watch import see


def test_a_worker_looks_with_one_thread_and_leaves_others_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(see.mesh, "landmarker", lambda: None)
    monkeypatch.setattr(see.body, "landmarker", lambda: None)
    cv2.setNumThreads(3)
    with see.seeing():
        assert cv2.getNumThreads() == 1
    assert cv2.getNumThreads() == 3
    cv2.setNumThreads(-1)

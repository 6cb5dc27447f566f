"""MediaPipe's own tasks, for the tests and scripts that compare attune with them; attune itself runs without them.

Importing them loads `sounddevice` where it is there, which starts a compiler and leaves files in the temporary folder:
it is kept out. They write to standard error; the variables below keep that to errors.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("GLOG_minloglevel", "3")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.modules["sounddevice"] = None  # type: ignore[assignment]

import mediapipe  # noqa: E402
from mediapipe.tasks.python import BaseOptions, vision  # noqa: E402

__all__ = ["BaseOptions", "mediapipe", "vision"]

"""The one place where the perception libraries are brought in, with everything switched off that would talk.

openvino's import sends usage data through `openvino_telemetry`; without that module it stays silent. MediaPipe's
import loads `sounddevice` where it is there, which starts a compiler and leaves files in the temporary folder; attune
records no sound. MediaPipe and its engine write to standard error; the variables below keep that to errors.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("GLOG_minloglevel", "3")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
sys.modules["sounddevice"] = None  # type: ignore[assignment]

import mediapipe  # noqa: E402
import openvino  # noqa: E402
from mediapipe.tasks.python import BaseOptions, vision  # noqa: E402

__all__ = ["BaseOptions", "mediapipe", "openvino", "vision"]

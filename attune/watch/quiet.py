"""The one place where OpenVINO is brought in, with everything switched off that would talk.

Its import sends usage data through `openvino_telemetry`; without that module it stays silent.
"""

from __future__ import annotations

import sys

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]

import openvino  # noqa: E402
from openvino import preprocess  # noqa: E402

__all__ = ["openvino", "preprocess"]

"""Sounds of which all is known: hums that wander as a voice does, toys that do not, knocks, hiss."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]


def hum(seconds: float, pitch: float, wander: float = 0.0, rate: int = 16000, overtones: int = 8) -> Samples:
    """(n,) a tone with overtones whose pitch swings by `wander` semitones either way, three times a second."""
    time = np.arange(round(seconds * rate)) / rate
    frequency = pitch * 2 ** (wander / 12 * np.sin(2 * np.pi * 3 * time))
    phase = 2 * np.pi * np.cumsum(frequency) / rate
    tone = sum(np.sin(k * phase) / k for k in range(1, overtones + 1))
    return (0.2 * tone).astype(np.float32)


def knocks(seconds: float, every: float = 0.5, rate: int = 16000) -> Samples:
    """(n,) short bursts of noise."""
    random = np.random.default_rng(1)
    out = np.zeros(round(seconds * rate))
    for start in np.arange(0.2, seconds - 0.1, every):
        at, long = round(start * rate), round(0.03 * rate)
        out[at : at + long] = random.normal(0, 0.5, long) * np.exp(-np.arange(long) / (0.005 * rate))
    return out.astype(np.float32)


def hiss(seconds: float, level: float = 0.001, rate: int = 16000) -> Samples:
    """(n,) the background of any room."""
    return np.random.default_rng(2).normal(0, level, round(seconds * rate)).astype(np.float32)

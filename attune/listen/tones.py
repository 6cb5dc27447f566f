"""Tones: pitch, how periodic a sound is, how loud, and its colour, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.fft import dct, irfft, next_fast_len, rfft, rfftfreq

from attune.timeline import Floats

SAMPLES = 16000
"""Samples a second: what the voice detector asks for, and enough for all that tells voices apart."""

WINDOW = 1024
"""Samples under which a frame is heard: 64 ms hold four periods of the lowest voice."""

LOWEST, HIGHEST = 65.0, 900.0
"""Hz: from a deep man to a baby's cry."""

NEARLY = 0.93
"""A shorter period that fits nearly as well is the true one: its multiples fit as well by nature. Nearer to 1, low
voices are heard an octave too low; farther off, vowels whose second overtone is loud an octave too high."""

BANDS = 26
"""Mel bands, 100 to 7000 Hz, as speech recognisers have them (Davis & Mermelstein 1980)."""

COLOURS = 12
"""Cepstral coefficients without the first, which is loudness."""

LEFT = 0.1
"""Share of a band's power that is never taken off."""

_SIZE = next_fast_len(2 * WINDOW)
_TAPER = np.hanning(WINDOW).astype(np.float32)
_SHAPE = np.correlate(_TAPER, _TAPER, "full")[WINDOW - 1 :] / np.sum(_TAPER**2)


@dataclass(frozen=True)
class Tones:
    """n frames: pitch (n,) Hz, periodic (n,) 0..1, level (n,) dB, bands (n, BANDS) the power in each mel band."""

    pitch: Floats
    periodic: Floats
    level: Floats
    bands: Floats


def tones(frames: Floats) -> Tones:
    """Of frames (n, WINDOW) of samples, -1..1.

    Pitch by the autocorrelation of the frame over that of its window (Boersma 1993).
    """
    spectrum = np.abs(rfft((frames - frames.mean(1, keepdims=True)) * _TAPER, _SIZE, axis=1)) ** 2
    raw = irfft(spectrum, _SIZE, axis=1)[:, :WINDOW]
    fits = raw / np.maximum(raw[:, :1], 1e-9) / np.maximum(_SHAPE, 1e-3)
    lag = _period(fits[:, : int(SAMPLES / LOWEST) + 2])
    return Tones(
        pitch=SAMPLES / lag,
        periodic=np.clip(fits[np.arange(len(lag)), np.round(lag).astype(int)], 0, 1),
        level=10 * np.log10(raw[:, 0] / WINDOW + 1e-12),
        bands=spectrum @ _mel().T,
    )


def colour(bands: Floats, background: Floats) -> Floats:
    """(n, COLOURS) cepstrum of bands (n, BANDS) without the room's own (BANDS,), of which a part stays: what is taken
    off is a mean (spectral subtraction; Boll 1979)."""
    clear = np.maximum(bands - background, LEFT * bands)
    return np.asarray(dct(np.log(clear + 1e-8), norm="ortho", axis=1)[:, 1 : COLOURS + 1])


def _period(fits: Floats) -> Floats:
    """(n,) samples, in fractions: the shortest lag at which each row of (n, lags) fits nearly as well as at any."""
    first = int(SAMPLES / HIGHEST)
    inner = fits[:, first:-1]
    peak = (inner > fits[:, first - 1 : -2]) & (inner >= fits[:, first + 1 :])
    good = peak & (inner >= NEARLY * inner.max(1, keepdims=True))
    lag = np.where(good.any(1), good.argmax(1), inner.argmax(1)) + first
    before, here, after = (fits[np.arange(len(lag)), lag + step] for step in (-1, 0, 1))
    bend = before - 2 * here + after
    return np.asarray(lag + np.clip(0.5 * (before - after) / np.where(bend < -1e-9, bend, -np.inf), -0.5, 0.5))


def _mel() -> Floats:
    """(BANDS, bins) triangles, evenly spaced by ear."""
    edges = 700 * (10 ** (np.linspace(_by_ear(100), _by_ear(7000), BANDS + 2) / 2595) - 1)
    at = rfftfreq(_SIZE, 1 / SAMPLES)
    rise = (at - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - at) / np.diff(edges)[1:, None]
    return np.asarray(np.maximum(0, np.minimum(rise, fall)))


def _by_ear(frequency: float) -> float:
    return float(2595 * np.log10(1 + frequency / 700))

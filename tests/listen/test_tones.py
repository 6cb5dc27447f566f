"""Pitch, periodicity and level of sounds of which they are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.listen.tones import BANDS, WINDOW, colour, tones
from tests.listen.sounds import hiss, hum


def frames(samples: np.ndarray) -> np.ndarray:
    return np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::320]


@given(st.floats(75, 800), st.integers(2, 10))
def test_the_pitch_of_a_tone_with_overtones_is_its_lowest(pitch: float, overtones: int) -> None:
    heard = tones(frames(hum(0.3, pitch, overtones=overtones)))
    assert np.median(heard.pitch) == pytest.approx(pitch, rel=0.01)
    assert np.median(heard.periodic) > 0.9


def test_hiss_has_no_period() -> None:
    assert np.median(tones(frames(hiss(1.0, 0.1))).periodic) < 0.5


def test_ten_times_the_sound_is_twenty_decibels_more_and_the_same_colour() -> None:
    loud, faint = (tones(frames(hiss(0.3, level))) for level in (0.1, 0.01))
    assert loud.level - faint.level == pytest.approx(20, abs=0.1)
    none = np.zeros(BANDS)
    assert colour(loud.bands, none) == pytest.approx(colour(faint.bands, none), abs=0.1)


def test_the_rooms_own_sound_is_taken_off() -> None:
    tone, room = hum(0.5, 200), hiss(0.5, 0.05)
    clean, both, noise = (tones(frames(sound)).bands for sound in (tone, tone + room, room))
    none, wanted = np.zeros(BANDS), colour(clean + noise.mean(0) / 10, np.zeros(BANDS))
    off = [np.abs(colour(both, background) - wanted).mean() for background in (none, np.median(noise, 0))]
    assert off[1] < 0.7 * off[0]


def test_silence_is_measured_without_a_warning() -> None:
    heard = tones(np.zeros((3, WINDOW)))
    assert (heard.periodic < 0.5).all()
    assert (heard.level < -100).all()

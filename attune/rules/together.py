"""Cues: the hands of both people at one place, or with room between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.rules.geometry import distance, shoulder_width, under, wrists
from attune.rules.three import all_of, any_of
from attune.timeline import Floats, Series, series

SLOPE = 0.08
"""Shoulder widths: how softly two wrists pass from apart to together; about the error of a wrist."""


def gaps(dyad: Dyad) -> list[Floats]:
    """The four distances from a wrist of the adult to one of the child, each (n,), in the adult's shoulder widths."""
    width = shoulder_width(dyad.adult)
    return [distance(a, c) / width for a, c in product(wrists(dyad.adult), wrists(dyad.child))]


@dataclass(frozen=True)
class HandsMeet(Knobbed):
    """A hand of each at one place: OR over the four pairs of wrists, each 0.5 at `near` (science.md 1 dev.coop)."""

    name: ClassVar[str] = "hands_meet"
    near: float = knob(0.4, low=0.1, high=2, unit="adult shoulder widths", why="both wrists at one thing (dev.coop)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        sure = np.minimum(dyad.adult.sure, dyad.child.sure)
        return any_of(*(series(dyad.clock, under(gap, self.near, SLOPE), sure) for gap in gaps(dyad)))


@dataclass(frozen=True)
class Space(Knobbed):
    """The adult leaves the child's busy hands room: child moves AND each pair of wrists apart (science.md 1
    att.space)."""

    name: ClassVar[str] = "space"
    room: float = knob(0.5, low=0.1, high=3, unit="adult shoulder widths", why="out of the child's work (att.space)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        sure = np.minimum(dyad.adult.sure, dyad.child.sure)
        nearest = np.min(gaps(dyad), axis=0)  # NaN where any is: a hand out of sight may be anywhere
        return all_of(cues["child_moves"], series(dyad.clock, 1 - under(nearest, self.room, SLOPE), sure))

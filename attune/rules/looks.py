"""Where each person looks: at the partner's face, at an object, at the camera, elsewhere, or unknown.

A direction is compared with where things are in the room. What fits best wins by its likelihood, not by a fixed cone,
so a look is told the more surely the fewer things lie along it (science.md 3.2 and 4.1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad, Track, depth, place, place_at
from attune.knobs import Knobbed, knob
from attune.rules import geometry
from attune.rules.three import shots
from attune.timeline import Bools, Clock, Floats, Series, series

TARGETS = ("partner", "object", "camera", "else")
"""What somebody may look at; the order of the columns of adult_looks and child_looks."""

Cues = Mapping[str, Series]


@dataclass(frozen=True)
class Sight:
    """Where somebody looks: (n, 3) unit vectors, and (n,) their standard error in degrees."""

    way: Floats
    error: Floats


@dataclass(frozen=True)
class _Looks(Knobbed):
    """Probabilities of TARGETS, (n, 4), rows sum to 1, from the angle between a direction and each target.

    Each target has a normal spread of directions around it, times how often such looks happen. "Object" is what lies
    below the partner's face, or either person's hands where they are seen; "else" is every other direction alike.
    NaN where the head or its direction is unseen, the eyes are covered, or no target is likely enough; also where
    nobody knows the partner's place and the look is not at the camera: it may be at the partner then.
    """

    partner_spread: float = knob(15.0, low=4, high=45, unit="deg", why="a head covers 69 % of a turn (3.2)")
    partner_tall: float = knob(4.0, low=1, high=45, unit="deg", why="faces are nearly level: heads fall little short")
    camera_spread: float = knob(15.0, low=4, high=45, unit="deg", why="the screen beside the camera is looked at too")
    camera_tall: float = knob(11.0, low=3, high=45, unit="deg", why="the screen hangs below the camera")
    object_spread: float = knob(13.0, low=4, high=60, unit="deg", why="hands with a toy are wider than a face")
    object_tall: float = knob(6.0, low=3, high=60, unit="deg", why="between the partner's chest and the lap")
    object_below: float = knob(25.0, low=5, high=80, unit="deg", why="hands and toys lie so far below a face")
    object_apart: float = knob(8.0, low=0, high=60, unit="deg", why="nearer to the face, only what it holds out counts")
    object_offered: float = knob(3.0, low=1, high=20, unit="times", why="a hand held out between two draws the look")
    object_held_out: float = knob(0.25, low=0, high=1, unit="", why="share of the way to the partner that is held out")
    object_share: float = knob(0.3, low=0, high=3, unit="", why="looks at things for one at the child's face")
    else_share: float = knob(0.15, low=0.001, high=2, unit="", why="looks elsewhere likewise, over any direction")
    else_spread: float = knob(60.0, low=20, high=180, unit="deg", why="how wide elsewhere is")
    depth: float = knob(0.5, low=0, high=1, unit="", why="share of a difference in depth believed: sizes are rough")
    remember: float = knob(4.0, low=0, high=60, unit="s", why="who left the picture is near where they left")
    remembered_sure: float = knob(0.6, low=0, high=1, unit="", why="confidence in a look at a remembered place, times")
    tell: float = knob(0.6, low=0.25, high=0.99, unit="", why="least likelihood: of those told under it half are wrong")

    def _of(self, dyad: Dyad, who: Track, partner: Track) -> Series:
        here = place(who, dyad.aspect)
        there = _remembered(place(partner, dyad.aspect), self.remember, dyad.clock, dyad.cuts)
        sight = Sight(geometry.sight(who), geometry.sight_error(who))
        to_partner, to_camera = _unit((there - here) * [1, 1, self.depth]), _unit(-here)
        lost = np.isnan(to_partner[:, 0])
        likely = np.stack(
            [
                np.where(lost, self._wide(), _fit(sight, to_partner, self.partner_spread, self.partner_tall)),
                self.object_share * self._things(dyad, who, sight, to_partner),
                _fit(sight, to_camera, self.camera_spread, self.camera_tall),
                np.full(len(here), self.else_share * self._wide()),
            ],
            axis=1,
        )
        share = likely / likely.sum(1, keepdims=True)
        told = (share.max(1) >= self.tell) & ~(lost & (share.argmax(1) != TARGETS.index("camera")))
        told &= np.nan_to_num(who.covered) < 0.5
        faded = np.where(np.isnan(partner.head[:, 0]), self.remembered_sure, 1.0)
        return series(dyad.clock, np.where(told[:, None], share, np.nan), geometry.sight_sure(who) * faded)

    def _wide(self) -> float:
        """Density of a direction that may be anywhere."""
        return 1 / self.else_spread**2

    def _things(self, dyad: Dyad, who: Track, sight: Sight, to_partner: Floats) -> Floats:
        """(n,) density of looking at the likeliest thing: below the partner's face, or at somebody's hands; those of a
        partner who is unseen may be anywhere."""
        below, here = _lowered(to_partner, self.object_below), place(who, dyad.aspect)
        fits = [_fit(sight, below, self.object_spread, self.object_tall)]
        for owner, partner in ((dyad.adult, dyad.child), (dyad.child, dyad.adult)):
            for hand in range(2):
                wrist = owner.wrists[:, hand]
                spot = _unit((place_at(wrist, depth(owner), dyad.aspect) - here) * [1, 1, self.depth])
                held_out = self._held_out(wrist, owner.head, partner.head)
                apart = ~(_angle(spot, to_partner) < self.object_apart) | (held_out & (owner is not who))
                offered = np.where(held_out, self.object_offered, 1.0)
                fits.append(np.where(apart, offered * _fit(sight, spot, self.object_spread, self.object_tall), 0.0))
        likeliest: Floats = np.max(np.nan_to_num(fits), axis=0)
        return np.where(np.isnan(to_partner[:, 0]), np.maximum(likeliest, self._wide()), likeliest)

    def _held_out(self, wrist: Floats, own: Floats, partner: Floats) -> Bools:
        """(n,) a hand well on the way from its owner's head to the partner's: something is shown or reached for.

        Also where one of them is unseen: the hand may be held out then.
        """
        way = partner - own
        share = ((wrist - own) * way).sum(1) / np.maximum(1e-9, (way**2).sum(1))
        held: Bools = ~((share < self.object_held_out) | (share > 1.0))
        return held


@dataclass(frozen=True)
class AdultLooks(_Looks):
    """Where the adult looks; see `_Looks`."""

    name: ClassVar[str] = "adult_looks"

    def __call__(self, dyad: Dyad, cues: Cues) -> Series:
        return self._of(dyad, dyad.adult, dyad.child)


@dataclass(frozen=True)
class ChildLooks(_Looks):
    """Where the child looks; see `_Looks`."""

    name: ClassVar[str] = "child_looks"
    object_share: float = knob(0.8, low=0, high=3, unit="", why="the young watch hands and toys more than faces (3.1)")
    object_offered: float = knob(8.0, low=1, high=20, unit="times", why="a hand held out draws the young the more")

    def __call__(self, dyad: Dyad, cues: Cues) -> Series:
        return self._of(dyad, dyad.child, dyad.adult)


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / np.maximum(1e-9, np.linalg.norm(vector, axis=1, keepdims=True))
    return unit


def _angle(a: Floats, b: Floats) -> Floats:
    """(n,) degrees between unit vectors; NaN where either is unknown."""
    angle: Floats = np.degrees(np.arccos(np.clip((a * b).sum(1), -1, 1)))
    return angle


def _fit(sight: Sight, target: Floats, spread: float, tall: float) -> Floats:
    """(n,) density of a sight around `target`, `spread` degrees wide and `tall` degrees high, and by the sight's error
    more; NaN where unknown.

    The miss in height is taken from both pitches and the rest of the angle between them is the miss in width.
    """
    angle = _angle(sight.way, target)
    high = _pitch(sight.way) - _pitch(target)
    wide = np.sqrt(np.maximum(0, angle**2 - high**2))
    broad, deep = np.hypot(spread, sight.error), np.hypot(tall, sight.error)
    density: Floats = np.exp(-0.5 * ((wide / broad) ** 2 + (high / deep) ** 2)) / (broad * deep)
    return density


def _pitch(direction: Floats) -> Floats:
    pitch: Floats = np.degrees(np.arcsin(np.clip(direction[:, 1], -1, 1)))
    return pitch


def _lowered(direction: Floats, by: float) -> Floats:
    """(n, 3) the same heading, `by` degrees farther down, at most straight down."""
    level = np.hypot(direction[:, 0], direction[:, 2])
    pitch = np.minimum(np.arctan2(direction[:, 1], level) + np.radians(by), np.pi / 2)
    flat = direction[:, [0, 2]] / np.maximum(1e-9, level)[:, None] * np.cos(pitch)[:, None]
    return np.stack([flat[:, 0], np.sin(pitch), flat[:, 1]], 1)


def _remembered(spot: Floats, seconds: float, clock: Clock, cuts: Sequence[float]) -> Floats:
    """(n, 3) each unknown place filled with the last known one of the same shot, for at most `seconds`."""
    ticks, shot = np.arange(len(spot)), shots(clock, cuts)
    last = np.maximum.accumulate(np.where(np.isnan(spot[:, 0]), -1, ticks))
    near = (last >= 0) & (ticks - last <= seconds * clock.rate) & (shot[last] == shot)
    return np.where(near[:, None], spot[np.maximum(last, 0)], np.nan)

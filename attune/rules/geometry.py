"""Where people and hands are and what a look points at, in units of the person: all scale-free.

A head is the yardstick: its height in the picture gives depth (dyad.place), and lengths are told in shoulder widths
or head heights of the person they belong to.
"""

from __future__ import annotations

import numpy as np

from attune.dyad import Dyad, Track, place, place_at
from attune.moment import Who
from attune.timeline import Floats, Series, series

PARTNER, OBJECT = 0, 1
"""Columns of a looks cue: what each probability is for."""

SHOULDERS = 1.6
"""Shoulder width in head heights: about 1.7 for adults, 1.4 for babies. Taken from the head because the shoulders
that a camera sees shrink as their owner turns."""
CONE = 25.0
"""Degrees: within so much of a target, a head counts as turned to it (science.md 3.2, 4.1)."""
STEEP = 6.0
"""Degrees: how softly an angle passes its limit, sigma of science.md 4.1."""
SOFT = 0.2
"""How softly a measure passes its limit, as a share of the limit: about the spread of what is measured."""
STEEPEST = 50.0
"""Slopes off a limit after which exp() says nothing more."""
REACH = np.linspace(1.0, -3.0, 5)
"""Head heights from a head to its hands along the camera's line of sight: from a little behind to an arm's length in
front. One camera cannot tell which, so an angle to a hand is the smallest over these."""
SIDEWAYS = 0.7
"""Above this share of depth in the way from one head to another, an angle rests on depth and counts half (4.1)."""


def pair(dyad: Dyad, who: Who) -> tuple[Track, Track]:
    """The one who is meant, then the other."""
    return (dyad.adult, dyad.child) if who == "adult" else (dyad.child, dyad.adult)


def other(who: Who) -> Who:
    """The other one of the pair."""
    return "child" if who == "adult" else "adult"


def under(value: Floats, limit: Floats | float, slope: float) -> Floats:
    """(n,) 0..1: how clearly a value lies under its limit; 0.5 at the limit. NaN stays NaN."""
    clear: Floats = 1 / (1 + np.exp(np.clip((value - limit) / slope, -STEEPEST, STEEPEST)))
    return clear


def sight(track: Track) -> Floats:
    """(n, 3) where a person looks: where the eyes point if that is known, else where the head points."""
    return np.where(np.isnan(track.gaze), track.facing, track.gaze)


def sight_error(track: Track) -> Floats:
    """(n,) degrees: standard error of `sight` about each axis."""
    return np.where(np.isnan(track.gaze).any(axis=1), track.facing_error, track.gaze_error)


def sight_sure(track: Track) -> Floats:
    """(n,) 0..1: chance that `sight` lies within CONE of where the person truly looks, and that it is this person's; 0
    where it is unknown. 1 - exp(-CONE^2 / (2 error^2)), for errors alike about both axes."""
    within = 1 - np.exp(-0.5 * (CONE / np.maximum(1e-9, sight_error(track))) ** 2)
    sure: Floats = np.minimum(track.sure, np.nan_to_num(within))
    return sure


def angle(direction: Floats, towards: Floats) -> Floats:
    """(n,) degrees between two (n, 3) vectors of any length; NaN where either is."""
    (a, b, c), (x, y, z) = direction.T, towards.T
    across = np.sqrt((b * z - c * y) ** 2 + (c * x - a * z) ** 2 + (a * y - b * x) ** 2)
    degrees: Floats = np.degrees(np.arctan2(across, a * x + b * y + c * z))
    return degrees


def shoulder_width(track: Track) -> Floats:
    """(n,) picture heights."""
    return SHOULDERS * track.size


def distance(one: Floats, other: Floats) -> Floats:
    """(n,) picture heights between two spots (n, 2)."""
    gap: Floats = np.linalg.norm(one - other, axis=1)
    return gap


def wrists(track: Track) -> tuple[Floats, Floats]:
    """Both wrists, each (n, 2) in picture heights."""
    return track.wrists[:, 0], track.wrists[:, 1]


def hand_angle(dyad: Dyad, looker: Track, owner: Track, wrist: Floats) -> Floats:
    """(n,) degrees from a person's sight to a hand (n, 2) of `owner`, at the depth of the hand that suits it best."""
    eye, height = place(looker, dyad.aspect), owner.person.head_height
    z = place(owner, dyad.aspect)[:, 2]
    angles = [angle(sight(looker), place_at(wrist, z + step * height, dyad.aspect) - eye) for step in REACH]
    least: Floats = np.min(angles, axis=0)
    return least


def looks_near(dyad: Dyad, looker: Track, owner: Track, wrist: Floats, cone: float) -> Series:
    """How clearly a person's sight falls on a hand, 0.5 at `cone` degrees; half as sure when it rests on depth."""
    value = under(hand_angle(dyad, looker, owner, wrist), cone, STEEP)
    sure = np.minimum(sight_sure(looker), owner.sure)
    if looker is not owner:
        way = place(owner, dyad.aspect) - place(looker, dyad.aspect)
        with np.errstate(invalid="ignore", divide="ignore"):
            deep = np.abs(way[:, 2]) > SIDEWAYS * np.linalg.norm(way, axis=1)
        sure = np.where(deep, sure / 2, sure)
    return series(dyad.clock, value, sure)


def column(looks: Series, target: int) -> Series:
    """One target's probability of a looks cue (n, 4): PARTNER or OBJECT."""
    return series(looks.clock, looks.values[:, target], looks.confidence)

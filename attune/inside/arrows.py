"""Directions in the room as arrows in the picture: a shaft and a cone, seen as the camera would see them.

An arrow across the picture is long, one towards the camera shows the tip of its cone inside a ring, one away from it
the cone's open end: where somebody looks can be told without a number. A fan shows how far the direction may be out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.dyad import spot_of
from attune.timeline import Floats

START, LONG = 0.25, 1.1
"""Head heights from the middle of the head to where an arrow begins, and its length: clear of the face, and short
enough to tell whose it is."""

CONE_LONG, CONE_WIDE = 0.4, 0.16
"""Length and radius of the cone in head heights."""

NEAREST = 0.7
"""Share of the way from the camera to the head beyond which an arrow towards the camera does not come: at arm's
length its tip would fill the picture."""

MOSTLY = 1.5
"""Standard errors about two axes within which the truth lies two times out of three: 1 - exp(-1.5^2 / 2) = .68."""

WIDEST = 60.0
"""Degrees to each side that a fan is drawn at most: a wider one says no more."""

ROUND = np.linspace(0, 2 * np.pi, 24, endpoint=False)


@dataclass(frozen=True)
class Arrow:
    """An arrow in the picture, in picture heights.

    shaft    (2, 2) from its start to the middle of the cone's open end
    rim      (24, 2) the cone's open end, a circle in the room
    tip      (2,)
    towards  the camera sees the tip and not the open end
    """

    shaft: Floats
    rim: Floats
    tip: Floats
    towards: bool


def arrow(head: Floats, direction: Floats, height: float, aspect: float) -> Arrow | None:
    """The arrow of a direction (3,) from a head (3,) in metres, `height` metres tall; None where either is unknown."""
    if np.isnan(head).any() or np.isnan(direction).any():
        return None
    one = _yardstick(head, direction, height)
    start, base, tip = (head + reach * one * direction for reach in (START, START + LONG - CONE_LONG, START + LONG))
    rim = _circle(base, direction, CONE_WIDE * one)
    spots = spot_of(np.vstack([start, base, tip, rim]), aspect)
    return Arrow(spots[:2], spots[3:], spots[2], bool(direction @ base < 0))


def fan(head: Floats, direction: Floats, error: float, height: float, aspect: float) -> Floats | None:
    """(k, 2) places in the picture, whose outline holds the true direction two times out of three, for a standard
    error in degrees; None where something is unknown."""
    if np.isnan(head).any() or np.isnan(direction).any() or np.isnan(error):
        return None
    one = _yardstick(head, direction, height)
    wide = np.tan(np.radians(min(WIDEST, MOSTLY * error)))
    end = _circle(head + (START + LONG) * one * direction, direction, float(wide) * (START + LONG) * one)
    spots = spot_of(np.vstack([head, end]), aspect)
    return None if np.isnan(spots).any() else spots


def _yardstick(head: Floats, direction: Floats, height: float) -> float:
    """What stands for a head height (m): that itself, or less where the arrow would come too near to the camera."""
    nearer = -direction[2] * (START + LONG) * height
    room = (1 - NEAREST) * head[2]
    return height if nearer <= room else height * float(room / nearer)


def _circle(middle: Floats, direction: Floats, radius: float) -> Floats:
    """(24, 3) a circle around `middle` at right angles to a direction."""
    helper = np.array([1.0, 0.0, 0.0]) if abs(direction[1]) > abs(direction[0]) else np.array([0.0, 1.0, 0.0])
    side = np.cross(direction, helper)
    side /= np.linalg.norm(side)
    up = np.cross(direction, side)
    circle: Floats = middle + radius * (np.cos(ROUND)[:, None] * side + np.sin(ROUND)[:, None] * up)
    return circle

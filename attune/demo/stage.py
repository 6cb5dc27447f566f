"""The stage: who sits where and how large, what lies between them, where the cameras stand and what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from attune.demo.camera import Camera, framing
from attune.demo.play import PAIR, Who, partner_of
from attune.timeline import Floats

Thing = Literal["tower", "book", "blocks"]
THINGS: tuple[Thing, ...] = ("tower", "book", "blocks")
Place = tuple[float, float, float]

TABLE = 0.33
"""Height of the table's top, metres below the first camera."""
HALF_TALL: Mapping[Thing, float] = {"tower": 0.075, "book": 0.012, "blocks": 0.06}
"""Half the height of each thing as it lies on the table, metres."""
HEAD_SHARE = (0.85, 0.7)
"""How much of a turn the head makes, from the way the body faces, sideways and down; the eyes make the rest."""
CLEAR = 30.0
"""Degrees between a place aside and everything else that is looked at, where there is such a place."""


@dataclass(frozen=True)
class Body:
    """How somebody sits and how large they are, metres.

    seat    middle of the head at rest
    yaw     degrees that the body is turned towards the partner
    scale   size of head and limbs against the standard adult's
    wide    half the breadth of the shoulders
    neck    from the middle of the head down to the shoulders' height
    arm     length of the upper arm; the forearm is as long
    side    +1 if the partner sits to the right, else -1
    share   of a turn that the head makes, sideways and down
    """

    seat: Place
    yaw: float
    scale: float
    wide: float
    neck: float
    arm: float
    side: int
    share: tuple[float, float] = HEAD_SHARE


@dataclass(frozen=True)
class Stage:
    """Everything about a film that no second of the play changes.

    cameras    the film jumps between two
    thing      what both can play with, its middle at `spot` while it lies on the table
    aside      a place away from table and people that both can look at
    elsewhere  for each, from the head: towards nothing in particular
    light      1 in a bright room; grain is the spread of the sensor's noise, in steps of 255
    """

    bodies: Mapping[Who, Body]
    cameras: tuple[Camera, Camera]
    spot: Place
    aside: Place
    elsewhere: Mapping[Who, Place]
    thing: Thing = "tower"
    width: int = 960
    height: int = 540
    light: float = 1.0
    grain: float = 1.4

    @property
    def aspect(self) -> float:
        """Width of the picture over its height."""
        return self.width / self.height


STANDARD = Stage(
    bodies={
        "adult": Body((-0.43, -0.15, 1.25), 38.0, 1.0, 0.165, 0.205, 0.27, 1),
        "child": Body((0.40, 0.01, 1.27), -38.0, 0.9, 0.115, 0.160, 0.19, -1),
    },
    cameras=(Camera((0.0, 0.0, 0.15)), Camera((-0.06, -0.12, -0.75), yaw=1.0, pitch=3.0, focal=2.15)),
    spot=(0.0, 0.255, 1.03),
    aside=(1.25, -0.12, 0.15),
    elsewhere={"adult": (-0.62, -0.10, -0.78), "child": (0.62, 0.12, -0.77)},
)
"""The demo's own: a webcam on the table, and a camera farther away with a long lens, which gives full profiles."""

SHAPES = ((640, 360), (640, 480), (450, 800))
"""Width and height of films of other stages, lying and upright: small, so that many are made and watched soon."""
ASIDE: tuple[Place, ...] = (
    (1.25, -0.12, 0.15), (-1.25, -0.12, 0.15), (0.0, -0.90, 0.30), (1.05, 0.75, 0.55), (-1.05, 0.75, 0.55),
    (0.9, -0.75, 0.6), (-0.9, -0.75, 0.6),
)  # fmt: skip
ELSEWHERE: tuple[Place, ...] = (
    (-0.62, -0.10, -0.78), (-0.62, 0.12, -0.77), (-0.95, -0.10, -0.25), (-0.45, -0.60, -0.66), (-0.80, -0.45, -0.40),
)  # fmt: skip
"""Ways to look at nothing for one whose partner sits to the right."""


def staged(seed: int) -> Stage:
    """A stage of which the seed decides everything; 0 is the standard one."""
    if seed == 0:
        return STANDARD
    rng = np.random.default_rng([seed, 2])
    width, height = SHAPES[int(rng.choice(len(SHAPES), p=(0.4, 0.35, 0.25)))]
    bodies = _seated(rng)
    thing = THINGS[int(rng.integers(len(THINGS)))]
    spot = (float(rng.uniform(-0.06, 0.06)), TABLE - HALF_TALL[thing], float(rng.uniform(0.90, 1.03)))
    cameras = (_camera(rng, bodies, width / height), _camera(rng, bodies, width / height))
    light = float(rng.choice([1.0, 0.8, 0.55]))
    return Stage(
        bodies, cameras, spot, _aside(rng, bodies, cameras, spot),
        {who: _elsewhere(rng, who, bodies, cameras, spot) for who in PAIR},
        thing, width, height, light, grain=float(rng.uniform(1.0, 2.0) / light),
    )  # fmt: skip


def _seated(rng: np.random.Generator) -> Mapping[Who, Body]:
    """From side by side to face to face; the adult left or right, the child from one year to eight."""
    side, apart, yaw = (1 if rng.random() < 0.5 else -1), rng.uniform(0.70, 1.0), rng.uniform(15, 50)
    adult = _body(rng, STANDARD.bodies["adult"], side, apart, yaw, rng.uniform(0.94, 1.06), rng.uniform(-0.22, -0.10))
    child = _body(rng, STANDARD.bodies["child"], -side, apart, yaw, rng.uniform(0.78, 0.94), rng.uniform(-0.05, 0.04))
    return {"adult": adult, "child": child}


def _body(
    rng: np.random.Generator, usual: Body, side: int, apart: float, yaw: float, scale: float, high: float
) -> Body:
    """Somebody of this size, whose head at rest is `high` metres below the first camera."""
    wide, neck, arm = (float(length * scale / usual.scale) for length in (usual.wide, usual.neck, usual.arm))
    sideways, down = (float(share * rng.uniform(0.92, 1.08)) for share in HEAD_SHARE)
    seat = (-side * apart / 2, high, float(rng.uniform(1.2, 1.3)))
    return Body(seat, side * yaw, scale, wide, neck, arm, side, (sideways, down))


def _camera(rng: np.random.Generator, bodies: Mapping[Who, Body], aspect: float) -> Camera:
    """A webcam or a phone from the front, from one side or from above, which shows both people and the table."""
    yaw, pitch, focal, fill = (float(rng.uniform(*given)) for given in ((-25, 25), (-3, 20), (0.9, 1.3), (0.75, 0.95)))
    corners = []
    for body in bodies.values():
        x, y, z = body.seat
        corners += [(x - 0.20, y - 0.15, z), (x + 0.20, y - 0.15, z), (x, TABLE + 0.02, z - 0.25)]
    return framing(np.array(corners), yaw, pitch, focal, aspect, fill)


def _aside(rng: np.random.Generator, bodies: Mapping[Who, Body], cameras: Sequence[Camera], spot: Place) -> Place:
    clear = [
        min(_nearest(np.array(place) - body.seat, who, bodies, cameras, spot) for who, body in bodies.items())
        for place in ASIDE
    ]
    return ASIDE[_one_of(rng, clear)]


def _elsewhere(
    rng: np.random.Generator, who: Who, bodies: Mapping[Who, Body], cameras: Sequence[Camera], spot: Place
) -> Place:
    ways: list[Place] = [(x * bodies[who].side, y, z) for x, y, z in ELSEWHERE]
    return ways[_one_of(rng, [_nearest(np.array(way), who, bodies, cameras, spot) for way in ways])]


def _nearest(way: Floats, who: Who, bodies: Mapping[Who, Body], cameras: Sequence[Camera], spot: Place) -> float:
    """Degrees from a direction to the nearest thing that is looked at on purpose."""
    seat = np.array(bodies[who].seat)
    others = np.array([bodies[partner_of(who)].seat, spot, *(camera.place for camera in cameras)]) - seat
    cosines = others @ way / np.linalg.norm(others, axis=1) / np.linalg.norm(way)
    return float(np.degrees(np.arccos(cosines.max())))


def _one_of(rng: np.random.Generator, clear: Sequence[float]) -> int:
    """One of those that are clear of everything, or the clearest."""
    good = [k for k, degrees in enumerate(clear) if degrees >= CLEAR]
    return int(rng.choice(good)) if good else int(np.argmax(clear))

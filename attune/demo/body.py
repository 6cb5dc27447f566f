"""A body below a head: neck, torso, arms and hands with fingers."""

from __future__ import annotations

from functools import cache

import numpy as np

from attune.demo.camera import turned
from attune.demo.mesh import Mesh, grid, merge, tube
from attune.demo.paint import CLOTH, NECK, SKIN, SLEEVE
from attune.demo.scene import Figure
from attune.demo.stage import Body
from attune.timeline import Floats

# Rings of a torso from the neck down: metres below the shoulders, half breadth and half depth as shares of the
# shoulders' half breadth.
RINGS = np.array([
    (-0.078, 0.31, 0.34), (-0.060, 0.36, 0.40), (-0.040, 0.52, 0.44), (-0.022, 0.72, 0.47), (-0.004, 0.90, 0.50),
    (0.020, 1.02, 0.53), (0.060, 1.06, 0.57), (0.120, 1.00, 0.60), (0.200, 0.95, 0.62), (0.320, 0.92, 0.62),
    (0.450, 1.0, 0.66),
])  # fmt: skip
FINGERS = ((-0.030, 0.072, 0.0085), (-0.010, 0.082, 0.009), (0.011, 0.078, 0.009), (0.031, 0.062, 0.008))
"""Each finger of an adult's hand: metres to the side, length, radius."""


def body(figure: Figure, shape: Body) -> Mesh:
    """Everything of a person but the head, in the room's axes."""
    turn = turned(shape.yaw)
    middle = figure.shoulders.mean(axis=0)
    parts = [_torso(turn, middle, shape), _neck(figure, middle, shape)]
    for side in (0, 1):
        parts.append(_arm(figure.shoulders[side], figure.elbows[side], figure.wrists[side], shape.scale))
        parts.append(_placed_hand(figure, side, shape))
    return merge(parts)


def _torso(turn: Floats, middle: Floats, shape: Body) -> Mesh:
    around = np.arange(24) * (2 * np.pi / 24)
    size = shape.wide / 0.175
    down, wide, deep = RINGS.T * [[size], [shape.wide], [shape.wide]]
    flat = np.sign(np.cos(around)) * np.abs(np.cos(around)) ** 0.85
    x, z = wide[:, None] * flat, deep[:, None] * np.sin(around)
    points = np.stack([x, np.broadcast_to(down[:, None], x.shape), z], axis=-1)
    return grid(points @ turn.T + middle, CLOTH, closed=True)


def _neck(figure: Figure, middle: Floats, shape: Body) -> Mesh:
    top = figure.head + figure.turn @ np.array([0, 0.035, 0.030]) * shape.scale
    foot = middle + np.array([0, -0.01, 0.0])
    radius = 0.052 * shape.scale
    return tube(np.array([top, (top + foot) / 2, foot]), np.array([1.0, 0.98, 1.15]) * radius, NECK, 14)


def _arm(shoulder: Floats, elbow: Floats, wrist: Floats, scale: float) -> Mesh:
    cuff = elbow + 0.86 * (wrist - elbow)
    start = shoulder + np.array([0, 0.032, 0]) * scale
    path = np.array([start, start + 0.25 * (elbow - start), (start + elbow) / 2, elbow, (elbow + cuff) / 2, cuff])
    sleeve = tube(path, np.array([0.046, 0.052, 0.049, 0.042, 0.040, 0.036]) * scale, SLEEVE, 12)
    skin = tube(np.array([elbow + 0.7 * (wrist - elbow), wrist]), np.array([0.027, 0.025]) * scale, SKIN, 10)
    return merge([sleeve, skin])


@cache
def _hand() -> Mesh:
    """An adult's left hand, palm down, fingers along +x, thumb towards -z; metres."""
    palm = tube(np.array([(0.0, 0, 0), (0.035, 0, 0), (0.07, 0, 0)]), np.array([0.026, 0.040, 0.038]), SKIN, 12)
    palm = Mesh(palm.points * [1, 0.42, 1], palm.triangles, palm.uv)
    fingers = [
        tube(np.array([(0.07, 0, side), (0.07 + long * 0.55, 0.002, side * 1.15), (0.07 + long, 0.012, side * 1.2)]),
             np.array([thick * 1.1, thick, thick * 0.85]), SKIN, 7)
        for side, long, thick in FINGERS
    ]  # fmt: skip
    thumb = tube(np.array([(0.02, 0, -0.03), (0.05, 0.004, -0.056), (0.08, 0.008, -0.062)]),
                 np.array([0.012, 0.011, 0.009]), SKIN, 7)  # fmt: skip
    return merge([palm, *fingers, thumb])


def _placed_hand(figure: Figure, side: int, shape: Body) -> Mesh:
    """The hand at the wrist, its back away from the body: upwards on the table, outwards before the face."""
    along = figure.fingers[side]
    back = np.array([0.0, -1.0, 0.0]) if abs(along[1]) < 0.8 else -turned(shape.yaw)[:, 2]
    across = np.cross(along, -back)
    across /= np.linalg.norm(across)
    down = np.cross(across, along)
    turn = np.stack([along, down, across], axis=1)
    hand = _hand()
    if side == 1:
        hand = Mesh(hand.points * [1, 1, -1], hand.triangles[:, ::-1], hand.uv)
    return hand.moved(turn, figure.wrists[side], 0.95 * shape.scale)

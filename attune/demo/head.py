"""A whole head round the average face: skull, hair, ears, mouth, neck; turned, smiling, looking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.demo.face import LOWER_INSIDE, MOUTH_INSIDE, OVAL, UPPER_INSIDE, Face, moved, shaped
from attune.demo.mesh import Mesh, ball, grid, merge
from attune.demo.paint import FACE, HAIR, LOCK, MOUTH, RIBBON, RIM, SIDE, SKIN, at
from attune.timeline import Floats

MIDDLE = np.array([0.0, -1.6, 1.5])
"""The head's centre in the axes of the face, cm: halfway between chin and crown, and between nose and nape."""
SKULL = np.array([0.0, -2.8, 3.0])
HALF = np.array([7.9, 10.0, 9.2])
"""Middle and half axes of the skull in the same axes, cm; width and length of the head are those of an adult's."""
POLE = np.array([0.0, 0.12, 1.0]) / np.linalg.norm([0.0, 0.12, 1.0])
"""From the skull's middle to the back of the head."""
HEIGHT = 22.2
"""Chin to crown of this head with its hair, cm."""


@dataclass(frozen=True)
class Style:
    """How a head differs from the average: `face.shaped`, and the hair.

    fringe   degrees that the hair comes down over the forehead
    long     cm that the hair falls below the ears, 0 for short hair
    tufts    two bunches at the sides
    """

    eyes: float = 1.0
    apart: float = 1.0
    nose: float = 1.0
    mouth: float = 1.0
    jaw: float = 1.0
    chin: float = 1.0
    cheeks: float = 0.0
    fringe: float = 0.0
    long: float = 0.0
    tufts: bool = False


@dataclass(frozen=True)
class Model:
    """A head that does not move yet: its face, the skull behind it, and what sits on it."""

    face: Face
    skull: Mesh
    rest: Mesh


def model(face: Face, style: Style) -> Model:
    """A head of this style on the average face."""
    own = shaped(face, style.eyes, style.apart, style.nose, style.mouth, style.jaw, style.chin, style.cheeks)
    return Model(own, _skull(own), merge([*_ears(), _hair(style), *_extras(style)]))


def head(model: Model, smile: float, mouth: float, lids: float) -> Mesh:
    """The head facing the camera, its centre at (0, 0, 0), in metres."""
    face = model.face
    points = moved(face, smile, mouth, lids)
    inside = np.isin(face.triangles, MOUTH_INSIDE).all(axis=1)
    skin = Mesh(
        np.concatenate([points, model.skull.points]),
        np.concatenate([face.triangles[~inside], model.skull.triangles]),
        np.concatenate([at(face.uv) / SIDE, model.skull.uv]),
    )
    whole = merge([skin, _mouth(points), model.rest])
    return Mesh((whole.points - MIDDLE) / 100, whole.triangles, whole.uv)


def _mouth(points: Floats) -> Mesh:
    """Teeth and the dark behind them, between the lips."""
    upper = points[[78, *UPPER_INSIDE, 308]] + [0, -0.1, 0.5]
    lower = points[[78, *LOWER_INSIDE, 308]] + [0, 0.1, 0.5]
    rows = np.stack([upper, 0.55 * upper + 0.45 * lower, lower])
    return grid(rows, MOUTH)


def _skull(face: Face) -> Mesh:
    """From the face's edge round to the back of the head; its triangles count the face's own points first."""
    edge = face.points[list(OVAL)] - SKULL
    radius = np.linalg.norm(edge, axis=1)
    start = edge / radius[:, None]
    angle = np.arccos(np.clip(start @ POLE, -1, 1))
    places = at(face.uv[list(OVAL)]) / SIDE
    outward = places - [(FACE[0] + FACE[2]) / 2, (FACE[1] + FACE[3]) / 2]
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    points, uv = [], []
    for share in np.linspace(0, 0.97, 9)[1:]:
        a, b = np.sin((1 - share) * angle) / np.sin(angle), np.sin(share * angle) / np.sin(angle)
        way = start * a[:, None] + POLE * b[:, None]
        blend = np.clip(share / 0.45, 0, 1) ** 2 * (3 - 2 * np.clip(share / 0.45, 0, 1))
        points.append(SKULL + way * (radius + blend * (_skull_radius(way) - radius))[:, None])
        uv.append(places + outward * share * RIM)
    columns = len(OVAL)
    index = len(face.points) + np.arange(len(points) * columns).reshape(-1, columns)
    ring = np.concatenate([np.array(OVAL)[None], index])
    # Clockwise from the front with the outside on the left, so each quad is read against the clock.
    a, b, c, d = ring[:-1], np.roll(ring, -1, axis=1)[:-1], np.roll(ring, -1, axis=1)[1:], ring[1:]
    quads = np.stack([np.stack([a, c, b], axis=-1), np.stack([a, d, c], axis=-1)])
    return Mesh(np.concatenate(points), quads.reshape(-1, 3), np.concatenate(uv))


def _skull_radius(way: Floats) -> Floats:
    """Centimetres from the skull's middle to its surface along unit vectors (..., 3)."""
    radius: Floats = 1 / np.sqrt(((way / HALF) ** 2).sum(axis=-1))
    return radius


def _ears() -> list[Mesh]:
    return [ball(np.array([side * 7.75, 0.6, 3.4]), np.array([0.75, 2.9, 1.7]), SKIN, 7, 10) for side in (-1, 1)]


def hairline(around: Floats, fringe: float) -> Floats:
    """Lowest edge of the hair in degrees above the skull's middle, for degrees from the front."""
    turns = np.array([0, 25, 50, 68, 84, 98, 115, 140, 180])
    edge = np.array([46 - fringe, 45 - fringe, 36 - fringe * 0.6, 12, -6, -2, -32, -42, -44])
    line: Floats = np.interp(np.abs(around), turns, edge)
    return line


def _hair(style: Style) -> Mesh:
    """A cap from the crown down to the hairline, thick on top, thin at its edge."""
    around = np.arange(-180, 180, 10.0)
    down = np.linspace(0, 1, 9)[:, None]
    rise = np.radians(90 + down * (hairline(around, style.fringe) - 90))
    turn = np.radians(around)
    way = np.stack([np.cos(rise) * np.sin(turn), -np.sin(rise), -np.cos(rise) * np.cos(turn)], axis=-1)
    thick = 1.1 * (1 - down**6) + 0.25 + 0.12 * np.sin(7 * turn + 3 * down)
    points = SKULL + way * (_skull_radius(way) + thick)[:, :, None]
    # The last row turns inwards, so that no gap shows between hair and skin.
    tuck = SKULL + way[-1:] * (_skull_radius(way[-1:]) - 1.2)[:, :, None]
    return grid(np.concatenate([points, tuck]), HAIR, closed=True)


def _extras(style: Style) -> list[Mesh]:
    out = []
    if style.long:
        out += _curtain(style.long)
    for side in (-1, 1) if style.tufts else ():
        out.append(ball(SKULL + np.array([side * 9.0, -4.6, 2.5]), np.array([2.5, 2.9, 2.6]), LOCK))
        out.append(ball(SKULL + np.array([side * 7.7, -4.6, 2.2]), np.array([1.0, 1.3, 1.3]), RIBBON))
    return out


def _curtain(long: float) -> list[Mesh]:
    """Hair that falls over the ears and behind the neck, seen from both sides."""
    turn = np.radians(np.linspace(76, 284, 26))
    down = np.linspace(0, 1, 8)[:, None]
    width = 1.02 - 0.12 * (1 - down) ** 3 - 0.15 * down**3 + 0.012 * np.sin(9 * turn + 4 * down)
    x, z = (HALF[0] + 1.25) * width * np.sin(turn), -(HALF[2] + 1.2) * width * np.cos(turn)
    z = z - 1.6 * down * np.maximum(np.cos(turn) + 0.3, 0)
    y = -4.0 + down * (long + 4.0 + 0.5 * np.cos(2 * turn))
    outside = grid(SKULL + np.stack([x, y, z], axis=-1), HAIR)
    return [outside, Mesh(outside.points * [0.98, 1, 0.98], outside.triangles[:, ::-1], outside.uv)]

"""A whole head round the average face: skull, hair, ears, mouth, neck; turned, smiling, looking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.demo.face import LOWER_INSIDE, MOUTH_INSIDE, OVAL, UPPER_INSIDE, Face, moved
from attune.demo.mesh import Mesh, ball, grid, merge
from attune.demo.paint import FACE, HAIR, MOUTH, RIBBON, RIM, SIDE, SKIN, at
from attune.timeline import Floats

MIDDLE = np.array([0.0, -1.6, 1.5])
"""The head's centre in the axes of the face, cm: halfway between chin and crown, and between nose and nape."""
SKULL = np.array([0.0, -2.8, 3.0])
HALF = np.array([7.9, 10.0, 9.2])
"""Middle and half axes of the skull in the same axes, cm; width and length of the head are those of an adult's."""
HEIGHT = 22.2
"""Chin to crown of this head with its hair, cm."""


@dataclass(frozen=True)
class Style:
    """How a head differs from the average: width of the jaw, and the hair."""

    jaw: float = 1.0
    brow: float = 1.0
    bun: bool = False
    tufts: int = 0
    fringe: float = 0.0


@dataclass(frozen=True)
class Model:
    """A head that does not move yet: the face, how it is styled, and everything that stays as it is."""

    face: Face
    style: Style
    shell: Mesh
    skin: Mesh


def model(face: Face, style: Style) -> Model:
    """A head of this style on the average face."""
    points = face.points.copy()
    lower = np.clip((points[:, 1] - 1) / 7, 0, 1)
    points[:, 0] *= 1 + (style.jaw - 1) * (0.4 + 0.6 * lower)
    points[:, 1] -= (style.brow - 1) * 9 * lower
    shaped = Face(points, face.triangles, face.uv)
    shell = merge([_hair(style), *_extras(style)])
    return Model(shaped, style, shell, merge([_skull(shaped), *_ears()]))


def head(model: Model, smile: float, mouth: float, lids: float) -> Mesh:
    """The head facing the camera, its centre at (0, 0, 0), in metres."""
    face = model.face
    points = moved(face, smile, mouth, lids)
    inside = np.isin(face.triangles, MOUTH_INSIDE).all(axis=1)
    front = Mesh(points, face.triangles[~inside], at(face.uv) / SIDE)
    whole = merge([front, _mouth(points), model.skin, model.shell])
    return Mesh((whole.points - MIDDLE) / 100, whole.triangles, whole.uv)


def _mouth(points: Floats) -> Mesh:
    """Teeth and the dark behind them, between the lips."""
    upper = points[[78, *UPPER_INSIDE, 308]] + [0, -0.1, 0.5]
    lower = points[[78, *LOWER_INSIDE, 308]] + [0, 0.1, 0.5]
    rows = np.stack([upper, 0.55 * upper + 0.45 * lower, lower])
    return grid(rows, MOUTH)


def _skull(face: Face) -> Mesh:
    """From the face's edge round to the back of the head."""
    edge = face.points[list(OVAL)]
    start = edge - SKULL
    radius = np.linalg.norm(start, axis=1)
    start = start / radius[:, None]
    pole = np.array([0.0, 0.12, 1.0]) / np.linalg.norm([0.0, 0.12, 1.0])
    angle = np.arccos(np.clip(start @ pole, -1, 1))
    rings, uv = [], []
    outward = np.array(at(face.uv[list(OVAL)]) / SIDE)
    centre = np.array([(FACE[0] + FACE[2]) / 2, (FACE[1] + FACE[3]) / 2])
    for share in np.linspace(0, 0.97, 9):
        a, b = np.sin((1 - share) * angle) / np.sin(angle), np.sin(share * angle) / np.sin(angle)
        way = start * a[:, None] + pole * b[:, None]
        skull = 1 / np.sqrt(((way / HALF) ** 2).sum(axis=1))
        blend = np.clip(share / 0.45, 0, 1)
        blend = blend * blend * (3 - 2 * blend)
        rings.append(SKULL + way * (radius + blend * (skull - radius))[:, None])
        uv.append(outward + (outward - centre) / np.linalg.norm(outward - centre, axis=1, keepdims=True) * share * RIM)
    # The rings run clockwise from the front, so the way outwards is down the rows read backwards.
    sheet = grid(np.array(rings)[:, ::-1], SKIN, closed=True)
    return Mesh(sheet.points, sheet.triangles, np.array(uv)[:, ::-1].reshape(-1, 2))


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
    skull = 1 / np.sqrt(((way / HALF) ** 2).sum(axis=-1))
    thick = 1.1 * (1 - down**6) + 0.25 + 0.18 * np.sin(7 * turn + 3 * down)
    points = SKULL + way * (skull + thick)[:, :, None]
    # The last row turns inwards, so that no gap shows between hair and skin.
    tuck = SKULL + way[-1:] * (skull[-1:] - 1.2)[:, :, None]
    return grid(np.concatenate([points, tuck]), HAIR, closed=True)


def _extras(style: Style) -> list[Mesh]:
    out = []
    if style.bun:
        out.append(ball(SKULL + np.array([0, -4.5, 10.6]), np.array([3.6, 3.4, 3.2]), HAIR))
        out.append(ball(SKULL + np.array([0, -3.9, 8.6]), np.array([2.6, 2.4, 1.6]), RIBBON))
    for k in range(style.tufts):
        side = (-1) ** k
        out.append(ball(SKULL + np.array([side * 8.3, -5.2, 1.5]), np.array([2.6, 2.8, 2.6]), HAIR))
        out.append(ball(SKULL + np.array([side * 7.2, -4.9, 1.3]), np.array([1.2, 1.5, 1.5]), RIBBON))
    return out

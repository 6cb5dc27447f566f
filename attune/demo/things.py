"""What lies between both people: a tower of rings, a book or blocks; and its shadow on the table."""

from __future__ import annotations

import cv2
import numpy as np

from attune.demo.camera import turned
from attune.demo.mesh import Mesh, Tile, box, grid, merge, revolve
from attune.demo.render import Pixels
from attune.demo.room import WOOD_COLOUR
from attune.demo.stage import HALF_TALL, TABLE, Thing
from attune.timeline import Floats

SIDE = 240
"""Pixels along the texture of a thing."""
RINGS: Tile = (0.0, 0.0, 1.0, 0.5)
PAPER: Tile = (0.0, 0.5, 1.0, 0.75)
COVER: Tile = (0.0, 0.77, 1.0, 0.83)
MIDDLE_OF_COVER = (0.5, 0.8)
PAINTS: Tile = (0.0, 0.85, 1.0, 0.92)
SHADES: Tile = (0.0, 0.94, 1.0, 1.0)
STEPS = 5
"""Steps from the light of the table to the shadow under a thing; colours of rings and blocks."""
COLOURS = ((60, 60, 214), (64, 64, 214), (40, 140, 240), (60, 205, 240), (96, 178, 70), (190, 120, 50))
PAGE = (0.12, 0.17)
"""Width and height of a page, metres."""
BLOCK = 0.03
"""Half the edge of a block, metres."""
TILT = -50.0
"""Degrees that a book is turned up towards its readers while it is held."""


def thing(kind: Thing, place: Floats, lifted: float) -> Mesh:
    """The thing with its middle at `place` (3,), `lifted` 0..1 off the table, with its shadow."""
    shape = {"tower": _tower, "book": _book, "blocks": _blocks}[kind]()
    turn = turned(0.0, TILT * lifted if kind == "book" else 0.0)
    return merge([_shadow(place, HALF_TALL[kind]), shape.moved(turn, place)])


def _tower() -> Mesh:
    """A tower of five rings with a knob."""
    half = HALF_TALL["tower"]

    def profile(share: Floats) -> Floats:
        height = -half + 2 * half * share
        level = np.clip((share - 0.14) / 0.86, 0, 1)
        ring = np.abs(np.sin(np.pi * 5 * level)) ** 0.5
        radius = np.where(share < 0.14, 0.020 * np.sqrt(np.maximum(1 - ((share - 0.07) / 0.07) ** 2, 0)), 0)
        radius = radius + np.where(share >= 0.14, 0.016 + 0.016 * level + 0.018 * ring, 0)
        return np.column_stack([radius, height])

    return revolve(profile, 46, 20, RINGS)


def _book() -> Mesh:
    """An open book, its pages up and their outer edges raised."""
    (wide, tall), half = PAGE, HALF_TALL["book"]
    out = []
    for outer in (-wide, wide):
        corners = [
            [(x, half - 2 * half * abs(x) / wide, z) for x in sorted((0.0, outer))] for z in (tall / 2, -tall / 2)
        ]
        page = grid(np.array(corners), PAPER)
        out += [page, Mesh(page.points, page.triangles[:, ::-1], np.tile(MIDDLE_OF_COVER, (len(page.points), 1)))]
    return merge(out)


def _blocks() -> Mesh:
    """Two blocks on each other and two beside them."""
    places = ((-0.01, BLOCK), (0.005, -BLOCK), (-0.085, BLOCK), (0.07, BLOCK))
    tiles: list[Tile] = [(k / 6 + 0.02, PAINTS[1], k / 6 + 0.14, PAINTS[3]) for k in (1, 3, 4, 5)]
    return merge([box((x, y, 0.0), (BLOCK, BLOCK, BLOCK), tile) for (x, y), tile in zip(places, tiles, strict=True)])


def _shadow(place: Floats, half: float) -> Mesh:
    """What a thing keeps from the light: discs on the table, wider and fainter as it is lifted."""
    lifted = max(0.0, TABLE - half - float(place[1]))
    around = np.arange(24) * (2 * np.pi / 24)
    rim = np.stack([np.cos(around), np.zeros(24), -np.sin(around)], axis=-1)
    discs = []
    for number, radius in enumerate(np.linspace(0.085, 0.045, STEPS) * (1 - min(0.99, 5 * lifted))):
        middle = np.array([place[0] + 0.018, TABLE - 0.001 * (number + 1), place[2] - 0.01])
        left = number / STEPS
        tile = (left + 0.01, SHADES[1] + 0.01, left + 1 / STEPS - 0.01, SHADES[3] - 0.01)
        discs.append(grid(np.stack([np.tile(middle, (24, 1)), middle + rim[::-1] * radius]), tile, closed=True))
    return merge(discs)


def paint_things() -> Pixels:
    """The texture of every thing and its shadow."""
    picture = np.zeros((SIDE, SIDE, 3), np.uint8)

    def rows(tile: Tile, low: float = 0.0, high: float = 1.0) -> slice:
        tall = tile[3] - tile[1]
        return slice(round((tile[1] + low * tall) * SIDE), round((tile[1] + high * tall) * SIDE) + 1)

    edges = (0.0, 0.14, 0.312, 0.484, 0.656, 0.828, 1.0)
    for number, (colour, low, high) in enumerate(zip(COLOURS, edges, edges[1:], strict=False)):
        picture[rows(RINGS, low, high)] = colour
        picture[rows(PAINTS), number * SIDE // 6 : (number + 1) * SIDE // 6] = colour
    picture[rows(PAPER)] = (232, 238, 240)
    for line in range(3):
        picture[rows(PAPER, 0.66 + 0.1 * line, 0.68 + 0.1 * line), SIDE // 8 : -SIDE // 8] = (120, 120, 120)
    cv2.ellipse(picture, (SIDE // 2, round(0.58 * SIDE)), (SIDE // 4, SIDE // 20), 0, 0, 360, (90, 140, 220), -1)
    picture[rows(COVER)] = (150, 70, 60)
    for shade in range(STEPS):
        columns = slice(shade * SIDE // STEPS, (shade + 1) * SIDE // STEPS)
        picture[rows(SHADES), columns] = np.array(WOOD_COLOUR) * (0.97 - 0.055 * shade)
    return picture

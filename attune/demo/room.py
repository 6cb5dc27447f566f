"""The room behind both people, the table between them, and the toy on it."""

from __future__ import annotations

import cv2
import numpy as np

from attune.demo.mesh import Mesh, Tile, grid, merge, revolve
from attune.demo.render import Pixels
from attune.demo.scene import TABLE
from attune.timeline import Floats

WALL: Tile = (0.0, 0.0, 1.0, 0.7)
WOOD: Tile = (0.0, 0.72, 1.0, 0.86)
RINGS: Tile = (0.0, 0.88, 1.0, 1.0)
TEXTURE = (1000, 1200)
"""Height and width of the room's texture in pixels."""
SHADES = 5
"""Steps from the light of the table to the shadow under the toy."""
TOY_HALF = 0.075
"""Half the height of the toy, metres."""


def room() -> Mesh:
    """Wall and table, which do not move."""
    return merge([_sheet((-2.6, -1.7, 2.7), (2.6, 0, 0), (0, 1.45, 0), WALL, 14), *_table()])


def _sheet(corner: tuple[float, ...], right: tuple[float, ...], down: tuple[float, ...], tile: Tile, n: int) -> Mesh:
    """A flat piece from its top left corner, twice `right` wide and twice `down` high, in n x n parts."""
    share = np.linspace(0, 2, n)
    points = np.array(corner) + share[None, :, None] * np.array(right) + share[:, None, None] * np.array(down)
    return grid(points, tile)


def _table() -> list[Mesh]:
    top = _sheet((-0.95, TABLE, 1.16), (0.95, 0, 0), (0, 0, -0.24), WOOD, 12)
    edge = _sheet((-0.95, TABLE, 0.68), (0.95, 0, 0), (0, 0.02, 0), (0.0, 0.80, 1.0, 0.82), 12)
    return [top, edge]


def toy() -> Mesh:
    """A tower of five rings with a knob, its middle at (0, 0, 0)."""

    def profile(share: Floats) -> Floats:
        height = -TOY_HALF + 2 * TOY_HALF * share
        level = np.clip((share - 0.14) / 0.86, 0, 1)
        ring = np.abs(np.sin(np.pi * 5 * level)) ** 0.5
        radius = np.where(share < 0.14, 0.020 * np.sqrt(np.maximum(1 - ((share - 0.07) / 0.07) ** 2, 0)), 0)
        radius = radius + np.where(share >= 0.14, 0.016 + 0.016 * level + 0.018 * ring, 0)
        return np.column_stack([radius, height])

    return revolve(profile, 46, 20, RINGS)


def shadow(toy: Floats) -> Mesh:
    """What the toy's middle (3,) keeps from the light: discs on the table, wider and fainter as it is lifted."""
    lifted = max(0.0, TABLE - TOY_HALF - float(toy[1]))
    around = np.arange(24) * (2 * np.pi / 24)
    rim = np.stack([np.cos(around), np.zeros(24), -np.sin(around)], axis=-1)
    discs = []
    for number, radius in enumerate(np.linspace(0.085, 0.045, SHADES) * (1 - min(0.99, 5 * lifted))):
        middle = np.array([toy[0] + 0.018, TABLE - 0.001 * (number + 1), toy[2] - 0.01])
        left = number / SHADES
        tile = (left + 0.01, 0.872, left + 1 / SHADES - 0.01, 0.876)
        discs.append(grid(np.stack([np.tile(middle, (24, 1)), middle + rim[::-1] * radius]), tile, closed=True))
    return merge(discs)


def paint_room(seed: int) -> Pixels:
    """The texture of wall, table and toy: out of focus as in a living room filmed by a webcam."""
    height, width = TEXTURE
    rng = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    wall = picture[: int(0.7 * height)]
    _paint_wall(wall, rng)
    wood = np.array([112, 150, 190], np.float32)
    strip = rng.normal(0, 5, (int(0.17 * height) // 4, 8)).astype(np.float32)
    grain = cv2.resize(strip, (width, int(0.87 * height) - int(0.70 * height)), interpolation=cv2.INTER_CUBIC)
    picture[int(0.70 * height) : int(0.87 * height)] = wood + grain[:, :, None]
    for shade in range(SHADES):
        columns = slice(int(shade / SHADES * width), int((shade + 1) / SHADES * width))
        picture[int(0.87 * height) : int(0.88 * height), columns] = wood * (0.97 - 0.055 * shade)
    colours = ((60, 60, 214), (64, 64, 214), (40, 140, 240), (60, 205, 240), (96, 178, 70), (190, 120, 50))
    edges = np.array([0.0, 0.14, 0.312, 0.484, 0.656, 0.828, 1.0])
    for colour, low, high in zip(colours, edges, edges[1:], strict=False):
        picture[int((0.88 + 0.12 * low) * height) : int((0.88 + 0.12 * high) * height) + 1] = colour
    return np.clip(picture, 0, 255).astype(np.uint8)


def _paint_wall(wall: Floats, rng: np.random.Generator) -> None:
    height, width = wall.shape[:2]
    wall[:] = np.array([176, 196, 202], np.float32)

    def box(x0: float, y0: float, x1: float, y1: float, colour: tuple[int, int, int]) -> None:
        wall[int(y0 * height) : int(y1 * height), int(x0 * width) : int(x1 * width)] = colour

    box(0.0, 0.86, 1, 1, (150, 168, 176))
    box(0.06, 0.22, 0.27, 0.62, (224, 230, 232))
    box(0.07, 0.24, 0.16, 0.60, (250, 240, 226))
    box(0.17, 0.24, 0.26, 0.60, (250, 240, 226))
    box(0.02, 0.18, 0.07, 0.74, (150, 160, 120))
    box(0.26, 0.18, 0.31, 0.74, (150, 160, 120))
    box(0.43, 0.26, 0.57, 0.44, (96, 112, 120))
    box(0.44, 0.275, 0.56, 0.425, (196, 202, 178))
    cv2.circle(wall, (int(0.50 * width), int(0.37 * height)), 26, (110, 160, 200), -1)
    box(0.68, 0.50, 0.94, 0.52, (90, 118, 146))
    box(0.68, 0.72, 0.94, 0.74, (90, 118, 146))
    for shelf in (0.50, 0.72):
        at = 0.69
        while at < 0.90:
            wide, tall = rng.uniform(0.008, 0.02), rng.uniform(0.09, 0.15)
            box(at, shelf - tall, at + wide, shelf, tuple(int(v) for v in rng.uniform(70, 190, 3)))  # type: ignore[arg-type]
            at += wide + rng.choice([0.002, 0.002, 0.03])
    box(0.355, 0.62, 0.375, 0.80, (80, 110, 140))
    for _ in range(14):
        x, y = rng.normal([0.365, 0.56], [0.018, 0.045])
        leaf = (int(x * width), int(y * height))
        cv2.ellipse(wall, leaf, (14, 30), float(rng.uniform(-50, 50)), 0, 360, (86, 140, 96), -1)
    wall[:] = cv2.GaussianBlur(wall, (0, 0), 7)

"""The room behind both people, and the table between them."""

from __future__ import annotations

import cv2
import numpy as np

from attune.demo.mesh import Mesh, Tile, merge, sheet
from attune.demo.render import Pixels
from attune.demo.stage import TABLE
from attune.timeline import Floats

WALL: Tile = (0.0, 0.0, 1.0, 0.7)
WOOD: Tile = (0.0, 0.72, 1.0, 0.86)
CLOTH: Tile = (0.0, 0.90, 1.0, 0.94)
FLOOR: Tile = (0.0, 0.96, 1.0, 1.0)
TEXTURE = (1000, 1200)
"""Height and width of the room's texture in pixels."""
WALL_COLOUR = (176, 196, 202)
WOOD_COLOUR = (112, 150, 190)


def room() -> Mesh:
    """Wall, floor and table, which do not move."""
    wall = sheet((-2.6, -1.7, 2.7), (5.2, 0, 0), (0, 2.9, 0), WALL, 14)
    floor = sheet((-4.0, 1.0, 2.7), (8.0, 0, 0), (0, 0, -3.0), FLOOR, 14)
    return merge([wall, floor, *_table()])


def _table() -> list[Mesh]:
    """Its top and edge, and a cloth that hangs from it: what is below the table is not drawn."""
    left, right, back, front, deep = -0.95, 0.95, 1.16, 0.68, 0.7
    wide = (right - left, 0, 0)
    return [
        sheet((left, TABLE, back), wide, (0, 0, front - back), WOOD, 12),
        sheet((left, TABLE, front), wide, (0, 0.04, 0), (0.0, 0.80, 1.0, 0.82), 12),
        sheet((left, TABLE + 0.04, front), wide, (0, deep, 0), CLOTH, 12),
        sheet((left, TABLE, back), (0, 0, front - back), (0, deep, 0), CLOTH, 6),
        sheet((right, TABLE, front), (0, 0, back - front), (0, deep, 0), CLOTH, 6),
    ]


def paint_room(seed: int) -> Pixels:
    """The texture of wall, table and floor: out of focus as in a living room filmed by a webcam."""
    height, width = TEXTURE
    rng = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    wall = picture[: int(0.7 * height)]
    _paint_wall(wall, rng)
    strip = rng.normal(0, 5, (int(0.17 * height) // 4, 8)).astype(np.float32)
    grain = cv2.resize(strip, (width, int(0.87 * height) - int(0.70 * height)), interpolation=cv2.INTER_CUBIC)
    picture[int(0.70 * height) : int(0.87 * height)] = np.array(WOOD_COLOUR) + grain[:, :, None]
    picture[int(0.88 * height) : int(0.95 * height)] = (150, 156, 160)
    picture[int(0.95 * height) :] = (120, 140, 160)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _paint_wall(wall: Floats, rng: np.random.Generator) -> None:
    height, width = wall.shape[:2]
    wall[:] = WALL_COLOUR

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

"""Pictures from surfaces: a z-buffer in numpy, row by row of each triangle; soft light; smooth edges."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from attune.demo.camera import Camera
from attune.demo.mesh import Ints, Mesh, normals
from attune.timeline import Floats

Pixels = NDArray[np.uint8]

KEY = np.array([-0.22, -0.55, -0.80]) / np.linalg.norm([-0.22, -0.55, -0.80])
"""Towards the lamp, in the room's axes: above the first camera, a little to the left."""
KEY_COLOUR = np.array([0.52, 0.55, 0.58])
SKY_COLOUR = np.array([0.56, 0.54, 0.52])
FLOOR_COLOUR = np.array([0.36, 0.40, 0.44])
WRAP = 0.35
"""How far light reaches round a surface: skin and cloth are softer than plaster."""
NEAREST = 0.05
"""Metres: what is nearer to the camera is not drawn."""


@dataclass(frozen=True)
class Canvas:
    """What has been drawn: colour (h, w, 3) BGR, and near (h, w), 1 / metres from the camera, 0 where nothing is."""

    colour: Pixels
    near: NDArray[np.float32]

    def copy(self) -> Canvas:
        """A canvas of its own with the same picture."""
        return Canvas(self.colour.copy(), self.near.copy())


@dataclass(frozen=True)
class Rows:
    """Each row of pixels in each triangle: its first pixel's place, its length, and the triangle."""

    x: Ints
    y: Ints
    length: Ints
    triangle: Ints


def canvas(width: int, height: int, colour: tuple[int, int, int] = (0, 0, 0)) -> Canvas:
    """An empty canvas of one colour."""
    return Canvas(np.full((height, width, 3), colour, np.uint8), np.zeros((height, width), np.float32))


def draw(onto: Canvas, mesh: Mesh, texture: Pixels, camera: Camera) -> None:
    """Draws a surface where it is nearer than what is there already. Sides that face away are not drawn."""
    height, width = onto.near.shape
    own = camera.seen_from(mesh.points)
    flat = camera.focal * height * own[:, :2] / np.maximum(own[:, 2:], NEAREST) + np.array([width / 2, height / 2])
    triangles = mesh.triangles[_facing(flat, own[:, 2], mesh.triangles)]
    edges = _edges(flat[triangles])
    rows = _rows(flat[triangles], edges, width, height)
    # What is spread over a triangle: nearness, place in the texture, light.
    spread = np.column_stack([1 / np.maximum(own[:, 2], NEAREST), mesh.uv, _light(normals(mesh))])
    start, slope = _along(spread[triangles], edges, rows)
    before = (np.cumsum(rows.length) - rows.length).astype(np.int32)
    step = np.arange(rows.length.sum(), dtype=np.int32) - np.repeat(before, rows.length)
    place = np.repeat((rows.y * width + rows.x).astype(np.int32), rows.length) + step
    near = np.repeat(start[:, 0], rows.length) + np.repeat(slope[:, 0], rows.length) * step
    kept = _nearest(onto.near.reshape(-1), place, near.astype(np.float32))
    which = np.repeat(np.arange(len(before), dtype=np.int32), rows.length)[kept]
    values = np.take(start, which, axis=0) + np.take(slope, which, axis=0) * step[kept, None].astype(np.float32)
    onto.colour.reshape(-1, 3)[place[kept]] = _colour(values[:, 1:], texture)


def _facing(flat: Floats, depth: Floats, triangles: Ints) -> NDArray[np.bool_]:
    a, b, c = (flat[triangles[:, k]] for k in range(3))
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    seen: NDArray[np.bool_] = (depth[triangles] > NEAREST).all(axis=1) & (turn > 1e-6)
    return seen


def _edges(corners: Floats) -> Floats:
    """(m, 3, 3): for each corner k the plane a x + b y + c that is 1 there and 0 on the edge across."""
    p, q = corners[:, [1, 2, 0]], corners[:, [2, 0, 1]]
    a, b = p[:, :, 1] - q[:, :, 1], q[:, :, 0] - p[:, :, 0]
    planes = np.stack([a, b, -(a * p[:, :, 0] + b * p[:, :, 1])], axis=-1)
    size = (planes[:, 0] * np.concatenate([corners[:, 0], np.ones((len(corners), 1))], axis=1)).sum(axis=1)
    out: Floats = planes / size[:, None, None]
    return out


def _rows(corners: Floats, edges: Floats, width: int, height: int) -> Rows:
    """The pixels whose centres lie inside, as rows."""
    top = np.clip(np.ceil(corners[:, :, 1].min(axis=1) - 0.5), 0, height).astype(int)
    bottom = np.clip(np.ceil(corners[:, :, 1].max(axis=1) - 0.5), 0, height).astype(int)
    tall = np.maximum(bottom - top, 0)
    triangle = np.repeat(np.arange(len(tall)), tall)
    y = np.arange(len(triangle)) - np.repeat(np.cumsum(tall) - tall, tall) + top[triangle]
    a, b, c = (edges[triangle, :, k] for k in range(3))
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = -(b * (y[:, None] + 0.5) + c) / a
    low = np.where(a > 0, crossing, -np.inf).max(axis=1, initial=-np.inf)
    high = np.where(a < 0, crossing, np.inf).min(axis=1, initial=np.inf)
    first = np.ceil(np.clip(low - 0.5, 0, width)).astype(int)
    last = np.floor(np.clip(high - 0.5, -1, width - 1)).astype(int)
    length = last - first + 1
    some = length > 0
    return Rows(first[some], y[some], length[some], triangle[some])


def _along(values: Floats, edges: Floats, rows: Rows) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Values (m, 3, k) at corners become, for each row, (k,) at its first pixel and (k,) more for each pixel on."""
    spot = np.column_stack([rows.x + 0.5, rows.y + 0.5, np.ones(len(rows.x))])
    planes = np.einsum("mcv,mcp->mvp", values, edges)[rows.triangle]
    start = np.einsum("rvp,rp->rv", planes, spot)
    return start.astype(np.float32), planes[:, :, 0].astype(np.float32)


def _nearest(near: NDArray[np.float32], place: Ints, new: NDArray[np.float32]) -> Ints:
    """Which of the new pixels are nearer than all others at their place; `near` is brought up to date."""
    candidates = np.flatnonzero(new > near[place])
    place, new = place[candidates], new[candidates]
    np.maximum.at(near, place, new)
    return candidates[new >= near[place]]


def _light(normal: Floats) -> Floats:
    """(n, 3) how much of each colour a surface with these normals gives back: lamp, ceiling and floor."""
    key = np.maximum((normal @ KEY + WRAP) / (1 + WRAP), 0)[:, None]
    up = (0.5 - 0.5 * normal[:, 1])[:, None]
    light: Floats = key * KEY_COLOUR + up * SKY_COLOUR + (1 - up) * FLOOR_COLOUR
    return light


def _colour(values: NDArray[np.float32], texture: Pixels) -> Pixels:
    """(n, 3) BGR from (n, 5): place in the texture, light."""
    tall, wide = texture.shape[:2]
    x = np.clip(values[:, 0] * wide, 0, wide - 1).astype(np.int32)
    y = np.clip(values[:, 1] * tall, 0, tall - 1).astype(np.int32)
    lit = np.take(texture.reshape(-1, 3), y * wide + x, axis=0) * values[:, 2:]
    colour: Pixels = np.minimum(lit, 255, out=lit).astype(np.uint8)
    return colour


def develop(drawn: Canvas, width: int, height: int, light: float, grain: NDArray[np.int16]) -> Pixels:
    """The finished (height, width, 3) picture: edges smoothed by averaging, in 0..1 of the full light, with grain of
    the same shape."""
    small = cv2.resize(drawn.colour, (width, height), interpolation=cv2.INTER_AREA)
    return cv2.addWeighted(small, light, grain, 1.0, 0.0, dtype=cv2.CV_8U)  # type: ignore[return-value]

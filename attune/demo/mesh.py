"""Surfaces made of triangles: the pieces from which heads, bodies and the room are built.

Axes as in dyad.py: x right, y down, z away from the camera, metres. A triangle is seen from the side from which
its corners run clockwise in the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attune.timeline import Floats

Ints = NDArray[np.int64]
Tile = tuple[float, float, float, float]
"""A rectangle of a texture: left, top, right, bottom, each 0..1."""


@dataclass(frozen=True)
class Mesh:
    """points (n, 3) metres, triangles (m, 3) indices, uv (n, 2) places in the texture, 0..1."""

    points: Floats
    triangles: Ints
    uv: Floats

    def moved(self, turn: Floats, shift: Floats, scale: float = 1.0) -> Mesh:
        """Scaled, then turned by a (3, 3) rotation, then shifted."""
        return Mesh(self.points * scale @ turn.T + shift, self.triangles, self.uv)


def merge(meshes: Sequence[Mesh]) -> Mesh:
    """All pieces as one."""
    starts = np.cumsum([0, *(len(m.points) for m in meshes)])
    return Mesh(
        np.concatenate([m.points for m in meshes]),
        np.concatenate([m.triangles + start for m, start in zip(meshes, starts, strict=False)]),
        np.concatenate([m.uv for m in meshes]),
    )


def normals(mesh: Mesh) -> Floats:
    """(n, 3) unit vectors out of the surface, smooth over shared points."""
    a, b, c = (mesh.points[mesh.triangles[:, k]] for k in range(3))
    across = np.cross(b - a, c - a)
    out = np.zeros_like(mesh.points)
    for k in range(3):
        np.add.at(out, mesh.triangles[:, k], across)
    unit: Floats = -out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
    return unit


def grid(points: Floats, tile: Tile, closed: bool = False) -> Mesh:
    """A sheet through (rows, columns, 3) points; `closed` joins the last column to the first."""
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    right = np.roll(index, -1, axis=1) if closed else index[:, 1:]
    left = index if closed else index[:, :-1]
    a, b, c, d = left[:-1].ravel(), right[:-1].ravel(), right[1:].ravel(), left[1:].ravel()
    v, u = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, columns), indexing="ij")
    uv = np.stack([tile[0] + u * (tile[2] - tile[0]), tile[1] + v * (tile[3] - tile[1])], axis=-1)
    triangles = np.concatenate([np.column_stack([a, b, c]), np.column_stack([a, c, d])])
    return Mesh(points.reshape(-1, 3), triangles, uv.reshape(-1, 2))


def sheet(corner: Sequence[float], right: Sequence[float], down: Sequence[float], tile: Tile, n: int) -> Mesh:
    """A flat piece from its top left corner to the right and down, in n x n points."""
    share = np.linspace(0, 1, n)
    points = np.array(corner) + share[None, :, None] * np.array(right) + share[:, None, None] * np.array(down)
    return grid(points, tile)


def box(middle: Sequence[float], half: Sequence[float], tile: Tile) -> Mesh:
    """A box with half edges `half`, its sides along the axes."""
    (x, y, z), (a, b, c) = middle, half
    low, high = (x - a, y - b, z - c), (x + a, y + b, z + c)
    sides = (
        (low, (2 * a, 0, 0), (0, 2 * b, 0)), ((x + a, y - b, z - c), (0, 0, 2 * c), (0, 2 * b, 0)),
        ((x + a, y - b, z + c), (-2 * a, 0, 0), (0, 2 * b, 0)), ((x - a, y - b, z + c), (0, 0, -2 * c), (0, 2 * b, 0)),
        ((x - a, y - b, z + c), (2 * a, 0, 0), (0, 0, -2 * c)), (high, (-2 * a, 0, 0), (0, 0, -2 * c)),
    )  # fmt: skip
    return merge([sheet(corner, right, down, tile, 2) for corner, right, down in sides])


def ball(middle: Floats, half: Floats, tile: Tile, rows: int = 9, columns: int = 14) -> Mesh:
    """An ellipsoid with half axes `half`, poles up and down."""
    polar = np.linspace(0, np.pi, rows)[:, None]
    around = np.arange(columns) * (2 * np.pi / columns)
    unit = np.stack(
        [np.sin(polar) * np.cos(around), -np.cos(polar) * np.ones(columns), -np.sin(polar) * np.sin(around)], axis=-1
    )
    return grid(unit[:, ::-1] * half + middle, tile, closed=True)


def frames_along(directions: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors across each of (n, 3) unit vectors, so that across x beyond = direction."""
    steep = np.abs(directions[:, 2:]) >= 0.9
    helper = np.where(steep, [1.0, 0.0, 0.0], [0.0, 0.0, 1.0])
    across = np.cross(helper, directions)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    return across, np.cross(directions, across)


def tube(path: Floats, radii: Floats, tile: Tile, columns: int = 10) -> Mesh:
    """A round limb through path (k, 3) with a radius at each point; its ends are closed by domes."""
    ends = path[[1, -1]] - path[[0, -2]]
    start, end = ends / np.linalg.norm(ends, axis=1, keepdims=True)
    reach = np.array([[1.0], [0.7]])
    centres = np.concatenate([path[0] - start * radii[0] * reach, path, path[-1] + end * radii[-1] * reach[::-1]])
    wide = np.concatenate([radii[0] * np.array([0.05, 0.7]), radii, radii[-1] * np.array([0.7, 0.05])])
    along = np.gradient(centres, axis=0)
    across, beyond = frames_along(along / np.linalg.norm(along, axis=1, keepdims=True))
    around = (np.arange(columns) * (2 * np.pi / columns))[None, :, None]
    spokes = np.cos(around) * across[:, None] - np.sin(around) * beyond[:, None]
    return grid(centres[:, None] + wide[:, None, None] * spokes, tile, closed=True)


def revolve(profile: Callable[[Floats], Floats], rows: int, columns: int, tile: Tile) -> Mesh:
    """A surface turned about the vertical axis: profile(t) gives (k, 2) radius and height (y) for t in 0..1."""
    radius, height = profile(np.linspace(0, 1, rows)).T
    around = np.arange(columns) * (2 * np.pi / columns)
    x, z = radius[:, None] * np.cos(around), radius[:, None] * np.sin(around)
    points = np.stack([x, np.broadcast_to(height[:, None], x.shape), z], axis=-1)
    return grid(points, tile, closed=True)

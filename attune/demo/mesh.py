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


def ball(middle: Floats, half: Floats, tile: Tile, rows: int = 9, columns: int = 14) -> Mesh:
    """An ellipsoid with half axes `half`, poles up and down."""
    polar = np.linspace(0, np.pi, rows)[:, None]
    around = np.arange(columns) * (2 * np.pi / columns)
    unit = np.stack(
        [np.sin(polar) * np.cos(around), -np.cos(polar) * np.ones(columns), -np.sin(polar) * np.sin(around)], axis=-1
    )
    return grid(unit[:, ::-1] * half + middle, tile, closed=True)


def frame_along(direction: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors across `direction` (a unit vector), so that across x beyond = direction."""
    helper = np.array([0.0, 0.0, 1.0]) if abs(direction[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    across = np.cross(helper, direction)
    across /= np.linalg.norm(across)
    return across, np.cross(direction, across)


def tube(path: Floats, radii: Floats, tile: Tile, columns: int = 10) -> Mesh:
    """A round limb through path (k, 3) with a radius at each point; its ends are closed by domes."""
    start, end = path[1] - path[0], path[-1] - path[-2]
    start, end = start / np.linalg.norm(start), end / np.linalg.norm(end)
    dome = np.array([(1.0, 0.05), (0.7, 0.7)])
    before = [(path[0] - start * radii[0] * h, radii[0] * r) for h, r in dome]
    after = [(path[-1] + end * radii[-1] * h, radii[-1] * r) for h, r in dome[::-1]]
    stations = [*before, *zip(path, radii, strict=True), *after]
    centres = np.array([s[0] for s in stations])
    along = np.gradient(centres, axis=0)
    around = np.arange(columns) * (2 * np.pi / columns)
    rings = []
    for (centre, radius), direction in zip(stations, along, strict=True):
        across, beyond = frame_along(direction / np.linalg.norm(direction))
        rings.append(centre + radius * (np.cos(around)[:, None] * across - np.sin(around)[:, None] * beyond))
    return grid(np.array(rings), tile, closed=True)


def revolve(profile: Callable[[Floats], Floats], rows: int, columns: int, tile: Tile) -> Mesh:
    """A surface turned about the vertical axis: profile(t) gives (k, 2) radius and height (y) for t in 0..1."""
    radius, height = profile(np.linspace(0, 1, rows)).T
    around = np.arange(columns) * (2 * np.pi / columns)
    x, z = radius[:, None] * np.cos(around), radius[:, None] * np.sin(around)
    points = np.stack([x, np.broadcast_to(height[:, None], x.shape), z], axis=-1)
    return grid(points, tile, closed=True)

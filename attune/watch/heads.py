"""Where a head points, in three dimensions, from what single looks measured. Pure NumPy, all heads at once.

Two witnesses: the five points of the finder, which slide to the front edge of the face in profile and so give yaw up
to 90 degrees, and the mesh, which gives finer yaw and pitch up to about 45 degrees and flattens beyond.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.dyad import FOCAL
from attune.knobs import Knobbed, knob
from attune.timeline import Floats
from attune.watch.edges import left_over
from attune.watch.looks import Looks

FIVE_POINTS = np.array([[-3.2, -2.9, 0.0], [3.2, -2.9, 0.0], [0.0, 0.4, -2.6], [-2.5, 3.4, -0.6], [2.5, 3.4, -0.6]])
"""Eyes, nose tip and mouth corners of a head that faces the camera: centimetres; x right, y down, z away.
Adult anthropometric means (63 mm between the pupils, nose tip 26 mm before them); scale does not matter."""


STEEP = 60.0
"""Degrees of yaw from which the far half of a face is hidden (science.md 4.1)."""


@dataclass(frozen=True)
class Heading(Knobbed):
    """How the two witnesses of a head's direction are joined, and by how much the result errs."""

    mesh_until: float = knob(40.0, low=0, high=90, unit="deg", why="of yaw; beyond it the mesh's yaw flattens")
    mesh_share: float = knob(0.5, low=0, high=1, unit="", why="weight of the mesh's yaw before that; equal witnesses")
    points_low: float = knob(5.0, low=-20, high=20, unit="deg", why="points of people who face the camera")
    nod: float = knob(1.4, low=1, high=2.5, unit="times", why="a head covers 69 % of a shift of gaze")
    error: float = knob(8.0, low=1, high=45, unit="deg", why="of a large, sharp, frontal face: two makers differ by it")
    profile: float = knob(0.15, low=0, high=2, unit="", why="degrees more for each of yaw beyond 60 (4.1)")
    jitter: float = knob(5.0, low=0, high=45, unit="deg", why="more where a face has half of one of the next three")
    small: float = knob(48.0, low=4, high=200, unit="px", why="face height below which points blur (4.1)")
    blurred: float = knob(60.0, low=0, high=1000, unit="", why="Laplacian variance of a face that motion has smeared")
    faint: float = knob(0.8, low=0.1, high=1, unit="", why="score below which directions of neighbouring looks part")
    cut_off: float = knob(40.0, low=0, high=90, unit="deg", why="more for a face all but beyond the edge")


def facing_of_points(points: Floats) -> tuple[Floats, Floats]:
    """(m, 3) unit vectors seen along the camera's ray through each head, and (m,) misfit 0..1, from (m, 5, 2) points.

    Weak-perspective fit of FIVE_POINTS in closed form: least squares, then the nearest rotation (SVD). The misfit is
    the RMS distance of the points from the fitted ones over their own spread. No heads give empty arrays.
    """
    model = FIVE_POINTS - FIVE_POINTS.mean(0)
    spots = points - points.mean(1, keepdims=True)
    fit = np.einsum("km,nmc->nck", np.linalg.pinv(model), spots)
    u, _, v = np.linalg.svd(fit, full_matrices=False)
    right, down = np.moveaxis(u @ v, 1, 0)
    # The model looks along -z, so its front is minus the rotation's third column.
    front = -np.stack([right[:, 2], down[:, 2], np.cross(right, down)[:, 2]], -1)
    misfit = np.linalg.norm(model @ fit.transpose(0, 2, 1) - spots, axis=(1, 2))
    return front, misfit / np.maximum(1e-9, np.linalg.norm(spots, axis=(1, 2)))


def angles(direction: Floats) -> tuple[Floats, Floats]:
    """(n,) yaw to the picture's right and (n,) pitch down, degrees, of (n, 3) unit vectors; 0, 0 faces the camera."""
    yaw = np.degrees(np.arctan2(direction[:, 0], -direction[:, 2]))
    return yaw, np.degrees(np.arcsin(np.clip(direction[:, 1], -1, 1)))


def direction(yaw: Floats, pitch: Floats) -> Floats:
    """(n, 3) unit vectors from (n,) degrees; the inverse of `angles`."""
    a, b = np.radians(yaw), np.radians(pitch)
    return np.stack([np.sin(a) * np.cos(b), np.sin(b), -np.cos(a) * np.cos(b)], -1)


def headings(looks: Looks, knobs: Heading) -> tuple[Floats, Floats]:
    """Yaw and pitch in degrees of each head along its own ray: (m, 2) from the five points, and (m, 2) what the mesh
    adds to that (NaN where it was not asked or does not fit)."""
    yaw, pitch = angles(facing_of_points(looks.points)[0])
    pitch = (pitch - knobs.points_low) * knobs.nod
    mesh_yaw, mesh_pitch = angles(looks.facing)
    share = np.where(np.abs(yaw) > knobs.mesh_until, 0.0, knobs.mesh_share)
    more = np.column_stack([share * (mesh_yaw - yaw), (mesh_pitch * knobs.nod - pitch) / 2])
    return np.column_stack([yaw, pitch]), more


def errors(looks: Looks, aspect: float, knobs: Heading) -> Floats:
    """(m,) standard error in degrees of each heading, about each axis.

    sqrt(error^2 + (jitter ((score / faint)^-1.5 small / pixels sqrt(blurred / detail) - 1))^2), factors under 1 as 1:
    the form in which directions of neighbouring looks part as faces get faint, small and blurred (measured on home
    film). Profiles and faces cut off by the picture's edge err by more.
    """
    faint = np.maximum(1, knobs.faint / np.maximum(1e-3, looks.score)) ** 1.5
    small = np.maximum(1, knobs.small / np.maximum(1, looks.pixels))
    blurred = np.sqrt(np.maximum(1, knobs.blurred / np.maximum(1e-3, looks.detail)))
    yaw = np.abs(angles(facing_of_points(looks.points)[0])[0])
    usual = knobs.error + knobs.profile * np.maximum(0, yaw - STEEP) + knobs.cut_off * (1 - left_over(looks, aspect))
    return np.asarray(np.hypot(usual, knobs.jitter * (faint * small * blurred - 1)))


def eye_turn(looks: Looks) -> Floats:
    """(m, 2) degrees that the eyes add to the head's yaw and pitch; NaN where the eyes are not told."""
    return np.degrees(np.arcsin(looks.eyes))


def along_ray(yaw_pitch: Floats, spot: Floats, aspect: float) -> Floats:
    """(m, 3) unit vectors in the camera's axes, from (m, 2) angles seen along the ray through (m, 2) spots.

    A head at the picture's left that faces the camera is turned to the right in the room: the ray's own angle is added.
    """
    ray_yaw = np.degrees(np.arctan2(spot[:, 0] - aspect / 2, FOCAL))
    ray_pitch = np.degrees(np.arctan2(spot[:, 1] - 0.5, FOCAL))
    return direction(yaw_pitch[:, 0] - ray_yaw, yaw_pitch[:, 1] - ray_pitch)

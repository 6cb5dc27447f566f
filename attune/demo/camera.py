"""Cameras: where they stand, and where a place of the room falls in their picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.timeline import Floats


def turned(yaw: float, pitch: float = 0.0, roll: float = 0.0) -> Floats:
    """(3, 3) rotation of a thing that faces the camera, (0, 0, -1), in degrees.

    Yaw turns it to the picture's right, pitch down, roll tilts its top to the picture's right.
    """
    y, p, r = np.radians([yaw, pitch, roll])
    about_y = np.array([[np.cos(y), 0, -np.sin(y)], [0, 1, 0], [np.sin(y), 0, np.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    out: Floats = about_y @ about_x @ about_z
    return out


@dataclass(frozen=True)
class Camera:
    """place in metres (x right, y down, z ahead), looking ahead turned by yaw and pitch (deg) to the right and down;
    focal length in picture heights."""

    place: tuple[float, float, float] = (0.0, 0.0, 0.0)
    yaw: float = 0.0
    pitch: float = 0.0
    focal: float = 1.0

    @property
    def axes(self) -> Floats:
        """(3, 3) rows: the picture's right, down and ahead, in the room's axes."""
        y, p = np.radians([self.yaw, self.pitch])
        ahead = np.array([np.sin(y) * np.cos(p), np.sin(p), np.cos(y) * np.cos(p)])
        right = np.array([np.cos(y), 0.0, -np.sin(y)])
        return np.stack([right, np.cross(ahead, right), ahead])

    def seen_from(self, points: Floats) -> Floats:
        """(n, 3) places of the room in this camera's own axes."""
        own: Floats = (points - np.array(self.place)) @ self.axes.T
        return own

    def turned_to(self, directions: Floats) -> Floats:
        """(n, 3) directions of the room in this camera's own axes."""
        own: Floats = directions @ self.axes.T
        return own

    def project(self, points: Floats, aspect: float) -> Floats:
        """(n, 2) picture heights from the top left corner."""
        own = self.seen_from(points)
        out: Floats = self.focal * own[:, :2] / own[:, 2:] + np.array([aspect / 2, 0.5])
        return out


def framing(points: Floats, yaw: float, pitch: float, focal: float, aspect: float, fill: float) -> Camera:
    """The camera with these angles and this lens that has the middle of (n, 3) points before it and stands where they
    fill the share `fill` of its picture, in width or in height, whichever is fuller."""
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    far = 2.0
    for _ in range(12):
        x, y, z = middle - far * Camera(yaw=yaw, pitch=pitch).axes[2]
        camera = Camera((float(x), float(y), float(z)), yaw, pitch, focal)
        full = 2 * np.abs(camera.project(points, aspect) / [aspect, 1] - 0.5).max()
        far *= float(full) / fill
    return camera

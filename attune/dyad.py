"""Two people on one clock: what was seen and heard of them. Units, signs and axes are stated here, once.

Picture      x to the right, y down, in *picture heights* from the top left corner: 0 <= y <= 1 and
             0 <= x <= aspect. A picture height is the same length both ways, so distances need no correction.
Directions   unit vectors (x right, y down, z away from the camera). A head that faces the camera points to
             (0, 0, -1); one that faces the picture's right edge to (1, 0, 0); one that looks down to (0, 1, 0).
Places       metres in the same axes, with the camera at (0, 0, 0); see `place`.
Unseen       NaN, never 0. Confidence is 0 there. So is what was not heard: silence is 0, no sound is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

import numpy as np

from attune.timeline import Bools, Clock, Floats

Role = Literal["adult", "child", "other"]

FOCAL = 1.0
"""Focal length of the camera in picture heights, when nothing is known of it. A webcam or a phone held flat
(60 to 75 degrees across, 16:9 or 4:3) has 0.9 to 1.3; only depth *differences* between two people use it."""


@dataclass(frozen=True)
class Person:
    """Who a track belongs to.

    key          stable within a film: "p1", "p2", ...
    role         "adult" and "child" are the scored pair, everybody else is "other"
    role_sure    0..1, how certain the role is; 1 when a person said so
    name         what the guider calls them, or "" for none
    head_height  metres from chin to crown for the role (science.md 4.1), for depth
    """

    key: str
    role: Role
    role_sure: float
    head_height: float
    name: str = ""


@dataclass(frozen=True)
class Track:
    """One person through a film: n looks on the watch clock.

    found         (n,) bool   the head was found in this very look, not carried over from an earlier one
    head          (n, 2)      centre of the head, picture heights; carried over at most 0.3 s
    size          (n,)        height of the head, picture heights
    sure          (n,)        0..1 that this is the person's head
    facing        (n, 3)      unit vector: where the head points
    facing_error  (n,)        degrees: standard error of that direction, about each axis
    gaze          (n, 3)      unit vector: where the eyes point, where they are large enough to tell
    gaze_error    (n,)        degrees, likewise
    covered       (n,)        0..1 that the eyes are hidden (hands or a toy before the face)
    mouth         (n,)        0..1 mouth opening
    smile         (n,)        0..1 smile-like display: what the mouth shows, not what anyone feels
    shoulders     (n, 2, 2)   left and right shoulder of the person, picture heights
    wrists        (n, 2, 2)   left and right wrist of the person, picture heights
    speaks        (n,)        0..1 share of the tick in which this person's voice is heard; NaN where there is no sound,
                              and where it cannot be told whose voice it is
    detail        (n,)        how sharp the found face is: variance of its Laplacian at a fixed size, low in blur
    """

    person: Person
    clock: Clock
    found: Bools
    head: Floats
    size: Floats
    sure: Floats
    facing: Floats
    facing_error: Floats
    gaze: Floats
    gaze_error: Floats
    covered: Floats
    mouth: Floats
    smile: Floats
    shoulders: Floats
    wrists: Floats
    speaks: Floats
    detail: Floats

    def __post_init__(self) -> None:
        for each in fields(self):
            array = getattr(self, each.name)
            if isinstance(array, np.ndarray):
                if len(array) != self.clock.count:
                    raise ValueError(f"Track.{each.name} has {len(array)} looks, its clock has {self.clock.count}")
                array.flags.writeable = False


@dataclass(frozen=True)
class Dyad:
    """An adult and a child on one clock, and whoever else was in the picture.

    aspect       width / height of the upright picture
    seconds      length of the film
    cuts         seconds at which the picture jumps to another shot, sorted
    voice        (n,) 0..1 share of the tick in which anybody's voice is heard; NaN where there is no sound
    other_voice  (n,) as Track.speaks, of neither: a guider behind the camera, a sibling, a television
    """

    clock: Clock
    aspect: float
    seconds: float
    adult: Track
    child: Track
    others: tuple[Track, ...] = ()
    cuts: tuple[float, ...] = ()
    voice: Floats = field(kw_only=True)
    other_voice: Floats = field(kw_only=True)


def unheard(clock: Clock) -> Floats:
    """(n,) of a voice of which nothing is known: NaN."""
    return np.full(clock.count, np.nan)


def unseen(person: Person, clock: Clock) -> Track:
    """A track of somebody who was never seen or heard: everything unknown."""

    def nothing(*shape: int) -> Floats:
        return np.full((clock.count, *shape), np.nan)

    def zero() -> Floats:
        return np.zeros(clock.count)

    return Track(
        person=person, clock=clock, found=np.zeros(clock.count, bool), head=nothing(2), size=nothing(), sure=zero(),
        facing=nothing(3), facing_error=nothing(), gaze=nothing(3), gaze_error=nothing(), covered=nothing(),
        mouth=nothing(), smile=nothing(), shoulders=nothing(2, 2), wrists=nothing(2, 2), speaks=nothing(),
        detail=nothing(),
    )  # fmt: skip


def depth(track: Track) -> Floats:
    """(n,) metres from the camera, from the size of the head: z = focal * S / s. NaN where the head is unseen."""
    return FOCAL * track.person.head_height / track.size


def place(track: Track, aspect: float) -> Floats:
    """(n, 3) metres: where the head is in the room. NaN where it is unseen."""
    z = depth(track)
    return place_at(track.head, z, aspect)


def place_at(spot: Floats, z: Floats, aspect: float) -> Floats:
    """(n, 3) metres: a spot of the picture (n, 2) taken to lie z (n,) metres from the camera."""
    ray = (spot - np.array([aspect / 2, 0.5])) / FOCAL
    return np.column_stack([ray[:, 0] * z, ray[:, 1] * z, z])


def spot_of(places: Floats, aspect: float) -> Floats:
    """(n, 2) picture heights: where places of the room (n, 3) are seen; `place_at` turned round.

    NaN where a place is unknown, or not before the camera.
    """
    ahead = np.where(places[:, 2:] > 0, places[:, 2:], np.nan)
    spot: Floats = FOCAL * places[:, :2] / ahead + np.array([aspect / 2, 0.5])
    return spot

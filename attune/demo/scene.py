"""Both people at one second of a play: where heads and eyes point, faces, hands. Nothing of how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from attune.demo.arms import elbows, hands
from attune.demo.camera import turned
from attune.demo.places import Places, gone, places, shoulders, sway
from attune.demo.play import PAIR, Play, Who, amount, gazing
from attune.demo.stage import STANDARD, Stage
from attune.timeline import Floats

REST_SMILE = 0.1
"""A mouth at rest looks stern without it."""
REST_PITCH = 4.0
"""Degrees that a head at rest looks down."""


@dataclass(frozen=True)
class Figure:
    """One person at one second, in the room's axes, metres. Pairs are (left, right) of the person.

    turn         (3, 3) rotation of the head
    gaze         (3,) unit vector of the eyes
    eyes         degrees that the eyes are turned in the head: to its own right in the picture, down
    smile, mouth, lids, covered, away   0..1
    fingers      (2, 3) unit vectors along the hands
    """

    head: Floats
    turn: Floats
    gaze: Floats
    eyes: tuple[float, float]
    smile: float
    mouth: float
    lids: float
    covered: float
    away: float
    shoulders: Floats
    elbows: Floats
    wrists: Floats
    fingers: Floats

    @property
    def facing(self) -> Floats:
        """(3,) unit vector: where the head points."""
        return -self.turn[:, 2]


@dataclass(frozen=True)
class Scene:
    """One second of a play: both people, and the places of everything else."""

    people: Mapping[Who, Figure]
    places: Places


def scene(play: Play, second: float, stage: Stage = STANDARD) -> Scene:
    """Where everybody and everything is at this second."""
    at = places(play, stage, second)
    return Scene({who: _figure(play, who, second, at) for who in PAIR}, at)


def _angles(direction: Floats) -> Floats:
    """(2,) yaw and pitch in degrees of a direction; `turned` is the way back."""
    x, y, z = direction / np.linalg.norm(direction)
    degrees: Floats = np.degrees([np.arctan2(x, -z), np.arcsin(y)])
    return degrees


def _figure(play: Play, who: Who, second: float, at: Places) -> Figure:
    body, head = at.stage.bodies[who], at.heads[who]
    gaze, turn = _directions(play, who, second, at)
    both = shoulders(body, head)
    wrists, fingers = hands(play, who, second, both, at)
    smile = REST_SMILE + (1 - REST_SMILE) * amount(play.spans(who, "smile"), second)
    yaw, pitch, roll = (float(degrees) for degrees in turn)
    return Figure(
        head=head, turn=turned(yaw, pitch, roll), gaze=-turned(float(gaze[0]), float(gaze[1]))[:, 2],
        eyes=(float(gaze[0]) - yaw, float(gaze[1]) - pitch), smile=smile,
        mouth=_mouth(play, who, second), lids=_blink(play, who, second),
        covered=amount(play.spans(who, "cover"), second, rise=0.5), away=gone(play, who, second),
        shoulders=both, elbows=elbows(body, both, wrists), wrists=wrists, fingers=fingers,
    )  # fmt: skip


def _directions(play: Play, who: Who, second: float, at: Places) -> tuple[Floats, Floats]:
    """Yaw and pitch of the gaze; yaw, pitch and roll of the head, which goes most of the way; degrees."""
    before, after, come = gazing(play.looks_of(who), second)
    start, end = (_angles(at.of(target, who) - at.heads[who]) for target in (before, after))
    gaze = start + come * (end - start)
    body = at.stage.bodies[who]
    rest = np.array([body.yaw, REST_PITCH])
    own = rest + body.share * (gaze - rest)
    return gaze, np.array([*own, 0.0]) + 2.0 * sway(play, who, second, 1)


def _mouth(play: Play, who: Who, second: float) -> float:
    """A mouth that speaks opens four to five times a second, and not evenly."""
    talk = amount(play.spans(who, "talk"), second, rise=0.2)
    beat = 0.5 + 0.35 * np.sin(2 * np.pi * 3.1 * second) + 0.25 * np.sin(2 * np.pi * 4.7 * second + 1)
    return float(np.clip(talk * beat, 0, 1) * 0.7 + 0.36 * amount(play.spans(who, "smile"), second))


def _blink(play: Play, who: Who, second: float) -> float:
    """Each one shuts the eyes for a fifth of a second, every three to four seconds."""
    phase = (second + 1.7 * PAIR.index(who) + 0.37 * play.seed) % (3.3 + 0.6 * PAIR.index(who))
    return float(max(0.0, 1 - abs(phase - 0.1) / 0.1))

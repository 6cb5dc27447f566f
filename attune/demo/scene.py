"""Where everybody and everything is at one second of a play: places, directions, hands. Nothing of how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from attune.demo.camera import Camera, turned
from attune.demo.script import PAIR, Play, Target, Who, amount, gazing
from attune.timeline import Floats

CAMERAS = (
    Camera(place=(0.0, 0.0, 0.15)),
    Camera(place=(-0.06, -0.12, -0.75), yaw=1.0, pitch=3.0, focal=2.15),
)
"""A webcam on the table, and a camera farther away with a long lens: a closer shot, with full profiles."""
TABLE = 0.33
"""Height of the table's top, metres below the first camera."""
TOY = np.array([0.0, 0.255, 1.03])
"""Middle of the toy while it stands on the table."""
HEAD_SHARE = np.array([0.85, 0.7])
"""How much of a turn the head makes, from the way the body faces, sideways and down; the eyes make the rest."""
REST_SMILE = 0.1
"""A mouth at rest looks stern without it."""
LEAVING = np.array([1.35, 0.10, 0.05])
"""Which way, and how far, somebody goes who leaves the picture; mirrored for the one on the left."""


@dataclass(frozen=True)
class Body:
    """How somebody sits and how large they are, metres.

    seat    middle of the head at rest
    yaw     degrees that the body is turned towards the partner
    scale   size of head and limbs against the adult's
    wide    half the breadth of the shoulders
    neck    from the middle of the head down to the shoulders' height
    arm     length of the upper arm; the forearm is as long
    side    +1 if the partner sits to the right, else -1
    """

    seat: tuple[float, float, float]
    yaw: float
    scale: float
    wide: float
    neck: float
    arm: float
    side: int


BODIES: Mapping[Who, Body] = {
    "adult": Body((-0.43, -0.15, 1.25), 38.0, 1.0, 0.165, 0.205, 0.27, 1),
    "child": Body((0.40, 0.01, 1.27), -38.0, 0.9, 0.115, 0.160, 0.19, -1),
}


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
    """One second of a play."""

    people: Mapping[Who, Figure]
    toy: Floats
    camera: Camera


@dataclass(frozen=True)
class Places:
    """What can be looked at and reached: (3,) heads and toy, and the shot's camera."""

    heads: Mapping[Who, Floats]
    toy: Floats
    camera: Camera


def scene(play: Play, second: float) -> Scene:
    """Where everybody and everything is at this second."""
    heads = {who: _head_place(play, who, second) for who in PAIR}
    places = Places(heads, _toy_place(play, second), CAMERAS[play.camera_at(second)])
    return Scene({who: _figure(play, who, second, places) for who in PAIR}, places.toy, places.camera)


def partner_of(who: Who) -> Who:
    """The other one."""
    return "child" if who == "adult" else "adult"


def _sway(play: Play, who: Who, second: float, kind: int) -> Floats:
    """(3,) slow movement that nobody decides on, about -1..1."""
    rates, phases = _rhythm(play.seed, PAIR.index(who), kind)
    sway: Floats = np.sin(2 * np.pi * rates * second + phases).mean(axis=0)
    return sway


@cache
def _rhythm(*seed: int) -> tuple[Floats, Floats]:
    """(2, 3) slow rates in Hz and where in them one starts."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0.12, 0.55, (2, 3)), rng.uniform(0, 2 * np.pi, (2, 3))


def _gone(play: Play, who: Who, second: float) -> float:
    return amount(play.spans(who, "away"), second, rise=1.6)


def _head_place(play: Play, who: Who, second: float) -> Floats:
    body = BODIES[who]
    lean = amount(play.spans(who, "reach"), second, rise=0.8)
    towards = TOY - np.array(body.seat)
    place = np.array(body.seat) + _sway(play, who, second, 0) * [0.014, 0.006, 0.012] + lean * 0.09 * towards
    moved: Floats = place + _shift(play, who, second)
    return moved


def _shift(play: Play, who: Who, second: float) -> Floats:
    """(3,) how far somebody has moved from the seat."""
    shift: Floats = _gone(play, who, second) * LEAVING * [-BODIES[who].side, 1, 1]
    return shift


def _toy_place(play: Play, second: float) -> Floats:
    place = TOY.copy()
    for who in PAIR:
        lifted = amount(play.spans(who, "show"), second, rise=0.7)
        body = BODIES[who]
        up = np.array(body.seat) + np.array([body.side * 0.27, 0.10, -0.16])
        place = place + lifted * (up - TOY)
    return place


def _target(at: Target, who: Who, places: Places) -> Floats:
    if at == "partner":
        return places.heads[partner_of(who)]
    if at == "object":
        return places.toy
    if at == "camera":
        return np.array(places.camera.place)
    aside = np.array([-0.62, -0.10, -0.78]) if who == "adult" else np.array([0.62, 0.12, -0.77])
    spot: Floats = places.heads[who] + aside
    return spot


def _angles(direction: Floats) -> Floats:
    """(2,) yaw and pitch in degrees of a direction; `turned` is the way back."""
    x, y, z = direction / np.linalg.norm(direction)
    degrees: Floats = np.degrees([np.arctan2(x, -z), np.arcsin(y)])
    return degrees


def _figure(play: Play, who: Who, second: float, places: Places) -> Figure:
    body, head = BODIES[who], places.heads[who]
    gaze, turn = _directions(play, who, second, places)
    shoulders = _shoulders(body, head)
    wrists, fingers = _hands(play, who, second, shoulders, places)
    smile = REST_SMILE + (1 - REST_SMILE) * amount(play.spans(who, "smile"), second)
    yaw, pitch, roll = (float(degrees) for degrees in turn)
    return Figure(
        head=head, turn=turned(yaw, pitch, roll), gaze=-turned(float(gaze[0]), float(gaze[1]))[:, 2],
        eyes=(float(gaze[0]) - yaw, float(gaze[1]) - pitch), smile=smile,
        mouth=_mouth(play, who, second), lids=_blink(play, who, second),
        covered=amount(play.spans(who, "cover"), second, rise=0.5), away=_gone(play, who, second),
        shoulders=shoulders, elbows=_elbows(body, shoulders, wrists), wrists=wrists, fingers=fingers,
    )  # fmt: skip


def _directions(play: Play, who: Who, second: float, places: Places) -> tuple[Floats, Floats]:
    """Yaw and pitch of the gaze; yaw, pitch and roll of the head, which goes most of the way; degrees."""
    before, after, come = gazing(play.looks_of(who), second)
    start, end = (_angles(_target(at, who, places) - places.heads[who]) for at in (before, after))
    gaze = start + come * (end - start)
    rest = np.array([BODIES[who].yaw, 4.0])
    own = rest + HEAD_SHARE * (gaze - rest)
    return gaze, np.array([*own, 0.0]) + 2.0 * _sway(play, who, second, 1)


def _mouth(play: Play, who: Who, second: float) -> float:
    """A mouth that speaks opens four to five times a second, and not evenly."""
    talk = amount(play.spans(who, "talk"), second, rise=0.2)
    beat = 0.5 + 0.35 * np.sin(2 * np.pi * 3.1 * second) + 0.25 * np.sin(2 * np.pi * 4.7 * second + 1)
    return float(np.clip(talk * beat, 0, 1) * 0.7 + 0.36 * amount(play.spans(who, "smile"), second))


def _blink(play: Play, who: Who, second: float) -> float:
    """Each one shuts the eyes for a fifth of a second, every three to four seconds."""
    phase = (second + 1.7 * PAIR.index(who) + 0.37 * play.seed) % (3.3 + 0.6 * PAIR.index(who))
    return float(max(0.0, 1 - abs(phase - 0.1) / 0.1))


def _shoulders(body: Body, head: Floats) -> Floats:
    """(2, 3) both shoulders; they go along with the head."""
    middle = head + np.array([0, body.neck, 0.03])
    across = turned(body.yaw)[:, 0] * body.wide
    return np.stack([middle + across, middle - across])


def _hands(play: Play, who: Who, second: float, shoulders: Floats, places: Places) -> tuple[Floats, Floats]:
    """Wrists and finger directions (2, 3): on the table, at the toy, or before the face."""
    body = BODIES[who]
    ahead, across = -turned(body.yaw)[:, 2], turned(body.yaw)[:, 0]
    cover = amount(play.spans(who, "cover"), second, rise=0.5)
    sway = _sway(play, who, second, 2) * [0.02, 0, 0.02]
    wrists, fingers = [], []
    for hand, sign in enumerate((1, -1)):
        wrist = shoulders[hand] + 1.15 * body.arm * ahead - 0.25 * sign * body.wide * across + sign * sway
        wrist[1] = TABLE - 0.035 + _shift(play, who, second)[1]
        point = ahead - 0.5 * sign * across
        if sign == body.side:
            wrist, point = _to_toy(play, who, second, wrist, point, places.toy)
        wrists.append(wrist + cover * (_before_face(who, sign, places) - wrist))
        fingers.append(point + cover * (np.array([-0.15 * sign * across[0], -1.0, 0]) - point))
    hands = np.array(fingers)
    return np.array(wrists), hands / np.linalg.norm(hands, axis=1, keepdims=True)


def _before_face(who: Who, sign: int, places: Places) -> Floats:
    """(3,) where the wrist is when the hand hides the eyes, from the partner and from the camera."""
    head = places.heads[who]
    ways = np.stack([places.heads[partner_of(who)] - head, np.array(places.camera.place) - head])
    way = (ways / np.linalg.norm(ways, axis=1, keepdims=True)).sum(axis=0)
    across = np.array([-way[2], 0, way[0]])
    out = 0.125 * way / np.linalg.norm(way) + 0.040 * sign * across / np.linalg.norm(across)
    place: Floats = head + BODIES[who].scale * (out + np.array([0, 0.085, 0]))
    return place


def _to_toy(play: Play, who: Who, second: float, wrist: Floats, point: Floats, toy: Floats) -> tuple[Floats, Floats]:
    """The hand on the partner's side goes to the toy: to touch it, or to hold it up."""
    reach = amount(play.spans(who, "reach"), second, rise=0.8)
    busy = max(reach, amount(play.spans(who, "show"), second, rise=0.7))
    at = toy + np.array([-BODIES[who].side * 0.13, 0.03, 0.05])
    along = (toy - at) / np.linalg.norm(toy - at)
    return wrist + busy * (at - wrist), point + busy * (along - point)


def _elbows(body: Body, shoulders: Floats, wrists: Floats) -> Floats:
    """(2, 3) where both halves of an arm of this length meet, hanging down and outwards."""
    middle = (shoulders + wrists) / 2
    reach = np.linalg.norm(wrists - shoulders, axis=1, keepdims=True) / 2
    bend = np.sqrt(np.maximum(body.arm**2 - reach**2, 0.0004))
    across = turned(body.yaw)[:, 0] * 0.28
    out = np.stack([across, -across]) + np.array([0, 0.85, 0])
    elbows: Floats = middle + bend * out / np.linalg.norm(out, axis=1, keepdims=True)
    elbows[:, 1] = np.minimum(elbows[:, 1], TABLE - 0.04)
    return elbows

"""What can be looked at and reached at one second of a play, and where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from attune.demo.camera import Camera, turned
from attune.demo.play import PAIR, Deed, Play, Target, Who, amount, partner_of
from attune.demo.stage import TABLE, Body, Stage
from attune.timeline import Floats

LEAVING = np.array([1.35, 0.10, 0.05])
"""Which way, and how far, somebody goes who leaves the picture; mirrored for the one on the left."""
HELD: Mapping[Deed, tuple[float, float, float]] = {
    "show": (0.27, 0.10, -0.16), "offer": (0.34, 0.26, -0.24), "hold": (0.15, 0.29, -0.26),
}  # fmt: skip
"""Where a thing is that is lifted, from the seat of who lifts it: metres, the first towards the partner."""
HAND = 0.06
"""Metres from a wrist to the middle of its hand."""
LIFT = 0.7
"""Seconds that a thing takes from the table to where it is held."""


@dataclass(frozen=True)
class Places:
    """All (3,) metres in the room's axes; lifted is 0..1 how far the thing is from the table."""

    stage: Stage
    heads: Mapping[Who, Floats]
    thing: Floats
    lifted: float
    camera: Camera

    def of(self, at: Target, who: Who) -> Floats:
        """Where that is what this person looks at."""
        if at == "partner":
            return self.heads[partner_of(who)]
        if at == "object":
            return self.thing
        if at == "own":
            body = self.stage.bodies[who]
            hands: Floats = resting(body, shoulders(body, self.heads[who])).mean(axis=0)
            return hands - HAND * turned(body.yaw)[:, 2]
        if at == "else":
            way: Floats = self.heads[who] + self.stage.elsewhere[who]
            return way
        return np.array(self.stage.aside if at == "aside" else self.camera.place)


def places(play: Play, stage: Stage, second: float) -> Places:
    """Everything at this second."""
    heads = {who: _head(play, stage.bodies[who], who, second, np.array(stage.spot)) for who in PAIR}
    thing, lifted = _thing(play, stage, second)
    return Places(stage, heads, thing, lifted, stage.cameras[play.camera_at(second)])


def sway(play: Play, who: Who, second: float, kind: int) -> Floats:
    """(3,) slow movement that nobody decides on, about -1..1."""
    rates, phases = _rhythm(play.seed, PAIR.index(who), kind)
    slow: Floats = np.sin(2 * np.pi * rates * second + phases).mean(axis=0)
    return slow


@cache
def _rhythm(*seed: int) -> tuple[Floats, Floats]:
    """(2, 3) slow rates in Hz and where in them one starts."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0.12, 0.55, (2, 3)), rng.uniform(0, 2 * np.pi, (2, 3))


def gone(play: Play, who: Who, second: float) -> float:
    """0..1 how far somebody has left the picture."""
    return amount(play.spans(who, "away"), second, rise=1.6)


def shift(play: Play, body: Body, who: Who, second: float) -> Floats:
    """(3,) how far somebody has moved from the seat."""
    moved: Floats = gone(play, who, second) * LEAVING * [-body.side, 1, 1]
    return moved


def _head(play: Play, body: Body, who: Who, second: float, spot: Floats) -> Floats:
    seat = np.array(body.seat)
    lean = amount(play.spans(who, "reach"), second, rise=0.8)
    place = seat + sway(play, who, second, 0) * [0.014, 0.006, 0.012] + lean * 0.09 * (spot - seat)
    moved: Floats = place + shift(play, body, who, second)
    return moved


def shoulders(body: Body, head: Floats) -> Floats:
    """(2, 3) both shoulders; they go along with the head."""
    middle = head + np.array([0, body.neck, 0.03])
    across = turned(body.yaw)[:, 0] * body.wide
    return np.stack([middle + across, middle - across])


def resting(body: Body, at: Floats) -> Floats:
    """(2, 3) both wrists on the table before shoulders (2, 3)."""
    ahead, across = -turned(body.yaw)[:, 2], turned(body.yaw)[:, 0]
    wrists: Floats = at + 1.15 * body.arm * ahead - 0.25 * body.wide * np.outer([1, -1], across)
    wrists[:, 1] = TABLE - 0.035
    return wrists


def _thing(play: Play, stage: Stage, second: float) -> tuple[Floats, float]:
    """(3,) middle of the thing and how far it is lifted."""
    spot = np.array(stage.spot)
    place, most = spot, 0.0
    for who in PAIR:
        body = stage.bodies[who]
        for deed, (towards, down, deep) in HELD.items():
            lifted = amount(play.spans(who, deed), second, rise=LIFT)
            up = np.array(body.seat) + np.array([body.side * towards, down, deep])
            place, most = place + lifted * (up - spot), max(most, lifted)
    return place, most

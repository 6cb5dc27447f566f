"""Arms and hands at one second: on the table, at the thing, pointing, or before the face."""

from __future__ import annotations

import numpy as np

from attune.demo.camera import turned
from attune.demo.places import HELD, LIFT, Places, resting, shift, sway
from attune.demo.play import Play, Who, amount, partner_of
from attune.demo.stage import TABLE, Body
from attune.timeline import Floats

HALF_WIDE = 0.12
"""Metres from the middle of a thing that is held to the wrists of who holds it."""


def hands(play: Play, who: Who, second: float, shoulders: Floats, places: Places) -> tuple[Floats, Floats]:
    """Wrists and finger directions, each (2, 3)."""
    body = places.stage.bodies[who]
    ahead, across = -turned(body.yaw)[:, 2], turned(body.yaw)[:, 0]
    rest = resting(body, shoulders)
    rest[:, 1] += shift(play, body, who, second)[1]
    drift = sway(play, who, second, 2) * [0.02, 0, 0.02]
    wrists, fingers = [], []
    for hand, sign in enumerate((1, -1)):
        wrist, along = rest[hand] + sign * drift, ahead - 0.5 * sign * across
        for share, to, way in _doings(play, who, second, sign, shoulders[hand], places):
            wrist, along = wrist + share * (to - wrist), along + share * (way - along)
        wrists.append(wrist)
        fingers.append(along / np.linalg.norm(along))
    return np.array(wrists), np.array(fingers)


def _doings(
    play: Play, who: Who, second: float, sign: int, shoulder: Floats, places: Places
) -> list[tuple[float, Floats, Floats]]:
    """What one hand does: how far 0..1, to where its wrist goes, and which way its fingers then point."""
    body, out = places.stage.bodies[who], []
    if sign == body.side:
        busy = max(amount(play.spans(who, deed), second, rise=_rise(deed)) for deed in ("reach", "show", "offer"))
        at = places.thing + np.array([-body.side * 0.13, 0.03, 0.05])
        out.append((busy, at, _unit(places.thing - at)))
        out.append(
            (amount(play.spans(who, "point"), second, rise=0.7), *_pointing(play, who, second, shoulder, places))
        )
    across = turned(body.yaw)[:, 0]
    held = places.thing + HALF_WIDE * sign * across + np.array([0, 0.02, 0.02])
    out.append((amount(play.spans(who, "hold"), second, rise=LIFT), held, _unit(places.thing - held)))
    before = _before_face(who, sign, places)
    cover = amount(play.spans(who, "cover"), second, rise=0.5)
    out.append((cover, before, np.array([-0.15 * sign * across[0], -1.0, 0.0])))
    return out


def _rise(deed: str) -> float:
    return LIFT if deed in HELD else 0.8


def _unit(way: Floats) -> Floats:
    unit: Floats = way / np.linalg.norm(way)
    return unit


def _pointing(play: Play, who: Who, second: float, shoulder: Floats, places: Places) -> tuple[Floats, Floats]:
    """Wrist and fingers of an arm stretched to what is pointed at, a hand's length short of it and under the chin."""
    spans = play.spans(who, "point")
    if not spans:
        return shoulder, np.array([0.0, 0.0, -1.0])
    nearest = min(spans, key=lambda span: abs(second - (span.start + span.end) / 2))
    goal = places.of(play.looked_at(who, (nearest.start + nearest.end) / 2), who)
    way = goal - shoulder
    far = min(1.9 * places.stage.bodies[who].arm, float(np.linalg.norm(way)) - 0.2)
    wrist = shoulder + far * _unit(np.maximum(way, [-np.inf, 0.0, -np.inf]))
    wrist[1] = min(wrist[1], TABLE - 0.04)
    return wrist, _unit(goal - wrist)


def _before_face(who: Who, sign: int, places: Places) -> Floats:
    """(3,) where the wrist is when the hand hides the eyes, from the partner and from the camera."""
    head = places.heads[who]
    ways = np.stack([places.heads[partner_of(who)] - head, np.array(places.camera.place) - head])
    way = (ways / np.linalg.norm(ways, axis=1, keepdims=True)).sum(axis=0)
    across = np.array([-way[2], 0, way[0]])
    out = 0.125 * way / np.linalg.norm(way) + 0.040 * sign * across / np.linalg.norm(across)
    place: Floats = head + places.stage.bodies[who].scale * (out + np.array([0, 0.085, 0]))
    return place


def elbows(body: Body, shoulders: Floats, wrists: Floats) -> Floats:
    """(2, 3) where both halves of an arm of this length meet, hanging down and outwards."""
    middle = (shoulders + wrists) / 2
    reach = np.linalg.norm(wrists - shoulders, axis=1, keepdims=True) / 2
    bend = np.sqrt(np.maximum(body.arm**2 - reach**2, 0.0004))
    across = turned(body.yaw)[:, 0] * 0.28
    out = np.stack([across, -across]) + np.array([0, 0.85, 0])
    bent: Floats = middle + bend * out / np.linalg.norm(out, axis=1, keepdims=True)
    bent[:, 1] = np.minimum(bent[:, 1], TABLE - 0.04)
    return bent

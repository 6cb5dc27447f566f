"""Looks made by hand: heads where a test puts them, turned by angles that it knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from attune.timeline import Clock, Floats
from attune.watch.heads import FIVE_POINTS
from attune.watch.looks import BODY_POINTS, COLOURS, Looks

RATE = 10


@dataclass(frozen=True)
class Somebody:
    """One head. `at` gives its centre at a second, or None while it is out of sight; `hue` fills one colour bin."""

    at: Callable[[float], tuple[float, float] | None]
    size: float = 0.2
    hue: int = 0
    score: float = 0.8
    young: float = np.nan
    meshed: bool = True
    bodied: bool = False
    yaw: float = 0.0
    pitch: float = 0.0


def still(x: float, y: float) -> Callable[[float], tuple[float, float] | None]:
    return lambda second: (x, y)


def between(start: float, end: float, x: float, y: float) -> Callable[[float], tuple[float, float] | None]:
    return lambda second: (x, y) if start <= second < end else None


def points(centre: tuple[float, float], size: float, yaw: float, pitch: float = 0.0) -> Floats:
    """(5, 2) the five points of a head turned by `yaw` to the picture's right and `pitch` down, seen from afar."""
    a, b = np.radians(yaw), np.radians(pitch)
    nod = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    turn = np.array([[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]])
    return np.array(centre) + size / 17 * (FIVE_POINTS @ (turn @ nod).T)[:, :2]


def looks(seconds: float, people: Sequence[Somebody], change: Floats | None = None) -> Looks:
    """What watching would have kept of these people."""
    clock = Clock(RATE, round(seconds * RATE))
    seen = [(i, p, p.at(t)) for i, t in enumerate(clock.times) for p in people]
    heads = [(i, p, at) for i, p, at in seen if at is not None]
    m = len(heads)
    colour = np.zeros((m, COLOURS))
    for row, (_, p, _at) in enumerate(heads):
        colour[row, [p.hue, 24 + p.hue]] = 1
    meshed = np.array([p.meshed for _, p, _at in heads], bool)
    body = np.full((m, len(BODY_POINTS), 3), np.nan)
    for row, (_, p, at) in enumerate(heads):
        if p.bodied:
            body[row] = (*at, 1.0)
    nothing = np.where(meshed, 0.0, np.nan)
    return Looks(
        clock=clock,
        picture=np.ones(clock.count, bool),
        change=np.zeros(clock.count) if change is None else change,
        changed=clock.times - 0.01,
        look=np.array([i for i, _, _ in heads], int),
        box=np.array([(*at, 0.8 * p.size, p.size) for _, p, at in heads]).reshape(m, 4),
        score=np.array([p.score for _, p, _ in heads]),
        points=np.array([points(at, p.size, p.yaw, p.pitch) for _, p, at in heads]).reshape(m, 5, 2),
        facing=np.full((m, 3), np.nan),
        eyes=np.full((m, 2), np.nan),
        shut=nothing, mouth=nothing, smile=nothing,
        young=np.where(meshed, [p.young for _, p, _ in heads], np.nan),
        body=body,
        colour=colour,
        pixels=np.full(m, 100.0),
        detail=np.full(m, 200.0),
    )  # fmt: skip

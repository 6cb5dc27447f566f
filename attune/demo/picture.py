"""One picture of a play: the room, the people and the toy, drawn as the shot's camera sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attune.demo.body import body
from attune.demo.camera import Camera
from attune.demo.face import average_face
from attune.demo.head import Model, head, model
from attune.demo.mesh import merge
from attune.demo.paint import paint, put_eyes
from attune.demo.people import Player, players
from attune.demo.render import Canvas, Pixels, canvas, develop, draw
from attune.demo.room import paint_room, room, shadow, toy
from attune.demo.scene import BODIES, CAMERAS, Figure, Scene
from attune.demo.script import PAIR, Who

FINE = 1.5
"""Drawn this many times larger each way, then averaged: smooth edges."""
GRAIN = 1.4
"""Spread of the sensor's noise, in steps of 255."""


@dataclass(frozen=True)
class Cast:
    """What is made once for a film: heads, textures, the empty room of each camera, and a strip of grain."""

    width: int
    height: int
    players: Mapping[Who, Player]
    heads: Mapping[Who, Model]
    textures: Mapping[Who, Pixels]
    room: Pixels
    empty: Mapping[Camera, Canvas]
    grain: NDArray[np.int16]


def cast(width: int, height: int, weights: Path, seed: int) -> Cast:
    """Everything that stays the same through a film. `weights` is face_landmarker.task. Raises ModelError."""
    face = average_face(weights)
    both = players(seed)
    heads = {who: model(face, both[who].style) for who in PAIR}
    textures = {who: paint(both[who].look, heads[who].face, seed + k) for k, who in enumerate(PAIR)}
    walls = paint_room(seed)
    empty = {}
    for camera in CAMERAS:
        empty[camera] = canvas(round(width * FINE), round(height * FINE))
        draw(empty[camera], room(), walls, camera)
    grain = np.random.default_rng(seed).normal(0, GRAIN, (height + 64, width + 64, 1)).round()
    return Cast(width, height, both, heads, textures, walls, empty, np.repeat(grain, 3, axis=2).astype(np.int16))


def picture(of: Scene, by: Cast, number: int) -> Pixels:
    """(height, width, 3) BGR; `number` of the picture chooses its grain."""
    onto = by.empty[of.camera].copy()
    for who in PAIR:
        if of.people[who].away < 0.999:
            _draw_person(onto, who, of.people[who], by, of.camera)
    draw(onto, merge([shadow(of.toy), toy().moved(np.eye(3), of.toy)]), by.room, of.camera)
    down, right = np.random.default_rng(number).integers(0, 64, 2)
    return develop(onto, by.width, by.height, by.grain[down : down + by.height, right : right + by.width])


def _draw_person(onto: Canvas, who: Who, figure: Figure, by: Cast, camera: Camera) -> None:
    shape, texture = BODIES[who], by.textures[who].copy()
    put_eyes(texture, by.heads[who].face, by.players[who].look, *figure.eyes)
    draw(onto, body(figure, shape), texture, camera)
    own = head(by.heads[who], figure.smile, figure.mouth, figure.lids)
    draw(onto, own.moved(figure.turn, figure.head, shape.scale), texture, camera)

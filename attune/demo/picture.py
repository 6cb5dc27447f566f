"""One picture of a play: the room, the people and the thing, drawn as the shot's camera sees them."""

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
from attune.demo.paint import paint, put_eyes
from attune.demo.people import Player, players
from attune.demo.play import PAIR, Who
from attune.demo.render import Canvas, Pixels, canvas, develop, draw
from attune.demo.room import WALL_COLOUR, paint_room, room
from attune.demo.scene import Figure, Scene
from attune.demo.stage import STANDARD, Stage
from attune.demo.things import paint_things, thing

FINE = 1.5
"""Drawn this many times larger each way, then averaged: smooth edges."""


@dataclass(frozen=True)
class Cast:
    """What is made once for a film: heads, textures, the empty room of each camera, and a strip of grain."""

    stage: Stage
    players: Mapping[Who, Player]
    heads: Mapping[Who, Model]
    textures: Mapping[Who, Pixels]
    things: Pixels
    empty: Mapping[Camera, Canvas]
    grain: NDArray[np.int16]


def cast(weights: Path, seed: int, stage: Stage = STANDARD) -> Cast:
    """Everything that stays the same through a film. `weights` is face_landmarker.task. Raises ModelError."""
    face = average_face(weights)
    both = players(seed)
    heads = {who: model(face, both[who].style) for who in PAIR}
    textures = {who: paint(both[who].look, heads[who].face, seed + k) for k, who in enumerate(PAIR)}
    walls = paint_room(seed)
    empty = {}
    for camera in stage.cameras:
        empty[camera] = canvas(round(stage.width * FINE), round(stage.height * FINE), WALL_COLOUR)
        draw(empty[camera], room(), walls, camera)
    size = (stage.height + 64, stage.width + 64, 1)
    grain = np.random.default_rng(seed).normal(0, stage.grain, size).round()
    return Cast(stage, both, heads, textures, paint_things(), empty, np.repeat(grain, 3, axis=2).astype(np.int16))


def picture(of: Scene, by: Cast, number: int) -> Pixels:
    """(height, width, 3) BGR; `number` of the picture chooses its grain."""
    stage, at = by.stage, of.places
    onto = by.empty[at.camera].copy()
    for who in PAIR:
        if of.people[who].away < 0.999:
            _draw_person(onto, who, of.people[who], by, at.camera)
    draw(onto, thing(stage.thing, at.thing, at.lifted), by.things, at.camera)
    down, right = np.random.default_rng(number).integers(0, 64, 2)
    grain = by.grain[down : down + stage.height, right : right + stage.width]
    return develop(onto, stage.width, stage.height, stage.light, grain)


def _draw_person(onto: Canvas, who: Who, figure: Figure, by: Cast, camera: Camera) -> None:
    shape, texture = by.stage.bodies[who], by.textures[who].copy()
    put_eyes(texture, by.heads[who].face, by.players[who].look, *figure.eyes)
    draw(onto, body(figure, shape), texture, camera)
    own = head(by.heads[who], figure.smile, figure.mouth, figure.lids)
    draw(onto, own.moved(figure.turn, figure.head, shape.scale), texture, camera)

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
from attune.demo.head import Model, Style, head, model
from attune.demo.paint import Look, paint, put_eyes
from attune.demo.render import Canvas, Pixels, canvas, develop, draw
from attune.demo.room import paint_room, room, toy
from attune.demo.scene import BODIES, CAMERAS, Figure, Scene
from attune.demo.script import PAIR, Who

FINE = 2
"""Drawn this many times larger each way, then averaged: smooth edges."""
GRAIN = 2.5
"""Spread of the sensor's noise, in steps of 255."""

LOOKS: Mapping[Who, Look] = {
    "adult": Look(skin=(150, 178, 222), lips=(98, 98, 186), hair=(44, 60, 92), iris=(92, 120, 78), cloth=(150, 120, 70),
                  stripe=(152, 122, 72)),
    "child": Look(skin=(165, 192, 232), lips=(116, 116, 205), hair=(92, 146, 186), iris=(150, 112, 66),
                  cloth=(92, 178, 235), stripe=(236, 240, 240), brow=0.7),
}  # fmt: skip
STYLES: Mapping[Who, Style] = {
    "adult": Style(bun=True),
    "child": Style(jaw=1.06, brow=1.15, tufts=2, fringe=8),
}


@dataclass(frozen=True)
class Cast:
    """What is made once for a film: heads, textures, the empty room of each camera, and a strip of grain."""

    width: int
    height: int
    heads: Mapping[Who, Model]
    textures: Mapping[Who, Pixels]
    room: Pixels
    empty: Mapping[Camera, Canvas]
    grain: NDArray[np.int8]


def cast(width: int, height: int, weights: Path, seed: int) -> Cast:
    """Everything that stays the same through a film. `weights` is face_landmarker.task. Raises ModelError."""
    face = average_face(weights)
    heads = {who: model(face, STYLES[who]) for who in PAIR}
    textures = {who: paint(LOOKS[who], heads[who].face, seed + k) for k, who in enumerate(PAIR)}
    walls = paint_room(seed)
    empty = {}
    for camera in CAMERAS:
        empty[camera] = canvas(width * FINE, height * FINE)
        draw(empty[camera], room(), walls, camera)
    grain = np.random.default_rng(seed).normal(0, GRAIN, (height + 64, width + 64)).round().astype(np.int8)
    return Cast(width, height, heads, textures, walls, empty, grain)


def picture(of: Scene, by: Cast, number: int) -> Pixels:
    """(height, width, 3) BGR; `number` of the picture chooses its grain."""
    onto = by.empty[of.camera].copy()
    for who in PAIR:
        if of.people[who].away < 0.999:
            _draw_person(onto, who, of.people[who], by, of.camera)
    draw(onto, toy().moved(np.eye(3), of.toy), by.room, of.camera)
    down, right = np.random.default_rng(number).integers(0, 64, 2)
    return develop(onto, by.width, by.height, by.grain[down : down + by.height, right : right + by.width])


def _draw_person(onto: Canvas, who: Who, figure: Figure, by: Cast, camera: Camera) -> None:
    shape, texture = BODIES[who], by.textures[who].copy()
    put_eyes(texture, by.heads[who].face, LOOKS[who], *figure.eyes)
    draw(onto, body(figure, shape), texture, camera)
    own = head(by.heads[who], figure.smile, figure.mouth, figure.lids)
    draw(onto, own.moved(figure.turn, figure.head, shape.scale), texture, camera)

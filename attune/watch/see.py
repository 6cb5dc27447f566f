"""Seeing one part of a film: the slow half of watching. CenterFace finds heads, networks of MediaPipe's measure them.

Each look stands for itself: nothing is carried from one to the next, so a part's result depends on its own pictures
alone, whichever process sees it and wherever a run stopped. Following people through time is `watch.people`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache, partial
from typing import Protocol

import cv2
import numpy as np

from attune.knobs import Knobs
from attune.media.changes import Change
from attune.media.film import Film
from attune.media.pictures import Reel
from attune.timeline import Bools, Clock, Floats
from attune.watch import body, mesh
from attune.watch.crops import colours, detail
from attune.watch.faces import Faces, finder
from attune.watch.features import NOTHING, Features
from attune.watch.heads import angles, facing_of_points
from attune.watch.looks import BODY_POINTS, COLOURS, Looks, Watching
from attune.watch.pyramid import Pyramid

Progress = Callable[[str, float, float], None]
Find = Callable[[Pyramid, float, int], Faces]


class See(Protocol):
    """Sees one part of a film: the raw measures of its ticks in `clock`. Raises FilmError or ModelError."""

    def __call__(self, film: Film, clock: Clock, knobs: Knobs, progress: Progress | None = None) -> Looks: ...


@dataclass(frozen=True)
class _Head:
    """One row of Looks, before all rows become columns."""

    look: int
    box: Floats
    score: float
    points: Floats
    facing: Floats
    eyes: Floats
    shut: float
    mouth: float
    smile: float
    young: float
    body: Floats
    colour: Floats
    pixels: float
    detail: float


@dataclass(frozen=True)
class _Eyes:
    """What looks at pictures: the finder, and what measures faces and bodies that it found."""

    find: Find
    mesh: mesh.Mesh
    pose: body.Pose


@contextmanager
def seeing() -> Iterator[See]:
    """Opens what looks at pictures, which takes most of a second, and gives the function that sees parts of films:
    `see(film, clock, knobs, progress)`. Raises ModelError."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)  # as networks.ALONE: the other cores are other processes'
    try:
        yield partial(_see, Reel(), cache(finder), mesh.landmarker(), body.landmarker())
    finally:
        cv2.setNumThreads(threads)


def _see(
    reel: Reel,
    finders: Callable[[float, float], Find],
    face: mesh.Mesh,
    pose: body.Pose,
    film: Film,
    clock: Clock,
    knobs: Knobs,
    progress: Progress | None = None,
) -> Looks:
    """The raw measures of the film's ticks in `clock`. Raises FilmError or ModelError."""
    watching = knobs[Watching]
    eyes = _Eyes(finders(watching.finder_area, watching.closer), face, pose)
    there, changes = np.zeros(clock.count, bool), []
    heads: list[_Head] = []
    for look, (picture, change) in enumerate(reel.pictures_and_changes(film, clock)):
        changes.append(change)
        if picture is not None:
            there[look] = True
            heads += _heads(eyes, clock, look, Pyramid(picture.pixels), watching)
        if progress:
            progress("watch", look + 1, clock.count)
    return _looks(clock, there, changes, heads)


def _heads(eyes: _Eyes, clock: Clock, look: int, picture: Pyramid, watching: Watching) -> list[_Head]:
    """Every head of one picture, measured as far as this look's turn goes."""
    tick = clock.first + look
    with_mesh, with_body = tick % watching.mesh_every == 0, tick % watching.body_every == 0
    faces = eyes.find(picture, watching.found, watching.heads)
    yaw = np.abs(angles(facing_of_points(faces.points)[0])[0])
    out = []
    for k in range(len(faces.score)):
        sharp, frontal = faces.score[k] >= watching.detailed, yaw[k] < watching.profile
        found = picture.pixels, faces.box[k], faces.points[k]
        face = mesh.measure(eyes.mesh, *found) if sharp and frontal and with_mesh else None
        pose = body.measure(eyes.pose, *found) if sharp and with_body else None
        out.append(_head(look, picture, faces, k, face, pose))
    return out


def _head(look: int, picture: Pyramid, faces: Faces, k: int, face: Features | None, pose: Floats | None) -> _Head:
    """One head's measures, lengths in picture heights."""
    high, _ = picture.shape
    left, top, wide, tall = faces.box[k]
    points = np.full((len(BODY_POINTS), 3), np.nan) if pose is None else pose / [high, high, 1]
    return _Head(
        look=look,
        box=np.array([left + wide / 2, top + tall / 2, wide, tall]) / high,
        score=float(faces.score[k]),
        points=faces.points[k] / high,
        **{f.name: getattr(face or NOTHING, f.name) for f in fields(Features)},
        body=points,
        colour=colours(picture, faces.box[k]),
        pixels=float(tall),
        detail=detail(picture.pixels, faces.box[k]),
    )


def _looks(clock: Clock, there: Bools, changes: list[Change], heads: list[_Head]) -> Looks:
    """Rows to columns, as float32: more digits than any of the networks has."""
    shapes = {"box": (4,), "points": (5, 2), "facing": (3,), "eyes": (2,), "colour": (COLOURS,)}
    shapes["body"] = (len(BODY_POINTS), 3)
    columns = {
        f.name: np.array([getattr(h, f.name) for h in heads], np.float32).reshape(len(heads), *shapes.get(f.name, ()))
        for f in fields(_Head)
        if f.name != "look"
    }
    return Looks(
        clock=clock,
        picture=there,
        change=np.array([c.amount for c in changes], np.float32),
        changed=np.array([c.at for c in changes]),
        look=np.array([h.look for h in heads], np.int32),
        **columns,
    )

"""Hidden faces cannot be told, and where somebody was not found nothing of the picture can."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from attune.dyad import Dyad, Person
from attune.inside.hiding import CELLS, COARSE, hider
from tests import dyads
from tests.inside.views import HIGH, Pixels, changed

NOW = 5.05


def noise(dyad: Dyad) -> Pixels:
    """A picture in which every pixel is a detail."""
    return np.random.default_rng(1).integers(0, 256, (HIGH, round(HIGH * dyad.aspect), 3), np.uint8)


def hidden(dyad: Dyad, second: float = NOW) -> Pixels:
    picture = noise(dyad)
    hider(dyad)(picture, second)
    return picture


def details(picture: Pixels) -> float:
    """Share of neighbours in a row that differ."""
    return float((np.diff(picture.astype(int), axis=1) != 0).any(axis=2).mean())


def face(picture: Pixels, x: float, y: float, size: float) -> Pixels:
    return picture[
        int((y - size / 2) * HIGH) : int((y + size / 2) * HIGH), int((x - size / 2) * HIGH) : int((x + size / 2) * HIGH)
    ]


def test_faces_are_a_few_squares_and_the_rest_stays() -> None:
    dyad = dyads.face_to_face()
    picture = hidden(dyad)
    for track in (dyad.adult, dyad.child):
        part = face(picture, *track.head[50], track.size[50])
        assert details(part) < 2 * CELLS / part.shape[1] + 0.05
    assert (picture[-50:] == noise(dyad)[-50:]).all()


def test_others_are_hidden_too() -> None:
    dyad = dyads.face_to_face()
    third = replace(
        changed(dyad.child, lambda a: a + np.array([0.0, 0.3]), "head"), person=Person("p3", "other", 0.0, 0.2)
    )
    part = face(hidden(replace(dyad, others=(third,))), *third.head[50], third.size[50])
    assert details(part) < 0.15


def test_a_head_that_is_lost_for_a_moment_stays_hidden_and_one_that_is_gone_hides_the_picture() -> None:
    dyad = dyads.face_to_face()
    blink, gone = ((dyad.clock.times > NOW - far) & (dyad.clock.times < NOW + far) for far in (0.3, 3.0))
    short, long = (hidden(dyads.hidden(dyad, "child", mask)) for mask in (blink, gone))
    assert details(face(short, *dyad.child.head[50], dyad.child.size[50])) < 0.15
    assert (short[-50:] == noise(dyad)[-50:]).all()
    assert len(np.unique(long.reshape(-1, 3), axis=0)) <= COARSE * round(COARSE * dyad.aspect)


def test_a_film_of_nobody_is_coarse_throughout() -> None:
    dyad = dyads.hidden(dyads.face_to_face())
    assert details(hidden(dyad, 0.0)) < 0.1
    assert details(hidden(dyad, 19.9)) < 0.1


def test_a_head_at_the_edge_is_no_trouble() -> None:
    dyad = dyads.face_to_face()
    moved = [changed(t, lambda a: a + np.array([-1.5, 0.8]), "head") for t in (dyad.adult, dyad.child)]
    hidden(replace(dyad, adult=moved[0], child=moved[1]))

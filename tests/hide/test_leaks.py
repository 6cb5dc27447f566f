"""A face that is not covered in what was written is told; one that is, or that may be seen, is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Dyad, Track
from attune.hide.cover import Cover
from attune.hide.leaks import Check
from attune.timeline import Floats
from attune.watch.people import HEAD_OVER_FACE
from tests import dyads
from tests.hide.test_cover import NOW, beside, cover, noise
from tests.inside.views import KNOBS, Pixels

Face = tuple[float, float, float]
"""Centre and height of a head, picture heights."""


def head(track: Track) -> Face:
    x, y = track.head[50]
    return float(x), float(y), float(track.size[50])


def finding(faces: Sequence[Face], score: float = 0.5) -> Callable[[Pixels, float], Floats]:
    """Finds these faces in every picture, with this score."""

    def find(pixels: Pixels, least: float) -> Floats:
        boxes = [(x - s / 3, y - s / 2, s / 1.5, s) for x, y, head in faces for s in [head / HEAD_OVER_FACE]]
        return len(pixels) * np.array(boxes if score >= least else []).reshape(-1, 4)

    return find


def check(cover: Cover, *faces: Face, score: float = 0.5, **numbers: float) -> Check:
    changes = {f"Checking.{name}": value for name, value in numbers.items()}
    return Check(cover, finding(faces, score), KNOBS.set(changes))


@pytest.fixture
def dyad() -> Dyad:
    return dyads.face_to_face()


def test_covered_faces_may_leave(dyad: Dyad) -> None:
    hidden = cover(dyad)
    assert check(hidden, head(dyad.adult), head(dyad.child))(hidden(noise(dyad), NOW), NOW)


def test_a_face_where_the_cover_should_be_but_is_not_may_not(dyad: Dyad) -> None:
    hidden, wrong = cover(dyad), cover(replace(dyad, child=beside(dyad)))
    assert not check(hidden, head(dyad.child))(noise(dyad), NOW)
    assert not check(hidden, head(dyad.child))(wrong(noise(dyad), NOW), NOW), "it was put elsewhere"


def test_a_face_that_nobody_knew_of_may_not_and_is_covered_in_the_next_try(dyad: Dyad) -> None:
    hidden, third = cover(dyad), (0.3, 0.85, 0.15)
    assert not check(hidden, third)(hidden(noise(dyad), NOW), NOW)
    assert check(hidden, third)(hidden(noise(dyad), NOW), NOW)
    assert not check(hidden, third)(hidden(noise(dyad), NOW + 1), NOW + 1), "but then and there only"


def test_a_picture_that_may_not_leave_may_not_leave_however_often_it_is_tried(dyad: Dyad) -> None:
    inspect = check(cover(dyad), head(dyad.child))
    assert not any(inspect(noise(dyad), second) for second in (NOW, NOW, NOW + 0.01, NOW, NOW - 0.01))


def test_half_a_face_is_a_face(dyad: Dyad) -> None:
    picture = cover(dyad)(noise(dyad), NOW)
    x, y, size = head(dyad.child)
    aside = (x + 0.75 * size, y, size)
    assert not check(cover(dyad), aside)(picture, NOW)
    assert check(cover(dyad), aside, under=0.5, same=50.0)(picture, NOW)


def test_one_who_stays_has_one_face_of_their_own_size(dyad: Dyad) -> None:
    adult = head(dyad.adult)
    for faces, leaves in (((adult,), True), ((adult, adult), False), (((*adult[:2], 2 * adult[2]),), False)):
        hidden = cover(dyad, "child")
        assert check(hidden, *faces)(hidden(noise(dyad), NOW), NOW) == leaves


def test_a_picture_that_is_covered_whole_may_leave(dyad: Dyad) -> None:
    hidden = cover(dyads.hidden(dyad))
    assert hidden.hides_all(NOW)
    assert check(hidden, (0.3, 0.8, 0.2))(hidden(noise(dyad), NOW), NOW)


def test_faint_faces_are_hands_and_lamps(dyad: Dyad) -> None:
    hidden = cover(dyad)
    faint = (0.3, 0.85, 0.15)
    assert check(hidden, faint, score=0.25)(hidden(noise(dyad), NOW), NOW)
    assert not check(hidden, faint, score=0.25, least=0.2)(hidden(noise(dyad), NOW), NOW)


def test_it_looks_so_often_wherever_it_begins(dyad: Dyad) -> None:
    seconds = [*np.arange(5.0, 7.0, 1 / 30), *np.arange(1.0, 3.0, 1 / 30)]
    for rate in (5.0, 10.0):
        looked: list[int] = []

        def find(pixels: Pixels, least: float, looked: list[int] = looked) -> Floats:
            looked.append(1)
            return np.empty((0, 4))

        inspect = Check(cover(dyad), find, KNOBS.set({"Checking.rate": rate}))
        assert all(inspect(noise(dyad), float(second)) for second in seconds)
        assert len(looked) == pytest.approx(4 * rate, abs=2)


def test_grain_of_the_coding_is_no_face(dyad: Dyad) -> None:
    hidden = cover(dyad)
    flat = hidden(noise(dyad), NOW).astype(int)
    grain = np.random.default_rng(2).normal(0, 2, flat.shape)
    coded = np.clip(flat + grain, 0, 255).astype(np.uint8)
    assert check(hidden, head(dyad.child))(coded, NOW)
    assert not check(hidden, head(dyad.child), same=1.0)(coded, NOW)

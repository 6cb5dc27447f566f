"""What the picture's edge leaves of a face."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.watch.edges import eyes_out, left_over
from attune.watch.looks import Looks
from tests.watch.made import Somebody, looks, still

ASPECT = 1.5


def boxed(x: float, y: float, wide: float, tall: float) -> Looks:
    """One look at one face with this box."""
    return replace(looks(0.1, [Somebody(still(0.5, 0.5))]), box=np.array([[x, y, wide, tall]]))


@pytest.mark.parametrize("shape", [(0.24, 0.3), (0.19, 0.3), (0.3, 0.3)], ids=["front", "profile", "low"])
def test_a_face_clear_of_every_edge_is_whole(shape: tuple[float, float]) -> None:
    seen = boxed(0.7, 0.5, *shape)
    assert left_over(seen, ASPECT)[0] == 1
    assert not eyes_out(seen, ASPECT)[0]


@pytest.mark.parametrize(
    ("box", "left"),
    [
        ((0.06, 0.5, 0.12, 0.4), 0.5),  # half of a face at the left: twice as tall as a profile is wide
        ((ASPECT - 0.06, 0.5, 0.12, 0.4), 0.5),
        ((0.7, 0.075, 0.25, 0.15), 0.5),
        ((0.7, 0.925, 0.25, 0.15), 0.5),
        ((0.7, 0.15, 0.24, 0.3), 1.0),  # touches the top and is whole
    ],
    ids=["left", "right", "top", "bottom", "touching"],
)
def test_how_much_of_a_face_is_left_shows_in_the_shape_of_its_box(box: tuple[float, ...], left: float) -> None:
    assert left_over(boxed(*box), ASPECT)[0] == pytest.approx(left, abs=0.05)


def test_eyes_are_out_only_where_the_top_cuts_the_face_below_them() -> None:
    assert eyes_out(boxed(0.7, 0.075, 0.25, 0.15), ASPECT)[0]
    assert not eyes_out(boxed(0.7, 0.13, 0.25, 0.26), ASPECT)[0]
    assert not eyes_out(boxed(0.7, 0.925, 0.25, 0.15), ASPECT)[0]

"""Cuts: a jump of the whole picture, and nothing less."""

from __future__ import annotations

import numpy as np
import pytest

from attune.timeline import Floats
from attune.watch.cuts import Cutting, cuts
from tests.watch.made import looks


def film(*changes: tuple[int, float], moving: float = 1.0) -> Floats:
    """Four seconds of 10 looks in which the picture changes by `moving`, and by more at some looks."""
    change = np.full(40, moving)
    for look, amount in changes:
        change[look] = amount
    return change


def test_a_jump_is_a_cut_at_the_second_of_its_frame() -> None:
    assert cuts(looks(4, [], film((20, 12.0))), Cutting()) == pytest.approx((2.04,))


def test_people_who_move_wildly_make_no_cut() -> None:
    assert cuts(looks(4, [], film((20, 18.0), moving=10.0)), Cutting()) == ()


def test_another_room_is_a_cut_even_while_people_move_wildly() -> None:
    assert len(cuts(looks(4, [], film((20, 45.0), moving=20.0)), Cutting())) == 1


def test_a_small_jump_in_a_still_picture_is_no_cut() -> None:
    assert cuts(looks(4, [], film((20, 3.0), moving=0.0)), Cutting()) == ()


def test_a_look_without_a_picture_makes_no_cut() -> None:
    seen = looks(4, [], film((20, 45.0)))
    seen.picture[20] = False
    assert cuts(seen, Cutting()) == ()

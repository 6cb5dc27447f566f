"""Cuts: a jump of the whole picture, and nothing less."""

from __future__ import annotations

import numpy as np
import pytest

from attune.watch.cuts import Cutting, cuts
from attune.watch.looks import THUMB
from tests.watch.made import looks

PATTERN = np.random.default_rng(0).integers(0, 255, (2, *THUMB, 3))


def film(*shots: int, each: int = 20) -> np.ndarray:
    return np.concatenate([np.repeat(PATTERN[s][None], each, 0) for s in shots])


def test_a_jump_is_a_cut_at_its_second() -> None:
    assert cuts(looks(4, [], film(0, 1)), Cutting()) == pytest.approx((2.0,))


def test_light_that_goes_on_is_no_cut() -> None:
    lit = film(0, 0) // 2
    lit[20:] = lit[20:] + 90
    assert cuts(looks(4, [], lit), Cutting()) == ()


def test_a_steady_pan_is_no_cut() -> None:
    pan = np.stack([np.roll(PATTERN[0], i, axis=1) for i in range(40)])
    assert cuts(looks(4, [], pan), Cutting()) == ()


def test_a_look_without_a_picture_makes_no_cut() -> None:
    black = film(0, 0)
    black[20] = 0
    seen = looks(4, [], black)
    seen.picture[20] = False
    assert cuts(seen, Cutting()) == ()

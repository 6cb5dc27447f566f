"""A picture halved again and again: made when asked for, without false patterns."""

from __future__ import annotations

import numpy as np
import pytest

from attune.watch.pyramid import Pyramid


@pytest.mark.parametrize(("asked", "level"), [(2.0, 1.0), (1.0, 1.0), (0.6, 1.0), (0.5, 0.5), (0.3, 0.5), (0.2, 0.25)])
def test_the_coarsest_level_that_is_fine_enough_is_given(asked: float, level: float) -> None:
    pixels, scale = Pyramid(np.zeros((80, 120, 3), np.uint8)).at(asked)
    assert (scale, pixels.shape) == (level, (int(80 * level), int(120 * level), 3))


def test_stripes_too_fine_to_be_shown_turn_grey() -> None:
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 200
    assert np.unique(Pyramid(stripes).at(0.25)[0]).tolist() == [100]


def test_odd_sides_and_single_pixels_are_halved_as_far_as_it_goes() -> None:
    assert Pyramid(np.zeros((5, 9, 3), np.uint8)).at(0.01)[0].shape == (1, 2, 3)


def test_a_level_is_made_once() -> None:
    pyramid = Pyramid(np.zeros((80, 120, 3), np.uint8))
    assert pyramid.at(0.25)[0] is pyramid.at(0.25)[0]

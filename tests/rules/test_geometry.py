from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.rules.geometry import angle, hand_angle, sight, under
from tests.dyads import ADULT_AT, ASPECT, Part, build


def test_eyes_count_before_the_head_where_they_are_known() -> None:
    dyad = build(2, Part("up"), Part())
    eyes = np.where(np.arange(20)[:, None] < 10, [[1.0, 0.0, 0.0]], np.nan)
    looking = sight(replace(dyad.adult, gaze=eyes))
    np.testing.assert_allclose(looking[:10], np.tile([1.0, 0.0, 0.0], (10, 1)))
    np.testing.assert_allclose(looking[10:], dyad.adult.facing[10:])


def test_a_hand_may_lie_in_front_of_its_owner() -> None:
    dyad = build(2, Part("partner"), Part())
    hand = np.array([0.2, 0.45, ADULT_AT[2] - 0.22])
    seen = np.array([ASPECT / 2 + hand[0] / hand[2], 0.5 + hand[1] / hand[2]])
    way = (hand - ADULT_AT) / np.linalg.norm(hand - ADULT_AT)
    adult = replace(dyad.adult, facing=np.tile(way, (20, 1)))
    degrees = hand_angle(replace(dyad, adult=adult), adult, adult, np.tile(seen, (20, 1)))
    np.testing.assert_allclose(degrees, 0, atol=0.1)


@pytest.mark.parametrize(
    ("one", "other", "degrees"), [((1, 0, 0), (0, 2, 0), 90), ((1, 0, 0), (3, 0, 0), 0), ((1, 0, 0), (-1, 0, 0), 180)]
)
def test_angles_by_hand(one: tuple[float, ...], other: tuple[float, ...], degrees: float) -> None:
    assert angle(np.array([one], float), np.array([other], float))[0] == pytest.approx(degrees)


def test_a_limit_is_passed_softly() -> None:
    clear = under(np.array([0.0, 25.0, 40.0, np.inf, np.nan]), 25.0, 6.0)
    np.testing.assert_allclose(clear, [0.985, 0.5, 0.076, 0, np.nan], atol=0.001)

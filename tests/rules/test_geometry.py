from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.rules.geometry import angle, hand_angle, meeting, under
from attune.timeline import Floats
from tests.dyads import ADULT_AT, ASPECT, Part, build

CHILD = (0.3, 0.2, 2.0)
SPOT = np.array([0.1, 0.6, 0.9])


def towards(place: Floats, at: tuple[float, float, float]) -> Floats:
    way = place - np.array(at)
    return np.tile(way / np.linalg.norm(way), (20, 1))


def test_sights_at_one_spot_meet_there_however_deep_it_lies() -> None:
    dyad = build(2, Part(), Part(at=CHILD))
    looking = replace(
        dyad,
        adult=replace(dyad.adult, facing=towards(SPOT, ADULT_AT)),
        child=replace(dyad.child, facing=towards(SPOT, CHILD)),
    )
    miss, spot = meeting(looking)
    np.testing.assert_allclose(miss, 0, atol=1e-9)
    np.testing.assert_allclose(spot, np.tile(SPOT, (20, 1)), atol=1e-9)


def test_eyes_count_before_the_head_where_they_are_known() -> None:
    dyad = build(2, Part("up"), Part(at=CHILD))
    eyes = np.where(np.arange(20)[:, None] < 10, towards(SPOT, ADULT_AT), np.nan)
    child = replace(dyad.child, facing=towards(SPOT, CHILD))
    miss, _ = meeting(replace(dyad, adult=replace(dyad.adult, gaze=eyes), child=child))
    np.testing.assert_allclose(miss[:10], 0, atol=1e-9)
    assert (miss[10:] > 0.1).all()


def test_sights_that_part_or_run_side_by_side_never_meet() -> None:
    dyad = build(2, Part("up"), Part("up"))
    assert np.isinf(meeting(dyad)[0]).all()


def test_an_unseen_head_meets_nothing_known() -> None:
    dyad = build(2, Part("partner"), Part("partner"))
    lost = replace(dyad, adult=replace(dyad.adult, facing=np.full((20, 3), np.nan)))
    assert np.isnan(meeting(lost)[0]).all()


def test_a_hand_may_lie_in_front_of_its_owner() -> None:
    dyad = build(2, Part("partner"), Part())
    hand = np.array([0.2, 0.45, ADULT_AT[2] - 0.22])
    seen = np.array([ASPECT / 2 + hand[0] / hand[2], 0.5 + hand[1] / hand[2]])
    adult = replace(dyad.adult, facing=towards(hand, ADULT_AT))
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

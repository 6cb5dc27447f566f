"""Following: one head stays one tracklet, two heads stay two."""

from __future__ import annotations

import numpy as np

from attune.watch.tracklets import Following, follow, unlikeness
from tests.watch.made import Somebody, between, looks, still


def test_two_people_are_two_tracklets_all_along() -> None:
    seen = looks(5, [Somebody(still(0.3, 0.5), hue=1), Somebody(still(0.9, 0.5), hue=2)])
    tracklet = follow(seen, (), Following())
    assert set(tracklet) == {0, 1}
    assert len(set(tracklet[seen.box[:, 0] < 0.5])) == 1


def test_people_who_cross_keep_their_tracklets_by_their_colours() -> None:
    right = Somebody(lambda t: (0.3 + 0.15 * t, 0.5), hue=1)
    left = Somebody(lambda t: (0.9 - 0.15 * t, 0.52), hue=2)
    seen = looks(4, [right, left])
    tracklet = follow(seen, (), Following())
    assert len(set(tracklet[seen.colour[:, 1] == 1])) == 1
    assert len(set(tracklet[seen.colour[:, 2] == 1])) == 1


def test_a_cut_ends_every_tracklet() -> None:
    seen = looks(4, [Somebody(still(0.5, 0.5))])
    assert len(set(follow(seen, (2.0,), Following()))) == 2


def test_a_long_absence_ends_a_tracklet_and_a_short_one_does_not() -> None:
    def gone(seconds: float) -> Somebody:
        return Somebody(lambda t: None if 2 <= t < 2 + seconds else (0.5, 0.5))

    assert len(set(follow(looks(6, [gone(0.5)]), (), Following()))) == 1
    assert len(set(follow(looks(6, [gone(1.5)]), (), Following()))) == 2


def test_a_faint_head_goes_on_but_does_not_begin() -> None:
    faint = Somebody(between(0, 2, 0.5, 0.5), score=0.3)
    assert set(follow(looks(2, [faint]), (), Following())) == {-1}
    sure_then_faint = [Somebody(between(0, 1, 0.5, 0.5)), Somebody(between(1, 2, 0.5, 0.5), score=0.3)]
    assert set(follow(looks(2, sure_then_faint), (), Following())) == {0}


def test_a_head_that_jumps_across_the_room_is_another() -> None:
    jump = Somebody(lambda t: (0.2, 0.5) if t < 1 else (1.1, 0.5))
    assert len(set(follow(looks(2, [jump]), (), Following()))) == 2


def test_unlikeness_leaves_out_what_is_unseen() -> None:
    a, b = np.zeros((2, 48))
    a[[0, 24]], b[[0, 25]] = 1, 1
    assert unlikeness(a, a) == 0
    assert unlikeness(a, b) == 0.5
    b[24:] = np.nan
    assert unlikeness(a, b) == 0
    assert unlikeness(a, np.full(48, np.nan)) == 0.5

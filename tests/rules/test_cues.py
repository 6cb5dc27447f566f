"""Cues of scripted people, whose values are known by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Dyad, Track
from attune.knobs import Knobs
from attune.rules.joint_follow import JointFollow
from attune.score import GROUPS, tell
from attune.timeline import Floats, Series
from tests.dyads import (
    ADULT_AT,
    CHILD_AT,
    Part,
    apart,
    at_the_camera,
    book_on_the_table,
    build,
    face_to_face,
    following,
    helping,
    hidden,
    one_cycle,
    peekaboo,
    side_by_side,
    waiting,
)

KNOBS = Knobs.of(*GROUPS)


def cues(dyad: Dyad) -> dict[str, Series]:
    return tell(dyad, KNOBS)[0]


def at(cue: Series, second: float) -> float:
    return float(cue.values[cue.clock.index(second)])


def test_two_who_look_at_each_other_share_a_gaze_and_no_thing() -> None:
    told = cues(face_to_face())
    assert (told["mutual_gaze"].values > 0.7).all()
    assert (told["joint_attention"].values < 0.05).all()
    assert (told["adult_attends"].values > 0.8).all()
    assert (told["child_attends"].values > 0.8).all()


def test_one_look_away_is_a_sure_no_for_both() -> None:
    told = cues(build(10, Part("partner"), Part("up")))
    assert (told["mutual_gaze"].values == 0).all()


def test_an_unseen_child_makes_mutual_gaze_unknown_unless_the_adult_looks_away() -> None:
    told = cues(hidden(build(10, Part("partner", looks=((5, 10, "camera"),)), Part("partner")), "child"))
    assert np.isnan(told["mutual_gaze"].values[:49]).all()
    assert (told["mutual_gaze"].values[51:] == 0).all()


def test_a_book_on_the_table_is_shared_though_no_face_is_looked_at() -> None:
    told = cues(book_on_the_table())
    shared = told["joint_attention"].values
    assert (shared[20:120] > 0.5).all()
    assert (shared[121:129] < 0.1).all(), "the child looks up at the adult"
    assert (told["joint_hands"].values[20:119] > 0.5).all()
    assert (told["mutual_gaze"].values < 0.5).all()
    assert (told["adult_attends"].values[20:120] > 0.5).all(), "a shared thing is attended together"


def test_hands_at_a_face_that_is_looked_at_are_no_shared_thing() -> None:
    told = cues(peekaboo())
    assert (told["joint_attention"].values < 0.05).all()
    assert (told["mutual_gaze"].values > 0.5).all()


@pytest.mark.parametrize(("where", "low", "high"), [("face", 0.0, 0.2), ("table", 0.5, 1.0)])
def test_hands_that_both_look_at_are_shared_unless_they_are_at_a_face(where: str, low: float, high: float) -> None:
    dyad = build(20, Part("partner_hands"), Part("own_hands", hands=((0.0, 20.0, where),)))
    shared = cues(dyad)["joint_hands"].values[20:]
    assert ((shared >= low) & (shared <= high)).all()


def test_hands_out_of_sight_leave_joint_attention_to_the_sights() -> None:
    dyad = book_on_the_table()
    gone = {
        who: replace(t, wrists=np.full_like(t.wrists, np.nan))
        for who, t in (("adult", dyad.adult), ("child", dyad.child))
    }
    told = cues(replace(dyad, **gone))
    assert np.isnan(told["joint_hands"].values).any()
    assert (told["joint_attention"].values[20:120] > 0.5).all()
    assert (told["joint_attention"].values[121:129] < 0.1).all()


def test_facing_the_camera_shares_nothing_that_can_be_known() -> None:
    told = cues(at_the_camera())
    assert (told["joint_attention"].values < 0.1).all()
    assert (told["mutual_gaze"].values < 0.1).all()


def test_sights_that_part_meet_nowhere() -> None:
    assert (cues(apart())["joint_rays"].values < 0.05).all()


ASIDE, AHEAD = (1.6, -0.5, 1.0), (0.0, 0.45, 0.9)
"""Places that both can look at: high at the child's other side, and low between and before both."""


def both_at(spot: Sequence[float], adult: float = 0.0, child: float = 0.0, error: float = 0.0) -> Dyad:
    """Each looks at the other until a second of their own, then at one spot; seen with an error in degrees."""
    dyad = build(20, Part("partner"), Part("partner"))

    def turned(track: Track, place: Sequence[float], since: float) -> Track:
        way = np.array(spot) - place
        late = track.clock.times[:, None] >= since
        errors = np.full(track.clock.count, error)
        return replace(track, facing=np.where(late, way / np.linalg.norm(way), track.facing), facing_error=errors)

    return replace(dyad, adult=turned(dyad.adult, ADULT_AT, adult), child=turned(dyad.child, CHILD_AT, child))


def test_a_turn_aside_that_is_followed_is_joint_attention_from_the_follower_on() -> None:
    told = cues(both_at(ASIDE, adult=5.0, child=6.5))
    assert at(told["joint_follow"], 6.0) == 0
    assert at(told["joint_follow"], 9.0) > 0.9
    assert at(told["joint_rays"], 9.0) < 0.1, "it is not between them"
    assert at(told["joint_attention"], 9.0) > 0.9


@pytest.mark.parametrize("delay", [6.0, 8.0])
def test_a_turn_that_comes_too_late_follows_nothing(delay: float) -> None:
    soon, late = (cues(both_at(ASIDE, 2.0, 2.0 + d, error=8.0))["joint_follow"] for d in (1.5, delay))
    assert at(soon, 15.0) > 0.9
    assert at(late, 15.0) < 0.6


def test_two_turns_of_one_person_follow_nothing() -> None:
    child = Part("partner", looks=((2.0, 4.0, "up"), (4.0, 20.0, "table")))
    followed = JointFollow().followed_by(build(20, Part("table"), child))
    assert not followed.any()
    assert JointFollow().followed_by(following())[80:115].all()


def test_sights_meet_between_two_people_and_the_worse_they_are_seen_the_less_it_is_told() -> None:
    sharp, dim, blind = (at(cues(both_at(AHEAD, error=e))["joint_rays"], 5.0) for e in (2.0, 12.0, 60.0))
    assert sharp > 0.8
    assert sharp > dim > blind
    assert blind < 0.5


def test_looking_down_before_oneself_is_told_from_the_camera_and_from_the_face() -> None:
    lower, face = np.array(AHEAD), np.array([0.0, 0.02, 1.4])
    for share, joint in ((0.0, False), (1.0, True)):
        told = cues(both_at(face + share * (lower - face), error=8.0))["joint_attention"]
        assert (at(told, 5.0) > 0.5) == joint
    assert at(cues(both_at((0.0, 0.0, 0.0), error=8.0))["joint_attention"], 5.0) < 0.1


def test_one_who_looks_at_a_face_shares_nothing_whatever_the_other_does() -> None:
    dyad = both_at(AHEAD, child=100.0)
    blind = replace(dyad.adult, facing=np.full_like(dyad.adult.facing, np.nan))
    for one in (dyad, replace(dyad, adult=blind)):
        assert (cues(one)["joint_attention"].values < 0.1).all()


def test_hidden_eyes_may_share_what_the_other_looks_at() -> None:
    dyad = both_at(AHEAD, error=8.0)
    hidden_eyes = replace(dyad.adult, covered=np.ones(dyad.clock.count))
    assert np.isnan(cues(replace(dyad, adult=hidden_eyes))["joint_attention"].values).all()


def test_where_neither_yes_nor_no_is_likely_joint_attention_is_unknown() -> None:
    told = cues(both_at(np.array(CHILD_AT) + np.array([-0.03, 0.12, 0.0])))
    assert 0.3 < at(told["joint_rays"], 5.0) < 0.7
    assert np.isnan(at(told["joint_attention"], 5.0))


@pytest.mark.parametrize(("down", "low", "high"), [(0.03, 0.0, 0.2), (0.5, 0.8, 1.0)])
def test_sights_that_meet_at_a_body_may_be_for_the_face(down: float, low: float, high: float) -> None:
    spot = np.array(CHILD_AT) + down * np.array([-0.25, 1.0, 0.0])
    assert low <= at(cues(both_at(spot))["joint_rays"], 5.0) <= high


def test_busy_hands_are_told_from_still_ones_and_from_unseen_ones() -> None:
    dyad = side_by_side()
    moves = cues(dyad)["child_moves"].values
    assert np.mean(moves[5:] >= 0.5) > 0.7
    assert (cues(apart())["child_moves"].values[4:] < 0.1).all()
    one_hand = replace(dyad.child, wrists=_without(dyad.child.wrists, 0))
    still = apart()
    assert np.mean(cues(replace(dyad, child=one_hand))["child_moves"].values[5:] >= 0.5) > 0.7
    rest = replace(still.child, wrists=_without(still.child.wrists, 0))
    assert np.isnan(cues(replace(still, child=rest))["child_moves"].values).all(), "the hand out of sight may be busy"


def _without(wrists: Floats, hand: int) -> Floats:
    out = np.array(wrists)
    out[:, hand] = np.nan
    return out


def test_a_camera_that_pans_moves_no_hand_and_leans_nobody() -> None:
    dyad = apart()
    pan = np.linspace(0, 12, dyad.clock.count)[:, None] * np.array([1.0, 0.0])

    def panned(track: object) -> object:
        return replace(
            track,  # type: ignore[type-var]
            head=track.head + pan,  # type: ignore[attr-defined]
            wrists=track.wrists + pan[:, None],  # type: ignore[attr-defined]
            shoulders=track.shoulders + pan[:, None],  # type: ignore[attr-defined]
        )

    told = cues(replace(dyad, adult=panned(dyad.adult), child=panned(dyad.child)))
    for name in ("adult_moves", "child_moves", "adult_leans", "child_leans"):
        assert (told[name].values[11:] < 0.1).all(), name


def test_a_hand_held_out_is_a_reach_while_it_is() -> None:
    told = cues(one_cycle(start=10.0))["child_reaches"]
    assert at(told, 9.5) < 0.1
    assert at(told, 10.5) > 0.8
    assert at(told, 11.5) < 0.1


def test_a_lean_belongs_to_the_one_who_leans() -> None:
    told = cues(build(20, Part("partner", moves=((10.0, 14.0, "lean"),)), Part("partner")))
    assert at(told["adult_leans"], 10.8) > 0.8
    assert at(told["adult_leans"], 12.5) < 0.1
    assert (told["child_leans"].values[10:] < 0.1).all()


def test_hands_meet_where_both_are_at_one_thing() -> None:
    told = cues(helping())
    assert at(told["hands_meet"], 9.0) > 0.8
    assert at(told["hands_meet"], 5.0) < 0.2
    assert at(told["space"], 9.0) < 0.2
    assert at(told["space"], 5.0) > 0.3


def test_smiles_answer_each_other_within_two_seconds() -> None:
    def smiling(gap: float) -> Series:
        adult = Part("partner", smiles=((5.0, 6.0, "smile"),))
        return cues(build(15, adult, Part("partner", smiles=((6.0 + gap, 7.0 + gap, "smile"),))))["both_smile"]

    assert at(smiling(1.5), 7.7) > 0.8
    assert (smiling(2.5).values < 0.2).all()


def test_looking_up_every_few_seconds_is_known_while_both_are_busy() -> None:
    told = cues(side_by_side())["glances"]
    assert np.nanmin(told.values[40:]) > 0.5
    none = cues(build(20, Part("own_hands", hands=((0, 20, "move"),)), Part("own_hands", hands=((0, 20, "move"),))))
    assert np.nanmax(none["glances"].values) < 0.2


@pytest.mark.parametrize(("up", "low", "high"), [(0.0, 0.9, 1.0), (0.7, 0.0, 0.1)])
def test_heads_at_one_height_are_level(up: float, low: float, high: float) -> None:
    x, y, z = ADULT_AT
    level = cues(build(5, Part("partner", at=(x, y - up, z)), Part("partner")))["level"].values
    assert ((level >= low) & (level <= high)).all()


def test_watching_busy_hands_is_attending() -> None:
    told = cues(build(20, Part("partner_hands"), Part("own_hands", hands=((0.0, 20.0, "move"),))))
    assert np.nanmedian(told["adult_attends"].values) > 0.5


def test_turning_away_is_no_attending() -> None:
    told = cues(waiting())
    assert (told["adult_attends"].values > 0.8).all()
    assert (cues(apart())["adult_attends"].values < 0.2).all()


def test_who_left_before_a_cut_is_remembered_nowhere_after_it() -> None:
    dyad = face_to_face()
    gone = hidden(dyad, "child", dyad.clock.times >= 5)
    looks = {cuts: tell(replace(gone, cuts=cuts), KNOBS)[0]["adult_looks"].known for cuts in ((), (5.0,))}
    soon = (dyad.clock.times >= 5) & (dyad.clock.times < 7)
    assert looks[()][soon].all()
    assert not looks[(5.0,)][soon].any()


def test_mutual_gaze_is_unknown_where_neither_yes_nor_no_is_likely() -> None:
    clear, n = face_to_face(), face_to_face().clock.count
    unsure = [replace(t, facing_error=np.full(n, 22.0)) for t in (clear.adult, clear.child)]
    cues, _ = tell(replace(clear, adult=unsure[0], child=unsure[1]), KNOBS)
    assert cues["adult_looks"].known.all()
    assert not cues["mutual_gaze"].known.any()
    assert tell(clear, KNOBS)[0]["mutual_gaze"].values.min() > 0.7

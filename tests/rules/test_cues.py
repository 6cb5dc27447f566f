"""Cues of scripted people, whose values are known by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Dyad
from attune.knobs import Knobs
from attune.rules.joint_hands import JointHands
from attune.rules.joint_rays import JointRays
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
    looks = np.tile([0.05, 0.9, 0.0, 0.05], (dyad.clock.count, 1))
    at_things = Series(dyad.clock, looks, np.ones(dyad.clock.count))
    given = cues(dyad) | {"adult_looks": at_things, "child_looks": at_things}
    shared = JointHands()(dyad, given).values[20:]
    assert ((shared >= low) & (shared <= high)).all()


def test_facing_the_camera_shares_nothing_that_can_be_known() -> None:
    told = cues(at_the_camera())
    assert (told["joint_attention"].values < 0.1).all()
    assert (told["mutual_gaze"].values < 0.1).all()


def test_sights_that_part_meet_nowhere() -> None:
    assert (cues(apart())["joint_rays"].values < 0.05).all()


def test_a_turn_that_is_followed_is_joint_attention_from_the_follower_on() -> None:
    told = cues(following())["joint_follow"]
    assert at(told, 6.0) == 0
    assert at(told, 9.0) > 0.5
    assert at(told, 14.0) == 0


@pytest.mark.parametrize("delay", [6.0, 8.0])
def test_a_turn_that_comes_too_late_follows_nothing(delay: float) -> None:
    adult = Part("partner", looks=((5.0, 19.0, "table"),))
    child = Part("partner", looks=((5.0 + delay, 19.0, "table"),))
    assert (cues(build(20, adult, child))["joint_follow"].values < 0.1).all()


def test_two_turns_of_one_person_follow_nothing() -> None:
    adult = Part("partner", looks=((5.0, 7.0, "up"), (7.0, 15.0, "table")))
    assert (cues(build(20, adult, Part("table")))["joint_follow"].values < 0.1).all()


def test_sights_that_meet_at_a_body_may_be_for_the_face() -> None:
    def rays(down: float) -> Floats:
        spot = np.array(CHILD_AT) + down * np.array([-0.25, 1.0, 0.0])
        dyad = build(5, Part(), Part())
        ways = [np.tile((spot - at) / np.linalg.norm(spot - at), (50, 1)) for at in (ADULT_AT, CHILD_AT)]
        adult, child = (replace(t, facing=way) for t, way in zip((dyad.adult, dyad.child), ways, strict=True))
        at_things = Series(dyad.clock, np.tile([0.05, 0.9, 0.0, 0.05], (50, 1)), np.ones(50))
        given = {"adult_looks": at_things, "child_looks": at_things}
        return JointRays()(replace(dyad, adult=adult, child=child), given).values

    assert (rays(0.12) < 0.2).all()
    assert (rays(0.5) > 0.6).all()


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

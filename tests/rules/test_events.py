"""Events of scripted people: what is seen to happen, when, by whom and how surely."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune.dyad import Dyad
from attune.knobs import Knobs
from attune.moment import Event
from attune.rules.floor import promptness
from attune.score import GROUPS, tell
from tests.dyads import (
    Part,
    apart,
    apart_then_together,
    book_on_the_table,
    build,
    glancing,
    helping,
    hidden,
    many_cycles,
    met_in_passing,
    one_cycle,
    two_shots,
    waiting,
)

KNOBS = Knobs.of(*GROUPS)


def events(dyad: Dyad, kind: str, who: str = "", **knobs: float) -> list[Event]:
    changes = {name.replace("__", "."): value for name, value in knobs.items()}
    told = tell(dyad, KNOBS.set(changes))[1]
    return [e for e in told if e.kind == kind and who in ("", e.who)]


def times(found: list[Event]) -> list[tuple[float, float]]:
    return [(round(e.span.start, 2), round(e.span.end, 2)) for e in found]


def test_bouts_of_mutual_gaze() -> None:
    assert times(events(glancing(), "mutual_gaze")) == [(5.0, 7.0), (12.0, 16.0)]
    assert not events(apart(), "mutual_gaze")


def test_a_bout_bridges_a_blink_and_not_more() -> None:
    def bouts(gap: float) -> list[tuple[float, float]]:
        looks = ((5.0, 7.0, "partner"), (7.0 + gap, 9.0, "partner"))
        return times(events(build(15, Part("partner"), Part("away", looks=looks)), "mutual_gaze"))

    assert bouts(0.2) == [(5.0, 9.0)]
    assert bouts(0.6) == [(5.0, 7.0), (7.6, 9.0)]


def test_shared_looking_is_coordinated_where_the_child_also_looks_at_the_adult() -> None:
    found = events(book_on_the_table(), "joint_attention")
    assert times(found) == [(0.0, 12.0), (13.0, 30.0)]
    assert [e.how for e in found] == ["coordinated", "coordinated"]
    alone = build(30, Part("table"), Part("table", hands=((2.0, 28.0, "table"),)))
    assert [e.how for e in events(alone, "joint_attention")] == [""]


def test_initiatives_by_reach_look_and_movement() -> None:
    assert [(e.how, round(e.span.start, 1)) for e in events(one_cycle(), "initiative", "child")] == [
        ("reach", 10.0),
        ("look", 12.0),
    ]
    begun = events(waiting(), "initiative", "child")
    assert [(e.how, round(e.span.start, 1)) for e in begun] == [("move", 3.0), ("look", 9.0)]


def test_what_was_going_on_or_comes_out_of_the_unseen_was_not_begun() -> None:
    always = build(10, Part("away"), Part("partner"))
    assert not events(always, "initiative", "child")
    mask = np.arange(300) < 150
    shown_late = hidden(one_cycle(start=14.5), "child", mask & (np.arange(300) > 120))
    assert "reach" not in [e.how for e in events(shown_late, "initiative", "child")]


def test_channels_that_begin_together_are_one_initiative() -> None:
    child = Part(hands=((5.0, 6.0, "reach"),), looks=((5.3, 7.0, "partner"),))
    (begun,) = events(build(15, Part(), child), "initiative", "child")
    assert begun.how == "reach"
    assert times([begun]) == [(5.0, 7.0)]


def test_a_reception_tells_its_channels_one_by_one() -> None:
    found = events(one_cycle(latency=1.0), "reception", "adult")
    assert [(e.how, round(e.span.start, 1)) for e in found][:2] == [("look", 11.0), ("smile", 11.5)]


@pytest.mark.parametrize(("latency", "worth"), [(0.0, 1.0), (2.0, 1.0), (3.5, 0.5), (5.0, 0.0), (9.0, 0.0)])
def test_promptness_is_full_to_two_seconds_and_nothing_from_five(latency: float, worth: float) -> None:
    assert promptness(latency, 2.0, 5.0) == pytest.approx(worth)


@pytest.mark.parametrize(("latency", "worth"), [(1.0, 1.0), (2.0, 1.0), (3.5, 0.5)])
def test_a_late_answer_is_less_surely_one(latency: float, worth: float) -> None:
    first = events(one_cycle(latency=latency), "reception", "adult")[0]
    assert first.sure == pytest.approx(0.9 * worth, abs=0.01)


def test_what_begins_later_than_five_seconds_is_no_answer() -> None:
    child = Part(hands=((10.0, 11.0, "reach"),))
    assert events(build(30, Part(looks=((14.0, 17.0, "partner"),)), child), "reception", "adult")
    assert not events(build(30, Part(looks=((16.0, 19.0, "partner"),)), child), "reception", "adult")


def test_a_look_that_meets_one_already_there_is_received_at_once() -> None:
    child = Part(looks=((10.0, 12.0, "partner"),))
    (met,) = events(build(20, Part("partner"), child), "reception", "adult")
    assert (met.how, round(met.span.start, 1)) == ("look", 10.0)


def test_a_yes_cycle_is_initiative_reception_and_return() -> None:
    (cycle,) = events(one_cycle(start=10.0, latency=1.0, back=1.0), "yes_cycle")
    assert times([cycle]) == [(10.0, 14.0)]
    assert cycle.sure == pytest.approx(0.9, abs=0.01)
    (back,) = events(one_cycle(), "return")
    assert (back.who, round(back.span.start, 1)) == ("child", 12.0)


def test_quality_falls_with_both_latencies() -> None:
    (slow,) = events(one_cycle(latency=3.5, back=3.5), "yes_cycle")
    assert slow.sure == pytest.approx(0.9 * 0.5 * 0.5, abs=0.02)


def test_no_return_no_cycle() -> None:
    adult = Part(looks=((11.0, 15.0, "partner"),))
    assert not events(build(30, adult, Part(hands=((10.0, 11.0, "reach"),))), "yes_cycle")


def test_a_return_in_another_shot_closes_no_cycle() -> None:
    whole = one_cycle(start=10.0, latency=1.0, back=2.0)
    assert events(whole, "yes_cycle")
    assert not events(replace(whole, cuts=(12.5,)), "yes_cycle")


def test_cycles_that_follow_each_other_are_a_chain() -> None:
    spaced = many_cycles(count=4, every=12.0)
    assert len(events(spaced, "yes_cycle")) >= 4
    assert not events(spaced, "chain", YesCycles__window=3.0, YesCycles__full=2.0)
    close = events(many_cycles(count=4, every=7.0), "chain")
    assert len(close) == 1
    assert close[0].span.seconds > 20


def test_a_partner_shifted_in_time_leaves_fewer_cycles() -> None:
    def quality(shift: float) -> float:
        return sum(e.sure for e in events(many_cycles(shift=shift), "yes_cycle"))

    chance = np.mean([quality(shift) for shift in np.arange(20.0, 76.0, 7.0)])
    assert quality(0.0) > 1.5 * chance


def test_a_wait_that_paid_off_says_with_what() -> None:
    (wait,) = events(waiting(), "wait")
    assert (wait.who, wait.how) == ("adult", "look")
    assert wait.span.start == pytest.approx(5.0, abs=0.3)
    assert wait.span.end == pytest.approx(9.0, abs=0.05)


def test_an_open_wait_ends_when_the_hands_move() -> None:
    (wait,) = events(waiting(paid=False), "wait")
    assert wait.how == ""


def test_still_hands_of_an_adult_who_looks_away_wait_for_nobody() -> None:
    busy = Part("own_hands", hands=((3.0, 20.0, "move"),))
    assert not events(build(20, Part("away"), busy), "wait")


def test_a_long_wait_counts_ten_seconds() -> None:
    adult, child = Part("partner"), Part("own_hands", hands=((0.0, 40.0, "move"),), looks=((35.0, 37.0, "partner"),))
    first = events(build(40, adult, child), "wait")[0]
    assert first.span.seconds == pytest.approx(10.0)


def test_coming_back_together_after_a_quiet_spell() -> None:
    assert times(events(apart_then_together(), "reconnect")) == [(12.0, 16.0)]
    assert not events(glancing(), "reconnect", Reconnects__lull=8.0)
    assert times(events(met_in_passing(), "reconnect")) == [(16.0, 20.0)]
    assert not events(met_in_passing(), "reconnect", Reconnects__soon=2.0)


def test_help_that_ends_and_lets_the_child_go_on() -> None:
    (found,) = events(helping(), "help")
    assert found.who == "adult"
    assert found.span.start == pytest.approx(8.0, abs=0.11)
    assert found.span.end == pytest.approx(12.5, abs=0.11)
    whole = build(30, Part("table", hands=((8.0, 20.0, "table"),)), Part("table", hands=((2.0, 28.0, "table"),)))
    assert not events(whole, "help")


def test_no_answer_is_read_across_a_cut() -> None:
    cut = two_shots()
    reach = next(e for e in events(cut, "initiative", "child") if e.how == "reach")
    whole = replace(cut, cuts=())
    assert any(0 <= e.span.start - reach.span.start < 5 for e in events(whole, "reception", "adult"))
    late = [e for e in events(cut, "reception", "adult") if e.span.start < 11.0]
    assert not late
    assert not events(cut, "yes_cycle")

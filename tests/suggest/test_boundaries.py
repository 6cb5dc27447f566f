"""Where moments begin and end, on a few events whose chain is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.moment import Event
from attune.suggest.boundaries import Boundaries, Named, chain, hushed, inside, parts, rolled
from attune.timeline import Span, merge
from tests.scores import event, yes_cycle

SHOT = Span(0, 100)
RULES = Named(), Boundaries()


def found(find: Span | Event, events: list[Event], shot: Span = SHOT) -> Span:
    return chain(find, shot, sorted(events), *RULES)


def test_a_find_starts_with_the_earliest_initiative_near_its_start() -> None:
    begun = [event("initiative", at, at + 0.5, "child", "look") for at in (10, 25, 28, 30.9, 32)]
    assert found(Span(30, 35), begun).start == 25


def test_a_cycle_has_its_beginning_in_itself() -> None:
    cycle = yes_cycle(30)
    before = event("initiative", 26, 27, "adult", "look")
    assert found(cycle[-1], [before, *cycle]) == Span(30, 35)
    assert found(Span(30, 35), [before, *cycle]) == Span(26, 35)


def test_a_find_ends_with_the_last_answer_to_it() -> None:
    late = [event("reception", at, at + 1, "adult", "look") for at in (33, 37, 40)]
    assert found(Span(30, 35), late) == Span(30, 38)


def test_a_find_without_events_is_itself() -> None:
    assert found(Span(30, 35), []) == Span(30, 35)


def test_what_somebody_waited_for_belongs_to_it() -> None:
    wait, begun = event("wait", 30, 34, "adult", "reach"), event("initiative", 34, 35, "child", "reach")
    assert found(wait, [wait, begun]) == Span(30, 35)


def test_nothing_reaches_over_the_ends_of_the_shot() -> None:
    events = [event("initiative", 29, 31, "child"), event("reception", 36, 39, "adult")]
    assert found(Span(30, 35), list(inside(events, Span(30, 37))), Span(30, 37)) == Span(30, 37)


def test_half_a_cycle_is_none_and_half_a_look_is_one() -> None:
    events = [event("yes_cycle", 8, 14), event("mutual_gaze", 8, 14), event("both_smile", 9.9, 13)]
    assert inside(events, Span(2, 10)) == (event("mutual_gaze", 8, 10),)


def test_a_chain_that_is_not_too_long_is_one_part() -> None:
    assert parts(Span(10, 18), (), Boundaries()) == [Span(10, 18)]


@given(st.floats(8.1, 200), st.lists(st.floats(0, 200), max_size=12))
def test_parts_of_a_long_chain_are_short_enough_and_inside(length: float, starts: list[float]) -> None:
    core = Span(0, length)
    events = [e for at in starts for e in yes_cycle(at)]
    got = parts(core, events, Boundaries())
    assert got
    for part in got:
        assert 1 <= part.seconds <= Boundaries().longest + 1e-9
        assert core.start <= part.start
        assert part.end <= core.end + 1e-9


@pytest.mark.parametrize(
    ("core", "shot", "span"),
    [
        (Span(30, 35), SHOT, Span(28.5, 36.5)),
        (Span(30, 30.4), SHOT, Span(28.2, 32.2)),
        (Span(0.2, 0.6), SHOT, Span(0, 4)),
        (Span(30, 35), Span(29.9996, 34.9996), Span(30, 34.999)),
        (Span(30, 33), Span(30, 33.5), None),
    ],
)
def test_rolls_keep_to_the_shot_and_to_whole_milliseconds(core: Span, shot: Span, span: Span | None) -> None:
    got = rolled(core, shot, Boundaries())
    if span is None:
        assert got is None
    else:
        assert got is not None
        assert (got.start, got.end) == pytest.approx((span.start, span.end))


CORE, ROLLED = Span(30, 35), Span(28.5, 36.5)


@pytest.mark.parametrize(
    ("quiet", "span"),
    [
        ([], ROLLED),
        ([Span(20, 40)], ROLLED),
        ([Span(28.9, 29.4)], Span(29.025, 36.5)),
        ([Span(27.8, 28.3), Span(28.9, 29.4)], Span(28.175, 36.5)),
        ([Span(36.6, 36.9), Span(37.2, 37.6)], Span(28.5, 36.725)),
        ([Span(28.7, 28.8), Span(29.2, 29.5)], Span(29.325, 36.5)),
        ([Span(28.7, 28.8)], Span(28.75, 36.5)),
        ([Span(25, 27.4), Span(29.7, 30.5), Span(37.7, 40)], ROLLED),
    ],
    ids=["no sound", "silent already", "later", "the nearer", "the end too", "long first", "a short pause", "too far"],
)
def test_ends_move_into_silence_that_is_near(quiet: list[Span], span: Span) -> None:
    got = hushed(ROLLED, CORE, SHOT, quiet, Boundaries())
    assert (got.start, got.end) == pytest.approx((span.start, span.end))


def test_an_end_at_the_edge_of_a_silent_shot_stays_there() -> None:
    shot = Span(28.5, 36.5)
    assert hushed(ROLLED, CORE, shot, [Span(20, 29), Span(36, 50)], Boundaries()) == ROLLED


@given(st.lists(st.tuples(st.floats(20, 45), st.floats(0.1, 3)), max_size=8), st.floats(0, 6), st.floats(0, 3))
def test_a_moved_end_leaves_the_core_whole_and_the_clip_long_enough(
    silences: list[tuple[float, float]], length: float, nudge: float
) -> None:
    core, knobs = Span(30, 30.1 + length), Boundaries(nudge=nudge)
    quiet = merge(Span(a, a + b) for a, b in silences)
    span = rolled(core, SHOT, knobs)
    assert span is not None
    got = hushed(span, core, SHOT, quiet, knobs)
    assert got.start <= core.start
    assert got.end >= core.end
    assert got.seconds >= knobs.shortest - 0.002
    assert max(abs(got.start - span.start), abs(got.end - span.end)) <= nudge + 0.002

"""What a film shows as numbers: known by hand, over the time in which it could be told, and no number where that is
little."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attune import pipeline
from attune.cycles.measures import MEASURES, Measure, measured
from attune.dyad import Dyad
from attune.score import score
from tests import dyads
from tests.dyads import Part, build

KNOBS = pipeline.all_knobs()


def of(dyad: Dyad, **turned: float) -> dict[str, Measure]:
    knobs = KNOBS.set({name.replace("__", "."): value for name, value in turned.items()})
    return measured(dyad, score(dyad, knobs), knobs)


def test_a_book_on_the_table_is_all_joint_attention() -> None:
    told = of(dyads.book_on_the_table())
    assert told["joint"].value > 85
    assert of(dyads.face_to_face())["joint"].value == pytest.approx(0, abs=2)
    assert of(dyads.face_to_face())["attended"].value == pytest.approx(100, abs=2)
    assert of(dyads.apart())["attended"].value == pytest.approx(0, abs=5)


def test_cycles_are_counted_over_the_time_in_which_they_could_be_told() -> None:
    """Eight cycles, 12 s each: 25 in five minutes; what is begun, and taken up, is counted likewise."""
    told = of(dyads.many_cycles(8, 12.0))
    known = told["cycles"].valid
    assert told["cycles"].value == pytest.approx(8 * 300 / known)
    assert known >= 80
    assert told["initiatives"].value >= 8 * 60 / 96
    assert told["exchanges"].value >= told["cycles"].value / 5


def test_the_adult_answers_after_the_seconds_of_the_script() -> None:
    starts = range(2, 60, 6)
    child = Part("partner", speaks=[(t, t + 1.0, "speak") for t in starts])
    adult = Part("partner", speaks=[(t + 1.7, t + 2.5, "speak") for t in starts])
    assert of(build(64, adult, child))["latency"].value == pytest.approx(0.7, abs=0.11)


def test_a_wait_counts_where_the_child_ends_it() -> None:
    paid, open_ = (of(dyads.waiting(paid))["waits"] for paid in (True, False))
    assert paid.value == pytest.approx(300 / paid.valid)
    assert open_.value == 0


def test_chains_are_as_long_as_their_cycles() -> None:
    chained = [of(dyads.many_cycles(count, every=5.5))["chain"].value for count in (1, 3, 6)]
    assert chained == sorted(set(chained))
    assert of(dyads.many_cycles(6, every=20.0))["chain"].value < chained[-1]
    assert of(dyads.one_cycle())["chain"].value == 1
    assert of(dyads.apart())["chain"].value == 0
    assert np.isnan(of(dyads.many_cycles(30, every=5.5))["chain"].high)


def test_coming_back_together_is_counted() -> None:
    assert of(dyads.apart_then_together())["reconnects"].value == pytest.approx(300 / 24, rel=0.1)


def test_turns_are_even_where_both_take_as_many() -> None:
    assert of(dyads.conversing(20))["balance"].value == 100
    alone = build(60, Part("partner", speaks=[(t, t + 1.0, "speak") for t in range(2, 50, 4)]), Part("partner"))
    assert of(alone)["balance"].value == 0


def test_the_interval_of_turns_reaches_to_even_where_even_may_be() -> None:
    even = of(dyads.conversing(40, 4.0))["balance"]
    assert even.high == 100
    assert even.low <= even.value <= even.high


def test_voices_beyond_chance_are_those_of_contingency() -> None:
    told = of(dyads.conversing(30, 4.0))["contingency"]
    assert -100 <= told.low <= told.value <= told.high <= 100
    assert told.coverage == 1
    assert np.isnan(of(dyads.face_to_face())["contingency"].value)


@pytest.mark.parametrize("name", MEASURES)
def test_what_was_not_seen_or_heard_gives_no_number(name: str) -> None:
    dyad = dyads.in_the_dark(dyads.many_cycles(8))
    told = of(dyad)[name]
    assert not told.shown
    assert told.coverage == 0


@pytest.mark.parametrize(
    ("coverage", "shown", "careful"), [(0.75, True, False), (0.5, True, True), (0.3, False, False)]
)
def test_bands_of_coverage(coverage: float, shown: bool, careful: bool) -> None:
    told = Measure(12.0, 8.0, 16.0, valid=600 * coverage, seconds=600)
    assert (told.shown, told.careful) == (shown, careful)


def test_a_share_hardly_moves_where_half_of_it_is_hidden_at_random_but_its_coverage_does() -> None:
    """Not seen is not "not attending" (docs/science.md, 4.2)."""
    dyad = dyads.lively(3, 200)
    told = of(dyad)["attended"]
    rng = np.random.default_rng(1)
    gone = np.repeat(rng.random(dyad.clock.count // 20) < 0.4, 20)
    facing = np.where(gone[:, None], np.nan, dyad.adult.facing)
    hidden = of(replace(dyad, adult=replace(dyad.adult, facing=facing)))["attended"]
    assert hidden.coverage < told.coverage - 0.2
    assert abs(hidden.value - told.value) < 8


def test_numbers_lie_in_their_intervals() -> None:
    for name, told in of(dyads.chatter(1, 240)).items():
        if told.shown and not np.isnan(told.low):
            assert told.low <= told.value <= told.high, name
            assert told.low >= 0 or name in ("contingency", "latency")


def test_the_first_seconds_are_left_out_where_that_is_asked_for() -> None:
    dyad = dyads.many_cycles(20)
    assert of(dyad, Blend__skip=60)["joint"].seconds == of(dyad)["joint"].seconds - 60

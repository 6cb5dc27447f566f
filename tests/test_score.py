from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from attune.errors import KnobError
from attune.knobs import Knob, Knobs, knobs_of
from attune.moment import Scores
from attune.principles import PRINCIPLES
from attune.score import GROUPS, Blend, mid_rank, score, smoothed, standing
from attune.timeline import Clock, Floats, series
from tests.dyads import (
    SCRIPTS,
    Part,
    book_on_the_table,
    build,
    face_to_face,
    glancing,
    helping,
    hidden,
    lively,
    many_cycles,
    one_cycle,
    waiting,
)

KNOBS = Knobs.of(*GROUPS)
ALL = [knob for group in GROUPS for knob in knobs_of(group)]


def told(dyad: object, **changes: float) -> Scores:
    return score(dyad, KNOBS.set({name.replace("__", "."): value for name, value in changes.items()}))  # type: ignore[arg-type]


# -- what a score holds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCRIPTS)
def test_everything_is_once_a_second_and_between_0_and_1(name: str) -> None:
    dyad = SCRIPTS[name]()
    scores = score(dyad, KNOBS)
    assert scores.clock == Clock(1, int(np.ceil(dyad.seconds)))
    assert tuple(scores.principles) == PRINCIPLES
    lines = [*scores.cues.values(), *scores.principles.values(), scores.attunement, scores.standing, scores.coverage]
    for line in lines:
        assert line.clock == scores.clock
        known = line.values[line.known]
        assert ((known >= 0) & (known <= 1 + 1e-9)).all()
    assert list(scores.events) == sorted(scores.events)
    assert scores.coverage.known.all()


def test_the_cues_that_others_rely_on_are_there() -> None:
    cues = score(lively(), KNOBS).cues
    assert {
        "adult_looks", "child_looks", "mutual_gaze", "joint_attention", "adult_smiles", "child_smiles", "turn_taking",
        "adult_attends", "child_attends",
    } <= set(cues)  # fmt: skip
    assert cues["adult_looks"].values.shape == (120, 4)


def test_scoring_twice_gives_the_same() -> None:
    one, other = score(lively(), KNOBS), score(lively(), KNOBS)
    np.testing.assert_array_equal(one.standing.values, other.standing.values)
    assert one.events == other.events


def test_ten_minutes_take_well_under_a_second() -> None:
    dyad = lively(seconds=600)
    start = time.process_time()
    score(dyad, KNOBS)
    assert time.process_time() - start < 1.0


def test_a_film_that_ends_within_a_second_scores_that_second_too() -> None:
    scores = score(build(10.4, Part("partner"), Part("partner")), KNOBS)
    assert scores.clock.count == 11
    assert scores.cues["mutual_gaze"].values[10] > 0.7
    assert scores.coverage.values[10] == 1


# -- principles ----------------------------------------------------------------------------------------------------


def test_attentive_weighs_attending_and_level() -> None:
    scores = score(face_to_face(), KNOBS)
    cues = scores.cues
    expected = (0.7 * cues["adult_attends"].values * 0.9 + 0.15 * cues["level"].values * 0.9) / (0.85 * 0.9)
    np.testing.assert_allclose(scores.principles["attentive"].values, expected)


def test_attuned_of_looking_at_each_other_alone_is_its_weight() -> None:
    scores = score(face_to_face(), KNOBS)
    np.testing.assert_allclose(scores.principles["attuned"].values, 0.2, atol=0.005)


def test_mutual_credit_grows_to_three_seconds_and_no_further() -> None:
    credit = score(glancing(), KNOBS).cues["mutual_credit"].values
    np.testing.assert_allclose(credit[[4, 5, 6, 7, 12, 15, 17]], [0, 2 / 3, 2 / 3, 0, 1, 1, 0], atol=1e-9)


def test_mutual_gaze_can_weigh_nothing() -> None:
    scores = told(face_to_face(), Blend__mutual=0)
    np.testing.assert_allclose(scores.principles["attuned"].values, 0, atol=0.005)
    alone = told(face_to_face(), Blend__mutual=0, Blend__joint=0, Blend__turns=0, Blend__smiles=0)
    assert not alone.principles["attuned"].known.any()


def test_nothing_to_receive_is_not_known_rather_than_nothing() -> None:
    assert not score(face_to_face(), KNOBS).principles["receiving"].known.any()
    received = score(one_cycle(start=10.0, latency=1.0), KNOBS).principles["receiving"].values
    assert np.isnan(received[:9]).all()
    np.testing.assert_allclose(received[10:12], 0.9 * 0.85, atol=0.01)
    assert np.isnan(received[19:]).all()


def test_an_initiative_beside_an_adult_who_attends_elsewhere_counts_as_not_received() -> None:
    child = Part(hands=((10.0, 11.0, "reach"),))
    dyad = build(30, Part("away"), child)
    received = score(dyad, KNOBS).principles["receiving"].values
    np.testing.assert_array_equal(received[10:15], 0)
    assert np.isnan(received[16:]).all()
    blind = hidden(dyad, "adult", np.abs(dyad.clock.times - 12) < 0.5)
    assert not score(blind, KNOBS).principles["receiving"].known.any(), "the answer may have been unseen"
    watching = build(30, Part("partner"), child)
    assert not score(watching, KNOBS).principles["receiving"].known.any(), "the answer may have been spoken"


def test_a_wait_that_pays_off_is_worth_more_than_an_open_one() -> None:
    paid, open_ = (score(waiting(paid), KNOBS).principles["encouraging"].values[6:9] for paid in (True, False))
    assert (paid > open_ + 0.25).all()
    assert (open_ > 0.5).all()


def test_help_counts_where_the_pair_was_together_before() -> None:
    np.testing.assert_allclose(score(helping(), KNOBS).principles["guiding"].values[9:12], 1)
    np.testing.assert_allclose(told(helping(), Blend__gate=1).principles["guiding"].values[9:12], 0)


def test_turns_saturate_and_one_who_alone_answers_takes_half_of_them_at_most() -> None:
    scores = score(many_cycles(count=6, every=8.0), KNOBS)
    assert np.nanmax(scores.cues["turn_taking"].values) > 0.5
    reaches = Part(hands=[(8.0 * k + 1, 8.0 * k + 2, "reach") for k in range(6)])
    answers = Part(looks=[(8.0 * k + 2, 8.0 * k + 4, "partner") for k in range(6)])
    alone = score(build(48, answers, reaches), KNOBS)
    assert sum(e.kind == "reception" for e in alone.events) == 6
    assert 0 < alone.cues["turn_taking"].values.max() < 0.5
    np.testing.assert_allclose(told(build(48, answers, reaches), TurnTaking__even=1).cues["turn_taking"].values, 0)


# -- unknown is a third value --------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_hiding_a_face_at_random_moves_the_share_of_attending_by_less_than_five_points(share: float) -> None:
    rng = np.random.default_rng(3)
    looks = [(10.0 * k, 10.0 * k + 6.0, "partner") for k in range(60)]
    dyad = build(600, Part(looks=looks), Part("partner"))
    mask = (rng.random(300) < share).repeat(20)
    before, after = score(dyad, KNOBS), score(hidden(dyad, "adult", mask), KNOBS)
    attended = [float(np.nanmean(s.cues["adult_attends"].values >= 0.5)) for s in (before, after)]
    known = after.cues["adult_attends"].values[after.cues["adult_attends"].known]
    assert attended[0] == pytest.approx(0.6, abs=0.01)
    assert float(np.mean(known >= 0.5)) == pytest.approx(0.6, abs=0.05)
    assert after.coverage.values.mean() == pytest.approx(1 - share, abs=0.06)


def test_nobody_seen_is_no_number_and_no_coverage() -> None:
    scores = score(hidden(face_to_face()), KNOBS)
    assert not scores.attunement.known.any()
    assert not scores.standing.known.any()
    assert (scores.coverage.values == 0).all()
    assert not scores.events


def test_coverage_is_the_share_of_looks_in_which_both_can_be_told() -> None:
    dyad = face_to_face()
    half = hidden(dyad, "child", (dyad.clock.times % 1) < 0.5)
    np.testing.assert_allclose(score(half, KNOBS).coverage.values, 0.5)


def test_a_book_without_a_face_looked_at_is_joint_and_not_mutual() -> None:
    scores = score(book_on_the_table(), KNOBS)
    assert (scores.cues["joint_attention"].values[2:12] > 0.5).all()
    assert (np.nan_to_num(scores.cues["mutual_gaze"].values) < 0.5).all()
    assert any(e.kind == "joint_attention" and e.span.seconds >= 3 for e in scores.events)


def test_the_index_is_left_out_where_too_little_of_its_weight_is_known() -> None:
    unclear = replace(face_to_face(), adult=replace(face_to_face().adult, facing_error=np.full(200, 29.0)))
    assert score(face_to_face(), KNOBS).attunement.known.all()
    assert not told(unclear, Blend__valid=0.95).attunement.known.any()


def test_nothing_to_receive_takes_nothing_off_what_the_index_needs() -> None:
    assert told(face_to_face(), Blend__valid=0.8).attunement.known[1:].all()


# -- the film's own ranks ------------------------------------------------------------------------------------------


def weighed(*rows: Floats) -> list[tuple[float, object]]:
    return [(1.0, series(Clock(1, len(row)), row)) for row in rows]


def test_mid_ranks_by_hand() -> None:
    values = np.array([0.1, 0.3, 0.3, np.nan, 0.9])
    np.testing.assert_allclose(mid_rank(values, np.ones(5, bool)), [0.125, 0.5, 0.5, np.nan, 0.875])


def test_a_flat_film_ranks_alike_everywhere() -> None:
    np.testing.assert_allclose(mid_rank(np.full(7, 0.2), np.ones(7, bool)), 0.5)


@pytest.mark.parametrize("rescale", [lambda p: p**3, lambda p: 0.01 * p + 0.4, lambda p: np.log1p(50 * p)])
def test_any_monotone_rescaling_of_a_principle_leaves_the_standing_alone(rescale: object) -> None:
    scores = score(lively(), KNOBS)
    blend = KNOBS[Blend]
    rows = [(getattr(blend, name), scores.principles[name]) for name in PRINCIPLES]
    before = standing(rows, (60.0,), blend)
    for k in range(len(rows)):
        weight, line = rows[k]
        changed = series(line.clock, rescale(line.values), line.confidence)  # type: ignore[operator]
        after = standing([*rows[:k], (weight, changed), *rows[k + 1 :]], (60.0,), blend)
        np.testing.assert_allclose(after.values, before.values)


def test_smoothing_leaves_out_the_unknown_and_stops_at_cuts() -> None:
    clock = Clock(1, 6)
    rank = series(clock, np.array([0.0, np.nan, 0.0, 1.0, 1.0, 1.0]))
    kept = np.ones(6, bool)
    np.testing.assert_allclose(smoothed(rank, kept, (3.0,), 1.0).values, [0, np.nan, 0, 1, 1, 1])
    across = smoothed(rank, kept, (), 1.0).values
    assert 0 < across[2] < 0.7
    np.testing.assert_array_equal(smoothed(rank, kept, (), 0.0).values, rank.values)


def test_a_skipped_start_neither_ranks_nor_counts() -> None:
    dyad = lively()
    skipped = told(dyad, Blend__skip=30)
    assert not skipped.standing.known[:30].any()
    tail = replace(KNOBS[Blend], skip=30.0)
    values = np.r_[np.full(30, 9.0), np.arange(10.0)]
    ranks = mid_rank(values, np.arange(40) >= tail.skip)
    np.testing.assert_allclose(ranks[30:], (np.arange(10) + 0.5) / 10)


# -- every knob ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("knob", ALL, ids=lambda k: k.where)
def test_a_knob_refuses_what_is_out_of_its_range_and_says_so(knob: Knob) -> None:
    for value in (knob.low - 1, knob.high + 1, "much", np.nan):
        with pytest.raises(KnobError, match=f"{knob.where} must be"):
            KNOBS.set({knob.where: value})
    assert knob.why
    assert knob.low < knob.high


TOLD = (
    "many_cycles", "waiting", "helping", "side_by_side", "book_on_the_table", "two_shots", "one_cycle", "blinking",
    "met_in_passing", "conversing", "in_the_dark", "chatter",
)  # fmt: skip
LIVELY = lively(7, 60.0)
TELLING = {
    "lively": lively(5, 60.0),  # noise around every limit, a cut
    "the child leaves": hidden(LIVELY, "child", np.abs(LIVELY.clock.times - 40) < 6),
    "the adult leaves": hidden(LIVELY, "adult", np.abs(LIVELY.clock.times - 15) < 6),
    "peered at": replace(LIVELY, adult=replace(LIVELY.adult, facing_error=np.full(600, 30.0))),
    **{name: SCRIPTS[name]() for name in TOLD},
}
"""The dyads on which a turned knob has to show, the telling ones first."""


def fingerprint(name: str, knobs: Knobs) -> tuple[object, ...]:
    scores = score(TELLING[name], knobs, ("receiving",))
    lines = [*scores.cues.values(), *scores.principles.values(), scores.attunement, scores.standing]
    return scores.events, *(np.nan_to_num(line.values, nan=-1.0).tobytes() for line in lines)


@pytest.fixture(scope="module")
def before() -> dict[str, tuple[object, ...]]:
    return {name: fingerprint(name, KNOBS) for name in TELLING}


@pytest.mark.parametrize("knob", ALL, ids=lambda k: k.where)
def test_turning_a_knob_changes_some_result(knob: Knob, before: dict[str, tuple[object, ...]]) -> None:
    tried = (knob.high, knob.low, (knob.default + knob.high) / 2, (knob.default + knob.low) / 2)
    whole = isinstance(knob.default, int)
    turned = [KNOBS.set({knob.where: round(v) if whole else v}) for v in tried]
    assert any(fingerprint(name, knobs) != before[name] for name in TELLING for knobs in turned)

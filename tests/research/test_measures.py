"""Every measure equals a reference implementation, or the worked values of a published table, or a count by hand."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.detection import DetectionPrecisionRecallFMeasure
from sklearn import metrics

from attune.research import agreement, detection, intervals, ranking, surrogates
from attune.research.ranking import Pick
from attune.timeline import Span

NAN = float("nan")
RNG = np.random.default_rng(7)
A, B = RNG.integers(0, 2, 300).astype(float), RNG.integers(0, 2, 300).astype(float)
FOUR = RNG.integers(0, 4, 300).astype(float)
OTHER = np.where(RNG.random(300) < 0.6, FOUR, RNG.integers(0, 4, 300))
SURE = np.round(np.clip(0.5 * A + 0.7 * RNG.random(300), 0, 1), 1)

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
"""Six targets by four judges: Shrout & Fleiss 1979, table 2. Its ICC(2,1) is .29, with the interval [.02, .76]."""

GAINS = [3.0, 2.0, 3.0, 0.0, 1.0, 2.0]
"""The example of nDCG that textbooks have: DCG@6 is 6.861, that of the best order 7.141."""

BOUTS = [Span(0, 4), Span(10, 12), Span(20, 30)]
FOUND = [Span(0.4, 4), Span(11.5, 12.5), Span(40, 41)]


def pyannote_f(truth: list[Span], said: list[Span]) -> float:
    def annotation(spans: list[Span]) -> Annotation:
        out = Annotation()
        for span in spans:
            out[Segment(span.start, span.end)] = "yes"
        return out

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Timeline([Segment(0, 100)])
        return float(DetectionPrecisionRecallFMeasure()(annotation(truth), annotation(said), uem=whole))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (agreement.kappa(A, B), metrics.cohen_kappa_score(A, B)),
        (agreement.kappa(FOUR, OTHER, 4), metrics.cohen_kappa_score(FOUR, OTHER)),
        (detection.auc(A, SURE), metrics.roc_auc_score(A, SURE)),
        (detection.average_precision(A, SURE), metrics.average_precision_score(A, SURE)),
        (detection.false_yes(A, SURE), ((SURE >= 0.5) & (A == 0)).sum() / (A == 0).sum()),
        (detection.time_f1(BOUTS, FOUND), pyannote_f(BOUTS, FOUND)),
        (ranking.ndcg(GAINS, GAINS, 6), metrics.ndcg_score([GAINS], [[6, 5, 4, 3, 2, 1]], k=6)),
        (ranking.ndcg(GAINS, GAINS, 3), metrics.ndcg_score([GAINS], [[6, 5, 4, 3, 2, 1]], k=3)),
        (detection.iou(Span(0, 4), Span(2, 6)), 1 / 3),
    ],
)  # fmt: skip
def test_a_measure_equals_its_reference(ours: float, theirs: float) -> None:
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_icc_of_the_published_table() -> None:
    value, low, high = agreement.icc(SHROUT_FLEISS)
    assert (value, low, high) == pytest.approx((0.2898, 0.0188, 0.7611), abs=5e-5)
    assert agreement.icc(np.column_stack([A[:9] + np.arange(9)] * 2)).value == 1


def test_limits_of_agreement_by_hand() -> None:
    got = agreement.limits(np.array([1.0, 2, 4, NAN]), np.array([0.0, 2, 1, 3]))
    sd = np.std([1, 0, 3], ddof=1)
    assert (got.n, got.bias.value, got.sd) == pytest.approx((3, 4 / 3, sd))
    assert (got.lower, got.upper) == pytest.approx((4 / 3 - 1.96 * sd, 4 / 3 + 1.96 * sd))
    assert got.bias.high - got.bias.value == pytest.approx(4.302653 * sd / np.sqrt(3), abs=1e-5)


def test_events_pair_within_the_collar_and_by_overlap() -> None:
    figures = [detection.event_f1(BOUTS, FOUND, detection.near(collar)) for collar in detection.COLLARS]
    assert figures == pytest.approx([1 / 3, 1 / 3, 2 / 3])
    assert detection.event_f1(BOUTS, FOUND, detection.over(0.5)) == pytest.approx(1 / 3)
    assert detection.latency_errors(BOUTS, FOUND) == pytest.approx([0.4])
    one, other = [Span(0, 1), Span(0.8, 2)], [Span(0.5, 1), Span(-0.2, 1)]
    assert detection.event_f1(one, other, detection.near(0.5)) == 1, "as many pairs as there can be"


def test_bouts_are_aligned_in_order_and_what_stands_alone_meets_nothing() -> None:
    first = [(Span(0, 4), 0.0), (Span(4, 6), 1.0), (Span(6, 9), 0.0)]
    second = [(Span(0, 3), 0.0), (Span(3, 5), 2.0), (Span(20, 22), 1.0)]
    assert agreement.aligned(first, second) == [(0, 0), (1, 1), (2, None), (None, 2)]
    assert agreement.event_kappa(first, first, 3) == pytest.approx(1)
    assert agreement.event_kappa(first, second, 3) < 0.5


def test_a_fitted_table_has_the_margins_and_an_empty_corner() -> None:
    counts = np.array([[20.0, 5, 3], [4, 15, 2], [6, 1, 0]])
    out = agreement.fitted(counts)
    assert out.sum(axis=0) == pytest.approx(counts.sum(axis=0))
    assert out.sum(axis=1) == pytest.approx(counts.sum(axis=1))
    assert out[-1, -1] == 0
    assert out[0, 0] * out[1, 1] == pytest.approx(out[0, 1] * out[1, 0]), "independent but for the corner"


NOTHING = detection.event_f1([], [], detection.near(1))
PICKS = [Pick(Span(0, 6), 9.0), Pick(Span(20, 24), 7.0), Pick(Span(50, 55), 6.0), Pick(Span(80, 86), 2.0)]
MOMENTS = [Span(21, 25), Span(100, 110), Span(1, 6), Span(49, 55)]


def test_a_ranking_against_picks_by_hand() -> None:
    assert ranking.matched(MOMENTS, PICKS) == [1, None, 0, 2]
    assert ranking.gains(PICKS) == pytest.approx([2.5, 0.5, 0, 0])
    assert ranking.precision_at(MOMENTS, PICKS, 2) == 0.5
    assert ranking.recall_at(MOMENTS, PICKS, 8) == 0.75
    assert ranking.pairwise(MOMENTS, PICKS) == pytest.approx(4 / 5)
    assert ranking.boundary_distance(MOMENTS, PICKS) == pytest.approx(1)
    assert ranking.minutes_to_kept(MOMENTS, PICKS) == pytest.approx(25 / 60)
    assert np.isnan(ranking.minutes_to_kept(MOMENTS[:3], PICKS))


@pytest.mark.parametrize(
    "empty",
    [
        agreement.kappa(A * NAN, B), agreement.kappa(A * 0, B * 0), agreement.event_kappa([], []),
        agreement.icc(SHROUT_FLEISS[:1]).value, agreement.limits(A[:1], B[:1]).bias.value,
        detection.auc(A * 0, SURE), detection.average_precision(A * 0, SURE), detection.prevalence(A * NAN),
        detection.coverage(A * NAN, B), detection.false_yes(A * 0 + 1, SURE), NOTHING,
        detection.time_f1([], []), detection.latency_error(BOUTS, []), ranking.ndcg([0], [0], 5),
        ranking.precision_at([], PICKS, 8), ranking.recall_at(MOMENTS, [], 8), ranking.pairwise(MOMENTS, PICKS[:1]),
        ranking.boundary_distance([], PICKS), surrogates.p_value(NAN, A), surrogates.p_value(1, A * NAN),
    ],
)  # fmt: skip
def test_where_there_is_nothing_the_figure_is_unknown(empty: float) -> None:
    assert np.isnan(empty)


@given(cut=st.integers(40, 120), seed=st.integers(0, 99))
def test_surrogates_keep_what_happens_and_move_when(cut: int, seed: int) -> None:
    line = np.arange(cut, dtype=float)
    moved = surrogates.shifted(line, np.random.default_rng(seed))
    assert sorted(moved) == sorted(line)
    assert surrogates.LEAST <= (line[0] - moved[0]) % cut <= cut - surrogates.LEAST
    mixed = surrogates.shuffled(line, np.random.default_rng(seed))
    assert sorted(mixed) == sorted(line)
    assert (np.diff(mixed) == 1).sum() >= cut - 1 - (cut // surrogates.PIECE + 1)
    other = surrogates.swapped([line], 2 * cut, np.random.default_rng(seed))
    assert len(other) == 2 * cut
    assert set(np.diff(other)) <= {1, 1 - cut}


def test_what_is_too_short_to_move_is_unknown() -> None:
    assert np.isnan(surrogates.shifted(np.ones(39), RNG)).all()
    assert np.isnan(surrogates.swapped([], 5, RNG)).all()


def test_p_is_never_nothing() -> None:
    assert surrogates.p_value(9, np.zeros(199)) == 1 / 200
    assert surrogates.p_value(0, np.zeros(199)) == 1


@pytest.mark.parametrize("resample", [intervals.bootstrap_sums, None])
def test_an_interval_holds_its_figure_and_narrows_with_more(resample: Callable[..., agreement.Interval] | None) -> None:
    def of(count: int) -> agreement.Interval:
        parts = np.random.default_rng(3).random((count, 1))
        if resample:
            return resample(parts, lambda sums: sums[..., 0])
        return intervals.bootstrap(list(parts), lambda drawn: float(np.mean(drawn)))

    few, many = of(5), of(200)
    assert few.low <= few.value <= few.high
    assert (many.high - many.low) / many.value < (few.high - few.low) / few.value
    assert np.isnan(intervals.bootstrap([1.0], lambda drawn: 1.0).low)

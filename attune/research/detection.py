"""How well a yes is found: by the second (AUC, AP, coverage, false yes) and by the event (F1, IoU, latency)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching
from scipy.stats import rankdata

from attune.timeline import Bools, Floats, Span

COLLARS = (0.5, 1.0, 2.0)
"""Seconds by which two onsets may be apart and still be of one event (science.md 5.3)."""

OVERLAPS = (0.3, 0.5)
"""Least share of what two events cover together that both must cover (science.md 5.3)."""

Fits = Callable[[Span, Span], bool]


def auc(truth: Floats, said: Floats) -> float:
    """Area under the ROC curve, 0..1: how often a yes is given more than a no, ties half.

    truth (n,) 1, 0 or NaN; said (n,) a likelihood or NaN. Seconds with a NaN are left out; NaN without a yes or a no.
    The Mann-Whitney form, equal to sklearn.metrics.roc_auc_score.
    """
    truth, said = _both(truth, said)
    yes, no = int(truth.sum()), int((1 - truth).sum())
    if not yes or not no:
        return float("nan")
    return float((rankdata(said)[truth == 1].sum() - yes * (yes + 1) / 2) / (yes * no))


def average_precision(truth: Floats, said: Floats) -> float:
    """Average precision, 0..1: the sum of precision times what recall gains, likeliest first; ties are one step.

    It stands beside the prevalence, which is what chance gives. Arguments as of `auc`; NaN without a yes. Equal to
    sklearn.metrics.average_precision_score, which is too slow to be resampled.
    """
    truth, said = _both(truth, said)
    if not truth.any():
        return float("nan")
    order = np.argsort(-said, kind="stable")
    step = np.append(np.flatnonzero(np.diff(said[order])), len(said) - 1)
    found = np.cumsum(truth[order])[step]
    gained = np.diff(found, prepend=0.0)
    return float((gained * found / (step + 1)).sum() / truth.sum())


def prevalence(truth: Floats) -> float:
    """Share of the known seconds (n,) that are a yes; NaN where none is known."""
    known = truth[~np.isnan(truth)]
    return float(known.mean()) if len(known) else float("nan")


def coverage(truth: Floats, said: Floats) -> float:
    """Share of the known seconds of which something was said; NaN where none is known."""
    answered = ~np.isnan(said[~np.isnan(truth)])
    return float(answered.mean()) if len(answered) else float("nan")


def false_yes(truth: Floats, said: Floats) -> float:
    """Share of the no of which something was said that got a yes (a likelihood of one half or more)."""
    truth, said = _both(truth, said)
    got = said[truth == 0] >= 0.5
    return float(got.mean()) if len(got) else float("nan")


def answered_when_uncodable(uncodable: Bools, said: Floats) -> float:
    """Share of the seconds that nobody could code (n,) of which something was said all the same."""
    got = ~np.isnan(said[uncodable])
    return float(got.mean()) if len(got) else float("nan")


def near(collar: float) -> Fits:
    """Whether the onsets of two events are at most `collar` seconds apart."""
    return lambda first, second: abs(first.start - second.start) <= collar + 1e-9


def over(least: float) -> Fits:
    """Whether two events cover together at least the share `least` of what either covers (IoU)."""
    return lambda first, second: iou(first, second) >= least - 1e-9


def event_f1(truth: Sequence[Span], said: Sequence[Span], fits: Fits) -> float:
    """F1 of events, 0..1: 2 m / (a + b), with m pairs of events that fit (`near`, `over`).

    Each event is in one pair at most, and there are as many pairs as there can be. NaN where there is no event at all.
    Mesaros, Heittola & Virtanen 2016.
    """
    return float(f1_of(counts(truth, said, fits)))


def counts(truth: Sequence[Span], said: Sequence[Span], fits: Fits) -> Floats:
    """(3,) how many pairs fit, and how many events each side has: what F1 is made of, and what adds up over films."""
    return np.array([len(pairs(truth, said, fits)), len(truth), len(said)], float)


def f1_of(summed: Floats) -> Floats:
    """(...) F1 of `counts` (..., 3), or of their sums."""
    events = summed[..., 1] + summed[..., 2]
    return np.asarray(np.divide(2 * summed[..., 0], events, out=np.full(events.shape, np.nan), where=events > 0))


def time_f1(truth: Sequence[Span], said: Sequence[Span]) -> float:
    """F1 of time, 0..1: seconds that both cover against the seconds of each; spans sorted and disjoint.

    NaN where there is nothing at all. The detection F-measure of pyannote.metrics.
    """
    both = sum((a & b).seconds for a in truth for b in said)
    all_of = sum(span.seconds for span in (*truth, *said))
    return 2 * both / all_of if all_of else float("nan")


def iou(first: Span, second: Span) -> float:
    """Seconds that both cover by seconds that either does, 0..1; 0 where both are empty."""
    both = (first & second).seconds
    either = first.seconds + second.seconds - both
    return both / either if either else 0.0


def latency_errors(truth: Sequence[Span], said: Sequence[Span], least: float = OVERLAPS[0]) -> Floats:
    """(m,) seconds by which each event that was found (IoU >= least) began too late; negative where too early."""
    found = pairs(truth, said, over(least))
    return np.array([said[j].start - truth[i].start for i, j in found], float)


def latency_error(truth: Sequence[Span], said: Sequence[Span], least: float = OVERLAPS[0]) -> float:
    """Median of how far the onsets of found events are off, in seconds, either way; NaN where none was found."""
    errors = np.abs(latency_errors(truth, said, least))
    return float(np.median(errors)) if len(errors) else float("nan")


def pairs(truth: Sequence[Span], said: Sequence[Span], fits: Fits) -> list[tuple[int, int]]:
    """As many pairs (i, j) that fit as there can be, each event in one at most: Hopcroft & Karp 1973."""
    if not truth or not said:
        return []
    fit = csr_array(np.array([[fits(a, b) for b in said] for a in truth], int))
    partner = maximum_bipartite_matching(fit, perm_type="column")
    return [(i, int(j)) for i, j in enumerate(partner) if j >= 0]


def _both(truth: Floats, said: Floats) -> tuple[Floats, Floats]:
    """The seconds that are known and of which something was said."""
    there = ~(np.isnan(truth) | np.isnan(said))
    return truth[there], said[there]

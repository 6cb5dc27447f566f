"""How good a ranked list of moments is, against the picks of people: what a guider would have to look through."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from attune.research.detection import iou
from attune.timeline import Floats, Span

OVERLAP = 0.3
"""Least IoU at which a moment is a pick (science.md 5.3)."""

LONG = 3.0
"""A moment that holds half of a pick is it too, if it is no longer than so many of it: guiders can cut."""

APART = 2.0
"""Points of worth by which one pick must be above another to be the better one: coders differ by one easily."""

GOOD = 6.0
"""Worth from which on a pick is one to keep, of 10."""

KEPT = 3
"""Moments that a guider shows at a visit (science.md 2)."""


class Pick(NamedTuple):
    """A stretch of film that people chose, and what it is worth to them (0..10)."""

    span: Span
    worth: float


def hits(moment: Span, pick: Span) -> bool:
    """Whether a moment is this pick: IoU >= 0.3, or half of it without being three times as long."""
    half = (moment & pick).seconds >= 0.5 * pick.seconds
    return iou(moment, pick) >= OVERLAP or (half and moment.seconds <= LONG * pick.seconds)


def matched(moments: Sequence[Span], picks: Sequence[Pick]) -> list[int | None]:
    """For each ranked moment the best pick that it is and no earlier one was, by number; None for none."""
    left, out = set(range(len(picks))), []
    for moment in moments:
        mine = [i for i in sorted(left) if hits(moment, picks[i].span)]
        best = max(mine, key=lambda i: picks[i].worth) if mine else None
        out.append(best)
        left.discard(-1 if best is None else best)
    return out


def gains(picks: Sequence[Pick]) -> Floats:
    """(n,) worth above the film's median pick, never negative: finding what is everywhere earns nothing."""
    worth = np.array([pick.worth for pick in picks], float)
    return np.maximum(0.0, worth - np.median(worth)) if len(worth) else worth


def ndcg(gained: Sequence[float], possible: Sequence[float], k: int) -> float:
    """Normalised discounted cumulative gain of the first k, 0..1; NaN where nothing can be gained.

    Sum of g_i / log2(i + 1) over ranks i from 1, by that of the best order. Jarvelin & Kekalainen 2002.
    """
    best = _dcg(sorted(possible, reverse=True)[:k])
    return _dcg(gained[:k]) / best if best else float("nan")


def _dcg(gained: Sequence[float]) -> float:
    return float(sum(gain / np.log2(i + 2) for i, gain in enumerate(gained)))


def precision_at(moments: Sequence[Span], picks: Sequence[Pick], k: int) -> float:
    """Share of the first k moments that are a pick; NaN without a moment."""
    found = matched(moments[:k], picks)
    return sum(i is not None for i in found) / len(found) if found else float("nan")


def recall_at(moments: Sequence[Span], picks: Sequence[Pick], k: int) -> float:
    """Share of the picks that are among the first k moments; NaN without a pick."""
    return sum(i is not None for i in matched(moments[:k], picks)) / len(picks) if picks else float("nan")


def pairwise(moments: Sequence[Span], picks: Sequence[Pick]) -> float:
    """Share of pairs of picks, at least 2 points apart, that the ranking has in people's order; ties count half.

    A pick that no moment is comes last. NaN without such a pair.
    """
    place = {i: rank for rank, i in enumerate(matched(moments, picks)) if i is not None}
    ranks = [place.get(i, len(moments)) for i in range(len(picks))]
    told = [(i, j) if picks[i].worth > picks[j].worth else (j, i) for i, j in combinations(range(len(picks)), 2)
            if abs(picks[i].worth - picks[j].worth) >= APART]  # fmt: skip
    right = [float(np.sign(ranks[worse] - ranks[better]) + 1) / 2 for better, worse in told]
    return float(np.mean(right)) if right else float("nan")


def boundary_distance(moments: Sequence[Span], picks: Sequence[Pick]) -> float:
    """Median seconds by which an edge of a found pick would have to be moved, over both edges; NaN if none is found."""
    found = [(m, picks[i].span) for m, i in zip(moments, matched(moments, picks), strict=True) if i is not None]
    apart = [abs(d) for m, p in found for d in (m.start - p.start, m.end - p.end)]
    return float(np.median(apart)) if apart else float("nan")


def minutes_to_kept(moments: Sequence[Span], picks: Sequence[Pick], kept: int = KEPT, good: float = GOOD) -> float:
    """Minutes watched, from the first moment on, until so many good picks were seen; NaN where they never are."""
    watched, count = 0.0, 0
    for moment, i in zip(moments, matched(moments, picks), strict=True):
        watched += moment.seconds
        count += i is not None and picks[i].worth >= good
        if count == kept:
            return watched / 60
    return float("nan")

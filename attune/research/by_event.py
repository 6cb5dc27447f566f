"""Figures of events (F1, latency) and of whole films (ICC, Bland-Altman): attune by each coder, coders in pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from attune.research import detection
from attune.research.agreement import Interval, icc, limits
from attune.research.by_second import grouped
from attune.research.compare import Compared, added
from attune.research.detection import Fits
from attune.research.figures import ATTUNE, PEOPLE, Figure, Scope
from attune.research.intervals import bootstrap, bootstrap_sums
from attune.timeline import Floats, Span

F1: Mapping[str, Fits] = {
    **{f"f1_onset_{collar:g}s": detection.near(collar) for collar in detection.COLLARS},
    **{f"f1_iou_{least:g}": detection.over(least) for least in detection.OVERLAPS},
}
"""When two events are one, by the name of the F1 that is made of it."""

Pair = tuple[Sequence[Span], Sequence[Span]]
"""Events of a coder, and events that are set beside them."""


def figures(several: Sequence[Compared], scope: Scope) -> Iterator[Figure]:
    """F1 and the median latency error of one cue: attune against each coder, and coders against each other.

    Events are pooled over films and coders; one that lies where the other could not tell is left out.
    """
    parts = grouped(several, scope)
    for of, pairs_of in ((ATTUNE, attune_pairs), (PEOPLE, people_pairs)):
        own = [[pair for one in part for pair in pairs_of(one)] for part in parts]
        events = sum(len(truth) for part in own for truth, _ in part)
        if not any(own):
            continue
        for name, fits in F1.items():
            counts = np.stack([_counts(part, fits) for part in own])
            yield scope.figure(several[0].cue, name, of, bootstrap_sums(counts, detection.f1_of), events)
        errors = [[detection.latency_errors(*pair) for pair in part] for part in own]
        flat = [np.concatenate([*part, np.zeros(0)]) for part in errors]
        found = sum(map(len, flat))
        yield scope.figure(several[0].cue, "latency_error", of, bootstrap(flat, _median), found)


def attune_pairs(one: Compared) -> list[Pair]:
    """Events of each coder with those of attune beside them."""
    return [(one.events(i, i), one.events(None, i)) for i in range(len(one.people))]


def people_pairs(one: Compared) -> list[Pair]:
    """Events of each coder with those of each other coder beside them."""
    return [(one.events(i, j), one.events(j, i)) for i, j in one.pairs()]


def totals(several: Sequence[Compared], scope: Scope) -> Iterator[Figure]:
    """How far the share of each film that is a yes agrees: ICC(A,1), and the bias and the limits of Bland and Altman.

    On the seconds that both can tell; attune beside the mean of the coders, the first two coders beside each other.
    """
    mine = np.array([_shares(one.answer, one.people) for one in several])
    theirs = np.array([_shares(one.people[0], one.people[1:2]) for one in several if len(one.people) > 1])
    for of, ratings in ((ATTUNE, mine), (PEOPLE, theirs)):
        if len(ratings) < 2:
            continue
        n = int((~np.isnan(ratings).any(axis=1)).sum())
        bland = limits(ratings[:, 0], ratings[:, 1])
        yield scope.figure(several[0].cue, "icc_a1", of, icc(ratings), n)
        yield scope.figure(several[0].cue, "bias", of, bland.bias, n)
        yield scope.figure(several[0].cue, "limits_of_agreement", of, Interval(bland.sd, bland.lower, bland.upper), n)


def _shares(own: Floats, others: Sequence[Floats]) -> tuple[float, float]:
    """Share of yes in a line, and the mean of that in others, over the seconds that both tell; NaN where none is."""
    both = [~(np.isnan(own) | np.isnan(other)) for other in others]
    told = [(own[k].mean(), other[k].mean()) for k, other in zip(both, others, strict=True) if k.any()]
    return (float(np.mean([a for a, _ in told])), float(np.mean([b for _, b in told]))) if told else (np.nan, np.nan)


def _counts(pairs: Sequence[Pair], fits: Fits) -> Floats:
    return added((detection.counts(truth, said, fits) for truth, said in pairs), (3,))


def _median(errors: Sequence[Floats]) -> float:
    whole = np.abs(np.concatenate(errors))
    return float(np.median(whole)) if len(whole) else float("nan")

"""Fairness: is everybody seen as well, and read as well? Coverage first, then kappa, by the groups of films.csv.

Groups are the researcher's own columns (skin tone, age band, glasses, light, angle, ...). Where a group is seen less,
more light or another angle may help; where it is seen and read worse, the measure does not hold for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from attune.dyad import Track
from attune.research.agreement import Interval, kappa_of
from attune.research.by_second import attune_table
from attune.research.compare import Compared, added
from attune.research.figures import ATTUNE, Figure, Scope
from attune.research.films import FEWEST, Bench, Filmed, clusters
from attune.research.intervals import around, drawn
from attune.suggest.film import in_view
from attune.timeline import Clock, Floats

COVERAGE_GAP = 0.10
"""Share of the seconds by which a group may be covered less or more than the others (science.md 5.6)."""

KAPPA_GAP = 0.10
"""By how much kappa of a group may differ from that of the others (science.md 5.6)."""

SEEN = ("adult_seen", "child_seen")
"""What is covered without anybody's codes: whether the person's head was found."""


class Gap(NamedTuple):
    """A group beside all films that are not of it: how much more of a measure it has.

    verdict  "flag" where the gap is too wide and its interval excludes 0; "cannot tell" where it is too wide and the
             interval holds 0 or is not known; "" where it is not
    few      fewer than 5 families on one side
    """

    column: str
    value: str
    cue: str
    measure: str
    gap: Interval
    families: int
    verdict: str
    few: bool


def scopes(bench: Bench) -> list[Scope]:
    """A scope for each value of each group column."""
    values = [(column, value) for column in bench.groups for value in _values(bench.films, column)]
    return [Scope("group", f"{column}={value}", _of(bench.films, column, value)) for column, value in values]


def seen(scope: Scope) -> Iterator[Figure]:
    """In which share of the seconds each person was seen; codes are not needed for it."""
    n = sum(film.seconds for film in scope.films)
    for cue in SEEN:
        counts = np.stack([_seen(film, cue) for film in scope.films])
        parts = np.stack([counts[part].sum(axis=0) for part in scope.clusters])
        told = around(float(_share(parts.sum(axis=0))), _share(_resampled(parts)))
        yield scope.figure(cue, "coverage", ATTUNE, told if len(parts) > 1 else told.value, n)


def gaps(bench: Bench, cues: Sequence[Sequence[Compared]]) -> list[Gap]:
    """Every group beside the rest, coverage first; groups that all films are of have no rest and are left out."""
    out = []
    for column in bench.groups:
        values = _values(bench.films, column)
        for value in values[:1] if len(values) == 2 else values:  # of two, one is the other turned round
            inside = _of(bench.films, column, value)
            rest = tuple(film for film in bench.films if film.groups.get(column) and film not in inside)
            if rest:
                out += [_gap(column, value, one, inside, rest) for one in _measured(bench, cues)]
    return sorted(out, key=lambda gap: (gap.measure, gap.column, gap.value))


class _Measured(NamedTuple):
    """Counts (...) of each film by its name, and what makes a figure of their sums."""

    cue: str
    measure: str
    counts: dict[str, Floats]


def _measured(bench: Bench, cues: Sequence[Sequence[Compared]]) -> Iterator[_Measured]:
    for cue in SEEN:
        yield _Measured(cue, "coverage", {film.name: _seen(film, cue) for film in bench.films})
    for several in cues:
        yield _Measured(several[0].cue, "coverage", {one.film.name: _answered(one) for one in several})
    for several in cues:
        yield _Measured(several[0].cue, "kappa", {one.film.name: attune_table(one) for one in several})


def _gap(column: str, value: str, of: _Measured, inside: Sequence[Filmed], rest: Sequence[Filmed]) -> Gap:
    figure, widest = (_share, COVERAGE_GAP) if of.measure == "coverage" else (kappa_of, KAPPA_GAP)
    sides = [_clustered(films, of.counts) for films in (inside, rest)]
    families = [len({film.family for film in films if film.name in of.counts}) for films in (inside, rest)]
    if not all(len(side) for side in sides):
        told = Interval(np.nan, np.nan, np.nan)
    else:
        whole, draws = ([figure(sums) for sums in how] for how in (
            [side.sum(axis=0) for side in sides], [_resampled(side, seed) for seed, side in enumerate(sides)]
        ))  # fmt: skip
        told = around(float(whole[0] - whole[1]), np.asarray(draws[0] - draws[1]))
        if min(map(len, sides)) < 2:
            told = Interval(told.value, np.nan, np.nan)
    return Gap(column, value, of.cue, of.measure, told, families[0], verdict(told, widest), min(families) < FEWEST)


def verdict(gap: Interval, widest: float) -> str:
    """What is said of a gap; see Gap."""
    if not abs(gap.value) > widest + 1e-9:
        return ""
    return "flag" if gap.low > 0 or gap.high < 0 else "cannot tell"


def _clustered(films: Sequence[Filmed], counts: dict[str, Floats]) -> Floats:
    """(clusters, ...) counts of the films that have them, added up by what is resampled together."""
    own = [film for film in films if film.name in counts]
    if not own:
        return np.zeros((0, 2))
    shape = counts[own[0].name].shape
    return np.stack([added((counts[own[i].name] for i in part), shape) for part in clusters(own)[0]])


def _resampled(parts: Floats, seed: int = 0) -> Floats:
    """(rounds, ...) sums of resampled clusters."""
    times = np.stack([np.bincount(draw, minlength=len(parts)) for draw in drawn(len(parts), seed=seed)])
    return np.asarray(np.tensordot(times, parts, axes=1))


def _share(counts: Floats) -> Floats:
    """(...) of counts (..., 2): the first by the second; NaN where there is nothing."""
    part, whole = counts[..., 0], counts[..., 1]
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _answered(one: Compared) -> Floats:
    known = ~np.isnan(one.truth.known)
    return np.array([(known & ~np.isnan(one.said)).sum(), known.sum()], float)


def _seen(film: Filmed, cue: str) -> Floats:
    track: Track = film.done.dyad.adult if cue == SEEN[0] else film.done.dyad.child
    return np.array([in_view(track, Clock(1, film.seconds)).sum(), film.seconds], float)


def _values(films: Sequence[Filmed], column: str) -> list[str]:
    return sorted({film.groups.get(column, "") for film in films} - {""})


def _of(films: Sequence[Filmed], column: str, value: str) -> tuple[Filmed, ...]:
    return tuple(film for film in films if film.groups.get(column) == value)

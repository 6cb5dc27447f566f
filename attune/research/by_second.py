"""Figures of seconds: kappa, AUC, AP with prevalence, coverage, false yes; and kappa by bouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from attune.research import agreement, detection, lines
from attune.research.agreement import Interval, event_kappa_of, kappa_of, table
from attune.research.compare import Compared, added
from attune.research.figures import ATTUNE, PEOPLE, Figure, Scope
from attune.research.intervals import bootstrap, bootstrap_sums
from attune.timeline import Floats

Measure = Callable[[Floats], float]
"""A figure of the rows of `ROWS` over any seconds (rows, n)."""

TRUTH, SAID, LIKELY, DARK = range(4)
"""Rows: what people agree on, what attune says, how likely it finds it, and 1 where nobody could tell."""

MEASURES: Mapping[str, Measure] = {
    "auc": lambda rows: detection.auc(rows[TRUTH], rows[LIKELY]),
    "ap": lambda rows: detection.average_precision(rows[TRUTH], rows[LIKELY]),
    "prevalence": lambda rows: detection.prevalence(rows[TRUTH]),
    "coverage": lambda rows: detection.coverage(rows[TRUTH], rows[SAID]),
    "false_yes": lambda rows: detection.false_yes(rows[TRUTH], rows[SAID]),
    "answered_when_uncodable": lambda rows: detection.answered_when_uncodable(rows[DARK] > 0, rows[SAID]),
}
"""Everything but kappa, by its name in the table."""


def figures(several: Sequence[Compared], scope: Scope) -> Iterator[Figure]:
    """Every figure of one cue over the films of a scope; of a single film and of a group, kappa and coverage alone."""
    cue, parts = several[0].cue, grouped(several, scope)
    rows = [np.concatenate([_rows(one) for one in part], axis=1) for part in parts]
    whole = np.concatenate(rows, axis=1)
    n, covered = int((~np.isnan(whole[TRUTH])).sum()), MEASURES["coverage"](whole)
    small = scope.kind in ("film", "group")
    yield scope.figure(cue, "kappa", ATTUNE, kappa(several, scope), n, covered)
    for name in ("coverage",) if small else MEASURES:
        yield scope.figure(cue, name, ATTUNE, bootstrap(rows, _over(MEASURES[name])), n, covered)
    people = any(len(one.people) > 1 for one in several)
    if people:
        yield scope.figure(cue, "kappa", PEOPLE, kappa(several, scope, people=True), n)
    if not small:
        yield scope.figure(cue, "kappa_bouts", ATTUNE, bootstrap(_cut(_bouts, parts), _bout_kappa), n, covered)
    if people and not small:
        yield scope.figure(cue, "kappa_bouts", PEOPLE, bootstrap(_cut(_people_bouts, parts), _bout_kappa), n)


def _rows(one: Compared) -> Floats:
    """(rows, n) of one film."""
    return np.stack([one.truth.known, one.said, one.likely, one.truth.uncodable.astype(float)])


def _over(measure: Measure) -> Callable[[Sequence[Floats]], float]:
    """The measure of several clusters."""
    return lambda parts: measure(np.concatenate(parts, axis=1))


def grouped(several: Sequence[Compared], scope: Scope) -> list[list[Compared]]:
    """What is resampled: the films of each cluster of the scope that have the cue."""
    own = {one.film.name: one for one in several}
    parts = [[own[scope.films[i].name] for i in part if scope.films[i].name in own] for part in scope.clusters]
    return [part for part in parts if part]


def kappa(several: Sequence[Compared], scope: Scope, people: bool = False) -> Interval:
    """Cohen's kappa of attune and what people agree on, over the seconds that attune answers; or of people in pairs."""
    counts = _cut(people_table if people else attune_table, grouped(several, scope))
    return bootstrap_sums(np.stack(counts), kappa_of)


def attune_table(one: Compared) -> Floats:
    """(2, 2) of what people agree on and attune's answer, on the seconds that have one."""
    return table(one.truth.known, one.answer)


def people_table(one: Compared) -> Floats:
    """(2, 2) of every pair of coders, on the seconds that both could tell."""
    return added((table(one.people[i], one.people[j]) for i, j in one.pairs()), (2, 2))


def _cut(of: Callable[[Compared], Floats], parts: Sequence[Sequence[Compared]]) -> list[Floats]:
    """A table for each part."""
    return [sum(tables[1:], start=tables[0]) for part in parts if (tables := [of(one) for one in part])]


def _bouts(one: Compared) -> Floats:
    """The table of bouts of attune and each coder."""
    return added((_table_of_bouts(one, 0, i) for i in range(1, len(one.targets))), _shape(one))


def _people_bouts(one: Compared) -> Floats:
    """The same of every pair of coders."""
    return added((_table_of_bouts(one, i + 1, j + 1) for i, j in one.pairs()), _shape(one))


def _shape(one: Compared) -> tuple[int, int]:
    """Of a table of bouts: one more for "nothing"."""
    return one.codes + 1, one.codes + 1


def _table_of_bouts(one: Compared, i: int, j: int) -> Floats:
    """Bouts of two lines on the seconds that both tell."""
    known = ~(np.isnan(one.targets[i]) | np.isnan(one.targets[j]))
    first, second = (lines.bouts(np.where(known, one.targets[k], np.nan)) for k in (j, i))
    return agreement.event_table(first, second, one.codes)


def _bout_kappa(tables: Sequence[Floats]) -> float:
    return event_kappa_of(np.sum(tables, axis=0))

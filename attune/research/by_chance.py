"""Figures of surrogates: how high kappa gets when the tie between what is compared is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from attune.research import lines, surrogates
from attune.research.agreement import Interval, kappa_of, table
from attune.research.by_second import attune_table
from attune.research.compare import Compared, joined
from attune.research.figures import Figure, Scope
from attune.timeline import Floats

MUTUAL = "mutual_gaze"


class Line(NamedTuple):
    """All films of a family, one after the other: n seconds.

    truth  (n,) what people agree on
    still  (n,) what is not moved: 1, but for mutual gaze, of which the adult's look stays
    moved  (n,) what is moved: attune's answer; of mutual gaze the child's look
    """

    truth: Floats
    still: Floats
    moved: Floats


Move = Callable[[Sequence[Line], int, np.random.Generator], Floats]

MOVES: Mapping[str, Move] = {
    "partner_shifted": lambda all_of, i, rng: surrogates.shifted(all_of[i].moved, rng),
    "partner_swapped": lambda all_of, i, rng: surrogates.swapped(
        [line.moved for j, line in enumerate(all_of) if j != i], len(all_of[i].moved), rng
    ),
    "segments_shuffled": lambda all_of, i, rng: surrogates.shuffled(all_of[i].moved, rng),
}
"""Every surrogate of the lines of all families, for family i."""


def figures(several: Sequence[Compared], scope: Scope, count: int = surrogates.COUNT) -> Iterator[Figure]:
    """Kappa of `count` surrogates of one cue, their middle 95 %, and p: the share that reach attune's kappa.

    A family's films are one line, because clips alone are too short to be moved by 20 s. Of a cue of one person that
    person's line is moved against what people coded; of mutual gaze the child's look against the adult's, and it is
    formed anew (adult times child).
    """
    observed = float(kappa_of(np.sum([attune_table(one) for one in several], axis=0)))
    families = family_lines(several)
    for name, move in MOVES.items():
        rng = np.random.default_rng(0)
        drawn = np.array([_kappa(families, move, rng) for _ in range(count)])
        known = drawn[~np.isnan(drawn)]
        middle = np.quantile(known, [0.5, 0.025, 0.975]) if len(known) else np.full(3, np.nan)
        yield scope.figure(several[0].cue, "kappa", name, Interval(*map(float, middle)), len(known))
        yield scope.figure(several[0].cue, "kappa_p", name, surrogates.p_value(observed, drawn), len(known))


def family_lines(several: Sequence[Compared]) -> list[Line]:
    """A line a family."""
    families = sorted({one.film.family for one in several})
    own = [[one for one in several if one.film.family == family] for family in families]
    return [Line(joined(part, lambda c: c.truth.known), joined(part, _still), joined(part, _moved)) for part in own]


def _kappa(families: Sequence[Line], move: Move, rng: np.random.Generator) -> float:
    answers = [lines.yes(line.still * move(families, i, rng)) for i, line in enumerate(families)]
    counts = [table(line.truth, answer) for line, answer in zip(families, answers, strict=True)]
    return float(kappa_of(np.sum(counts, axis=0)))


def _still(one: Compared) -> Floats:
    return _look(one, "adult_looks") if one.cue == MUTUAL else np.ones(len(one.said))


def _moved(one: Compared) -> Floats:
    return _look(one, "child_looks") if one.cue == MUTUAL else one.answer


def _look(one: Compared, cue: str) -> Floats:
    """(n,) how likely somebody looks at the partner."""
    return lines.likelihood(one.film.done.scores, cue, len(one.said))

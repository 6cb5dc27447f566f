"""Decisions to a ranker: of two moments of one film, which was preferred (pairwise logistic regression).

The model is Bradley and Terry's with a moment's numbers as its strength (Biometrika 1952; as RankSVM, Joachims 2002,
with the logistic loss): P(i before j) = 1 / (1 + exp(-w.(z_i - z_j))). Pairs of one film alone are compared, so what
differs between families is learnt by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from sklearn.linear_model import LogisticRegression

from attune.ranker.numbers import Row, table
from attune.ranker.order import Ranker
from attune.timeline import Floats

GRADES: Mapping[str, float] = {"keep": 2.0, "maybe": 1.0, "leave": 0.0}
"""What a guider's decisions say of two moments: the greater one was preferred."""

TRUST = 0.5
"""Inverse strength of the L2 penalty (scikit-learn's C). Where one is kept and one is left out, a moment just like the
kept one rises by a third of a standard deviation of attune's own score or so: a nudge; ten such decisions are more."""

ASIDE = frozenset({"score", "when"})
"""Numbers that nothing is learnt from: attune's own score has its place in the order already, and where in the film a
moment lies says what happened that day, not what is liked."""


@dataclass(frozen=True)
class Film:
    """The moments of one film, and how those that were judged were graded.

    family  whose film it is: what is fitted on one family is tried on another
    rows    (n) a moment in numbers each
    grades  (n,) the greater the more wanted, NaN = not judged
    weight  of its judgements against those of other films
    """

    family: str
    rows: Sequence[Row]
    grades: Floats
    weight: float = 1.0


@dataclass(frozen=True)
class Pairs:
    """Preferences: (m, k) by how much the preferred moment lies above the other, and how much each counts (m,)."""

    more: Floats
    weight: Floats


def names_of(films: Sequence[Film]) -> list[str]:
    """The numbers that every moment of these films has, sorted, without those of ASIDE. A moment of which no number is
    kept, as by an older attune, is passed over."""
    every = [set(row) for film in films for row in film.rows if row]
    return sorted(set.intersection(*every) - ASIDE) if every else []


def pairs(films: Sequence[Film], names: Sequence[str]) -> Pairs:
    """Every preference within a film. A number that is unknown of one of the two tells nothing of them: 0.

    Together the pairs of a film count as much as it has judged moments, so that ten decisions are ten, not 25.
    """
    more, weight = [np.zeros((0, len(names)))], [np.zeros(0)]
    for film in films:
        z, judged = table(film.rows, names), np.flatnonzero(~np.isnan(film.grades))
        told = [(i, j) for i, j in combinations(judged, 2) if film.grades[i] != film.grades[j]]
        better = [(i, j) if film.grades[i] > film.grades[j] else (j, i) for i, j in told]
        if better:
            first, second = np.array(better).T
            more.append(np.nan_to_num(z[first] - z[second]))
            weight.append(np.full(len(better), film.weight * len(judged) / len(better) / 2))
    return Pairs(np.concatenate(more), np.concatenate(weight))


def learn(films: Sequence[Film], names: Sequence[str] | None = None, trust: float = TRUST) -> Ranker:
    """What is liked, from the grades of these films; nothing where no two moments of a film were graded differently.

    Deterministic. `names`: the numbers to learn from, by default all.
    """
    names = names_of(films) if names is None else list(names)
    told = pairs(films, names)
    if not len(told.more) or not names:
        return Ranker()
    weights = fitted(told, LogisticRegression(C=trust, fit_intercept=False, solver="newton-cholesky", tol=1e-10))
    return Ranker(dict(zip(names, (float(w) for w in weights), strict=True)))


def fitted(told: Pairs, model: LogisticRegression) -> Floats:
    """(k,) the weights that a model gives the numbers. Each is divided by the root of how many there are, so that the
    penalty is on what all of them do together, and the same for few and for many."""
    root = np.sqrt(told.more.shape[1])
    both = np.concatenate([told.more, -told.more]) / root
    preferred = np.repeat([1, 0], len(told.more))
    model.fit(both, preferred, sample_weight=np.tile(told.weight, 2))
    weights: Floats = model.coef_[0] / root
    return weights

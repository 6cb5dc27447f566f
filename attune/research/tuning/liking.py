"""The ranker, tuned on what guiders kept and left out, and on what people picked: nested, families held out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from attune.errors import FormatError
from attune.ranker import Ranker
from attune.ranker.learn import Film, fitted, learn, names_of, pairs
from attune.ranker.numbers import relative
from attune.research.agreement import Interval
from attune.research.by_moment import picks
from attune.research.films import FEWEST, Bench, Filmed
from attune.research.intervals import bootstrap
from attune.research.tuning.held_out import Gain, Outcome, against_luck, by_families, each_held_out, mean_gain
from attune.research.tuning.targets import ordered
from attune.review.again import graded
from attune.review.chosen import within
from attune.review.examples import examples
from attune.review.verdicts import KEPT, Verdicts
from attune.suggest.features import features, lines
from attune.timeline import Floats

TRUSTS = (0.05, 0.5, 5.0)
"""Strengths of the penalty that the inner folds choose from: the usual one, a tenth, and ten times it."""

FOLDS = 5
"""Inner folds at most; by family, so fewer where families are fewer."""

HALVES = 25
"""Times that half of each film's judgements is drawn to see which numbers hold (Meinshausen & Buhlmann 2010)."""

STEADY = 0.8
"""Share of the halves in which a number must be chosen, with the same sign, to get a weight: what is useless is chosen
by luck in some halves, and with either sign."""

LUCK = 19
"""Shuffles of the grades: each is the whole nested fit again, and p can be no smaller than 1 / 20."""


@dataclass(frozen=True)
class Liked:
    """The ranker of all families, and what such a one is worth on families held out."""

    ranker: Ranker
    outcome: Outcome
    films: tuple[Film, ...]


def judged(bench: Bench) -> list[Film]:
    """The films of which anything was decided or picked, as the ranker learns from them: a guider's verdicts where
    there are some, else picks with what they are worth."""
    found = [by_verdicts(film) or by_picks(film, bench) for film in bench.films]
    return [film for film in found if film is not None and len(set(film.grades[~np.isnan(film.grades)])) > 1]


def by_verdicts(film: Filmed) -> Film | None:
    """What the guider decided, None where nothing was."""
    store = film.done.store
    known = examples(Verdicts(store.path(KEPT), store.film, ""))
    decided = graded([each for each in known if each.features], film.family)
    return None if np.isnan(decided.grades).all() else decided


def by_picks(film: Filmed, bench: Bench) -> Film | None:
    """What people picked, None where nobody did. Attune's own score of a pick that it does not propose is the standing
    of its seconds."""
    chosen, done = picks(bench, film), film.done
    if not chosen:
        return None
    known = lines(done.dyad, done.scores)
    rows = [features(known, pick.span, within(done, pick.span)) for pick in chosen]
    rows = [row | {"score": row["standing"]} for row in rows]
    return Film(film.family, rows, np.array([pick.worth for pick in chosen], float))


def tune(films: Sequence[Film], seed: int = 0) -> Liked:
    """The ranker of these films. Raises FormatError where they are of one family alone."""
    families = sorted({film.family for film in films})
    if len(families) < 2:
        raise FormatError(
            f"Moments are judged of {len(families)} families. Tuning needs 2 or more: one to be judged on."
        )
    of = {family: [film for film in films if film.family == family] for family in families}
    gains = _gains(of, seed)
    rng = np.random.default_rng(seed)
    luck = [mean_gain(_gains({f: [_shuffled(film, rng) for film in own] for f, own in of.items()}, seed))
            for _ in range(LUCK)]  # fmt: skip
    p, mean = against_luck(mean_gain(gains), luck)
    interval, by = by_families(gains), "families"
    if len(families) < FEWEST:
        interval, by = _by_films(of, seed), "films, families being few,"
    told = Outcome("judged moments", "pairs in people's order", gains, interval, by, p, mean)
    return Liked(fit(films, seed), told, tuple(films))


def fit(films: Sequence[Film], seed: int = 0) -> Ranker:
    """A ranker of the numbers that hold, as strong as the inner folds by family say is best."""
    names = steady(films, seed)
    return learn(films, names, trust(films, names)) if names else Ranker()


def steady(films: Sequence[Film], seed: int = 0) -> list[str]:
    """The names of the numbers that get a weight of the same sign in nearly every half of the judgements.

    Each half is fitted with the L1 penalty that n judgements of k useless numbers do not pass, of the order of
    sqrt(n log k) (Bickel, Ritov & Tsybakov 2009).
    """
    names, rng = names_of(films), np.random.default_rng(seed)
    if len(names) < 2:
        return names
    votes = np.zeros(len(names))
    for _ in range(HALVES):
        told = pairs([_half(film, rng) for film in films], names)
        if len(told.more):
            strength = 1 / np.sqrt(max(1.0, 2 * told.weight.sum()) * np.log(len(names)))
            model = LogisticRegression(l1_ratio=1.0, C=strength, solver="liblinear", fit_intercept=False)
            votes += np.sign(fitted(replace(told, more=told.more * np.sqrt(len(names))), model))
    return [name for name, vote in zip(names, votes, strict=True) if abs(vote) >= STEADY * HALVES]


def _half(film: Film, rng: np.random.Generator) -> Film:
    """The film with every other of its judgements, drawn by lot."""
    judged = rng.permutation(np.flatnonzero(~np.isnan(film.grades)))
    grades = film.grades.copy()
    grades[judged[len(judged) // 2 :]] = np.nan
    return replace(film, grades=grades)


def trust(films: Sequence[Film], names: Sequence[str]) -> float:
    """The strength whose rankers order the inner held-out families best; the least where there is one family alone."""
    families = [film.family for film in films]
    folds = min(FOLDS, len(set(families)))
    if folds < 2:
        return TRUSTS[0]
    parts = list(GroupKFold(folds).split(families, groups=families))

    def right(strength: float) -> float:
        each = [
            accuracy([films[k] for k in out], learn([films[k] for k in into], names, strength)) for into, out in parts
        ]
        return float(np.nanmean(each)) if not np.isnan(each).all() else float("-inf")

    return max(TRUSTS, key=lambda strength: (right(strength), -strength))


def accuracy(films: Sequence[Film], ranker: Ranker) -> float:
    """Share of the pairs of one film's judged moments that stand in people's order; NaN without any."""
    told = [value for film in films for value in _pairs_right(film, ranker)]
    return float(np.mean(told)) if told else float("nan")


def _pairs_right(film: Film, ranker: Ranker) -> list[float]:
    scores = np.array([row.get("score", np.nan) for row in film.rows], float)
    worth: Floats = np.nan_to_num(relative(scores)) + ranker.likes(film.rows)
    judged = ~np.isnan(film.grades)
    return ordered(film.grades[judged], worth[judged], 1e-9)


def _gains(of: dict[str, list[Film]], seed: int) -> tuple[Gain, ...]:
    return each_held_out(of, lambda others: _trial(fit([f for own in others for f in own], seed)))


def _trial(ranker: Ranker) -> Callable[[Sequence[list[Film]]], tuple[float, float]]:
    return lambda held: (accuracy(held[0], Ranker()), accuracy(held[0], ranker))


def _shuffled(film: Film, rng: np.random.Generator) -> Film:
    """The same grades on other moments of the film."""
    grades, judged = film.grades.copy(), np.flatnonzero(~np.isnan(film.grades))
    grades[judged] = grades[rng.permutation(judged)]
    return replace(film, grades=grades)


def _by_films(of: dict[str, list[Film]], seed: int) -> Interval:
    """The mean gain over films, each by the ranker of the other families."""
    gains = []
    for family, own in of.items():
        ranker = fit([f for name, others in of.items() if name != family for f in others], seed)
        gains += [accuracy([film], ranker) - accuracy([film], Ranker()) for film in own]
    return bootstrap([gain for gain in gains if not np.isnan(gain)], lambda g: float(np.mean(g)))

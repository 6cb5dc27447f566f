"""Figures of ranked moments against people's picks: attune, people, and rankings that anybody could build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations

import numpy as np

from attune.exchange.own import MOMENT
from attune.research import lines, ranking, trivial
from attune.research.agreement import Interval
from attune.research.figures import ATTUNE, PEOPLE, Figure, Scope
from attune.research.films import Bench, Filmed
from attune.research.intervals import bootstrap
from attune.research.ranking import Pick
from attune.research.surrogates import COUNT, p_value
from attune.timeline import Floats, Span

Ranking = Sequence[Span]

WINDOW = 6.0
"""Seconds of a stretch in a film of which attune proposes nothing: a usual moment."""

CHANCE = "random"

MEASURES: Mapping[str, Callable[[Ranking, Sequence[Pick]], float]] = {
    "ndcg_5": lambda m, p: ranking.ndcg(_gained(m, p), ranking.gains(p).tolist(), 5),
    "ndcg_10": lambda m, p: ranking.ndcg(_gained(m, p), ranking.gains(p).tolist(), 10),
    "precision_8": lambda m, p: ranking.precision_at(m, p, 8),
    "recall_8": lambda m, p: ranking.recall_at(m, p, 8),
    "pairwise": ranking.pairwise,
    "boundary_distance": ranking.boundary_distance,
    "minutes_to_three": ranking.minutes_to_kept,
}
"""Figures of one film, whose mean over films is told."""

SMALL = ("boundary_distance", "minutes_to_three")
"""Of these less is better."""


def figures(bench: Bench, scope: Scope) -> Iterator[Figure]:
    """Every figure of the ranked moments of films whose moments people picked; means over films."""
    picked = [(i, film, picks(bench, film)) for i, film in enumerate(scope.films) if bench.coded_by(film, MOMENT)]
    picked = [(i, film, chosen) for i, film, chosen in picked if chosen]
    if not picked:
        return
    rankings = [_rankings(film) for _, film, _ in picked]
    chance = _by_chance([(film, chosen) for _, film, chosen in picked])
    for name, measure in MEASURES.items():
        for of in rankings[0]:
            by_film = {i: measure(ranked[of], chosen) for (i, _, chosen), ranked in zip(picked, rankings, strict=True)}
            mean = _mean(by_film, scope)
            yield scope.figure(MOMENT, name, of, mean, _count(by_film))
            if of == ATTUNE:
                yield from _beside_chance(scope, name, mean.value, chance[name], _count(by_film))
        human = {i: value for i, film, _ in picked if (value := _human(bench, film, measure)) is not None}
        if human:
            yield scope.figure(MOMENT, name, PEOPLE, _mean(human, scope), _count(human))


def picks(bench: Bench, film: Filmed) -> list[Pick]:
    """What people picked of a film, as one list: stretches of several coders that touch are one.

    It is worth the sum of what it is worth to each, by how many picked in this film: one that a single one of two chose
    is worth half.
    """
    coders = bench.coded_by(film, MOMENT)
    out: list[tuple[Pick, set[str]]] = []
    for coder in coders:
        for pick in picks_of(film, coder):
            at = next((k for k, (old, who) in enumerate(out) if old.span & pick.span and coder not in who), None)
            if at is None:
                out.append((pick, {coder}))
            else:
                old, who = out[at]
                out[at] = (Pick(old.span | pick.span, old.worth + pick.worth), who | {coder})
    return [Pick(pick.span, pick.worth / len(coders)) for pick, _ in sorted(out, key=lambda one: one[0].span)]


def picks_of(film: Filmed, coder: str) -> list[Pick]:
    """The picks of one coder. The code is what it is worth, a number; any other text is worth 10."""
    own = [code for code in film.codes if code.tier == MOMENT and code.coder == coder and lines.is_yes(code)]
    return [Pick(code.span, _worth(code.code)) for code in own]


def _worth(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 10.0


def _rankings(film: Filmed) -> Mapping[str, Ranking]:
    """Attune's ranking and the simple ones, by name: as many moments, as long as attune's usual one."""
    dyad, count, length = film.done.dyad, *_size(film)
    own = [m.span for m in sorted(film.done.moments, key=lambda m: m.rank)]
    return {ATTUNE: own, **{name: trivial.windows(line, dyad, count, length) for name, line in film.simple.items()}}


def _size(film: Filmed) -> tuple[int, float]:
    """How many moments a ranking has, and how long each is."""
    spans = [moment.span.seconds for moment in film.done.moments]
    return max(1, len(spans)), float(np.median(spans)) if spans else WINDOW


def _by_chance(picked: Sequence[tuple[Filmed, Sequence[Pick]]]) -> Mapping[str, Floats]:
    """(COUNT,) each figure of random rankings, mean over films."""
    rng = np.random.default_rng(0)
    drawn: dict[str, list[float]] = {name: [] for name in MEASURES}
    for _ in range(COUNT):
        ranked = [trivial.at_random(film.done.dyad, *_size(film), rng) for film, _ in picked]
        for name, measure in MEASURES.items():
            drawn[name].append(_known_mean([measure(m, p) for m, (_, p) in zip(ranked, picked, strict=True)]))
    return {name: np.array(values) for name, values in drawn.items()}


def _beside_chance(scope: Scope, name: str, value: float, drawn: Floats, n: int) -> Iterator[Figure]:
    known = drawn[~np.isnan(drawn)]
    middle = np.quantile(known, [0.5, 0.025, 0.975]) if len(known) else np.full(3, np.nan)
    yield scope.figure(MOMENT, name, CHANCE, Interval(*map(float, middle)), len(known))
    sign = -1 if name in SMALL else 1
    yield scope.figure(MOMENT, f"{name}_p", CHANCE, p_value(sign * value, sign * drawn), len(known))


def _human(bench: Bench, film: Filmed, measure: Callable[[Ranking, Sequence[Pick]], float]) -> float | None:
    """One coder's picks, best first, against another's, mean over both ways; None where one alone picked."""
    coders = bench.coded_by(film, MOMENT)
    if len(coders) < 2:
        return None
    told = []
    for one, other in permutations(coders, 2):
        ranked = [p.span for p in sorted(picks_of(film, one), key=lambda p: -p.worth)]
        told.append(measure(ranked, picks_of(film, other)))
    return _known_mean(told)


def _gained(moments: Ranking, chosen: Sequence[Pick]) -> list[float]:
    gains = ranking.gains(chosen)
    return [0.0 if i is None else float(gains[i]) for i in ranking.matched(moments, chosen)]


def _mean(by_film: Mapping[int, float], scope: Scope) -> Interval:
    parts = [[by_film[i] for i in part if i in by_film] for part in scope.clusters]
    return bootstrap([part for part in parts if part], lambda drawn: _known_mean([v for part in drawn for v in part]))


def _known_mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _count(by_film: Mapping[int, float]) -> int:
    return int(sum(not np.isnan(value) for value in by_film.values()))

"""Knobs tuned on kept films: every setting is tried once on every film, then all choosing is arithmetic.

A setting is not fitted to anything, so one table of what each says of each second serves every fold and every shuffled
target: chosen is the setting whose mean figure over the families to choose on is best. Nothing is decoded again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from attune.errors import FormatError
from attune.knobs import Knobs
from attune.research.agreement import Interval
from attune.research.films import FEWEST, Bench
from attune.research.intervals import bootstrap
from attune.research.tuning import space
from attune.research.tuning.held_out import SHUFFLES, Outcome, against_luck, by_families, each_held_out, mean_gain
from attune.research.tuning.space import Setting
from attune.research.tuning.targets import DEFAULTS, MOMENTS, Piece, Target, blocks, groups_of, shuffled_piece, target

LEAST = 0.005
"""By so much a setting must be better on the families to choose on: less is the noise of a few seconds."""

TRIES = 96
"""Settings that are tried where nobody says how many: about four for each knob of mutual gaze."""

Pair = tuple[Piece, Piece]
"""A stretch of film as it is, and with a setting."""

Progress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Tried:
    """One family: what each setting says of each of its films; the first setting is what there is."""

    family: str
    pieces: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class Tuned:
    """The setting that all families chose together, {} where none is better, and what choosing so is worth."""

    setting: Setting
    outcome: Outcome
    settings: int


def tune(
    bench: Bench, name: str, knobs: Knobs, rules: Sequence[str] = (), tries: int = TRIES, seed: int = 0,
    progress: Progress | None = None,
) -> Tuned:  # fmt: skip
    """The best of some settings for what `name` says. `rules`: whose knobs are turned, those of DEFAULTS by default.

    Raises FormatError where nobody coded it, or films of one family alone are there; KnobError for a rule that is none.
    """
    numbers = space.of_groups(rules or DEFAULTS[name], groups_of(name))
    aim = target(name, bench)
    every = space.settings(numbers, knobs, tries, seed)
    families = tried(bench, aim, knobs, every, progress)
    if len(families) < 2:
        raise FormatError(f"{name} is coded of {len(families)} families. Tuning needs 2 or more: one to be judged on.")
    return Tuned(every[chosen(families, aim)], outcome(families, aim, seed), len(every))


def tried(
    bench: Bench, aim: Target, knobs: Knobs, every: Sequence[Setting], progress: Progress | None = None
) -> list[Tried]:
    """Every setting on every film that people coded, by family."""
    films = sorted((f for f in bench.films if len(aim.truth(f))), key=lambda f: (f.family, f.name))
    said: list[list[Piece]] = []
    for k, setting in enumerate(every):
        said.append(aim.pieces(films, knobs.set(setting)))
        if progress:
            progress("settings", k + 1, len(every))
    places = groupby(range(len(films)), key=lambda k: films[k].family)
    own = [(family, list(which)) for family, which in places]
    return [Tried(family, tuple(tuple(pieces[k] for k in which) for pieces in said)) for family, which in own]


def chosen(families: Sequence[Tried], aim: Target) -> int:
    """The number of the setting with the best mean figure over these families; 0 where its gain may be luck.

    It has to be more than one standard error: the rule of Breiman et al. 1984 for taking the simpler of two, and what
    there is is the simplest.
    """
    figures = np.array([[aim.figure(pieces) for pieces in family.pieces] for family in families])
    known = figures[~np.isnan(figures).any(axis=1)]
    if not len(known):
        return 0
    means = known.mean(axis=0)
    best = int(np.argmax(means))
    gain = means[best] - means[0]
    return best if gain >= LEAST and gain >= LEAST + _error(_pairs(families, best, aim), aim) else 0


def _error(pairs: Sequence[Pair], aim: Target) -> float:
    """The standard error of a gain: the jackknife over stretches of film (Efron & Tibshirani 1993); inf for one."""
    n = len(pairs)
    if n < 2:
        return float("inf")
    left_out = np.array([_gained([p for k, p in enumerate(pairs) if k != out], aim) for out in range(n)])
    known = left_out[~np.isnan(left_out)]
    return float(np.sqrt((n - 1) * known.var())) if len(known) else float("inf")


def outcome(families: Sequence[Tried], aim: Target, seed: int = 0) -> Outcome:
    """What choosing on all families but one is worth for the one, and what luck gives."""
    gains = each_held_out({each.family: each for each in families}, lambda others: _trial(chosen(others, aim), aim))
    rng = np.random.default_rng(seed)
    luck = [_gain(_shuffled(families, rng), aim) for _ in range(SHUFFLES)]
    p, mean = against_luck(mean_gain(gains), luck)
    if len(families) >= FEWEST:
        return Outcome(aim.name, aim.unit, gains, by_families(gains), "families", p, mean)
    return Outcome(aim.name, aim.unit, gains, _by_blocks(families, aim), _what(aim), p, mean)


def _trial(number: int, aim: Target) -> Callable[[Sequence[Tried]], tuple[float, float]]:
    def trial(held: Sequence[Tried]) -> tuple[float, float]:
        return aim.figure(held[0].pieces[0]), aim.figure(held[0].pieces[number])

    return trial


def _gain(families: Sequence[Tried], aim: Target) -> float:
    of = {each.family: each for each in families}
    return mean_gain(each_held_out(of, lambda others: _trial(chosen(others, aim), aim)))


def _shuffled(families: Sequence[Tried], rng: np.random.Generator) -> list[Tried]:
    """What people said at other places, the same ones for every setting."""
    out = []
    for family in families:
        mixed = [shuffled_piece(piece, rng).truth for piece in family.pieces[0]]
        said = [tuple(replace(p, truth=m) for p, m in zip(each, mixed, strict=True)) for each in family.pieces]
        out.append(Tried(family.family, tuple(said)))
    return out


def _by_blocks(families: Sequence[Tried], aim: Target) -> Interval:
    """The mean gain with its interval, stretches of film resampled; what was chosen for each family stays."""
    pairs: list[Pair] = []
    for held in families:
        pairs += _pairs([held], chosen([other for other in families if other is not held], aim), aim)
    return bootstrap(pairs, lambda parts: _gained(parts, aim))


def _pairs(families: Sequence[Tried], number: int, aim: Target) -> list[Pair]:
    """Their films as they are and with a setting: whole ones of moments, and where families are enough to be counted
    (one is held out), else in stretches."""
    both = [of for each in families for of in zip(each.pieces[0], each.pieces[number], strict=True)]
    if aim.name == MOMENTS or len(families) >= FEWEST - 1:
        return both
    return [cut for before, after in both for cut in zip(blocks(before), blocks(after), strict=True)]


def _gained(parts: Sequence[Pair], aim: Target) -> float:
    """The mean gain over the families of these stretches; NaN where no family's is known."""
    own = [[p for p in parts if p[0].family == family] for family in sorted({p[0].family for p in parts})]
    gains = [aim.figure([after for _, after in of]) - aim.figure([before for before, _ in of]) for of in own]
    known = [gain for gain in gains if not np.isnan(gain)]
    return float(np.mean(known)) if known else float("nan")


def _what(aim: Target) -> str:
    return "films" if aim.name == MOMENTS else "stretches of 20 s, families being few,"

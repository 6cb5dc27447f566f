"""What is tuned on: a coded cue, or picked moments; and how well attune does by it with given numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from attune import score, suggest
from attune.knobs import Knobbed, Knobs
from attune.research import lines, ranking
from attune.research.by_moment import picks
from attune.research.films import Bench, Filmed
from attune.research.surrogates import shuffled
from attune.rules import RULES
from attune.rules.three import to_seconds
from attune.score import Blend, call, name_of
from attune.timeline import Floats, Series, Span

MOMENTS = "moments"

BLOCK = 20
"""Seconds of a film that are resampled together where families are too few: longer than what two people do at once."""

DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "mutual_gaze": ("MutualGaze", "AdultLooks", "ChildLooks"),
    "joint_attention": ("JointAttention", "JointHands", "JointRays", "JointFollow"),
    "adult_looks": ("AdultLooks",),
    "child_looks": ("ChildLooks",),
    "adult_smiles": ("AdultSmiles",),
    "child_smiles": ("ChildSmiles",),
    MOMENTS: ("Blend", "Clip"),
}
"""What may be tuned on, and the rules whose knobs are turned where nobody names others."""


@dataclass(frozen=True)
class Piece:
    """One film by what is tuned on.

    truth  (n,) of a cue: what people agree on in each second, 1, 0 or NaN; of moments: what each pick is worth
    said   (n,) how likely attune takes a yes to be; of moments: minus the place of the moment that is this pick, NaN
           where none is
    """

    family: str
    film: str
    truth: Floats
    said: Floats


@dataclass(frozen=True)
class Target:
    """What is tuned on.

    name    that of a cue, or MOMENTS
    unit    what `figure` is, in words
    say     what attune says of a film with these numbers: (n,) as Piece.said
    truth   what people say of it: (n,) as Piece.truth; empty where nobody said anything
    figure  how well, 0..1, of several films: higher is better; NaN where it cannot be told
    """

    name: str
    unit: str
    say: Callable[[Filmed, Knobs], Floats]
    truth: Callable[[Filmed], Floats]
    figure: Callable[[Sequence[Piece]], float]

    def pieces(self, films: Sequence[Filmed], knobs: Knobs) -> list[Piece]:
        """The films of which people said something, as they are with these numbers."""
        told = [(film, self.truth(film)) for film in films]
        return [Piece(f.family, f.name, truth, self.say(f, knobs)) for f, truth in told if len(truth)]


def target(name: str, bench: Bench) -> Target:
    """What `name` means for these films."""
    if name == MOMENTS:
        return Target(name, "pairs of picks in people's order", _places(bench), _worths(bench), _pairwise)
    return Target(name, "average precision", _cue(name), _agreed(name, bench), _precise)


def shuffled_piece(piece: Piece, rng: np.random.Generator) -> Piece:
    """The same film with what people said at other places: how much of it there is stays."""
    mixed = shuffled(piece.truth, rng) if len(piece.truth) > BLOCK else rng.permutation(piece.truth)
    return Piece(piece.family, piece.film, mixed, piece.said)


def blocks(piece: Piece) -> list[Piece]:
    """A film in stretches of BLOCK seconds, to be resampled."""
    cuts = range(0, len(piece.truth), BLOCK)
    return [Piece(piece.family, piece.film, piece.truth[k : k + BLOCK], piece.said[k : k + BLOCK]) for k in cuts]


def _cue(name: str) -> Callable[[Filmed, Knobs], Floats]:
    def say(film: Filmed, knobs: Knobs) -> Floats:
        """The rules up to this one, and nothing after it."""
        cues: dict[str, Series] = {}
        for rule in RULES:
            cues[name_of(rule)] = call(knobs[rule], film.done.dyad, cues)
            if name_of(rule) == name:
                break
        values = to_seconds(cues[name], knobs[Blend].second).values
        return _fit(values[:, 0] if values.ndim == 2 else values, film.seconds)

    return say


def _agreed(name: str, bench: Bench) -> Callable[[Filmed], Floats]:
    def truth(film: Filmed) -> Floats:
        coders = bench.coded_by(film, name)
        told = [lines.coded(film.codes, name, coder, film.seconds) for coder in coders]
        return lines.consensus(told).known if told else np.zeros(0)

    return truth


def _precise(pieces: Sequence[Piece]) -> float:
    """Average precision of all their coded seconds. One that attune cannot tell counts as if it were drawn by lot, or a
    setting that answers less would win by it."""
    truth, said = (np.concatenate([getattr(p, name) for p in pieces]) for name in ("truth", "said"))
    coded = ~np.isnan(truth)
    truth, said = truth[coded], said[coded]
    if not truth.any():
        return float("nan")
    return precision(truth, np.where(np.isnan(said), truth.mean(), said))


def precision(truth: Floats, said: Floats) -> float:
    """Average precision of (n,) 1 or 0 by (n,) likelihoods: that of detection.py, without its checks, because a table
    of settings, folds and shuffles asks it some hundred thousand times."""
    order = np.argsort(-said, kind="stable")
    found = np.cumsum(truth[order])
    last = np.append(np.flatnonzero(np.diff(said[order])), len(said) - 1)
    steps = np.diff(found[last], prepend=0.0) / found[-1]
    return float(steps @ (found[last] / (last + 1)))


def _places(bench: Bench) -> Callable[[Filmed, Knobs], Floats]:
    def say(film: Filmed, knobs: Knobs) -> Floats:
        done, chosen = film.done, picks(bench, film)
        goal = done.settings.goal
        scores = score.score(done.dyad, knobs, goal)
        spans: list[Span] = [m.span for m in suggest.suggest(done.dyad, scores, knobs, goal)]
        places = {k: rank for rank, k in enumerate(ranking.matched(spans, chosen)) if k is not None}
        return np.array([-places[k] if k in places else np.nan for k in range(len(chosen))], float)

    return say


def _worths(bench: Bench) -> Callable[[Filmed], Floats]:
    return lambda film: np.array([pick.worth for pick in picks(bench, film)], float)


def _pairwise(pieces: Sequence[Piece]) -> float:
    """Share of the pairs of one film's picks, at least two points apart, that stand in people's order; ties half."""
    right = [value for piece in pieces for value in ordered(piece.truth, np.nan_to_num(piece.said, nan=-np.inf))]
    return float(np.mean(right)) if right else float("nan")


def ordered(worth: Floats, said: Floats, apart: float = ranking.APART) -> list[float]:
    """1, or .5 for a tie, or 0 for each pair of which the worthier is said to be it."""
    first, second = np.nonzero(worth[:, None] - worth[None, :] >= apart)
    return [0.5 * (1 + np.sign(_less(said[j], said[i]))) for i, j in zip(first, second, strict=True)]


def _less(low: float, high: float) -> float:
    return 0.0 if low == high else high - low


def _fit(values: Floats, seconds: int) -> Floats:
    """(seconds,) of a line that may be longer or shorter."""
    out = np.full(seconds, np.nan)
    out[: min(seconds, len(values))] = values[:seconds]
    return out


def groups_of(name: str) -> tuple[type[Knobbed], ...]:
    """The classes whose knobs weigh in this target."""
    return (*score.GROUPS, *suggest.GROUPS) if name == MOMENTS else RULES

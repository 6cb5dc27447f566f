"""Voices told apart within one film, nobody named: a hidden Markov model over pieces of voice.

A piece is about a third of a second. Two pieces that follow each other are nearly always the same person's, so what
differs between them is what was said, and what differs between pieces far apart beyond that is who said it (the idea of
linear discriminant analysis, with neighbours in place of labels). Along those directions a mixture of Gaussians with
one shape for all is fitted, each piece bound to the one before it (Baum-Welch; Rabiner 1989).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from attune.timeline import Bools, Floats

PIECE = 15
"""Frames in a piece, about: a third of a second. In less, what was said drowns who said it; in more, two people are."""

LEAST = 4
"""Frames with a pitch that a piece needs to be told by."""

WAYS = 4
"""Directions in which voices are compared. More of them are about what was said."""

STARTS, ROUNDS = 12, 30
"""Tries from other beginnings, of which the likeliest counts, and rounds of each."""

FEWEST = 8
"""Pieces a film needs: of fewer nobody can tell how many people they come from."""

Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Pieces:
    """m pieces of voice: start, end (m,) frames; stretch (m,) which stretch of unbroken voice each lies in;
    sound (m, d) its pitch in semitones and its colour."""

    start: Ints
    end: Ints
    stretch: Ints
    sound: Floats


def pieces(voice: Bools, voiced: Bools, pitch: Floats, colour: Floats) -> Pieces:
    """The pieces of the frames (n,) in which there is `voice`, told by those of them that are `voiced`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], voice, [0]]).astype(int))).reshape(-1, 2)
    found: list[tuple[int, int, int, Floats]] = []
    for stretch, (first, last) in enumerate(edges):
        cuts = np.linspace(first, last, max(1, round((last - first) / PIECE)) + 1).astype(int)
        for start, end in pairwise(cuts):
            told = np.flatnonzero(voiced[start:end]) + start
            if len(told) >= LEAST:
                tone = 12 * np.log2(np.median(pitch[told]))
                found.append((start, end, stretch, np.concatenate([[tone], colour[told].mean(0)])))
    if not found:
        none = np.zeros(0, int)
        return Pieces(none, none, none, np.zeros((0, 1 + colour.shape[1])))
    start, end, where, sound = (np.array(column) for column in zip(*found, strict=True))
    return Pieces(start, end, where, sound)


def told_apart(of: Pieces, kinds: int, stay: float) -> Floats:
    """(m, k) 0..1 that each piece is of each kind of voice, k <= kinds; adds up to 1. (m, 0) where there are too few.

    The same pieces give the same kinds. `stay`: how likely the same person goes on within a stretch.
    """
    count = len(of.start)
    kinds = min(kinds, count // FEWEST)
    if kinds < 1:
        return np.zeros((count, 0))
    points = _compared(of)
    same = np.concatenate([[False], np.diff(of.stretch) == 0])
    bound = np.where(same, stay, 1 / kinds)
    return _mixture(points, bound, kinds)


def _compared(of: Pieces) -> Floats:
    """(m, WAYS) the pieces along the directions that differ most between pieces for what differs between neighbours."""
    following = np.flatnonzero(np.diff(of.stretch) == 0)
    if len(following) < 2 * of.sound.shape[1]:
        return _scaled(of.sound)
    steps = (of.sound[following + 1] - of.sound[following]) / np.sqrt(2)
    within = _spread(steps)
    for _ in range(3):  # where somebody else goes on, neighbours differ by who speaks: the farthest fifth is left out
        far = np.einsum("ij,jk,ik->i", steps, np.linalg.inv(within), steps)
        within = _spread(steps[far <= np.quantile(far, 0.8)])
    _, ways = eigh(_spread(of.sound - of.sound.mean(0)), within)
    return np.asarray((of.sound - of.sound.mean(0)) @ ways[:, ::-1][:, :WAYS])


def _scaled(sound: Floats) -> Floats:
    """(m, WAYS) pitch and the first colours, each in its own spread: for too few neighbours to compare."""
    part = sound[:, :WAYS]
    return np.asarray((part - part.mean(0)) / (part.std(0) + 1e-3))


def _spread(rows: Floats) -> Floats:
    """(d, d) covariance, never singular."""
    return np.cov(rows.T) + 1e-3 * np.eye(rows.shape[1])


def _mixture(points: Floats, bound: Floats, kinds: int) -> Floats:
    """(m, kinds) the likeliest of several fits."""
    random = np.random.default_rng(0)
    fits = []
    for _ in range(STARTS if kinds > 1 else 1):
        means = points[random.choice(len(points), kinds, replace=False)]
        fits.append(_fitted(points, bound, means))
    return max(fits, key=lambda fit: fit[1])[0]


def _fitted(points: Floats, bound: Floats, means: Floats) -> tuple[Floats, float]:
    """Shares (m, kinds) and log-likelihood after some rounds of Baum-Welch from these means (kinds, d)."""
    shape = np.eye(points.shape[1])
    for _ in range(ROUNDS):
        share, likely = _shares(_likelihood(points, means, shape), bound)
        weight = share.sum(0) + 1e-9
        means = share.T @ points / weight[:, None]
        off = points[:, None] - means
        shape = np.einsum("nk,nki,nkj->ij", share, off, off)
        shape = (shape + points.shape[1] * np.eye(len(shape))) / (len(points) + points.shape[1])
    return share, likely


def _likelihood(points: Floats, means: Floats, shape: Floats) -> Floats:
    """(m, kinds) log-density of Gaussians of one shape."""
    root = np.linalg.cholesky(shape)
    off = np.linalg.solve(root, (points[:, None] - means).reshape(-1, points.shape[1]).T)
    far = (off**2).sum(0).reshape(len(points), -1)
    return np.asarray(-0.5 * far - np.log(np.diag(root)).sum() - 0.5 * points.shape[1] * np.log(2 * np.pi))


def _shares(likelihood: Floats, bound: Floats) -> tuple[Floats, float]:
    """Forwards and backwards (Rabiner 1989, scaled): shares (m, kinds), and the log-likelihood of all pieces."""
    count, kinds = likelihood.shape
    top = likelihood.max(1, keepdims=True)
    weight = np.exp(likelihood - top)
    other = (1 - bound) / max(1, kinds - 1)
    ahead, back, scale = np.empty_like(weight), np.ones_like(weight), np.empty(count)
    now = np.full(kinds, 1 / kinds)
    for i in range(count):  # going on with the same kind, or with any other alike
        now = weight[i] * (other[i] * now.sum() + (bound[i] - other[i]) * now)
        scale[i] = now.sum()
        now = ahead[i] = now / scale[i]
    for i in range(count - 1, 0, -1):
        then = weight[i] * back[i]
        back[i - 1] = (other[i] * then.sum() + (bound[i] - other[i]) * then) / scale[i]
    share = ahead * back
    return share / share.sum(1, keepdims=True), float(np.log(scale).sum() + top.sum())

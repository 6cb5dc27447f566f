"""Following heads from look to look: one tracklet is one head for as long as it is surely the same."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from attune.knobs import Knobbed, knob
from attune.timeline import Floats
from attune.watch.looks import Looks

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Following(Knobbed):
    """When a head of this look is the head of an earlier one. Sizes are face heights."""

    start: float = knob(0.45, low=0.1, high=0.95, unit="", why="score that begins a tracklet; fainter ones only go on")
    reach: float = knob(0.7, low=0.1, high=3, unit="sizes", why="a head moves at most so far between two looks")
    speed: float = knob(2.0, low=0, high=20, unit="sizes/s", why="what a longer gap adds to the reach")
    gap: float = knob(0.8, low=0.1, high=5, unit="s", why="unseen for longer, one is known by colours instead")
    growth: float = knob(1.6, low=1.1, high=4, unit="times", why="of a face between two looks; steps in depth are less")


def follow(looks: Looks, cuts: tuple[float, ...], knobs: Following) -> Ints:
    """(m,) the tracklet of each head, counted from 0; -1 for heads too faint to begin one.

    At each look the heads and the tracklets still alive are paired at the least total cost (Hungarian method), surely
    found heads first, faint ones with what is left (as ByteTrack does). A cut ends all tracklets.
    """
    tracklet = np.full(len(looks.score), -1)
    last: dict[int, int] = {}
    shot = np.searchsorted(np.asarray(cuts), (looks.tick + 0.5) / looks.clock.rate)
    bounds = np.searchsorted(looks.look, np.arange(looks.clock.count + 1))
    made = 0
    for begin, end in itertools.pairwise(bounds):
        heads = np.arange(begin, end)
        if not len(heads):
            continue
        last = {t: h for t, h in last.items() if shot[h] == shot[begin] and _age(looks, h, begin) <= knobs.gap}
        for group in (heads[looks.score[heads] >= knobs.start], heads[looks.score[heads] < knobs.start]):
            free = {t: h for t, h in last.items() if looks.look[h] != looks.look[begin]}
            for head, t in _pair(looks, group, free, knobs):
                tracklet[head], last[t] = t, head
        for head in heads[(tracklet[heads] < 0) & (looks.score[heads] >= knobs.start)]:
            tracklet[head], last[made] = made, int(head)
            made += 1
    return tracklet


def _age(looks: Looks, head: int, now: int) -> float:
    return float(looks.look[now] - looks.look[head]) / looks.clock.rate


def _pair(looks: Looks, heads: Ints, free: dict[int, int], knobs: Following) -> list[tuple[int, int]]:
    """(head, tracklet) pairs within reach, at the least total cost."""
    if not len(heads) or not free:
        return []
    names, ends = list(free), np.array(list(free.values()))
    cost = _cost(looks, heads, ends, knobs)
    rows, cols = linear_sum_assignment(np.where(np.isfinite(cost), cost, 1e3))
    return [(int(heads[r]), names[c]) for r, c in zip(rows, cols, strict=True) if np.isfinite(cost[r, c])]


def _cost(looks: Looks, heads: Ints, ends: Ints, knobs: Following) -> Floats:
    """(heads, ends) distance over reach, plus growth, plus unlikeness of colours; inf where out of reach."""
    here, there = looks.box[heads][:, None], looks.box[ends][None]
    age = (looks.look[heads][:, None] - looks.look[ends][None]) / looks.clock.rate
    size = np.sqrt(here[..., 3] * there[..., 3])
    far = np.linalg.norm(here[..., :2] - there[..., :2], axis=-1) / size / (knobs.reach + knobs.speed * age)
    growth = np.abs(np.log(here[..., 3] / there[..., 3])) / np.log(knobs.growth)
    unlike = unlikeness(looks.colour[heads][:, None], looks.colour[ends][None])
    cost = far + 0.5 * growth + unlike
    return np.where((far > 1) | (growth > 1), np.inf, cost)


def unlikeness(a: Floats, b: Floats) -> Floats:
    """Hellinger distance 0..1 of two colour histograms (..., 48), the mean of both halves; a half that is unseen (NaN)
    on either side is left out, and 0.5 stands for two of which nothing can be compared."""
    halves = np.sqrt(a * b).reshape(*np.broadcast_shapes(a.shape, b.shape)[:-1], 2, -1).sum(-1)
    far = np.sqrt(np.clip(1 - halves, 0, 1))
    known = ~np.isnan(far)
    total = np.where(known, far, 0).sum(-1)
    return np.where(known.any(-1), total / np.maximum(1, known.sum(-1)), 0.5)

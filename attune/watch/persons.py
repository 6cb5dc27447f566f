"""Who is who: tracklets of one person made one, roles worked out, toys and lamps left out.

People are told apart within one film by the colours of hair and clothes, by place, and by the proportions of the face
that change with age. Nothing here can know anybody in another film.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attune.knobs import Knobbed, knob
from attune.timeline import Bools, Floats
from attune.watch.looks import Looks
from attune.watch.tracklets import Ints, unlikeness


@dataclass(frozen=True)
class Knowing(Knobbed):
    """What makes two tracklets one person, and a person a person. Evidence is in nats (natural log-odds)."""

    colour_same: float = knob(0.42, low=0.05, high=0.95, unit="", why="Hellinger distance at which colours say nothing")
    colour: float = knob(12.0, low=0, high=50, unit="nats", why="evidence for a colour distance of 1")
    age_same: float = knob(0.12, low=0.02, high=1, unit="", why="difference of nose proportion that says nothing")
    age: float = knob(12.0, low=0, high=50, unit="nats", why="evidence for a difference of 1; adult and child: 0.3")
    size_same: float = knob(1.6, low=1, high=5, unit="times", why="a face grows so much where people sit and lean")
    size: float = knob(5.0, low=0, high=20, unit="nats", why="against, for a face e times beyond: a doll is not mother")
    place: float = knob(2.0, low=0, high=20, unit="nats", why="for turning up in the same place a moment later")
    soon: float = knob(3.0, low=0, high=60, unit="s", why="how long that holds: a child crosses a room in 3 s")
    overlap: float = knob(0.15, low=0, high=5, unit="s", why="heads at once are two people; double finds are shorter")
    face: float = knob(0.3, low=0, high=1, unit="", why="share of looks with a mesh or a body: toys have none")
    faint_face: float = knob(0.1, low=0, high=1, unit="", why="share enough for heads of a high score: pure profiles")
    score: float = knob(0.62, low=0.1, high=1, unit="", why="median score from which that share is enough")
    shortest: float = knob(0.5, low=0.1, high=10, unit="s", why="found for less in a whole film, it is nobody")


@dataclass(frozen=True)
class Ageing(Knobbed):
    """What makes one person of a pair the adult. All cues are scale-free or nearly; evidence in nats."""

    nose: float = knob(12.0, low=0, high=50, unit="nats", why="nose over eye gap: children 1.0, adults 1.4")
    size: float = knob(1.5, low=0, high=10, unit="nats", why="for a face e times as tall; it may be far away")
    above: float = knob(0.5, low=0, high=10, unit="nats", why="for each own face height that the eyes are higher")
    company: float = knob(2.8, low=1.2, high=20, unit="times", why="face heights apart: farther is background")
    limit: float = knob(6.0, low=0.5, high=20, unit="nats", why="no cue alone may decide beyond recall")
    size_limit: float = knob(1.0, low=0, high=10, unit="nats", why="size misleads when one sits near the camera")


VOUCHES = 0.3
"""Seconds before and after it for which a mesh or a body that was found vouches for a head: they are asked for at some
looks only (watch.looks.Watching)."""


@dataclass(frozen=True)
class Sighting:
    """A bundle of heads taken to be one person.

    heads (k,) rows of Looks; looks: how many; colour (48,); young and its number of measures; face: share with a mesh
    or an own body; size and place are medians over the film, picture heights.
    """

    heads: Ints
    looks: int
    colour: Floats
    young: float
    told: int
    face: float
    score: float
    size: float
    place: Floats


def sightings(looks: Looks, tracklet: Ints, cuts: tuple[float, ...], knobs: Knowing) -> list[Sighting]:
    """Everybody in the film, the one who is longest in the picture first. Toys and lamps are left out."""
    found = [_sighting(looks, np.flatnonzero(tracklet == t)) for t in range(tracklet.max(initial=-1) + 1)]
    merged = _merge(looks, [s for s in found if s.looks >= 2], cuts, knobs)
    people = [s for s in merged if _somebody(s, looks.clock.rate, knobs)]
    return sorted(people, key=lambda s: -s.looks)


def _somebody(seen: Sighting, rate: int, knobs: Knowing) -> bool:
    faced = seen.face >= knobs.face or (seen.score >= knobs.score and seen.face >= knobs.faint_face)
    return faced and seen.looks >= knobs.shortest * rate


def _sighting(looks: Looks, heads: Ints) -> Sighting:
    told = heads[~np.isnan(looks.young[heads])]
    vouched = heads[looks.meshed[heads] | ~np.isnan(looks.body[heads, 0, 0])]
    near = _near(looks.look[heads], looks.look[vouched], VOUCHES * looks.clock.rate)
    return Sighting(
        heads=heads,
        looks=len(np.unique(looks.look[heads])),
        colour=_mean(looks.colour[heads]),
        young=float(np.median(looks.young[told])) if len(told) else np.nan,
        told=len(told),
        face=float(near.mean()) if len(heads) else 0.0,
        score=float(np.median(looks.score[heads])) if len(heads) else 0.0,
        size=float(np.median(looks.box[heads, 3])) if len(heads) else np.nan,
        place=np.median(looks.box[heads, :2], axis=0) if len(heads) else np.full(2, np.nan),
    )


def _near(looks: NDArray[np.integer[Any]], others: NDArray[np.integer[Any]], reach: float) -> Bools:
    """(k,) whether one of the other looks (sorted) lies within `reach` ticks of each of these."""
    if not len(others):
        return np.zeros(len(looks), bool)
    after = np.searchsorted(others, looks)
    earlier, later = others[np.maximum(after - 1, 0)], others[np.minimum(after, len(others) - 1)]
    return np.asarray(np.minimum(np.abs(looks - earlier), np.abs(later - looks)) <= reach)


def _mean(colour: Floats) -> Floats:
    known = ~np.isnan(colour)
    return np.where(known.any(0), np.where(known, colour, 0).sum(0) / np.maximum(1, known.sum(0)), np.nan)


def _merge(looks: Looks, found: list[Sighting], cuts: tuple[float, ...], knobs: Knowing) -> list[Sighting]:
    """Join the two likeliest bundles again and again while the evidence says that they are one person."""
    found = list(found)
    evidence = {(i, j): _same(looks, found[i], found[j], cuts, knobs) for i in range(len(found)) for j in range(i)}
    alive = set(range(len(found)))
    while evidence:
        (i, j), best = max(evidence.items(), key=lambda e: e[1])
        if best <= 0:
            break
        found.append(_sighting(looks, np.sort(np.concatenate([found[i].heads, found[j].heads]))))
        alive -= {i, j}
        evidence = {pair: e for pair, e in evidence.items() if not {i, j} & set(pair)}
        new = len(found) - 1
        evidence |= {(new, k): _same(looks, found[new], found[k], cuts, knobs) for k in alive}
        alive.add(new)
    return [found[i] for i in sorted(alive)]


def _same(looks: Looks, a: Sighting, b: Sighting, cuts: tuple[float, ...], knobs: Knowing) -> float:
    """Evidence (nats) that two bundles are one person; minus infinity for two that are seen at once."""
    times_a, times_b = looks.look[a.heads], looks.look[b.heads]
    if len(np.intersect1d(times_a, times_b)) > knobs.overlap * looks.clock.rate:
        return -np.inf
    total = knobs.colour * (knobs.colour_same - float(unlikeness(a.colour, b.colour)))
    if min(a.told, b.told) >= 3:
        total += knobs.age * (knobs.age_same - abs(a.young - b.young))
    total -= knobs.size * max(0.0, abs(float(np.log(a.size / b.size))) - float(np.log(knobs.size_same)))
    return total + _same_place(looks, a, b, cuts, knobs)


def _same_place(looks: Looks, a: Sighting, b: Sighting, cuts: tuple[float, ...], knobs: Knowing) -> float:
    """For two bundles of which one begins where the other ended, soon after and in the same shot."""
    before, after = sorted((a, b), key=lambda s: looks.look[s.heads[0]])
    earlier = before.heads[looks.look[before.heads] < looks.look[after.heads[0]]]
    end, begin = earlier[-1] if len(earlier) else before.heads[-1], after.heads[0]
    gap = float(looks.look[begin] - looks.look[end]) / looks.clock.rate
    if not 0 < gap <= knobs.soon or np.ptp(np.searchsorted(cuts, (looks.tick[[end, begin]] + 0.5) / looks.clock.rate)):
        return 0.0
    size = float(np.sqrt(looks.box[end, 3] * looks.box[begin, 3]))
    far = float(np.linalg.norm(looks.box[end, :2] - looks.box[begin, :2])) / size
    return knobs.place * max(-1.0, 1 - far)


def older(a: Sighting, b: Sighting, knobs: Ageing) -> float:
    """Evidence (nats) that `a` is the adult and `b` the child; 0 = cannot tell, negative = the other way round."""
    total = float(np.clip(knobs.size * np.log(a.size / b.size), -knobs.size_limit, knobs.size_limit))
    higher = (b.place[1] - a.place[1]) / max(a.size, b.size)
    total += float(np.clip(knobs.above * higher, -knobs.size_limit, knobs.size_limit))
    if min(a.told, b.told) >= 3:
        trust = min(1.0, min(a.told, b.told) / 10)
        total += trust * float(np.clip(knobs.nose * (a.young - b.young), -knobs.limit, knobs.limit))
    return total


def pair(people: list[Sighting], knobs: Ageing) -> tuple[int, int, float] | None:
    """Which two are the dyad: (adult, child, certainty of the roles 0.5..1), or None with fewer than two people.

    The two who are in the picture longest, unless another pair is nearly as long and far clearer an adult and a child.
    """
    best: tuple[float, int, int, float] | None = None
    for i, a in enumerate(people):
        for j, c in enumerate(people):
            if i == j or max(a.size / c.size, c.size / a.size) > knobs.company:
                continue
            odds = older(a, c, knobs)
            longest = 2 * float(np.log(min(a.looks, c.looks))) + float(np.log(max(a.looks, c.looks)))
            worth = longest + 0.5 * min(odds, 3.0)
            if odds >= 0 and (best is None or worth > best[0]):
                best = (worth, i, j, odds)
    return None if best is None else (best[1], best[2], 1 / (1 + float(np.exp(-best[3]))))

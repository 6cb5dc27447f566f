"""Who speaks: the kinds of voice of a film given to the adult, the child or somebody else, or to nobody.

Every way of giving kinds to people is weighed as a whole, in nats: how high each voice is, how long its utterances are
beside the others', and whether a face's mouth moves while it is heard. A second is told where one person has most of
the weight; elsewhere it cannot be told whose voice it is. No face is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from attune.dyad import Dyad, Role, Track
from attune.knobs import Knobbed, Knobs, knob
from attune.listen.hearing import RATE, Hearing
from attune.timeline import Bools, Floats

ROLES: tuple[Role, ...] = ("adult", "child", "other")

Ints = NDArray[np.intp]

Given = tuple[int, ...]
"""Which of ROLES each kind of voice is given to."""


_Measure = tuple[Floats, Floats]
"""(k,) something about each kind of voice, NaN where it is not known, and (k,) on how much that rests."""


@dataclass(frozen=True)
class _Known:
    """What is known of the kinds of voice: pitches, over seconds; lengths, of stretches; order (m,) the kind of each
    stretch of voice, -1 where it is of several; mouths (k, 3), nats."""

    pitches: _Measure
    lengths: _Measure
    order: Ints
    mouths: Floats


@dataclass(frozen=True)
class Speaking(Knobbed):
    """What makes a voice the adult's or the child's. Evidence in nats; pitches are medians over a film."""

    woman: float = knob(215.0, low=150, high=300, unit="Hz", why="women to a child; some 200 among themselves")
    man: float = knob(120.0, low=80, high=180, unit="Hz", why="men, somewhat livelier than among themselves")
    child: float = knob(310.0, low=200, high=600, unit="Hz", why="one to six years: 350 falling to 260")
    grown: float = knob(2.5, low=1, high=8, unit="semitones", why="standard deviation from one adult to another")
    growing: float = knob(5.0, low=1, high=10, unit="semitones", why="and from one child to another, of all ages")
    alike: float = knob(1.5, low=0.2, high=4, unit="semitones", why="between two kinds of one person's own voice")
    slip: float = knob(0.05, low=0.001, high=0.5, unit="", why="how often a pitch is told an octave too high")
    long: float = knob(1.0, low=0.3, high=4, unit="s", why="an adult's utterance to a child: four or five words")
    short: float = knob(0.67, low=0.2, high=4, unit="s", why="a child's: one to three words, or a babble")
    lengths: float = knob(0.2, low=0.05, high=1, unit="", why="how far one person's usual length is from the role's")
    even: float = knob(0.15, low=0.02, high=1, unit="", why="between two kinds of one person's own voice")
    answers: float = knob(0.65, low=0.3, high=0.95, unit="", why="share of utterances after which another speaks")
    limit: float = knob(4.0, low=0, high=20, unit="nats", why="of that evidence: songs and quarrels have orders too")
    lone: float = knob(1.2, low=0, high=6, unit="nats", why="against a film in which adult or child is never heard")
    stranger: float = knob(2.5, low=0, high=6, unit="nats", why="against each kind of voice that is neither's")
    mouth: float = knob(3.0, low=0, high=10, unit="nats", why="for a mouth that moves with the voice, and against")
    step: float = knob(3.0, low=1, high=10, unit="", why="standard errors of that movement at which it counts in full")
    tell: float = knob(0.65, low=0.5, high=0.99, unit="", why="a voice is somebody's from two to one on")


GROUPS: tuple[type[Knobbed], ...] = (Speaking,)

HEARD = 1.0
"""Seconds of a kind of voice from which its pitch is worth as much as that of a long one."""

SHARED = 0.25
"""Standard deviation, in log, of how long everybody's utterances are in one film: a song, a meal, a quarrel."""

SCATTER = 0.5
"""Standard deviation, in log, of the lengths of one person's utterances."""

PURE = 0.8
"""Share of a stretch of voice that is of one kind, from which it is that kind's: where people talk without a pause a
stretch is several turns."""

STIR = 3
"""Ticks before and after over which a mouth's movement is told: a syllable opens and shuts it."""


def given(dyad: Dyad, hearing: Hearing, knobs: Knobs) -> Dyad:
    """The dyad with everything that was heard in it laid on its clock: whose voice, or that there is one.

    Somebody's `speaks` is 0 in silence and NaN where there is no sound or it cannot be told whose voice it is.
    """
    speaking = knobs[Speaking]
    voice, kinds = _on_ticks(hearing, dyad)
    weight = weights(dyad, hearing, voice, kinds, speaking)
    share = np.where(np.isfinite(kinds).any(axis=1, keepdims=True), kinds @ weight, np.nan)
    told = np.where(share >= speaking.tell, voice[:, None], np.where(share <= 1 - speaking.tell, 0.0, np.nan))
    speaks = np.where(voice[:, None] == 0, 0.0, told)
    return replace(
        dyad,
        adult=replace(dyad.adult, speaks=speaks[:, 0]),
        child=replace(dyad.child, speaks=speaks[:, 1]),
        voice=voice,
        other_voice=speaks[:, 2],
    )


def _on_ticks(hearing: Hearing, dyad: Dyad) -> tuple[Floats, Floats]:
    """(n,) share of each tick with a voice, NaN without sound; (n, k) shares of the kinds in it, NaN without one."""
    ratio = hearing.clock.rate // dyad.clock.rate
    want = dyad.clock.count * ratio
    frames = np.full((want, 1 + hearing.kinds.shape[1]), np.nan)
    have = min(want, hearing.clock.count)
    frames[:have] = np.column_stack([hearing.voice, hearing.kinds])[:have]
    ticks = frames.reshape(dyad.clock.count, ratio, -1)
    known = ~np.isnan(ticks)
    means = np.nansum(ticks, axis=1) / np.where(known.any(1), known.sum(1), np.nan)
    return means[:, 0], means[:, 1:]


def weights(dyad: Dyad, hearing: Hearing, voice: Floats, kinds: Floats, knobs: Speaking) -> Floats:
    """(k, 3) how likely each kind of voice is each of ROLES', from every way of giving kinds to people."""
    count = hearing.kinds.shape[1]
    ways = list(product(range(len(ROLES)), repeat=count))
    known = _Known(_pitches(hearing), *_stretches(hearing), _mouths(dyad, voice, kinds, knobs))
    score = np.array([_score(way, known, knobs) for way in ways])
    likely = np.exp(score - logsumexp(score))
    out = np.zeros((count, len(ROLES)))
    for way, weight in zip(ways, likely, strict=True):
        out[np.arange(count), list(way)] += weight
    return out


def _score(way: Given, known: _Known, knobs: Speaking) -> float:
    """Log-weight of one way of giving kinds to people."""
    missing = sum(role not in way for role in (0, 1))
    score = -knobs.lone * missing - knobs.stranger * way.count(2)
    score += sum(float(known.mouths[kind, role]) for kind, role in enumerate(way))
    score += sum(_pitched(known.pitches, np.array(way) == role, role, knobs) for role in set(way))
    return score + _long(known.lengths, np.array(way), knobs) + _alternating(known.order, np.array(way), knobs)


def _pitches(hearing: Hearing) -> _Measure:
    """The median pitch of each kind of voice, in semitones over 1 Hz."""
    tone = 12 * np.log2(hearing.pitch)
    tones = [tone[(kind >= 0.5) & ~np.isnan(tone)] for kind in hearing.kinds.T]
    median = [float(np.median(mine)) if mine.size else np.nan for mine in tones]
    return np.array(median), np.array([mine.size / hearing.clock.rate for mine in tones])


def _stretches(hearing: Hearing) -> tuple[_Measure, Ints]:
    """The mean logarithm of the seconds of the stretches of voice in which each kind is heard, and (m,) the kind of
    each stretch, -1 where it is of several or none can be told."""
    spans = hearing.clock.spans(hearing.speech)
    frames = [slice(round(s.start * RATE), round(s.end * RATE)) for s in spans]
    share = np.zeros((len(spans), hearing.kinds.shape[1]))
    for row, mine in zip(share, frames, strict=True):
        row[:] = np.nan_to_num(hearing.kinds[mine]).mean(0)
    long, count = np.log([s.seconds for s in spans]), share.sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        order = [int(row.argmax()) if row.size and row.max() >= PURE * row.sum() > 0 else -1 for row in share]
        return (long @ share / count, count), np.array(order, int)


def _pitched(pitches: _Measure, mine: Bools, role: int, knobs: Speaking) -> float:
    """Log-density of the pitches of kinds that are one person's: the person anywhere in the role's range, or by
    mistake an octave higher, the kinds about the person."""
    tone, seconds = (values[mine & ~np.isnan(pitches[0])] for values in pitches)
    own = np.diag(knobs.alike**2 * (1 + HEARD / np.maximum(seconds, 0.1)))
    places = {0: (knobs.woman, knobs.man), 1: (knobs.child,), 2: (knobs.woman, knobs.man, knobs.child)}[role]
    spread = knobs.growing if role == 1 else knobs.grown
    near = [_density(tone, 12 * np.log2(place), own + spread**2) for place in places]
    slipped = [_density(tone, 12 * np.log2(2 * place), own + spread**2) for place in places]
    both = logsumexp([near, slipped], axis=1) + np.log([1 - knobs.slip, knobs.slip])
    return float(logsumexp(both) - np.log(len(places)))


def _long(lengths: _Measure, whose: Ints, knobs: Speaking) -> float:
    """Log-density of how long utterances are: an adult's longer than a child's, one person's alike, and everybody's as
    the film is."""
    known = ~np.isnan(lengths[0]) & (lengths[1] > 0)
    long, count, whose = lengths[0][known], lengths[1][known], whose[known]
    person = knobs.lengths**2 * (whose[:, None] == whose)
    noise = np.diag(knobs.even**2 + SCATTER**2 / np.maximum(count, 1))
    return _density(long, np.log(np.where(whose == 1, knobs.short, knobs.long)), SHARED**2 + person + noise)


def _alternating(order: Ints, whose: Ints, knobs: Speaking) -> float:
    """Evidence that these are several people from how they take turns: kinds of one person's voice follow each other as
    they come; people answer each other."""
    people = np.unique(whose)
    clear = order[order >= 0]
    if len(people) < 2 or not len(clear):
        return 0.0
    often = np.bincount(clear, minlength=len(whose)) / len(clear)
    share = np.array([often[whose == person].sum() for person in range(len(ROLES))])
    pairs = np.flatnonzero((order[1:] >= 0) & (order[:-1] >= 0))
    now, then = whose[order[pairs]], whose[order[pairs + 1]]
    chance, turns = share[then], then != now
    model = np.where(turns, knobs.answers / (len(people) - 1), 1 - knobs.answers)
    return float(np.clip(np.log(model / chance).sum(), -knobs.limit, knobs.limit))


def _density(values: Floats, mean: float | Floats, spread: Floats) -> float:
    """Log-density of a Gaussian; 0 of no values."""
    if not values.size:
        return 0.0
    off = values - mean
    _, size = np.linalg.slogdet(2 * np.pi * spread)
    return float(-0.5 * (off @ np.linalg.solve(spread, off) + size))


def _mouths(dyad: Dyad, voice: Floats, kinds: Floats, knobs: Speaking) -> Floats:
    """(k, 3) nats for each kind of voice being each role's, from mouths that move, or stay still, while it is heard."""
    out = np.zeros((kinds.shape[1], len(ROLES)))
    for role, track in enumerate((dyad.adult, dyad.child)):
        stir = _stir(track)
        for kind, share in enumerate(np.nan_to_num(kinds).T):
            mine, rest = (voice > 0) & (share >= 0.5), (voice == 0) | (share < 0.5)
            moved = _moved(stir[mine], stir[rest & ~np.isnan(voice)])
            out[kind, role] = knobs.mouth * np.clip(moved / knobs.step, -1, 1)
    return out


def _stir(track: Track) -> Floats:
    """(n,) how much a mouth moves around each tick: standard deviation of its opening; NaN where too little is seen."""
    around = np.pad(track.mouth, STIR, constant_values=np.nan)
    around = np.lib.stride_tricks.sliding_window_view(around, 2 * STIR + 1)
    known = ~np.isnan(around)
    count = known.sum(1)
    mean = np.nansum(around, axis=1) / np.maximum(count, 1)
    off = np.where(known, around - mean[:, None], 0.0)
    return np.where(count > STIR, np.sqrt((off**2).sum(1) / np.maximum(count, 1)), np.nan)


def _moved(during: Floats, apart: Floats) -> float:
    """By how many standard errors a mouth moves more during a voice than apart from it; 0 where it was seldom seen."""
    during, apart = (values[~np.isnan(values)] for values in (during, apart))
    each = 2 * STIR + 1  # neighbouring ticks share what they are told from
    if min(len(during), len(apart)) < 2 * each:
        return 0.0
    error = np.sqrt(during.var() * each / len(during) + apart.var() * each / len(apart))
    return float((during.mean() - apart.mean()) / max(error, 1e-6))

"""Dyad to Scores: run the rules, bring them to 1 Hz, blend them, and rank each second within its own film.

Two numbers, never mixed (science.md 4.5): `attunement` is an uncalibrated index for researchers and for this dyad's
own trend; `standing` ranks the seconds of one film and means nothing outside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, Knobs, knob
from attune.moment import Event, Scores, in_time
from attune.principles import PRINCIPLES, Goal, levels
from attune.rules import CREDITS, EVENTS, RULES
from attune.rules.contingency import Contingency
from attune.rules.three import average, earlier, shots, to_seconds
from attune.timeline import Bools, Floats, Series, series


@dataclass(frozen=True)
class Blend(Knobbed):
    """How cues become principles, and principles one number (science.md 4.4, 4.6)."""

    attentive: float = knob(0.20, low=0, high=1, unit="", why="weight of being attentive (4.4)")
    encouraging: float = knob(0.15, low=0, high=1, unit="", why="weight of encouraging initiatives (4.4)")
    receiving: float = knob(0.25, low=0, high=1, unit="", why="weight of receiving initiatives (4.4)")
    attuned: float = knob(0.35, low=0, high=1, unit="", why="weight of attuned to and fro (4.4)")
    guiding: float = knob(0.05, low=0, high=1, unit="", why="weight of guiding, seen in part at best (4.4)")
    attend: float = knob(0.70, low=0, high=1, unit="", why="attentive: weight of attending (4.4)")
    level: float = knob(0.15, low=0, high=1, unit="", why="attentive: weight of being at the child's height (4.4)")
    turns: float = knob(0.35, low=0, high=1, unit="", why="attuned: weight of visible turn-taking (4.4)")
    joint: float = knob(0.30, low=0, high=1, unit="", why="attuned: weight of joint attention (4.4, 4.8)")
    mutual: float = knob(0.20, low=0, high=1, unit="", why="attuned: weight of mutual gaze; 0 in some profiles (4.9)")
    smiles: float = knob(0.15, low=0, high=1, unit="", why="attuned: weight of smiling together (4.4)")
    goal: float = knob(2.0, low=1, high=10, unit="times", why="in ranking, what a goal names weighs so much more (4.4)")
    gate: float = knob(0.5, low=0, high=1, unit="", why="guiding counts where the first three reach this (4.4)")
    lead: int = knob(10, low=1, high=60, unit="s", why="over how many seconds before it they have to (1 L5)")
    second: float = knob(0.3, low=0, high=1, unit="", why="share of its looks that a second needs to be known (4.2)")
    valid: float = knob(0.4, low=0, high=1, unit="", why="share of the weights that the index needs to be known (4.4)")
    smooth: float = knob(1.0, low=0, high=10, unit="s", why="sigma of the smoothing of the standing (4.6)")
    skip: float = knob(0.0, low=0, high=600, unit="s", why="seconds left out at first; 60 while people settle (3.5)")


GROUPS: tuple[type[Knobbed], ...] = (*RULES, *EVENTS, *CREDITS, Blend)
"""Every class of numbers that a score rests on."""

MEASURES: tuple[type[Knobbed], ...] = (Contingency,)
"""Every class of numbers that is for researchers alone and weighs in no score."""

DIGITS = 9
"""Decimals that count when seconds are ranked: the rest is the rounding of doubles."""


def score(dyad: Dyad, knobs: Knobs, goal: Goal = ()) -> Scores:
    """Everything the rules say of a dyad, once a second.

    The standing leans towards the goal; the index does not, or a pair's trend would follow what was asked about it.
    Values are 0..1 and NaN where nothing can be told; coverage is never NaN. Pure: the same dyad and knobs give the
    same scores. `knobs` must hold GROUPS.
    """
    blend = knobs[Blend]
    cues, events = tell(dyad, knobs)
    slow = {name: to_seconds(cue, blend.second) for name, cue in cues.items()}
    principles = blend_cues(slow, blend)
    weighed = [(getattr(blend, name), principles[name]) for name in PRINCIPLES]
    return Scores(
        clock=dyad.clock.slower(1),
        cues=slow,
        principles=principles,
        attunement=index(weighed, slow["child_looks"].known, blend),
        standing=standing(leaning(weighed, goal, blend), dyad.cuts, blend),
        coverage=coverage(dyad, cues),
        events=events,
    )


def tell(dyad: Dyad, knobs: Knobs) -> tuple[dict[str, Series], tuple[Event, ...]]:
    """All cues on the watch clock by name, and all events sorted by time."""
    cues: dict[str, Series] = {}
    events: list[Event] = []
    for rule in RULES:
        cues[name_of(rule)] = call(knobs[rule], dyad, cues)
    for rule in EVENTS:
        events.extend(call(knobs[rule], dyad, cues, tuple(events)))
    for rule in CREDITS:
        cues[name_of(rule)] = call(knobs[rule], dyad, cues, tuple(events))
    return cues, tuple(in_time(events))


def name_of(rule: type[Knobbed]) -> str:
    """The name under which a rule's result is kept."""
    return cast(str, rule.name)  # type: ignore[attr-defined]


def call(rule: Knobbed, *given: object) -> Any:
    """What a rule says."""
    return cast(Callable[..., Any], rule)(*given)


def blend_cues(cues: Mapping[str, Series], blend: Blend) -> dict[str, Series]:
    """P1 to P5 of science.md 4.4 at 1 Hz; missing terms are dropped and the weights of the others renormalised."""
    out = {
        "attentive": average([(blend.attend, cues["adult_attends"]), (blend.level, cues["level"])]),
        "encouraging": cues["encouraging"],
        "receiving": cues["receiving"],
        "attuned": average(
            [
                (blend.turns, cues["turn_taking"]),
                (blend.joint, cues["joint_credit"]),
                (blend.mutual, cues["mutual_credit"]),
                (blend.smiles, cues["both_smile"]),
            ]
        ),
    }
    return out | {"guiding": gated(cues["helping"], list(out.values())[:3], blend)}


def gated(helping: Series, others: Sequence[Series], blend: Blend) -> Series:
    """Help counts where attending, encouraging and receiving were there in the seconds before (science.md 1 L5)."""
    values = np.stack([o.values for o in others])
    known = ~np.isnan(values)
    total, count = (np.concatenate([[0.0], np.cumsum(x.sum(axis=0))]) for x in (np.nan_to_num(values), known))
    now = np.arange(helping.clock.count)
    start = np.maximum(0, now - blend.lead)
    seen = count[now] - count[start]
    mean = (total[now] - total[start]) / np.maximum(seen, 1)
    return series(helping.clock, helping.values * (mean >= blend.gate), helping.confidence)


def leaning(weighed: Sequence[tuple[float, Series]], goal: Goal, blend: Blend) -> list[tuple[float, Series]]:
    """The principles with their weights, those that the goal names `goal` times as heavy. What blends them divides by
    the sum of weights."""
    asked = levels(goal)
    return [(w * (blend.goal if name in asked else 1), p) for name, (w, p) in zip(PRINCIPLES, weighed, strict=True)]


def index(weighed: Sequence[tuple[float, Series]], child: Bools, blend: Blend) -> Series:
    """A_abs = sum(w c P) / sum(w c), known where sum(w c) >= valid x sum(w) (science.md 4.4).

    Receiving is no part of sum(w) where the child (known: (seconds,)) was seen to begin nothing: there was nothing to
    receive, which is not the same as not seen.
    """
    mean, whole = average(weighed), sum(weight for weight, _ in weighed)
    receiving = dict(zip(PRINCIPLES, (p for _, p in weighed), strict=True))["receiving"]
    due = whole - blend.receiving * (child & ~receiving.known)
    sure = np.minimum(1.0, mean.confidence * whole / np.maximum(due, 1e-12))
    return series(mean.clock, np.where(sure >= blend.valid, mean.values, np.nan), sure)


def standing(weighed: Sequence[tuple[float, Series]], cuts: Sequence[float], blend: Blend) -> Series:
    """R of science.md 4.6: each principle's rank among this film's own seconds, blended and smoothed.

    The first `skip` seconds neither rank nor count among the others; they are NaN.
    """
    clock = weighed[0][1].clock
    kept = clock.times >= blend.skip
    ranked = [(w, series(clock, mid_rank(p.values, kept), p.confidence)) for w, p in weighed]
    return smoothed(average(ranked), kept, cuts, blend.smooth)


def mid_rank(values: Floats, kept: Bools) -> Floats:
    """(n,) empirical distribution with mid-ranks: share of the known kept values below, equal ones counted half.

    Values that differ by the rounding of a double are equal, or it would rank seconds in which nothing differs.
    """
    counted, values = kept & ~np.isnan(values), np.round(values, DIGITS)
    among = np.sort(values[counted])
    below, upto = (np.searchsorted(among, values, side) for side in ("left", "right"))
    return np.where(counted, (below + upto) / 2 / max(1, among.size), np.nan)


def smoothed(rank: Series, kept: Bools, cuts: Sequence[float], sigma: float) -> Series:
    """A Gaussian mean over the seconds around, unknown ones left out, none across a cut; `sigma` 0 leaves it as is.

    A second is known if it was so before.
    """
    shot = shots(rank.clock, cuts)
    total, weight, sure = (np.zeros(rank.clock.count) for _ in range(3))
    for k in range(-int(4 * sigma), int(4 * sigma) + 1):
        bell = float(np.exp(-0.5 * (k / sigma) ** 2)) if k else 1.0
        value = earlier(rank.values, k, shot)
        there = bell * ~np.isnan(value)
        total, weight = total + there * np.nan_to_num(value), weight + there
        sure = sure + there * np.nan_to_num(earlier(rank.confidence, k, shot))
    known = kept & rank.known
    weight = np.maximum(weight, 1e-12)
    return series(rank.clock, np.where(known, total / weight, np.nan), sure / weight)


def coverage(dyad: Dyad, cues: Mapping[str, Series]) -> Series:
    """(seconds,) share of each second's looks in which what both people look at could be told. Never NaN."""
    known = [cues[f"{who}_looks"].known | cues[f"{who}_attends"].known for who in ("adult", "child")]
    slow = dyad.clock.slower(1)
    second = np.arange(dyad.clock.count) // dyad.clock.rate
    both = np.bincount(second, known[0] & known[1], minlength=slow.count)
    return series(slow, both / np.bincount(second, minlength=slow.count))

"""What is looked into: a dyad, what the rules say of each look and of each second, events and moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from attune import score
from attune.dyad import Dyad, Person, Track, place
from attune.explain import called
from attune.knobs import Knobs
from attune.moment import Moment, Scores
from attune.rules import geometry
from attune.rules.looks import TARGETS
from attune.rules.three import EVEN, within
from attune.timeline import Floats, Series, Span

Side = Literal["adult", "child"]
SIDES: tuple[Side, Side] = ("adult", "child")


@dataclass(frozen=True)
class Sight:
    """From where and whereto somebody looks, look by look, as the rules take it.

    place  (n, 3) metres: the head in the room
    way    (n, 3) unit vectors: where the eyes point if that is known, else where the head points
    error  (n,) degrees: standard error of that about each axis
    """

    place: Floats
    way: Floats
    error: Floats


@dataclass(frozen=True)
class View:
    """A film as one can look into it.

    cues     every cue by name on the watch clock, as the rules gave it before it was brought to seconds
    sights   of both people
    names    what the two are called in a sentence: {"adult": "Laura", "child": "the child"}
    """

    dyad: Dyad
    scores: Scores
    cues: Mapping[str, Series]
    moments: tuple[Moment, ...]
    sights: Mapping[Side, Sight]
    names: Mapping[Side, str]

    def track(self, side: Side) -> Track:
        """The adult's or the child's track."""
        return self.dyad.adult if side == "adult" else self.dyad.child


@dataclass(frozen=True)
class Look:
    """What was decided on where somebody looks in a second.

    target   one of rules.looks.TARGETS, "" where it cannot be told
    share    0..1 how likely that target is among all; NaN where it cannot be told
    sure     0..1 how far that may be trusted
    why_not  why it cannot be told: one of words.UNTOLD; "" where it can
    """

    target: str
    share: float
    sure: float
    why_not: str = ""


def view_of(dyad: Dyad, scores: Scores, moments: tuple[Moment, ...], knobs: Knobs) -> View:
    """The view of a film that was scored with these knobs."""
    cues, _ = score.tell(dyad, knobs)
    sights = {side: _sight(track, dyad.aspect) for side, track in zip(SIDES, (dyad.adult, dyad.child), strict=True)}
    return View(dyad, scores, cues, moments, sights, _names(dyad.adult.person, dyad.child.person))


def nameless(view: View) -> View:
    """The same with nobody's name in it."""
    return replace(view, names=_names(*(replace(view.track(side).person, name="") for side in SIDES)))


def _names(adult: Person, child: Person) -> Mapping[Side, str]:
    names = called(adult, child)
    return {side: names[side] for side in SIDES}


def _sight(track: Track, aspect: float) -> Sight:
    return Sight(place(track, aspect), geometry.sight(track), geometry.sight_error(track))


def other(side: Side) -> Side:
    """The other one of the pair."""
    return "child" if side == "adult" else "adult"


def at(series: Series | None, second: float) -> tuple[float, float]:
    """Value and confidence of a series (n,) at a second; NaN and 0 where there is no such series."""
    if series is None:
        return float("nan"), 0.0
    tick = series.clock.index(second)
    return float(series.values[tick]), float(series.confidence[tick])


def look_of(view: View, side: Side, second: float) -> Look:
    """What was decided on where somebody looks in the second that holds `second`."""
    looks = view.scores.cues[f"{side}_looks"]
    tick = looks.clock.index(second)
    shares = looks.values[tick]
    if np.isnan(shares).any():
        return Look("", float("nan"), 0.0, _why_not(view, side, second))
    best = int(np.argmax(shares))
    return Look(TARGETS[best], float(shares[best]), float(looks.confidence[tick]))


def _why_not(view: View, side: Side, second: float) -> str:
    """The first of the reasons that holds in at least half of the second's looks."""
    track, partner = view.track(side), view.track(other(side))
    looks = within(track.clock, Span(np.floor(second), np.floor(second) + 1))
    reasons = (
        ("unseen", np.isnan(track.head[looks, 0])),
        ("hidden", np.nan_to_num(track.covered[looks]) >= EVEN),
        ("turned", np.isnan(track.facing[looks, 0])),
        ("alone", np.isnan(partner.head[looks, 0])),
    )
    return next((why for why, holds in reasons if holds.mean() >= EVEN), "unclear")

"""The play as a value: who looks where, smiles, speaks, reaches, hides or leaves, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from attune.timeline import Floats, Span, merge

Who = Literal["adult", "child"]
Target = Literal["partner", "object", "own", "aside", "camera", "else"]
"""What is looked at: the partner's face, the thing between them, the looker's own hands, a thing aside that both can
see, whoever films, or nothing that is there."""
Deed = Literal["smile", "talk", "reach", "show", "offer", "hold", "point", "cover", "away"]
PAIR: tuple[Who, Who] = ("adult", "child")
TURN = 0.5
"""Seconds that a head takes from one target to the next; a look is said to start in the middle of the turn."""


@dataclass(frozen=True, order=True)
class Look:
    """From second `start` on, until that person's next look, `who` looks `at` something."""

    start: float
    who: Who
    at: Target


@dataclass(frozen=True, order=True)
class Act:
    """`who` does something during `span`.

    smile, talk (mouth moves), reach (a hand goes to the thing), show (lifts the thing beside the own face),
    offer (holds it out to the partner), hold (holds it low with both hands), point (to what `who` looks at in the
    middle of the span), cover (both hands before the eyes), away (leaves the picture and comes back)
    """

    span: Span
    who: Who
    deed: Deed


@dataclass(frozen=True, order=True)
class Named:
    """A stretch with a name: a chain of events by its kind, or a scene of the play."""

    span: Span
    kind: str


@dataclass(frozen=True, order=True)
class Shot:
    """From second `start` on, the film shows what camera number `camera` sees. A second shot begins with a cut."""

    start: float
    camera: int = 0


@dataclass(frozen=True)
class Play:
    """Everything that happens, in seconds. `seed` makes the small movements that nobody decides on.

    chains   stretches in which one's initiative is received and returned, or both find each other again
    scenes   the little scenes of which it is made, one after the other
    """

    seconds: float
    looks: tuple[Look, ...]
    acts: tuple[Act, ...]
    chains: tuple[Named, ...] = ()
    shots: tuple[Shot, ...] = (Shot(0.0),)
    scenes: tuple[Named, ...] = ()
    seed: int = 0

    @property
    def cuts(self) -> tuple[float, ...]:
        """Seconds at which the picture jumps."""
        return tuple(shot.start for shot in self.shots[1:])

    def looks_of(self, who: Who) -> list[Look]:
        """That person's looks, sorted."""
        return sorted(look for look in self.looks if look.who == who)

    def looked_at(self, who: Who, second: float) -> Target:
        """What that person looks at."""
        looks = self.looks_of(who)
        return next((look.at for look in reversed(looks) if look.start <= second), looks[0].at)

    def spans(self, who: Who, deed: Deed) -> list[Span]:
        """When that person does this, sorted and disjoint."""
        return merge(act.span for act in self.acts if act.who == who and act.deed == deed)

    def camera_at(self, second: float) -> int:
        """Which camera the film shows."""
        return next((s.camera for s in reversed(self.shots) if s.start <= second), self.shots[0].camera)


def partner_of(who: Who) -> Who:
    """The other one."""
    return "child" if who == "adult" else "adult"


def eased(share: Floats | float) -> Floats:
    """0..1 with a slow start and a slow end; clipped outside."""
    x = np.clip(share, 0, 1)
    smooth: Floats = x * x * (3 - 2 * x)
    return smooth


def amount(spans: Sequence[Span], second: float, rise: float = 0.4) -> float:
    """0..1 how far something is under way that takes `rise` seconds to come and to go; 0.5 at each end of a span."""
    ups = [eased((second - s.start) / rise + 0.5) * eased((s.end - second) / rise + 0.5) for s in spans]
    return float(max(ups, default=0.0))


def gazing(looks: Sequence[Look], second: float) -> tuple[Target, Target, float]:
    """What somebody turns from, what they turn to, and how far they have come, 0..1."""
    now = max((i for i, look in enumerate(looks) if look.start <= second + TURN / 2), default=0)
    return looks[max(0, now - 1)].at, looks[now].at, float(eased((second - looks[now].start) / TURN + 0.5))

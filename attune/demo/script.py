"""The play: who looks where, smiles, speaks, reaches, hides or leaves, and when; nothing of how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from attune.timeline import Floats, Span, merge

Who = Literal["adult", "child"]
Target = Literal["partner", "object", "camera", "else"]
Deed = Literal["smile", "talk", "reach", "show", "cover", "away"]
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

    smile, talk (mouth moves), reach (a hand goes to the toy), show (lifts the toy towards the partner),
    cover (both hands before the eyes), away (leaves the picture and comes back)
    """

    span: Span
    who: Who
    deed: Deed


@dataclass(frozen=True, order=True)
class Chain:
    """A stretch in which one's initiative is received and returned, or in which both find each other again."""

    span: Span
    kind: str


@dataclass(frozen=True, order=True)
class Shot:
    """From second `start` on, the film shows what camera number `camera` sees. A second shot begins with a cut."""

    start: float
    camera: int = 0


@dataclass(frozen=True)
class Play:
    """Everything that happens, in seconds. `seed` makes the small movements that nobody decides on."""

    seconds: float
    looks: tuple[Look, ...]
    acts: tuple[Act, ...]
    chains: tuple[Chain, ...] = ()
    shots: tuple[Shot, ...] = (Shot(0.0),)
    seed: int = 0

    @property
    def cuts(self) -> tuple[float, ...]:
        """Seconds at which the picture jumps."""
        return tuple(shot.start for shot in self.shots[1:])

    def looks_of(self, who: Who) -> list[Look]:
        """That person's looks, sorted."""
        return sorted(look for look in self.looks if look.who == who)

    def spans(self, who: Who, deed: Deed) -> list[Span]:
        """When that person does this, sorted and disjoint."""
        return merge(act.span for act in self.acts if act.who == who and act.deed == deed)

    def camera_at(self, second: float) -> int:
        """Which camera the film shows."""
        return next((s.camera for s in reversed(self.shots) if s.start <= second), self.shots[0].camera)


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


@dataclass(frozen=True)
class Beat:
    """A little scene of its own, which starts at second 0. Looks are (second, target), acts (who, deed, from, to)."""

    seconds: float
    adult: tuple[tuple[float, Target], ...]
    child: tuple[tuple[float, Target], ...]
    acts: tuple[tuple[Who, Deed, float, float], ...] = ()
    chain: tuple[str, float, float] | None = field(default=None)


BEATS: dict[str, Beat] = {
    # Both smile at whoever films them.
    "camera": Beat(4, ((0, "camera"),), ((0, "camera"),), (("adult", "smile", 0.8, 3.2), ("child", "smile", 1.4, 3.4))),
    # The adult watches and waits; the child plays, looks up and shows the toy; both smile.
    "show": Beat(
        9.5, ((0, "partner"), (8.6, "object")), ((0, "object"), (4.2, "partner"), (8.0, "object")),
        (("child", "reach", 0.8, 3.4), ("child", "show", 4.0, 7.4), ("adult", "smile", 5.0, 8.2),
         ("adult", "talk", 5.4, 7.0), ("child", "smile", 6.2, 8.2)), ("yes_cycle", 3.8, 8.4),
    ),
    # The child reaches and looks up; the adult turns, smiles and answers; the child smiles back.
    "answer": Beat(
        9, ((0, "object"), (2.8, "partner"), (7.6, "object")), ((0, "object"), (1.8, "partner"), (6.8, "object")),
        (("child", "reach", 0.8, 2.6), ("child", "talk", 1.9, 2.6), ("adult", "smile", 3.0, 6.6),
         ("adult", "talk", 3.2, 4.6), ("child", "smile", 4.2, 6.8)), ("yes_cycle", 0.8, 6.8),
    ),
    # Both look at the toy and handle it in turn.
    "together": Beat(
        9, ((0, "object"), (6.2, "partner"), (7.4, "object")), ((0, "object"),),
        (("adult", "reach", 1.2, 3.4), ("child", "reach", 3.4, 6.0), ("adult", "talk", 4.0, 5.2),
         ("adult", "reach", 6.4, 8.2)), ("joint_attention", 1.2, 8.2),
    ),
    # The adult hides behind both hands, twice.
    "peekaboo": Beat(
        9.5, ((0, "partner"),), ((0, "partner"),),
        (("adult", "cover", 1.4, 3.0), ("adult", "smile", 3.0, 5.2), ("adult", "talk", 3.0, 3.8),
         ("child", "smile", 3.4, 5.4), ("adult", "cover", 5.4, 7.0), ("adult", "smile", 7.0, 9.2),
         ("child", "smile", 7.3, 9.4)), ("yes_cycle", 1.2, 9.2),
    ),
    # Each is elsewhere for a while.
    "lull": Beat(8, ((0, "else"),), ((0, "object"), (4.0, "else")), (("child", "reach", 1.0, 3.0),)),
    # The child leaves the picture, comes back, and both find each other again.
    "return": Beat(
        11, ((0, "object"), (6.8, "partner"), (10.2, "object")), ((0, "else"), (6.4, "partner"), (9.8, "object")),
        (("child", "away", 1.6, 5.2), ("adult", "smile", 7.2, 9.6), ("child", "smile", 7.6, 9.6),
         ("adult", "talk", 7.4, 8.6)), ("reconnect", 6.0, 9.8),
    ),
}  # fmt: skip


def compose(names: Sequence[str], cuts: Sequence[int] = (), seed: int = 0, pace: float = 0.0) -> Play:
    """A play from beats of BEATS in this order.

    cuts   numbers of the beats before which the film jumps to the other camera
    pace   0..0.3: how much faster or slower each beat may run, drawn from the seed
    """
    rng = np.random.default_rng(seed)
    start, looks, acts, chains, shots = 0.0, list[Look](), list[Act](), list[Chain](), [Shot(0.0)]
    for number, name in enumerate(names):
        beat, stretch = BEATS[name], float(1 + pace * rng.uniform(-1, 1))
        if number in cuts:
            shots.append(Shot(start, 1 - shots[-1].camera))
        for who, given in zip(PAIR, (beat.adult, beat.child), strict=True):
            looks += [Look(start + stretch * second, who, target) for second, target in given]
        acts += [Act(Span(start + stretch * a, start + stretch * b), who, deed) for who, deed, a, b in beat.acts]
        if beat.chain:
            kind, first, last = beat.chain
            chains.append(Chain(Span(start + stretch * first, start + stretch * last), kind))
        start = round(start + stretch * beat.seconds, 2)
    return Play(start, tuple(looks), tuple(acts), tuple(chains), tuple(shots), seed)


def improvise(seed: int, beats: int = 8) -> Play:
    """A play of beats in an order, at a pace and with a cut that the seed decides."""
    rng = np.random.default_rng(seed)
    names = [str(name) for name in rng.choice(sorted(BEATS), beats)]
    return compose(names, cuts=(int(rng.integers(1, beats)),) if beats > 1 else (), seed=seed, pace=0.2)


STANDARD = compose(
    ("camera", "show", "answer", "together", "answer", "lull", "peekaboo", "return", "camera"), cuts=(4, 6)
)
"""The demo's own play, 73 seconds."""

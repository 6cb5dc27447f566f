"""The script: little scenes that are known by name, and plays put together from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from attune.demo.play import PAIR, Act, Deed, Look, Named, Play, Shot, Target, Who, partner_of
from attune.timeline import Span


@dataclass(frozen=True)
class Beat:
    """A little scene of its own, which starts at second 0. Looks are (second, target), acts (who, deed, from, to)."""

    seconds: float
    adult: tuple[tuple[float, Target], ...]
    child: tuple[tuple[float, Target], ...]
    acts: tuple[tuple[Who, Deed, float, float], ...] = ()
    chain: tuple[str, float, float] | None = field(default=None)

    @property
    def swapped(self) -> Beat:
        """The same with the adult in the child's part."""
        acts = tuple((partner_of(who), deed, start, end) for who, deed, start, end in self.acts)
        return replace(self, adult=self.child, child=self.adult, acts=acts)


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
    # One holds the toy out; the other looks up from their own hands at it, then at the partner.
    "offer": Beat(
        6.5, ((0, "object"),), ((0, "own"), (1.8, "object"), (5.6, "partner")),
        (("adult", "offer", 0.8, 5.4), ("adult", "talk", 2.0, 3.2), ("child", "smile", 4.4, 6.2)),
        ("joint_attention", 1.8, 5.6),
    ),
    # One holds the thing with both hands, the other points into it; the holder looks up once.
    "hold": Beat(
        8, ((0, "object"), (5.4, "partner"), (6.4, "object")), ((0, "partner"), (1.2, "object")),
        (("adult", "hold", 0.4, 7.6), ("child", "point", 2.8, 4.8), ("adult", "talk", 1.6, 3.0)),
        ("joint_attention", 1.2, 7.8),
    ),
    # Hands go to the thing in turn; one looks up once.
    "build": Beat(
        8, ((0, "object"),), ((0, "object"), (4.6, "partner"), (5.6, "object")),
        (("child", "reach", 0.5, 1.7), ("adult", "reach", 1.9, 3.1), ("child", "reach", 3.2, 4.4),
         ("adult", "reach", 4.9, 6.0), ("child", "reach", 6.1, 7.4), ("child", "smile", 4.4, 5.8)),
        ("joint_attention", 0.5, 7.4),
    ),
    # From a face to the thing on the table: one points at it, the other follows.
    "point": Beat(
        6.5, ((0, "partner"), (1.0, "object"), (5.4, "partner")), ((0, "partner"), (2.2, "object")),
        (("adult", "point", 1.2, 4.6), ("adult", "talk", 1.4, 2.6)), ("joint_attention", 2.2, 5.4),
    ),
    # One points to something aside, and the other turns there.
    "follow": Beat(
        7, ((0, "partner"), (1.2, "aside"), (5.6, "partner")), ((0, "object"), (2.6, "aside"), (6.0, "object")),
        (("adult", "point", 1.2, 4.8), ("adult", "talk", 1.4, 2.4)), ("joint_attention", 2.6, 5.6),
    ),
    # One turns to something aside and the other sees it and turns there too; no hand moves.
    "turn": Beat(
        6.5, ((0, "object"), (1.0, "aside"), (5.8, "object")), ((0, "partner"), (2.0, "aside"), (5.0, "partner")), (),
        ("joint_attention", 2.0, 5.0),
    ),
    # One looks aside; the other plays on.
    "aside": Beat(
        6, ((0, "partner"), (1.2, "aside"), (4.8, "partner")), ((0, "object"),), (("child", "reach", 1.0, 3.4),)
    ),
    # Both look at each other, speak and smile.
    "faces": Beat(
        6, ((0, "partner"),), ((0, "partner"),),
        (("adult", "talk", 0.6, 2.2), ("child", "smile", 1.6, 4.6), ("adult", "smile", 2.4, 5.4)),
    ),
    # One plays; the other watches the player's face.
    "onlook": Beat(
        7, ((0, "partner"),), ((0, "object"),),
        (("child", "reach", 0.8, 2.8), ("child", "reach", 3.8, 6.2), ("adult", "smile", 2.0, 5.0)),
    ),
    # One is busy with the thing, the other with their own hands.
    "busy": Beat(7, ((0, "own"),), ((0, "object"),), (("child", "reach", 1.0, 3.0), ("child", "reach", 4.0, 6.0))),
    # Each is busy with their own hands; one looks up.
    "each": Beat(6, ((0, "own"),), ((0, "own"), (2.6, "partner"), (3.8, "own"))),
}  # fmt: skip

SHARED = ("together", "offer", "hold", "build", "point", "follow", "turn")
"""Beats in which both look at the same thing for most of the time."""


def compose(
    names: Sequence[str], cuts: Sequence[int] = (), seed: int = 0, pace: float = 0.0, swapped: Sequence[int] = ()
) -> Play:
    """A play from beats of BEATS in this order.

    cuts     numbers of the beats before which the film jumps to the other camera
    pace     0..0.3: how much faster or slower each beat may run, drawn from the seed
    swapped  numbers of the beats in which the adult plays the child's part
    """
    rng = np.random.default_rng(seed)
    start, looks, acts, shots = 0.0, list[Look](), list[Act](), [Shot(0.0)]
    chains, scenes = list[Named](), list[Named]()
    for number, name in enumerate(names):
        beat, stretch = BEATS[name], float(1 + pace * rng.uniform(-1, 1))
        if number in swapped:
            beat = beat.swapped
        if number in cuts:
            shots.append(Shot(start, 1 - shots[-1].camera))
        for who, given in zip(PAIR, (beat.adult, beat.child), strict=True):
            looks += [Look(start + stretch * second, who, target) for second, target in given]
        acts += [Act(Span(start + stretch * a, start + stretch * b), who, deed) for who, deed, a, b in beat.acts]
        if beat.chain:
            kind, first, last = beat.chain
            chains.append(Named(Span(start + stretch * first, start + stretch * last), kind))
        end = round(start + stretch * beat.seconds, 2)
        scenes.append(Named(Span(start, end), name))
        start = end
    return Play(start, tuple(looks), tuple(acts), tuple(chains), tuple(shots), tuple(scenes), seed)


def improvise(seed: int, beats: int = 8) -> Play:
    """A play of beats in an order, at a pace, with parts swapped and with a cut that the seed decides.

    Half of the beats are of SHARED, and no beat comes again before all of its half have had their turn.
    """
    rng = np.random.default_rng(seed)
    apart = sorted(BEATS.keys() - set(SHARED))
    names = [half[k] for half, many in ((SHARED, (beats + 1) // 2), (apart, beats // 2))
             for k in _in_turn(rng, len(half), many)]  # fmt: skip
    order = [names[k] for k in rng.permutation(beats)]
    swapped = np.flatnonzero(rng.random(beats) < 0.5).tolist()
    cuts = (int(rng.integers(1, beats)),) if beats > 1 else ()
    return compose(order, cuts, seed, pace=0.2, swapped=swapped)


def _in_turn(rng: np.random.Generator, count: int, many: int) -> list[int]:
    """`many` numbers under `count`, each as often as the others or once more."""
    rounds = [rng.permutation(count) for _ in range(-(-many // count))]
    return [int(k) for k in np.concatenate([*rounds, np.array([], int)])[:many]]


STANDARD = compose(
    ("camera", "show", "answer", "together", "answer", "lull", "peekaboo", "return", "camera"), cuts=(4, 6)
)
"""The demo's own play, 73 seconds."""

"""Where a head is at any second of a film: at its finds, on the way from one to the next; or nobody can say.

A place is a square, left, top, right, bottom in picture heights, large enough for the head wherever it went meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.dyad import Track
from attune.knobs import Knobbed, knob
from attune.timeline import Bools, Floats
from attune.watch.tracklets import Ints


@dataclass(frozen=True)
class Placing(Knobbed):
    """What is known of a head from its finds before and after."""

    sure: float = knob(0.4, low=0, high=1, unit="", why="of a find that places one: fainter ones are often hands")
    margin: float = knob(1.6, low=1, high=5, unit="head heights", why="side of a square: hair, ears, a find askew")
    drift: float = knob(2.0, low=0, high=20, unit="sizes/s", why="as fast as heads are followed (Following.speed)")
    bridge: float = knob(1.0, low=0, high=5, unit="s", why="between finds so far apart: drift makes it 3.6 heads wide")
    carry: float = knob(0.3, low=0, high=2, unit="s", why="before a first and after a last find (Carrying.head)")
    moment: float = knob(1.0, low=0, high=60, unit="s", why="who was here so lately may be anywhere; as long as bridge")
    stray: float = knob(0.2, low=0, high=2, unit="s", why="a faint face comes and goes from one look to the next")


@dataclass(frozen=True)
class Finds:
    """The finds of one head, k of them in the order of time.

    time  (k,) seconds
    spot  (k, 3) centre x, y and height of the whole head, picture heights
    shot  (k,) number of the shot between two cuts
    """

    time: Floats
    spot: Floats
    shot: Ints

    @staticmethod
    def of(track: Track, cuts: Floats, knobs: Placing) -> Finds:
        """Where a track was surely found; what is faint, or was carried over from an earlier look, is left out."""
        known = surely(track, knobs)
        time = track.clock.times[known]
        return Finds(time, np.column_stack([track.head, track.size])[known], shot_of(time, cuts))


def surely(track: Track, knobs: Placing) -> Bools:
    """(n,) the looks that place somebody."""
    return np.asarray(track.found & (track.sure >= knobs.sure) & ~np.isnan(track.size))


def shot_of(second: Floats, cuts: Floats) -> Ints:
    """The number of the shot that each second lies in."""
    return np.asarray(np.searchsorted(cuts, second, side="right"))


def place(finds: Finds, second: float, shot: int, knobs: Placing) -> Floats | None:
    """(5,) the square in which the head is, and the head's height; None where nobody can say.

    Between two finds it holds both, and the head on the straight line between them grown by how far it may have drifted
    off since the nearer one: a head that moves fast makes a large square.
    """
    k = int(np.searchsorted(finds.time, second, side="right"))
    since = second - finds.time[k - 1] if k > 0 and finds.shot[k - 1] == shot else np.inf
    until = finds.time[k] - second if k < len(finds.time) and finds.shot[k] == shot else np.inf
    if since + until <= knobs.bridge:
        before, after = finds.spot[k - 1], finds.spot[k]
        line = before + (after - before) * since / (since + until)
        return _around(np.array([before, line, after]), np.array([0.0, min(since, until), 0.0]), knobs)
    if min(since, until) > knobs.carry:
        return None
    nearer = k - 1 if since <= until else k
    return _around(finds.spot[[nearer]], np.array([min(since, until)]), knobs)


def just_here(finds: Finds, second: float, shot: int, knobs: Placing) -> bool:
    """Whether the head was found in this shot a moment ago, or will be in a moment."""
    near = (np.abs(finds.time - second) <= knobs.moment) & (finds.shot == shot)
    return bool(near.any())


def gone_out(finds: Finds, second: float, shot: int, aspect: float, knobs: Placing) -> Floats:
    """(j, 5) where somebody was last found and will be found next, if they are out of the picture in between; empty
    unless all there is of that lies at the left or the right side, cut off by it, and longer ago than a moment."""
    k = int(np.searchsorted(finds.time, second, side="right"))
    ends = [i for i in (k - 1, k) if 0 <= i < len(finds.time) and finds.shot[i] == shot]
    x, _, tall = finds.spot[ends].T
    cut_off = (x < tall / 2) | (x > aspect - tall / 2)
    if not cut_off.all() or just_here(finds, second, shot, knobs):
        return np.empty((0, 5))
    return np.array([_around(finds.spot[[i]], np.zeros(1), knobs) for i in ends]).reshape(-1, 5)


def near(finds: Finds, second: float, knobs: Placing) -> Floats:
    """(k, 5) as `place`, for finds of heads that nobody follows: each for itself, a moment before and after."""
    begin, end = np.searchsorted(finds.time, [second - knobs.stray, second + knobs.stray])
    chosen = zip(finds.spot[begin:end], np.abs(finds.time[begin:end] - second), strict=True)
    return np.array([_around(spot[None], np.array([away]), knobs) for spot, away in chosen]).reshape(-1, 5)


def _around(spots: Floats, away: Floats, knobs: Placing) -> Floats:
    """(5,) the smallest box around heads (k, 3), each `away` (k,) seconds from where it was found; the largest head."""
    half = spots[:, 2] * (knobs.margin / 2 + knobs.drift * away)
    low, high = spots[:, :2] - half[:, None], spots[:, :2] + half[:, None]
    return np.array([*low.min(axis=0), *high.max(axis=0), spots[:, 2].max()])

"""What of a picture is covered so that nobody who is to be hidden can be recognised, and covering it.

It errs on the side of covering. Where somebody who is to be hidden cannot be placed, the whole picture is made coarse,
because their face may be anywhere in it; and a face that belongs to nobody who is known may be theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np

from attune.dyad import Dyad, Track
from attune.errors import HideError
from attune.hide.where import Finds, Placing, gone_out, just_here, near, place, shot_of, surely
from attune.knobs import Knobbed, Knobs, knob
from attune.media.upright import Pixels
from attune.timeline import Bools, Floats
from attune.watch.looks import Looks
from attune.watch.people import HEAD_OVER_FACE

WHO = ("all", "adult", "child", "others")
"""Who can be hidden: everybody, one of the two, or everybody else."""

PAIR = ("adult", "child")


@dataclass(frozen=True)
class Covering(Knobbed):
    """What covers a head."""

    cell: float = knob(
        0.5, low=0.25, high=2, unit="head heights", why="two squares a head: faces are known by 7 or more"
    )
    head: float = knob(0.3, low=0.05, high=1, unit="picture heights", why="a lost head is taken to be so tall at least")
    sure: float = knob(
        0.9, low=0.5, high=1, unit="", why="of who is adult and child, to hide one: else the wrong one is"
    )


@dataclass(frozen=True)
class _Somebody:
    """One person's finds. `always`: one of the two whom the film is of, taken to be in every picture unless they were
    seen to leave it."""

    finds: Finds
    always: bool


class Cover:
    """Hides people in the pictures of one film: a `media.finish.Retouch`. It remembers in how many it covered all."""

    def __init__(self, dyad: Dyad, looks: Looks, who: Collection[str], knobs: Knobs) -> None:
        """`who` are some of WHO. Raises HideError where one of the two is to be hidden and it is not sure which."""
        self._placing, self._covering = knobs[Placing], knobs[Covering]
        _check(dyad, who, self._covering)
        self._cuts, self._aspect = np.array(dyad.cuts), dyad.aspect
        hidden, shown = _sorted(dyad, who)
        self._hidden = [self._somebody(track, dyad) for track in hidden]
        self._shown = [self._somebody(track, dyad) for track in shown]
        self._strays = _strays(looks, hidden, shown, self._cuts, self._placing)
        tallest = max((track.size[track.found].max(initial=0.0) for track in (*hidden, *shown)), default=0.0)
        self._tallest = max(float(np.nan_to_num(tallest)), self._covering.head)
        self.pictures, self.whole = 0, 0

    def __call__(self, pixels: Pixels, second: float) -> Pixels:
        """The picture of this second, covered where it must be."""
        self.pictures += 1
        self.whole += self.hides_all(second)
        return self.covered(pixels, second)

    def covered(self, pixels: Pixels, second: float) -> Pixels:
        """The same, uncounted."""
        out = pixels.copy()
        for box in self.boxes(second):
            _coarse(out, box, self._covering.cell)
        return out

    def boxes(self, second: float) -> Floats:
        """(k, 5) what is covered: left, top, right, bottom, and how tall the head in it is; all in picture heights."""
        places = [self._place(one, second) for one in self._hidden]
        if any(one is None for one in places):
            return np.array([[0.0, 0.0, self._aspect + 1, 1.0, self._tallest]])
        return np.vstack([*(one for one in places if one is not None), near(self._strays, second, self._placing)])

    def hides_all(self, second: float) -> bool:
        """Whether somebody is lost: who is to be hidden, may be in the picture, and nobody can say where."""
        return any(self._place(one, second) is None for one in self._hidden)

    def _place(self, one: _Somebody, second: float) -> Floats | None:
        """(j, 5) what is covered for one person; None for all of the picture."""
        shot = int(shot_of(np.array(second), self._cuts))
        here = place(one.finds, second, shot, self._placing)
        if here is not None:
            return here[None]
        if one.always:
            out = gone_out(one.finds, second, shot, self._aspect, self._placing)
            return out if len(out) else None
        return None if just_here(one.finds, second, shot, self._placing) else np.empty((0, 5))

    def shown(self, second: float) -> Floats:
        """(k, 5) as `boxes`: where those are who stay to be seen."""
        shot = int(shot_of(np.array(second), self._cuts))
        places = [place(one.finds, second, shot, self._placing) for one in self._shown]
        return np.array([found for found in places if found is not None]).reshape(-1, 5)

    def learn(self, second: float, spot: Floats) -> None:
        """Covers, from now on, a head (3,) x, y and height that was found uncovered at this second."""
        old, at = self._strays, int(np.searchsorted(self._strays.time, second))
        shot = shot_of(np.array(second), self._cuts)
        self._strays = Finds(
            np.insert(old.time, at, second), np.insert(old.spot, at, spot, axis=0), np.insert(old.shot, at, shot)
        )

    def _somebody(self, track: Track, dyad: Dyad) -> _Somebody:
        return _Somebody(Finds.of(track, self._cuts, self._placing), track is dyad.adult or track is dyad.child)


def _check(dyad: Dyad, who: Collection[str], knobs: Covering) -> None:
    one_of_two = len({"adult", "child"} & set(who)) == 1 and "all" not in who
    if one_of_two and min(dyad.adult.person.role_sure, dyad.child.person.role_sure) < knobs.sure:
        raise HideError(
            "It is not sure enough who is the adult and who the child to hide one of them. Say it with `attune people "
            "FILM --adult N --child M`, or hide all."
        )


def _sorted(dyad: Dyad, who: Collection[str]) -> tuple[list[Track], list[Track]]:
    """Who is to be hidden, and who stays."""
    pair = {"adult": dyad.adult, "child": dyad.child}
    hidden = [track for name, track in pair.items() if {"all", name} & set(who)]
    shown = [track for name, track in pair.items() if not {"all", name} & set(who)]
    others = hidden if {"all", "others"} & set(who) else shown
    others.extend(dyad.others)
    return hidden, shown


def _strays(looks: Looks, hidden: Collection[Track], shown: Collection[Track], cuts: Floats, knobs: Placing) -> Finds:
    """Heads that the finder saw, however faintly, and that place nobody; one on the face of somebody who stays is
    theirs."""
    order = np.argsort(looks.tick, kind="stable")
    at, spot = looks.look[order], np.array(looks.box[order][:, [0, 1, 3]], float)
    own = np.zeros(len(at), bool)
    for track in hidden:
        own |= _on(spot, at, track, surely(track, knobs), 0.0)
    for track in shown:
        own |= _on(spot, at, track, track.found, 0.5)
    time = looks.clock.times[at[~own]]
    return Finds(time, spot[~own] * [1, 1, HEAD_OVER_FACE], shot_of(time, cuts))


def _on(spot: Floats, at: np.ndarray, track: Track, found: Bools, within: float) -> Bools:
    """(m,) whether a head lies at the track's own of the same look, `within` so many of its heights."""
    far = np.linalg.norm(spot[:, :2] - track.head[at], axis=1)
    return np.asarray(found[at] & (far <= within * track.size[at] + 1e-6))


def _coarse(picture: Pixels, box: Floats, cell: float) -> None:
    """Makes a box of a picture coarse: squares of one colour each, `cell` of its head's height wide."""
    high = len(picture)
    left, top, right, bottom = (int(v) for v in np.round(box[:4] * high))
    part = picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    if part.size:
        side = cell * box[4] * high
        cells = (max(1, round(part.shape[1] / side)), max(1, round(part.shape[0] / side)))
        small = cv2.resize(part, cells, interpolation=cv2.INTER_AREA)
        part[:] = cv2.resize(small, part.shape[1::-1], interpolation=cv2.INTER_NEAREST)

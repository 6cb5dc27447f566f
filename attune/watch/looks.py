"""Looks: the raw measures of one part of a film, as kept on disk, before anybody has a name or a role.

Each look (a tick of the watch clock) holds any number of heads. Heads of all looks lie in one flat list, so a
film with ten people costs what ten people cost. Thresholds that can be turned later are not applied here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attune import archive
from attune.knobs import Knobbed, knob
from attune.timeline import Bools, Clock, Floats

BODY_POINTS = {
    "nose": 0, "left_ear": 7, "right_ear": 8, "left_shoulder": 11, "right_shoulder": 12, "left_elbow": 13,
    "right_elbow": 14, "left_wrist": 15, "right_wrist": 16, "left_index": 19, "right_index": 20,
    "left_hip": 23, "right_hip": 24,
}  # fmt: skip
"""The points of MediaPipe's 33-point pose that are kept, in this order; left and right are the person's own."""

COLOURS = 48
"""Length of a head's colour histogram: 24 bins for hair and face, 24 for the clothes below."""


@dataclass(frozen=True)
class Watching(Knobbed):
    """What is done at each look. A change means watching again."""

    rate: int = knob(10, low=2, high=25, unit="looks/s", why="a turn of the head takes 0.3 s: three looks")
    mesh_every: int = knob(2, low=1, high=50, unit="looks", why="eyes and mouths hold for 0.3 s: five a second")
    body_every: int = knob(5, low=1, high=50, unit="looks", why="shoulders and wrists move slower; two a second")
    found: float = knob(0.2, low=0.05, high=0.9, unit="", why="below it the finder's heads are mostly hands and lamps")
    detailed: float = knob(0.35, low=0.05, high=0.9, unit="", why="a head below it gets no mesh: it costs 5 ms each")
    finder_area: float = knob(0.225, low=0.05, high=2, unit="Mpx", why="of the finder's input: a baby at 3 m")
    closer: float = knob(50.0, low=0, high=400, unit="px", why="of the finder's input: below it points of a face blur")
    heads: int = knob(10, low=2, high=50, unit="heads", why="the most likely ones of each look; a class has others")
    profile: float = knob(78.0, low=30, high=90, unit="deg", why="beyond it the mesh invents the far half of the face")


@dataclass(frozen=True)
class Looks:
    """n looks of one part with m heads in all; float32, NaN = could not be measured.

    picture   (n,) bool     the film has a picture for this look
    change    (n,)          largest change of the whole picture between two frames since the look before, grey levels
    changed   (n,)          second at which that was, float64
    look      (m,) int      which look of this part a head belongs to, ascending
    box       (m, 4)        centre x, centre y, width, height of the face; picture heights
    score     (m,)          0..1 from the finder
    points    (m, 5, 2)     eye, eye (left and right in the picture), nose, mouth corners; picture heights
    facing    (m, 3)        mesh: where the head points, seen along the ray from the camera through it
    eyes      (m, 2)        mesh: sines of the angles by which the eyes are turned to the right and down in the head
    shut      (m,)          mesh: 0..1 eyelids closed
    mouth     (m,)          mesh: 0..1 gap between the lips, in widths of a mouth
    smile     (m,)          mesh: 0..1 mouth drawn wide; 0.1 at rest
    young     (m,)          mesh: nose length / gap between the inner eye corners, small in the young; not of profiles
    body      (m, 13, 3)    x, y (picture heights), visibility of BODY_POINTS; only at every `body_every`-th look
    colour    (m, 48)       colour histogram of hair and clothes, sums to 1 in each half
    pixels    (m,)          height of the face in pixels of the film
    detail    (m,)          variance of the face's Laplacian at a fixed size; low in blur
    """

    clock: Clock
    picture: Bools
    change: Floats
    changed: Floats
    look: NDArray[np.integer[Any]]
    box: Floats
    score: Floats
    points: Floats
    facing: Floats
    eyes: Floats
    shut: Floats
    mouth: Floats
    smile: Floats
    young: Floats
    body: Floats
    colour: Floats
    pixels: Floats
    detail: Floats

    @property
    def meshed(self) -> Bools:
        """(m,) whether a mesh fits the face of each head."""
        return ~np.isnan(self.shut)

    @property
    def tick(self) -> NDArray[np.integer[Any]]:
        """(m,) the tick of the film's clock of each head."""
        return self.look + self.clock.first


ARRAYS = tuple(f.name for f in fields(Looks) if f.name != "clock")


def to_bytes(looks: Looks) -> bytes:
    """A part as bytes; the same looks give the same bytes."""
    return archive.pack(looks.clock, {name: getattr(looks, name) for name in ARRAYS})


def from_bytes(data: bytes) -> Looks:
    """A part as it was kept. Raises StoreError where the bytes are no such archive."""
    clock, arrays = archive.unpack(data, ARRAYS, "A kept part of the watch")
    return Looks(clock, **arrays)  # type: ignore[arg-type]


def join(parts: Sequence[Looks]) -> Looks:
    """All parts of a film as one, in the order of their clocks, which follow each other without a gap."""
    parts = sorted(parts, key=lambda p: p.clock.first)
    first = parts[0].clock
    count = parts[-1].clock.first + parts[-1].clock.count - first.first
    arrays = {name: np.concatenate([getattr(p, name) for p in parts]) for name in ARRAYS if name != "look"}
    look = np.concatenate([p.tick for p in parts]) - first.first
    return Looks(clock=Clock(first.rate, count, first.first), look=look, **arrays)

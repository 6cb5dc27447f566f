"""People drawn on a picture: heads, where they point, where eyes point, shoulders and hands, what each looks at.

The adult's marks have corners, the child's are round. A head that was found in this very look has a solid outline, one
carried over from a look before a dashed one; what is not there was not seen.
"""

from __future__ import annotations

import numpy as np

from attune.dyad import Role, Track
from attune.inside import pen
from attune.inside.arrows import Arrow, arrow, fan
from attune.inside.colours import INK, OF, Colour
from attune.inside.pen import Pixels
from attune.inside.saying import short
from attune.inside.view import SIDES, Side, View, other
from attune.rules.looks import TARGETS
from attune.rules.three import EVEN
from attune.timeline import Floats

LETTERS = 42
"""The shorter side of a picture over the height of its letters: 11 px in 480 lines, 26 in 1080."""

LEAST = 11.0
"""Height of letters in pixels: smaller ones cannot be read."""

TALL, WIDE = 1.15, 0.85
"""Height and width of what is drawn around a head, in head heights: a little air, and heads are narrower than tall."""

EYES, BAND = 0.12, 0.26
"""Where eyes lie above the middle of a head, and how tall the band over hidden ones is, in head heights."""

FAN = 0.16
"""Share of colour in a fan: faces stay to be seen under it."""

APART = 0.12
"""Head heights between a look and the look back, so that both are seen."""


def letters(wide: int, tall: int) -> float:
    """Height of letters for a picture of this size, in pixels; everything else is drawn in proportion to it."""
    return max(LEAST, min(wide, tall) / LETTERS)


def draw(picture: Pixels, view: View, second: float) -> None:
    """Draws into a picture (h, w, 3) who was seen at a second of the film, and what was decided."""
    tick = view.dyad.clock.index(second)
    for track in view.dyad.others:
        _other(picture, track, tick)
    for side in SIDES:
        _body(picture, view.track(side), tick)
        _sight(picture, view, side, tick)
        _head(picture, view.track(side), tick)
    _tags(picture, view, second, tick)


def outline(role: Role, at: pen.Spot, wide: float, tall: float) -> Floats:
    """(n, 2) corners of what stands for somebody: the adult's has four, everybody else's is round."""
    return pen.box(at, wide, tall) if role == "adult" else pen.ring(at, wide, tall)


def _one(picture: Pixels) -> float:
    return letters(*picture.shape[1::-1])


def _place(picture: Pixels, track: Track, tick: int) -> tuple[Floats, float]:
    """Middle and height of a head in pixels, NaN where it is unseen."""
    high = len(picture)
    return track.head[tick] * high, float(track.size[tick] * high)


def _head(picture: Pixels, track: Track, tick: int) -> None:
    at, size = _place(picture, track, tick)
    one, colour = _one(picture), OF[track.person.role]
    dash = 0.0 if track.found[tick] else one / 2
    pen.line(picture, outline(track.person.role, at, WIDE * size, TALL * size), colour, one / 6, dash, closed=True)
    if track.covered[tick] >= EVEN:
        _band(picture, at - [0, EYES * size], WIDE * size, BAND * size, colour)


def _other(picture: Pixels, track: Track, tick: int) -> None:
    """Somebody beside the pair: a thin grey outline and a number."""
    at, size = _place(picture, track, tick)
    if not np.isnan(size):
        one, grey = _one(picture), OF["other"]
        pen.line(picture, outline("other", at, WIDE * size, TALL * size), grey, 1, one / 3, closed=True)
        pen.plate(picture, track.person.key, np.add(at, [-WIDE * size / 2, TALL * size / 2]), one, grey)


def _band(picture: Pixels, at: Floats, wide: float, tall: float, colour: Colour) -> None:
    """A hatched band over eyes that are hidden."""
    corners = pen.box(at, wide, tall)
    (left, top), (right, bottom) = (np.maximum(0, np.round(corner)).astype(int) for corner in corners[[0, 2]])
    part = picture[top:bottom, left:right]
    if part.size:
        pen.darken(part, 0.5)
        pen.hatch(part, np.ones(part.shape[:2], bool), tall / 3)
        pen.line(picture, corners, colour, _one(picture) / 8, closed=True)


def _body(picture: Pixels, track: Track, tick: int) -> None:
    """Shoulders and hands; a thin line leads from each shoulder to its hand."""
    one, high, role = _one(picture), len(picture), track.person.role
    shoulders, wrists = track.shoulders[tick] * high, track.wrists[tick] * high
    pen.line(picture, shoulders, OF[role], one / 8)
    for shoulder, wrist, hand in zip(shoulders, wrists, "LR", strict=True):
        pen.line(picture, np.stack([shoulder, wrist]), OF[role], 1, one / 2)
        pen.fill(picture, outline(role, wrist, one, one), OF[role])
        if not np.isnan(wrist).any():
            pen.write(picture, hand, np.add(wrist, [-one * 0.27, one * 0.33]), one * 0.85, (0, 0, 0), weight=pen.BOLD)


def _sight(picture: Pixels, view: View, side: Side, tick: int) -> None:
    """A fan where the look may go, the head's direction as an arrow, the eyes' as a line with a ring, and dots to a
    face that is looked at."""
    track, sight, one = view.track(side), view.sights[side], _one(picture)
    height, aspect = track.person.head_height, view.dyad.aspect
    wide = fan(sight.place[tick], sight.way[tick], float(sight.error[tick]), height, aspect)
    if wide is not None:
        pen.fill(picture, pen.hull(wide * len(picture)), OF[side], FAN)
    head = arrow(sight.place[tick], track.facing[tick], height, aspect)
    if head is not None:
        _arrow(picture, head, OF[side], one)
    eyes = arrow(sight.place[tick], track.gaze[tick], height, aspect)
    if eyes is not None:
        _eyes(picture, eyes, OF[side], one)
    looks = view.cues[f"{side}_looks"].values[tick]
    if not np.isnan(looks).any() and TARGETS[int(np.argmax(looks))] == "partner":
        _to_partner(picture, track, view.track(other(side)), tick)


def _arrow(picture: Pixels, seen: Arrow, colour: Colour, one: float) -> None:
    high = len(picture)
    pen.line(picture, seen.shaft * high, colour, one / 4)
    cone = pen.hull(np.vstack([seen.rim, seen.tip]) * high)
    pen.fill(picture, cone, colour, 0.35 if seen.towards else 0.75)
    pen.line(picture, cone, colour, one / 9, closed=True)
    if seen.towards:
        pen.fill(picture, pen.ring(seen.tip * high, one / 2, one / 2), colour)
    else:
        pen.line(picture, seen.rim * high, colour, one / 9, closed=True)


def _eyes(picture: Pixels, seen: Arrow, colour: Colour, one: float) -> None:
    start, tip = seen.shaft[0] * len(picture), seen.tip * len(picture)
    pen.line(picture, np.stack([start, tip]), INK, one / 9, one / 4)
    pen.line(picture, pen.ring(tip, one * 0.6, one * 0.6), colour, one / 7, closed=True)


def _to_partner(picture: Pixels, track: Track, partner: Track, tick: int) -> None:
    """Dots from one head's edge to the other's, a little to the left of the way: the look back has its own."""
    (start, size), (end, far_size) = (_place(picture, person, tick) for person in (track, partner))
    way = end - start
    long = float(np.hypot(*way))
    free = long - TALL * (size + far_size) / 2
    if not free > 0:  # one before the other, or not seen: NaN
        return
    along = way / long
    shift = APART * size * np.array([along[1], -along[0]])
    ends = np.stack([start + along * TALL * size / 2, end - along * TALL * far_size / 2]) + shift
    pen.line(picture, ends, OF[track.person.role], _one(picture) / 8, _one(picture) / 2)


def _tags(picture: Pixels, view: View, second: float, tick: int) -> None:
    """What each is called and was decided to look at: above the head, or below it where another tag is in the way."""
    taken: list[tuple[float, float, int, int]] = []
    one, (high, across) = _one(picture), picture.shape[:2]
    for side in SIDES:
        at, size = _place(picture, view.track(side), tick)
        if np.isnan(size):
            continue
        text = short(view, side, second)
        wide, tall = pen.plate_size(text, one)
        x = float(np.clip(at[0] - wide / 2, 0, max(0, across - wide)))
        above, below = at[1] - TALL * size / 2 - tall - one / 4, at[1] + TALL * size / 2 + one / 4
        free = (y for y in (above, below) if y >= 0 and not any(_meet((x, y, wide, tall), tag) for tag in taken))
        y = float(np.clip(next(free, above), 0, max(0, high - tall)))
        taken.append((x, y, wide, tall))
        pen.plate(picture, text, (x, y), one, OF[side])


def _meet(a: tuple[float, float, int, int], b: tuple[float, float, int, int]) -> bool:
    """Whether two boxes (left, top, width, height) overlap."""
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]

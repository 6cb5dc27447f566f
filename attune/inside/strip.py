"""What lies below a picture: the second in words, and a line of time for each cue around now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.inside import pen
from attune.inside.colours import EDGE, FAINT, GROUND, INK, OF, Colour
from attune.inside.pen import Pixels
from attune.inside.saying import lines
from attune.inside.tiers import Tier, Window, axis, tiers
from attune.inside.view import View
from attune.timeline import Span

GUTTER = 18.0
"""Width of the names and numbers at the left of the tiers, in heights of letters."""

LINE = 1.45
"""Height of a line of text, in heights of letters."""

GAP = 0.25
"""Ground between two tiers, in heights of letters."""

AXIS = 1.2
"""Height of the axis of time, in heights of letters."""

NAMES = 0.55
"""Share of the gutter that names take; numbers take the rest."""


@dataclass(frozen=True)
class Layout:
    """How the strip is laid out: its width and the height of its letters, in pixels."""

    wide: int
    one: float

    @property
    def gutter(self) -> int:
        """Pixels that names and numbers take."""
        return round(GUTTER * self.one)

    @property
    def line(self) -> int:
        """Pixels that a line of text takes, an even number."""
        return 2 * round(LINE * self.one / 2)


def words(view: View, second: float, layout: Layout) -> Pixels:
    """(3 lines, wide, 3): the second that holds `second` in words, a line each on the adult, the child and both."""
    out = blank(3 * layout.line, layout.wide)
    one = layout.one
    for row, (role, text) in enumerate(zip(("adult", "child", "both"), lines(view, second), strict=True)):
        base = (row + 0.5) * layout.line + 0.36 * one
        mark(out, role, (one, base - 0.36 * one), one)
        pen.write(out, text, (2 * one, base), one, INK, most=layout.wide - 2.5 * one)
    return out


def mark(picture: Pixels, role: str, at: tuple[float, float], size: float) -> None:
    """What stands for the adult (a square), the child (a disc) or both (one on the other)."""
    if role in ("adult", "both"):
        pen.fill(picture, pen.box(at, size, size), OF["adult"])
    if role in ("child", "both"):
        wide = size if role == "child" else 0.6 * size
        pen.fill(picture, pen.ring(at, wide, wide), OF["child"])


def band(view: View, span: Span, layout: Layout, wide: int) -> Pixels:
    """(h, wide, 3): all tiers over a span of the film, with the axis above them; cuts are drawn through all."""
    window, one = Window(span, wide), layout.one
    out = blank(_tall(view, layout), wide)
    axis(out[: round(AXIS * one)], window, view.dyad.seconds, one)
    for tier, top, bottom in _rows(view, layout):
        tier.paint(out[top:bottom], window, one)
        out[bottom : bottom + 1] = EDGE
    for cut in view.dyad.cuts:
        x = round(window.x(cut))
        if 0 <= x < wide:
            out[:: max(2, round(one / 2)), x] = INK
    return out


def gutter(view: View, layout: Layout, second: float | None = None) -> Pixels:
    """(h, gutter, 3): the names of the tiers and, if a second is given, what they say of it; a line under it as long
    as that is sure."""
    out = blank(_tall(view, layout), layout.gutter)
    one, middle = layout.one, round(NAMES * layout.gutter)
    room = layout.gutter - middle - 0.75 * one
    for tier, top, bottom in _rows(view, layout):
        base = (top + bottom) / 2 + 0.34 * one
        pen.write(out, tier.title, (one / 2, base), one, tier.colour, most=middle - one / 2)
        text, sure = tier.told(second) if second is not None else ("", 0.0)
        pen.write(out, text, (middle + one / 4, base), one, INK, most=room)
        _line(out, middle + one / 4, bottom - 1, room * sure, tier.colour)
    return out


def height(view: View, layout: Layout) -> int:
    """Pixels that the whole strip takes: words, tiers and legend; an even number."""
    return 4 * layout.line + _tall(view, layout)


def blank(tall: int, wide: int) -> Pixels:
    """(tall, wide, 3) bare ground."""
    return np.full((tall, wide, 3), GROUND, np.uint8)


def _tall(view: View, layout: Layout) -> int:
    """Pixels that the axis and all tiers take, an even number."""
    last = _rows(view, layout)[-1][2] + round(GAP * layout.one)
    return last + last % 2


def _rows(view: View, layout: Layout) -> list[tuple[Tier, int, int]]:
    """Each tier with its first row of pixels and the one after its last."""
    out, top = [], round(AXIS * layout.one)
    for tier in tiers(view):
        bottom = top + round(tier.tall * layout.one)
        out.append((tier, top, bottom))
        top = bottom + round(GAP * layout.one)
    return out


def _line(picture: Pixels, x: float, y: int, long: float, colour: Colour) -> None:
    picture[y - 1 : y + 1, round(x) : round(x + long)] = colour


def legend(layout: Layout) -> Pixels:
    """(line, wide, 3): how to read what is drawn, as far as there is room."""
    out, size = blank(layout.line, layout.wide), 0.85 * layout.one
    x, base = layout.one, layout.line / 2 + 0.3 * layout.one
    for said in LEGEND:
        wide = pen.width_of(said, size)
        if x + wide <= layout.wide:
            pen.write(out, said, (x, base), size, FAINT)
        x += wide + 1.5 * size
    return out


LEGEND = (
    "arrow: the head", "ring: the eyes", "fan: how far they may be out", "dots: at a face", "dashed: carried over",
    "hatched: cannot tell", "height: how likely, look by look", "bright line: what each second came to",
    "line under a number: how sure",
)  # fmt: skip
"""How to read what is drawn, what matters most first."""

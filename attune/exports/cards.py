"""Title cards: which moment comes now, when it was, and what it shows; no figure says how well it went."""

from __future__ import annotations

from attune.cast import timestamp
from attune.inside import pen
from attune.inside.colours import FAINT, INK
from attune.inside.pen import Pixels
from attune.inside.strip import blank
from attune.labels import Labels
from attune.moment import Moment

NUMBER, LINE = 0.2, 0.055
"""Height of the number's and the other lines' letters, as shares of the picture's shorter side."""

APART = 1.7
"""From one line to the next, in heights of the lower one's letters."""

CAPITAL = 0.75
"""Height of a figure, in letters' heights."""

WIDEST = 0.88
"""Share of the picture's width that a line takes at most."""


def card(moment: Moment, labels: Labels, wide: int, tall: int) -> Pixels:
    """(tall, wide, 3) BGR: number, its own name if it has one, time and principles, in the middle of a dark picture."""
    out, short = blank(tall, wide), min(wide, tall)
    times = f"{timestamp(moment.span.start)} - {timestamp(moment.span.end)}"
    kinds = [labels[name] for name in moment.principles]
    lines = [(str(moment.rank), NUMBER * short, INK), *((name, LINE * short, INK) for name in [moment.name] if name)]
    lines += [(times, LINE * short, INK), *((kind, LINE * short, FAINT) for kind in kinds)]
    steps = [(APART if number else CAPITAL) * size for number, (_, size, _) in enumerate(lines)]
    y = (tall - sum(steps)) / 2
    for (text, size, colour), step in zip(lines, steps, strict=True):
        y += step
        letters = fitting(text, size, WIDEST * wide)
        pen.write(out, text, ((wide - pen.width_of(text, letters)) / 2, y), letters, colour)
    return out


def fitting(text: str, size: float, most: float) -> float:
    """The letters' height at which a line is at most so wide."""
    while size > pen.SMALLEST and pen.width_of(text, size) > most:
        size -= 1
    return size

"""Which numbers matter: each turned a little, one at a time, and what that does to seconds and to moments."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from attune.anew import turned
from attune.knobs import Knob
from attune.pipeline import Suggested
from attune.research.changes import changes, reordered, shift, unlike
from attune.research.plots import INK, LINE, OURS, STYLE, svg
from attune.research.words import STYLE as PAGE
from attune.standalone import standalone

SHARE = 0.2
"""By so much of itself a number is turned down and up, of one that is 0 by so much of its range."""

SHOWN = 25
"""Numbers that are drawn: those that matter most."""

COLUMNS = (
    "knob", "value", "low", "high", "standing_low", "standing_high", "moments_low", "moments_high", "order_low",
    "order_high",
)  # fmt: skip

Progress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Effect:
    """What turning a number down and up does, mean over films.

    ends      the two values
    standing  mean change of a second's standing, 0..1
    moments   share of the moments that is other film than before, 0..1
    order     share of the pairs of moments that stand the other way round, 0..1
    """

    number: Knob
    value: float
    ends: tuple[float, float]
    standing: tuple[float, float]
    moments: tuple[float, float]
    order: tuple[float, float]

    @property
    def most(self) -> tuple[float, float]:
        """What it is sorted by: what the list shows, then the seconds behind it."""
        return max(a + b for a, b in zip(self.moments, self.order, strict=True)), max(self.standing)


def ends(number: Knob, value: float) -> tuple[float, float]:
    """A fifth of the value down and up, inside its range; a whole number moves by one at least."""
    step = SHARE * abs(value) if value else SHARE * (number.high - number.low)
    if isinstance(number.default, int):
        step = max(1, round(step))
    low, high = max(number.low, value - step), min(number.high, value + step)
    return (int(low), int(high)) if isinstance(number.default, int) else (low, high)


def effects(
    films: Sequence[Suggested], numbers: Sequence[Knob], progress: Progress | None = None
) -> list[Effect]:  # fmt: skip
    """The numbers, those that matter most first. Each film is taken with its own numbers."""
    out = []
    for k, number in enumerate(numbers):
        value = {n.where: v for n, v in films[0].knobs}[number.where]
        low, high = ends(number, value)
        told = [_turned(films, number, end) for end in (low, high)]
        standing, moments, order = zip(*told, strict=True)
        out.append(Effect(number, value, (low, high), standing, moments, order))
        if progress:
            progress("numbers", k + 1, len(numbers))
    return sorted(out, key=lambda effect: effect.most, reverse=True)


def _turned(films: Sequence[Suggested], number: Knob, end: float) -> tuple[float, float, float]:
    """Mean over films: the change of standing, what is other film in the moments, and what stands in another order."""
    standing, moments, order = [], [], []
    for done in films:
        new = turned(done, done.knobs.set({number.where: end}))
        told = changes(done.moments, new.moments)
        standing.append(shift(done.scores, new.scores))
        moments.append(unlike(told))
        order.append(reordered(told))
    known = [change for change in standing if not np.isnan(change)]
    return float(np.mean(known)) if known else 0.0, float(np.mean(moments)), float(np.mean(order))


def table(told: Sequence[Effect]) -> str:
    """As CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for e in told:
        numbers = (e.value, *e.ends, *e.standing, *e.moments, *e.order)
        writer.writerow([e.number.where, *(f"{number:.6g}" for number in numbers)])
    return out.getvalue()


def page(told: Sequence[Effect], films: Sequence[str]) -> str:
    """A page that stands alone: the plot, and every number as a table."""
    rows = "".join(
        f"<tr><td>{e.number.where}</td><td>{e.value:g}</td><td>{e.ends[0]:g} / {e.ends[1]:g}</td>"
        f"<td>{e.standing[0]:.3f} / {e.standing[1]:.3f}</td><td>{e.moments[0]:.0%} / {e.moments[1]:.0%}</td>"
        f"<td>{e.order[0]:.0%} / {e.order[1]:.0%}</td></tr>"
        for e in told
    )
    heads = "".join(f"<th>{h}</th>" for h in ("number", "is", "turned to", "standing of a second", "moments", "order"))
    body = (
        "<h1>Which numbers matter</h1>"
        f'<p class="lead">Each turned down and up by a fifth, one at a time, on {escape(", ".join(films))}: how much '
        "the standing of a second changes, which share of the moments is other film than before, and how many pairs of "
        "moments stand the other way round.</p>"
        f"<figure>{svg(plot(told), 'knobs', 'Share of the moments that change with each number')}</figure>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
    return standalone("attune: which numbers matter", PAGE, body)


def plot(told: Sequence[Effect]) -> Figure:
    """The share of the moments that is other film, a bar down and one up for each number."""
    first = list(told[:SHOWN])
    with rc_context(STYLE):
        drawing = Figure(figsize=(8.4, 1.0 + 0.3 * len(first)), layout="constrained")
        axes = drawing.add_subplot()
        places = np.arange(len(first))
        axes.barh(places, [-e.moments[0] for e in first], color=LINE, label="turned down")
        axes.barh(places, [e.moments[1] for e in first], color=OURS, label="turned up")
        axes.set_yticks(places, [e.number.where for e in first])
        reach = max([0.05, *(max(e.moments) for e in first)]) * 1.05
        axes.set(xlim=(-reach, reach), ylim=(len(first) - 0.4, -0.6))
        axes.xaxis.set_major_formatter(lambda share, _: f"{abs(share):.0%}")
        axes.set_xlabel("share of the moments that is other film than before")
        axes.axvline(0, color=INK, linewidth=0.5)
        axes.legend(frameon=False, loc="lower right")
    return drawing

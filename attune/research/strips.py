"""Where attune and people differ, second by second: strips of a film, with a link to each second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

import numpy as np

from attune.evidence import minute
from attune.research.compare import Compared
from attune.research.names import CUES
from attune.timeline import Bools, Floats

ROW = 120
"""Seconds in a row of a strip: two minutes fit a page's width."""

WIDE, HIGH, MARK = 8, 9, 12
"""Pixels of a second across, of a lane, and of the marks of seconds that differ."""

NAMES = {1.0: "yes", 0.0: "no"}


def differs(one: Compared) -> Bools:
    """(n,) where people agree and attune says another thing."""
    known = ~(np.isnan(one.truth.known) | np.isnan(one.answer))
    return np.asarray(known & (one.truth.known != one.answer))


def strips(own: Sequence[Compared], address: str) -> str:
    """The strips of the cues of one film on which they differ anywhere; `address` is where the film lies."""
    return "".join(_strip(one, address) for one in own if differs(one).any())


def _strip(one: Compared, address: str) -> str:
    coders = one.film.coders if len(one.film.coders) == len(one.people) else ["people"] * len(one.people)
    lanes = [*zip(coders, one.people, strict=True), ("attune", one.answer)]
    parts = [_row(one, lanes, start, address) for start in range(0, len(one.said), ROW)]
    count = int(differs(one).sum())
    told = f"{CUES[one.cue]}: {count} second{'s' if count > 1 else ''}"
    return f'<figure class="strip"><figcaption>{escape(told)}</figcaption>{"".join(parts)}</figure>\n'


def _row(one: Compared, lanes: Sequence[tuple[str, Floats]], start: int, address: str) -> str:
    stop = min(start + ROW, len(one.said))
    wide, high = WIDE * (stop - start), (HIGH + 2) * len(lanes) + MARK
    cells = [cell for k, (who, line) in enumerate(lanes) for cell in _cells(who, line[start:stop], k * (HIGH + 2))]
    marks = [_mark(one, k, start, high, address) for k in range(start, stop) if differs(one)[k]]
    return f'<svg viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">{"".join((*cells, *marks))}</svg>'


def _cells(who: str, line: Floats, top: int) -> Iterator[str]:
    """Runs of equal seconds; what is not known is left bare."""
    at = 0
    for value, run in groupby(line, key=lambda v: NAMES.get(float(v), "")):
        long = len(list(run))
        if value:
            told = f"<title>{escape(who)}: {value}</title>"
            place = f'x="{WIDE * at}" y="{top}" width="{WIDE * long - 1}" height="{HIGH}"'
            yield f'<rect class="{value}" {place}>{told}</rect>'
        at += long


def _mark(one: Compared, second: int, start: int, high: int, address: str) -> str:
    """A link to the second, with what each said of it."""
    x, people = WIDE * (second - start), NAMES[float(one.truth.known[second])]
    told = f"{minute(second)}: people {people}, attune {NAMES[float(one.answer[second])]}"
    box = f'<rect class="differs" x="{x}" y="{high - MARK + 2}" width="{WIDE - 1}" height="{MARK - 3}" rx="2"/>'
    return f'<a href="{escape(address)}#t={second}"><title>{escape(told)}</title>{box}</a>'

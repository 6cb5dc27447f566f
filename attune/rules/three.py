"""Three-valued arithmetic on Series: yes, no and "cannot tell" (science.md 4.2), and bouts of what holds.

NaN is the third value. Nothing here fills it in, save `hold`, which carries a value over the blink of an eye.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from attune.timeline import Bools, Clock, Floats, Series, Span, series

NO = 0.1
"""At or under this a part is "known and about 0", so that an AND is 0 whatever the other parts are."""
EVEN = 0.5
"""At or above this the known part of an OR stands even if another part cannot be told; also what counts as "holds"."""
INSTANT = 1e-6
"""Seconds within which two times are the same: far under a tick, far above the rounding of a double."""


def all_of(*parts: Series) -> Series:
    """AND: 0 where a part is known and about 0; else NaN where a part is NaN; else the product, with the least
    confidence. A "no" carries the confidence of the surest part that says no. Parts are (n,). (science.md 4.2)"""
    values = np.stack([p.values for p in parts])
    sure = np.stack([p.confidence for p in parts])
    says_no = values <= NO  # NaN compares false
    denied = says_no.any(axis=0)
    out = np.where(denied, 0.0, values.prod(axis=0))
    return series(parts[0].clock, out, np.where(denied, np.where(says_no, sure, 0).max(axis=0), sure.min(axis=0)))


def any_of(*parts: Series) -> Series:
    """OR: the largest known part where it is at least 0.5; else NaN where a part is NaN; else the largest, with
    that part's confidence. Parts are (n,). (science.md 4.2)"""
    values = np.stack([p.values for p in parts])
    sure = np.stack([p.confidence for p in parts])
    shown = np.where(np.isnan(values), -1.0, values)
    which = np.lexsort((sure, shown), axis=0)[-1]  # of equal parts the surer one
    ticks = np.arange(values.shape[1])
    best = shown[which, ticks]
    unclear = np.isnan(values).any(axis=0) & (best < EVEN)
    return series(parts[0].clock, np.where(unclear, np.nan, best), sure[which, ticks])


def shots(clock: Clock, cuts: Sequence[float]) -> NDArray[np.intp]:
    """(n,) the number of the shot in which each tick lies: nothing may be carried or compared across a cut."""
    return np.searchsorted(np.asarray(cuts, float), clock.times, side="right")


def shot_spans(cuts: Sequence[float]) -> list[Span]:
    """From each cut to the next; the first and the last reach to infinity."""
    return [Span(a, b) for a, b in pairwise([-np.inf, *cuts, np.inf])]


def earlier(array: Floats, ticks: int, shot: NDArray[np.intp]) -> Floats:
    """`array` (n, ...) as it was `ticks` ago (ahead, when negative); NaN where that lies outside the film or shot."""
    out = np.full(array.shape, np.nan)
    now, then = moved(len(array), ticks)
    same = (shot[now] == shot[then]).reshape(-1, *[1] * (array.ndim - 1))
    out[now] = np.where(same, array[then], np.nan)
    return out


def moved(count: int, ticks: int) -> tuple[slice, slice]:
    """Of `count` ticks those that have one `ticks` ago (ahead, when negative), and the ones that they have there."""
    ticks = int(np.clip(ticks, -count, count))
    return slice(max(0, ticks), count + min(0, ticks)), slice(max(0, -ticks), count - max(0, ticks))


def ticks_in(clock: Clock, seconds: float) -> int:
    """Whole ticks nearest to a length in seconds, at least one."""
    return max(1, round(seconds * clock.rate))


def hold(held: Series, seconds: float, cuts: Sequence[float] = ()) -> Series:
    """The last known value carried over gaps, for at most `seconds` and never across a cut. Values are (n,)."""
    ticks = np.arange(held.clock.count)
    last = np.maximum.accumulate(np.where(held.known, ticks, -1))
    shot = shots(held.clock, cuts)
    near = (last >= 0) & (ticks - last <= round(seconds * held.clock.rate)) & (shot[last] == shot)
    return series(held.clock, np.where(near, held.values[last], np.nan), held.confidence[last])


def lately(past: Series, before: float, after: float, cuts: Sequence[float] = ()) -> Series:
    """OR over time: whether it held anywhere from `before` seconds ago to `after` seconds ahead, within the shot.

    Values are (n,). Ticks outside the film or the shot do not exist, so they are not unknown.
    """
    shot, rate = shots(past.clock, cuts), past.clock.rate
    best, sure = np.full(past.clock.count, -1.0), np.zeros(past.clock.count)
    unclear, unknown = np.zeros(past.clock.count, bool), ~past.known
    for k in range(-round(after * rate), round(before * rate) + 1):
        now, then = moved(past.clock.count, k)
        same = shot[now] == shot[then]
        unclear[now] |= same & unknown[then]
        higher = same & (past.values[then] > best[now])
        best[now] = np.where(higher, past.values[then], best[now])
        sure[now] = np.where(higher, past.confidence[then], sure[now])
    return series(past.clock, np.where((best < 0) | (unclear & (best < EVEN)), np.nan, best), sure)


def within(clock: Clock, span: Span) -> slice:
    """The ticks whose middle lies in a span: what `Clock.mask` marks, without a look at the whole film."""
    first, last = (ceil(t * clock.rate - clock.first - 0.5 - INSTANT) for t in (span.start, span.end))
    return slice(min(max(first, 0), clock.count), min(max(last, 0), clock.count))


def bouts(
    clock: Clock, mask: Bools, shortest: float = 0.0, bridge: float = 0.0, cuts: Sequence[float] = ()
) -> list[Span]:
    """Stretches in which `mask` (n,) holds, gaps up to `bridge` seconds closed, those under `shortest` left out,
    none across a cut. Sorted."""
    out: list[Span] = []
    for span in clock.spans(mask):
        for piece in split(span, cuts):
            if out and piece.start - out[-1].end <= bridge + INSTANT and not split_by(cuts, out[-1].start, piece.start):
                out[-1] = out[-1] | piece
            else:
                out.append(piece)
    return [s for s in out if s.seconds >= shortest - INSTANT]


def split(span: Span, cuts: Sequence[float]) -> list[Span]:
    """The parts of a span that lie in one shot each."""
    inside = cuts[bisect_right(cuts, span.start) : bisect_left(cuts, span.end)]
    return [Span(a, b) for a, b in pairwise([span.start, *inside, span.end])] if inside else [span]


def split_by(cuts: Sequence[float], start: float, end: float) -> bool:
    """Whether there is a cut after `start`, at or before `end`."""
    return bisect_right(cuts, start) != bisect_right(cuts, end)


def holds(cue: Series) -> Bools:
    """(n,) true where a cue is known and at least 0.5."""
    return cue.values >= EVEN


def marked(clock: Clock, spans: Iterable[Span]) -> Bools:
    """(n,) true for ticks whose middle lies in one of the spans."""
    out = np.zeros(clock.count, bool)
    for span in spans:
        out[within(clock, span)] = True
    return out


def to_seconds(fine: Series, share: float) -> Series:
    """The series at 1 Hz: the mean of each second's ticks weighed by confidence.

    A second is known if its confidence adds up to at least `share` of the ticks that it has (the last second of a
    film may have few). Its confidence is the mean over those ticks. Values may be (n,) or (n, k).
    """
    slow = fine.clock.slower(1)
    ratio = fine.clock.rate
    second = np.arange(fine.clock.count) // ratio
    count = np.bincount(second, minlength=slow.count)
    weight = np.bincount(second, fine.confidence, minlength=slow.count)
    columns = np.nan_to_num(fine.values.reshape(fine.clock.count, -1)).T
    total = [np.bincount(second, fine.confidence * column, minlength=slow.count) for column in columns]
    known = (weight > 0) & (weight >= share * count - INSTANT)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(known, np.stack(total) / weight, np.nan).T
    return series(slow, means.reshape(slow.count, *fine.values.shape[1:]), weight / np.maximum(count, 1))


def average(parts: Sequence[tuple[float, Series]]) -> Series:
    """Weighted mean of the known ones of some series, missing ones dropped and the weights renormalised.

    sum(w c v) / sum(w c); its confidence is sum(w c) / sum(w). NaN where nothing is known or weighs anything.
    """
    clock = parts[0][1].clock
    weight = reduce(np.add, (w * s.confidence for w, s in parts), np.zeros(clock.count))
    total = reduce(np.add, (w * s.confidence * np.nan_to_num(s.values) for w, s in parts), np.zeros(clock.count))
    whole = max(sum(w for w, _ in parts), 1e-12)
    with np.errstate(invalid="ignore", divide="ignore"):
        return series(clock, np.where(weight > 0, total / weight, np.nan), weight / whole)

"""Time in seconds, and numbers on it: Span, Clock, Series.

Second 0 is the presentation time of a film's first picture. Nothing in attune counts time in frames:
home films have a variable frame rate, so only presentation times mean anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of time [start, end) in seconds. One that ends where it starts, or before, is empty and falsy."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Length in seconds, never negative."""
        return max(0.0, self.end - self.start)

    @property
    def middle(self) -> float:
        """The second halfway between both ends."""
        return (self.start + self.end) / 2

    def __bool__(self) -> bool:
        return bool(self.end > self.start)

    def __and__(self, other: Span) -> Span:
        """What both cover; empty where they are apart."""
        return Span(max(self.start, other.start), min(self.end, other.end))

    def __or__(self, other: Span) -> Span:
        """The smallest span that covers both; an empty span adds nothing."""
        if not self or not other:
            return self or other
        return Span(min(self.start, other.start), max(self.end, other.end))

    def __contains__(self, second: float) -> bool:
        return self.start <= second < self.end

    def grown(self, before: float, after: float) -> Span:
        """The span with `before` seconds added in front and `after` seconds behind; negative numbers shrink it."""
        return Span(self.start - before, self.end + after)


def merge(spans: Iterable[Span], gap: float = 0.0) -> list[Span]:
    """Sorted, disjoint spans that cover the same time; neighbours at most `gap` seconds apart become one."""
    out: list[Span] = []
    for span in sorted(s for s in spans if s):
        if out and span.start - out[-1].end <= gap:
            out[-1] = out[-1] | span
        else:
            out.append(span)
    return out


def subtract(span: Span, holes: Iterable[Span]) -> list[Span]:
    """What is left of `span` when every hole is taken out, sorted."""
    left, start = [], span.start
    for hole in merge(holes):
        left.append(Span(start, min(hole.start, span.end)))
        start = max(start, hole.end)
    left.append(Span(start, span.end))
    return [s for s in left if s]


@dataclass(frozen=True)
class Clock:
    """`count` even ticks, `rate` a second. Tick i covers [(first+i)/rate, (first+i+1)/rate) seconds.

    All three are whole numbers, so going between two clocks whose rates divide is exact. attune uses two:
    the watch clock (10 Hz unless set) and the score clock (1 Hz).
    """

    rate: int
    count: int
    first: int = 0

    @property
    def step(self) -> float:
        """Seconds from one tick to the next."""
        return 1 / self.rate

    @property
    def span(self) -> Span:
        """From the start of the first tick to the end of the last."""
        return Span(self.first / self.rate, (self.first + self.count) / self.rate)

    @property
    def times(self) -> Floats:
        """(count,) the middle of each tick in seconds."""
        return (self.first + np.arange(self.count) + 0.5) / self.rate

    def index(self, second: float) -> int:
        """The tick that holds `second`, clipped to the clock."""
        return int(np.clip(np.floor(second * self.rate + 1e-9) - self.first, 0, max(0, self.count - 1)))

    def mask(self, spans: Iterable[Span]) -> Bools:
        """(count,) true for ticks whose middle lies in one of the spans."""
        out = np.zeros(self.count, bool)
        for span in spans:
            out |= (self.times >= span.start) & (self.times < span.end)
        return out

    def spans(self, mask: Bools) -> list[Span]:
        """The stretches of consecutive true ticks, as spans."""
        edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
        return [Span(a, b) for a, b in ((self.first + edges) / self.rate).reshape(-1, 2).tolist()]

    def slower(self, rate: int) -> Clock:
        """The clock of `rate` ticks a second that covers this one; its last tick may reach past the end.

        Raises ValueError unless `rate` divides this clock's rate and both start together.
        """
        if self.rate % rate or self.first % (self.rate // rate):
            raise ValueError(f"a clock of {rate} Hz does not nest in one of {self.rate} Hz starting at {self.first}")
        ratio = self.rate // rate
        return Clock(rate, -(-self.count // ratio), self.first // ratio)


@dataclass(frozen=True)
class Series:
    """Numbers on a clock. The one currency between rooms.

    values       (n,) or (n, k); NaN = not seen or cannot tell, never 0
    confidence   (n,) 0..1: how far each value may be trusted; 0 where the value is NaN
    """

    clock: Clock
    values: Floats
    confidence: Floats

    def __post_init__(self) -> None:
        if len(self.values) != self.clock.count or len(self.confidence) != self.clock.count:
            raise ValueError(f"a series on {self.clock.count} ticks got {len(self.values)} values")
        for array in (self.values, self.confidence):
            array.flags.writeable = False

    @property
    def known(self) -> Bools:
        """(n,) true where there is a value."""
        known: Bools = ~np.isnan(self.values)
        return np.asarray(known.all(axis=1)) if known.ndim == 2 else known


def series(clock: Clock, values: Floats, confidence: Floats | float = 1.0) -> Series:
    """A Series whose confidence is 0 wherever the value is NaN. Both arrays are copied."""
    values = np.array(values, float)
    unknown = np.isnan(values) if values.ndim == 1 else np.isnan(values).any(axis=1)
    sure = np.where(unknown, 0.0, np.broadcast_to(np.nan_to_num(confidence), unknown.shape))
    return Series(clock, values, sure)

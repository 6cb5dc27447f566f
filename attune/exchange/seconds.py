"""Seconds as CSV: one row for each second of the film, in the columns that others rely on (docs/formats.md)."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attune.dyad import Dyad, Track
from attune.moment import Scores
from attune.timeline import Clock, Series

COLUMNS = (
    "second", "adult_seen", "child_seen", "adult_x", "adult_y", "child_x", "child_y", "adult_looks", "child_looks",
    "mutual_gaze", "joint_attention", "adult_smiles", "child_smiles", "adult_speaks", "child_speaks", "turn_taking",
    "attunement", "coverage",
)  # fmt: skip

LOOKS = ("partner", "object", "camera", "else")
"""Where somebody may look, in the order of the columns of the cues adult_looks and child_looks."""

SPOKEN = 0.3
"""Seconds of a voice that make a second one in which somebody spoke, as readers code it, written as 0.5. Half of a
second would leave out most of what a child says."""

CUES = COLUMNS[COLUMNS.index("mutual_gaze") : COLUMNS.index("attunement")]
"""Columns that are cues of the same name."""


def to_csv(dyad: Dyad, scores: Scores) -> str:
    """One row for each second k < the film's length; the last may be a part of a second.

    An empty field = cannot tell, or not asked yet (no such cue); never 0 for unseen. Coverage is never empty.
    """
    clock = Clock(1, int(np.ceil(dyad.seconds - 1e-6)))
    adult, child = _seen(dyad.adult, clock), _seen(dyad.child, clock)
    adult_at, child_at = _places(dyad.adult, clock, dyad.aspect), _places(dyad.child, clock, dyad.aspect)
    looks = [_looks(scores.cues.get(name), clock) for name in ("adult_looks", "child_looks")]
    numbers = [_numbers(_spoken(name, scores.cues.get(name)), clock) for name in CUES]
    ends = [_numbers(scores.attunement, clock), [text or "0" for text in _numbers(scores.coverage, clock)]]
    columns = [[str(k) for k in range(clock.count)], adult, child, *adult_at, *child_at, *looks, *numbers, *ends]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def _text(number: float) -> str:
    """Three decimals at most; empty where there is no number."""
    return "" if np.isnan(number) else f"{number + 0.0:.3f}".rstrip("0").rstrip(".")


def found_in(track: Track, clock: Clock) -> list[NDArray[np.intp]]:
    """For each second the looks in which the head was found, where they are at least half of its looks."""
    second = np.floor(track.clock.times).astype(int)
    looks = [np.flatnonzero(second == k) for k in range(clock.count)]
    found = [own[track.found[own]] for own in looks]
    return [hit if own.size and 2 * hit.size >= own.size else hit[:0] for own, hit in zip(looks, found, strict=True)]


def _seen(track: Track, clock: Clock) -> list[str]:
    return ["1" if hit.size else "0" for hit in found_in(track, clock)]


def _places(track: Track, clock: Clock, aspect: float) -> list[list[str]]:
    """Two columns: the mean centre of the found heads as a fraction of the frame."""
    frame = np.array([aspect, 1.0])
    means = [track.head[hit].mean(axis=0) / frame if hit.size else np.full(2, np.nan) for hit in found_in(track, clock)]
    return [[_text(x) for x, _ in means], [_text(y) for _, y in means]]


def _looks(cue: Series | None, clock: Clock) -> list[str]:
    """The likeliest target of each second."""
    if cue is None:
        return [""] * clock.count
    rows = _on(cue, clock)
    return ["" if np.isnan(row).any() else LOOKS[int(np.argmax(row))] for row in rows]


def _spoken(name: str, cue: Series | None) -> Series | None:
    """A voice's share of each second as how surely somebody spoke in it; other cues as they are."""
    if cue is None or not name.endswith("_speaks"):
        return cue
    return Series(cue.clock, np.minimum(1.0, cue.values / (2 * SPOKEN)), cue.confidence)


def _numbers(cue: Series | None, clock: Clock) -> list[str]:
    if cue is None:
        return [""] * clock.count
    return [_text(float(value)) for value in _on(cue, clock)]


def _on(cue: Series, clock: Clock) -> list[Any]:
    """The value, or the row of values, of each second of the film; NaN where the cue says nothing of it."""
    unknown = np.full(cue.values.shape[1:], np.nan)
    first, count = cue.clock.first, cue.clock.count
    return [cue.values[k - first] if 0 <= k - first < count else unknown for k in range(clock.count)]

"""Features: everything that attune says of each second of a film as a tidy table, and what each number is.

Long, not wide: a row a second and name. So each value has its own confidence beside it, codes join by second and name,
and a name that a later attune adds is more rows and breaks nobody's columns.
"""

from __future__ import annotations

import csv
import inspect
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from attune.dyad import Dyad
from attune.exchange.seconds import LOOKS, found_in
from attune.knobs import Knobbed
from attune.moment import Scores
from attune.principles import PRINCIPLES
from attune.rules import CREDITS, RULES
from attune.timeline import Clock, Floats, Series, series

FORMAT = 1
"""Version of these tables; a greater one has other columns, or other meanings of names."""

DIGITS = 6
"""Decimals in text: far below what one look of a second changes."""

PRESENCE, CUE, PRINCIPLE, WHOLE = "presence", "cue", "principle", "whole"
"""Kinds of names."""


class Entry(NamedTuple):
    """A name of the data dictionary: its kind, its unit, and what it means. All values are from 0 to 1."""

    name: str
    kind: str
    unit: str
    meaning: str


class Feature(NamedTuple):
    """One number of one second. See ABOUT."""

    film: str
    second: int
    name: str
    value: float
    confidence: float
    unit: str
    knobs: str
    format: int = FORMAT


class Share(NamedTuple):
    """One name over a whole film, with what it would be had the unknown seconds all been 0, and all 1."""

    film: str
    name: str
    mean: float
    lowest: float
    highest: float
    coverage: float
    seconds: int
    unit: str
    meaning: str
    knobs: str
    format: int = FORMAT


ABOUT: Mapping[str, str] = {
    "film": "which film: the first 16 hex digits of its sha256",
    "second": "0, 1, 2, ... from the film's first picture; the last may be a part of a second",
    "name": "what the value is of: a name of the dictionary",
    "value": "0..1; empty (null) where it cannot be told, never 0 for what was not seen",
    "confidence": "0..1, how far the value may be trusted; 0 where there is none",
    "unit": "of the value: see the dictionary",
    "mean": "of the seconds in which it is known; empty where none is",
    "lowest": "mean of all seconds, had each unknown one been 0",
    "highest": "mean of all seconds, had each unknown one been 1",
    "coverage": "share of the seconds in which it is known",
    "seconds": "how many the film has",
    "meaning": "what the name means",
    "knobs": "twelve hex digits that change with any number that attune judged by (`attune knobs`)",
    "format": f"version of this table: {FORMAT}",
}
"""What each column of both tables holds."""

MEANINGS = {
    "attentive": "The adult attends to the child, at the child's height (P1 of science.md 4.4)",
    "encouraging": "The adult waits, gives room, looks for what the child begins (P2)",
    "receiving": "The adult takes up what the child began (P3); not known where the child began nothing",
    "attuned": "Both take turns, look at each other and at the same, smile together (P4)",
    "guiding": "The adult helps, where the first three were there before (P5)",
}
"""What the principles mean; cues say it themselves."""

TARGETS = {"partner": "at the other", "object": "at an object", "camera": "at the camera", "else": "anywhere else"}
"""The targets of a look, in words."""


def dictionary() -> tuple[Entry, ...]:
    """Every name that a film has, in the order of the tables."""
    seen = [Entry(f"{who}_seen", PRESENCE, "0 or 1", f"The {who}'s head was found, and not carried over, in at least "
                  "half of the second's looks") for who in ("adult", "child")]  # fmt: skip
    cues = [entry for rule in (*RULES, *CREDITS) for entry in _of_rule(rule) if entry.name not in PRINCIPLES]
    principles = [Entry(name, PRINCIPLE, "0 to 1", MEANINGS[name]) for name in PRINCIPLES]
    return (
        *seen, *cues, *principles,
        Entry("attunement", WHOLE, "0 to 1", "All principles as an uncalibrated index, for the pair's trend (4.4)"),
        Entry("standing", WHOLE, "rank in the film", "How this second stands among this film's own (4.6)"),
        Entry("coverage", WHOLE, "share of looks", "Looks in which both people could be told; never unknown"),
    )  # fmt: skip


def _of_rule(rule: type[Knobbed]) -> Iterator[Entry]:
    """A name for a cue, or one for each target of a look; what it means is the first sentence of its rule."""
    name: str = rule.name  # type: ignore[attr-defined]
    meaning = " ".join((inspect.getdoc(rule) or "").split("\n\n")[0].split()).partition("; see")[0].rstrip(".")
    meaning = meaning[:1].upper() + meaning[1:]
    if name.endswith("_looks"):
        yield from (Entry(f"{name}.{at}", CUE, "likelihood", f"{meaning}: {TARGETS[at]}") for at in LOOKS)
    else:
        yield Entry(name, CUE, "share of the second" if name.endswith("_speaks") else "0 to 1", meaning)


def features(film: str, dyad: Dyad, scores: Scores, knobs: str) -> list[Feature]:
    """A row for each name and second: name by name, each in order of time. Values are 0..1, NaN where unknown."""
    return [
        Feature(film, second, entry.name, value, sure, entry.unit, knobs)
        for entry, line in _told(dyad, scores)
        for second, value, sure in zip(*_numbers(line, dyad.seconds), strict=True)
    ]


def shares(film: str, dyad: Dyad, scores: Scores, knobs: str) -> list[Share]:
    """A row for each name: its mean where it is known, and between which bounds that of all seconds lies.

    What is not seen is not lost at random, so the mean of what is known may be off by as much as the bounds say
    (science.md 4.2).
    """
    return [_share(film, entry, line.values[: _seconds(dyad.seconds)], knobs) for entry, line in _told(dyad, scores)]


def _share(film: str, entry: Entry, values: Floats, knobs: str) -> Share:
    known = ~np.isnan(values)
    mean = float(values[known].mean()) if known.any() else float("nan")
    low, high = (float(np.where(known, values, filled).mean()) for filled in (0.0, 1.0))
    coverage = float(known.mean())
    return Share(film, entry.name, mean, low, high, coverage, len(values), entry.unit, entry.meaning, knobs)


def _told(dyad: Dyad, scores: Scores) -> Iterator[tuple[Entry, Series]]:
    """Every name of the dictionary that there is a line of, with it."""
    lines = _lines(dyad, scores)
    return ((entry, lines[entry.name]) for entry in dictionary() if entry.name in lines)


def _lines(dyad: Dyad, scores: Scores) -> dict[str, Series]:
    """One number a second by name; looks have one for each target."""
    clock = Clock(1, _seconds(dyad.seconds))
    seen = {"adult_seen": dyad.adult, "child_seen": dyad.child}
    lines = {name: series(clock, np.array([hit.size > 0 for hit in found_in(track, clock)], float))
             for name, track in seen.items()}  # fmt: skip
    for name, cue in scores.cues.items():
        if cue.values.ndim == 1:
            lines[name] = cue
        else:
            lines |= {f"{name}.{at}": Series(cue.clock, cue.values[:, k], cue.confidence) for k, at in enumerate(LOOKS)}
    whole = {"attunement": scores.attunement, "standing": scores.standing, "coverage": scores.coverage}
    return lines | dict(scores.principles) | whole


def _numbers(line: Series, seconds: float) -> tuple[Sequence[int], Sequence[float], Sequence[float]]:
    """Second, value and confidence, as Python has numbers."""
    count = min(line.clock.count, _seconds(seconds))
    return range(count), line.values[:count].tolist(), line.confidence[:count].tolist()


def _seconds(seconds: float) -> int:
    return int(np.ceil(seconds - 1e-6))


def to_csv(rows: Iterable[Feature] | Iterable[Share], columns: Sequence[str]) -> str:
    """Rows as CSV; empty where there is no number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value) if isinstance(value, float) else value for value in row] for row in rows)
    return out.getvalue()


def _text(number: float) -> str:
    return "" if np.isnan(number) else f"{number + 0.0:.{DIGITS}f}".rstrip("0").rstrip(".")

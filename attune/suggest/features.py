"""A stretch of film in numbers by name: what ranking may learn from, of proposals and own moments alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from attune.dyad import Dyad
from attune.moment import Event, Scores
from attune.principles import PRINCIPLES
from attune.rules import CREDITS, RULES
from attune.rules.looks import TARGETS, AdultLooks, ChildLooks
from attune.rules.three import to_seconds
from attune.suggest.film import VALID, in_view, mean_over
from attune.timeline import Floats, Series, Span, series

LOOKS = (AdultLooks.name, ChildLooks.name)
"""Cues of one number a target."""

NAMES = (
    *(f"{name}.{target}" for name in LOOKS for target in TARGETS),
    *(rule.name for rule in (*RULES, *CREDITS) if rule.name not in LOOKS),  # type: ignore[attr-defined]
    *(name for name in PRINCIPLES if name not in ("encouraging", "receiving")),
    "standing", "coverage", "visible", "others", "child_led", "seconds", "when", "score",
)  # fmt: skip
"""The name of every number that a stretch has, in the order of `features`."""


class Lines(NamedTuple):
    """Every line of one number a second of a film, by name; and how long the film is, in seconds."""

    by_name: Mapping[str, Series]
    seconds: float


def lines(dyad: Dyad, scores: Scores) -> Lines:
    """What the features of any stretch of a film are read from."""
    return Lines(dict(_lines(dyad, scores)), dyad.seconds)


def features(film: Lines, span: Span, events: Iterable[Event], score: float = np.nan) -> dict[str, float]:
    """Everything that is known of `span` as numbers, NaN where it is not known; every film and stretch has the same
    names, in the same order.

    CUE, PRINCIPLE  its mean over the span, 0..1; "adult_looks.partner" and so on for each target of a look
    standing        the mean of R (science.md 4.6): how the span stands in this film, 0..1
    coverage        share of it in which both could be told; `visible`: in which both were in view, 0..1
    others          share of it in which another's voice is heard, 0..1
    child_led       1 where the child began, 0 where the adult did; NaN where nobody was seen to
    seconds         how long it is; `when`: where its middle lies in the film, 0..1
    score           that of the moment it is, 0..1, comparable within one film; NaN of one that was not proposed
    """
    means = {name: mean_over(line.clock, line.values, span) for name, line in film.by_name.items()}
    first = next((event.who for event in sorted(events) if event.kind == "initiative"), None)
    return means | {
        "child_led": np.nan if first is None else float(first == "child"),
        "seconds": round(span.seconds, 3),
        "when": round((span.start + span.end) / 2 / film.seconds, 6),
        "score": score,
    }


def _lines(dyad: Dyad, scores: Scores) -> Iterator[tuple[str, Series]]:
    for name, line in {**scores.cues, **scores.principles}.items():
        if line.values.ndim == 1:
            yield name, line
        else:
            yield from ((f"{name}.{TARGETS[k]}", series(line.clock, line.values[:, k])) for k in range(len(TARGETS)))
    yield "standing", scores.standing
    yield "coverage", scores.coverage
    yield "visible", series(scores.clock, _both(dyad, scores))
    yield "others", to_seconds(series(dyad.clock, dyad.other_voice), VALID)


def _both(dyad: Dyad, scores: Scores) -> Floats:
    """(seconds,) 1 where both are in view, else 0."""
    return (in_view(dyad.adult, scores.clock) & in_view(dyad.child, scores.clock)).astype(float)

"""What stands behind the sentence of a moment: its events with their seconds, who, how sure; and what was not seen.

In words that the guider's page and the command line share; numbers here are about seeing, not about people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from attune.dyad import Dyad
from attune.explain import called
from attune.moment import Event, Moment, Scores
from attune.suggest.film import in_view
from attune.timeline import Bools, Clock, Span
from attune.words import BESIDE, FACTS, INITIATIVES

LEAST = 0.5
"""Seconds: a voice of nobody known that is shorter needs no line."""

PARTS = {"initiative": "a beginning", "reception": "an answer", "return": "a return"}
"""Kinds of events that one act may be, several at once: the answer to one thing begins the next."""

DEEDS = {**INITIATIVES, **BESIDE}
"""Verbs for an act in itself, whatever part it has."""


@dataclass(frozen=True)
class Fact:
    """An event as people read it: when, by whom, what was seen or heard, and 0..1 how sure that is."""

    span: Span
    who: str
    what: str
    sure: float


def facts(moment: Moment, dyad: Dyad) -> list[Fact]:
    """Every event that a moment rests on, as they happened: one act once, with all that it was. Events of kinds without
    words are left out, and so is a turn of which the same voice is told already."""
    names = called(dyad.adult.person, dyad.child.person) | {"both": "both"}
    acts: dict[tuple[Span, str, str], list[Event]] = {}
    for event in moment.events:
        own = event.kind in PARTS
        if own or event.kind in FACTS:
            how = "voice" if event.kind == "turn" else event.how if own else event.kind
            acts.setdefault((event.span, event.who, how), []).append(event)
    return [
        Fact(span, names[who], _what(same, names), max(e.sure for e in same)) for (span, who, _), same in acts.items()
    ]


def unseen(moment: Moment, dyad: Dyad, scores: Scores) -> list[str]:
    """What could not be seen or heard while the moment lasts, in plain lines; none where all could."""
    return [*_sights(moment.span, dyad, scores), *_sounds(moment.span, dyad)]


def minute(second: float) -> str:
    """12.34 -> "00:12.3"."""
    minutes, tenths = divmod(round(second * 10), 600)
    return f"{minutes:02d}:{tenths / 10:04.1f}"


def _what(same: Sequence[Event], names: Mapping[str, str]) -> str:
    """What one act was; `same` has the events that it is."""
    parts = [part for kind, part in PARTS.items() if any(e.kind == kind for e in same)]
    event = next((e for e in same if e.kind in PARTS), same[0])
    if parts:
        ways = (f"{event.who} {event.how}", event.how, "")
        told = next(DEEDS[way] for way in ways if way in DEEDS)[0] + f" ({', '.join(parts)})"
    else:
        ways = (f"{event.kind} {event.how}", f"{event.kind} {event.who}", event.kind)
        told = next(FACTS[way] for way in ways if way in FACTS)
    other = names["adult" if event.who == "child" else "child"]
    return told.format(other=other, adult=names["adult"], child=names["child"])


def _sights(span: Span, dyad: Dyad, scores: Scores) -> Iterator[str]:
    names = called(dyad.adult.person, dyad.child.person)
    for who, track in (("adult", dyad.adult), ("child", dyad.child)):
        name, seen = names[who], in_view(track, scores.clock)
        if away := _within(~seen, scores.clock, span):
            yield f"{name} was out of sight {away}."
        looks = scores.cues.get(f"{who}_looks")
        if looks and (untold := _within(seen & ~looks.known, scores.clock, span)):
            yield f"It cannot be told where {name} looked {untold}."


def _sounds(span: Span, dyad: Dyad) -> Iterator[str]:
    here = dyad.clock.mask([span])
    if np.isnan(dyad.voice[here]).all():
        yield "Nothing is known of voices: there is no sound."
        return
    heard = dyad.voice > 0
    nobody = heard & np.isnan(dyad.adult.speaks) & np.isnan(dyad.child.speaks)
    if whose := _within(nobody, dyad.clock, span):
        yield f"It cannot be told whose voice was heard {whose}."
    if others := _within(dyad.other_voice > 0, dyad.clock, span):
        yield f"Somebody else was heard {others}."


def _within(mask: Bools, clock: Clock, span: Span) -> str:
    """Where the mask (n,) holds inside `span`: "from 00:12.0 to 00:14.0 and from ..."; "" where for no length."""
    parts = [part for stretch in clock.spans(mask) if (part := stretch & span) and part.seconds >= LEAST]
    return " and ".join(f"from {minute(part.start)} to {minute(part.end)}" for part in parts)

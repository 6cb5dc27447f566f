"""Films whose scores are known because they are written down: a Dyad and Scores from a few events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from attune.dyad import Dyad, Person, Track, unheard, unseen
from attune.knobs import Knobs
from attune.moment import Event, Scores, Who
from attune.principles import PRINCIPLES
from attune.suggest import GROUPS
from attune.timeline import Clock, Floats, Span, series

KNOBS = Knobs.of(*GROUPS)
ADULT = Person("p1", "adult", 1.0, 0.22)
CHILD = Person("p2", "child", 1.0, 0.18)


def event(kind: str, start: float, end: float, who: Who = "both", how: str = "", sure: float = 1.0) -> Event:
    return Event(Span(start, end), kind, who, how, sure)


def yes_cycle(at: float, who: Who = "child", quality: float = 0.9) -> list[Event]:
    """Five seconds: an initiative at `at`, its reception a second later, the return at three, with its chain."""
    other: Who = "adult" if who == "child" else "child"
    return [
        event("initiative", at, at + 0.8, who, "reach"),
        event("reception", at + 1, at + 2, other, "look"),
        event("return", at + 3, at + 5, who, "smile"),
        event("yes_cycle", at, at + 5, "both", "", quality),
    ]


def track(person: Person, seconds: float, at: tuple[float, float] = (0.5, 0.5), sure: float | Floats = 1.0) -> Track:
    """Somebody who sits at one place of the picture, seen with this confidence; 0 = not seen then."""
    clock = Clock(10, int(np.ceil(seconds * 10 - 1e-6)))
    trust = np.broadcast_to(sure, clock.count).astype(float)
    found = trust > 0
    head = np.where(found[:, None], np.array(at), np.nan)
    return replace(unseen(person, clock), found=found, sure=trust, head=head, size=np.where(found, 0.3, np.nan))


def dyad(
    seconds: float,
    cuts: Sequence[float] = (),
    adult: float | Floats = 1.0,
    child: float | Floats = 1.0,
    voice: Floats | None = None,
    others: Floats | None = None,
) -> Dyad:
    """A film of two people who are seen with these confidences. Where anybody, and who is neither, is heard: (10 x
    seconds,), no sound by default."""
    tracks = track(ADULT, seconds, (0.4, 0.4), adult), track(CHILD, seconds, (1.2, 0.6), child)
    heard = unheard(tracks[0].clock) if voice is None else voice
    whose = 0 * heard if others is None else others
    return Dyad(tracks[0].clock, 16 / 9, seconds, *tracks, cuts=tuple(cuts), voice=heard, other_voice=whose)


def scores(
    seconds: float,
    events: Iterable[Event] = (),
    standing: Floats | float | None = None,
    principles: Mapping[str, Floats] | None = None,
    cues: Mapping[str, Floats] | None = None,
    coverage: float = 1.0,
) -> Scores:
    """Scores with these events. Unless given, R is .8 in seconds that an event touches and .2 elsewhere, and every
    principle is R; mutual gaze is 1 in mutual events."""
    events = tuple(sorted(events))
    clock = Clock(1, int(np.ceil(seconds - 1e-6)))
    touched = clock.mask(e.span.grown(0.5, 0.5) for e in events)
    r = np.where(touched, 0.8, 0.2) if standing is None else np.broadcast_to(standing, clock.count)
    given = principles if principles is not None else dict.fromkeys(PRINCIPLES, r)
    mutual = clock.mask(e.span.grown(0.5, 0.5) for e in events if e.kind == "mutual_gaze")
    seen = {"mutual_gaze": mutual.astype(float)} if cues is None else cues
    return Scores(
        clock=clock,
        cues={name: series(clock, values) for name, values in seen.items()},
        principles={name: series(clock, values) for name, values in given.items()},
        attunement=series(clock, r),
        standing=series(clock, r),
        coverage=series(clock, np.full(clock.count, coverage)),
        events=events,
    )

"""Events: initiatives: a new look at the other, a hand held out, a voice after silence, something begun after rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event, Who, in_time
from attune.rules.floor import turns_of
from attune.rules.geometry import PARTNER, column
from attune.rules.onsets import begun as heard
from attune.rules.onsets import events_of, onsets, openings
from attune.rules.voices import VOICE
from attune.timeline import Series, Span

TELLING = ("reach", VOICE, "look", "move")
"""Channels from the most to the least telling: what a hand held out says, a movement may not."""


@dataclass(frozen=True)
class Initiatives(Knobbed):
    """An "initiative" of one person, with `how` "look", "reach", "voice" or "move" (science.md 4.3).

    Each must be seen or heard to begin. A voice counts until its turn ends, all else for its first `lasts` seconds.
    What begins within `merge` of another is one initiative: it starts with the first of them, and its `how` is the
    most telling channel.
    """

    name: ClassVar[str]
    who: ClassVar[Who]
    look: float = knob(0.3, low=0.1, high=2, unit="s", why="the shortest look that counts (4.3)")
    reach: float = knob(0.4, low=0.1, high=2, unit="s", why="the shortest reach, point or show that counts (4.3)")
    move: float = knob(0.3, low=0.1, high=2, unit="s", why="a movement, not one bad look")
    still: float = knob(1.0, low=0, high=5, unit="s", why="something new begins after at least this much rest (4.3)")
    silence: float = knob(0.5, low=0, high=5, unit="s", why="a voice begins after its own known silence (4.3)")
    merge: float = knob(0.5, low=0, high=2, unit="s", why="channels that begin together are one initiative (4.8)")
    lasts: float = knob(2.0, low=0.3, high=10, unit="s", why="its beginning is the initiative; a look may last")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        looks, reaches, moves = (
            column(cues[f"{self.who}_looks"], PARTNER), cues[f"{self.who}_reaches"], cues[f"{self.who}_moves"]
        )  # fmt: skip
        begun = (
            ("reach", reaches, onsets(reaches, self.reach, dyad.cuts)),
            ("look", looks, onsets(looks, self.look, dyad.cuts)),
            ("move", moves, onsets(moves, self.move, dyad.cuts, self.still)),
        )
        found = [
            e for how, cue, s in begun for e in events_of(cue, openings(s, self.lasts), "initiative", self.who, how)
        ]
        speaks = cues[f"{self.who}_speaks"]
        voices = heard(speaks, turns_of(events, self.who), dyad.cuts, self.silence)
        return self.merged(found + events_of(speaks, voices, "initiative", self.who, VOICE))

    def merged(self, found: Sequence[Event]) -> list[Event]:
        """Those that begin together made one."""
        told = {how: rank for rank, how in enumerate(TELLING)}
        out: list[Event] = []
        for event in in_time(found):
            if out and event.span.start - out[-1].span.start <= self.merge:
                first = out.pop()
                best = min(first, event, key=lambda e: told[e.how])
                whole = Span(first.span.start, best.span.end) if best.how == VOICE else first.span | event.span
                event = Event(whole, "initiative", self.who, best.how, max(first.sure, event.sure))
            out.append(event)
        return out


@dataclass(frozen=True)
class ChildInitiatives(Initiatives):
    """What the child began."""

    name: ClassVar[str] = "child_initiatives"
    who: ClassVar[Who] = "child"


@dataclass(frozen=True)
class AdultInitiatives(Initiatives):
    """What the adult began."""

    name: ClassVar[str] = "adult_initiatives"
    who: ClassVar[Who] = "adult"

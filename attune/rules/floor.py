"""Events: turns of voices, and what may lie between two of them (science.md 3.3, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event, Who
from attune.rules.onsets import BLINK, sureness
from attune.rules.three import EVEN, INSTANT, bouts, hold, holds, marked, within
from attune.rules.voices import VOICE
from attune.timeline import Bools, Series, Span

SIDES: tuple[Who, Who] = ("adult", "child")
"""Both people."""

OVERLAP = 0.5
"""Seconds: who comes in so shortly before the other ends takes the turn early; who comes in sooner talks into it, and
answers nothing (science.md 4.3)."""

EARLY = 0.7
"""What a turn that is taken so early is worth as an answer (science.md 4.3)."""


@dataclass(frozen=True)
class Turns(Knobbed):
    """A "turn" of each: a voice of at least `shortest`, with its own pauses of up to `pause` in it.

    A tick counts as voice from half of it on. A voice of which nobody can tell whose it is is nobody's turn.
    """

    name: ClassVar[str] = "turns"
    pause: float = knob(0.5, low=0, high=3, unit="s", why="a speaker's own pause ends no turn; shorter with age (4.8)")
    shortest: float = knob(0.2, low=0.1, high=2, unit="s", why="the shortest syllable; a tick alone may be a click")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        return [
            Event(span, "turn", who, "", sureness(cues[f"{who}_speaks"], span))
            for who in SIDES
            for span in self.spans(dyad, cues[f"{who}_speaks"])
        ]

    def spans(self, dyad: Dyad, speaks: Series) -> list[Span]:
        """The turns of one voice, sorted, none across a cut."""
        sounds = bouts(dyad.clock, holds(speaks), self.shortest, dyad.clock.step, dyad.cuts)
        return bouts(dyad.clock, marked(dyad.clock, sounds), 0.0, self.pause, dyad.cuts)


def turns_of(events: Sequence[Event], who: Who) -> list[Span]:
    """One person's turns, sorted."""
    return sorted(e.span for e in events if e.kind == "turn" and e.who == who)


def done(begun: Event) -> float:
    """The second from which an answer to something is waited for: a voice has to end, all else to begin."""
    return begun.span.end if begun.how == VOICE else begun.span.start


def free(cues: Mapping[str, Series]) -> Bools:
    """(n,) where it is known that nobody but the two speaks; what is unknown for a blink is taken as before."""
    others = hold(cues["other_speaks"], BLINK)
    own = [hold(cues[f"{who}_speaks"], BLINK) for who in SIDES]
    clear: Bools = (others.values < EVEN) & own[0].known & own[1].known
    return clear


def promptness(latency: float, full: float, zero: float) -> float:
    """K of science.md 4.3: 1 up to `full` seconds, then straight down to 0 at `zero`. Who is asked for by voice and
    answers by voice may come in before its end, which is a negative latency: EARLY up to OVERLAP, 0 beyond."""
    if latency < -INSTANT:
        return EARLY if latency >= -OVERLAP - INSTANT else 0.0
    return min(1.0, max(0.0, (zero - latency) / max(zero - full, INSTANT)))


def takes_up(act: Event, begun: Event, dyad: Dyad, clear: Bools) -> bool:
    """Whether an act may answer what another began, as far as voices go: nobody else spoke in between (`clear`, of
    `free`), and none talks into the other's turn."""
    if act.how != VOICE:
        return True
    if begun.how == VOICE and act.span.start < begun.span.end - OVERLAP - INSTANT:
        return False
    return bool(clear[within(dyad.clock, Span(done(begun), act.span.start))].all())


def worth(act: Event, begun: Event, full: float, zero: float) -> float:
    """K of an act as an answer to what another began. Who smiles while the other speaks answers at once."""
    latency = act.span.start - done(begun)
    return promptness(latency if act.how == begun.how == VOICE else max(0.0, latency), full, zero)

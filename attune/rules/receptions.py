"""Events: how one person was seen or heard to take up what the other began (science.md 4.3)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event, Who, in_time
from attune.rules.floor import done, free, takes_up, turns_of, worth
from attune.rules.geometry import PARTNER, column, other
from attune.rules.onsets import begun as heard
from attune.rules.onsets import events_of, onsets, openings
from attune.rules.three import INSTANT, bouts, holds
from attune.rules.voices import VOICE
from attune.timeline import Series, Span


@dataclass(frozen=True)
class Receptions(Knobbed):
    """A "reception" of one person, one event a channel: `how` is "look", "voice", "smile", "lean" or "hand".

    For each initiative of the other: the first act seen to begin after it, within `zero` and in the same shot, and
    what other channels begin within `together` of that act. A look counts as begun, too, where the other's look
    meets one that is already there. Time counts from the end of what was said, and across another's voice no voice
    answers. `sure` = confidence x K(latency): a late act is less surely an answer.
    """

    name: ClassVar[str]
    who: ClassVar[Who]
    full: float = knob(2.0, low=0.2, high=5, unit="s", why="full credit for an answer within 2 s (3.3, 4.8)")
    zero: float = knob(5.0, low=1, high=10, unit="s", why="what begins later is no answer any more (3.3, 4.8)")
    shortest: float = knob(0.3, low=0.1, high=2, unit="s", why="the shortest look or smile that counts (4.3)")
    together: float = knob(1.5, low=0, high=5, unit="s", why="channels that begin so near to each other are one")
    lasts: float = knob(2.0, low=0.3, high=10, unit="s", why="its beginning is the answer; a look may last")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        acts, clear = self.acts(dyad, cues, events), free(cues)
        starts = [a.span.start for a in acts]
        out: dict[tuple[Span, str], Event] = {}
        for begun in (e for e in events if e.kind == "initiative" and e.who == other(self.who)):
            shot_end = next((c for c in dyad.cuts if c > begun.span.start), dyad.clock.span.end)
            window = Span(begun.span.start - INSTANT, min(done(begun) + self.zero, shot_end))
            soon = acts[bisect_left(starts, window.start) : bisect_left(starts, window.end)]
            after = [a for a in soon if takes_up(a, begun, dyad, clear)]
            for act in after:
                if act.span.start - after[0].span.start <= self.together + INSTANT:
                    prompt = worth(after[0], begun, self.full, self.zero)
                    # the same act after two initiatives answers the later one
                    out[act.span, act.how] = replace(act, sure=act.sure * prompt)
        return in_time(out.values())

    def acts(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        """Everything of this person that may be an answer, sorted."""
        looks = column(cues[f"{self.who}_looks"], PARTNER)
        met = bouts(dyad.clock, holds(cues["mutual_gaze"]), self.shortest, 0.0, dyad.cuts)
        begun = {how: onsets(cues[name], self.shortest, dyad.cuts) for how, name in self.channels().items()}
        begun["look"] = onsets(looks, self.shortest, dyad.cuts)
        begun["look"] += [m for m in met if not any(abs(m.start - s.start) <= self.shortest for s in begun["look"])]
        own = {how: cues[name] for how, name in self.channels().items()} | {"look": looks}
        acts = [(own[how], openings(spans, self.lasts), how) for how, spans in begun.items()]
        speaks = cues[f"{self.who}_speaks"]
        acts.append((speaks, heard(speaks, turns_of(events, self.who), dyad.cuts), VOICE))
        return in_time(e for cue, spans, how in acts for e in events_of(cue, spans, "reception", self.who, how))

    def channels(self) -> dict[str, str]:
        """The cue of each channel but the look and the voice."""
        return {"smile": f"{self.who}_smiles", "lean": f"{self.who}_leans", "hand": "hands_meet"}


@dataclass(frozen=True)
class AdultReceptions(Receptions):
    """How the adult took up what the child began."""

    name: ClassVar[str] = "adult_receptions"
    who: ClassVar[Who] = "adult"


@dataclass(frozen=True)
class ChildReceptions(Receptions):
    """How the child took up what the adult began."""

    name: ClassVar[str] = "child_receptions"
    who: ClassVar[Who] = "child"

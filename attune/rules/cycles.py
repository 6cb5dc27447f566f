"""Events: yes-cycles: the child begins, the adult takes it up, the child comes back (science.md 1 dev.yes, 4.3)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event, Who, in_time
from attune.rules.floor import done, free, takes_up, worth
from attune.rules.geometry import other
from attune.rules.onsets import events_of, onsets, openings
from attune.rules.three import INSTANT, shot_spans, split_by
from attune.timeline import Series, Span, merge


def answered(events: Sequence[Event], who: Who) -> Iterator[tuple[Event, Event]]:
    """(initiative of the other, first reception by `who` that answers it), sorted: each answer is counted once, for
    the latest initiative before it."""
    begun = in_time(e for e in events if e.kind == "initiative" and e.who == other(who))
    answers = in_time(e for e in events if e.kind == "reception" and e.who == who)
    starts = [a.span.start for a in answers]
    ends = [*(b.span.start for b in begun[1:]), float("inf")]
    for first, end in zip(begun, ends, strict=False):
        at = bisect_left(starts, first.span.start - INSTANT)
        if at < len(answers) and starts[at] < end - INSTANT:
            yield first, answers[at]


@dataclass(frozen=True)
class YesCycles(Knobbed):
    """A "yes_cycle": initiative of the child, reception by the adult, and the child's "return" within `window`.

    A return is anything that the child begins after the reception: an initiative, a reception, a smile. One by voice
    waits for a voice to end, and is none across another's.
    `sure` of a cycle is Q = K(return) x the least of all three confidences, in which the reception's K is. Cycles that
    overlap or follow within `window` make a "chain", as sure as its best cycle.
    """

    name: ClassVar[str] = "yes_cycles"
    full: float = knob(2.0, low=0.2, high=5, unit="s", why="full credit for a return within 2 s (4.3)")
    window: float = knob(5.0, low=1, high=10, unit="s", why="later it starts something else (4.3, 4.8)")
    apart: float = knob(0.2, low=0, high=2, unit="s", why="faster than this nobody answers: it had begun by itself")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        smiles = openings(onsets(cues["child_smiles"], self.apart, dyad.cuts), self.full)
        acts = in_time(
            [e for e in events if e.who == "child" and e.kind in ("initiative", "reception")]
            + events_of(cues["child_smiles"], smiles, "return", "child", "smile")
        )
        starts, cycles, returns = [a.span.start for a in acts], [], []
        clear = free(cues)
        for begun, answer in answered(events, "adult"):
            after = acts[bisect_left(starts, answer.span.start + self.apart - INSTANT) :]
            back = next((a for a in after if takes_up(a, answer, dyad, clear)), answer)
            soon = answer.span.start < back.span.start < done(answer) + self.window
            if soon and not split_by(dyad.cuts, begun.span.start, back.span.start):
                quality = worth(back, answer, self.full, self.window) * min(begun.sure, answer.sure, back.sure)
                cycles.append(Event(Span(begun.span.start, back.span.end), "yes_cycle", "both", "", quality))
                returns.append(replace(back, kind="return"))
        return [*cycles, *returns, *self.chains(cycles, dyad.cuts)]

    def chains(self, cycles: Sequence[Event], cuts: Sequence[float]) -> list[Event]:
        """Two or more cycles that follow each other, none across a cut."""
        cycles, out = in_time(cycles), []
        starts = [c.span.start for c in cycles]
        for shot in shot_spans(cuts):
            for whole in merge((shot & c.span for c in cycles), self.window):
                links = [c for c in cycles[bisect_left(starts, whole.start) : bisect_left(starts, whole.end)] if c.span]
                if len(links) > 1:
                    out.append(Event(whole, "chain", "both", "", max(c.sure for c in links)))
        return out

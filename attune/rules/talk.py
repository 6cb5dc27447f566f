"""What researchers count of voices: floor transfers, overlaps, who holds the floor, and two counts of turns.

Nothing here is shown to a guider, and nothing of it weighs in any moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from attune.dyad import Dyad
from attune.moment import Event, Who
from attune.rules.contingency import Answering, Contingency
from attune.rules.cycles import answered
from attune.rules.floor import SIDES, free, turns_of
from attune.rules.geometry import other
from attune.rules.three import INSTANT, marked, split_by, within
from attune.rules.voices import VOICE
from attune.timeline import Bools, Series, Span, series

LENA = 5.0
"""Seconds from one speaker to the other within which LENA counts a turn (science.md 3.3)."""

Turn = tuple[Span, Who]


@dataclass(frozen=True)
class Transfer:
    """The floor goes from one to the other.

    at       second at which the next begins
    offset   floor-transfer offset in seconds: how long after the end of the one before; negative where they overlap
    clear    nobody else was heard in between, nor a voice that could be anybody's
    """

    to: Who
    at: float
    offset: float
    clear: bool


@dataclass(frozen=True)
class Talk:
    """What is counted of a film's voices.

    turns      each one's turns, sorted by time
    transfers  between the two, sorted; a turn that lies inside one of the other's takes no floor
    overlaps   where both are heard in their turns
    floor      seconds for which each holds the floor: from the start of their turn until it ends or is taken
    lena       turns as LENA counts them: pairs of neighbouring voices under 5 s apart, each voice in one pair, nobody
               else between, overlaps left out
    exchanges  what one said and the other answered by voice, as `TurnTaking` has it before anybody is seen
    answering  how each answers the other, and how often that is chance
    known      share of the film in which it is known whether each speaks, "other" and "sound" (anybody) beside
    """

    turns: tuple[Turn, ...]
    transfers: tuple[Transfer, ...]
    overlaps: tuple[Span, ...]
    floor: Mapping[Who, float]
    lena: int
    exchanges: int
    answering: Mapping[Who, Answering]
    known: Mapping[str, float]


def talk(dyad: Dyad, events: Sequence[Event], contingency: Contingency) -> Talk:
    """Everything that is counted of the turns in `events`."""
    voices = {f"{who}_speaks": series(dyad.clock, getattr(dyad, who).speaks) for who in SIDES}
    clear = free(voices | {"other_speaks": series(dyad.clock, dyad.other_voice)})
    by = {who: turns_of(events, who) for who in SIDES}
    turns = sorted((span, who) for who in SIDES for span in by[who])
    return Talk(
        turns=tuple(turns),
        transfers=tuple(_transfers(dyad, turns, clear)),
        overlaps=tuple(dyad.clock.spans(marked(dyad.clock, by["adult"]) & marked(dyad.clock, by["child"]))),
        floor=_floor(turns),
        lena=_lena(dyad, turns, clear),
        exchanges=sum(b.how == a.how == VOICE for who in SIDES for b, a in answered(events, who)),
        answering={w: contingency(dyad, by[other(w)], by[w], voices[f"{w}_speaks"]) for w in SIDES},
        known=_known(dyad, voices),
    )


def holders(turns: Sequence[Turn]) -> list[Turn]:
    """The turns that hold the floor, one after another: without those inside another."""
    out: list[Turn] = []
    for turn in turns:
        if not out or turn[0].end > out[-1][0].end:
            out.append(turn)
    return out


def _transfers(dyad: Dyad, turns: Sequence[Turn], clear: Bools) -> list[Transfer]:
    return [
        Transfer(who, span.start, span.start - before.end, _clear(dyad, clear, before.end, span.start))
        for (before, passed_by), (span, who) in pairwise(holders(turns))
        if who != passed_by and not split_by(dyad.cuts, before.start, span.start)
    ]


def _floor(turns: Sequence[Turn]) -> dict[Who, float]:
    held: dict[Who, float] = dict.fromkeys(SIDES, 0.0)
    chain = holders(turns)
    taken = [*(span.start for span, _ in chain[1:]), np.inf]
    for (span, who), until in zip(chain, taken, strict=False):
        held[who] += min(span.end, until) - span.start
    return held


def _lena(dyad: Dyad, turns: Sequence[Turn], clear: Bools) -> int:
    spans = [span for span, _ in turns]
    latest = np.maximum.accumulate([-np.inf, *(span.end for span in spans)])
    soonest = [*(span.start for span in spans[1:]), np.inf]
    alone = [
        t for t, last, soon in zip(turns, latest, soonest, strict=False) if last <= t[0].start and t[0].end <= soon
    ]
    count, paired = 0, False
    for (one, who), (two, after) in pairwise(alone):
        near = two.start - one.end < LENA - INSTANT and _clear(dyad, clear, one.end, two.start)
        paired = who != after and near and not paired
        count += paired
    return count


def _clear(dyad: Dyad, clear: Bools, start: float, end: float) -> bool:
    return bool(clear[within(dyad.clock, Span(start, end))].all())


def _known(dyad: Dyad, voices: Mapping[str, Series]) -> dict[str, float]:
    shares = {who: float(voices[f"{who}_speaks"].known.mean()) for who in SIDES}
    return shares | {
        "other": float((~np.isnan(dyad.other_voice)).mean()),
        "sound": float((~np.isnan(dyad.voice)).mean()),
    }

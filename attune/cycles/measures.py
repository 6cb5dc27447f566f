"""What one film shows, as numbers of it: for the guider's charts, never for a client, and never added up.

Each number is over the time in which it could be told, says how much of the film that is, and how far chance alone
carries it. None of them is better high than low, and none has a norm (science.md 3.4, 6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from attune.cycles.resampling import blocks, rate_of, share_of
from attune.dyad import Dyad
from attune.explain import SHOWN, WELL
from attune.knobs import Knobs
from attune.moment import Scores
from attune.rules.contingency import Contingency
from attune.rules.cycles import answered
from attune.rules.floor import SIDES, done, turns_of
from attune.rules.talk import talk
from attune.score import Blend
from attune.timeline import Bools, Floats

MINUTE, FIVE = 60.0, 300.0
"""Seconds for which what happens is counted: often, and seldom."""


@dataclass(frozen=True)
class Measure:
    """One number of one film.

    value      NaN where it cannot be told
    low, high  its 95 % interval; NaN where the film is too short for one, or the number has none
    valid      seconds in which it could be told: what it is divided by
    seconds    of the film
    """

    value: float
    low: float
    high: float
    valid: float
    seconds: float

    @property
    def coverage(self) -> float:
        """Share of the film in which it could be told, 0..1."""
        return self.valid / self.seconds if self.seconds else 0.0

    @property
    def shown(self) -> bool:
        """Whether enough could be seen for a number (science.md 4.2)."""
        return self.coverage >= SHOWN and not np.isnan(self.value)

    @property
    def careful(self) -> bool:
        """Whether it is shown with the word that much could not be seen (science.md 4.2)."""
        return self.shown and self.coverage < WELL


@dataclass(frozen=True)
class Film:
    """A film as it is measured. Seconds before `Blend.skip` are left out."""

    dyad: Dyad
    scores: Scores
    knobs: Knobs

    @property
    def kept(self) -> Bools:
        """(seconds,) those that are measured."""
        return np.asarray(self.scores.clock.times >= self.knobs[Blend].skip)

    def known(self, *cues: str) -> Bools:
        """(seconds,) where each of these cues could be told."""
        known: Bools = np.logical_and.reduce([self.kept, *(self.scores.cues[cue].known for cue in cues)])
        return known

    def count(self, seconds: Sequence[float], known: Bools) -> Floats:
        """(seconds,) how many of some moments lie in each known second."""
        out = np.zeros(len(known))
        np.add.at(out, [self.scores.clock.index(second) for second in seconds], 1.0)
        return out * known

    def measure(self, value: float, ends: tuple[float, float], known: Bools) -> Measure:
        """The number with its time."""
        return Measure(value, *ends, valid=float(known.sum()), seconds=float(self.kept.sum()))

    def blocks(self, values: Floats | Bools) -> Floats:
        """(b,) sums over blocks of what is measured."""
        return blocks(values[self.kept].astype(float))

    def starts(self, kind: str, who: str) -> list[float]:
        """When events of a kind begin."""
        return [e.span.start for e in self.scores.events if e.kind == kind and e.who == who]


def share(film: Film, cue: str) -> Measure:
    """Per cent of the known seconds of a cue, each by how far it holds."""
    known = film.known(cue)
    held = np.where(known, np.nan_to_num(film.scores.cues[cue].values), 0.0)
    value, low, high = share_of(film.blocks(held), film.blocks(known))
    return film.measure(100 * value, (100 * low, 100 * high), known)


def rate(film: Film, seconds: Sequence[float], known: Bools, per: float) -> Measure:
    """How often something happens in `per` known seconds, of the seconds at which it did."""
    value, low, high = rate_of(film.blocks(film.count(seconds, known)), film.blocks(known))
    return film.measure(per * value, (per * low, per * high), known)


def attended(film: Film) -> Measure:
    """Per cent of the time in which the adult attends to the child."""
    return share(film, "adult_attends")


def joint(film: Film) -> Measure:
    """Per cent of the time in which both look at one thing."""
    return share(film, "joint_attention")


def both(film: Film) -> Bools:
    """(seconds,) where it could be told what both look at: what goes to and fro by sight and by voice is all there."""
    return film.known("adult_looks", "child_looks")


def exchanges(film: Film) -> Measure:
    """What one began and the other took up, a minute; either may begin."""
    met = [answer.span.start for who in SIDES for _, answer in answered(film.scores.events, who)]
    return rate(film, met, both(film), MINUTE)


def contingency(film: Film) -> Measure:
    """How often the adult's voice answers the child's beyond chance, -100..100 per cent points. Its interval is that of
    `Contingency`, from the same voices shifted in time."""
    known = film.known("adult_speaks", "child_speaks")
    how = talk(film.dyad, film.scores.events, film.knobs[Contingency]).answering["adult"]
    return film.measure(100 * how.index, (100 * how.low, 100 * how.high), known)


def latency(film: Film) -> Measure:
    """Median seconds from what the child began to the adult's answer, in any channel; what was not taken up has none.

    The interval is Woodruff's (1952): that of the share of answers as quick as the median, read off the answers.
    """
    known, clock = both(film), film.scores.clock
    pairs = [(a.span.start, a.span.start - done(b)) for b, a in answered(film.scores.events, "adult")]
    told = [(second, late) for second, late in pairs if known[clock.index(second)]]
    if not told:
        return film.measure(np.nan, (np.nan, np.nan), known)
    lates = np.array([late for _, late in told])
    middle = float(np.median(lates))
    top = film.count([second for second, late in told if late <= middle], known)
    every = film.count([second for second, _ in told], known)
    _, low, high = share_of(film.blocks(top), film.blocks(every))
    if np.isnan(low):
        return film.measure(middle, (np.nan, np.nan), known)
    ends = np.quantile(lates, [low, high], method="inverted_cdf")
    return film.measure(middle, (min(middle, float(ends[0])), max(middle, float(ends[1]))), known)


def initiatives(film: Film) -> Measure:
    """What the child began, a minute, of the time in which the child's looks could be told."""
    return rate(film, film.starts("initiative", "child"), film.known("child_looks"), MINUTE)


def waits(film: Film) -> Measure:
    """Waits of the adult that the child ended with something of their own, in five minutes."""
    paid = [e.span.end for e in film.scores.events if e.kind == "wait" and e.how]
    return rate(film, paid, film.known("adult_moves", "adult_attends"), FIVE)


def cycles(film: Film) -> Measure:
    """Yes-cycles, in five minutes: begun by the child, taken up by the adult, taken further by the child."""
    return rate(film, film.starts("yes_cycle", "both"), both(film), FIVE)


def chain(film: Film) -> Measure:
    """Yes-cycles in the longest chain of them. The largest of a film has no interval by resampling: no draw holds a
    longer one than the film (Efron & Tibshirani 1993, ch. 7.4)."""
    known = both(film)
    links = [e for e in film.scores.events if e.kind == "yes_cycle"]
    chains = [e for e in film.scores.events if e.kind == "chain"]
    longest = max((sum(bool(link.span & c.span) for link in links) for c in chains), default=min(1, len(links)))
    return film.measure(float(longest) if known.any() else np.nan, (np.nan, np.nan), known)


def balance(film: Film) -> Measure:
    """1 - |nA - nC| / (nA + nC) of both people's turns by voice, in per cent: 100 where both take as many.

    Its interval is that of the adult's share of the turns, folded likewise.
    """
    known = film.known("adult_speaks", "child_speaks")
    counts = [film.count([t.start for t in turns_of(film.scores.events, who)], known) for who in SIDES]
    value, low, high = share_of(film.blocks(counts[0]), film.blocks(counts[0] + counts[1]))
    ends = sorted(100 * (1 - abs(2 * end - 1)) for end in (low, high))
    whole = (ends[0], 100.0 if low <= 0.5 <= high else ends[1])
    return film.measure(100 * (1 - abs(2 * value - 1)), whole, known)


def reconnects(film: Film) -> Measure:
    """Coming back together after a quiet spell, in five minutes."""
    return rate(film, film.starts("reconnect", "both"), film.known("joint_attention", "mutual_gaze"), FIVE)


MEASURES: Mapping[str, Callable[[Film], Measure]] = {
    "attended": attended, "joint": joint, "exchanges": exchanges, "contingency": contingency, "latency": latency,
    "initiatives": initiatives, "waits": waits, "cycles": cycles, "chain": chain, "balance": balance,
    "reconnects": reconnects,
}  # fmt: skip
"""Every number of a film by name, in the order of science.md 6."""


def measured(dyad: Dyad, scores: Scores, knobs: Knobs) -> dict[str, Measure]:
    """All numbers of one film. Pure: the same film gives the same. `knobs` must hold score.GROUPS and MEASURES."""
    film = Film(dyad, scores, knobs)
    return {name: work(film) for name, work in MEASURES.items()}

"""Stretches that stand out in their own film, and rest on something that was seen to happen (science.md 4.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, Knobs, knob
from attune.moment import Event, Scores
from attune.principles import SIGNS, Goal, seen
from attune.rules.three import to_seconds
from attune.suggest.boundaries import Boundaries, Named, chain, hushed, inside, parts, rolled
from attune.suggest.film import VALID, in_view, mean_over, overlap, quiet, shots
from attune.suggest.goals import shown
from attune.timeline import Floats, Series, Span, merge, series

ROOM = 30.0
"""Seconds of film in which one moment is expected: in a film of a minute two are not few."""


@dataclass(frozen=True)
class Finding(Knobbed):
    """Hysteresis on standing R, in percentiles of this very film."""

    enter: float = knob(85.0, low=50, high=99, unit="%", why="better than usual: above this percentile of the film")
    leave: float = knob(60.0, low=20, high=95, unit="%", why="a find lasts until its standing falls below this")
    reach: float = knob(50.0, low=0, high=95, unit="%", why="an event counts where the film's middle is reached")
    relaxed: float = knob(75.0, low=30, high=99, unit="%", why="where fewer than `few` are found, look from here on")
    few: int = knob(3, low=0, high=12, unit="", why="with fewer the guider has nothing to choose from")
    least: float = knob(2.0, low=0.5, high=10, unit="s", why="shorter peaks are noise of one or two looks")
    gap: float = knob(2.0, low=0, high=10, unit="s", why="finds this near to each other are one")
    others: float = knob(0.3, low=0, high=1, unit="", why="at most so much of a clip is another's speech (4.7)")
    both: float = knob(0.6, low=0, high=1, unit="", why="a guider has to see both people for most of a clip")


@dataclass(frozen=True)
class Clip(Knobbed):
    """Clip score of science.md 4.7: what stands out, what it rests on, how well it can be seen and heard."""

    standing: float = knob(0.40, low=0, high=1, unit="", why="weight of standing out in the film (4.7)")
    chain: float = knob(0.25, low=0, high=1, unit="", why="weight of a cycle: a moment is no mere peak (4.7)")
    visible: float = knob(0.15, low=0, high=1, unit="", why="weight of both in view: the unseen starts no talk (4.7)")

    sound: float = knob(0.10, low=0, high=1, unit="", why="weight of sound that is the two's own; none without (4.7)")
    goal: float = knob(0.10, low=0, high=1, unit="", why="weight of showing what the goal names; none without (4.7)")
    usable: float = knob(0.2, low=0, high=1, unit="", why="with more of another's speech the sound is not theirs (4.7)")
    state: float = knob(0.5, low=0, high=1, unit="", why="a shared look or smile is worth this much of a whole cycle")
    full: float = knob(3.0, low=0.5, high=30, unit="s", why="credit of a shared state is full from 3 s on (4.4)")

    def __call__(
        self, standing: float, visible: float, others: float, events: Iterable[Event], match: float = np.nan
    ) -> float:
        """The weighted mean of R, of how much both are in view, of the best of the named events, of whether the sound
        is usable, and of how far the goal is shown, each 0..1. `others` is the share of another's speech; NaN weighs
        nothing: no sound. So does a `match` of NaN: no goal."""
        quality = max(map(self.quality, events))
        sound, goal = 0.0 if np.isnan(others) else self.sound, 0.0 if np.isnan(match) else self.goal
        terms = self.standing * standing + self.chain * quality + self.visible * visible
        terms += sound * (others < self.usable) + goal * np.nan_to_num(match)
        return float(terms / max(self.standing + self.chain + self.visible + sound + goal, 1e-9))

    def quality(self, event: Event) -> float:
        """Q of a cycle (science.md 4.3); of another event the part `state` of its credit, which grows with time."""
        if event.kind == "yes_cycle":
            return event.sure
        return self.state * event.sure * min(1.0, event.span.seconds / self.full)


@dataclass(frozen=True)
class Naming(Knobbed):
    """Which principles a moment is named after."""

    usual: float = knob(0.6, low=0, high=1, unit="", why="a principle stands out from this rank within the film on")
    shown: float = knob(0.5, low=0, high=1, unit="", why="an id of the goal is named where it is likelier than not")
    most: int = knob(3, low=1, high=5, unit="", why="more than three say nothing")


@dataclass(frozen=True)
class Candidate:
    """A stretch that could be shown. `peak` (highest R in it) and `score` are 0..1, for use within one film only.
    `others` is the share of it in which another's voice is heard, NaN where there is no sound; `ids` are those of the
    goal that it shows."""

    core: Span
    span: Span
    events: tuple[Event, ...]
    peak: float
    score: float
    visible: float
    others: float
    principles: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def child_led(self) -> bool:
        """Whether the first to begin something was the child."""
        first = next((e for e in self.events if e.kind == "initiative"), None)
        return first is not None and first.who == "child"

    @property
    def silent(self) -> bool:
        """Whether nothing that it rests on was heard."""
        return all(e.how != "voice" for e in self.events)


@dataclass(frozen=True)
class Found:
    """The candidates of a film, and in what their search had to be widened.

    fewer      fewer than Finding.few stood out, so the search looked lower
    together   at least one shows both people for long enough; where none does, all the others are kept
    """

    candidates: tuple[Candidate, ...]
    fewer: bool
    together: bool


def find(dyad: Dyad, scores: Scores, knobs: Knobs, goal: Goal = ()) -> Found:
    """Every candidate of the film, overlapping ones too; with a wider search where few stand out."""
    limits, film = knobs[Finding], _film(dyad, scores, seen(goal))
    found = _search(film, knobs, limits.enter, limits.reach)
    fewer = _apart(found) < min(limits.few, max(1, round(dyad.seconds / ROOM)))
    if fewer:
        found = _search(film, knobs, min(limits.enter, limits.relaxed), 0.0)
    both = tuple(c for c in found if c.visible >= limits.both)
    own = tuple(c for c in both or found if not c.others > limits.others)  # NaN compares false
    return Found(own or both or found, fewer, bool(both))


def runs(standing: Series, shot: Span, enter: float, leave: float, limits: Finding) -> list[Span]:
    """Stretches of a shot that stay above `leave` and rise to `enter`, both values of R; gaps are bridged.

    What equals `leave` is not above it: a film without ups and downs has no such stretch.
    """
    clock, values = standing.clock, np.nan_to_num(standing.values, nan=-np.inf)
    above = values > leave
    high = clock.spans(above & (values >= enter))
    wide = merge((s & shot for s in clock.spans(above)), limits.gap)
    return [s for s in wide if s.seconds >= limits.least and any(s & h for h in high)]


@dataclass(frozen=True)
class _Film:
    """A film as the search reads it: ranks instead of values, so that rescaling a principle changes nothing."""

    shots: tuple[Span, ...]
    standing: Series
    visible: Floats
    ranks: dict[str, Floats]
    cues: Mapping[str, Series]
    goal: Goal
    events: tuple[Event, ...]
    quiet: tuple[Span, ...]
    others: Series


def _film(dyad: Dyad, scores: Scores, goal: Goal) -> _Film:
    both = in_view(dyad.adult, scores.clock) & in_view(dyad.child, scores.clock)
    ranks = {name: mid_ranks(principle.values) for name, principle in scores.principles.items()}
    others, silent = to_seconds(series(dyad.clock, dyad.other_voice), VALID), tuple(quiet(dyad))
    return _Film(
        tuple(shots(dyad)), scores.standing, both.astype(float), ranks, scores.cues, goal, scores.events, silent, others
    )


def mid_ranks(values: Floats) -> Floats:
    """(n,) the share of the known values that lie below each, equal ones counted half; NaN stays NaN."""
    known = np.sort(values[~np.isnan(values)])
    below, upto = np.searchsorted(known, values, "left"), np.searchsorted(known, values, "right")
    return np.where(np.isnan(values), np.nan, (below + upto) / 2 / max(1, known.size))


def _search(film: _Film, knobs: Knobs, enter: float, reach: float) -> tuple[Candidate, ...]:
    """Candidates from runs of R and from named events that reach the percentile `reach` of R somewhere."""
    known = film.standing.values[film.standing.known]
    if not known.size:
        return ()
    limits, named = knobs[Finding], knobs[Named]
    high, low, least = np.percentile(known, [enter, min(enter, limits.leave), reach])
    out: dict[Span, Candidate] = {}
    for shot in film.shots:
        events = inside(film.events, shot)
        seeds: list[Span | Event] = [*runs(film.standing, shot, float(high), float(low), limits)]
        seeds += [e for e in events if named(e)]
        for seed in seeds:
            core = chain(seed, shot, events, named, knobs[Boundaries])
            near = [e for e in events if e.span.start < core.end and e.span.end > core.start]
            tried = (_candidate(part, shot, near, film, knobs) for part in parts(core, events, knobs[Boundaries]))
            best = max((c for c in tried if c), key=lambda c: c.score, default=None)
            if best and best.peak >= least:
                out[best.core] = _named(best, film, knobs[Naming])
    return tuple(sorted(out.values(), key=lambda c: c.core))


def _candidate(core: Span, shot: Span, events: Sequence[Event], film: _Film, knobs: Knobs) -> Candidate | None:
    """The core as a candidate; None where it rests on no named event, too short a shot, or nothing known."""
    span = rolled(core, shot, knobs[Boundaries])
    if span is None:
        return None
    core = core & span
    span = hushed(span, core, shot, film.quiet, knobs[Boundaries])
    held = inside(events, core)
    standing = mean_over(film.standing.clock, film.standing.values, core)
    named = [e for e in held if knobs[Named](e)]
    if np.isnan(standing) or not named:
        return None
    visible = mean_over(film.standing.clock, film.visible, span)
    others = mean_over(film.others.clock, film.others.values, span)
    score = knobs[Clip](standing, visible, others, named, _match(core, held, film))
    peak = float(np.nanmax(film.standing.values[overlap(film.standing.clock, core) > 0]))
    return Candidate(core, span, held, peak, score, visible, others)


def _named(candidate: Candidate, film: _Film, naming: Naming) -> Candidate:
    """The candidate with the principles that stand out in it, and with the ids of the goal that it shows."""
    core = candidate.core
    ids = (name for name in film.goal if name in SIGNS)
    told = tuple(name for name in ids if _shown(name, core, candidate.events, film) >= naming.shown)
    return replace(candidate, principles=_principles(core, film, naming), ids=told)


def _match(core: Span, events: Sequence[Event], film: _Film) -> float:
    """0..1 how far the core shows the goal, NaN without one."""
    return float(np.mean([_shown(name, core, events, film) for name in film.goal])) if film.goal else np.nan


def _shown(name: str, core: Span, events: Sequence[Event], film: _Film) -> float:
    return shown(name, core, events, film.standing.clock, film.ranks, film.cues)


def _principles(core: Span, film: _Film, naming: Naming) -> tuple[str, ...]:
    """The principles that stand out in the core, strongest first; the strongest alone where none does."""
    means = {name: mean_over(film.standing.clock, ranks, core) for name, ranks in film.ranks.items()}
    order = sorted((n for n, m in means.items() if not np.isnan(m)), key=lambda n: -means[n])
    return tuple([n for n in order if means[n] >= naming.usual][: naming.most] or order[:1])


def _apart(found: Iterable[Candidate]) -> int:
    """How many of the candidates fit into the film without touching."""
    count, end = 0, -np.inf
    for candidate in sorted(found, key=lambda c: c.span.end):
        if candidate.span.start >= end:
            count, end = count + 1, candidate.span.end
    return count

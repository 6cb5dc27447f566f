"""Which candidates are shown together: strong, apart, and not one kind of moment again and again (science.md 4.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, exp

from attune.knobs import Knobbed, knob
from attune.suggest.candidates import Candidate
from attune.timeline import Span

Chosen = Sequence[Candidate]


@dataclass(frozen=True)
class Choice(Knobbed):
    """How many moments, and how different from each other."""

    least: int = knob(8, low=1, high=40, unit="", why="science.md 4.7: show 8 to 12; the quotas are over these 8")
    most: int = knob(12, low=1, high=60, unit="", why="science.md 4.7: show 8 to 12, the guider keeps 3 or 4")
    room: float = knob(10.0, low=2, high=120, unit="s", why="a short film offers at most one moment in so many seconds")
    usual: float = knob(0.5, low=0, high=1, unit="", why="beyond `least` only what scores like the film's middle")
    apart: float = knob(30.0, low=0, high=300, unit="s", why="science.md 4.7: one in so many seconds of a shot")
    twelfth: float = knob(12.0, low=1, high=100, unit="", why="science.md 4.7: or one in such a part of the film")
    strength: float = knob(0.7, low=0, high=1, unit="", why="lambda of MMR: 1 = the strongest, 0 = the most different")
    near: float = knob(0.5, low=0, high=1, unit="", why="how much being near in time makes two moments alike")
    fade: float = knob(45.0, low=5, high=300, unit="s", why="nearness in time fades with this")
    kin: float = knob(0.3, low=0, high=1, unit="", why="how much the same principles make two moments alike")
    cut: float = knob(0.5, low=0, high=1, unit="", why="sharing more of the shorter, two are cuts of one moment")
    level: float = knob(0.05, low=0, high=0.5, unit="", why="cuts of one moment that score so near are as good")
    copies: int = knob(2, low=1, high=20, unit="", why="the same again is shown at most so often")
    same: float = knob(0.8, low=0.1, high=1, unit="", why="share of the events that two copies have in common")
    beat: float = knob(1.0, low=0.1, high=5, unit="s", why="events of two copies lie this near to the same place")
    kinds: int = knob(3, low=0, high=5, unit="", why="quota: different principles")
    child: int = knob(2, low=0, high=12, unit="", why="quota: the child begins")
    quiet: int = knob(1, low=0, high=12, unit="", why="quota: nothing needs to be heard")
    thirds: int = knob(1, low=0, high=4, unit="", why="quota: from each third of the film")


@dataclass(frozen=True)
class Quota:
    """What the chosen still lack, and what would help."""

    lacking: Callable[[Chosen], int]
    helps: Callable[[Chosen, Candidate], bool]


def choose(candidates: Chosen, seconds: float, cuts: Sequence[float], choice: Choice) -> tuple[Candidate, ...]:
    """The candidates to show, strongest first: disjoint, apart, few copies of one, quotas met where possible."""
    slots = min(choice.most, max(1, ceil(seconds / choice.room)))
    firm = max(1, ceil(slots * choice.least / choice.most))
    quotas = _quotas(seconds, firm / choice.least, choice)
    chosen: list[Candidate] = []
    left = moments(candidates, choice)
    while len(chosen) < slots:
        left = [c for c in left if _fits(c, chosen, seconds, cuts, choice)]
        pool = [c for c in left if len(chosen) < firm or c.score >= choice.usual]
        best = max(_urgent(pool, chosen, quotas, firm), key=lambda c: _worth(c, chosen, choice), default=None)
        if best is None:
            break
        chosen.append(best)
    return tuple(sorted(chosen, key=lambda c: (-c.score, c.core)))


def moments(candidates: Chosen, choice: Choice) -> list[Candidate]:
    """Each moment in one cut: what is different is to be shown, not what is cut differently. Of cuts that are about as
    strong as the strongest the longest, which shows most of what came before and after."""
    left = sorted(candidates, key=lambda c: (-c.score, c.core))
    kept: list[Candidate] = []
    while left:
        cuts = [c for c in left if _shared(c.span, left[0].span) >= choice.cut]
        kept.append(max((c for c in cuts if c.score >= left[0].score - choice.level), key=lambda c: c.span.seconds))
        left = [c for c in left if c not in cuts]
    return kept


def _shared(a: Span, b: Span) -> float:
    """Share of the shorter of two spans that lies in the other."""
    both = a & b
    return both.seconds / min(a.seconds, b.seconds) if both else 0.0


def likeness(a: Candidate, b: Candidate, choice: Choice) -> float:
    """Similarity of MMR: near in time, and the same principles (science.md 4.7)."""
    either = {*a.principles, *b.principles}
    kin = len({*a.principles} & {*b.principles}) / len(either) if either else 1.0
    near = exp(-abs(a.core.middle - b.core.middle) / choice.fade)
    return choice.near * near + choice.kin * kin


def copied(a: Candidate, b: Candidate, choice: Choice) -> bool:
    """Whether the same happens in both, in the same places: the same events, each within a beat of its place."""
    left = [(e.kind, e.who, e.how, e.span.start - b.core.start, e.span.end - b.core.start) for e in b.events]
    common = 0
    for event in a.events:
        what = (event.kind, event.who, event.how)
        start, end = event.span.start - a.core.start, event.span.end - a.core.start
        twin = next((o for o in left if o[:3] == what and max(abs(o[3] - start), abs(o[4] - end)) <= choice.beat), None)
        if twin:
            left.remove(twin)
            common += 1
    return common >= choice.same * max(len(a.events), len(b.events))


def _worth(candidate: Candidate, chosen: Chosen, choice: Choice) -> float:
    nearest = max((likeness(candidate, other, choice) for other in chosen), default=0.0)
    return choice.strength * candidate.score - (1 - choice.strength) * nearest


def _fits(candidate: Candidate, chosen: Chosen, seconds: float, cuts: Sequence[float], choice: Choice) -> bool:
    """Whether a candidate may stand beside the chosen. Another shot is another situation, so only within a shot
    do moments have to keep their distance."""
    room = min(choice.apart, seconds / choice.twelfth)
    for other in chosen:
        between = Span(min(candidate.core.middle, other.core.middle), max(candidate.core.middle, other.core.middle))
        if candidate.span & other.span or (between.seconds < room and not any(cut in between for cut in cuts)):
            return False
    return sum(copied(candidate, other, choice) for other in chosen) < choice.copies


def _lies_in(part: Span, candidate: Candidate) -> bool:
    return candidate.core.middle in part


def _urgent(pool: list[Candidate], chosen: Chosen, quotas: Sequence[Quota], firm: int) -> list[Candidate]:
    """The whole pool, or, when the slots left are just enough for what lacks, those of it that help."""
    lacks = [(q.lacking(chosen), q) for q in quotas]
    can = [(n, q) for n, q in lacks if n > 0 and any(q.helps(chosen, c) for c in pool)]
    if not can or sum(n for n, _ in can) < firm - len(chosen):
        return pool
    return [c for c in pool if any(q.helps(chosen, c) for _, q in can)] if len(chosen) < firm else pool


def _quotas(seconds: float, scale: float, choice: Choice) -> list[Quota]:
    """The quotas of science.md 4.7, scaled to a film that offers fewer than eight."""

    def named(chosen: Chosen) -> set[str]:
        return {name for c in chosen for name in c.principles}

    def at_least(count: int, test: Callable[[Candidate], bool]) -> Quota:
        wanted = round(count * scale)
        return Quota(lambda chosen: wanted - sum(map(test, chosen)), lambda _, c: test(c))

    kinds = round(choice.kinds * scale)
    thirds = [Span(k * seconds / 3, (k + 1) * seconds / 3) for k in range(3)]
    return [
        Quota(lambda chosen: kinds - len(named(chosen)), lambda chosen, c: bool({*c.principles} - named(chosen))),
        at_least(choice.child, lambda c: c.child_led),
        at_least(choice.quiet, lambda c: c.silent),
        *(at_least(choice.thirds, partial(_lies_in, third)) for third in thirds),
    ]

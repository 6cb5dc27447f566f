"""One cue of one film as attune and people have it, side by side on the film's seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from attune.codes import Codes
from attune.exchange.seconds import LOOKS
from attune.research import lines
from attune.research.films import Bench, Filmed
from attune.research.lines import Truth
from attune.timeline import Bools, Floats, Span, merge


@dataclass(frozen=True)
class Compared:
    """n seconds of a film and a cue; lines are 1 yes, 0 no, NaN cannot tell.

    people    a line (n,) a coder, in the order of their names
    truth     what they agree on
    said      (n,) what attune says, 0..1, as it hands it out
    likely    (n,) the same, of a look its own likelihood
    targets   attune's and each coder's (n,) code by number: of a look where it is at, of other cues yes or no
    """

    film: Filmed
    cue: str
    people: tuple[Floats, ...]
    truth: Truth
    said: Floats
    likely: Floats
    targets: tuple[Floats, ...]
    spans: tuple[tuple[Span, ...], ...]

    @property
    def codes(self) -> int:
        """How many codes the targets have."""
        return len(LOOKS) if self.cue.endswith(lines.LOOK) else 2

    @property
    def answer(self) -> Floats:
        """(n,) attune's yes and no."""
        return lines.yes(self.said)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every pair of coders, by number."""
        return combinations(range(len(self.people)), 2)

    def events(self, coder: int | None, beside: int) -> list[Span]:
        """Stretches of yes by a coder, None for attune, of which the coder `beside` could tell at least half."""
        own = self.spans[coder] if coder is not None else self._said()
        known = ~np.isnan(self.people[beside])
        return [span for span in own if _share(known, span) >= lines.HALF]

    def _said(self) -> list[Span]:
        return [span for span, value in lines.bouts(self.answer) if value == 1]


def compared(bench: Bench, film: Filmed, cue: str) -> Compared | None:
    """The cue of a film; None where nobody coded it."""
    coders, n, scores = bench.coded_by(film, cue), film.seconds, film.done.scores
    if not coders or not n:
        return None
    people = tuple(lines.coded(film.codes, cue, coder, n) for coder in coders)
    targets = [lines.coded_target(film.codes, cue, coder, n) for coder in coders]
    return Compared(
        film, cue, people, lines.consensus(people), lines.said(scores, cue, n), lines.likelihood(scores, cue, n),
        (lines.target(scores, cue, n), *targets), tuple(_yes(film.codes, cue, coder) for coder in coders),
    )  # fmt: skip


def joined(several: Sequence[Compared], line: Callable[[Compared], Floats]) -> Floats:
    """A line of several films, one after the other."""
    return np.concatenate([line(one) for one in several]) if several else np.zeros(0)


def added(tables: Iterable[Floats], like: tuple[int, ...]) -> Floats:
    """The sum of tables of this shape; zeros where there is none."""
    return sum(tables, start=np.zeros(like))


def _yes(codes: Codes, cue: str, coder: str) -> tuple[Span, ...]:
    """What a coder marked as a yes, sorted and apart."""
    return tuple(merge(c.span for c in codes if c.tier == cue and c.coder == coder and lines.is_yes(c)))


def _share(known: Bools, span: Span) -> float:
    """Share of the seconds that a span touches in which something is known."""
    here = known[int(span.start) : int(np.ceil(span.end))]
    return float(here.mean()) if len(here) else 0.0

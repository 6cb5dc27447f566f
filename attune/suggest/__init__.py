"""Scores of a film to ranked moments: candidates, their boundaries, and a varied choice of them."""

from __future__ import annotations

import numpy as np

from attune.dyad import Dyad
from attune.explain import honest, sentence
from attune.knobs import Knobs
from attune.moment import Moment, Scores
from attune.principles import Goal
from attune.suggest.boundaries import Boundaries, Named
from attune.suggest.candidates import Candidate, Clip, Finding, Found, Naming, find
from attune.suggest.choose import Choice, choose
from attune.suggest.film import coverage, mean_over
from attune.suggest.liked import Likes, liked
from attune.suggest.still import Still, still_of

GROUPS = (Finding, Named, Boundaries, Clip, Naming, Choice, Still)
"""Every class of numbers of this room."""

GRADED = ("reception", "return", "yes_cycle", "chain", "turn")
"""Kinds whose `sure` also says how prompt they were, or of what was heard: it does not tell how well they were seen."""

__all__ = ["GROUPS", "coverage", "find", "moments", "notes", "suggest"]


def suggest(
    dyad: Dyad, scores: Scores, knobs: Knobs, goal: Goal = (), likes: Likes | None = None
) -> tuple[Moment, ...]:
    """The film's moments, strongest first: disjoint, inside the film, none across a cut (science.md 4.6, 4.7).

    Everything is measured against this film alone. A film in which nothing could be told, or nothing named
    happened, gives none. What shows the goal comes first; `scores` are those for the same goal. `likes`: what guiders
    kept of other films, by which candidates rise or sink. `knobs` must hold GROUPS.
    """
    return moments(find(dyad, scores, knobs, goal), dyad, scores, knobs, likes)


def moments(found: Found, dyad: Dyad, scores: Scores, knobs: Knobs, likes: Likes | None = None) -> tuple[Moment, ...]:
    """Those of the candidates that are proposed, strongest first; as `suggest`, whose search was made already."""
    every = liked(found.candidates, dyad, scores, likes) if likes else found.candidates
    chosen = choose(every, dyad.seconds, dyad.cuts, knobs[Choice])
    turns = {c.core: turn for turn, c in enumerate(sorted(chosen, key=lambda c: c.core))}
    return tuple(_moment(c, rank, turns[c.core], dyad, scores, knobs[Still]) for rank, c in enumerate(chosen, start=1))


def notes(found: Found, dyad: Dyad) -> tuple[str, ...]:
    """What could not be seen in this film, in plain lines for people; none where there is nothing to say."""
    people = dyad.adult.person, dyad.child.person
    return honest(
        coverage(dyad), *people, fewer=found.fewer, together=found.together, found=bool(found.candidates),
        sound=not np.isnan(dyad.voice).all(),
    )  # fmt: skip


def _moment(candidate: Candidate, rank: int, turn: int, dyad: Dyad, scores: Scores, knobs: Still) -> Moment:
    core, events = candidate.core, candidate.events
    people = dyad.adult.person, dyad.child.person
    heard = not np.isnan(dyad.adult.speaks[dyad.clock.mask([core])]).any()
    seen = [e.sure for e in events if e.kind not in GRADED] or [e.sure for e in events]
    return Moment(
        key=f"m{core.start:06.1f}",
        rank=rank,
        span=candidate.span,
        core=core,
        score=candidate.score,
        principles=(*candidate.ids, *candidate.principles),
        events=events,
        why=sentence(events, core.start, *people, float(np.mean(seen)), turn, bool(heard)),
        coverage=mean_over(scores.clock, scores.coverage.values, candidate.span),
        still=still_of(core, dyad, scores, knobs),
    )

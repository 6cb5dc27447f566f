"""Candidates as a ranker likes them: each rises or sinks by what guiders kept and left out of other films."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from attune.dyad import Dyad
from attune.moment import Scores
from attune.suggest.candidates import Candidate
from attune.suggest.features import features, lines
from attune.timeline import Floats

Likes = Callable[[Sequence[Mapping[str, float]]], Floats]
"""(n) stretches of one film in numbers -> (n,) by how many standard deviations of its score each is to rise."""


def liked(candidates: Sequence[Candidate], dyad: Dyad, scores: Scores, likes: Likes) -> tuple[Candidate, ...]:
    """The candidates of a film with their scores moved, still 0..1. Raises what `likes` raises."""
    film = lines(dyad, scores)
    rows = [features(film, c.span, c.events, c.score) for c in candidates]
    own = np.array([c.score for c in candidates])
    moved = np.clip(own + np.std(own) * likes(rows), 0.0, 1.0) if rows else own
    return tuple(replace(c, score=float(score)) for c, score in zip(candidates, moved, strict=True))

"""What guiders kept of other films lifts candidates, and which of them are shown follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from attune.dyad import Dyad
from attune.moment import Scores
from attune.suggest import suggest
from attune.suggest.candidates import find
from attune.suggest.liked import liked
from attune.timeline import Floats
from tests.scores import KNOBS, dyad, scores, yes_cycle

SECONDS = 120


def film() -> tuple[Dyad, Scores]:
    """Three cycles, the last one the least, and it alone in the film's last third."""
    cycles = [yes_cycle(at, "child", quality) for at, quality in ((10, 0.9), (50, 0.8), (90, 0.7))]
    return dyad(SECONDS), scores(SECONDS, [event for cycle in cycles for event in cycle])


def nothing(rows: Sequence[Mapping[str, float]]) -> Floats:
    return np.zeros(len(rows))


def later(rows: Sequence[Mapping[str, float]]) -> Floats:
    return np.array([4 * row["when"] for row in rows])


def test_where_nothing_is_liked_the_moments_are_those_without_a_ranker() -> None:
    pair, told = film()
    assert suggest(pair, told, KNOBS, (), nothing) == suggest(pair, told, KNOBS)


def test_what_is_liked_comes_first() -> None:
    pair, told = film()
    first = [suggest(pair, told, KNOBS, (), likes)[0].core.start for likes in (None, later)]
    assert first == [10.0, 90.0]


def test_scores_stay_between_0_and_1() -> None:
    pair, told = film()
    found = find(pair, told, KNOBS).candidates
    moved = liked(found, pair, told, lambda rows: np.array([1e6 * (-1) ** k for k in range(len(rows))]))
    assert {c.score for c in moved} <= {0.0, 1.0}
    assert liked((), pair, told, nothing) == ()

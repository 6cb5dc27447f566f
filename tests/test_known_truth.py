"""The main job on drawn people of whom all is known, through the real models: is shared attention found?"""

from __future__ import annotations

import numpy as np
import pytest

from attune import pipeline
from attune.demo.agreement import agreement, pairs
from attune.demo.film import make
from attune.demo.script import compose
from attune.demo.stage import staged
from attune.demo.truth import Truth, scores
from attune.pipeline import Suggested

SEED = 9
"""A stage seen from one side, with blocks on the table."""
BEATS = ("build", "faces")
"""Seven seconds of sharing, six of none."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, weights_on_this_machine: None) -> tuple[Truth, Suggested]:
    film = tmp_path_factory.mktemp("films") / "known.mp4"
    known = make(film, compose(BEATS, seed=SEED), staged(SEED))
    return known, pipeline.suggested(film, processes=1)


@pytest.mark.real
def test_each_head_is_found_where_it_is(made: tuple[Truth, Suggested]) -> None:
    known, done = made
    for true, told in ((known.dyad.adult, done.dyad.adult), (known.dyad.child, done.dyad.child)):
        n = min(true.clock.count, told.clock.count)
        near = np.linalg.norm(true.head[:n] - told.head[:n], axis=1) < 0.5 * true.size[:n]
        assert np.mean(told.found[:n] & near) >= 0.9


@pytest.mark.real
def test_joint_attention_is_found_where_both_share_and_not_where_they_do_not(made: tuple[Truth, Suggested]) -> None:
    known, done = made
    of = agreement(pairs(scores(known), done.scores)["joint_attention"])
    assert of.coverage >= 0.6
    assert of.kappa >= 0.6

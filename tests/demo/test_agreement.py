"""Agreement of what is said with what is known, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from attune.demo.agreement import CUES, Pairs, agreement, join, pairs
from attune.demo.script import STANDARD
from attune.demo.truth import scores, truth

NAN = np.nan


def test_the_figures_by_hand() -> None:
    of = agreement(Pairs(np.array([1, 1, 1, 0, 0, 0, 0, NAN]), np.array([1, 1, 0, 1, 0, 0, NAN, 1])))
    assert of.seconds == 7
    assert of.yes == pytest.approx(3 / 7)
    assert of.coverage == pytest.approx(6 / 7)
    assert of.found == pytest.approx(2 / 3)
    assert of.false_yes == pytest.approx(1 / 3)
    assert of.kappa == pytest.approx((4 / 6 - 0.5) / 0.5)


def test_where_nothing_is_known_there_are_no_figures() -> None:
    of = agreement(Pairs(np.array([NAN, NAN]), np.array([1.0, 0.0])))
    assert of.seconds == 0
    assert np.isnan([of.yes, of.coverage, of.kappa, of.found, of.false_yes]).all()


def test_chance_alone_is_no_agreement() -> None:
    assert np.isnan(agreement(Pairs(np.zeros(4), np.zeros(4))).kappa)
    assert agreement(Pairs(np.array([0.0, 1, 0, 1]), np.array([0.0, 0, 1, 1]))).kappa == pytest.approx(0)


def test_the_truth_agrees_with_itself_and_is_cut_to_the_shorter() -> None:
    known = scores(truth(STANDARD))
    for cue, both in pairs(known, known).items():
        assert agreement(both).kappa == pytest.approx(1), cue
        assert agreement(both).coverage == 1
    assert set(pairs(known, known)) == set(CUES)


def test_films_are_joined_and_parted() -> None:
    one, other = Pairs(np.array([1.0, 0.0]), np.array([1.0, NAN])), Pairs(np.array([0.0]), np.array([1.0]))
    whole = join([one, other])
    assert whole.known.tolist() == [1, 0, 0]
    assert agreement(whole.part(np.array([True, False, True]))).seconds == 2

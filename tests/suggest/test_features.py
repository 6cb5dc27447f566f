"""A stretch in numbers: those of hand-made films, and NaN where nothing is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from attune.pipeline import all_knobs
from attune.score import score
from attune.suggest.features import NAMES, features, lines
from attune.timeline import Span
from tests.dyads import lively
from tests.scores import dyad, event, scores


def test_means_are_those_of_the_stretch() -> None:
    gaze = np.r_[np.zeros(10), np.ones(10)]
    film = scores(20, [event("initiative", 3, 4, "child")], cues={"mutual_gaze": gaze}, standing=gaze, coverage=0.5)
    told = features(lines(dyad(20), film), Span(8, 12), [], 0.7)
    assert told["mutual_gaze"] == told["standing"] == told["attuned"] == 0.5
    assert (told["coverage"], told["visible"], told["seconds"], told["when"]) == (0.5, 1.0, 4.0, 0.5)
    assert told["score"] == 0.7


@pytest.mark.parametrize(("who", "led"), [("child", 1.0), ("adult", 0.0)])
def test_who_began(who: str, led: float) -> None:
    begun = [event("reception", 2, 3, "adult"), event("initiative", 3, 4, who)]  # type: ignore[arg-type]
    assert features(lines(dyad(20), scores(20)), Span(0, 9), begun)["child_led"] == led


def test_what_is_not_known_is_nan() -> None:
    gaze = np.where(np.arange(20) < 10, np.nan, 1.0)
    told = features(lines(dyad(20), scores(20, cues={"mutual_gaze": gaze})), Span(0, 9), [])
    assert all(math.isnan(told[name]) for name in ("mutual_gaze", "others", "child_led", "score"))


def test_every_stretch_has_the_same_names() -> None:
    """With all rules: looks have a number for each target, and the place in the film changes no name."""
    film = lively(seconds=30)
    held = score(film, all_knobs())
    one, other = (features(lines(film, held), span, held.events) for span in (Span(0, 5), Span(20, 30)))
    assert list(one) == list(other)
    assert {"adult_looks.partner", "child_looks.object", "receiving", "turn_taking"} <= set(one)
    assert all(0 <= value <= 1 or name == "seconds" for name, value in one.items() if not math.isnan(value))


def test_every_name_is_known_beforehand() -> None:
    film = lively(0, 30)
    assert tuple(features(lines(film, score(film, all_knobs())), Span(1, 9), [])) == NAMES

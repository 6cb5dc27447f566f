"""Goal first: what the guider asked about comes first, and without a question nothing changes."""

from __future__ import annotations

import numpy as np
import pytest

from attune.dyad import Dyad
from attune.moment import Moment, Scores
from attune.pipeline import all_knobs
from attune.principles import PRINCIPLES
from attune.score import score
from attune.suggest import suggest
from attune.suggest.goals import shown
from attune.timeline import Span
from tests.dyads import lively
from tests.scores import KNOBS, dyad, event, scores, yes_cycle

WAIT = [event("wait", 96, 100, "adult", "reach"), event("initiative", 100, 101, "child", "reach")]


def film() -> tuple[Dyad, Scores]:
    """An exchange at 30 s; a wait that paid off at 96 s, a little lower; and help at 150 s, lower still."""
    help_ = [event("help", 150, 153, "adult", "hand"), event("mutual_gaze", 150, 154)]
    said = scores(240, [*yes_cycle(30, quality=0.6), *WAIT, *help_])
    seconds = np.arange(240)
    r = said.standing.values - 0.05 * (seconds > 60) - 0.05 * (seconds > 120)
    principles = dict.fromkeys(PRINCIPLES, r) | {"guiding": np.where(abs(seconds - 152) < 4, 0.9, 0.1)}
    return dyad(240), scores(240, said.events, r, principles)


def order(*goal: str) -> list[Moment]:
    return list(suggest(*film(), KNOBS, goal))


def test_without_a_goal_and_with_one_that_nobody_sees_the_order_is_the_same() -> None:
    assert [m.core.start for m in order()] == pytest.approx([30, 96, 150], abs=1)
    assert order("gui.info", "dev.interrupt") == order()


@pytest.mark.parametrize(("goal", "first"), [("enc.wait", 96), ("dev.yes", 30), ("guiding", 150), ("gui.amount", 150)])
def test_the_moment_that_shows_what_was_asked_for_comes_first(goal: str, first: float) -> None:
    leading = order(goal)[0] if goal != "guiding" else max(order(goal), key=lambda m: m.score - before(m))
    assert leading.core.start == pytest.approx(first, abs=1), "the best part of it may begin a little sooner"
    assert goal in leading.principles


def before(moment: Moment) -> float:
    """Its score without a goal."""
    return next(m.score for m in order() if m.span & moment.span)


def test_an_id_is_named_where_its_event_shows_it_and_nowhere_else() -> None:
    assert ["enc.wait" in m.principles for m in order("enc.wait")] == [True, False, False]
    assert all("enc.wait" not in m.principles for m in order("encouraging"))


def test_what_was_not_seen_is_not_shown() -> None:
    said = film()[1]
    ranks = {"receiving": np.full(240, np.nan)}
    assert shown("receiving", Span(30, 35), (), said.clock, ranks, {}) == 0
    assert shown("att.level", Span(30, 35), (), said.clock, ranks, {}) == 0
    assert shown("dev.yes", Span(30, 35), said.events, said.clock, ranks, {}) == 0.6


def test_the_ranking_leans_towards_the_goal_and_the_index_does_not() -> None:
    people, knobs = lively(3), all_knobs()
    plain, asked = score(people, knobs), score(people, knobs, ("attuned",))
    np.testing.assert_array_equal(plain.attunement.values, asked.attunement.values)
    best = plain.principles["attuned"].values >= 0.5
    lifted = asked.standing.values - plain.standing.values
    assert np.nanmean(lifted[best]) > 0.01
    np.testing.assert_array_equal(score(people, knobs, ("gui.info",)).standing.values, plain.standing.values)
    every = score(people, knobs, PRINCIPLES).standing.values
    np.testing.assert_allclose(every, plain.standing.values, err_msg="weights are shares of their sum")

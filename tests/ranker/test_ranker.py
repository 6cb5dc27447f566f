"""What is learnt from decisions, how far it moves a film's moments, and that nothing is learnt from nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.errors import FormatError
from attune.ranker import Ranker, order
from attune.ranker.learn import Film, learn, names_of, pairs
from attune.ranker.numbers import relative, table

NAN = float("nan")


def rows(count: int = 12, names: int = 20, seed: int = 0) -> list[dict[str, float]]:
    """Moments in numbers at random."""
    values = np.random.default_rng(seed).random((count, names))
    return [{f"n{k:02}": float(v) for k, v in enumerate(row)} for row in values]


def film(grades: dict[int, float], given: list[dict[str, float]] | None = None, family: str = "a") -> Film:
    given = given or rows()
    return Film(family, given, np.array([grades.get(k, NAN) for k in range(len(given))]))


def test_without_decisions_the_order_is_attunes_own() -> None:
    scores = [0.9, 0.7, 0.7, 0.4]
    assert learn([film({})]) == Ranker()
    assert order(scores, Ranker().likes(rows(4))) == [0, 1, 2, 3]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.integers(0, 99))
def test_what_is_all_the_same_to_a_guider_changes_no_order(scores: list[float], seed: int) -> None:
    scores = sorted(scores, reverse=True)
    alike = learn([film(dict.fromkeys(range(len(scores)), 2.0), rows(len(scores), seed=seed))])
    assert order(scores, alike.likes(rows(len(scores), seed=seed))) == list(range(len(scores)))


def test_the_twin_of_a_kept_moment_rises_and_that_of_one_left_out_sinks() -> None:
    moments = rows()
    moments[10], moments[2] = moments[0], moments[1]
    likes = learn([film({0: 2.0, 1: 0.0}, moments)]).likes(moments)
    assert likes[10] == likes[0] == likes.max()
    assert likes[2] == likes[1] == likes.min()
    assert 0.2 < likes[10] < 0.5, "one decision is a nudge"


def test_more_decisions_weigh_more() -> None:
    moments = rows()
    few = learn([film({0: 2.0, 1: 0.0}, moments)]).likes(moments)
    many = learn([film({0: 2.0, 1: 0.0}, moments, f) for f in "abcdefghij"]).likes(moments)
    assert many[0] > 2 * few[0]


def test_maybe_stands_between_keep_and_leave() -> None:
    likes = learn([film({0: 2.0, 1: 1.0, 2: 0.0})]).likes(rows())
    assert likes[0] > likes[1] > likes[2]


def test_the_same_decisions_give_the_same_ranker() -> None:
    assert learn([film({0: 2.0, 5: 0.0})]) == learn([film({0: 2.0, 5: 0.0})])


def test_what_is_unknown_of_one_of_two_tells_nothing_of_them() -> None:
    moments = rows()
    moments[0] = moments[0] | {"n03": NAN}
    told = pairs([film({0: 2.0, 1: 0.0}, moments)], names_of([film({}, moments)]))
    assert told.more[0, 3] == 0
    assert told.more[0, 4] != 0
    ranker = Ranker({"n03": 5.0})
    assert ranker.likes(moments)[0] == 0, "an unknown number neither lifts nor sinks"


def test_a_number_known_of_nobody_gets_no_weight() -> None:
    moments = [row | {"n03": NAN} for row in rows()]
    assert learn([film({0: 2.0, 1: 0.0}, moments)]).weights["n03"] == 0


def test_neither_the_own_score_nor_the_place_in_the_film_is_learnt() -> None:
    moments = [row | {"score": 1 - k / 12, "when": k / 12} for k, row in enumerate(rows())]
    assert not {"score", "when"} & set(learn([film({0: 2.0, 11: 0.0}, moments)]).weights)


def test_the_level_of_a_family_is_not_learnt() -> None:
    """One family has much of everything and keeps its moments with waiting; scaling and lifting it changes nothing."""
    moments = rows()
    much = [{name: 10 + 3 * value for name, value in row.items()} for row in moments]
    plain, lifted = learn([film({0: 2.0, 1: 0.0}, moments)]), learn([film({0: 2.0, 1: 0.0}, much)])
    assert plain.likes(moments) == pytest.approx(lifted.likes(much))


def test_a_film_counts_as_much_as_it_has_decisions_and_not_pairs() -> None:
    told = pairs([film({k: 2.0 if k < 5 else 0.0 for k in range(10)})], names_of([film({})]))
    assert len(told.weight) == 25
    assert told.weight.sum() == pytest.approx(5)


def test_numbers_are_against_their_own_film() -> None:
    z = relative(np.array([[1.0, 7.0, NAN], [3.0, 7.0, NAN], [NAN, 7.0, 2.0]]))
    assert z[:2, 0] == pytest.approx([-1, 1])
    assert np.isnan(z[2, 0])
    assert z[:, 1] == pytest.approx([0, 0, 0]), "what does not differ tells nothing apart"
    assert table([], ["a"]).shape == (0, 1)


def test_a_number_that_moments_do_not_have_is_refused() -> None:
    with pytest.raises(FormatError, match="goes by warmth"):
        Ranker({"warmth": 1.0}).likes(rows())

"""What is left to decide follows what was kept: decided ones stand still, and so does what lies before the hands."""

from __future__ import annotations

import math

import numpy as np
import pytest

from attune.review.again import again
from attune.review.examples import Example
from attune.words import again_in_words, forbidden
from tests.review.conftest import Browser

WAITS, SMILES = "encouraging", "both_smile"


def moment(place: int, decision: str = "", **numbers: float) -> Example:
    known = {WAITS: 0.0, SMILES: 0.0, "score": 1 - place / 100}
    return Example("film", f"m{place}", None, decision, "", known | numbers, 1, place, False)


def keys(known: list[Example]) -> list[str]:
    return [each.key for each in known]


def film(*decisions: str) -> list[Example]:
    """Eight moments, the odd places with waiting, the even ones without."""
    said = [*decisions, *[""] * (8 - len(decisions))]
    return [moment(k, said[k - 1], **{WAITS: float(k % 2)}) for k in range(1, 9)]


def test_with_too_little_decided_nothing_moves_and_the_line_says_what_is_needed() -> None:
    for decisions in ((), ("keep",), ("keep", "keep"), ("leave",)):
        known = film(*decisions)
        order, told = again(known, keys(known), "")
        assert order == keys(known)
        assert "Keep one moment and leave out another" in told


def test_moments_like_the_kept_ones_come_first_and_the_line_says_why() -> None:
    known = film("keep", "leave", "keep", "leave", "keep", "leave")
    known = [*known[:6], moment(7), moment(8, **{WAITS: 1.0}), moment(9, **{WAITS: 1.0})]
    order, told = again(known, keys(known), "")
    assert order == ["m1", "m2", "m3", "m4", "m5", "m6", "m8", "m9", "m7"]
    assert told == "Two moments moved up: both with waiting and giving room, as in those you kept."


def test_decided_ones_never_move_and_nothing_up_to_the_one_looked_at_does() -> None:
    known = film("", "", "keep", "leave", "keep", "leave", "", "")
    free, _ = again(known, keys(known), "")
    assert [free.index(f"m{k}") for k in (3, 4, 5, 6)] == [2, 3, 4, 5]
    listed = ["m8", "m2", "m3", "m4", "m5", "m6", "m7", "m1"]
    held, _ = again(known, listed, "m6")
    assert held[:6] == listed[:6]
    assert held[6:] == ["m1", "m7"]


def test_a_guiders_own_moment_and_one_without_numbers_do_no_harm() -> None:
    known = film("keep", "leave")
    known += [
        Example("film", "own-1", None, "keep", "", {WAITS: 1.0, SMILES: math.nan}, None, None, False),
        Example("film", "old", None, "", "", {}, 1, 12, False),
    ]
    order, _ = again(known, [*keys(known), "unknown"], "")
    assert sorted(order) == sorted([*keys(known), "unknown"])
    assert order[8] == "own-1"


def test_the_words_hold_nothing_that_has_no_place() -> None:
    for moved, alike, name in [(None, 0, ""), (0, 0, ""), (1, 1, WAITS), (2, 1, SMILES), (14, 14, WAITS), (3, 0, "x")]:
        told = again_in_words(moved, alike, name)
        assert not forbidden(told)
        assert "  " not in told
        assert told.endswith(".")


def test_over_the_wire_it_follows_what_was_kept(browser: Browser) -> None:
    rows = browser.of_film("/said").json["moments"]
    listed = [row["key"] for row in rows]
    assert browser.of_film("/again", {"listed": listed}).json["order"] == listed
    browser.say(listed[0], decision="leave")
    browser.say(listed[-1], decision="keep")
    after = browser.of_film("/again", {"listed": listed, "after": listed[0]}).json
    assert after["order"][0] == listed[0]
    assert after["order"][-1] == listed[-1]
    assert sorted(after["order"]) == sorted(listed)
    assert after["told"]
    assert browser.of_film("/again", {"listed": [1]}).status == 400


@pytest.mark.parametrize("seed", range(3))
def test_every_moment_stays_in_the_list_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = [
        moment(k, str(rng.choice(["", "", "keep", "maybe", "leave"])), **{WAITS: rng.random(), SMILES: rng.random()})
        for k in range(1, 13)
    ]
    order, _ = again(known, keys(known), "")
    assert sorted(order) == sorted(keys(known))

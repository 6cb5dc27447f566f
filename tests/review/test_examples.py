"""What a ranker learns from: each moment that was shown or marked, as it was decided, with its numbers."""

from __future__ import annotations

import math

from attune.pipeline import Suggested
from attune.review.answers import shown_list
from attune.review.examples import Example, examples
from attune.review.shelf import Shelf
from tests.review.conftest import Browser, served


def of(shelf: Shelf, done: Suggested) -> dict[str, Example]:
    return {each.key: each for each in examples(shelf.verdicts(done))}


def test_what_was_shown_is_there_decided_or_not(browser: Browser, shelf: Shelf, done: Suggested) -> None:
    browser.of_film("/said")
    first, second = done.moments[:2]
    browser.of_film("/say", {"piece": second.key, "changes": {"decision": "leave"}, "since": 0, "place": 2})
    told = of(shelf, done)
    assert list(told) == [m.key for m in done.moments]
    assert (told[first.key].decision, told[first.key].who, told[first.key].piece) == ("", "", None)
    left = told[second.key]
    assert (left.decision, left.who, left.place, left.blind) == ("leave", "Ann", 2, False)
    assert left.shown == 1
    assert left.features["score"] == second.score
    assert any(math.isnan(value) for value in left.features.values())


def test_an_own_moment_and_a_moved_one_have_their_own_numbers(browser: Browser, shelf: Shelf, done: Suggested) -> None:
    first = browser.of_film("/said").json["moments"][0]
    own = browser.say(None, start=3.0, end=5.0).json["piece"]
    browser.say(first["key"], end=first["end"] + 1)
    told = of(shelf, done)
    assert (told[own].decision, told[own].shown, told[own].features["seconds"]) == ("keep", None, 2.0)
    assert math.isnan(told[own].features["score"])
    length = first["end"] - first["start"]
    assert abs(told[first["key"]].features["seconds"] - length - 1) < 0.01
    browser.of_film("/undo", {})
    assert abs(of(shelf, done)[first["key"]].features["seconds"] - length) < 0.01


def test_what_was_taken_away_teaches_nothing(browser: Browser, shelf: Shelf, done: Suggested) -> None:
    own = browser.say(None, start=3.0, end=5.0).json
    browser.say(own["piece"], own["version"], gone=True)
    browser.say("film", goal="to play longer")
    assert of(shelf, done) == {}


def test_what_was_decided_before_the_list_was_seen_says_so(done: Suggested) -> None:
    shelf = Shelf([done.film.path], None, "Ann", look_first=True)
    shelf.put(done)
    for browser in served(shelf):
        blind = browser.say(None, start=3.0, end=5.0).json["piece"]
        browser.of_film("/said?show=1")
        seeing = browser.say(None, start=7.0, end=9.0).json["piece"]
        browser.of_film("/undo", {})
        browser.of_film("/redo", {})
        told = of(shelf, done)
        assert (told[blind].blind, told[seeing].blind) == (True, False)


def test_a_list_has_every_number_of_each_moment(done: Suggested) -> None:
    """By the same names, null where nothing is known: nothing of it is left out, and nothing is made up."""
    rows = shown_list(done)
    assert len({tuple(row["features"]) for row in rows}) == 1
    values = [value for row in rows for value in row["features"].values()]
    assert None in values
    assert not any(value is not None and math.isnan(value) for value in values)

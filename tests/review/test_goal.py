"""A goal chosen on the page ranks the list again at once; what was decided stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from attune import anew, parts, pipeline, settings
from attune.pipeline import Suggested
from attune.review.shelf import Shelf
from tests import fakes
from tests.review.conftest import Browser


@pytest.fixture(autouse=True)
def aimless(done: Suggested, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is watched here, and no goal is left behind."""
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    before = done.store.read("moments.json")
    yield
    done.store.remove(settings.KEPT)
    done.store.write("moments.json", before or b"")


def aim(browser: Browser, *goal: Any) -> Any:
    return browser.of_film("/goal", {"goal": list(goal)})


def test_the_list_is_ranked_again_and_what_was_decided_stays(browser: Browser, done: Suggested) -> None:
    first = browser.of_film("/said").json["moments"][0]["key"]
    browser.say(first, decision="leave", note="not this")
    told = aim(browser, "receiving", "enc.wait").json
    assert [m["key"] for m in told["moments"] if m["proposed"]] == [
        m.key for m in anew.aimed(done, ("receiving", "enc.wait")).moments
    ]
    stays = next(m for m in told["moments"] if m["key"] == first)
    assert (stays["decision"], stays["note"]) == ("leave", "not this")
    assert browser.of_film("").json["goal"] == ["receiving", "enc.wait"]
    assert browser.of_film("/undo", {}).json["moments"]


def test_it_is_the_goal_of_the_command(browser: Browser, done: Suggested) -> None:
    aim(browser, "receiving")
    assert settings.read(done.store).goal == ("receiving",)
    assert pipeline.suggested(done.film.path).settings.goal == ("receiving",)


def test_a_goal_goes_alone(browser: Browser, done: Suggested) -> None:
    other = settings.Settings(age="1-3", goal=("receiving",))
    settings.keep(done.store, other)
    assert settings.over(other, settings.from_call(None, None, None, None, (), "none")) == settings.Settings(age="1-3")
    aim(browser, "guiding")
    assert aim(browser).status == 200
    assert settings.read(done.store) == settings.Settings()
    assert browser.of_film("").json["goal"] == []


def test_what_a_list_was_ranked_for_is_kept_with_it(browser: Browser, done: Suggested) -> None:
    browser.of_film("/said")
    aim(browser, "receiving")
    base = sqlite3.connect(done.store.path("review.sqlite"))
    goals = [json.loads(made_by)["goal"] for (made_by,) in base.execute("SELECT made_by FROM shown ORDER BY id")]
    base.close()
    assert goals == [[], ["receiving"]]


def test_who_looks_first_is_shown_nothing_by_a_goal(browser: Browser, shelf: Shelf) -> None:
    shelf.look_first = True
    told = aim(browser, "receiving").json
    assert (told["covered"], told["moments"]) == (True, [])


@pytest.mark.parametrize("wrong", [["warmth"], [3], "receiving"])
def test_what_is_no_goal_is_refused(browser: Browser, wrong: Any) -> None:
    answer = browser.of_film("/goal", {"goal": wrong})
    assert answer.status == 400
    assert answer.json["why"].endswith((".", "?"))
    assert browser.of_film("").json["goal"] == []

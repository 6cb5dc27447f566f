"""The page keeps for how long somebody works on a film, until it is handed out."""

from __future__ import annotations

import pytest

from attune import worktime
from attune.pipeline import Suggested
from attune.worktime import KEPT, pseudonym, worked
from tests.review.conftest import Browser


def test_time_on_the_page_is_kept_until_it_is_handed_out(
    browser: Browser, done: Suggested, monkeypatch: pytest.MonkeyPatch
) -> None:
    done.store.remove(KEPT)
    seconds = iter(range(0, 10_000, 40))
    monkeypatch.setattr(worktime, "monotonic", lambda: float(next(seconds)))
    assert browser.ask("/films").status == 200
    assert not worked(done.store), "the list of films is no work on one"
    browser.of_film("")
    browser.of_film("/said")
    assert {who: told.seconds for who, told in worked(done.store).items()} == {pseudonym("Ann"): 40.0}
    browser.say(None, start=3.0, end=6.0)
    assert browser.finished(browser.of_film("/hand-out", {"kind": "sheet"}))["state"] == "done"
    told = worked(done.store)[pseudonym("Ann")]
    assert told.handed == told.seconds == 120.0
    browser.of_film("/said")
    assert worked(done.store)[pseudonym("Ann")].handed == 120.0

"""The page in a real Chromium: what comes first, handing out with covered faces, a full disk, a film that was moved."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from attune import models, parts, settings
from attune.pipeline import Suggested
from attune.review import verdicts
from attune.review.shelf import Shelf, films_in
from attune.store import beside
from tests import fakes
from tests.review.conftest import Browser, served
from tests.review.test_handing import no_finder

__all__ = ["no_finder"]


@pytest.fixture
def aimless(done: Suggested) -> Iterator[None]:
    """No goal is left behind."""
    before = done.store.read("moments.json")
    yield
    done.store.remove(settings.KEPT)
    done.store.write("moments.json", before or b"")


@pytest.mark.usefixtures("aimless")
def test_a_goal_is_chosen_and_taken_away(page: Page, browser: Browser, done: Suggested) -> None:
    page.keyboard.press("y")
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.locator("#detail summary", has_text="About the whole film").click()
    goal = page.locator("#detail [name='goal-receiving']")
    goal.focus()
    page.keyboard.press("Space")
    expect(page.locator("#said")).to_contain_text("comes first now")
    expect(goal).to_be_checked()
    expect(goal).to_be_focused()
    assert settings.read(done.store).goal == ("receiving",)
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.locator("#detail summary", has_text="More exactly").click()
    with page.expect_response("**/goal"):
        page.locator("#detail [name='goal-enc.wait']").check()
    expect(page.locator("#detail [name='goal-enc.wait']")).to_be_checked()
    assert settings.read(done.store).goal == ("receiving", "enc.wait")
    with page.expect_response("**/goal"):
        page.get_by_role("button", name="Nothing in particular").click()
    expect(goal).not_to_be_checked()
    assert settings.read(done.store).goal == ()


@pytest.mark.usefixtures("no_finder")
def test_moments_are_handed_out_covered_and_that_is_said(page: Page, done: Suggested) -> None:
    page.keyboard.press("y")
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.locator("#hand-out").click()
    page.get_by_label("Faces").select_option("all")
    page.get_by_label("Without sound").check()
    page.get_by_label("A card before each moment").check()
    page.get_by_role("button", name="One film").click()
    expect(page.locator("#out-made")).to_contain_text("faces are covered")
    expect(page.locator("#out-made a")).to_have_text("reel.mp4")
    assert done.store.path("chosen-covered/reel.mp4").exists()
    done.store.remove("chosen-covered/reel.mp4")


def test_a_full_disk_shows_nothing_as_kept(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def full(*given: Any, **how: Any) -> sqlite3.Connection:
        base = connect(*given, **how)
        base.execute(f"PRAGMA max_page_count = {base.execute('PRAGMA page_count').fetchone()[0]}")
        return base

    page.keyboard.press("n")
    monkeypatch.setattr(verdicts.sqlite3, "connect", full)
    page.locator("#detail [name=note]").fill("x" * 3900)
    page.keyboard.press("Escape")
    expect(page.locator("#trouble")).to_contain_text("The disk is full: this was not kept")
    monkeypatch.setattr(verdicts.sqlite3, "connect", connect)
    page.locator("#trouble-again").click()
    expect(page.locator("#said")).to_have_text("Kept on this computer")


def test_a_film_that_was_moved_is_asked_for(
    chromium: Chromium, done: Suggested, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    monkeypatch.setattr(models, "ensure", lambda *_: None)
    film, now = tmp_path / "films" / "visit.mkv", tmp_path / "disk" / "visit.mkv"
    film.parent.mkdir()
    now.parent.mkdir()
    shutil.copytree(done.store.folder, beside(film))
    shutil.copy2(done.film.path, now)
    for browser in served(Shelf(films_in(film.parent), None, "Ann")):
        context = chromium.new_context()
        page = context.new_page()
        page.goto(browser.server.door.address)
        assert "token" not in page.url
        where = page.get_by_label("Where is it?")
        where.fill(str(film.parent))
        page.get_by_role("button", name="Look there").click()
        expect(page.get_by_role("status").filter(has_text="no film in")).to_be_visible()
        where.fill(str(now.parent))
        where.press("Enter")
        expect(page.locator(".moment")).to_have_count(len(done.moments))
        page.go_back()
        assert "token" not in page.url
        context.close()
    assert beside(now).exists()

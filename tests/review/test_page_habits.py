"""The page in a real Chromium, as hands use it that do not know it: habit, haste, a page that is loaded again."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, expect

from attune import settings
from attune.pipeline import Suggested
from attune.review.shelf import Shelf
from attune.review.verdicts import KEPT, Verdicts
from tests.review.conftest import served
from tests.review.test_page_desk import aimless

__all__ = ["aimless"]

LOST = """() => {
  const box = () => document.querySelector("#detail [name^='goal-']");
  const first = box();
  window.gone = 0;
  setInterval(() => { if (first.checked && !box().checked) window.gone += 1; }, 15);
}"""
"""Counts how often a tick is seen to be gone."""

CHOSEN = '.moment[aria-current="true"]'


def test_a_moment_is_marked_by_mouse_and_habit_leaves_it_kept(page: Page, done: Suggested) -> None:
    number = len(done.moments) + 1
    page.get_by_role("button", name="Mark a moment here").click()
    expect(page.locator("#detail h2")).to_have_text(re.compile(r"Moment \d+$"))
    expect(page.locator(".moment")).to_have_count(number)
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.keyboard.press("y")
    expect(page.locator("#said")).to_contain_text("Kept already")
    expect(page.locator("#keep")).to_have_attribute("aria-pressed", "true")
    page.locator("#keep").click()
    expect(page.locator("#tally")).to_contain_text("0 kept")
    page.keyboard.press("z")
    expect(page.locator("#said")).to_contain_text("Undone: the decision, Moment ")
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.keyboard.press("n")
    page.keyboard.type("both laugh")
    page.keyboard.press("Escape")
    expect(page.locator("#said")).to_have_text("Kept on this computer")
    page.keyboard.press("z")
    expect(page.locator("#said")).to_contain_text("Undone: your note")


def test_a_moment_has_one_number_in_every_order(page: Page, done: Suggested) -> None:
    def numbers() -> dict[str, str]:
        rows = page.locator(".moment").all()
        return {str(row.get_attribute("data-moment")): row.locator(".number").inner_text() for row in rows}

    first = numbers()
    assert first == {m.key: str(m.rank) for m in done.moments}
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator("#by-order")).to_be_hidden()
    more = page.get_by_role("button", name="More", exact=True)
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    page.locator("#by-order").select_option("time")
    assert numbers() == first
    last = page.locator(".moment").last
    last.click()
    number = first[str(last.get_attribute("data-moment"))]
    expect(page.locator("#detail h2")).to_have_text(f"Moment {number}")


@pytest.mark.usefixtures("aimless")
def test_what_is_ticked_stands_while_it_is_being_kept(page: Page, done: Suggested) -> None:
    def slowly(route: Route) -> None:
        time.sleep(1.8)
        route.continue_()

    page.locator("#detail summary", has_text="About the whole film").click()
    page.route("**/goal", slowly)
    boxes = page.locator("#detail [name^='goal-']")
    page.evaluate(LOST)
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.locator("#said")).to_have_text("Keeping …")
    expect(page.locator("#said")).to_contain_text("comes first now")
    page.unroute("**/goal")
    names = [str(boxes.nth(n).get_attribute("name")).removeprefix("goal-") for n in (0, 1)]
    expect(page.locator("#detail [name^='goal-']:checked")).to_have_count(2)
    for _ in range(100):
        if settings.read(done.store).goal == tuple(names):
            break
        page.wait_for_timeout(100)
    assert settings.read(done.store).goal == tuple(names)
    assert page.evaluate("window.gone") == 0


def test_loading_the_page_again_opens_the_film_and_has_what_was_half_written(
    chromium: Chromium, done: Suggested, tmp_path: Path
) -> None:
    shelf = Shelf([tmp_path / "other.mp4", done.film.path], None, "Ann")
    shelf.put(done)
    for browser in served(shelf):
        context = chromium.new_context()
        page = context.new_page()
        page.goto(browser.server.door.address)
        page.get_by_role("button", name=done.film.path.name).click()
        expect(page.locator(CHOSEN)).to_be_visible()
        expect(page.locator("#video[src]")).to_be_visible()
        key = next(key for key, path in shelf.paths.items() if path == done.film.path)
        assert page.url == f"http://127.0.0.1:{browser.server.door.port}/#{key}"
        page.keyboard.press("n")
        page.keyboard.type("half a sen")
        page.reload()
        expect(page.locator("#detail [name=note]")).to_have_value("half a sen")
        pieces = Verdicts(done.store.path(KEPT), done.store.film, "Ann").state().pieces
        assert [piece["note"] for piece in pieces.values()] == ["half a sen"]
        page.locator("#back").click()
        expect(page.locator("#shelf")).to_be_visible()
        page.reload()
        expect(page.locator("#shelf")).to_be_visible()
        context.close()


def test_windows_open_where_the_hands_are(page: Page) -> None:
    """The keys' on its way out; handing out with a film that stands still and with buttons that stay where they are."""
    page.keyboard.press("?")
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    page.keyboard.press("Space")
    expect(page.locator("#play")).to_have_text("Stop")
    page.keyboard.press("e")
    expect(page.locator("#play")).to_have_text("Play")
    button = page.get_by_role("button", name="Stills")
    expect(button).to_be_visible()
    before = button.bounding_box()
    button.click()
    expect(page.locator("#out-made a").first).to_be_visible()
    assert button.bounding_box() == before
    said = page.locator("#said").bounding_box()
    screen = page.locator("#screen").bounding_box()
    assert said is not None
    assert screen is not None
    assert said["y"] + said["height"] <= screen["y"]

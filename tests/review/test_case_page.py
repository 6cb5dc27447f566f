"""A case of three cycles in a real Chromium: from the goal to the third review and the evaluation report."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, expect

from attune.case import change, keep
from attune.review.shelf import Shelf, films_in
from tests.kept import film, reel
from tests.review.conftest import Browser, served
from tests.review.test_case import LEVELS, call, consent

__all__ = ["film", "reel"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case that has just begun: people who agree, and no film."""
    folder = tmp_path / "kestrel"
    call("case", "new", folder, "--person", "Laura:parent", "--person", "Sarah:child:Kim", "--setting", "home")
    consent(folder, "review", "Laura", "Sarah")
    return folder


@pytest.fixture
def browser(folder: Path) -> Iterator[Browser]:
    yield from served(Shelf(films_in(folder), None, "Ann", processes=1, case=folder))


@pytest.fixture
def page(chromium: Chromium, browser: Browser) -> Iterator[Page]:
    """The page on it; nothing may go amiss in it."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    amiss: list[str] = []
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.goto(browser.server.door.address)
    yield page
    context.close()
    assert not amiss


def hindered(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
    return [(each["id"], node["html"][:150]) for each in found for node in each["nodes"]]


def agrees_on_goals(page: Page) -> None:
    page.get_by_label("Helping question").fill("How do Sarah and I get through breakfast?")
    page.locator("summary", has_text="five levels").click()
    page.locator("[data-what=scale] [name=words]").fill("Eat together")
    for level, words in zip(range(-2, 3), LEVELS, strict=True):
        page.locator(f"[data-what=scale] [name='level{level}']").fill(words)
    page.locator("[data-what=scale] button").click()
    expect(page.locator(".goals")).to_contain_text("Eat together")
    page.locator("summary", has_text="from 1 to 10").click()
    target = page.locator("[data-what=target]")
    target.locator("[name=words]").fill("Sarah says when it is enough")
    target.locator("[name=baseline]").select_option("3")
    target.locator("[name=expected]").select_option("7")
    target.locator("[name=began]").fill("she leaves")
    target.locator("[name=hoped]").fill("she says so")
    target.locator("button").click()
    expect(page.locator(".goals")).to_contain_text("from 3 to 7 of 10")


def reviews(page: Page, cycle: int) -> None:
    """Opens the film of a cycle, keeps a moment, and holds the meeting."""
    page.locator(f"[data-cycle='{cycle}'] [data-film]").click()
    expect(page.locator("#video[src]")).to_be_visible()
    expect(page.locator("#screen-told")).to_be_hidden()
    page.keyboard.press("y")
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.keyboard.press("p")
    expect(page.locator("#showing")).to_be_visible()
    expect(page.locator("#meeting")).to_be_hidden()
    page.keyboard.press("w")
    said = page.locator("#meeting")
    for name, words in (("meeting-words", "There we wait"), ("meeting-next", "Wait a breath"),
                        ("meeting-all-words", "It was our day"), ("meeting-all-next", "Film again")):  # fmt: skip
        said.locator(f"[name={name}]").fill(f"{words}, {cycle}")
        page.keyboard.press("Tab")
        expect(page.locator("#said")).to_have_text("Kept on this computer")


def plays_slowly(page: Page) -> None:
    """The moment at half its speed, then its still again."""
    page.locator("#showing-slow").click()
    page.locator("#showing-play").click()
    expect(page.locator("#showing-video")).to_have_js_property("paused", False)
    assert page.evaluate("document.getElementById('showing-video').playbackRate") == 0.5
    page.locator("#showing-still").click()
    expect(page.locator("#showing-video")).to_have_js_property("paused", True)
    expect(page.locator("#showing-play")).to_have_text("Play")
    page.locator("#showing-slow").click()


def rates(page: Page, cycle: int) -> None:
    there = page.locator(f"[data-cycle='{cycle}']")
    there.locator("summary", has_text="Rate the goals").click()
    there.get_by_label("Eat together").select_option(str(cycle - 2))
    there.locator("[name=step-1]").select_option(str(2 + 2 * cycle))
    there.locator("[name=session-client]").select_option(str(4 + cycle))
    there.get_by_role("button", name="Keep").click()
    expect(there.locator(".told")).to_contain_text(f"Sarah says when it is enough: {2 + 2 * cycle} of 10")


def test_a_case_goes_from_its_goal_to_the_third_review_and_the_report(page: Page, folder: Path, film: Path) -> None:
    agrees_on_goals(page)
    for cycle in (1, 2, 3):
        call("case", "add", folder, film, "--cycle", cycle, "--on", f"2026-0{cycle}-02", "--activity", "breakfast")
        page.reload()
        reviews(page, cycle)
        if cycle == 1:
            plays_slowly(page)
            assert hindered(page) == []
        page.locator("#showing-close").click()
        page.locator("#back").click()
        rates(page, cycle)
    page.locator("summary", has_text="five levels").click()
    page.locator("[data-what=scale] [name=words]").fill("Not agreed yet")
    page.locator("[name=notes-3]").fill("Follow up in May")
    page.keyboard.press("Tab")
    expect(page.locator("#said")).to_have_text("Kept on this computer")
    expect(page.locator("[data-what=scale] [name=words]")).to_have_value("Not agreed yet")
    assert hindered(page) == []
    case = keep.read(folder)
    assert case.question == "How do Sarah and I get through breakfast?"
    assert [c.reviews[0]["words"] for c in case.cycles] == [f"It was our day, {n}" for n in (1, 2, 3)]
    assert case.cycles[2].notes == "Follow up in May"
    with page.expect_popup() as opening:
        page.get_by_role("link", name="Evaluation report").click()
    report = opening.value
    expect(report.locator("body")).to_contain_text("How do Kim and I get through breakfast?")
    for cycle in (1, 2, 3):
        for words in ("There we wait", "Wait a breath", "It was our day", "Film again"):
            expect(report.locator("body")).to_contain_text(f"{words}, {cycle}")
    expect(report.locator("body")).to_contain_text("Cycle 3: T 60.0, from the levels +1")
    assert report.locator("svg").count() == 11


def test_what_another_window_changed_is_there_when_this_one_is_looked_at_again(page: Page, folder: Path) -> None:
    page.get_by_text("What Sarah agrees to").click()
    said_by = page.locator("[data-what=consent-p2] [name=by]")
    said_by.fill("half a wo")
    keep.changed(folder, lambda now: change.asking(now, "How does Sarah fall asleep?"))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_label("Helping question")).to_have_value("How does Sarah fall asleep?")
    expect(said_by).to_have_value("half a wo")


def test_a_refusal_goes_once_what_was_refused_is_done(page: Page) -> None:
    page.get_by_text("Add a person").click()
    form = page.locator("[data-what=person]")
    form.locator("[name=name]").fill("Laura")
    form.get_by_role("button").click()
    expect(page.locator("#trouble")).to_contain_text("There is a Laura in this case already")
    form.locator("[name=name]").fill("Tom")
    form.get_by_role("button").click()
    expect(page.locator(".people")).to_contain_text("Tom")
    expect(page.locator("#trouble")).to_be_hidden()


def test_how_long_it_takes_to_open_a_film_is_said_and_nobody_has_to_wait_for_it(
    page: Page, folder: Path, film: Path
) -> None:
    call("case", "add", folder, film)
    begun = time.monotonic()
    job = {"key": "j", "state": "running", "step": "watch", "total": 100.0, "made": [], "note": "", "why": ""}

    def far(route: Route) -> None:
        route.fulfill(json=job | {"done": min(100.0, 2 * (time.monotonic() - begun))})

    page.route("**/films/*/open", far)
    page.route("**/jobs/j", far)
    page.reload()
    page.locator("[data-film]").click()
    expect(page.locator("#waiting-told")).to_contain_text("Looking through the film, about 50 s left")
    page.locator("#back").click()
    expect(page.locator(".case-head")).to_be_visible()
    job["state"] = "done"
    page.wait_for_timeout(1000)
    expect(page.locator(".case-head")).to_be_visible()

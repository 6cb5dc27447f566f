"""From an empty folder to a film that is open, in a real Chromium: a case begun, two people, a film, their consent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from attune.case import keep
from attune.review.shelf import Shelf, films_in
from tests.kept import film, reel
from tests.review.conftest import Browser, served
from tests.review.test_case_page import hindered, page
from tests.review.test_shelves import home

__all__ = ["film", "home", "page", "reel"]


@pytest.fixture
def browser(home: Path) -> Iterator[Browser]:
    yield from served(Shelf(films_in(home), None, "Ann", processes=1, home=home))


def begins(page: Page) -> None:
    """A case of a mother, by keyboard alone; somebody who has the same name twice is told so, and nothing is lost."""
    expect(page.locator("#cases")).to_contain_text("There is none in this folder yet")
    page.locator("#cases summary").focus()
    page.keyboard.press("Enter")
    for words in ("kestrel", "Lara"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Lara")
    assert hindered(page) == []
    page.get_by_role("button", name="Begin it").click()
    expect(page.locator("#trouble")).to_contain_text("There is a Lara in this case already")
    page.locator("#trouble-close").click()
    expect(page.locator("[data-what=begin] [name=case]")).to_have_value("kestrel")
    second = page.locator("[data-what=begin] fieldset").nth(1)
    second.locator("[name=name]").fill("")
    second.locator("[name=pseudonym]").fill("Kim")
    page.get_by_role("button", name="Begin it").click()
    expect(page.locator("#trouble span")).to_have_text("A person needs a name; a pseudonym will do.")
    page.locator("#trouble-close").click()
    second.locator("[name=pseudonym]").fill("")
    page.locator("[name=setting]").select_option("home")
    page.locator("[data-what=begin] [name=question]").fill("How do we eat?")
    page.get_by_role("button", name="Begin it").click()
    expect(page.locator("#case h2").first).to_have_text("kestrel")


def adds_somebody(page: Page) -> None:
    page.get_by_text("Add a person").click()
    there = page.locator("[data-what=person]")
    there.locator("[name=name]").fill("Sarah")
    there.locator("[name=role]").select_option("child")
    there.locator("[name=pseudonym]").fill("Kim")
    there.get_by_role("button").click()
    expect(page.locator(".people")).to_contain_text("called Kim in what is handed out")


def puts_right(page: Page) -> None:
    """A name that was mistyped: among those who may be in a film, too, stands the new one."""
    there = page.locator("[data-what=correct-p1]")
    there.locator("summary").click()
    expect(there.locator("[name=name]")).to_have_value("Lara")
    there.locator("[name=name]").fill("Laura")
    there.get_by_role("button").click()
    expect(page.locator("#said")).to_have_text("Laura is in the case as parent")
    expect(page.locator("[data-what=film]")).to_contain_text("Laura, parent")


def adds_a_film(page: Page, film: Path) -> None:
    there = page.locator("[data-what=film]")
    there.locator("summary").click()
    there.get_by_role("button", name="Add").click()
    expect(page.locator(".note")).to_have_text("Choose a film first.")
    letter = film.with_name("letter.mp4")
    letter.write_text("Dear Ann")
    there.locator("[name=files]").set_input_files(str(letter))
    there.locator("[name=activity]").fill("breakfast")
    there.get_by_role("button", name="Add").click()
    expect(page.locator(".note")).to_contain_text("letter.mp4 is not a film that can be read")
    expect(there.locator("[name=activity]")).to_have_value("breakfast")
    there.locator("[name=files]").set_input_files(str(film))
    assert hindered(page) == []
    there.get_by_role("button", name="Add").click()
    expect(page.locator(".note")).to_contain_text("Film 1 is in cycle 1. It opens once everybody in it agrees")
    row = page.locator("[data-cycle='1']")
    expect(row).to_contain_text("Laura has not agreed to review, Sarah has not agreed to review")
    expect(row.locator("[data-film]")).to_be_disabled()


def agrees(page: Page, key: str, by: str = "") -> None:
    there = page.locator(f"[data-what=consent-{key}]")
    there.locator("summary").click()
    there.locator("[name=scope-review]").check()
    there.locator("[name=on]").fill("2026-03-31")
    there.locator("[name=by]").fill(by)
    there.get_by_role("button").click()
    expect(page.locator("#said")).to_contain_text("agrees to review")
    expect(there).not_to_have_attribute("open", "")


def test_from_an_empty_folder_to_a_film_that_is_open(page: Page, home: Path, film: Path) -> None:
    begins(page)
    adds_somebody(page)
    puts_right(page)
    warned = page.locator(".people p.refused")
    expect(warned).to_have_count(0)
    adds_a_film(page, film)
    expect(warned).to_have_count(2)
    offers = page.locator("[data-what=consent-p2] datalist option")
    assert [each.get_attribute("value") for each in offers.all()] == ["Laura"]
    page.locator("[data-what=person] summary").click()
    page.locator("[data-what=person] [name=name]").fill("not sent yet")
    agrees(page, "p1")
    agrees(page, "p2", by="Laura")
    expect(page.locator("[data-what=person] [name=name]")).to_have_value("not sent yet")
    expect(page.locator(".people")).to_contain_text("31 March 2026: gave review, said by Laura")
    assert hindered(page) == []
    case = keep.read(home / "kestrel")
    assert [(one.name, one.role, one.consents[0].by) for one in case.people] == [
        ("Laura", "parent", ""), ("Sarah", "child", "Laura")]  # fmt: skip
    assert (case.question, case.setting, case.films[0].people) == ("How do we eat?", "home", ("p1", "p2"))
    page.locator("[data-film]").click()
    expect(page.locator(".moment").first).to_be_visible(timeout=60_000)
    page.reload()
    expect(page.locator(".moment").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="The case").click()
    expect(page.locator("#case")).to_be_visible()
    page.get_by_role("button", name="Cases").click()
    expect(page.locator("[data-case]")).to_contain_text("home, 1 cycle, 1 film")
    page.locator("[data-case]").click()
    expect(page.locator("[data-film]")).to_contain_text("ready")

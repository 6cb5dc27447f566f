"""In a real Chromium: what is left follows what was kept, by the key and by the switch, and goes back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from attune.pipeline import Suggested


def listed(page: Page) -> list[str]:
    return [str(each.get_attribute("data-moment")) for each in page.locator(".moment").all()]


def test_what_is_left_follows_what_was_kept_and_goes_back(page: Page, done: Suggested) -> None:
    first = [m.key for m in done.moments]
    page.keyboard.press("v")
    expect(page.locator("#again")).to_be_checked()
    expect(page.locator("#again-told")).to_contain_text("Keep one moment and leave out another")
    assert listed(page) == first
    page.keyboard.press("x")
    expect(page.locator("#tally")).to_contain_text(f"{len(first) - 1} to decide")
    page.locator(".moment").last.click()
    page.keyboard.press("y")
    expect(page.locator("#again-told")).not_to_contain_text("Keep one moment")
    now = listed(page)
    assert now == first, "nothing lies behind the one that is looked at, so nothing moves"
    page.locator("#again").click()
    expect(page.locator("#again-told")).to_have_text("")
    page.locator("#again").click()
    expect(page.locator("#again-told")).not_to_have_text("")
    now = listed(page)
    assert (now[0], now[-1]) == (first[0], first[-1]), "what was decided stands still"
    assert sorted(now) == sorted(first)
    expect(page.locator('.moment[aria-current="true"]')).to_have_attribute("data-moment", first[-1])
    page.keyboard.press("v")
    expect(page.locator("#again")).not_to_be_checked()
    assert listed(page) == first

"""The page in a real Chromium: the whole way from opening to handing out, by keys alone and by mouse alone."""

from __future__ import annotations

import re
import shutil
import socket
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page, expect

from attune import models, parts, pipeline
from attune.demo import film as demo
from attune.pipeline import Suggested
from attune.review.app import app
from attune.review.door import HOST
from attune.review.serve import Server
from attune.review.shelf import Shelf
from attune.review.verdicts import KEPT, Verdicts
from tests import fakes
from tests.review.conftest import Browser, Running, served

NOTE = "y m x z: typed, not pressed"


INKED = """() => {
  const canvas = document.getElementById("boxes-canvas"), fine = devicePixelRatio;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let [left, top, right, bottom] = [1e9, 1e9, 0, 0];
  for (let each = 0; each < data.length / 4; each += 1) if (data[4 * each + 3] > 200) {
    const [x, y] = [each % canvas.width, Math.floor(each / canvas.width)];
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  return [canvas.clientWidth, canvas.clientHeight, ...[left, top, right, bottom].map((each) => each / fine)];
}"""
"""Where anything is drawn over the picture."""


def chosen(page: Page) -> Locator:
    return page.locator('.moment[aria-current="true"]')


def kept(done: Suggested) -> dict[str, object]:
    return dict(Verdicts(done.store.path(KEPT), done.store.film, "Ann").state().pieces)


def second(page: Page) -> float:
    return float(page.evaluate("document.getElementById('video').currentTime"))


def test_the_way_by_keys_alone(page: Page, done: Suggested) -> None:
    first, following = done.moments[0].key, done.moments[1].key
    page.keyboard.press("y")
    expect(page.locator("#tally")).to_contain_text("1 kept")
    assert kept(done)[first]["decision"] == "keep"  # type: ignore[index]
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_have_attribute("data-moment", following)
    page.keyboard.press("x")
    expect(page.locator("#leave")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("z")
    expect(page.locator("#leave")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Shift+Z")
    expect(page.locator("#leave")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("]")
    expect(page.locator("#said")).to_contain_text("Ends at")
    assert kept(done)[following]["end"] == pytest.approx(  # type: ignore[index]
        done.moments[1].span.end + 1 / done.film.rate, abs=0.002
    )
    by_keys_to_a_reel(page)


def by_keys_to_a_reel(page: Page) -> None:
    """From a moment that is kept to the film of it, and no mouse."""
    page.keyboard.press("e")
    expect(page.locator("#out")).to_be_visible()
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent") == "One film":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#out-made a")).to_have_text("reel.mp4")
    page.keyboard.press("Escape")
    expect(page.locator("#out")).to_be_hidden()


def test_the_way_by_mouse_alone(page: Page, done: Suggested) -> None:
    page.locator(".moment").nth(1).click()
    expect(page.locator("#play")).to_have_text("Stop")
    page.locator("#maybe").click()
    expect(page.locator("#tally")).to_contain_text("1 maybe")
    page.locator(".moment").nth(0).click()
    page.locator("#keep").click()
    expect(chosen(page).locator(".mark")).to_have_text("✓ kept")
    page.locator("#by-decision").select_option("maybe")
    expect(page.locator(".moment")).to_have_count(1)
    page.locator("#by-decision").select_option("all")
    page.locator("#detail summary", has_text="What it rests on").click()
    reason = page.locator(".reasons button").first
    reason.click()
    assert second(page) == pytest.approx(done.moments[0].events[0].span.start, abs=0.6)
    page.locator("#undo").click()
    expect(page.locator("#tally")).to_contain_text("0 kept")
    page.locator("#redo").click()
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.locator("#hand-out").click()
    page.get_by_role("button", name="One film").click()
    expect(page.locator("#out-made a")).to_have_text("reel.mp4")


def test_typing_in_a_field_presses_no_key(page: Page, done: Suggested) -> None:
    page.keyboard.press("n")
    page.keyboard.type(NOTE)
    page.keyboard.press("Escape")
    expect(page.locator("#said")).to_have_text("Kept on this computer")
    assert kept(done) == {done.moments[0].key: kept(done)[done.moments[0].key]}
    assert kept(done)[done.moments[0].key]["note"] == NOTE  # type: ignore[index]
    assert kept(done)[done.moments[0].key]["decision"] == ""  # type: ignore[index]
    page.keyboard.press("y")
    expect(page.locator("#tally")).to_contain_text("1 kept")


def test_what_is_written_is_kept_before_the_field_is_left(page: Page, done: Suggested) -> None:
    page.keyboard.press("n")
    page.keyboard.type("she waits")
    expect(page.locator("#said")).to_have_text("Kept on this computer")
    assert kept(done)[done.moments[0].key]["note"] == "she waits"  # type: ignore[index]
    page.keyboard.type(" for him")
    expect(page.locator("#detail [name=note]")).to_have_value("she waits for him")
    page.keyboard.press("Escape")
    page.locator(".moment").nth(1).click()
    page.locator(".moment").nth(0).click()
    expect(page.locator("#detail [name=note]")).to_have_value("she waits for him")


def test_keys_move_the_film(page: Page, done: Suggested) -> None:
    lead = done.moments[0].span.start - 1
    assert second(page) == pytest.approx(max(0, lead), abs=0.05)
    page.keyboard.press("ArrowRight")
    assert second(page) == pytest.approx(max(0, lead) + 1, abs=0.05)
    before = second(page)
    page.keyboard.press(".")
    assert second(page) - before == pytest.approx(1 / done.film.rate, abs=0.6 / done.film.rate)
    page.keyboard.press(" ")
    expect(page.locator("#play")).to_have_text("Stop")
    page.keyboard.press("k")
    expect(page.locator("#play")).to_have_text("Play")
    page.keyboard.press(">")
    expect(page.locator("#speed")).to_have_value("1.5")


def test_a_moment_is_repeated(page: Page, done: Suggested) -> None:
    """It is begun again from its lead-in once its end is reached."""
    page.evaluate(f"document.getElementById('video').currentTime = {done.moments[0].span.end - 0.4}")
    page.keyboard.press(" ")
    while second(page) >= done.moments[0].span.end - 0.5:
        page.wait_for_timeout(100)


def test_a_click_on_the_lines_goes_there(page: Page, done: Suggested) -> None:
    field = page.locator("#lines-field").bounding_box()
    assert field is not None
    page.mouse.click(field["x"] + field["width"] / 2, field["y"] + field["height"] - 10)
    assert second(page) == pytest.approx(done.film.seconds / 2, abs=0.2)


def test_an_edge_is_pulled(page: Page, done: Suggested) -> None:
    field = page.locator("#lines-field").bounding_box()
    assert field is not None
    a_second = field["width"] / done.film.seconds
    x, y = field["x"] + done.moments[0].span.end * a_second, field["y"] + field["height"] - 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - a_second, y, steps=4)
    page.mouse.up()
    expect(page.locator("#said")).to_contain_text("Ends at")
    assert kept(done)[done.moments[0].key]["end"] == pytest.approx(  # type: ignore[index]
        done.moments[0].span.end - 1, abs=0.15
    )


def test_a_moment_of_ones_own(page: Page, done: Suggested) -> None:
    page.keyboard.press("a")
    expect(page.locator(".moment")).to_have_count(len(done.moments) + 1)
    page.locator("#detail [name=name]").fill("Both laugh")
    page.keyboard.press("Escape")
    expect(chosen(page).locator(".what")).to_have_text("Both laugh")
    page.get_by_role("button", name="Take this moment away").click()
    expect(page.locator(".moment")).to_have_count(len(done.moments))


def test_a_server_that_is_gone_is_noticed_and_what_it_did_not_keep_is_kept_later(page: Page, browser: Browser) -> None:
    page.route("**/*", lambda route: route.abort())
    page.keyboard.press("y")
    expect(page.locator("#trouble")).to_contain_text("does not answer")
    expect(page.locator("#trouble")).to_contain_text("Not kept yet: Kept: Moment 1")
    expect(page.locator("#keep")).to_have_attribute("aria-pressed", "false")
    expect(chosen(page).locator(".mark")).to_have_text("… not kept")
    page.unroute("**/*")
    expect(page.locator("#keep")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#trouble")).to_be_hidden()
    expect(chosen(page).locator(".mark")).to_have_text("✓ kept")


def test_a_server_that_is_started_again_goes_on_or_says_how(page: Page, browser: Browser, shelf: Shelf) -> None:
    """At the same address the page goes on; with another token it says what to open."""
    old = browser.server.door
    browser.stop()
    page.keyboard.press("y")
    expect(page.locator("#trouble")).to_contain_text("Not kept yet: Kept: Moment 1")
    for token in ("another", old.token):
        door = replace(old, house=app(shelf), token=token)
        again = Running(Server(door, socket.create_server((HOST, old.port))))
        if token != old.token:
            expect(page.locator("#trouble")).to_contain_text("open the address that attune printed")
        else:
            expect(page.locator("#keep")).to_have_attribute("aria-pressed", "true")
            expect(page.locator("#trouble")).to_be_hidden()
        again.stop()


def test_what_is_kept_is_put_in_order(page: Page, done: Suggested) -> None:
    """By keys and by buttons; the family sees it so, and undo sets it back."""
    for _ in range(2):
        page.keyboard.press("y")
        page.keyboard.press("ArrowDown")
    expect(page.locator("#tally")).to_contain_text("2 kept")
    page.locator("#by-decision").select_option("keep")
    first = page.locator(".moment").first.get_attribute("data-moment")
    page.locator(".moment").first.click()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#said")).to_contain_text("place 2 of 2")
    expect(page.locator(".moment").nth(1)).to_have_attribute("data-moment", str(first))
    page.locator("[data-move='-1']").nth(1).click()
    expect(page.locator(".moment").first).to_have_attribute("data-moment", str(first))
    page.keyboard.press("z")
    expect(page.locator(".moment").nth(1)).to_have_attribute("data-moment", str(first))
    page.locator("#family").click()
    shown = float(page.evaluate("document.getElementById('showing-video').currentTime"))
    assert shown == pytest.approx(next(m.still for m in done.moments[:2] if m.key != first), abs=0.1)


def test_moments_are_found_by_who_began(page: Page, browser: Browser) -> None:
    began = [m["first"] for m in browser.of_film("/said").json["moments"]]
    for who in ("child", "adult"):
        page.locator("#by-person").select_option(who)
        expect(page.locator(".moment")).to_have_count(began.count(who))


def test_another_window_is_noticed(page: Page, browser: Browser, done: Suggested) -> None:
    browser.say(done.moments[0].key, decision="leave")
    page.keyboard.press("y")
    expect(page.locator("#trouble")).to_contain_text("another window")
    expect(page.locator("#leave")).to_have_attribute("aria-pressed", "true")


def test_the_family_sees_what_is_kept_and_nothing_else(page: Page, done: Suggested) -> None:
    page.keyboard.press("y")
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.locator("#family").click()
    expect(page.locator("#showing")).to_be_visible()
    words = page.locator("body").inner_text().split()
    assert sorted(word for word in words if re.fullmatch(r"[A-Za-z]+", word)) == [
        "Before",
        "Close",
        "Next",
        "Picture",
        "Play",
        "Slowly",
        "Write",
    ]
    page.keyboard.press("Escape")
    expect(page.locator("#film")).to_be_visible()


def test_who_is_who(page: Page, done: Suggested, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    monkeypatch.setattr(models, "ensure", lambda *_: None)
    page.keyboard.press("y")
    page.locator("#detail summary", has_text="About the whole film").click()
    page.get_by_role("button", name="Who is who").click()
    page.get_by_role("group", name="Person 1").get_by_role("textbox").fill("Laura")
    page.locator("#who-keep").click()
    expect(page.locator("#lines-names")).to_contain_text("Laura looks")
    expect(page.locator("#tally")).to_contain_text("1 kept")
    done.store.remove("people.json")


def test_who_looks_first_asks_for_what_is_proposed(page: Page, shelf: Shelf, done: Suggested) -> None:
    shelf.look_first = True
    done.store.remove(KEPT)
    page.reload()
    expect(page.locator("#covered")).to_be_visible()
    expect(page.locator(".moment")).to_have_count(0)
    page.locator("#uncover").click()
    expect(page.locator(".moment")).to_have_count(len(done.moments))
    expect(page.locator("#covered")).to_be_hidden()


def test_every_control_has_a_name(page: Page) -> None:
    """What a screen reader calls it."""
    for role in ("button", "combobox", "checkbox", "textbox", "slider"):
        for each in page.get_by_role(role).all():  # type: ignore[arg-type]
            said = each.aria_snapshot()
            assert re.match(r'- \w+ "[^"]+"', said) or ":" in said, said
    expect(page.locator("#said")).to_have_attribute("aria-live", "polite")


def test_nothing_hinders_people(chromium: Chromium, page: Page, browser: Browser) -> None:
    """axe-core finds nothing, sizes of targets among it: the film with its reasons, the keys, who is who, handing out,
    what the family sees; across and on a tablet that is held upright."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    second = context.new_page()
    second.goto(browser.server.door.address)
    expect(second.locator("#video[src]")).to_be_visible()

    def hindered() -> list[tuple[str, str]]:
        found = Axe().run(second, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
        return [(each["id"], node["html"][:150]) for each in found for node in each["nodes"]]

    second.locator("#keep").click()
    second.keyboard.press("g")
    assert hindered() == []
    second.set_viewport_size({"width": 820, "height": 1180})
    second.locator("#by-decision").select_option("keep")
    assert hindered() == []
    for button, shown in (("#help", "#keys"), ("#hand-out", "#out"), ("#family", "#showing")):
        second.locator(button).click()
        expect(second.locator(shown)).to_be_visible()
        assert hindered() == []
        second.keyboard.press("Escape")
    second.locator("#detail summary", has_text="About the whole film").click()
    second.get_by_role("button", name="Who is who").click()
    expect(second.locator(".person")).to_have_count(2)
    assert hindered() == []
    context.close()


def test_keys_are_shown(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys kbd").first).to_have_text("Space")
    page.keyboard.press("y")
    page.keyboard.press("Escape")
    expect(page.locator("#tally")).to_contain_text("0 kept")


def test_keys_are_changed_for_every_film(page: Page) -> None:
    """What is taken is refused with what it does; the button says the new key; the first keys come back."""
    page.keyboard.press("?")
    page.get_by_role("button", name="keep: Y").click()
    page.keyboard.press("x")
    expect(page.locator("#keys-told")).to_contain_text("X is taken: leave out")
    page.keyboard.press("3")
    expect(page.locator("#keys-told")).to_contain_text("what the moment shows")
    page.keyboard.press("q")
    expect(page.locator("#keys-told")).to_contain_text("for every film")
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("#keep")).to_have_attribute("data-key", "Q")
    expect(chosen(page)).to_be_visible()
    page.keyboard.press("y")
    page.keyboard.press("q")
    expect(page.locator("#tally")).to_contain_text("1 kept")
    page.keyboard.press("?")
    page.locator("#keys-first").click()
    expect(page.locator("#keys-told")).to_contain_text("first ones again")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    expect(page.locator("#said")).to_contain_text("Kept already")


def test_boxes_are_drawn_at_the_heads_and_not_on_the_bars(page: Page, done: Suggested) -> None:
    """The film is narrower or wider than its place: boxes go with the picture."""
    page.keyboard.press("b")
    expect(page.locator("#boxes")).to_be_checked()
    look = int(second(page) * 10 + 1e-6)
    for size in ((1280, 800), (1280, 500)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_timeout(1000)
        wide, tall, left, top, right, bottom = page.evaluate(INKED)
        high = min(tall, wide / done.film.aspect)
        x, y = (wide - high * done.film.aspect) / 2, (tall - high) / 2
        heads = [(track.head[look], track.size[look]) for track in (done.dyad.adult, done.dyad.child)]
        assert left == pytest.approx(x + min(h[0] - 0.42 * s for h, s in heads) * high, abs=4)
        assert bottom == pytest.approx(y + max(h[1] + 0.5 * s for h, s in heads) * high, abs=4)
        assert top >= y - 3
        assert right <= wide - x + 80
    page.locator("#boxes").click()
    expect(page.locator("#boxes-canvas")).to_be_hidden()


def test_the_lines_are_zoomed_panned_and_fitted(page: Page, done: Suggested) -> None:
    def shown() -> list[float]:
        told = page.locator("#lines-shown")
        page.wait_for_timeout(1500)
        parts = (told.text_content() or "").split("–")
        return [float(each.split(":")[0]) * 60 + float(each.split(":")[1]) for each in parts] if parts[0] else []

    expect(page.locator("#lines-shown")).to_have_attribute("aria-live", "polite")
    page.locator("#lines-field").focus()
    for _ in range(3):
        page.keyboard.press("+")
    start, end = shown()
    assert end - start == pytest.approx(done.film.seconds / 1.6**3, abs=1.1)
    page.keyboard.press("PageDown")
    assert shown()[0] > start
    page.keyboard.press("f")
    assert shown() == []
    field = page.locator("#lines-field").bounding_box()
    assert field is not None
    x, y = field["x"] + field["width"] / 2, field["y"] + field["height"] - 10
    page.mouse.move(x, y)
    page.mouse.wheel(0, -600)
    start, end = shown()
    assert (start + end) / 2 == pytest.approx(done.film.seconds / 2, abs=1.1)
    page.mouse.click(x, y)
    assert second(page) == pytest.approx(done.film.seconds / 2, abs=0.3)
    page.mouse.move(x, field["y"] + 30)
    page.mouse.down()
    page.mouse.move(x + field["width"] / 4, field["y"] + 30, steps=3)
    page.mouse.up()
    assert shown()[0] < start
    page.locator("#zoom-out").click()
    page.locator("#fit").click()
    assert shown() == []


@pytest.mark.parametrize(("wide", "tall"), [(1280, 720), (1024, 768), (820, 1180)])
def test_nothing_lies_outside_the_window(page: Page, wide: int, tall: int) -> None:
    page.set_viewport_size({"width": wide, "height": tall})
    for name in ("#moments", "#screen", "#keep", "#leave", "#detail", "#lines-canvas", "#help"):
        box = page.locator(name).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= wide
        assert box["y"] + box["height"] <= tall


@pytest.fixture(scope="module", params=["demo", "6c6MZQ"])
def people(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Suggested:
    """The demo film, and one of a mother and her child, watched through the real models."""
    path = tmp_path_factory.mktemp("people") / "film.mp4"
    if request.param == "demo":
        demo.make(path)
    else:
        clips = request.getfixturevalue("shared") / "footage" / "clips"
        shutil.copyfile(next(clips.glob(f"*{request.param}*.mp4")), path)
    return pipeline.suggested(path)


@pytest.mark.real
@pytest.mark.parametrize("hands", ["keys", "mouse"])
def test_people_on_film_are_reviewed_to_a_reel(chromium: Chromium, people: Suggested, hands: str) -> None:
    shelf = Shelf([people.film.path], None, "Ann")
    shelf.put(people)
    for browser in served(shelf):
        page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.goto(browser.server.door.address)
        expect(page.locator("#video[src]")).to_be_visible()
        expect(page.locator("#screen-told")).to_be_hidden()
        if hands == "keys":
            page.keyboard.press("b")
            page.keyboard.press("y")
            expect(page.locator("#keep")).to_have_attribute("aria-pressed", "true")
            by_keys_to_a_reel(page)
        else:
            page.locator(".moment").last.click()
            page.locator("#boxes").click()
            if page.locator("#keep").get_attribute("aria-pressed") == "false":
                page.locator("#keep").click()
            expect(page.locator("#keep")).to_have_attribute("aria-pressed", "true")
            page.locator("#hand-out").click()
            page.get_by_role("button", name="One film").click()
            expect(page.locator("#out-made a")).to_have_text("reel.mp4")
        page.context.close()

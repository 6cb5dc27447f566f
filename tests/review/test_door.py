"""Only the browser that was given the address comes in, and nothing from elsewhere is loaded."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from attune.pipeline import Suggested
from attune.review import handing, playing
from tests.review.conftest import Browser


def test_the_token_goes_into_a_cookie_and_out_of_the_address(browser: Browser) -> None:
    came_in = browser.ask(f"/enter?token={browser.server.door.token}")
    assert (came_in.status, came_in.headers["location"]) == (303, "/")
    assert "HttpOnly" in came_in.headers["set-cookie"]
    assert "samesite=strict" in came_in.headers["set-cookie"].lower()
    assert browser.ask("/").status == 200


@pytest.mark.parametrize("path", ["/", "/films", "/page/main.js", "/enter?token=", "/enter?token=guess"])
def test_without_the_token_nothing_is_given(browser: Browser, path: str) -> None:
    browser.cookie = ""
    answer = browser.ask(path)
    assert answer.status == 403
    assert b"attune review" in answer.body


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:80"])
def test_another_name_for_this_computer_is_refused(browser: Browser, host: str) -> None:
    assert browser.ask("/films", Host=host).status == 421


@pytest.mark.parametrize("origin", ["", "http://evil.example", "null", "http://127.0.0.1:1"])
def test_what_comes_from_another_page_changes_nothing(browser: Browser, origin: str) -> None:
    answer = browser.ask(f"/films/{browser.film}/undo", {}, Origin=origin)
    assert answer.status == 403
    assert browser.of_film("/history").json == []


def test_another_page_may_not_even_look(browser: Browser) -> None:
    assert browser.ask("/films", sec_fetch_site="cross-site").status == 403
    assert browser.ask("/films", sec_fetch_site="same-origin").status == 200


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/films", "/nowhere"])
def test_every_answer_lets_the_browser_load_nothing_from_elsewhere(browser: Browser, path: str) -> None:
    rules = browser.ask(path).headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "http" not in rules
    assert "unsafe" not in rules


@pytest.mark.parametrize(
    "path", ["/page/../app.py", "/page/%2e%2e/app.py", "/films/..%2f..%2fetc", "/page//etc/passwd"]
)
def test_no_path_leads_out_of_the_page(browser: Browser, path: str) -> None:
    assert browser.ask(path).status == 404


def test_it_listens_on_this_computer_alone(browser: Browser) -> None:
    assert browser.server.listening.getsockname()[0] == "127.0.0.1"


def test_the_token_is_in_no_answer(browser: Browser) -> None:
    """Nor in the address that the browser is sent on to, and so in no history."""
    for path in ("/", "/films", "/page/main.js", f"/films/{browser.film}", f"/films/{browser.film}/said"):
        answer = browser.ask(path)
        assert browser.server.door.token not in str(answer.headers)
        assert browser.server.door.token.encode() not in answer.body


@pytest.mark.parametrize("path", ["/play", "/still?at=/etc/passwd", "/people/..%2f..%2fpeople.json", "/sound/../../x"])
def test_no_path_leads_out_of_a_film(browser: Browser, path: str) -> None:
    assert browser.of_film(path).status in (400, 404)
    assert browser.ask(f"/films/%2e%2e{path}").status == 404


def test_nobody_stands_in_a_log(
    browser: Browser, done: Suggested, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    """A round through the page is not logged at all; a fault is, by its kind and its places."""

    def broken(*_: Any) -> None:
        raise RuntimeError(f"{done.film.path.name}: Sarah's face")

    with caplog.at_level(logging.DEBUG):
        browser.of_film("/said")
        browser.say(done.moments[0].key, decision="keep", name="Sarah laughs")
        assert browser.of_film("/still?at=2").status == 200
        assert [record for record in caplog.records if record.name != "asyncio"] == []
        monkeypatch.setattr(playing, "still", broken)
        monkeypatch.setattr(handing, "handed", broken)
        answer = browser.of_film("/still?at=3")
        failed = browser.finished(browser.of_film("/hand-out", {"kind": "clips"}))
    assert answer.status == 500
    for why in (answer.json["why"], failed["why"]):
        assert why.startswith("A fault in attune: RuntimeError.")
    logged = caplog.text + "".join(capfd.readouterr())
    assert "RuntimeError at test_door.py:" in logged
    assert "Sarah" not in logged
    caplog.clear()

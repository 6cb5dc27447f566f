"""The server is killed and started again while its page is open in a real Chromium: the page goes on."""

from __future__ import annotations

import contextlib
import socket
import time
from pathlib import Path

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from attune.review.door import HOST
from attune.review.port import FIRST, LAST, listening, usual
from tests.review.test_killed import Starter, pytestmark, starter

__all__ = ["pytestmark", "starter"]

CHOSEN = '.moment[aria-current="true"]'


def gone(port: int) -> None:
    """Waits until nobody is heard at a port: who is killed is not dead at once."""
    with contextlib.suppress(OSError):
        while True:
            socket.create_connection((HOST, port)).close()
            time.sleep(0.02)


def test_what_a_killed_server_did_not_keep_is_kept_once_the_new_address_is_open(
    chromium: Chromium, starter: Starter
) -> None:
    """The new one has the old one's port and another token."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(starter.address)
    expect(page.locator(CHOSEN)).to_be_visible()
    port, token = starter.port, starter.cookie
    starter.kill()
    gone(port)
    page.keyboard.press("y")
    expect(page.locator("#trouble")).to_contain_text("Not kept yet: Kept: Moment 1")
    starter.start()
    assert starter.port == port
    assert starter.cookie != token
    expect(page.locator("#trouble")).to_contain_text("open the address that attune printed")
    context.new_page().goto(starter.address)
    expect(page.locator("#keep")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#trouble")).to_be_hidden()
    assert starter.ask(f"{starter.film}/said")[1]["moments"][0]["decision"] == "keep"
    context.close()


def test_a_path_has_a_port_and_one_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    port = usual(tmp_path / "a")
    assert usual(tmp_path / "b" / ".." / "a") == port
    assert FIRST <= port <= LAST
    assert len({usual(tmp_path / str(number)) for number in range(50)}) > 40
    with socket.create_server((HOST, 0)) as taken, listening(taken.getsockname()[1]) as other:
        assert other.getsockname()[1] != taken.getsockname()[1]

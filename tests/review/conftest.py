"""A page that is being served, on a film of which all is known, and a browser that asks it for things."""

from __future__ import annotations

import http.client
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Error, Page, expect, sync_playwright

from attune import models, parts, pipeline
from attune.pipeline import Suggested
from attune.review import keys
from attune.review.serve import Server, server
from attune.review.shelf import Shelf
from tests import fakes
from tests.media.films import make_film, uneven

expect.set_options(timeout=60_000)  # a page on a busy machine is late, and that is no fault

FOUND = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Running:
    """A server at work, beside the test."""

    def __init__(self, ready: Server) -> None:
        self._server, self._listening = ready.server(), ready.listening
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends it; nobody answers at its address from then on."""
        self._server.should_exit = True
        self._thread.join(10)
        self._listening.close()


@dataclass
class Browser:
    """Asks as the page does, unless told otherwise."""

    server: Server
    cookie: str = ""
    film: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    stop: Callable[[], None] = lambda: None

    def ask(self, path: str, given: Any = None, **headers: str) -> Answer:
        own = {"Host": f"127.0.0.1:{self.server.door.port}", "Cookie": self.cookie}
        if given is not None:
            own |= {"Origin": f"http://127.0.0.1:{self.server.door.port}"}
        every = own | {name.replace("_", "-"): value for name, value in headers.items()}
        line = http.client.HTTPConnection("127.0.0.1", self.server.door.port, timeout=20)
        body = None if given is None else given if isinstance(given, bytes) else json.dumps(given).encode()
        line.request("GET" if given is None else "POST", path, body, {k: v for k, v in every.items() if v})
        answer = line.getresponse()
        out = Answer(answer.status, answer.headers, answer.read())
        line.close()
        return out

    def of_film(self, path: str, given: Any = None) -> Answer:
        return self.ask(f"/films/{self.film}{path}", given)

    def say(self, piece: str | None, since: int = 0, **changes: Any) -> Answer:
        return self.of_film("/say", {"piece": piece, "changes": changes, "since": since})

    def finished(self, job: Answer) -> Any:
        """How a job ended."""
        told = job.json
        while told["state"] in ("waiting", "running"):
            time.sleep(0.02)
            told = self.ask(f"/jobs/{told['key']}").json
        return told


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of changed keys, which is nobody's own."""
    path = tmp_path / "config" / "keys.json"
    monkeypatch.setattr(keys, "place", lambda: path)
    return path


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Suggested:
    """Half a minute with sound, in a file that browsers do not play, watched by the fake."""
    path = tmp_path_factory.mktemp("page") / "Sarah & Zoë.mkv"
    make_film(path, uneven(32, seed=2), clicks=[k + 0.25 for k in range(32)], sound_seconds=32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SEE", fakes.SEE)
        patch.setattr(models, "ensure", lambda *_: None)
        return pipeline.suggested(path)


@pytest.fixture
def done(watched: Suggested) -> Suggested:
    """The same, with nothing said of it."""
    for name in watched.store.names("review"):
        watched.store.remove(name)
    return watched


def served(shelf: Shelf) -> Iterator[Browser]:
    """A browser at a server of its own, that has come in."""
    ready = server(shelf)
    running = Running(ready)
    browser = Browser(ready, film=next(iter(shelf.paths), ""), stop=running.stop)
    came_in = browser.ask(ready.door.address.partition(str(ready.door.port))[2])
    browser.cookie = came_in.headers["set-cookie"].partition(";")[0]
    yield browser
    running.stop()


@pytest.fixture
def shelf(done: Suggested) -> Shelf:
    """The film alone, open."""
    shelf = Shelf([done.film.path], None, "Ann")
    shelf.put(done)
    return shelf


@pytest.fixture
def browser(shelf: Shelf) -> Iterator[Browser]:
    """Somebody who has opened the page."""
    yield from served(shelf)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where something may be kept."""
    return tmp_path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A browser without a window; the test is skipped where there is none."""
    if FOUND is None:
        pytest.skip("no Chromium is on this machine, so the page itself is not tried")
    with sync_playwright() as driver:
        try:
            opened = driver.chromium.launch(executable_path=FOUND)
        except Error as why:
            pytest.skip(f"Chromium does not start here: {why}")
        yield opened
        opened.close()


@pytest.fixture
def page(chromium: Chromium, browser: Browser) -> Iterator[Page]:
    """The page, with its film ready to be played. Nothing may go amiss in it, and nothing may come from elsewhere."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    amiss: list[str] = []
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("request", lambda request: request.url.startswith(f"http://127.0.0.1:{browser.server.door.port}/")
            or amiss.append(request.url))  # fmt: skip
    page.goto(browser.server.door.address)
    expect(page.locator("#video[src]")).to_be_visible()
    expect(page.locator("#screen-told")).to_be_hidden()
    yield page
    context.close()
    assert not amiss

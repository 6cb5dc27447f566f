"""A sealed case is reviewed in a real Chromium, and nothing of it is anywhere in plain: not in the case, not in
temporary folders, not in the browser's profile; while it is reviewed, and after."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Error, Page, expect, sync_playwright

from attune import cli, files, models, parts
from attune.errors import StoreError
from attune.review import streaming
from attune.review.shelf import Shelf, films_in
from attune.sealed import keys, vault
from attune.sealed.vault import Vault
from attune.store import Store
from tests import fakes
from tests.media.films import make_film, uneven
from tests.review.conftest import Browser, served
from tests.sealed.conftest import CHEAP, WORDS, plain

FOUND = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

SECONDS = 32
PEOPLE = ("Laurine", "Tomasz")
SAID = "she waited for him, planted"

SIGNS = (b"\xff\xd8\xff\xe0\x00\x10JFIF", b"ftypisom", b"ftypmp4", b"matroska", b"CREATE TABLE shown")
"""What pictures, films and verdicts begin with: four bytes alone come about by chance."""


@dataclass(frozen=True)
class Case:
    """A sealed case that is open, and words and bytes of it that nobody may find."""

    folder: Path
    secret: tuple[bytes, ...]


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where everything that is written without a place goes: attune's, the browser's, and its helper's. Its name is
    short, as the browser's sockets ask."""
    with tempfile.TemporaryDirectory(prefix="a-", ignore_cleanup_errors=True) as folder:
        for name in ("tmp", "home", "profile"):
            Path(folder, name).mkdir()
        for name in ("TMPDIR", "TMP", "TEMP"):
            monkeypatch.setenv(name, f"{folder}/tmp")
        monkeypatch.setenv("HOME", f"{folder}/home")
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield Path(folder)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[bytes, ...]]:
    """Two people and one film, made and sealed with the commands; and what nobody may find."""
    base = tmp_path_factory.mktemp("sealed")
    folder, film, words = base / "case", base / "filmed.mkv", base / "words"
    words.write_text(WORDS, encoding="utf-8")
    make_film(film, uneven(SECONDS, seed=2), clicks=[k + 0.25 for k in range(SECONDS)], sound_seconds=SECONDS)
    people = [f"--person={PEOPLE[0]}:parent", f"--person={PEOPLE[1]}:child"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SEE", fakes.SEE)
        patch.setattr(models, "ensure", lambda *_: None)
        patch.setattr(keys, "COST", CHEAP)
        patch.setenv("ATTUNE_RECORD", str(base / "record"))
        done(["case", "new", folder, *people], ["case", "add", folder, film])
        done(*(["case", "consent", folder, name, "--give", "review"] for name in PEOPLE))
        (film,) = films_in(folder)
        done(["suggest", film])
        secret = (
            film.name.encode(),
            *(name.encode() for name in PEOPLE),
            *measures(film),
            *pieces_of(film.read_bytes()),
        )
        assert found([folder], secret) == {*secret}, "what is looked for is there while it is plain"
        done(["case", "seal", folder, "--passphrase-file", words])
    return folder, (*secret, SAID.encode())


@pytest.fixture
def case(sealed: tuple[Path, tuple[bytes, ...]], scratch: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of it, opened."""
    folder = tmp_path / "case"
    shutil.copytree(sealed[0], folder)
    with vault.opened(folder, vault.key_of(folder, WORDS)) as box, files.kept_by(folder, box):
        yield Case(folder, sealed[1])


def done(*calls: list[Any]) -> None:
    """Runs these commands, which go well."""
    for call in calls:
        result = CliRunner().invoke(cli.main, [str(word) for word in call])
        assert result.exit_code == 0, result.output


def measures(film: Path) -> Iterator[bytes]:
    """What is kept of a film in words and numbers: its hash, and of its moments the sentences."""
    kept = Store(film.with_name(film.name + ".attune"), "")
    yield kept.read_json("film.json")["sha256"].encode()
    for moment in kept.read_json("moments.json")["moments"]:
        yield json.dumps(moment["why"], ensure_ascii=False)[1:-1].encode()


def pieces_of(data: bytes, count: int = 60) -> Iterator[bytes]:
    """Pieces of a file, from all of it."""
    for place in range(64, len(data) - 32, len(data) // count):
        yield data[place : place + 24]


def found(places: list[Path], secret: tuple[bytes, ...]) -> set[bytes]:
    """Which of these stand in a file, or in the name of one, in one of two ways of writing letters."""
    whole = b"\n".join(data for place in places for data in everything(place))
    return {word for word in secret if word in whole or (word.isascii() and word.decode().encode("utf-16-le") in whole)}


def everything(place: Path) -> Iterator[bytes]:
    """Names and bytes of all files of a folder; those that go away meanwhile are gone."""
    for path in place.rglob("*"):
        yield str(path.relative_to(place)).encode()
        try:
            if path.is_file() and not path.is_symlink():
                yield path.read_bytes()
        except OSError:
            continue


@pytest.fixture
def browser(case: Case) -> Iterator[Browser]:
    """Somebody who has opened the page on it."""
    shelf = Shelf(films_in(case.folder), None, "Ann", case=case.folder)
    yield from served(shelf)


def reviewed(browser: Browser, profile: Path, look: Callable[[str], None]) -> None:
    """Writes into the case, plays, goes elsewhere in the film, decides and writes; `look` is called meanwhile."""
    with sync_playwright() as driver:
        try:
            context = driver.chromium.launch_persistent_context(profile, executable_path=FOUND)
        except Error as why:
            pytest.skip(f"Chromium does not start here: {why}")
        page = context.new_page()
        page.goto(browser.server.door.address)
        page.get_by_label("Helping question").fill(SAID)
        page.keyboard.press("Tab")
        expect(page.locator("#said")).to_have_text("Kept on this computer")
        page.locator("[data-film]").click()
        expect(page.locator("#video[src]")).to_be_visible()
        expect(page.locator("#screen-told")).to_be_hidden()
        look("opened")
        from_here = second(page)
        page.locator("#play").click()
        until(page, f"video.currentTime > {from_here} + 0.3")
        page.keyboard.press("k")
        for there in (SECONDS - 4.0, 2.0, SECONDS / 2):
            assert gone_to(page, there) == pytest.approx(there, abs=0.1)
        look("played")
        page.locator("#keep").click()
        expect(page.locator("#tally")).to_contain_text("1 kept")
        page.keyboard.press("n")
        page.keyboard.type(SAID)
        page.keyboard.press("Escape")
        expect(page.locator("#said")).to_have_text("Kept on this computer")
        look("decided")
        context.close()


def second(page: Page) -> float:
    return float(page.evaluate("document.getElementById('video').currentTime"))


def gone_to(page: Page, there: float) -> float:
    """Goes to a second of the film, and gives where its picture is from then."""
    page.evaluate(f"document.getElementById('video').currentTime = {there}")
    until(page, "!video.seeking && video.readyState >= 2")
    return second(page)


def until(page: Page, what: str) -> None:
    """Waits; the page itself lets nobody put a script into it."""
    for _ in range(600):
        if page.evaluate(f"(() => {{ const video = document.getElementById('video'); return {what}; }})()"):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"not within 30 s: {what}")


@pytest.mark.skipif(FOUND is None, reason="no Chromium is on this machine, so the page itself is not tried")
def test_nothing_plain_is_left_anywhere_while_a_sealed_case_is_reviewed_and_after(
    case: Case, browser: Browser, scratch: Path
) -> None:
    told: list[str] = []

    def look(when: str) -> None:
        copies = [path for path in files.below(case.folder) if "/review/" in path.as_posix()]
        made = [piece for path in copies for piece in pieces_of(files.read(path), 20)]
        secret = (*case.secret, *SIGNS, *made)
        told.append(f"{when}: {len(copies)} copies and stills")
        assert found([case.folder, scratch], secret) == set(), when

    with ThreadPoolExecutor(1) as apart:  # a browser is driven here by one test at a time of each thread
        apart.submit(reviewed, browser, scratch / "profile", look).result()
    look("closed")
    assert int(told[-1].split()[1]) >= 2, "the copy for the browser and stills were made, and are sealed"
    ((film,),) = [films_in(case.folder)]
    kept = files.read(film.with_name(film.name + ".attune") / "review.sqlite")
    assert SAID.encode() in kept, "what was decided is kept"


def test_a_sealed_film_is_served_in_ranges_as_the_plain_one(case: Case, browser: Browser) -> None:
    browser.finished(browser.of_film("/open", {}))
    told = browser.of_film("/copy", {}).json
    assert told["state"] == "done" or browser.finished(browser.of_film("/copy", {}))["state"] == "done"
    (film,) = films_in(case.folder)
    whole = files.read(film.with_name(film.name + ".attune") / "review" / "copy.mp4")
    answer = browser.of_film("/play")
    assert (answer.status, answer.body) == (200, whole)
    assert answer.headers["cache-control"] == "no-store"
    for asked, start, end in (("0-", 0, None), ("70000-99999", 70000, 100000), ("-500", len(whole) - 500, None)):
        answer = browser.ask(f"/films/{browser.film}/play", Range=f"bytes={asked}")
        assert (answer.status, answer.body) == (206, whole[start:end])
        assert answer.headers["content-range"] == f"bytes {start}-{(end or len(whole)) - 1}/{len(whole)}"
        assert answer.headers["cache-control"] == "no-store"
    assert browser.ask(f"/films/{browser.film}/play", Range=f"bytes={len(whole)}-").status == 416


def test_what_is_handed_out_lies_plain_outside(case: Case, browser: Browser) -> None:
    browser.finished(browser.of_film("/open", {}))
    first = browser.of_film("/said").json["moments"][0]
    browser.say(first["key"], first["version"], decision="keep")
    assert browser.of_film("").json["sealed"]
    for kind in ("sheet", "stills"):
        job = browser.finished(browser.of_film("/hand-out", {"kind": kind}))
        assert job["state"] == "done", job["why"]
        assert Path(job["where"]).is_relative_to(case.folder.with_name("case-handed-out"))
    assert {path.name for path in case.folder.iterdir()} == {"sealed", "sealed.json"}


def test_a_decision_that_cannot_be_sealed_is_not_said_to_be_kept(
    case: Case, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.finished(browser.of_film("/open", {}))
    first = browser.of_film("/said").json["moments"][0]
    before = plain(case.folder)

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "put", full)
        assert browser.say(first["key"], first["version"], decision="keep").status == 507
    assert plain(case.folder) == before
    assert browser.of_film("/said").json["moments"][0]["decision"] == ""
    assert browser.say(first["key"], first["version"], decision="keep").json["moments"][0]["decision"] == "keep"
    assert plain(case.folder) != before


@pytest.mark.parametrize(
    ("asked", "given"),
    [("", (0, 9)), ("bytes=0-", (0, 9)), ("bytes=3-5", (3, 6)), ("bytes=3-99", (3, 9)), ("bytes=-2", (7, 9)),
     ("bytes=-99", (0, 9)), ("bytes=9-", None), ("bytes=5-3", None), ("bytes=1-2,4-5", (0, 9)), ("words", (0, 9))],
)  # fmt: skip
def test_ranges(asked: str, given: tuple[int, int] | None) -> None:
    assert streaming.between(asked, 9) == given

"""A film that is not where it was is asked for, found by its content, and all that was decided goes along."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attune import models, parts
from attune.pipeline import Suggested, suggested
from attune.review import moved
from attune.review.shelf import Shelf, films_in
from attune.store import beside
from tests import fakes
from tests.review.conftest import Browser, served


@pytest.fixture(autouse=True)
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is watched here but by the fake."""
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    monkeypatch.setattr(models, "ensure", lambda *_: None)


@pytest.fixture
def film(done: Suggested, tmp_path: Path) -> Path:
    """A copy of the film with what is kept of it, in a folder of its own."""
    path = tmp_path / "films" / done.film.path.name
    path.parent.mkdir()
    shutil.copy2(done.film.path, path)
    shutil.copytree(done.store.folder, beside(path))
    return path


@pytest.fixture
def away(film: Path, tmp_path: Path) -> Path:
    """Where the film is now, under another name; a decision on it was kept before."""
    for browser in served(Shelf([film], None, "Ann")):
        assert browser.finished(browser.of_film("/open", {}))["state"] == "done"
        browser.say(browser.of_film("/said").json["moments"][0]["key"], decision="keep", note="they laugh")
    place = tmp_path / "disk" / "2026" / "visit.mkv"
    place.parent.mkdir(parents=True)
    film.rename(place)
    return place


@pytest.fixture
def browser(film: Path, away: Path) -> Iterator[Browser]:
    """Somebody who opens the page on the folder in which the film was."""
    yield from served(Shelf(films_in(film.parent), None, "Ann"))


def find(browser: Browser, where: Any) -> Any:
    return browser.finished(browser.of_film("/find", {"where": str(where)}))


def test_what_is_gone_is_said_to_be(browser: Browser, film: Path) -> None:
    (row,) = browser.ask("/films").json
    assert (row["name"], row["here"]) == (film.name, False)
    told = browser.finished(browser.of_film("/open", {}))
    assert told["state"] == "failed"
    assert film.name in told["why"]
    assert films_in(film) == [film]


@pytest.mark.parametrize("up", [0, 1, 2], ids=["the film", "its folder", "a folder above"])
def test_it_is_found_and_its_decisions_with_it(browser: Browser, film: Path, away: Path, up: int) -> None:
    assert find(browser, [away, *away.parents][up])["state"] == "done"
    (row,) = browser.ask("/films").json
    assert (row["name"], row["here"], row["watched"]) == (away.name, True, True)
    assert not beside(film).exists()
    assert browser.finished(browser.of_film("/open", {}))["state"] == "done"
    first = browser.of_film("/said").json["moments"][0]
    assert (first["decision"], first["note"]) == ("keep", "they laugh")


def test_another_film_is_not_taken_for_it(browser: Browser, film: Path, away: Path) -> None:
    """As large, of the same name, and with other bytes."""
    data = bytearray(away.read_bytes())
    data[-1] ^= 1
    other = away.with_name(film.name)
    other.write_bytes(data)
    away.unlink()
    for where in (other, other.parent):
        told = find(browser, where)
        assert told["state"] == "failed"
        assert "no film in" in told["why"]
        assert "\n" not in told["why"]
    assert beside(film).exists()
    assert not beside(other).exists()


def test_only_films_as_large_are_opened(browser: Browser, away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (away.parent / "letter.txt").write_bytes(away.read_bytes())
    (away.parent / "small.mkv").write_bytes(b"small")
    read: list[str] = []
    real = moved.fingerprint
    monkeypatch.setattr(moved, "fingerprint", lambda path, tell: read.append(path.name) or real(path, tell))
    assert find(browser, away.parent)["state"] == "done"
    assert read == [away.name]


@pytest.mark.parametrize(
    "where", ["", "  ", "films", "../films", "/nowhere/at/all", "~nobody-here/film", "\0", 3, None]
)
def test_a_path_that_is_none_is_refused_in_one_line(browser: Browser, where: Any) -> None:
    answer = browser.of_film("/find", {"where": where})
    why = answer.json["why"] if answer.status == 400 else browser.finished(answer)["why"]
    assert why.endswith(".")
    assert "fault" not in why


def test_too_much_is_not_looked_through(browser: Browser, away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moved, "MOST", 0)
    assert "too much" in find(browser, away.parent)["why"]


def test_what_is_kept_in_both_places_stays_in_both(browser: Browser, film: Path, away: Path) -> None:
    suggested(away)
    told = find(browser, away)
    assert "Both were left" in told["why"]
    assert beside(film).exists()
    assert beside(away).exists()


def test_it_goes_to_another_disk(browser: Browser, film: Path, away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def across(self: Path, to: Path) -> Path:
        if self == beside(film):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(self, to)

    before = sorted(path.relative_to(beside(film)) for path in beside(film).rglob("*"))
    monkeypatch.setattr(Path, "rename", across)
    assert find(browser, away)["state"] == "done"
    assert sorted(path.relative_to(beside(away)) for path in beside(away).rglob("*")) == before
    assert not beside(film).exists()
    assert sorted(path.name for path in away.parent.iterdir()) == [away.name, beside(away).name]


def test_a_film_that_goes_while_the_page_is_open_is_found(film: Path, tmp_path: Path) -> None:
    """And where it lies in the list under its new name already, it stays there once."""
    for browser in served(Shelf(films_in(film.parent), None, "Ann")):
        browser.finished(browser.of_film("/open", {}))
        film.rename(film.with_name("renamed.mkv"))
        assert find(browser, film.parent)["state"] == "done"
        assert [row["name"] for row in browser.ask("/films").json] == ["renamed.mkv"]


def test_a_film_renamed_in_its_folder_stands_in_the_list_once(browser: Browser, film: Path, away: Path) -> None:
    away.rename(film.with_name("renamed.mkv"))
    for second in served(Shelf(films_in(film.parent), None, "Ann")):
        names = {row["name"]: row for row in second.ask("/films").json}
        assert [names[name]["here"] for name in sorted(names)] == [False, True]
        second.film = names[film.name]["key"]
        assert find(second, film.parent)["state"] == "done"
        assert [row["name"] for row in second.ask("/films").json] == ["renamed.mkv"]


def test_a_place_of_its_own_knows_what_was_watched(film: Path, tmp_path: Path) -> None:
    store, other = tmp_path / "kept", film.with_name("other.mkv")
    store.mkdir()
    shutil.copyfile(film, other)
    with other.open("ab") as end:
        end.write(b"\0" * 8)
    suggested(film, place=store)
    shelf = Shelf([film, other], store, "Ann")
    assert {shelf.paths[key] for key in shelf.watched()} == {film}

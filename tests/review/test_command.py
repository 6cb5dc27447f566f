"""`attune review`: what is watched before the page opens, and what is printed where."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from attune import cli
from attune.review import serve
from attune.review.shelf import Shelf
from tests.kept import film, reel

__all__ = ["film", "reel"]

ADDRESS = "http://127.0.0.1:1/enter?token=x"


@pytest.fixture
def shelves(monkeypatch: pytest.MonkeyPatch) -> list[Shelf]:
    """The shelves that are served, each for no time at all."""
    served: list[Shelf] = []

    def at_once(shelf: Shelf, opened: Callable[[str], None], port: int) -> None:
        served.append(shelf)
        opened(ADDRESS)

    monkeypatch.setattr(serve, "serve", at_once)
    return served


def call(*arguments: Any, code: int = 0) -> Any:
    result = CliRunner().invoke(cli.main, ["review", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def test_one_film_is_watched_before_the_page_opens(film: Path, shelves: list[Shelf]) -> None:
    result = call(film, "--no-browser")
    assert result.stdout == f"{ADDRESS}\n"
    (shelf,) = shelves
    assert all(shelf.done(key) for key in shelf.paths)


def test_the_films_of_a_folder_are_opened_one_by_one(film: Path, shelves: list[Shelf]) -> None:
    call(film.parent, "--no-browser")
    (shelf,) = shelves
    ((key, path),) = shelf.paths.items()
    assert (path, shelf.done(key), shelf.watched()) == (film, None, set())
    job = shelf.open(key)
    while (now := shelf.jobs.get(job.key)) is not None and now.state in ("waiting", "running"):
        pass
    assert now is not None
    assert (now.state, now.why) == ("done", "")
    assert shelf.done(key)
    assert shelf.watched() == {key}


def test_the_browser_is_opened(film: Path, shelves: list[Shelf], monkeypatch: pytest.MonkeyPatch) -> None:
    addresses: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: addresses.append(address) or True)
    assert call(film.parent).stdout == ""
    assert addresses == [ADDRESS]


def test_where_no_browser_opens_the_address_is_printed(
    film: Path, shelves: list[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    assert call(film.parent).stdout == f"{ADDRESS}\n"


def test_a_folder_without_a_film_is_one_in_which_a_case_may_be_begun(tmp_path: Path, shelves: list[Shelf]) -> None:
    call(tmp_path)
    (shelf,) = shelves
    assert (shelf.home, shelf.case, shelf.paths) == (tmp_path, None, {})


def test_what_is_not_there_is_refused_in_one_line(tmp_path: Path, shelves: list[Shelf]) -> None:
    assert "There is no file and no folder" in call(tmp_path / "nowhere", code=2).stderr
    assert shelves == []


def test_what_draws_and_what_learns_is_loaded_when_it_is_asked_for() -> None:
    code = "import sys, attune.review.serve; sys.exit(any(name in sys.modules for name in ('matplotlib', 'sklearn')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0

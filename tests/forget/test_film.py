"""What is forgotten is gone, all of it and nothing else; and a run that was stopped goes on."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from attune import cli, pipeline
from attune.errors import FilmError, StoreError
from attune.forget import ELSEWHERE, find, forgotten
from attune.media.film import fingerprint
from attune.night.films import place_of
from attune.night.ledger import Ledger
from attune.store import Store, note_film, store_for
from tests.kept import film, reel

__all__ = ["film", "reel"]


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def watched(film: Path, place: Path | None = None) -> Store:
    """A film of which something of every kind is kept."""
    store = store_for(film, place, fingerprint)
    note_film(store, film, {})
    store.write_json("moments.json", {"film": {"name": film.name, "sha256": store.film}})
    store.write("looks/0123/part-0000.npz", b"seen")
    for name in ("clips/01.mp4", "stills/01.jpg", "review/still.jpg", "review.sqlite", "look/look-01.png"):
        store.write(name, b"Sarah")
    (store.folder / ".0badcafe-1-00000000.tmp").write_bytes(b"a half file")
    (store.folder / "Strange Name").write_bytes(b"?")
    return store


def call(*arguments: object, code: int = 0, typed: str = "") -> Result:
    result = CliRunner().invoke(cli.main, [str(a) for a in arguments], input=typed)
    assert result.exit_code == code, (result.output, result.exception)
    assert "Traceback" not in result.output
    return result


@pytest.mark.parametrize("elsewhere", [False, True])
def test_everything_goes_and_the_receipt_lists_it(film: Path, tmp_path: Path, elsewhere: bool) -> None:
    place = tmp_path / "kept" if elsewhere else None
    pipeline.suggested(film, place=place)
    folder = watched(film, place).folder
    before = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    result = call("forget", film, "--yes", "--json", *(["--store", place] if place else []))
    receipt = json.loads(result.stdout)
    assert {piece["name"]: piece["bytes"] for piece in receipt["removed"]} == before
    assert receipt["bytes"] == sum(before.values())
    assert receipt["left"] == []
    assert receipt["not_known"] == ELSEWHERE
    assert "nothing is left" in " ".join(result.stderr.split())
    assert film.exists()
    assert files(tmp_path) == {"Sarah.mp4", "Sarah.seen"} | ({"kept"} if place else set())


def test_other_films_of_the_same_place_stay(film: Path, tmp_path: Path) -> None:
    other = tmp_path / "Laura.mp4"
    other.write_bytes(film.read_bytes() + b"\0" * 8)
    place = tmp_path / "kept"
    gone, stays = watched(film, place), watched(other, place)
    before = files(stays.folder)
    forgotten(find(film, place))
    assert not gone.folder.exists()
    assert files(stays.folder) == before


def test_the_film_goes_when_that_is_asked_for_alone(film: Path) -> None:
    watched(film)
    receipt = json.loads(call("forget", film, "--yes", "--film-too", "--json").stdout)
    assert receipt["film"]["removed"]
    assert not film.exists()


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_film_that_is_gone_is_forgotten_by_its_path_or_its_folder(
    film: Path, tmp_path: Path, elsewhere: bool
) -> None:
    place = tmp_path / "kept" if elsewhere else None
    folder = watched(film, place).folder
    film.unlink()
    if place:
        line = call("forget", film, "--yes", "--store", place, code=2).stderr
        assert f'attune forget "{folder}"' in line
    call("forget", folder if place else film, "--yes")
    assert not folder.exists()
    call("forget", film, "--yes", code=2)


def test_nobody_is_asked_with_yes_and_nothing_goes_without_it(film: Path) -> None:
    store = watched(film)
    before = files(store.folder)
    assert "Nothing was removed." in call("forget", film, typed="n\n", code=2).stderr
    assert files(store.folder) == before
    call("forget", film, typed="y\n")
    assert not store.folder.exists()


def test_links_are_removed_and_never_followed(film: Path, tmp_path: Path) -> None:
    store = watched(film)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a letter").write_text("stays")
    (store.folder / "clips" / "link").symlink_to(outside)
    (store.folder / "link").symlink_to(outside / "a letter")
    (store.folder / "format.json").chmod(0o600)
    forgotten(find(film))
    assert not store.folder.exists()
    assert files(outside) == {"a letter"}


def test_a_folder_that_is_a_link_is_refused(film: Path, tmp_path: Path) -> None:
    store = watched(film)
    moved = tmp_path / "moved"
    store.folder.rename(moved)
    store.folder.symlink_to(moved)
    before = files(moved)
    with pytest.raises(StoreError, match="is a link"):
        find(film)
    assert files(moved) == before


@pytest.mark.parametrize("mark", [None, b"{}", b'{"format": 99}'])
def test_a_folder_that_is_not_attunes_is_refused(film: Path, mark: bytes | None) -> None:
    folder = film.with_name("Sarah.mp4.attune")
    folder.mkdir()
    (folder / "My Letter.txt").write_text("stays")
    if mark:
        (folder / "format.json").write_bytes(mark)
    before = files(folder)
    with pytest.raises(StoreError, match="left as it is"):
        find(film)
    call("forget", folder, "--yes", code=2)
    assert files(folder) == before


def test_what_is_no_film_is_not_removed(film: Path) -> None:
    letter = film.with_name("letter.txt")
    letter.write_text("stays")
    link = film.with_name("link.mp4")
    link.symlink_to(film)
    for path in (letter, link):
        with pytest.raises(FilmError):
            forgotten(find(path), film_too=True)
    assert letter.exists()
    assert link.is_symlink()


def test_its_name_goes_out_of_a_nights_list(film: Path) -> None:
    watched(film)
    place = place_of(film.parent, None)
    place.mkdir()
    with Ledger(place) as ledger:
        ledger.found({film.name: (1, 1), "other.mp4": (1, 1)})
    result = call("forget", film, "--yes", "--json")
    assert json.loads(result.stdout)["nights"] == [str(place)]
    assert "went out of the list" in " ".join(result.stderr.split())
    assert not any(b"Sarah" in path.read_bytes() for path in place.iterdir())


def test_a_copy_of_the_film_is_told(film: Path) -> None:
    copy = film.with_name("copy.mp4")
    shutil.copyfile(film, copy)
    watched(film)
    left = watched(copy).folder
    receipt = json.loads(call("forget", film, "--yes", "--json", code=1).stdout)
    assert receipt["left"] == [str(left)]


class Killed(BaseException):
    """Stands for a process that is no more."""


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_run_that_was_stopped_goes_on(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    place = tmp_path / "kept" if elsewhere else None
    real = {name: getattr(os, name) for name in ("unlink", "rmdir")}
    folder = watched(film, place).folder
    stops = 0
    while film.exists():
        left = 1  # of each run: one thing is removed, then it is killed

        def once(path: object, *more: object, name: str = "", **how: object) -> None:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            real[name](path, *more, **how)

        with monkeypatch.context() as patch:
            for name in real:
                patch.setattr(os, name, lambda *a, _n=name, **k: once(*a, name=_n, **k))
            try:
                forgotten(find(film, place), film_too=True)
            except Killed:
                stops += 1
    assert stops > 10
    assert not folder.exists()

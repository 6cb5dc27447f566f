"""A sealed film is read as the plain one is: facts, pictures from any second on, sound; and a film is sealed as it is
written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from attune import files
from attune.errors import FilmError, StoreError
from attune.media import browsers
from attune.media.film import Film, fingerprint, open_film
from attune.media.pictures import picture_at
from attune.media.sound import sound
from attune.sealed import change, vault
from attune.sealed.vault import Vault
from attune.store import Store, made, note_film, store_for
from attune.timeline import Span
from tests.media.films import make_film, uneven
from tests.sealed.conftest import CHEAP, WORDS

SECONDS = 8


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "Sarah.mkv"
    make_film(path, uneven(SECONDS, seed=3), clicks=[k + 0.25 for k in range(SECONDS)], sound_seconds=SECONDS)
    return path


@pytest.fixture
def plain(made_once: Path) -> Film:
    """The film, outside."""
    return open_film(made_once)


@pytest.fixture
def box(made_once: Path, tmp_path: Path) -> Iterator[Vault]:
    """A case with the film in it, sealed and opened."""
    folder = tmp_path / "case"
    folder.mkdir()
    shutil.copyfile(made_once, folder / "Sarah.mkv")
    key = change.begun(folder, WORDS, CHEAP)
    with vault.opened(folder, key) as box:
        change.seal(box)
        with files.kept_by(folder, box):
            yield box


def test_a_sealed_film_is_the_same_film(plain: Film, box: Vault) -> None:
    film = open_film(box.folder / "Sarah.mkv")
    assert replace(film, path=plain.path) == plain
    assert fingerprint(film.path) == fingerprint(plain.path)
    for second in (0.0, 6.9, 3.3, 3.4):
        one, other = picture_at(film, second), picture_at(plain, second)
        assert one.time == other.time
        assert np.array_equal(one.pixels, other.pixels)
    span = Span(2.0, 5.0)
    ours, theirs = (np.concatenate([b[0] for b in sound(each, span, 8000, 1)]) for each in (film, plain))
    assert np.array_equal(ours, theirs)


def test_a_copy_for_browsers_is_sealed_as_it_is_written(plain: Film, box: Vault) -> None:
    film = open_film(box.folder / "Sarah.mkv")
    out = box.folder / "copy.mp4"
    before = {path.name for path in (box.folder / "sealed").iterdir()}
    browsers.copy(film, out)
    assert not out.exists()
    (new,) = {path.name for path in (box.folder / "sealed").iterdir()} - before
    assert b"ftyp" not in (box.folder / "sealed" / new).read_bytes()
    copied = open_film(out)
    assert browsers.plays(copied)
    assert copied.seconds == pytest.approx(film.seconds, abs=0.1)


def test_a_damaged_film_says_so_where_it_is_reached(box: Vault) -> None:
    sealed = box.place("Sarah.mkv")
    data = bytearray(sealed.read_bytes())
    data[len(data) // 2] ^= 1
    sealed.write_bytes(data)
    with pytest.raises(StoreError, match=r"Sarah\.mkv is damaged"):
        open_film(box.folder / "Sarah.mkv")


def test_the_store_keeps_and_finds_under_the_same_names(box: Vault) -> None:
    film = box.folder / "Sarah.mkv"
    store = store_for(film, None, fingerprint)
    note_film(store, film, {"seconds": 8})
    store.write("looks/0/part-0000.npz", b"seen")
    assert store_for(film, None, lambda _: "asked again") == store, "the film is known by its stamp"
    assert store.names("looks/") == ["looks/0/part-0000.npz"]
    assert store.read("looks/0/part-0000.npz") == b"seen"
    store.remove("looks/0/part-0000.npz")
    assert store.read("looks/0/part-0000.npz") is None
    assert {path.name for path in box.folder.iterdir()} == {"sealed", "sealed.json"}


def test_what_needs_plain_files_is_refused_with_a_way_out(box: Vault) -> None:
    with pytest.raises(FilmError, match="attune case unseal"):
        files.need_plain(box.folder / "Sarah.mkv")
    with pytest.raises(StoreError, match="outside with -o"):
        made(Store(box.folder / "Sarah.mkv.attune", "").folder / "clips", "-o")


def test_a_sealed_film_that_is_not_opened_is_said_to_be_sealed(made_once: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copyfile(made_once, folder / "Sarah.mkv")
    with vault.opened(folder, change.begun(folder, WORDS, CHEAP)) as box:
        change.seal(box)
    for way in (open_film, lambda path: store_for(path, None, fingerprint)):
        with pytest.raises(FilmError, match=r"is sealed\. `attune review"):
            way(folder / "Sarah.mkv")
    with pytest.raises(FilmError, match="Check the name"):
        open_film(tmp_path / "none.mkv")

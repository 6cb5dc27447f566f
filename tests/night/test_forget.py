"""A film that is forgotten leaves its name in no file of any night, and the other films stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune.errors import StoreError
from attune.night import forget, report
from attune.night.films import place_of
from attune.night.ledger import Ledger
from attune.night.owner import owned
from attune.store import made
from tests.night import fake

FILM = "Sarah.mp4"


def a_night(folder: Path, store: Path | None, *more: str) -> Path:
    """A folder after a night with Sarah's film and three hundred others; gives where the night's files lie."""
    names = [FILM, *more, *(f"film-{n}.mp4" for n in range(300))]
    place = made(place_of(folder, store), "--store")
    with Ledger(place) as book:
        book.found(dict.fromkeys(names, (1, 1)))
        while name := book.take():
            book.opened(name, 6.0, ["part-0000"])
            kept = f"{len(name):016x}.attune" if store else f"{Path(name).name}.attune"
            book.finish(name, {"kept": kept, "notes": [f"A note on {Path(name).stem}."]})
        report.write(folder, store, place, book)
    fake.film_at(folder / FILM)
    return place


def named(place: Path) -> list[str]:
    """The files of a night that hold Sarah's name, in whatever corner of them."""
    return [path.name for path in sorted(place.iterdir()) if b"Sarah" in path.read_bytes()]


@pytest.mark.parametrize("kept_elsewhere", [False, True])
def test_a_films_name_goes_out_of_every_file_and_the_others_stay(tmp_path: Path, kept_elsewhere: bool) -> None:
    folder, store = tmp_path / "films", tmp_path / "kept" if kept_elsewhere else None
    place = a_night(folder, store)
    assert {"ledger.sqlite", report.PAGE, report.TEXT} <= set(named(place))
    kept = (store / f"{len(FILM):016x}.attune") if store else folder / f"{FILM}.attune"
    with Ledger(place) as book:  # as a night has it open that goes on meanwhile
        book.held("film-0.mp4", 1.0)
        assert forget.forget(folder / FILM, kept) == (place,)
        assert named(place) == []
        assert book.counts()["done"] == 300
    assert "film-7.mp4" in (place / report.TEXT).read_text()
    assert forget.forget(folder / FILM, kept) == ()


@pytest.mark.parametrize("kept_elsewhere", [False, True])
def test_a_film_that_is_gone_is_known_by_its_folder(tmp_path: Path, kept_elsewhere: bool) -> None:
    folder, store = tmp_path / "films", tmp_path / "kept" if kept_elsewhere else None
    place = a_night(folder, store)
    (folder / FILM).unlink()
    kept = (store / f"{len(FILM):016x}.attune") if store else folder / f"{FILM}.attune"
    assert forget.forget(kept, kept) == (place,)
    assert named(place) == []
    assert (place / report.TEXT).exists() != kept_elsewhere, "what cannot be written anew is removed"


def test_a_film_in_a_folder_below_is_found_from_above_and_its_namesake_stays(tmp_path: Path) -> None:
    place = a_night(tmp_path, None, "monday/film.mp4", "tuesday/film.mp4")
    film = tmp_path / "monday" / "film.mp4"
    assert forget.forget(film, film.with_name("film.mp4.attune")) == (place,)
    with Ledger(place) as book:
        assert {row.name for row in book.rows()} & {"monday/film.mp4", "tuesday/film.mp4"} == {"tuesday/film.mp4"}


def test_a_film_that_is_being_watched_is_not_forgotten_meanwhile(tmp_path: Path) -> None:
    film = fake.film_at(tmp_path / FILM)
    place = made(place_of(tmp_path, None), "--store")
    with Ledger(place) as book:
        book.found({FILM: (1, 1)})
        book.take()
        with owned(place, book), pytest.raises(StoreError, match=r"watching Sarah\.mp4 now"):
            forget.forget(film, film.with_name(f"{FILM}.attune"))
    assert forget.forget(film, film.with_name(f"{FILM}.attune")) == (place,), "a night that was killed watches nothing"

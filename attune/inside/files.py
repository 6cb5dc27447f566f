"""Which files a look inside makes, where they go, and what is refused before a film is watched for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from attune.errors import FilmError, StoreError
from attune.hide.cover import Cover
from attune.inside.film import write_film
from attune.inside.pen import Pixels
from attune.inside.sheet import seconds_between, sheets
from attune.inside.view import nameless, view_of
from attune.media.mp4 import MADE_BY
from attune.pipeline import Suggested, looks_of, release
from attune.store import Store, put
from attune.timeline import Span

Progress = Callable[[str, float, float], None]

OWN = "look/"
"""Where in a film's own folder the files lie."""

FILM, SHEET = "look.mp4", "look-{:02d}.png"
"""Names without a person's."""


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    start, end   seconds of the film; an end of None is the film's
    every        seconds from one tile of the sheets to the next; None leaves it to the film's length
    film, sheets which of both
    hide         faces that nobody can recognise, nobody's name, no sound
    """

    start: float = 0.0
    end: float | None = None
    every: int | None = None
    film: bool = True
    sheets: bool = True
    hide: bool = False


def check(film: Path, wish: Wish, out: Path | None) -> None:
    """Refuses, before the film is watched for it, what could not be done. Raises FilmError, StoreError."""
    if not 0 <= wish.start < (float("inf") if wish.end is None else wish.end):
        asked = f"--from {wish.start:g}" + ("" if wish.end is None else f" --to {wish.end:g}")
        raise FilmError(f"{asked} holds nothing of a film. Expected seconds from 0 on, --from before --to.")
    if out and out.exists() and not out.is_dir():
        raise StoreError(f"{out} is a file. Name a folder with -o.")
    if out and film.exists() and (out / FILM).exists() and (out / FILM).samefile(film):
        raise StoreError(f"{out / FILM} is the film itself. Name another folder with -o.")


def write(done: Suggested, wish: Wish, out: Path | None, progress: Progress | None = None) -> list[Path]:
    """Writes what is asked for into the folder `out`, or into look/ of the film's own, where older sheets make room.

    Raises FilmError where the film has nothing in that time or cannot be read, StoreError where nothing can be written.
    """
    span = _span(done, wish)
    view = view_of(done.dyad, done.scores, done.moments, done.knobs)
    view = nameless(view) if wish.hide else view
    cover = Cover(done.dyad, looks_of(done), ("all",), done.knobs) if wish.hide else None
    folder = _folder(done, out)
    made = []
    if wish.sheets:
        every = wish.every or seconds_between(span)
        pages = sheets(done.film, view, span, every, _heading(done, wish), cover=cover, progress=progress)
        made += list(_kept(pages, folder))
        if out is None:
            _clear(done.store, made)
    if wish.film:
        write_film(done.film, view, span, folder / FILM, cover=cover, progress=progress)
        made.append(folder / FILM)
    return made


def _heading(done: Suggested, wish: Wish) -> str:
    made_by = f"{MADE_BY} {release()}"
    return made_by if wish.hide else f"{made_by}   {done.film.path.name}"


def _span(done: Suggested, wish: Wish) -> Span:
    film = done.film
    span = Span(wish.start, film.seconds if wish.end is None else wish.end) & Span(0.0, film.seconds)
    if not span:
        raise FilmError(f"{film.path.name} has nothing from {wish.start:g} s on. It lasts {film.seconds:.1f} s.")
    return span


def _folder(done: Suggested, out: Path | None) -> Path:
    folder = out or done.store.folder / OWN
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise StoreError(f"Cannot make the folder {folder}: {why.strerror}. Name another with -o.") from why
    return folder


def _kept(pages: Iterator[Pixels], folder: Path) -> Iterator[Path]:
    """Writes pages as they come."""
    for number, page in enumerate(pages, 1):
        path = folder / SHEET.format(number)
        put(path, cv2.imencode(".png", page)[1].tobytes())
        yield path


def _clear(store: Store, made: list[Path]) -> None:
    """Removes the sheets of an earlier look that are not written anew."""
    for name in store.names(f"{OWN}{SHEET.partition('{')[0]}"):
        if store.path(name) not in made:
            store.remove(name)

"""Films that the page puts into a case, by `films.add` as the command does: those that lie near it, by their keys, or
chosen in the browser, which says no path and sends the film."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from attune.case import change, consent, films, keep
from attune.case.values import MEETING, CaseFilm
from attune.errors import FilmError, FormatError
from attune.media import film as media
from attune.review import jobs
from attune.review.cases import folder_of
from attune.review.coming import PIECE, Arrivals
from attune.review.jobs import Made, Progress
from attune.review.meetings import text
from attune.review.route import route
from attune.review.shelf import Shelf, key_of
from attune.store import beside

_one = threading.Lock()
"""Films are added one after another: two would choose one name."""


@dataclass(frozen=True)
class Wish:
    """Where a film is to go, and what the case has of it; whether it is moved there."""

    folder: Path
    cycle: int
    about: CaseFilm
    move: bool


def routes(shelf: Shelf) -> list[Route]:
    """Where the page asks for films near a case, and adds some."""
    arrivals = Arrivals()
    atexit.register(arrivals.close)
    at = "/cases/{case}/coming"
    return [
        route("/cases/{case}/near", _near, shelf),
        route("/cases/{case}/add", _add, shelf, "POST"),
        route(at, partial(_begin, arrivals), shelf, "POST"),
        route(f"{at}/{{film}}", partial(_piece, arrivals), shelf, "POST", raw=True),
        route(f"{at}/{{film}}/end", partial(_end, arrivals), shelf, "POST"),
        route(f"{at}/{{film}}/drop", partial(_drop, arrivals), shelf, "POST"),
    ]


def near(folder: Path, shelf: Shelf) -> Iterator[Path]:
    """Films that lie in the case's folder and its cycles and are not of the case, beside it, and in the page's folder,
    each once."""
    case = keep.read(folder)
    known = {(folder / film.path).absolute() for film in case.films}
    places = [folder, *sorted(folder.glob("cycle-*")), folder.absolute().parent, *([shelf.home] if shelf.home else [])]
    for place in places:
        for film in _lying_in(place):
            if film not in known:
                known.add(film)
                yield film


def _lying_in(place: Path) -> list[Path]:
    try:
        return [path.absolute() for path in media.films_in(place) if not path.name.startswith(".")]
    except FilmError:
        return []


def _near(request: Request, shelf: Shelf) -> Response:
    """Why no film may be added, "" where one may; films that could be, `there` where the case has one as large."""
    folder = folder_of(request, shelf)
    if refused := _refusal(folder):
        return JSONResponse({"refused": refused, "films": []})
    sizes = {path.stat().st_size for path in films.paths(folder, keep.read(folder))}
    rows = [
        {"key": key_of(path), "name": path.name, "where": path.parent.name, "there": path.stat().st_size in sizes}
        for path in near(folder, shelf)
    ]
    return JSONResponse({"refused": "", "films": rows})


def _refusal(folder: Path) -> str:
    try:
        films.cycle_for(folder, CaseFilm(""))
    except FilmError as why:
        return str(why)
    return ""


def _wished(request: Request, shelf: Shelf) -> Wish:
    """{"cycle", "on", "people": by key, "meeting", "activity", "move"}, refused before anything is copied. Raises
    FormatError, FilmError, StoreError."""
    folder, given = folder_of(request, shelf), request.state.given
    cycle, people = given.get("cycle"), given.get("people", [])
    if not isinstance(cycle, int) or not isinstance(people, list):
        raise FormatError("A film goes into a cycle, and has people in it. Load the page again.")
    on, activity = change.day(text(given.get("on", ""))), text(given.get("activity", "")).strip()
    called, meeting = [text(person) for person in people], given.get("meeting") is True
    about = films.described(keep.read(folder), on, called, meeting, activity)
    return Wish(folder, films.cycle_for(folder, about, cycle), about, given.get("move") is True)


def _add(request: Request, shelf: Shelf) -> Response:
    """{"film": key of one that lies near, and what `_wished` takes}."""
    wish, key = _wished(request, shelf), request.state.given.get("film")
    film = next((path for path in near(wish.folder, shelf) if key_of(path) == key), None)
    if film is None:
        raise FilmError("This film is not there any more. Look where it is, and choose it again.")
    return JSONResponse(
        jobs.told(shelf.jobs.start(f"add {key} {wish}", lambda _: _added(shelf, film, wish), light=True))
    )


def _begin(arrivals: Arrivals, request: Request, shelf: Shelf) -> Response:
    """{"name", "size" in bytes, and what `_wished` takes}: gives the film a key, and says how large a piece may be."""
    wish, given = _wished(request, shelf), request.state.given
    size = given.get("size")
    if not isinstance(size, int) or size < 0:
        raise FormatError("A film has a number of bytes. Load the page again.")
    return JSONResponse({"key": arrivals.begin(wish.folder, text(given.get("name")), size), "piece": PIECE})


def _piece(arrivals: Arrivals, request: Request, shelf: Shelf) -> Response:
    """Bytes from ?at= on."""
    at = request.query_params.get("at", "")
    if not at.isdecimal():
        raise FormatError("A piece of a film has a place. Load the page again.")
    return JSONResponse({"there": arrivals.take(request.path_params["film"], int(at), request.state.given)})


def _end(arrivals: Arrivals, request: Request, shelf: Shelf) -> Response:
    """What `_wished` takes: the film is whole, and goes into the case; what was on its way goes in any case."""
    key, wish = request.path_params["film"], replace(_wished(request, shelf), move=True)
    coming = arrivals.whole(key)

    def work(progress: Progress) -> Made:
        try:
            return _added(shelf, coming.film, wish)
        except FilmError as why:
            raise FilmError(str(why).replace(coming.film.name, coming.called)) from why
        finally:
            arrivals.drop(key)

    return JSONResponse(jobs.told(shelf.jobs.start(f"end {key}", work, light=True)))


def _drop(arrivals: Arrivals, request: Request, shelf: Shelf) -> Response:
    arrivals.drop(request.path_params["film"])
    return JSONResponse({})


def _added(shelf: Shelf, film: Path, wish: Wish) -> Made:
    with _one:
        about = films.add(wish.folder, film, wish.about, wish.cycle, wish.move)
    if wish.move:
        shelf.lose(film)
    return Made(note=_told(wish, about))


def _told(wish: Wish, about: CaseFilm) -> str:
    """That it is there, and what there is to do with it."""
    number = Path(about.path).stem.rpartition("-")[2]
    told = f"Film {number} is in cycle {wish.cycle}."
    ready = about.kind == MEETING or (beside(wish.folder / about.path) / "looks").exists()
    if ready:
        return told
    if consent.refusal(keep.read(wish.folder), about, "review", date.today()):
        return f"{told} It opens once everybody in it agrees: that is noted under People."
    return (
        f"{told} attune has not looked through it yet: open it, which takes a while, or leave that to the night: "
        f'attune night "{wish.folder}"'
    )

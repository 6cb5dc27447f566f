"""The addresses of the page, and what each gives."""

from __future__ import annotations

import pkgutil
import secrets
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from attune import cast, files
from attune.case import consent, keep
from attune.dyad import Role
from attune.errors import AttuneError, FormatError, StoreError
from attune.pipeline import Suggested
from attune.principles import goal_of
from attune.review import adding, answers, cases, heads, jobs, keys, meetings, pieces, playing, shelves, streaming
from attune.review.examples import examples
from attune.review.faults import noted
from attune.review.handing import asked
from attune.review.jobs import Job
from attune.review.pieces import LONGEST, WHOLE, Piece
from attune.review.route import route
from attune.review.shelf import Shelf
from attune.review.verdicts import StaleError, State, Verdicts

PAGE = Path(__file__).parent / "page"

AGAIN = "attune.review.again:again"
"""Called by name: what learns takes half a second to load, and nothing is learnt before something was decided."""

NOWHERE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>attune</title><link rel="stylesheet" href="/page/look.css"></head>
<body><main id="shelf"><h1>There is nothing at this address</h1><p><a href="/">To the films</a></p></main></body></html>
"""
"""What a browser shows at an address that is none."""


def app(shelf: Shelf) -> Starlette:
    """The page on these films."""
    films = [
        route("/films", _films, shelf),
        route("/films/{film}/find", _find, shelf, "POST"),
        route("/films/{film}/open", _open, shelf, "POST"),
        route("/films/{film}", _film, shelf),
        route("/films/{film}/said", _said, shelf),
        route("/films/{film}/say", _say, shelf, "POST"),
        route("/films/{film}/meeting", _meeting, shelf, "POST"),
        route("/films/{film}/undo", partial(_back, deed="undo"), shelf, "POST"),
        route("/films/{film}/redo", partial(_back, deed="redo"), shelf, "POST"),
        route("/films/{film}/again", _again, shelf, "POST"),
        route("/films/{film}/goal", _goal, shelf, "POST"),
        route("/films/{film}/history", _history, shelf),
        route("/films/{film}/people", _people, shelf),
        route("/films/{film}/people", _recast, shelf, "POST"),
        route("/films/{film}/people/{person}", _portrait, shelf),
        route("/films/{film}/heads", _heads, shelf),
        route("/films/{film}/still", _still, shelf),
        route("/films/{film}/sound", _sound, shelf),
        route("/films/{film}/play", _play, shelf),
        route("/films/{film}/copy", _copy, shelf, "POST"),
        route("/films/{film}/hand-out", _hand_out, shelf, "POST"),
        route("/keys", _keys, shelf),
        route("/keys", _keep_keys, shelf, "POST"),
        route("/jobs/{job}", _job, shelf),
        route("/jobs/{job}/made/{number:int}", _made, shelf),
        *shelves.routes(shelf),
        *cases.routes(shelf),
        *adding.routes(shelf),
        Route("/", lambda _: FileResponse(PAGE / "index.html")),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    refusals: Any = {AttuneError: _refused, HTTPException: _unknown, Exception: _faulty}
    return Starlette(routes=films, exception_handlers=refusals)


def _films(request: Request, shelf: Shelf) -> Response:
    """Every film: key, name, and whether it was watched, is where it was, is sealed, is of a case."""
    watched = shelf.watched()
    return JSONResponse([_row(key, path, key in watched) for key, path in shelf.paths.items()])


def _row(key: str, path: Path, watched: bool) -> dict[str, Any]:
    here = files.exists(path)
    return {
        "key": key,
        "name": path.name,
        "watched": watched,
        "here": here,
        "sealed": not here and not files.kept(path) and files.sealed_above(path) is not None,
        "case": keep.folder_of(path) is not None,
    }


def _find(request: Request, shelf: Shelf) -> Response:
    """Looks for a film that is gone: {"where": a path of this computer}, of the film or of a folder."""
    where = request.state.given.get("where")
    if not isinstance(where, str) or not 0 < len(where.strip()) <= LONGEST:
        raise FormatError("Say where the film is: its path, or that of a folder to look in.")
    return _told(shelf.find(_key(request, shelf), where))


def _open(request: Request, shelf: Shelf) -> Response:
    key = _key(request, shelf)
    if not shelf.is_open(key):
        return _told(shelf.open(key))
    consent.require(shelf.paths[key], "review")  # withdrawn since it was opened, maybe
    return _told(None)


def _film(request: Request, shelf: Shelf) -> Response:
    return JSONResponse(answers.film_answer(_done(request, shelf)))


def _said(request: Request, shelf: Shelf) -> Response:
    """The list. Whoever gets it has seen what is proposed, and that is kept; who looks first by themselves asks for
    it with ?show=1."""
    return _listed(_done(request, shelf), shelf, "show" in request.query_params)


def _listed(done: Suggested, shelf: Shelf, show: bool = False) -> Response:
    verdicts = shelf.verdicts(done)
    if show or not _is_covered(shelf, verdicts):
        verdicts.show(answers.made_by(done), answers.shown_list(done))
    return _state(done, verdicts, shelf)


def _is_covered(shelf: Shelf, verdicts: Verdicts) -> bool:
    """Whether proposals are still kept from the guider, who looks first."""
    return shelf.look_first and verdicts.last_shown() is None


def _say(request: Request, shelf: Shelf) -> Response:
    """Keeps what was said of a piece: {"piece", "changes": {...}, "since": its version, "place"}; without a piece, a
    moment of the guider's own is begun."""
    done, given = _done(request, shelf), request.state.given
    verdicts = shelf.verdicts(done)
    state = verdicts.state()
    key, since, place = given.get("piece") or f"own-{secrets.token_hex(4)}", given.get("since", 0), given.get("place")
    if not isinstance(key, str) or not isinstance(since, int) or not isinstance(place, int | None):
        raise FormatError("The page said something that is none of a moment. Load it again.")
    after = _after(done, state, key, given.get("changes", {}), own=not given.get("piece"))
    verdicts.say(key, after, since, verdicts.last_shown(), place, answers.measured_piece(done, key, after))
    return _state(done, verdicts, shelf, piece=key)


def _after(done: Suggested, state: State, key: str, changes: dict[str, Any], own: bool) -> dict[str, Any]:
    """A piece once it is changed. Raises FormatError."""
    if key == WHOLE:
        return pieces.written(pieces.checked_about(pieces.changed(answers.about(state), changes)))
    piece = Piece(0.0, 0.0, 0.0, decision="keep", own=True) if own else answers.said(done, state).get(key)
    if piece is None:
        raise FormatError("That moment is no longer in this film. Load the page again.")
    after = pieces.changed(piece, changes)
    if own and "still" not in changes:
        after = replace(after, still=(after.start + after.end) / 2)
    return pieces.written(pieces.checked(after, done.film.seconds, done.labels))


def _meeting(request: Request, shelf: Shelf) -> Response:
    """Keeps what was said today in the review meeting on a film of a case: {"words" or "next_step", "before"}."""
    done = _done(request, shelf)
    meetings.say(done.film.path, request.state.given)
    return _state(done, shelf.verdicts(done), shelf)


def _back(request: Request, shelf: Shelf, deed: str) -> Response:
    done = _done(request, shelf)
    verdicts = shelf.verdicts(done)
    before = verdicts.state()
    _ = verdicts.undo() if deed == "undo" else verdicts.redo()
    return _state(done, verdicts, shelf, piece=before.undo if deed == "undo" else before.redo)


def _again(request: Request, shelf: Shelf) -> Response:
    """{"listed": keys as they stand, "after": the one that is looked at} in the order that follows what was kept."""
    listed, after = request.state.given.get("listed"), request.state.given.get("after", "")
    if not isinstance(listed, list) or not all(isinstance(key, str) for key in [*listed, after]):
        raise FormatError("The page said something that is no list of moments. Load it again.")
    known = examples(shelf.verdicts(_done(request, shelf)))
    return JSONResponse(pkgutil.resolve_name(AGAIN)(known, listed, after)._asdict())


def _goal(request: Request, shelf: Shelf) -> Response:
    """What to look for first: {"goal": names}, [] for nothing. The list is ranked again; what was decided stays."""
    goal = request.state.given.get("goal")
    if not isinstance(goal, list) or not all(isinstance(name, str) for name in goal):
        raise FormatError("A goal is a list of principles. Load the page again.")
    return _listed(shelf.aim(_done(request, shelf), goal_of(",".join(goal))), shelf)


def _history(request: Request, shelf: Shelf) -> Response:
    return JSONResponse(shelf.verdicts(_done(request, shelf)).history())


def _people(request: Request, shelf: Shelf) -> Response:
    return JSONResponse(answers.people_answer(_done(request, shelf)))


def _recast(request: Request, shelf: Shelf) -> Response:
    """Who is who: {"adult", "child"} by key, {"adult_name", "child_name"} what they are called; "" leaves it."""
    given = request.state.given
    roles: tuple[Role, ...] = ("adult", "child")
    keys = {role: given.get(role, "") for role in roles}
    names = {role: given.get(f"{role}_name", "") for role in roles}
    if not all(isinstance(text, str) and len(text) <= LONGEST for text in [*keys.values(), *names.values()]):
        raise FormatError("The page said something that is nobody's name. Load it again.")
    return _told(shelf.recast(_done(request, shelf), keys, names))


def _portrait(request: Request, shelf: Shelf) -> Response:
    done = _done(request, shelf)
    track = next((t for t in cast.everybody(done.dyad) if t.person.key == request.path_params["person"]), None)
    if track is None:
        raise HTTPException(404)
    return Response(playing.portrait(done.film, track), media_type="image/jpeg")


def _still(request: Request, shelf: Shelf) -> Response:
    done = _done(request, shelf)
    try:
        second = float(request.query_params.get("at", ""))
    except ValueError as why:
        raise FormatError("A still is of a second of the film.") from why
    if not 0 <= second <= done.film.seconds:
        raise FormatError(f"The film has no second {second}.")
    return Response(playing.still(done.film, done.store, second), media_type="image/jpeg")


def _heads(request: Request, shelf: Shelf) -> Response:
    return JSONResponse(heads.heads(_done(request, shelf)))


def _sound(request: Request, shelf: Shelf) -> Response:
    done = _done(request, shelf)
    return Response(playing.heights(done.film, done.store), media_type="application/octet-stream")


def _play(request: Request, shelf: Shelf) -> Response:
    """The film or its copy, as much of it as the browser asks for."""
    path = shelf.playable(_key(request, shelf), _done(request, shelf))
    if path is None:
        raise HTTPException(404)
    return streaming.film(request, path)


def _copy(request: Request, shelf: Shelf) -> Response:
    key, done = _key(request, shelf), _done(request, shelf)
    return _told(None if shelf.playable(key, done) else shelf.prepare(key, done))


def _hand_out(request: Request, shelf: Shelf) -> Response:
    return _told(shelf.hand_out(_key(request, shelf), _done(request, shelf), asked(request.state.given)))


def _keys(request: Request, shelf: Shelf) -> Response:
    """Keys that were changed on this computer, by what they do."""
    return JSONResponse(keys.read())


def _keep_keys(request: Request, shelf: Shelf) -> Response:
    """Keeps them: {"keys": all that are not as they were at first}."""
    return JSONResponse(keys.keep(request.state.given.get("keys")))


def _job(request: Request, shelf: Shelf) -> Response:
    return _told(_known(request, shelf))


def _made(request: Request, shelf: Shelf) -> Response:
    made, number = _known(request, shelf).made, request.path_params["number"]
    if not number < len(made) or not made[number].exists():
        raise HTTPException(404)
    return FileResponse(made[number], filename=made[number].name)


def _known(request: Request, shelf: Shelf) -> Job:
    job = shelf.jobs.get(request.path_params["job"])
    if job is None:
        raise HTTPException(404)
    return job


def _key(request: Request, shelf: Shelf) -> str:
    key = str(request.path_params["film"])
    if not shelf.knows(key):
        raise HTTPException(404)
    return key


def _done(request: Request, shelf: Shelf) -> Suggested:
    done = shelf.done(_key(request, shelf))
    if done is None:
        raise HTTPException(409, "This film is not open. Go back to the films and open it.")
    return done


def _state(done: Suggested, verdicts: Verdicts, shelf: Shelf, piece: str = "") -> Response:
    """What holds now, and which piece it is about; without the proposals while they are covered."""
    covered, state = _is_covered(shelf, verdicts), verdicts.state()
    told = answers.said_answer(done, state)
    shown = [moment for moment in told["moments"] if not (covered and moment["proposed"])]
    meeting = meetings.today(done.film.path, state)
    return JSONResponse(told | {"piece": piece, "covered": covered, "moments": shown, "meeting": meeting})


def _told(job: Job | None) -> Response:
    return JSONResponse(jobs.told(job))


def _refused(request: Request, why: Exception) -> Response:
    """One plain line, with a status that the page knows: 412 changed elsewhere, 507 not kept, 400 all else."""
    status = 412 if isinstance(why, StaleError) else 507 if isinstance(why, StoreError) else 400
    return JSONResponse({"why": " ".join(str(why).split())}, status)


def _faulty(request: Request, why: Exception) -> Response:
    return JSONResponse({"why": noted(why)}, 500)


def _unknown(request: Request, why: Exception) -> Response:
    assert isinstance(why, HTTPException)
    told = why.detail if why.status_code == 409 else "There is nothing at this address."
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(NOWHERE, why.status_code)
    return JSONResponse({"why": told}, why.status_code)

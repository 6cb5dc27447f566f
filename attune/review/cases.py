"""The case on the page: what it is told of it, what may be written into it, and the evaluation report."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from attune import files
from attune.case import change, consent, keep, retention
from attune.case.values import MEETING, ROLES, Case, CaseFilm, Cycle
from attune.cycles import told
from attune.cycles.aims import aims_of, goal_from, with_goal, with_rating
from attune.cycles.goals import LEVELS, RATED, STEPS, Aims, Rating
from attune.errors import FilmError, FormatError
from attune.review import agreed, meetings
from attune.review.meetings import text, unchanged
from attune.review.route import route
from attune.review.shelf import Shelf, key_of

Given = Mapping[str, Any]

OWN_STYLE = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
"""The report brings its style along, and may load nothing."""

REPORT = "attune.review.report:report"
"""Called by name: what draws its charts takes most of a second to load, and the page is there before."""


def routes(shelf: Shelf) -> list[Route]:
    """Where the page asks for the case, and what it may change of it."""
    return [
        route("/cases/{case}", _case, shelf),
        route("/cases/{case}/report", _report, shelf),
        *(
            route(f"/cases/{{case}}/{name}", _changing(partial(_kept, deed)), shelf, "POST")
            for name, deed in DEEDS.items()
        ),
        *(route(f"/cases/{{case}}/{name}", _changing(deed), shelf, "POST") for name, deed in NOTED.items()),
    ]


def folder_of(request: Request, shelf: Shelf) -> Path:
    """The folder of the case that a request is about. Raises HTTPException where there is none."""
    folder = shelf.cases().get(request.path_params["case"])
    if folder is None:
        raise HTTPException(404)
    return folder


def _case(request: Request, shelf: Shelf) -> Response:
    return JSONResponse(answer(shelf, folder_of(request, shelf)))


def _kept(deed: Callable[[Case, Given], Case], folder: Path, given: Given) -> Case:
    return keep.changed(folder, lambda case: deed(case, given))


def _changing(deed: Callable[[Path, Given], Case]) -> Callable[[Request, Shelf], Response]:
    """What writes into the case, and answers with what is on the disk then."""

    def work(request: Request, shelf: Shelf) -> Response:
        folder = folder_of(request, shelf)
        shelf.shut(folder, deed(folder, request.state.given))
        return JSONResponse(answer(shelf, folder))

    return work


def answer(shelf: Shelf, folder: Path) -> dict[str, Any]:
    """A case as the page shows it. Raises StoreError, FormatError."""
    case = shelf.case_now(folder)
    aims, watched, today = aims_of(case), shelf.watched(), date.today()
    return {
        "key": key_of(folder),
        "name": folder.absolute().name,
        "setting": case.setting,
        "question": case.question,
        "profile": case.profile,
        "ended": case.ended.isoformat() if case.ended else "",
        "until": until.isoformat() if (until := retention.due(case)) else "",
        "reminder": retention.reminder(folder, case, today),
        "today": today.isoformat(),
        "people": [agreed.answer(case, person, today) for person in case.people],
        "roles": ROLES, "scopes": consent.SCOPES,
        "goals": [asdict(goal) for goal in aims.goals],
        "targets": [asdict(target) for target in aims.targets],
        "levels": LEVELS, "steps": STEPS, "rated": RATED,
        "cycles": [_cycle(folder, case, aims, cycle, watched) for cycle in case.cycles],
        "unready": [_called(case, film) for film in _unready(folder, case, watched)],
    }  # fmt: skip


def _cycle(folder: Path, case: Case, aims: Aims, cycle: Cycle, watched: set[str]) -> dict[str, Any]:
    rating = next((one for one in aims.ratings if one.cycle == cycle.number), Rating(cycle.number))
    return {
        "number": cycle.number,
        "on": cycle.on.isoformat(),
        "notes": cycle.notes,
        "films": [_film(folder, case, film, watched) for film in cycle.films],
        "reviews": cycle.reviews,
        "rating": asdict(rating),
        "told": list(told.rated(aims, cycle.number)),
    }


def _film(folder: Path, case: Case, film: CaseFilm, watched: set[str]) -> dict[str, Any]:
    """A film of a cycle; `refused` says who has not agreed that it is looked at, "" where everybody has."""
    path = folder / film.path
    return {
        "key": key_of(path),
        "name": _name(film),
        "path": film.path,
        "on": film.on.isoformat() if film.on else "",
        "activity": film.activity,
        "meeting": film.kind == MEETING,
        "watched": film.kind == MEETING or key_of(path) in watched,
        "here": files.exists(path),
        "refused": consent.refusal(case, film, "review", date.today(), lambda person: person.name),
    }


def _name(film: CaseFilm) -> str:
    return f"Film {Path(film.path).stem.rpartition('-')[2]}"


def _called(case: Case, film: CaseFilm) -> str:
    """A film beside those of other cycles."""
    cycle = next(cycle for cycle in case.cycles if film in cycle.films)
    return f"{_name(film)} of cycle {cycle.number}"


def _unready(folder: Path, case: Case, watched: set[str]) -> list[CaseFilm]:
    """Films that a report tells of and that nobody has watched yet, which takes longer than a page waits."""
    there = [film for film in case.films if film.kind != MEETING and files.exists(folder / film.path)]
    asked = [film for film in there if consent.allowed(case, film, "review", date.today())]
    return [film for film in asked if key_of(folder / film.path) not in watched]


def _report(request: Request, shelf: Shelf) -> Response:
    """The evaluation report as a page of its own: ?for=client is the client's copy. Nothing of it is kept."""
    folder = folder_of(request, shelf)
    case = shelf.case_now(folder)
    client = request.query_params.get("for") == "client"
    if waiting := _unready(folder, case, shelf.watched()):
        raise FilmError(f"{_called(case, waiting[0])} was not looked through yet. Open it on the page first.")
    made = pkgutil.resolve_name(REPORT)(folder, client, shelf.names)
    return Response(made, media_type="text/html", headers=OWN_STYLE)


def _question(case: Case, given: Given) -> Case:
    """{"text", "before": what stood there}."""
    unchanged(case.question, given)
    return change.asking(case, text(given.get("text")))


def _notes(case: Case, given: Given) -> Case:
    """{"cycle", "text", "before": what stood there}."""
    number = _number(given)
    unchanged(change.cycle_of(case, number).notes, given)
    return change.with_notes(case, number, text(given.get("text")))


def _goal(case: Case, given: Given) -> Case:
    """{"words", "levels": five, from -2 to +2} or {"words", "baseline", "expected", "began", "hoped"}."""
    words, began, hoped = (text(given.get(name, "")).strip() for name in ("words", "began", "hoped"))
    steps = (given.get("baseline"), given.get("expected"))
    if not all(step is None or isinstance(step, int) for step in steps):
        raise FormatError("A target stands at a whole number from 1 to 10.")
    levels = [text(level).strip() for level in _list(given.get("levels", []))]
    return with_goal(case, goal_from(words, levels, 1.0, *steps, began, hoped))


def _rating(case: Case, given: Given) -> Case:
    """{"cycle", "levels", "achieved", "seen", "session", "words"}: what is said at the end of a cycle, by number or by
    who says it. Only what was said is in it; a later word on the same thing counts.
    """
    by_number = {name: _numbered(given.get(name, {})) for name in ("levels", "achieved", "seen")}
    session, words = given.get("session", {}), given.get("words", {})
    if not isinstance(session, dict) or not isinstance(words, dict):
        raise FormatError("A session is rated by somebody: expected who, and what they said.")
    seen = {number: text(said) for number, said in by_number["seen"].items()}
    said = {who: text(each) for who, each in words.items()}
    rating = Rating(_number(given), by_number["levels"], by_number["achieved"], seen, session, said)
    return with_rating(case, rating, date.today())


def _review(case: Case, given: Given) -> Case:
    """{"cycle", "on": the day, and what `meetings.written` takes}."""
    return meetings.written(case, _number(given), change.day(text(given.get("on"))), given)


def _end(folder: Path, given: Given) -> Case:
    """{"on": the day on which the involvement ended, "until": of a case for research, the day that was agreed}."""
    until = text(given.get("until", ""))
    return retention.over(folder, change.day(text(given.get("on"))), change.day(until) if until else None)


DEEDS = {
    "question": _question, "notes": _notes, "goal": _goal, "rating": _rating, "review": _review,
    "person": agreed.with_person,
}  # fmt: skip
"""What the page may write into a case, each by its address."""

NOTED = {"consent": agreed.step, "end": _end, "correct": agreed.correct}
"""Likewise, of what is put into the record of use too, or said of the films."""


def _number(given: Given) -> int:
    number = given.get("cycle")
    if not isinstance(number, int):
        raise FormatError("A cycle is called by its number. Load the page again.")
    return number


def _numbered(given: Any) -> dict[int, Any]:
    """JSON knows names, not numbers."""
    if not isinstance(given, dict) or not all(str(name).isdecimal() for name in given):
        raise FormatError("Goals are called by their numbers. Load the page again.")
    return {int(number): value for number, value in given.items()}


def _list(given: Any) -> Sequence[Any]:
    if not isinstance(given, list):
        raise FormatError("A goal has a list of levels. Load the page again.")
    return given

"""The cases in the folder that the page is on: listed as by `attune case list`, and begun as by `attune case new`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from attune import files
from attune.case import change, keep
from attune.case.retention import reminder
from attune.case.values import PROFILES, ROLES, SETTINGS
from attune.errors import FormatError, StoreError
from attune.review import agreed, cases
from attune.review.meetings import text
from attune.review.route import route
from attune.review.shelf import Shelf, key_of

STRANGE = frozenset('<>:"/\\|?*')
"""What some system takes for something else in the name of a folder."""


def routes(shelf: Shelf) -> list[Route]:
    """Where the page asks which cases there are, and begins one."""
    return [route("/cases", _list, shelf), route("/cases", _begin, shelf, "POST")]


def _list(request: Request, shelf: Shelf) -> Response:
    """`on`: the case that the page is on, "" for none; `folder`: the one that it is on, "" for none, with the cases in
    it."""
    home = shelf.home
    found = shelf.cases().values() if home else []
    sealed = [path for path in files.sealed_in(home) if not files.kept(path)] if home else []
    told = {
        "on": key_of(shelf.case) if shelf.case else "",
        "folder": str(home.absolute()) if home else "",
        "cases": [_row(folder, _way(folder, shelf)) for folder in found],
        "sealed": [{"name": _way(path, shelf), "path": str(path.absolute())} for path in sealed],
        "roles": ROLES, "settings": SETTINGS, "profiles": PROFILES,
    }  # fmt: skip
    return JSONResponse(told)


def _way(folder: Path, shelf: Shelf) -> str:
    return folder.relative_to(shelf.home or folder.parent).as_posix()


def _row(folder: Path, name: str) -> dict[str, Any]:
    """A case of the list; of one that cannot be read, why."""
    try:
        case = keep.read(folder)
    except StoreError as why:
        return {"key": key_of(folder), "name": name, "trouble": str(why)}
    return {
        "key": key_of(folder),
        "name": name,
        "trouble": "",
        "setting": case.setting,
        "question": case.question,
        "cycles": len(case.cycles),
        "films": len(case.films),
        "ended": case.ended.isoformat() if case.ended else "",
        "reminder": reminder(folder, case, date.today()),
    }


def _begin(request: Request, shelf: Shelf) -> Response:
    """{"name": of its folder, "setting", "question", "profile", "people": as `agreed.with_person` takes them}."""
    given = request.state.given
    if shelf.home is None:
        raise FormatError("This page is on one film or case. Open the folder in which cases lie: attune review FOLDER.")
    setting, question = (text(given.get(name, "")).strip() for name in ("setting", "question"))
    case = change.fresh(setting, question, text(given.get("profile", PROFILES[0])))
    people = given.get("people", [])
    for person in people if isinstance(people, list) else [people]:
        case = agreed.with_person(case, person)
    folder = shelf.home / _named(text(given.get("name", "")))
    keep.begun(folder, case)
    return JSONResponse(cases.answer(shelf, folder))


def _named(name: str) -> str:
    """The name of a folder, and of nothing else. Raises FormatError."""
    name = name.strip()
    if not name.isprintable() or name.startswith(".") or name.endswith(".") or not name or STRANGE & set(name):
        raise FormatError(f"A case has a folder of its own, called by a word such as kestrel. Got {name or 'nothing'}.")
    return name

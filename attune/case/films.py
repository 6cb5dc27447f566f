"""Films put into a case: copied or moved under names that nobody can read a person from, with all that is kept of them.

The film is whole in its place before the case knows of it, so a run that was stopped leaves at most a file that the
case does not name; adding that very file takes it up.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from attune import cast, files
from attune.case import change, keep
from attune.case.change import person, with_film
from attune.case.use import noted
from attune.case.values import MEETING, TOGETHER, Case, CaseFilm, pair_of
from attune.dyad import Role
from attune.errors import FilmError, StoreError
from attune.media.film import open_film
from attune.pipeline import opened
from attune.store import FILM, Store, beside, made

NAME = re.compile(r"film-(\d+)\.\w+")

BROUGHT = ("format.json", "film.json", "people.json", "settings.json", "review.sqlite", "looks", "heard", "codes")
"""Of what is kept of a film that was watched already: all that no name of a file stands in."""

PART = ".part"
"""End of the name of a film that is being copied."""


def add(folder: Path, film: Path, about: CaseFilm, number: int | None = None, move: bool = False) -> CaseFilm:
    """Puts a film into a cycle of the case, the last one unless `number` says which, and gives what the case has of it.

    about  all but the path, which is chosen here. Raises FilmError, StoreError, FormatError.
    """
    case, number = keep.read(folder), cycle_for(folder, about, number)
    open_film(film)
    place = made(folder / f"cycle-{number}", "another name")
    there = film.absolute().parent == place.absolute() and bool(NAME.fullmatch(film.name))
    goal = film if there else place / f"film-{_next(case, place)}{film.suffix.lower()}"
    about = replace(about, path=f"{place.name}/{goal.name}")
    if about.path in (known.path for known in case.films):
        raise FilmError(f"{about.path} is in the case already.")
    if not there:
        _brought(film, goal, move)
    case = keep.changed(folder, lambda now: with_film(now, number, about))
    if move and not there:
        _taken_away(film)
    noted("added", folder / about.path, name(folder, case, about))
    return about


def described(
    case: Case, on: date, people: Sequence[str] = (), meeting: bool = False, activity: str = ""
) -> CaseFilm:  # fmt: skip
    """What a case is to have of a film, but for its path; `people` by key, name or pseudonym. Raises FormatError."""
    keys = tuple(person(case, called).key for called in people)
    return CaseFilm("", on, keys, MEETING if meeting else TOGETHER, activity)


def cycle_for(folder: Path, about: CaseFilm, number: int | None = None) -> int:
    """The number of the cycle that a film may go into: the last one, unless `number` says which. Refused before
    anything is copied: raises FilmError for a sealed case, FormatError for a cycle that cannot be, StoreError."""
    if files.kept(folder):
        raise FilmError(
            f'{folder.name} is sealed, and a film is added while it is plain: `attune case unseal "{folder}"`, add it, '
            f'have it looked through, then `attune case seal "{folder}"`.'
        )
    case = keep.read(folder)
    number = number or len(case.cycles) or 1
    with_film(case, number, about)
    return number


def name(folder: Path, case: Case, film: CaseFilm) -> Store:
    """Tells a film what its two people are called in the case, for its sentences; gives what is kept of it."""
    _, store = opened(folder / film.path)
    cast.keep(store, cast.called(cast.read(store), _names(case, film)))
    return store


def corrected(folder: Path, called: str, name: str, role: str, pseudonym: str = "") -> Case:
    """Puts right who somebody of a case is, there and in what its films call their two people; gives the case.

    The films come first: a run that was stopped goes on where it is repeated. Raises FormatError, StoreError.
    """

    def put_right(before: Case) -> Case:
        after = change.corrected(before, called, name, role, pseudonym)
        old = person(before, called).name
        for film in before.films:
            _renamed_in(folder / film.path, _names(before, film), _names(after, film), {old: name.strip()})
        return after

    return keep.changed(folder, put_right)


def _names(case: Case, film: CaseFilm) -> dict[Role, str]:
    """What the two people of a film are called in the case, "" for nobody."""
    pair = pair_of(case, film)
    roles: tuple[Role, ...] = ("adult", "child")
    return {role: pair[role].name if role in pair else "" for role in roles}


def _renamed_in(film: Path, before: dict[Role, str], after: dict[Role, str], other: dict[str, str]) -> None:
    """Calls people of a film as the case does now, where it called them so before, or by a name that is `other` now;
    what a guider called them there in other words stays. The film itself may be gone."""
    known = Store(beside(film), "")
    store = replace(known, film=str(known.read_json(FILM).get("sha256", "")))
    if not store.film:
        return
    said = cast.read(store)
    names = {role: said[role].name if role in said else "" for role in before}
    now = {role: after[role] if name == before[role] else other.get(name, name) for role, name in names.items()}
    if now != names:
        cast.keep(store, cast.called(said, now))


def paths(folder: Path, case: Case) -> list[Path]:
    """The films of a case that are there, in order."""
    return [path for film in case.films if files.exists(path := folder / film.path)]


def _next(case: Case, place: Path) -> int:
    """The first number that no film of a cycle has."""
    noted = [Path(film.path) for film in case.films if film.path.startswith(f"{place.name}/")]
    known = [NAME.match(path.name) for path in (*place.iterdir(), *noted)]
    return 1 + max((int(found[1]) for found in known if found), default=0)


def _brought(film: Path, goal: Path, move: bool) -> None:
    """Puts the film and what is kept of it at `goal`, the film last and whole."""
    part = goal.with_name(f".{goal.name}{PART}")
    try:
        _copied(beside(film), beside(goal))
        if not (move and _renamed(film, goal)):
            shutil.copy2(film, part)
            _forced(part)
            os.replace(part, goal)
    except OSError as why:
        shutil.rmtree(beside(goal), ignore_errors=True)
        raise StoreError(f"{film.name} was not put into the case: {why.strerror}. It is where it was.") from why
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _copied(kept: Path, goal: Path) -> None:
    """Copies what took long to find and what was said of the film; what holds its name is made anew."""
    for each in BROUGHT:
        if (kept / each).is_dir():
            shutil.copytree(kept / each, goal / each, symlinks=True)
        elif (kept / each).is_file():
            goal.mkdir(exist_ok=True)
            shutil.copy2(kept / each, goal / each)


def _renamed(film: Path, goal: Path) -> bool:
    """Whether the film could be moved without copying it."""
    try:
        os.rename(film, goal)
    except OSError:
        return False
    return True


def _forced(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _taken_away(film: Path) -> None:
    """Removes the film that was moved, and what was kept of it, from where they were."""
    film.unlink(missing_ok=True)
    if beside(film).is_dir():
        shutil.rmtree(beside(film))

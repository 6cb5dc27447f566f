"""A case in plain lines, for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attune.case.values import Case, CaseFilm, Cycle, Person, people_in


def listed(folder: Path, case: Case) -> str:
    """A case in one line: where it is, how far it is."""
    films, cycles = len(case.films), len(case.cycles)
    count = f"{cycles} cycle{'s' * (cycles != 1)}, {films} film{'s' * (films != 1)}"
    return ", ".join(filter(None, (f"{folder}  {case.setting or 'a case'}", count)))


def shown(folder: Path, case: Case) -> str:
    """All of a case: people, question, cycles with their films."""
    return "\n".join(_lines(folder, case))


def _lines(folder: Path, case: Case) -> Iterator[str]:
    yield listed(folder, case)
    if case.question:
        yield f"  Helping question: {case.question}"
    for person in case.people:
        yield f"  {person.key}  {_person(person)}"
    for cycle in case.cycles:
        yield f"  cycle {cycle.number}, begun {cycle.on}{_notes(cycle)}"
        yield from (f"    {_film(case, film)}" for film in cycle.films)
        yield from (f"    {film.path} is not there" for film in cycle.films if not (folder / film.path).is_file())


def _person(person: Person) -> str:
    called = f", called {person.pseudonym} in what is handed out" if person.pseudonym else ""
    return f"{person.name}, {person.role}{called}"


def _film(case: Case, film: CaseFilm) -> str:
    names = ", ".join(person.name for person in people_in(case, film))
    what = "review meeting" if film.kind == "meeting" else film.activity
    return "  ".join(filter(None, (film.path, str(film.on or ""), what, names)))


def _notes(cycle: Cycle) -> str:
    met = len(cycle.reviews)
    return f", {met} review{'s' * (met != 1)}" if met else ""

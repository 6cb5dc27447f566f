"""A case in plain lines, for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from attune import files
from attune.case.consent import SCOPES, agrees
from attune.case.retention import due, reminder
from attune.case.values import Case, CaseFilm, Cycle, Person, people_in
from attune.words import counted


def listed(folder: Path, case: Case) -> str:
    """A case in one line: where it is, how far it is, whether it is due."""
    due = reminder(folder, case, date.today())
    return _head(folder, case) + (f". {due}" if due else "")


def shown(folder: Path, case: Case) -> str:
    """All of a case: people, question, cycles with their films."""
    return "\n".join(_lines(folder, case))


def _head(folder: Path, case: Case) -> str:
    count = f"{counted(len(case.cycles), 'cycle')}, {counted(len(case.films), 'film')}"
    ended = f", ended {case.ended}" if case.ended else ""
    return f"{folder}  {case.setting or 'a case'}, {count}{ended}"


def _lines(folder: Path, case: Case) -> Iterator[str]:
    yield _head(folder, case)
    if case.question:
        yield f"  Helping question: {case.question}"
    if line := reminder(folder, case, date.today()):
        yield f"  {line}"
    elif last := due(case):
        yield f"  It is kept until {last}."
    for person in case.people:
        yield f"  {person.key}  {_person(person)}"
    for cycle in case.cycles:
        yield f"  cycle {cycle.number}, begun {cycle.on}{_notes(cycle)}"
        yield from (f"    {_film(case, film)}" for film in cycle.films)
        yield from (f"    {film.path} is not there" for film in cycle.films if not files.exists(folder / film.path))


def _person(person: Person) -> str:
    called = f", called {person.pseudonym} in what is handed out" if person.pseudonym else ""
    return f"{person.name}, {person.role}{called}; {agreed(person, date.today())}"


def agreed(person: Person, on: date) -> str:
    """What somebody agrees to on a day, and to what from each later day on of which a step was noted."""
    days = sorted({step.on for step in person.consents if step.on > on})
    later = [f"from {day} on to {_scopes(person, day)}" for day in days]
    return ", ".join([f"agrees to {_scopes(person, on)}", *later])


def _scopes(person: Person, on: date) -> str:
    """Those that somebody agrees to; who said something before and agrees to none now has withdrawn."""
    scopes = [scope for scope in SCOPES if agrees(person, scope, on)]
    none = "nothing any more" if any(step.on <= on for step in person.consents) else "nothing yet"
    return ", ".join(scopes) or none


def history(person: Person) -> str:
    """Every step of what somebody agreed to, as they were noted."""
    steps = [
        f"  {step.on}  {'gave' if step.given else 'withdrew'} {step.scope}{f', said by {step.by}' * bool(step.by)}"
        for step in person.consents
    ]
    return "\n".join([f"{person.key}, {person.role}: {agreed(person, date.today())}", *steps])


def _film(case: Case, film: CaseFilm) -> str:
    names = ", ".join(person.name for person in people_in(case, film))
    what = "review meeting" if film.kind == "meeting" else film.activity
    return "  ".join(filter(None, (film.path, str(film.on or ""), what, names)))


def _notes(cycle: Cycle) -> str:
    met = len(cycle.reviews)
    return f", {counted(met, 'review')}" if met else ""

"""Steps in the life of a case, each a function from a case to the case after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from attune.case.values import PROFILES, ROLES, SETTINGS, TOGETHER, Case, CaseFilm, Cycle, Person
from attune.errors import FormatError


def day(text: str | None) -> date:
    """A day as people type it, 2026-03-31; today where nobody typed one. Raises FormatError."""
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as why:
        raise FormatError(f"A day is written as 2026-03-31. Got {text}.") from why


def fresh(setting: str, question: str, profile: str) -> Case:
    """A case that begins today, with nobody in it. Raises FormatError."""
    if setting not in ("", *SETTINGS):
        raise FormatError(f"A setting is one of {', '.join(SETTINGS)}. Got {setting}.")
    if profile not in PROFILES:
        raise FormatError(f"A profile is one of {', '.join(PROFILES)}. Got {profile}.")
    return Case("", date.today(), setting, question, profile=profile)


def with_person(case: Case, name: str, role: str, pseudonym: str = "") -> Case:
    """The case with one more person. Raises FormatError for a role that is none, or a name that is another's."""
    number = 1 + max((int(person.key[1:]) for person in case.people), default=0)
    added = _checked(Person(f"p{number}", name.strip(), role, pseudonym), case.people)
    return replace(case, people=(*case.people, added))


def corrected(case: Case, called: str, name: str, role: str, pseudonym: str = "") -> Case:
    """The case with another name, role and pseudonym for somebody who stays the same: what they agreed to and the films
    they are in are theirs. Raises FormatError as `with_person` and `person`."""
    old = person(case, called)
    others = [one for one in case.people if one is not old]
    before = dict.fromkeys([*old.formerly, old.name])
    before.pop(name.strip(), None)
    new = _checked(replace(old, name=name.strip(), role=role, pseudonym=pseudonym, formerly=tuple(before)), others)
    return replace(case, people=tuple(new if one is old else one for one in case.people))


def _checked(new: Person, others: Sequence[Person]) -> Person:
    """Somebody who can be told from the others of a case. Raises FormatError."""
    if new.role not in ROLES:
        raise FormatError(f"A role is one of {', '.join(ROLES)}. Got {new.role or 'none'}.")
    if not new.name:
        raise FormatError("A person needs a name; a pseudonym will do.")
    if any(new.name.casefold() in (one.name.casefold(), one.key) for one in others):
        raise FormatError(f"There is a {new.name} in this case already. Give another name.")
    return new


def from_call(case: Case, told: str) -> Case:
    """The case with a person as a call names one: NAME:ROLE or NAME:ROLE:PSEUDONYM. Raises FormatError."""
    return with_person(case, *parsed(told))


def parsed(told: str) -> tuple[str, str, str]:
    """Name, role and pseudonym as a call names them, "" for no pseudonym. Raises FormatError where one of the first
    two is missing."""
    name, role, pseudonym = (each.strip() for each in (*told.split(":", 2), "", "")[:3])
    if not name or not role:
        raise FormatError(f"A person has a name and a role. Expected NAME:ROLE, as in Laura:parent; got {told!r}.")
    return name, role, pseudonym


def person(case: Case, called: str) -> Person:
    """Somebody of a case by key, name or pseudonym. Raises FormatError."""
    named = called.casefold()
    found = [p for p in case.people if named in (p.key, p.name.casefold(), p.pseudonym.casefold())]
    if not found:
        known = ", ".join(f"{p.key} ({p.role})" for p in case.people) or "nobody"
        raise FormatError(f"There is nobody of this name in the case. It has {known}.")
    return found[0]


def with_film(case: Case, number: int, film: CaseFilm) -> Case:
    """The case with a film in one of its cycles, or in a next one. Raises FormatError for a cycle further on."""
    last = len(case.cycles)
    if not 1 <= number <= last + 1:
        raise FormatError(f"The case has {last} cycles; a film goes into one of them or into {last + 1}. Got {number}.")
    cycles = list(case.cycles) if number <= last else [*case.cycles, Cycle(number, film.on or date.today())]
    cycles[number - 1] = replace(cycles[number - 1], films=(*cycles[number - 1].films, film))
    return replace(case, cycles=tuple(cycles))


def without_films(case: Case, paths: set[str]) -> Case:
    """The case as if these films had not been put into it; their cycles stay. What was said in the review meetings of a
    cycle was said of its films, and goes with the last of them that shows adult and child."""
    return replace(case, cycles=tuple(_without(cycle, paths) for cycle in case.cycles))


def _without(cycle: Cycle, paths: set[str]) -> Cycle:
    left = tuple(film for film in cycle.films if film.path not in paths)
    stays = len(left) == len(cycle.films) or any(film.kind == TOGETHER for film in left)
    return replace(cycle, films=left, reviews=cycle.reviews if stays else ())


def asking(case: Case, question: str) -> Case:
    """The case with another helping question."""
    return replace(case, question=question.strip())


def with_notes(case: Case, number: int, notes: str) -> Case:
    """The case with other notes on a cycle. Raises FormatError for a cycle that it has not."""
    return _in_cycle(case, replace(cycle_of(case, number), notes=notes))


def with_review(case: Case, number: int, on: date, said: Mapping[str, str]) -> Case:
    """The case with what was said in the review meeting of a day: some of "words", the client's own, and "next_step".

    What was said of that day before stays where `said` has nothing else. Raises FormatError for no such cycle.
    """
    cycle = cycle_of(case, number)
    after = {**review_on(cycle, on), **said}
    others = [review for review in cycle.reviews if review["on"] != after["on"]]
    reviews = tuple(sorted([*others, after], key=lambda review: str(review["on"])))
    return _in_cycle(case, replace(cycle, reviews=reviews))


def review_on(cycle: Cycle, on: date) -> dict[str, str]:
    """What was said in the review meeting of a day, with nothing in it where none was."""
    none = {"on": on.isoformat(), "words": "", "next_step": ""}
    return next((dict(review) for review in cycle.reviews if review["on"] == none["on"]), none)


def cycle_of(case: Case, number: int) -> Cycle:
    """A cycle by its number. Raises FormatError."""
    if not 1 <= number <= len(case.cycles):
        raise FormatError(f"The case has {len(case.cycles)} cycles. Got {number}.")
    return case.cycles[number - 1]


def _in_cycle(case: Case, cycle: Cycle) -> Case:
    cycles = [cycle if old.number == cycle.number else old for old in case.cycles]
    return replace(case, cycles=tuple(cycles))


def over(case: Case, ended: date, until: date | None) -> Case:
    """The case once the involvement has ended. Raises FormatError where its profile sets no day to keep it to."""
    if until and case.profile != "research":
        raise FormatError("In practice a case is kept for two months after its end. --keep-until is for research.")
    return replace(case, ended=ended, until=until or case.until)


def retold(case: Case, say: Callable[[Any], Any]) -> Case:
    """The case with `say` of everything that somebody wrote in their own words, names of people left as they are."""
    people = [replace(p, consents=tuple(replace(step, by=say(step.by)) for step in p.consents)) for p in case.people]
    return replace(
        case,
        question=say(case.question),
        people=tuple(people),
        goals=tuple(say(case.goals)),
        cycles=tuple(_retold(cycle, say) for cycle in case.cycles),
    )


def _retold(cycle: Cycle, say: Callable[[Any], Any]) -> Cycle:
    films = tuple(replace(film, activity=say(film.activity)) for film in cycle.films)
    plain = tuple(say(cycle.reviews)), tuple(say(cycle.ratings))
    return replace(cycle, films=films, reviews=plain[0], ratings=plain[1], notes=say(cycle.notes))

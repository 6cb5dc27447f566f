"""What a case is: values that nothing here reads or writes. Every way to a file is relative to the case's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

ADULTS = ("parent", "carer", "grandparent", "teacher", "assistant", "nurse")
"""Roles of those who may be the adult of a film."""

CHILDREN = ("child",)
"""Roles of those who may be its child."""

ROLES = (*ADULTS, *CHILDREN, "guider", "sibling", "other")

SETTINGS = ("home", "health", "education", "workplace")

PROFILES = ("practice", "research")
"""Under which agreement films are kept: each has a clock of its own (`retention`)."""

TOGETHER, MEETING = "together", "meeting"

KINDS = (TOGETHER, MEETING)
"""What a film shows: adult and child, or the guider's review meeting with the client, kept for supervision."""


@dataclass(frozen=True)
class Consent:
    """One step of what a person agreed to. Steps are added and never changed: a withdrawal is one too.

    scope  one of consent.SCOPES
    by     who said it, where that is another: a parent for a child; "" for the person
    """

    scope: str
    given: bool
    on: date
    by: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody of a case.

    key        "p1", "p2", ...: what all else calls them by, and never another's
    name       what the guider calls them: a name, or a pseudonym
    pseudonym  what they are called in what is handed out; "" for a word for the role
    consents   in the order in which they were noted
    formerly   names that were put right since: they may stand in what was typed before
    """

    key: str
    name: str
    role: str
    pseudonym: str = ""
    consents: tuple[Consent, ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that they may be called in what somebody typed."""
        return tuple(filter(None, (self.name, self.pseudonym, *self.formerly)))


@dataclass(frozen=True)
class CaseFilm:
    """A film of a cycle.

    path      "cycle-1/film-1.mp4", from the case's folder
    on        the day on which it was filmed, None where nobody said
    people    keys of those who are in it; () for all of the case but the guider, in a meeting the guider too
    activity  what they do, in the guider's words: films are compared with those of a like activity
    """

    path: str
    on: date | None = None
    people: tuple[str, ...] = ()
    kind: str = "together"
    activity: str = ""


@dataclass(frozen=True)
class Cycle:
    """A round of filming and reviewing.

    number   from 1
    on       the day on which it began
    reviews  what came of each review meeting, one a day: {"on": the day, "words": the client's own, "next_step"}
    ratings  how goals were rated in it, as plain data
    """

    number: int
    on: date
    films: tuple[CaseFilm, ...] = ()
    reviews: tuple[Mapping[str, Any], ...] = ()
    ratings: tuple[Mapping[str, Any], ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Case:
    """A case.

    key       what the record of use calls it by: chance, and nobody's name
    made      the day on which it was begun
    setting   one of SETTINGS, "" where nobody said
    question  the helping question, in the client's words
    goals     as plain data
    profile   one of PROFILES
    ended     the day on which the involvement ended, None while it goes on
    until     the day to which everything is kept, where one was agreed
    step      how often it was written: whoever writes it must have read the last step
    """

    key: str
    made: date
    setting: str = ""
    question: str = ""
    people: tuple[Person, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    goals: tuple[Mapping[str, Any], ...] = ()
    profile: str = "practice"
    ended: date | None = None
    until: date | None = None
    step: int = 0

    @property
    def films(self) -> tuple[CaseFilm, ...]:
        """Those of all cycles, in order."""
        return tuple(film for cycle in self.cycles for film in cycle.films)


def people_in(case: Case, film: CaseFilm) -> tuple[Person, ...]:
    """Who is in a film."""
    guider = film.kind == "meeting"
    return tuple(
        person
        for person in case.people
        if (person.key in film.people if film.people else guider or person.role != "guider")
    )


def pair_of(case: Case, film: CaseFilm) -> dict[str, Person]:
    """The adult and the child of a film, as far as the case has them: {"adult": ..., "child": ...}."""
    there = people_in(case, film)
    roles = {"adult": ADULTS, "child": CHILDREN}
    found = {role: next((p for p in there if p.role in kinds), None) for role, kinds in roles.items()}
    return {role: person for role, person in found.items() if person is not None}

"""The people of a case on the page, and what they agree to: each step is added, none is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attune.case import change, consent, films, told
from attune.case.values import Case, Person, people_in
from attune.errors import FormatError
from attune.review.meetings import text

Given = Mapping[str, Any]


def answer(case: Case, person: Person, today: date) -> dict[str, Any]:
    """Somebody as the page shows them: whether they are in a film of the case, what they agree to now, in words and by
    scope, and every step of it."""
    return {
        "key": person.key,
        "name": person.name,
        "role": person.role,
        "pseudonym": person.pseudonym,
        "filmed": any(person in people_in(case, film) for film in case.films),
        "agreed": told.agreed(person, today),
        "scopes": [scope for scope in consent.SCOPES if consent.agrees(person, scope, today)],
        "steps": [
            {"on": step.on.isoformat(), "scope": step.scope, "given": step.given, "by": step.by}
            for step in person.consents
        ],
    }


def with_person(case: Case, given: Any) -> Case:
    """The case with one more: {"name", "role", "pseudonym"}. Raises FormatError."""
    if not isinstance(given, dict):
        raise FormatError("A person has a name and a role. Load the page again.")
    return change.with_person(case, *_who(given))


def correct(folder: Path, given: Given) -> Case:
    """Puts right who somebody is, in the case and its films: {"person": by key, "name", "role", "pseudonym"}."""
    return films.corrected(folder, text(given.get("person")), *_who(given))


def _who(given: Given) -> tuple[str, str, str]:
    name, role, pseudonym = (text(given.get(each, "")).strip() for each in ("name", "role", "pseudonym"))
    return name, role, pseudonym


def step(folder: Path, given: Given) -> Case:
    """Keeps what somebody said: {"person": by key, "give" and "withdraw": scopes, "on": the day, "by": who said it}."""
    give, withdraw = (_scopes(given.get(each, [])) for each in ("give", "withdraw"))
    on, by = change.day(text(given.get("on", ""))), text(given.get("by", "")).strip()
    return consent.noted(folder, text(given.get("person")), give, withdraw, on, by)


def _scopes(given: Any) -> list[str]:
    if not isinstance(given, list):
        raise FormatError("Somebody agrees to a list of scopes. Load the page again.")
    return [text(scope) for scope in given]

"""Who agreed to what and from which day on, and what a film may therefore be used for.

Consent is noted person by person and never assumed: who has not said yes has not agreed, and a withdrawal holds from
its day on. A film outside any case is the guider's to answer for; nothing is asked about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from attune import record
from attune.case import change, keep
from attune.case.values import Case, CaseFilm, Consent, Person, people_in
from attune.errors import ConsentError, FormatError
from attune.words import day_in_words

SCOPES = ("review", "supervision", "training", "research")
"""Looked at and shown in the client's own work; shown to the guider's supervisor; used to teach guiders or to fit what
attune proposes; used to find something out."""

NOBODY = "the case does not say who is in it, so nobody has agreed"
"""Why a film of a case without people is refused."""


def stepped(case: Case, person: Person, scopes: Iterable[str], given: bool, on: date, by: str = "") -> Case:
    """The case with a step more for each scope. Raises FormatError for a scope that is none."""
    wanted = list(SCOPES) if list(scopes) == ["all"] else list(scopes)
    unknown = [scope for scope in wanted if scope not in SCOPES]
    if unknown or not wanted:
        raise FormatError(f"A scope is one of {', '.join(SCOPES)}, or all. Got {', '.join(unknown) or 'none'}.")
    steps = tuple(Consent(scope, given, on, by) for scope in wanted)
    people = [replace(p, consents=(*p.consents, *steps)) if p.key == person.key else p for p in case.people]
    return replace(case, people=tuple(people))


def said(
    case: Case, called: str, give: Sequence[str], withdraw: Sequence[str], on: date, by: str = ""
) -> Case:  # fmt: skip
    """The case with what somebody said on a day: scopes agreed to, and scopes that no longer hold. Raises FormatError
    for a scope that is none, and for nobody of this name."""
    for scopes, given in ((give, True), (withdraw, False)):
        if scopes:
            case = stepped(case, change.person(case, called), scopes, given, on, by)
    return case


def noted(
    folder: Path, called: str, give: Sequence[str], withdraw: Sequence[str], on: date, by: str = ""
) -> Case:  # fmt: skip
    """Keeps in a case what somebody said on a day, and puts into the record of use that it was said, and not by whom.
    Raises as `said`, and StoreError."""
    case = keep.changed(folder, lambda now: said(now, called, give, withdraw, on, by))
    if give:
        record.note("agreed", case=case.key, what=",".join(give))
    if withdraw:
        record.note("withdrew", case=case.key, what=",".join(withdraw))
    return case


def last(person: Person, scope: str, on: date) -> Consent | None:
    """The step that holds on a day; of two of one day, the one noted later. None where nothing was ever said."""
    steps = [step for step in person.consents if step.scope == scope and step.on <= on]
    return max(enumerate(steps), key=lambda pair: (pair[1].on, pair[0]))[1] if steps else None


def agrees(person: Person, scope: str, on: date) -> bool:
    """Whether a person has agreed to it, as things stand on a day."""
    step = last(person, scope, on)
    return step is not None and step.given


def allowed(case: Case, film: CaseFilm, purpose: str, on: date) -> bool:
    """Whether a film may be used for a purpose, one of SCOPES: whether all who are in it agree. Where nobody is said to
    be in it, nobody has agreed."""
    return not refusal(case, film, purpose, on)


def by_key(person: Person) -> str:
    """What somebody is called where no name may stand."""
    return f"{person.key} ({person.role})"


def refusal(
    case: Case, film: CaseFilm, purpose: str, on: date, called: Callable[[Person], str] = by_key
) -> str:  # fmt: skip
    """Who in a film has not agreed to a purpose, and to what, in one line; "" where everybody has."""
    scope = _meant(film, purpose)
    if not people_in(case, film):
        return NOBODY
    return ", ".join(_told(person, called(person), scope, on) for person in _against(case, film, purpose, on))


def require(film: Path, *purposes: str) -> None:
    """Refuses to use a film of a case for any of the purposes unless everybody in it agrees to one of them.

    Raises ConsentError with who does not, by key and role, and StoreError where the case cannot be read.
    """
    folder = keep.folder_of(film)
    if folder is None:
        return
    case, today = keep.read(folder), date.today()
    about = keep.film_at(case, folder, film)
    if not any(allowed(case, about, purpose, today) for purpose in purposes):
        raise ConsentError(_refusal(folder, case, about, purposes, today))


def _meant(film: CaseFilm, purpose: str) -> str:
    """A review meeting is filmed for supervision, and looking through it is that."""
    return "supervision" if film.kind == "meeting" and purpose == "review" else purpose


def _against(case: Case, film: CaseFilm, purpose: str, on: date) -> list[Person]:
    """Who has not agreed."""
    scope = _meant(film, purpose)
    return [person for person in people_in(case, film) if not agrees(person, scope, on)]


def _refusal(folder: Path, case: Case, film: CaseFilm, purposes: Sequence[str], on: date) -> str:
    scope = _meant(film, purposes[0])
    whom = _against(case, film, purposes[0], on)
    told = refusal(case, film, purposes[0], on)
    use = " or ".join(dict.fromkeys(_meant(film, purpose) for purpose in purposes))
    agree = f'`attune case consent "{folder}" {whom[0].key} --give {scope}` notes it where they agree.' if whom else ""
    note = agree or f'`attune case person "{folder}" NAME:ROLE` says who.'
    return f"{film.path} may not be used for {use}: {told}. {note}"


def _told(person: Person, called: str, scope: str, on: date) -> str:
    step = last(person, scope, on)
    if step is None:
        return f"{called} has not agreed to {scope}"
    return f"{called} withdrew from {scope} on {day_in_words(step.on)}"

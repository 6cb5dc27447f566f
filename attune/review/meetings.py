"""What is said in the review meeting as a whole: of a film of a case it is its cycle's, a review a day; of any other
film it stands with what else was said of that film. One place each, which the page, the sheet and the report read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from attune.case import change, keep
from attune.case.values import Case, Cycle
from attune.errors import FormatError
from attune.review.pieces import LONGEST, WHOLE
from attune.review.verdicts import StaleError, State

WORDS = ("words", "next_step")
"""What is written of a meeting: the client's own words, and the step agreed."""


def cycle_of(film: Path) -> Cycle | None:
    """The cycle that a film belongs to, None for a film outside any case."""
    folder = keep.folder_of(film)
    if folder is None:
        return None
    case = keep.read(folder)
    path = keep.film_at(case, folder, film).path
    return next((cycle for cycle in case.cycles if path in (known.path for known in cycle.films)), None)


def today(film: Path, state: State) -> dict[str, Any]:
    """The meeting that is being held: {"cycle": its number, 0 outside any case, "words", "next_step"}."""
    cycle = cycle_of(film)
    said = change.review_on(cycle, date.today()) if cycle else state.pieces.get(WHOLE, {})
    return {"cycle": cycle.number if cycle else 0, **{name: said.get(name, "") for name in WORDS}}


def told(film: Path, state: State) -> State:
    """What was said, with the last meeting of the film's cycle among what was said of the film as a whole."""
    cycle = cycle_of(film)
    if not (cycle and cycle.reviews):
        return state
    last = {name: cycle.reviews[-1][name] for name in WORDS}
    return replace(state, pieces={**state.pieces, WHOLE: {**state.pieces.get(WHOLE, {}), **last}})


def say(film: Path, given: Mapping[str, Any]) -> None:
    """Keeps what was said today about a film of a case. Raises as `written`, and FormatError for a film outside any."""
    folder, cycle = keep.folder_of(film), cycle_of(film)
    if folder is None or cycle is None:
        raise FormatError("This film is in no cycle of a case. Load the page again.")
    keep.changed(folder, lambda case: written(case, cycle.number, date.today(), given))


def written(case: Case, number: int, on: date, given: Mapping[str, Any]) -> Case:
    """The case once something was written of a meeting: {"words" or "next_step": text, "before": what stood there}.

    Raises FormatError, and StaleError where something else stands there by now.
    """
    said = {name: text(given[name]) for name in WORDS if name in given}
    review = change.review_on(change.cycle_of(case, number), on)
    for name in said:
        unchanged(review[name], given)
    return change.with_review(case, number, on, said)


def text(given: Any) -> str:
    """Something that somebody wrote. Raises FormatError for what is no text, or too long."""
    if not isinstance(given, str) or len(given) > LONGEST:
        raise FormatError(f"Expected words, {LONGEST} letters at most.")
    return given


def unchanged(now: str, given: Mapping[str, Any]) -> None:
    """Raises StaleError where something else stands by now than what the page had before it was changed."""
    if given.get("before", now) != now:
        raise StaleError("This was changed in another window meanwhile. Here is how it is now.")

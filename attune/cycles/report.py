"""The evaluation report: what is gathered from a case and its films for it.

The client's copy holds what the client said and agreed: question, goals, words, moments that were shown. Numbers of
films are for the guider alone, and are not even gathered for the client.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from attune import files
from attune.case import keep
from attune.case.change import retold
from attune.case.consent import allowed
from attune.case.values import TOGETHER, Case, CaseFilm, Cycle
from attune.case.veil import without
from attune.cycles.aims import aims_of
from attune.cycles.compare import Shown
from attune.cycles.goals import Aims, Rating
from attune.cycles.measures import measured
from attune.pipeline import suggested

Progress = Callable[[str, float, float], None]


class Looked(NamedTuple):
    """A moment that was looked at together: what it is called, the client's own words about it, the step agreed."""

    name: str
    words: str
    next_step: str


Kept = Callable[[Path], Sequence[Looked]]
"""What gives the moments of a film that are kept to be shown, in the guider's order."""


@dataclass(frozen=True)
class Round:
    """One cycle as the report tells it.

    activities  what they do in its films, each once
    moments     what is kept to be shown, called as the guider calls it, in the order of the films
    words       the client's own, about the meeting, each once
    steps       what the guider and the client agreed there to try next
    rating      what was said at its end
    """

    number: int
    on: date
    activities: tuple[str, ...]
    moments: tuple[Looked, ...]
    words: tuple[str, ...]
    steps: tuple[str, ...]
    rating: Rating


@dataclass(frozen=True)
class Report:
    """All that is told of a case.

    films     with their numbers; none in the client's copy
    left_out  films that not everybody in them agrees to look at: nothing of them is told
    """

    question: str
    made: date
    aims: Aims
    rounds: tuple[Round, ...]
    films: tuple[Shown, ...] = ()
    left_out: int = 0


def gathered(folder: Path, client: bool, kept: Kept, names: bool = False, progress: Progress | None = None) -> Report:
    """The report of the case in a folder, with pseudonyms unless names are asked for. Films that are no longer there
    are left out, with what was kept of them.

    Raises StoreError, FilmError, FormatError.
    """
    known = keep.read(folder)
    case = known if names else retold(known, lambda told: without(told, known))
    aims = aims_of(case)
    there = {film.path for film in known.films if film.kind == TOGETHER and files.exists(folder / film.path)}
    agreed = {film.path for film in known.films if film.path in there and allowed(known, film, "review", date.today())}
    looked = {path: kept(folder / path) for path in agreed}
    rounds = tuple(_round(_agreed(cycle, there, agreed), aims, looked, known, names) for cycle in case.cycles)
    films = () if client else tuple(_films(folder, case, agreed, progress))
    return Report(case.question, case.made, aims, rounds, films, len(there - agreed))


def _agreed(cycle: Cycle, there: set[str], agreed: set[str]) -> Cycle:
    """A cycle; without what was said in its meeting where its films are there, and none of them may be looked at."""
    films = {film.path for film in cycle.films} & there
    return replace(cycle, reviews=()) if films and not films & agreed else cycle


def _round(cycle: Cycle, aims: Aims, looked: Mapping[str, Sequence[Looked]], case: Case, names: bool) -> Round:
    films = [film for film in cycle.films if film.path in looked]
    told: list[Any] = [moment for film in films for moment in looked[film.path]]
    moments = [Looked(*each) for each in (told if names else without(told, case))]
    rating = next((r for r in aims.ratings if r.cycle == cycle.number), Rating(cycle.number))
    return Round(
        cycle.number,
        cycle.on,
        _once([film.activity for film in films]),
        tuple(moments),
        _once([review["words"] for review in cycle.reviews]),
        _once([review["next_step"] for review in cycle.reviews]),
        rating,
    )


def _once(words: Sequence[str]) -> tuple[str, ...]:
    """Each that says something, once, in their order."""
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _films(folder: Path, case: Case, agreed: Container[str], progress: Progress | None) -> Iterator[Shown]:
    for cycle in case.cycles:
        for film in cycle.films:
            if film.path in agreed:
                yield _shown(folder / film.path, film, cycle, progress)


def _shown(path: Path, film: CaseFilm, cycle: Cycle, progress: Progress | None) -> Shown:
    done = suggested(path, progress=progress)
    return Shown(
        film.on or cycle.on, film.activity, f"cycle {cycle.number}", measured(done.dyad, done.scores, done.knobs)
    )

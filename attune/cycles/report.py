"""The evaluation report: what is gathered from a case and its films for it.

The client's copy holds what the client said and agreed: question, goals, words, moments that were shown. Numbers of
films are for the guider alone, and are not even gathered for the client.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from attune import files
from attune.case import keep
from attune.case.consent import allowed
from attune.case.values import Case, CaseFilm, Cycle
from attune.case.veil import without
from attune.cycles.aims import aims_of
from attune.cycles.compare import Shown
from attune.cycles.goals import Aims, Rating
from attune.cycles.measures import measured
from attune.pipeline import opened, suggested
from attune.review import pieces
from attune.review.answers import about
from attune.review.chosen import in_order
from attune.review.pieces import WHOLE, Piece
from attune.review.verdicts import KEPT, Verdicts

Progress = Callable[[str, float, float], None]

TOGETHER = "together"
"""The kind of film that is measured: not that of a review meeting."""


@dataclass(frozen=True)
class Round:
    """One cycle as the report tells it.

    activities  what they do in its films, each once
    moments     what is kept to be shown, called as the guider calls it, in the order of the films
    steps       what the guider and the client want to try next
    rating      what was said at its end
    """

    number: int
    on: date
    activities: tuple[str, ...]
    moments: tuple[str, ...]
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


def gathered(folder: Path, client: bool, names: bool = False, progress: Progress | None = None) -> Report:
    """The report of the case in a folder, with pseudonyms unless names are asked for. Films that are no longer there
    are left out, with what was kept of them.

    Raises StoreError, FilmError, FormatError.
    """
    known = keep.read(folder)
    case = known if names else veiled(known)
    aims = aims_of(case)
    there = {film.path for film in known.films if film.kind == TOGETHER and files.exists(folder / film.path)}
    agreed = {film.path for film in known.films if film.path in there and allowed(known, film, "review", date.today())}
    rounds = tuple(_round(folder, cycle, aims, agreed, known, names) for cycle in case.cycles)
    films = () if client else tuple(_films(folder, case, agreed, progress))
    return Report(case.question, case.made, aims, rounds, films, len(there - agreed))


def veiled(case: Case) -> Case:
    """The case, of which everything that a report tells calls people by their pseudonyms."""
    cycles = [
        replace(
            cycle,
            ratings=tuple(without(cycle.ratings, case)),
            films=tuple(replace(film, activity=without(film.activity, case)) for film in cycle.films),
        )
        for cycle in case.cycles
    ]
    return replace(
        case, question=without(case.question, case), goals=tuple(without(case.goals, case)), cycles=tuple(cycles)
    )


def _round(folder: Path, cycle: Cycle, aims: Aims, agreed: Container[str], case: Case, names: bool) -> Round:
    films = [film for film in cycle.films if film.path in agreed]
    kept = [piece for film in films for piece in _kept(folder / film.path)]
    words = [(piece.name or piece.why, piece.next_step) for piece in kept]
    words = words if names else without(words, case)
    rating = next((r for r in aims.ratings if r.cycle == cycle.number), Rating(cycle.number))
    return Round(
        cycle.number,
        cycle.on,
        _once([film.activity for film in films]),
        tuple(name for name, _ in words),
        _once([step for _, step in words]),
        rating,
    )


def _once(words: Sequence[str]) -> tuple[str, ...]:
    """Each that says something, once, in their order."""
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _kept(film: Path) -> list[Piece]:
    """The moments of a film that are kept to be shown, in the guider's order."""
    _, store = opened(film)
    state = Verdicts(store.path(KEPT), store.film, "").state()
    every = {key: pieces.read(Piece, said) for key, said in state.pieces.items() if key != WHOLE}
    return [every[key] for key in in_order(every, about(state))]


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

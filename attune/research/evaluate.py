"""An evaluation: every figure of a folder of films, for all of them, each family, each film and each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from attune.errors import FormatError
from attune.exchange.own import MOMENT
from attune.research import by_chance, by_event, by_moment, by_second, fairness
from attune.research.compare import Compared, compared
from attune.research.fairness import Gap
from attune.research.figures import Figure, Scope
from attune.research.films import FEWEST, Bench, load
from attune.research.lines import CUES
from attune.settings import Settings


@dataclass(frozen=True)
class Evaluation:
    """All figures, by scope and cue; groups beside the others; each cue of each film; plain lines on what to know."""

    bench: Bench
    figures: tuple[Figure, ...]
    gaps: tuple[Gap, ...]
    cues: tuple[tuple[Compared, ...], ...]
    notes: tuple[str, ...]


def evaluate(folder: Path, place: Path | None = None, given: Settings | None = None) -> Evaluation:
    """Every figure of the films of a folder. Raises as `films.load`, and FormatError where nobody coded anything."""
    return evaluation(load(folder, place, given))


def evaluation(bench: Bench) -> Evaluation:
    """Every figure of these films. Raises FormatError where nobody coded anything of them."""
    cues = [tuple(c for film in bench.films if (c := compared(bench, film, cue))) for cue in CUES]
    told = tuple(several for several in cues if several)
    if not told and not any(bench.coded_by(film, MOMENT) for film in bench.films):
        raise FormatError("Nobody coded anything of the films that were watched. `attune import` brings codes.")
    films = [Scope("film", film.name, (film,)) for film in bench.films]
    scopes = [Scope("all", "", bench.films), *_families(bench), *fairness.scopes(bench), *films]
    figures = [figure for scope in scopes for figure in _figures(bench, told, scope)]
    return Evaluation(bench, tuple(figures), tuple(fairness.gaps(bench, told)), told, tuple(_notes(bench)))


def _families(bench: Bench) -> list[Scope]:
    own = [(name, tuple(film for film in bench.films if film.family == name)) for name in bench.families]
    return [Scope("family", name, films) for name, films in own]


def _figures(bench: Bench, cues: Sequence[Sequence[Compared]], scope: Scope) -> Iterator[Figure]:
    yield from fairness.seen(scope)
    for several in cues:
        own = _within(several, scope)
        if own:
            yield from by_second.figures(own, scope)
        if own and scope.kind in ("all", "family"):
            yield from by_event.figures(own, scope)
            yield from by_event.totals(own, scope)
        if own and scope.kind == "all":
            yield from by_chance.figures(own, scope)
    if scope.kind in ("all", "family"):
        yield from by_moment.figures(bench, scope)


def _within(several: Sequence[Compared], scope: Scope) -> list[Compared]:
    names = {film.name for film in scope.films}
    return [one for one in several if one.film.name in names]


def _notes(bench: Bench) -> Iterator[str]:
    """What a reader has to know before any figure."""
    yield from bench.notes
    if bench.unwatched:
        yield f"Not watched yet, so left out: {', '.join(bench.unwatched)}. `attune night FOLDER` watches them."
    uncoded = [film.name for film in bench.films if not film.coders]
    if uncoded:
        yield f"Watched, and nobody coded them: {', '.join(uncoded)}."
    count = len(bench.families)
    if count < FEWEST:
        yield (
            f"{count} {'family' if count == 1 else 'families'}, and {FEWEST} are needed: intervals are over films, are "
            "narrower than they should be, and say nothing of other families."
        )
    if len(bench.coders) < 2:
        yield "One coder alone: how far people agree is not known, so nothing says how good a figure can be."

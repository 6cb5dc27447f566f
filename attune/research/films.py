"""A folder of films as a researcher sees it: what attune says of each, what people coded, and whose family it is.

Films are read as they are kept: one that was not watched yet is named, and not watched.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from attune import coding
from attune.anew import said
from attune.case import consent, use
from attune.codes import Codes
from attune.errors import ConsentError, FilmError, FormatError
from attune.exchange.columns import whole_seconds
from attune.exchange.own import CODER
from attune.media.film import films_in
from attune.pipeline import Suggested, kept
from attune.research import trivial
from attune.settings import Settings
from attune.timeline import Floats
from attune.watch.looks import join

TABLE = "films.csv"
"""In the folder: a row a film, with the columns film and family; every other column is a group."""

FEWEST = 5
"""Families from which on figures are resampled by family, as they should be; below it by film, and it is said."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class Filmed:
    """A film with all that is known of it.

    name    without its ending
    family  who belongs together; the film's own name where nobody said
    groups  a value for each group column of films.csv, "" where it says nothing
    done    what attune says of it
    codes   what people coded of it
    simple  a line (n,) for each simple ranking (trivial.NAMES)
    knobs   twelve hex digits of every number that attune judged it by
    """

    name: str
    family: str
    groups: Mapping[str, str]
    done: Suggested
    codes: Codes
    simple: Mapping[str, Floats] = field(default_factory=dict)
    knobs: str = ""

    @property
    def seconds(self) -> int:
        """Seconds that are compared; the last one counts where at least half of it is there."""
        return whole_seconds(self.done.film.seconds)

    @property
    def coders(self) -> tuple[str, ...]:
        """Who coded anything of it, sorted."""
        return tuple(sorted({code.coder for code in self.codes}))


@dataclass(frozen=True)
class Bench:
    """The films of a folder that were watched, by name.

    unwatched  names of the files that were not
    notes      plain lines on what is odd
    tiers      which tiers each coder coded anywhere in the folder
    """

    films: tuple[Filmed, ...]
    unwatched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tiers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def families(self) -> tuple[str, ...]:
        """Every family, sorted."""
        return tuple(sorted({film.family for film in self.films}))

    @property
    def coders(self) -> tuple[str, ...]:
        """Everybody who coded something, sorted."""
        return tuple(sorted({coder for film in self.films for coder in film.coders}))

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the group columns, in their order."""
        return tuple(dict.fromkeys(name for film in self.films for name in film.groups))

    def coded_by(self, film: Filmed, tier: str) -> tuple[str, ...]:
        """Who coded this tier of this film: whoever coded anything of the film, and this tier anywhere in the folder.

        So a tier that holds nothing is a no of those alone who looked for it.
        """
        return tuple(coder for coder in film.coders if tier in self.tiers.get(coder, frozenset()))


def bench(films: Sequence[Filmed], unwatched: Sequence[str] = (), notes: Sequence[str] = ()) -> Bench:
    """Films as a bench, with what everybody coded."""
    tiers: dict[str, set[str]] = {}
    for film in films:
        for code in film.codes:
            tiers.setdefault(code.coder, set()).add(code.tier)
    ordered = tuple(sorted(films, key=lambda film: film.name))
    return Bench(ordered, tuple(unwatched), tuple(notes), {who: frozenset(own) for who, own in tiers.items()})


def load(folder: Path, place: Path | None = None, given: Settings | None = None) -> Bench:
    """Every film of the folder that was watched; films of a case are left out where somebody has not agreed.

    place  where things are kept, if not beside each film
    given  choices over those that are kept with each film; they are not kept

    Raises FilmError, StoreError, KnobError, and FormatError for a films.csv that is none.
    """
    rows, notes = _table(folder / TABLE)
    films, unwatched = [], []
    for path in films_in(folder):
        try:
            consent.require(path, "research", "training")
            use.scorable(path)
        except (ConsentError, FilmError) as why:
            notes.append(f"Left out: {why}")
            continue
        film = _filmed(path, place, given or Settings(), rows.get(path.stem, {}))
        if film:
            films.append(film)
        else:
            unwatched.append(path.name)
    notes += [f"{TABLE} says nothing of {film.name}; it counts as a family of its own."
              for film in films if rows and film.name not in rows]  # fmt: skip
    return bench(films, unwatched, notes)


def clusters(films: Sequence[Filmed]) -> tuple[list[list[int]], str]:
    """Numbers of the films that are drawn together, and what they are called.

    By family; with fewer than 5 families by film: an interval is too narrow then, and says nothing of other families.
    """
    names = [film.family for film in films]
    families = sorted(set(names))
    if len(families) < FEWEST:
        return [[i] for i in range(len(films))], "film"
    return [[i for i, name in enumerate(names) if name == family] for family in families], "family"


def _filmed(path: Path, place: Path | None, given: Settings, row: Row) -> Filmed | None:
    """One film; None where it was not watched."""
    watch = kept(path, place, given)
    if watch is None:
        return None
    done = said(watch)
    codes = Codes(tuple(code for code in coding.kept(watch.store) if code.coder != CODER))
    groups = {name: value for name, value in row.items() if name not in ("film", "family")}
    simple = trivial.lines(done.dyad, join(watch.looks), whole_seconds(watch.film.seconds))
    return Filmed(path.stem, row.get("family") or path.stem, groups, done, codes, simple, done.knobs.digest())


def _table(path: Path) -> tuple[dict[str, Row], list[str]]:
    """The rows of films.csv by film, with or without its ending; and a line where there is no such file."""
    if not path.exists():
        return {}, [f"There is no {TABLE}, so each film counts as a family of its own. See docs/formats.md."]
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            rows = [{name: (row[name] or "").strip() for name in reader.fieldnames or ()} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as why:
        raise FormatError(f"Cannot read {TABLE}: {why}. Expected the columns film, family and groups.") from why
    if not {"film", "family"} <= set(reader.fieldnames or ()):
        raise FormatError(f"{TABLE}: line 1: no columns film and family. Got {','.join(reader.fieldnames or ())}.")
    return {Path(row["film"]).stem if Path(row["film"]).suffix else row["film"]: row for row in rows}, []

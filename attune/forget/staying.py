"""What stays when a film was forgotten, and may tell of it: words about its whole cycle, and rankers fitted before.

Neither is a trace that could be searched for: words of a meeting are of all films of a cycle, and a ranker holds
weights. So they are named, with what to do about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from attune import models
from attune.case.values import Case, Cycle
from attune.errors import StoreError
from attune.store import SUFFIX, Store

RANKER = ".skops"
"""End of a ranker's name."""

CASES = ("", "cycle-*/", "*/cycle-*/")
"""Where kept folders lie, from a folder of films or of cases."""


@dataclass(frozen=True)
class Words:
    """Something that was said or written about a cycle in which a forgotten film was.

    what     the review meeting of a day, ratings, or notes
    removed  whether it went, with the last film that it was about
    """

    cycle: int
    what: str
    removed: bool


def words(before: Case, after: Case, paths: Iterable[str]) -> tuple[Words, ...]:
    """What was said about the cycles of these films, and whether it is still in the case."""
    gone = set(paths)
    touched = [cycle for cycle in before.cycles if gone & {film.path for film in cycle.films}]
    return tuple(each for cycle in touched for each in _words(cycle, after.cycles[cycle.number - 1]))


def rankers(place: Path) -> tuple[Path, ...]:
    """Rankers that attune can know of: the one that it tuned, those in a folder, and those that its films follow."""
    known = [models.home() / models.TUNED / f"ranker{RANKER}", *sorted(place.glob(f"*{RANKER}"))]
    return tuple(dict.fromkeys([*(path for path in known if path.is_file()), *_followed(place)]))


def _words(cycle: Cycle, after: Cycle) -> Iterator[Words]:
    for review in cycle.reviews:
        if review["words"] or review["next_step"]:
            yield Words(cycle.number, f"the review meeting of {review['on']}", review not in after.reviews)
    yield from (Words(cycle.number, what, False) for what in ("ratings", "notes") if getattr(after, what))


def _followed(place: Path) -> Iterator[Path]:
    """The settings of every film that follow a ranker; their weights stand in them."""
    for way in CASES:
        for path in sorted(place.glob(f"{way}*{SUFFIX}/settings.json")):
            try:
                told = Store(path.parent, "").read_json(path.name)
            except StoreError:
                continue
            if told.get("ranker"):
                yield path

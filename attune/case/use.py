"""A use of a film: into the record of this machine, by the numbers of the film and of its case, and no name; and what
a film is not for."""

from __future__ import annotations

from pathlib import Path

from attune import record
from attune.case import keep
from attune.case.values import MEETING
from attune.errors import FilmError
from attune.record import Deed
from attune.store import Store


def noted(deed: Deed, film: Path, store: Store, what: str = "") -> None:
    """Adds it, and returns when it is on the disk. Raises StoreError."""
    record.note(deed, record.film_id(store), keep.key_of(film), what)


def scorable(film: Path) -> None:
    """Refuses to look for an adult and a child in the film of a review meeting. Raises FilmError, StoreError."""
    if keep.kind_of(film) == MEETING:
        raise FilmError(
            f"{film.name} is the film of a review meeting, and attune looks for nothing in it. "
            f'`attune review "{film}"` plays it; mark your own moments there.'
        )

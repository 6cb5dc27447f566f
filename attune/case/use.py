"""A use of a film, into the record of this machine: by the numbers of the film and of its case, and no name."""

from __future__ import annotations

from pathlib import Path

from attune import record
from attune.case import keep
from attune.record import Deed
from attune.store import Store


def noted(deed: Deed, film: Path, store: Store, what: str = "") -> None:
    """Adds it, and returns when it is on the disk. Raises StoreError."""
    record.note(deed, record.film_id(store), keep.key_of(film), what)

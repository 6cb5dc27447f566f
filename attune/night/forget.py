"""A film that is to be forgotten goes out of the nights that knew it: out of their ledgers and their reports."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from attune.errors import StoreError
from attune.night import report
from attune.night.films import OWN, place_of
from attune.night.ledger import FILE, Ledger
from attune.night.owner import is_owned
from attune.store import SUFFIX

Night = tuple[Path, Path | None, Path | None]
"""Where a night's own files lie; its folder of films, None where that cannot be known any more; its store, if any."""


def forget(film: Path, kept: Path) -> tuple[Path, ...]:
    """Takes a film's name out of every night of a folder above it, and of the store in which its folder `kept` lies.

    Gives where these nights' files lie. A report is written anew without the film, or removed where the night's folder
    is not known. Raises StoreError, with nothing removed, where a night is watching the film now.
    """
    film = film.with_name(film.name.removesuffix(SUFFIX)) if film == kept else film
    known = [(night, name) for night in _nights(film, kept) for name in _called(night, film, kept)]
    for (place, folder, store), name in known:
        with Ledger(place) as ledger:
            ledger.forget(name)
            for file in (place / report.PAGE, place / report.TEXT):
                with contextlib.suppress(FileNotFoundError):
                    file.unlink()
            if folder:
                report.write(folder, store, place, ledger)
    return tuple(place for (place, _, _), _ in known)


def _nights(film: Path, kept: Path) -> Iterator[Night]:
    """Every night that may have known the film: of the folders above it, and of those that share its store."""
    above, store = film.absolute().parents, kept.parent
    beside = [(place_of(folder, None), folder, None) for folder in above]
    folders = {place_of(folder, store): folder for folder in above}
    shared = [(place, folders.get(place), store) for place in sorted(store.glob(f"{OWN}-*"))]
    yield from (night for night in (*beside, *shared) if (night[0] / FILE).is_file())


def _called(night: Night, film: Path, kept: Path) -> list[str]:
    """What a night calls the film: by its place below the folder, or by the folder of its own in the store."""
    place, folder, store = night
    way = film.absolute().relative_to(folder.absolute()).as_posix() if folder else None
    with Ledger(place) as ledger:
        found = [row for row in ledger.rows() if row.name == way or (store and row.about.get("kept") == kept.name)]
        if any(row.state == "running" for row in found) and is_owned(place, ledger):
            raise StoreError(f"A night is watching {film.name} now. End it with Ctrl-C, or wait until it is done.")
    return [row.name for row in found]

"""Which files of a folder are films to be watched: not attune's own folders, not hidden files, none still growing."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from attune.errors import FilmError
from attune.media.container import NAMES
from attune.store import SUFFIX, stamp_of

OWN = "attune-night"
"""The folder of the ledger and the report; nothing in it is a film."""

SETTLED = 20.0
"""Seconds for which a file must have been the same before it is taken: cameras and copies write more often."""

Stamp = tuple[int, int]
"""Size in bytes and time of change in nanoseconds."""


def films_in(folder: Path) -> dict[str, Stamp]:
    """Every film below the folder by its way from there, with its stamp. Raises FilmError where there is no folder.

    What lies in FILM.attune, in hidden folders or in the night's own is left out; so are hidden files, which copying
    programs write before they rename, and links to folders.
    """
    if not folder.is_dir():
        raise FilmError(f"There is no folder {folder}. Expected a folder of films.")
    return dict(sorted(_stamped(folder)))


def _stamped(folder: Path) -> Iterator[tuple[str, Stamp]]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", OWN)) and not name.endswith(SUFFIX)]
        for name in names:
            path = Path(place, name)
            if path.suffix.lower() in NAMES and not name.startswith("."):
                try:
                    stamp = stamp_of(path)
                except FilmError:
                    continue  # gone since, or a link to nothing
                yield path.relative_to(folder).as_posix(), (stamp["size"], stamp["mtime_ns"])


@dataclass
class Settling:
    """Remembers since when each file has been the same, by this machine's own clock."""

    since: dict[str, tuple[Stamp, float]] = field(default_factory=dict)

    def split(self, found: Mapping[str, Stamp], now: float) -> tuple[dict[str, Stamp], int]:
        """The films that have settled, and how many have not. `now` is the time of day in seconds.

        A file has settled when it was the same for SETTLED seconds, or was last changed longer ago than that.
        """
        self.since = {
            name: before if (before := self.since.get(name)) and before[0] == stamp else (stamp, now)
            for name, stamp in found.items()
        }
        settled = {
            name: stamp
            for name, (stamp, since) in self.since.items()
            if now - since >= SETTLED or now - stamp[1] / 1e9 >= SETTLED
        }
        return settled, len(found) - len(settled)


def place_of(folder: Path, store: Path | None) -> Path:
    """Where the night's own files lie: in the folder, or in `store`, under a name that is this folder's alone."""
    return folder / OWN if store is None else store / f"{OWN}-{_short(folder)}"


def _short(folder: Path) -> str:
    """Eight hex digits of the folder's full name."""
    return f"{zlib.crc32(str(folder.resolve()).encode()):08x}"

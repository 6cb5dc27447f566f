"""A film that is no longer where its decisions lie: found again by its content, and everything kept goes along.

Where to look is typed by the guider, the one path that the page takes. Nothing there is opened but films as large as
the one that is missing, and those are read for their sha256 alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from attune.errors import FilmError
from attune.media.container import NAMES
from attune.media.film import fingerprint
from attune.review.jobs import Progress
from attune.store import FILM, SUFFIX, Store, beside

MOST = 200_000
"""Files that are looked at for their size, at most: a minute on a slow disk. More is a whole computer."""


def missing_in(folder: Path) -> list[Path]:
    """Films of which something is kept in the folder, and which are not there."""
    films = (kept.with_name(kept.name.removesuffix(SUFFIX)) for kept in folder.glob(f"*{SUFFIX}") if kept.is_dir())
    return [film for film in films if is_missing(film)]


def is_missing(film: Path) -> bool:
    """Whether something is kept beside a film that is not there."""
    return film.suffix.lower() in NAMES and not os.path.exists(film) and (beside(film) / FILM).is_file()


def found(film: Path, store: Store, where: str, progress: Progress) -> Path:
    """The film that `store` is for: `where` itself, or in it or a folder below. Raises FilmError."""
    try:
        place = Path(where.strip()).expanduser()
    except RuntimeError:  # "~" of somebody who is not on this computer
        place = Path(where)
    if not place.is_absolute():
        raise FilmError("Give the whole path, from the root or the drive on: of the film, or of a folder to look in.")
    if not os.path.isfile(place) and not os.path.isdir(place):
        raise FilmError(f"There is no file and no folder {place}. Check the path.")
    size = store.read_json(FILM).get("size")
    tried = (each for each in ([place] if os.path.isfile(place) else _films(place)) if _size(each) == size)
    match = next((each for each in tried if fingerprint(each, partial(_tell, progress)) == store.film), None)
    if match is None:
        raise FilmError(f"{film.name} is not there: no film in {place} has its content. What was decided stays here.")
    return match


def _films(folder: Path) -> Iterator[Path]:
    """Every file below a folder that is called like a film, but those that attune made. Raises FilmError."""
    count = 0
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.endswith(SUFFIX))
        count += len(files)
        if count > MOST:
            raise FilmError(f"There is too much in {folder} to look through. Name a folder nearer to the film.")
        yield from (Path(here, name) for name in sorted(files) if Path(name).suffix.lower() in NAMES)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _tell(progress: Progress, _: str, done: float, total: float) -> None:
    progress("finding", done, total)

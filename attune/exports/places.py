"""Where exported files go and what they are called: nothing of a film's own name, which may be a person's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from attune.errors import HideError
from attune.moment import Moment
from attune.pipeline import Suggested


class Refused:
    """Files that may not leave, while the others are written: `with refused: write(...)`, and `tell` at the end."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def __enter__(self) -> None:
        """Nothing to open."""

    def __exit__(self, kind: object, why: BaseException | None, trace: object) -> bool:
        if isinstance(why, HideError):
            self._lines.append(str(why))
            return True
        return False

    def tell(self) -> None:
        """Raises HideError with a line of each, if there are any."""
        if self._lines:
            raise HideError(" ".join(self._lines))


def folder_of(done: Suggested) -> str:
    """What a film's folder is called where several films are handed out: 16 hex digits of its sha256."""
    return done.store.film[:16]


def name_of(moment: Moment, suffix: str) -> str:
    """The place in the list and the time in the film, "01-00m12s.mp4"."""
    minutes, seconds = divmod(int(moment.span.start), 60)
    return f"{moment.rank:02d}-{minutes:02d}m{seconds:02d}s{suffix}"


def clear(done: Suggested, folder: Path, kept: Sequence[Path]) -> None:
    """Takes older files away from a folder of the film's own; what is in any other folder stays."""
    if done.store.folder not in folder.parents:
        return
    for name in done.store.names(f"{folder.relative_to(done.store.folder).as_posix()}/"):
        if done.store.path(name) not in kept:
            done.store.remove(name)


def reference(film: Path, folder: Path) -> str:
    """The way from a folder to the film, as a relative URL; as a whole one where they lie on two drives."""
    try:
        way = os.path.relpath(film.absolute(), folder.absolute())
    except ValueError:
        return film.absolute().as_uri()
    return quote(way.replace(os.sep, "/"))

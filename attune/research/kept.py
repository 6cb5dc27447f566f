"""Films as they are kept, of a folder or one alone."""

from __future__ import annotations

from pathlib import Path

from attune.anew import again
from attune.errors import FilmError
from attune.media.film import films_in
from attune.pipeline import Suggested


def kept_films(path: Path, place: Path | None = None) -> list[Suggested]:
    """Every film that was watched, with what is said of it. Raises FilmError where none was, StoreError, KnobError."""
    found = [again(film, place) for film in ([path] if path.is_file() else films_in(path))]
    done = [film for film in found if film]
    if not done:
        raise FilmError(f"{path.name}: nothing was watched yet. Run attune suggest on it first.")
    return done

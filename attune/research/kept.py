"""Films as they are kept, of a folder or one alone; and texts written into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attune.anew import again
from attune.errors import FilmError, StoreError
from attune.media.film import films_in
from attune.pipeline import Suggested


def kept_films(path: Path, place: Path | None = None) -> list[Suggested]:
    """Every film that was watched, with what is said of it. Raises FilmError where none was, StoreError, KnobError."""
    found = [again(film, place) for film in ([path] if path.is_file() else films_in(path))]
    done = [film for film in found if film]
    if not done:
        raise FilmError(f"{path.name}: nothing was watched yet. Run attune suggest on it first.")
    return done


def written(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """The texts as files of these names. Raises StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as why:
        raise StoreError(f"Cannot write into {folder}: {why.strerror}.") from why
    return [folder / name for name in texts]

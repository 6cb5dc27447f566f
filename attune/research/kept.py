"""Films as they are kept, of a folder or one alone; and texts written into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attune.errors import FilmError, StoreError
from attune.media.film import films_in
from attune.pipeline import Suggested, all_knobs, kept, scored
from attune.settings import apply


def kept_films(path: Path, place: Path | None = None) -> list[Suggested]:
    """Every film that was watched, scored anew. Raises FilmError where none was, StoreError, KnobError."""
    found = [kept(film, place) for film in ([path] if path.is_file() else films_in(path))]
    done = [scored(watch, apply(watch.settings, all_knobs())) for watch in found if watch]
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

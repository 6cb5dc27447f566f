"""What can be taken out of a film's folder for others: which kinds there are, and writing each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from attune.errors import FormatError, StoreError
from attune.exchange import seconds
from attune.media.clips import Cut, write_clip
from attune.media.finish import Finish, Showing
from attune.pipeline import Suggested, document
from attune.store import put

Progress = Callable[[str, float, float], None]

TEXTS: Mapping[str, Callable[[Suggested], str]] = {
    "seconds": lambda done: seconds.to_csv(done.dyad, done.scores),
    "moments": document,
}
"""Kinds that are one text, and how it is made."""

KINDS = (*TEXTS, "clips")


def check(film: Path, kind: str, out: Path | None) -> None:
    """Refuses, before the film is watched for it, what could not be written. Raises FormatError, StoreError."""
    if kind not in KINDS:
        raise FormatError(f"There is no kind {kind}. Expected one of {', '.join(KINDS)}.")
    if out and out.exists() and film.exists() and out.samefile(film):
        raise StoreError(f"{out} is the film itself. Name another file with -o.")
    if out and not out.parent.is_dir():
        raise StoreError(f"There is no folder {out.parent} to write {out.name} in. Make it, or name another with -o.")


def write_text(done: Suggested, kind: str, out: Path) -> None:
    """Writes one text, whole or not at all. Raises StoreError."""
    put(out, TEXTS[kind](done).encode())


def write_clips(done: Suggested, folder: Path | None, progress: Progress | None = None) -> list[Path]:
    """Cuts every moment into `folder`, or into clips/ of the film's own folder, where older clips make room.

    Raises StoreError, and FilmError where the film cannot be cut.
    """
    place = folder or done.store.folder / "clips"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise StoreError(f"Cannot make the folder {place}: {why.strerror}. Name another with -o.") from why
    outs = [place / clip_name(moment.rank, moment.span.start) for moment in done.moments]
    if folder is None:
        for name in done.store.names("clips/"):
            if done.store.path(name) not in outs:
                done.store.remove(name)
    finish = Finish(done.knobs[Showing])
    for i, (moment, out) in enumerate(zip(done.moments, outs, strict=True)):
        if progress:
            progress("clips", i, len(outs))
        write_clip(done.film, [Cut(moment.span, moment.core)], out, finish)
    return outs


def clip_name(rank: int, start: float) -> str:
    """A name without a person's: the place in the list and the time in the film, "01-00m12s.mp4"."""
    minutes, seconds = divmod(int(start), 60)
    return f"{rank:02d}-{minutes:02d}m{seconds:02d}s.mp4"

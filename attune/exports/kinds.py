"""Which kinds of files there are, what is refused before a film is watched for one, and writing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from attune.errors import FormatError, StoreError
from attune.exchange import parquet
from attune.exports.clips import write_clips
from attune.exports.coded import ARCHIVES
from attune.exports.places import folder_of
from attune.exports.reel import FASTEST, ORDERS, SLOWEST, Joining, write_reel
from attune.exports.stills import write_stills
from attune.exports.texts import TEXTS
from attune.media.finish import Finish, Inspect, Retouch, Showing
from attune.pipeline import Suggested
from attune.store import made, put

Progress = Callable[[str, float, float], None]

NAMES = {
    **{kind: text.name for kind, text in TEXTS.items()},
    **{kind: archive.name for kind, archive in ARCHIVES.items()},
    "clips": "clips",
    "reel": "reel.mp4",
    "stills": "stills",
}
"""Every kind, and what its file or folder is called where nobody names it."""

FOLDERS = ("clips", "stills")
"""Kinds that are several files."""

SOUNDING, SHOWING = ("clips", "reel"), ("clips", "reel", "stills")
"""Kinds in which people are heard, and seen."""


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    out      a file or, for several files or several films, a folder; None prints a text, and puts other files into the
             film's own folder
    several  whether films are more than one: then each has a folder of its own in `out`
    joining  how moments are joined, for that kind alone
    hidden   who is hidden, some of hide.cover.WHO
    mute     without sound
    """

    kind: str
    out: Path | None = None
    several: bool = False
    joining: Joining = field(default_factory=Joining)
    hidden: tuple[str, ...] = ()
    mute: bool = False

    @property
    def printed(self) -> bool:
        """Whether it is a text that goes nowhere but to standard output."""
        return self.kind in TEXTS and self.out is None

    @property
    def listed(self) -> bool:
        """Whether the paths of what was made are told: all but that of one text, which was named."""
        return self.several or self.kind not in TEXTS


def check(films: Sequence[Path], wish: Wish) -> None:
    """Refuses, before a film is watched for it, what could not be written. Raises FormatError, StoreError."""
    out, joining = wish.out, wish.joining
    if wish.kind not in NAMES:
        raise FormatError(f"There is no kind {wish.kind}. Expected one of {', '.join(NAMES)}.")
    if wish.kind.endswith("parquet"):
        parquet.need()
    if joining != Joining() and wish.kind != "reel":
        raise FormatError(f"--order, --titles and --slow are for --as reel. Got --as {wish.kind}.")
    if joining.order not in ORDERS:
        raise FormatError(f"--order must be one of {', '.join(ORDERS)}. Got {joining.order}.")
    if joining.slow is not None and not SLOWEST <= joining.slow < FASTEST:
        raise FormatError(f"--slow must be at least {SLOWEST:g} and less than {FASTEST:g}. Got {joining.slow:g}.")
    if wish.hidden and wish.kind not in SHOWING:
        raise FormatError(f"--hide is for --as {', '.join(SHOWING)}. Got --as {wish.kind}.")
    if wish.mute and wish.kind not in SOUNDING:
        raise FormatError(f"--mute is for --as {', '.join(SOUNDING)}. Got --as {wish.kind}.")
    if wish.several and wish.printed:
        raise FormatError(f"{len(films)} films are too many for standard output. Name a folder with -o.")
    if out and wish.several and out.exists() and not out.is_dir():
        raise StoreError(f"{out} is a file. Name a folder with -o for several films.")
    if out and wish.kind in FOLDERS and out.exists() and not out.is_dir():
        raise StoreError(f"{out} is a file. Name a folder with -o.")
    for film in films:
        if out and out.exists() and film.exists() and out.samefile(film):
            raise StoreError(f"{out} is the film itself. Name another file with -o.")
    if out and not out.parent.is_dir():
        raise StoreError(f"There is no folder {out.parent} to write {out.name} in. Make it, or name another with -o.")


def text(done: Suggested, wish: Wish) -> str:
    """A kind that is a text, for standard output; what it refers to is found from the film's own folder."""
    return TEXTS[wish.kind].make(done, done.film.path.parent)


def write(
    done: Suggested,
    wish: Wish,
    progress: Progress | None = None,
    retouch: Retouch | None = None,
    inspect: Inspect | None = None,
) -> list[Path]:
    """Writes a film's files, each whole or not at all, and gives their paths.

    Every picture of the film that leaves goes through `retouch`, and `inspect` sees it as it was written. Raises
    StoreError where something cannot be written, FilmError where the film cannot be read, HideError where `inspect`
    keeps a file from leaving, once the others are written; what was written until then stays.
    """
    place, finish = place_of(done, wish), Finish(done.knobs[Showing], retouch, inspect, wish.mute)
    tell = partial(progress, wish.kind) if progress else _nobody
    if wish.kind in TEXTS:
        put(place, TEXTS[wish.kind].make(done, place.parent).encode())
        return [place]
    if wish.kind in ARCHIVES:
        put(place, ARCHIVES[wish.kind].make(done, place.parent))
        return [place]
    if wish.kind == "clips":
        return write_clips(done, place, finish, tell)
    if wish.kind == "stills":
        return write_stills(done, place, finish, tell)
    return write_reel(done, place, wish.joining, finish, tell)


def place_of(done: Suggested, wish: Wish) -> Path:
    """The file or the folder of this film's export; the folder that it lies in is there from now on."""
    if wish.out is None:
        return made(done.store.folder, "-o") / NAMES[wish.kind]
    if wish.several:
        return made(wish.out / folder_of(done), "-o") / NAMES[wish.kind]
    inside = wish.kind not in FOLDERS and wish.out.is_dir()
    return wish.out / NAMES[wish.kind] if inside else wish.out


def _nobody(done: float, total: float) -> None:
    """Told, and says nothing."""

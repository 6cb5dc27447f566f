"""Whether anything of what was forgotten is left: every byte is searched for a film's sha256, texts for names, and
pictures are held against the film's own.

A docx, a skops file and their like are zips: what is in them is searched too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

import cv2
import numpy as np

from attune.errors import FilmError
from attune.media.film import open_film
from attune.media.mp4 import made_by_attune
from attune.media.pictures import every_picture, picture_at
from attune.timeline import Floats

Progress = Callable[[str, float, float], None]

DIGITS = 16
"""Of a sha256, as folders in a --store are called after it: 64 bits, so nothing has them by chance."""

PICTURES = (".jpg", ".jpeg", ".png")
FILMS = (".mp4",)
"""Of films, those that attune wrote: a clip or a reel shows what its film showed."""

NO_TEXT = (*PICTURES, *FILMS, ".mov", ".mts", ".avi", ".mkv", ".webm", ".npz", ".npy")
"""Files in which three letters in a row are chance. Arrays (npz) name their own film's two alone, and go with it."""

THUMB = (32, 18)
"""Columns and rows at which pictures are held against each other: what is where, and not who."""

ALIKE = 0.998
"""Correlation of two thumbs from which one picture is taken for the other, every picture of the film being looked at: a
still is one of them, and differs from it by what JPEG and a smaller size did alone. Of two families filmed 13 times
each in one place, stills were 0.9997 and more like their own film (whole, half and a quarter as wide; JPEG of quality
60 to 95) and at most 0.9941 like another; 0.998 is three times as far from the one as from the other, in what is
missing to 1. Where nothing moves, films are alike, and it is a look too many."""


@dataclass(frozen=True)
class Trace:
    """Something that is left: in which file, and what of."""

    path: Path
    what: str


@dataclass(frozen=True)
class Marks:
    """What to look for.

    sha256  of films
    names   of people
    frames  (n, THUMB) thumbs of films, each of length 1
    """

    sha256: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    frames: Floats = field(default_factory=lambda: np.zeros((0, THUMB[0] * THUMB[1])))


def marks(
    films: Sequence[Path], sha256: Sequence[str], names: Sequence[str], places: Sequence[Path],
    progress: Progress | None = None,
) -> Marks:  # fmt: skip
    """What to look for once these films are gone; they are looked through where a picture lies in one of the places."""
    seen = any(path.suffix.lower() in (*PICTURES, *FILMS, ".docx") for path in files(places, films))
    frames = [thumb for film in films if seen for thumb in _thumbs_of(film, progress)]
    return Marks(tuple(sha256), tuple(names), np.reshape(frames, (-1, THUMB[0] * THUMB[1])))


def traces(places: Sequence[Path], of: Marks) -> Iterator[Trace]:
    """Every file of the places in which one of the marks is found, with the first that is."""
    for path in files(places):
        what = next((what for what, held in _held(path, of) if held()), None)
        if what:
            yield Trace(path, what)


def files(places: Sequence[Path], but: Sequence[Path] = ()) -> Iterator[Path]:
    """Every file below the places, no link among them; those of `but`, and what is kept beside them, left out."""
    beside = tuple(f"{film}.attune" for film in but)
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            mine = path in but or str(path).startswith(beside) if but else False
            if path.is_file() and not path.is_symlink() and not mine:
                yield path


def names_in(text: bytes, names: Sequence[str]) -> bool:
    """Whether one of the names stands in a text as a word of its own, plainly or as JSON writes it."""
    plain = text.decode("utf-8", errors="ignore")
    forms = {form for name in names for form in (name, json.dumps(name)[1:-1])}
    found = "|".join(re.escape(form) for form in forms if form)
    return bool(found) and re.search(rf"(?<!\w)({found})(?!\w)", plain, re.IGNORECASE) is not None


def _held(path: Path, of: Marks) -> Iterator[tuple[str, Callable[[], bool]]]:
    """What a file may hold, each with the question whether it does: the cheap ones first."""
    suffix = path.suffix.lower()
    yield "the film's sha256", lambda: any(_has(data, of.sha256) for data in _inside(path))
    if of.names and suffix not in NO_TEXT:
        yield "a name", lambda: any(names_in(data, of.names) for data in _inside(path))
    if len(of.frames):
        yield "a picture of the film", lambda: any(_alike(thumb, of.frames) for thumb in _shown(path))


def _inside(path: Path) -> Iterator[bytes]:
    """The bytes of a file; of a zip, those of each thing in it as well."""
    yield path.read_bytes()
    if is_zipfile(path):
        try:
            with ZipFile(path) as held:
                yield from (held.read(name) for name in held.namelist())
        except (BadZipFile, OSError):
            return


def _has(data: bytes, sha256: Sequence[str]) -> bool:
    return any(digest[:DIGITS].encode() in data for digest in sha256)


def _shown(path: Path) -> Iterator[Floats]:
    """Thumbs of what a file shows: a picture, the pictures in a document, or the middle of a film that attune wrote."""
    suffix = path.suffix.lower()
    if suffix in PICTURES:
        yield from _thumb_in(path.read_bytes())
    elif suffix == ".docx" and is_zipfile(path):
        with ZipFile(path) as held:
            for name in held.namelist():
                if Path(name).suffix.lower() in PICTURES:
                    yield from _thumb_in(held.read(name))
    elif suffix in FILMS and made_by_attune(path):
        film = open_film(path)
        yield thumb(picture_at(film, film.seconds / 2).pixels)


def _thumb_in(data: bytes) -> Iterator[Floats]:
    pixels = cv2.imdecode(np.frombuffer(BytesIO(data).getbuffer(), np.uint8), cv2.IMREAD_COLOR)
    if pixels is not None:
        yield thumb(pixels)


def _thumbs_of(film: Path, progress: Progress | None = None) -> Iterator[Floats]:
    """Thumbs of every picture of a film; none of a file that is no film."""
    try:
        opened = open_film(film)
        for picture in every_picture(opened):
            if progress:
                progress("compare", picture.time, opened.seconds)
            yield thumb(picture.pixels)
    except FilmError:
        return


def thumb(pixels: np.ndarray) -> Floats:
    """A picture as what is bright where: grey levels about their mean, of length 1; all 0 for a plain one."""
    grey = cv2.cvtColor(cv2.resize(pixels, THUMB, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    about = grey.astype(np.float32).ravel() - np.float32(grey.mean())
    length = float(np.linalg.norm(about))
    return np.asarray(about / length if length > 0 else about)


def _alike(one: Floats, frames: Floats) -> bool:
    return bool(np.max(frames @ one) >= ALIKE)

"""What a browser plays and shows of a film: the film or a copy of it, stills, and its sound as a row of heights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from attune import files
from attune.dyad import Track
from attune.media import browsers
from attune.media.film import Film
from attune.media.pictures import picture_at
from attune.media.sound import sound
from attune.media.upright import Pixels
from attune.store import Store
from attune.timeline import Span

COPY = "review/copy.mp4"
"""The copy of a film that browsers do not play."""

SOUND = "review/sound.bin"
"""Heights of the sound, a byte each."""

WIDE = 480
"""Pixels of a still's width: twice what the list shows, for fine screens."""

QUALITY = 82
"""Of a still in the list, as JPEG: a fifth of the bytes of one that is handed out."""

SQUARE = 160
"""Pixels of a portrait's sides."""

AROUND = 1.0
"""Heads on each side of the middle of a portrait: as much of the hair and the clothes as tells people apart."""

RATE = 8000
"""Samples a second of which heights are taken: voices lie below half of that."""

HEIGHTS = 20
"""Heights a second: on a film of ten minutes more than one to a pixel."""


def ready(film: Film, store: Store) -> Path | None:
    """The file for the browser: the film where it plays, else its copy; None while there is none. Raises FilmError."""
    if browsers.plays(film):
        return film.path
    path = store.path(COPY)
    return path if files.exists(path) else None


def make_ready(film: Film, store: Store, tell: Callable[[float, float], None]) -> Path:
    """Makes the copy, and gives where it lies. `tell` is told how many seconds of how many are written. Raises
    FilmError, StoreError."""
    path = store.path(COPY)
    files.make_room(path)
    browsers.copy(film, path, lambda seconds: tell(seconds, film.seconds))
    return path


def still(film: Film, store: Store, second: float) -> bytes:
    """A JPEG of the picture at a second, small, and kept. Raises FilmError, StoreError."""
    name = f"review/still-{round(second * 1000):08d}.jpg"
    kept = store.read(name)
    if kept is not None:
        return kept
    data = _small(picture_at(film, second).pixels, film.aspect)
    store.write(name, data)
    return data


def shrunk(picture: Path, aspect: float) -> bytes:
    """A picture's file, made as small as a still."""
    return _small(np.asarray(cv2.imdecode(np.fromfile(picture, np.uint8), cv2.IMREAD_COLOR), np.uint8), aspect)


def _small(pixels: Pixels, aspect: float) -> bytes:
    """A JPEG, WIDE pixels wide."""
    high = max(1, round(WIDE / aspect))
    small = cv2.resize(pixels, (WIDE, high), interpolation=cv2.INTER_AREA)
    data: bytes = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))[1].tobytes()
    return data


def portrait(film: Film, track: Track) -> bytes:
    """A JPEG of somebody's head where it was found most surely; kept nowhere. Raises FilmError."""
    look = int(np.argmax(np.where(track.found, track.sure, -1.0)))
    pixels = picture_at(film, float(track.clock.times[look])).pixels
    (x, y), reach = track.head[look] * len(pixels), AROUND * track.size[look] * len(pixels)
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    head = pixels[top : int(y + reach) + 1, left : int(x + reach) + 1]
    small = cv2.resize(head, (SQUARE, SQUARE), interpolation=cv2.INTER_AREA)
    data: bytes = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))[1].tobytes()
    return data


def heights(film: Film, store: Store) -> bytes:
    """How loud the film is, HEIGHTS times a second, a byte each, 255 its loudest; nothing of a film without sound.
    Kept. Raises FilmError, StoreError."""
    if not film.sound:
        return b""
    kept = store.read(SOUND)
    if kept is not None:
        return kept
    step = RATE // HEIGHTS
    whole = np.concatenate([block[0] for block in sound(film, Span(0.0, film.seconds), RATE, 1)] or [np.zeros(0)])
    peaks = np.abs(whole[: len(whole) // step * step]).reshape(-1, step).max(axis=1)
    loudest = float(peaks.max()) if peaks.size else 0.0
    data: bytes = np.round(peaks / max(loudest, 1e-6) * 255).astype(np.uint8).tobytes()
    store.write(SOUND, data)
    return data

"""Whether a browser plays a film as it is, and a copy of it that every browser plays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attune.media.clips import Cut, write_clip
from attune.media.container import opened, picture_stream, sound_stream
from attune.media.film import Film
from attune.timeline import Span

KINDS = {
    "mp4": ({"h264", "av1", "vp9"}, {"aac", "mp3", "opus", "flac"}),
    "webm": ({"vp8", "vp9", "av1"}, {"opus", "vorbis"}),
}
"""Pictures and sounds that Chromium, Firefox and Safari of the last years play in these files."""

COLOURS = {"yuv420p", "yuvj420p"}
"""How pictures have to be coded: all else plays in some browsers alone."""


def plays(film: Film) -> bool:
    """Whether browsers play the film itself, with second 0 where attune has it. Raises FilmError.

    A film whose first picture is late on the file's own clock, whose fields are woven or which was cut off does not:
    browsers and attune would not mean the same second, or not show the same picture.
    """
    if film.notes or abs(film.start) > 0.5 / film.rate:
        return False
    with opened(film.path) as container:
        name = "webm" if film.path.suffix.lower() == ".webm" else "mp4"
        if name not in container.format.name.split(","):
            return False
        picture, ear = picture_stream(container, film.path.name), sound_stream(container)
        first = next(container.decode(picture), None)
        if first is None or first.interlaced_frame or first.format.name not in COLOURS:
            return False
        pictures, sounds = KINDS[name]
        silent = not container.streams.audio
        return picture.codec.name in pictures and (silent or (ear is not None and ear.codec.name in sounds))


def copy(film: Film, out: Path, tell: Callable[[float], None] | None = None) -> None:
    """Writes the whole film to the mp4 `out`, which every browser plays; it appears whole or not at all. `tell` is told
    how many seconds are written. Raises FilmError, StoreError."""
    write_clip(film, [Cut(Span(0.0, film.seconds))], out, tell=tell)

"""Cutting a clip out of a film, exact at both ends."""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from av.video.frame import VideoFrame

from attune.errors import FilmError
from attune.media.film import Film
from attune.media.frames import Shown
from attune.media.mp4 import SOUND_RATE, PictureTrack, SoundTrack, written
from attune.media.pictures import WITHIN, frames_of
from attune.media.sound import Samples, sound
from attune.media.upright import Upright
from attune.timeline import Span

CHANNELS = 2

INSTANT = 0.001
"""Seconds too short to see: a picture that stands for less than this at either end of a clip is left out."""


class _Part(NamedTuple):
    """A picture, or a block of sound, and from when to when it lasts in the clip."""

    start: float
    end: float
    content: VideoFrame | Samples


def cut_clip(film: Film, span: Span, out: Path) -> None:
    """Writes what the film shows and sounds like in `span` to the mp4 file `out`, which appears whole or not at all.

    The clip begins with the picture that stands at span.start and ends at span.end; presentation times are kept, and
    the sound is cut to the same span. A span that reaches past the film is cut to it. Pictures are upright with square
    pixels (both sides even, as the format asks). Raises FilmError where the span holds nothing or the film cannot be
    read, StoreError where `out` cannot be written.
    """
    inside = span & Span(0.0, film.seconds)
    if not inside:
        raise FilmError(
            f"{film.path.name} has nothing from {span.start:.1f} to {span.end:.1f} s. It lasts {film.seconds:.1f} s."
        )
    if out.resolve() == film.path.resolve():
        raise FilmError(f"The clip would replace its own film {film.path.name}. Give it another name.")
    with written(out) as container:
        shown = PictureTrack(container, _even(film.width), _even(film.height), film.rate)
        heard = SoundTrack(container, SOUND_RATE, CHANNELS) if film.sound else None
        parts = heapq.merge(_shown(film, inside), _heard(film, inside) if heard else (), key=lambda p: p.start)
        for part in parts:
            if isinstance(part.content, VideoFrame):
                shown.add(part.content, part.start, part.end)
            elif heard:
                heard.add(part.content)
        shown.finish()
        if heard:
            heard.finish()


def _even(pixels: int) -> int:
    return max(2, pixels // 2 * 2)


def _shown(film: Film, span: Span) -> Generator[_Part]:
    """The pictures that stand in the span; the one that stands at its start begins with it."""
    upright = Upright(_even(film.width), _even(film.height), "yuv420p")
    held: Shown | None = None
    with closing(frames_of(film, span.start - WITHIN)) as frames:
        for now in frames:
            if now.time >= span.end - INSTANT:
                break
            if held is not None and now.time > span.start + INSTANT:
                yield _part(held, now.time, span, upright)
            held = now
    if held is not None:
        yield _part(held, span.end, span, upright)


def _part(shown: Shown, end: float, span: Span, upright: Upright) -> _Part:
    start = 0.0 if shown.time < span.start + INSTANT else shown.time - span.start
    return _Part(start, end - span.start, upright(shown.frame))


def _heard(film: Film, span: Span) -> Iterator[_Part]:
    done = 0.0
    for block in sound(film, span, SOUND_RATE, CHANNELS):
        length = block.shape[1] / SOUND_RATE
        yield _Part(done, done + length, block)
        done += length

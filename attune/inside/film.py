"""The film with all of it drawn in: the picture with its people, the second in words, the tiers around now."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import floor
from pathlib import Path

import cv2
import numpy as np

from attune.cast import timestamp
from attune.inside import pen, strip
from attune.inside.colours import FAINT, INK
from attune.inside.pen import Pixels
from attune.inside.people import draw, letters
from attune.inside.strip import Layout
from attune.inside.view import View
from attune.media.film import Film
from attune.media.finish import Retouch
from attune.media.pictures import Picture, pictures
from attune.media.sound import Samples, sound
from attune.media.write import FilmWriter
from attune.timeline import Clock, Span

Progress = Callable[[str, float, float], None]

TALLEST = 1080
"""Lines of the picture at most: more shows nothing more of what was decided and costs a multiple."""

SHORTEST = 480
"""Pixels of the picture's shorter side at least: below, letters take the room of what they are about."""

SLOWEST, FASTEST = 10, 30
"""Pictures a second of the annotated film: each look is shown, and no more than eyes follow."""

AROUND = 16.0
"""Seconds of the tiers in sight, now in their middle: an exchange and what led to it."""

SOUND = 48_000
"""Samples a second."""


def write_film(
    film: Film, view: View, span: Span, out: Path, *, cover: Retouch | None = None, progress: Progress | None = None
) -> None:
    """Writes what the film shows and sounds like in `span`, annotated, to the mp4 file `out`, whole or not at all.

    With a `cover` for faces the sound is left out: a voice is somebody's too. Pictures come at an even
    rate, the film's own within limits. Memory does not grow with the film. Raises FilmError, StoreError.
    """
    clock = clock_of(film, span)
    painted = annotated(film, view, clock, cover)
    wide, tall = frame_size(film, view)
    with_sound = film.sound and cover is None
    with FilmWriter(out, wide, tall, clock.rate, SOUND if with_sound else None) as writer:
        shown = ((number / clock.rate, frame, None) for number, frame in enumerate(painted))
        for time, frame, samples in heapq.merge(shown, _heard(film, clock) if with_sound else (), key=lambda p: p[0]):
            if frame is not None:
                writer.picture(frame)
            if samples is not None:
                writer.sound(samples)
            if progress:
                progress("look", time, clock.span.seconds)


def annotated(film: Film, view: View, clock: Clock, cover: Retouch | None = None) -> Iterator[Pixels]:
    """The annotated pictures at the ticks of a clock, all of `frame_size`, covered first if asked."""
    size = picture_size(film)
    below = _below(view, layout_of(film))
    for shown, second in zip(pictures(film, clock), map(float, clock.times), strict=True):
        picture = fitted(shown, size)
        if cover and shown:
            picture = cover(picture, shown.time)
        draw(picture, view, second)
        stamp(picture, second)
        yield np.vstack([picture, below(second)])


def clock_of(film: Film, span: Span) -> Clock:
    """When pictures of the annotated film are shown: evenly, and as long as the span, to within half a picture."""
    rate = min(FASTEST, max(SLOWEST, round(film.rate)))
    first = round(span.start * rate)
    return Clock(rate, max(1, round(span.end * rate) - first), first)


def picture_size(film: Film) -> tuple[int, int]:
    """Width and height of the picture in the annotated film: the film's own within limits, both even."""
    larger = max(1.0, SHORTEST / min(film.width, film.height))
    scale = min(larger, TALLEST / film.height)
    return max(2, 2 * round(film.width * scale / 2)), max(2, 2 * round(film.height * scale / 2))


def layout_of(film: Film) -> Layout:
    """How the strip below the picture is laid out."""
    wide, tall = picture_size(film)
    return Layout(wide, letters(wide, tall))


def frame_size(film: Film, view: View) -> tuple[int, int]:
    """Width and height of an annotated picture with its strip, both even."""
    wide, tall = picture_size(film)
    return wide, tall + strip.height(view, layout_of(film))


def fitted(shown: Picture | None, size: tuple[int, int]) -> Pixels:
    """A picture of the film at this size (width, height), to be drawn into; a word where the film has none."""
    if shown is None:
        out = strip.blank(size[1], size[0])
        one = letters(*size)
        pen.write(out, "The film shows no picture here.", (2 * one, size[1] / 2), one, FAINT)
        return out
    smaller = shown.pixels.shape[0] > size[1]
    way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.array(cv2.resize(shown.pixels, size, interpolation=way), np.uint8)


def stamp(picture: Pixels, second: float) -> None:
    """The time, in the lower left corner: "00:12.3"."""
    one = letters(*picture.shape[1::-1])
    text = f"{timestamp(second)}.{floor(second * 10) % 10}"
    pen.plate(picture, text, (0, len(picture) - pen.plate_size(text, one)[1]), one, INK)


def _below(view: View, layout: Layout) -> Callable[[float], Pixels]:
    """A function that gives the strip for a second; what stays the same from picture to picture is painted once."""
    room = layout.wide - layout.gutter
    legend = strip.legend(layout)

    @lru_cache(maxsize=1)
    def still(second: int) -> tuple[Pixels, Pixels]:
        return strip.words(view, second, layout), strip.gutter(view, layout, second)

    @lru_cache(maxsize=1)
    def stretch(number: int) -> Pixels:
        span = Span(number * AROUND, (number + 1) * AROUND).grown(AROUND / 2, AROUND / 2)
        return strip.band(view, span, layout, 2 * room)

    def below(second: float) -> Pixels:
        words, gutter = still(floor(second))
        number = floor(second / AROUND)
        left = round((second - number * AROUND) / AROUND * room)
        band = stretch(number)[:, left : left + room].copy()
        band[:, room // 2 - 1 : room // 2 + 1] = INK
        return np.vstack([words, np.hstack([gutter, band]), legend])

    return below


def _heard(film: Film, clock: Clock) -> Iterator[tuple[float, None, Samples]]:
    """The sound in blocks, each with the second of the annotated film at which it begins."""
    done = 0
    for block in sound(film, clock.span, SOUND, 1):
        yield done / SOUND, None, block[0]
        done += block.shape[1]

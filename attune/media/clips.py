"""Writing stretches of a film, one or several after each other, exact at both ends."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import NamedTuple

import numpy as np
from av.video.frame import VideoFrame

from attune.errors import FilmError, HideError
from attune.media.film import Film
from attune.media.finish import Finish, Inspect, Painter, dimmed, drawn, faded, level, uncovered, until_it_may_leave
from attune.media.frames import Shown, frames_from
from attune.media.mp4 import SOUND_RATE, PictureTrack, SoundTrack, written
from attune.media.pictures import WITHIN, frames_of
from attune.media.slow import lasting, slowed
from attune.media.sound import Samples, sound
from attune.media.upright import Pixels, Upright, pixels_of
from attune.timeline import Span

CHANNELS = 2

INSTANT = 0.001
"""Seconds too short to see: a picture that stands for less than this at either end of a clip is left out."""


@dataclass(frozen=True)
class Cut:
    """A stretch of the film.

    span   what is shown; presentation times are kept
    core   the part of it that is shown as it is: fades lie outside; None is the whole span, and no fades
    speed  1 as it was filmed, 0.5 half as fast; its sound keeps its pitch
    """

    span: Span
    core: Span | None = None
    speed: float = 1.0

    @property
    def seconds(self) -> float:
        """How long it lasts when shown."""
        return self.span.seconds / self.speed


@dataclass(frozen=True)
class Card:
    """A drawn picture, (h, w, 3) BGR of the clip's `size`, that stands for some seconds in silence."""

    pixels: Pixels
    seconds: float


class _Part(NamedTuple):
    """A picture, or a block of sound, from when to when it lasts in its piece, and a filmed picture's second of the
    film."""

    start: float
    end: float
    content: VideoFrame | Samples
    filmed: float | None = None


def size(film: Film) -> tuple[int, int]:
    """Width and height of a clip's pictures: the film's own, even, as the format asks."""
    return _even(film.width), _even(film.height)


def write_clip(
    film: Film,
    pieces: Sequence[Cut | Card],
    out: Path,
    finish: Finish | None = None,
    tell: Callable[[float], None] | None = None,
) -> None:
    """Writes the pieces after each other to the mp4 file `out`, which appears whole or not at all.

    A cut begins with the picture that stands at its span's start and ends at the span's end, and its sound is cut to
    the same span. A span that reaches past the film is cut to it. Pictures are upright with square pixels and of one
    `size`. `tell` is told how many seconds are written. Raises FilmError where a span holds nothing or the film cannot
    be read, StoreError where `out` cannot be written, HideError where `finish.inspect` lets none of some tries leave.
    """
    pieces = [_inside(film, piece) if isinstance(piece, Cut) else piece for piece in pieces]
    if out.resolve() == film.path.resolve():
        raise FilmError(f"The clip would replace its own film {film.path.name}. Give it another name.")
    until_it_may_leave(partial(_write, film, pieces, out, finish or Finish(), tell), out)


def _write(
    film: Film, pieces: Sequence[Cut | Card], out: Path, finish: Finish, tell: Callable[[float], None] | None
) -> None:
    painter = Painter(film, *size(film), finish.retouch)
    filmed: list[float | None] = []
    with written(out, partial(_inspected, film, out.name, filmed, finish.inspect)) as container:
        shown = PictureTrack(container, *size(film), film.rate)
        heard = SoundTrack(container, SOUND_RATE, CHANNELS) if film.sound and not finish.mute else None
        start = 0.0
        for piece in pieces:
            pictures = (
                _cut(film, piece, painter, finish) if isinstance(piece, Cut) else _card(film, piece, painter, finish)
            )
            samples = round((start + piece.seconds) * SOUND_RATE) - round(start * SOUND_RATE)
            sounds = _heard(film, piece, samples, finish) if heard else ()
            for part in heapq.merge(pictures, sounds, key=lambda p: p.start):
                if isinstance(part.content, VideoFrame):
                    shown.add(part.content, start + part.start, start + part.end)
                    filmed.append(part.filmed)
                elif heard:
                    heard.add(part.content)
                if tell:
                    tell(start + part.start)
            start += piece.seconds
        shown.finish()
        if heard:
            heard.finish()


def _inspected(film: Film, name: str, filmed: Sequence[float | None], inspect: Inspect | None, part: Path) -> None:
    """Reads back the pictures that were written, of which each filmed one's second is known. Raises HideError where one
    may not leave."""
    if inspect is None:
        return
    upright, bare = Upright(*size(film), "bgr24"), []
    with closing(frames_from(part, None)) as frames:
        for shown, second in zip(frames, filmed, strict=True):
            if second is not None and not inspect(pixels_of(upright(shown.frame)), second):
                bare.append(second)
    if bare:
        raise HideError(uncovered(name, bare[0]))


def _inside(film: Film, cut: Cut) -> Cut:
    span = cut.span & Span(0.0, film.seconds)
    if not span:
        told = f"from {cut.span.start:.1f} to {cut.span.end:.1f} s. It lasts {film.seconds:.1f} s."
        raise FilmError(f"{film.path.name} has nothing {told}")
    return replace(cut, span=span, core=(cut.core or span) & span or span)


def _even(pixels: int) -> int:
    return max(2, pixels // 2 * 2)


def _cut(film: Film, cut: Cut, painter: Painter, finish: Finish) -> Generator[_Part]:
    """The pictures that stand in the span; the one that stands at its start begins with it."""
    span, held = cut.span, None
    with closing(frames_of(film, span.start - WITHIN)) as frames:
        for now in frames:
            if now.time >= span.end - INSTANT:
                break
            if held is not None and now.time > span.start + INSTANT:
                yield _part(held, now.time, cut, painter, finish)
            held = now
    if held is not None:
        yield _part(held, span.end, cut, painter, finish)


def _part(shown: Shown, end: float, cut: Cut, painter: Painter, finish: Finish) -> _Part:
    """A picture with its place in the piece, as bright as it is at the middle of its time there."""
    span, core = cut.span, cut.core or cut.span
    start = span.start if shown.time < span.start + INSTANT else shown.time
    bright = 1.0
    if not Span(start, end) & core:
        bright = float(level(np.array((start + end) / 2), span, core, finish.showing.picture_fade))
    picture = painter.filmed(shown, bright)
    return _Part((start - span.start) / cut.speed, (end - span.start) / cut.speed, picture, shown.time)


def _card(film: Film, card: Card, painter: Painter, finish: Finish) -> Iterator[_Part]:
    """A card's pictures at the film's own rate, in the colours of the film's first picture."""
    with closing(frames_of(film, 0.0)) as frames:
        picture = drawn(card.pixels, painter.like(next(frames)))
    count = max(1, ceil(card.seconds * film.rate - INSTANT))
    whole = Span(0.0, card.seconds)
    fade = min(finish.showing.picture_fade, card.seconds / 2)
    for start, end in pairwise(min(card.seconds, number / film.rate) for number in range(count + 1)):
        bright = level(np.array((start + end) / 2), whole, whole.grown(-fade, -fade), fade)
        yield _Part(start, end, dimmed(picture, float(bright)))


def _heard(film: Film, piece: Cut | Card, samples: int, finish: Finish) -> Iterator[_Part]:
    """So many samples of a piece's sound; a card has none."""
    blocks: Iterator[Samples] = iter(())
    if isinstance(piece, Cut):
        span, core = piece.span, piece.core or piece.span
        blocks = sound(film, span, SOUND_RATE, CHANNELS)
        blocks = faded(blocks, span, core, finish.showing.sound_fade, SOUND_RATE)
        if piece.speed != 1:
            blocks = slowed(blocks, piece.speed, SOUND_RATE, CHANNELS)
    done = 0.0
    for block in lasting(blocks, samples, CHANNELS):
        length = block.shape[1] / SOUND_RATE
        yield _Part(done, done + length, block)
        done += length

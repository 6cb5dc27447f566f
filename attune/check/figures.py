"""What a film is like to look at and to listen to, from a sample of it. None is what could not be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from attune.knobs import Knobs
from attune.listen import hear
from attune.listen.hearing import RATE as FRAMES
from attune.media.film import Film
from attune.media.pictures import Picture, pictures
from attune.timeline import Clock, Floats, Span
from attune.watch.crops import detail
from attune.watch.faces import Faces, Pixels, finder
from attune.watch.looks import Watching
from attune.watch.pyramid import Pyramid

Progress = Callable[[str, float, float], None]

STRETCHES = 12
"""Stretches of film, evenly spread: one a minute of a usual film, and a share of 0.5 is known to 0.15."""

RATE, LOOKS = 5, 3
"""Pictures a second, and pictures, of a stretch: faces are looked for in the first and the last of them, and between
neighbours the hand that holds a camera shows."""

LISTEN = 5.0
"""Seconds listened to around each stretch: a minute in all, with a turn or two of talk in each."""

GREY = (192, 108)
"""Width and height at which pictures are compared: a camera moves all of it, a child a corner of it."""

TILES = 3
"""Columns and rows of tiles, each of which says how far the picture moved: most of them show the room."""

BOTH = 1 / 3
"""Share of pictures with two faces: heads turn, bend and hide behind books all the time. Not less, because the finder
takes something for a second face now and then where there is one person."""

QUIET = 20.0
"""Percentile of the levels without a voice that is the background: knocks and toys are no background."""


@dataclass(frozen=True)
class Figures:
    """What was found in a sample of a film.

    seconds     length of the film
    looked      pictures in which faces were looked for
    both, one   share of them with two faces or more, and with one or more
    face        height of the smaller of two faces, pixels of the film; of any, where two are seldom seen; median
    face_share  the same as a share of the picture's height
    detail      variance of the faces' Laplacian at a fixed size, as Track.detail; median
    light       grey level that a quarter of a picture is brighter than, 0..255; median
    face_light  grey level of the faces, 0..255; median
    glare       share of the picture that is blown out to white; median
    shake       how fast the whole picture moves, picture heights a second; median
    listened    seconds of sound heard; 0 where the film has none
    loudest     level that the loudest twentieth of it is above, dB below full scale
    voice       share of it in which a voice is heard
    clear       dB by which voices are above the background
    """

    seconds: float
    looked: int
    both: float | None
    one: float | None
    face: float | None
    face_share: float | None
    detail: float | None
    light: float | None
    face_light: float | None
    glare: float | None
    shake: float | None
    listened: float
    loudest: float | None
    voice: float | None
    clear: float | None


@dataclass(frozen=True)
class _Look:
    """Of one picture: its number of faces, and of the smaller of two: height, share, detail, light."""

    faces: int
    face: Floats


def figures(film: Film, knobs: Knobs, progress: Progress | None = None) -> Figures:
    """A sample of the film, looked at and listened to. Raises FilmError, ModelError."""
    watching = knobs[Watching]
    find = finder(watching.finder_area, watching.closer)
    looks: list[_Look] = []
    rooms: list[Floats] = []
    speeds: list[float] = []
    with ThreadPoolExecutor(2) as reading:  # decoding is most of the work, and stretches know nothing of each other
        for done, shown in enumerate(reading.map(partial(_stretch, film), starts(film.seconds))):
            looks += [_look(Pyramid(p.pixels), find(Pyramid(p.pixels), watching.detailed, 3)) for p in shown[::2]]
            rooms += [_room(p.pixels) for p in shown[:1]]
            speeds += [_speed(a, b) for a, b in pairwise(shown)]
            if progress:
                progress("check", done + 1, STRETCHES + 1)
    return Figures(seconds=film.seconds, **_seen(looks), **_lit(rooms), shake=_middle(speeds), **_sounds(film))


def starts(seconds: float) -> list[float]:
    """The first second of each stretch, in the middle of even shares of a film; fewer in a film of seconds."""
    count = int(np.clip(seconds * RATE / LOOKS, 1, STRETCHES))
    return [(k + 0.5) * seconds / count for k in range(count)]


def _stretch(film: Film, start: float) -> list[Picture]:
    """The pictures of one stretch; fewer where the film shows none."""
    clock = Clock(RATE, LOOKS, int(max(0.0, min(start, film.seconds - LOOKS / RATE)) * RATE))
    return [picture for picture in pictures(film, clock) if picture is not None]


def _look(picture: Pyramid, faces: Faces) -> _Look:
    """The two surest heads of a picture, and the smaller of them."""
    boxes = faces.box[:2]
    if not len(boxes):
        return _Look(0, np.full(4, np.nan))
    small = boxes[boxes[:, 3].argmin()]
    x, y, wide, tall = (int(v) for v in small)
    inside = cv2.cvtColor(picture.pixels[max(0, y) : y + tall, max(0, x) : x + wide], cv2.COLOR_BGR2GRAY)
    light = float(np.median(inside)) if inside.size else np.nan
    return _Look(len(faces.score), np.array([tall, small[3] / picture.shape[0], detail(picture.pixels, small), light]))


def _room(picture: Pixels) -> Floats:
    """The light of a picture: what a quarter of it is brighter than, and how much of it is white."""
    grey = _small(picture)
    return np.array([np.percentile(grey, 75), np.mean(grey >= 250)])


def _small(picture: Pixels) -> Pixels:
    """(GREY) the picture in grey levels."""
    return cv2.cvtColor(cv2.resize(picture, GREY, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)  # type: ignore[return-value]


def _speed(before: Picture, after: Picture) -> float:
    """Picture heights a second by which the room moves in the picture: the middle of what its tiles say."""
    if after.time <= before.time:
        return np.nan
    a, b = (_small(p.pixels).astype(np.float32) for p in (before, after))
    moved = [cv2.phaseCorrelate(s, t, _WINDOW)[0] for s, t in zip(_tiles(a), _tiles(b), strict=True)]
    return float(np.hypot(*np.median(moved, axis=0)) / GREY[1] / (after.time - before.time))


def _tiles(grey: Floats) -> Iterator[Floats]:
    for row in np.split(grey, TILES, axis=0):
        yield from np.split(row, TILES, axis=1)


_WINDOW = cv2.createHanningWindow((GREY[0] // TILES, GREY[1] // TILES), cv2.CV_32F)


def _seen(looks: list[_Look]) -> dict[str, Any]:
    """What pictures say of faces; pictures with two of them, where there are some."""
    count = np.array([look.faces for look in looks])
    least = 2 if looks and np.mean(count >= 2) >= BOTH else 1
    of = [look.face for look in looks if look.faces >= least]
    named = zip(("face", "face_share", "detail", "face_light"), np.reshape(of, (-1, 4)).T, strict=True)
    both, one = (float(np.mean(count >= least)) if looks else None for least in (2, 1))
    return {"looked": len(looks), "both": both, "one": one, **{name: _middle(values) for name, values in named}}


def _lit(rooms: list[Floats]) -> dict[str, Any]:
    light, glare = np.reshape(rooms, (-1, 2)).T
    return {"light": _middle(light), "glare": _middle(glare)}


def _sounds(film: Film) -> dict[str, Any]:
    """What there is to hear: levels, voices, and how far those are above the background."""
    spans = [Span(max(0.0, s - LISTEN / 2), min(film.seconds, s + LISTEN / 2)) for s in starts(film.seconds)]
    if film.seconds < STRETCHES * LISTEN:
        spans = [Span(0.0, film.seconds)]
    sound = hear.sampled(film, spans) if film.sound else None
    if sound is None or not sound.there.any():
        return {"listened": 0.0, "loudest": None, "voice": None, "clear": None}
    level, voice = sound.tones.level[sound.there], sound.voice[sound.there] >= 0.5
    clear = np.median(level[voice]) - np.percentile(level[~voice], QUIET) if voice.any() and not voice.all() else None
    return {
        "listened": len(level) / FRAMES,
        "loudest": float(np.percentile(level, 95)),
        "voice": float(voice.mean()),
        "clear": None if clear is None else float(clear),
    }


def _middle(values: Floats | list[float]) -> float | None:
    """The median of what is known, None where nothing is."""
    known = np.asarray(values)[~np.isnan(values)]
    return float(np.median(known)) if known.size else None

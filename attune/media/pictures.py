"""The pictures of a film: at the ticks of a clock, at one second, and every one."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from math import ceil

from attune.errors import FilmError
from attune.media.changes import Change, Changes
from attune.media.film import Film
from attune.media.frames import Shown, frames_from
from attune.media.upright import Pixels, Upright, pixels_of
from attune.timeline import Clock

# A tick with no frame this near, in seconds, has no picture: home films pause by up to 0.45 s without harm, and what
# was shown longer ago says little about now.
WITHIN = 0.5

# Frames whose distances to a tick differ by less than this, in seconds, are equally near (30 frames a second put two
# frames at the same distance from every tick of 10 Hz); then the earlier one is taken.
EQUAL = 1e-6


@dataclass(frozen=True)
class Picture:
    """What the film shows at `time`, in seconds from its first picture.

    pixels  (h, w, 3) BGR, upright, square pixels, deinterlaced, read-only
    """

    time: float
    pixels: Pixels


def pictures(film: Film, clock: Clock) -> Iterator[Picture | None]:
    """One for each tick: the frame whose presentation time is nearest to the tick's middle.

    None where no frame lies within half a second of it. What comes out for a tick does not depend on where the clock
    starts. Where one frame is the nearest for several ticks, they get the same Picture. Raises FilmError.
    """
    for picture, _ in pictures_and_changes(film, clock):
        yield picture


def pictures_and_changes(film: Film, clock: Clock) -> Iterator[tuple[Picture | None, Change]]:
    """As `pictures`, each with the largest change between two neighbouring frames since the tick before."""
    if not clock.count:
        return
    times = [float(t) for t in clock.times]
    with closing(frames_of(film, times[0] - WITHIN, alone=True)) as frames:
        last: Picture | None = None
        upright = Upright(film.width, film.height, "bgr24")
        changes = Changes(frames)
        for tick, shown in zip(times, _nearest(iter(changes), times, WITHIN), strict=True):
            if shown is not None and (last is None or last.time != shown.time):
                last = _picture(shown, upright)
            yield (last if shown is not None else None), changes.between(tick - clock.step, tick)


def every_picture(film: Film) -> Iterator[Picture]:
    """All pictures of a film, in order. Raises FilmError."""
    upright = Upright(film.width, film.height, "bgr24")
    with closing(frames_of(film, 0.0)) as frames:
        for shown in frames:
            yield _picture(shown, upright)


class Reel:
    """A film's pictures part by part: a part that begins where the last one ended is read on without searching the
    film again. Nearly half of the decoding would be spent on the way from key frames to the parts' beginnings."""

    def __init__(self) -> None:
        self._at: tuple[Film, int, int] | None = None
        self._reading: Iterator[tuple[Picture | None, Change]] = iter(())

    def pictures_and_changes(self, film: Film, clock: Clock) -> Iterator[tuple[Picture | None, Change]]:
        """As the function of this name."""
        if self._at != (film, clock.rate, clock.first):
            end = max(clock.first + clock.count, ceil(film.seconds * clock.rate))
            self._reading = pictures_and_changes(film, Clock(clock.rate, end - clock.first, clock.first))
        self._at = None
        yield from islice(self._reading, clock.count)
        self._at = (film, clock.rate, clock.first + clock.count)


def picture_at(film: Film, second: float) -> Picture:
    """The frame whose presentation time is nearest to `second`, however far that is. Raises FilmError."""
    with closing(frames_of(film, second - WITHIN)) as frames:
        shown = next(_nearest(frames, [second], float("inf")))
    if shown is None:
        raise FilmError(f"{film.path.name} shows no picture at {second:.1f} s.")
    return _picture(shown, Upright(film.width, film.height, "bgr24"))


def frames_of(film: Film, second: float, alone: bool = False) -> Generator[Shown]:
    """Frames on the film's own time, the first of them before `second`; decoded by one thread if `alone`."""
    with closing(frames_from(film.path, film.start + second if second > 0 else None, alone)) as frames:
        for time, frame in frames:
            yield Shown(time - film.start, frame)


def _nearest(frames: Iterator[Shown], ticks: Iterable[float], within: float) -> Iterator[Shown | None]:
    """For each of the rising ticks, the nearest of the frames, which are read once; None where none is within."""
    before: Shown | None = None
    after = next(frames, None)
    for tick in ticks:
        while after is not None and after.time <= tick:
            before, after = after, next(frames, None)
        nearest = after if _nearer(after, before, tick) else before
        yield nearest if nearest is not None and abs(nearest.time - tick) <= within else None


def _nearer(after: Shown | None, before: Shown | None, tick: float) -> bool:
    if after is None or before is None:
        return before is None
    return after.time - tick < tick - before.time - EQUAL


def _picture(shown: Shown, upright: Upright) -> Picture:
    return Picture(shown.time, pixels_of(upright(shown.frame)))

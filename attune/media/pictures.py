"""The pictures of a film at the ticks of a clock, and at one second."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

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
    with closing(frames_of(film, times[0] - WITHIN)) as frames:
        last: Picture | None = None
        upright = Upright(film.width, film.height, "bgr24")
        changes = Changes(frames)
        for tick, shown in zip(times, _nearest(iter(changes), times, WITHIN), strict=True):
            if shown is not None and (last is None or last.time != shown.time):
                last = _picture(shown, upright)
            yield (last if shown is not None else None), changes.between(tick - clock.step, tick)


def picture_at(film: Film, second: float) -> Picture:
    """The frame whose presentation time is nearest to `second`, however far that is. Raises FilmError."""
    with closing(frames_of(film, second - WITHIN)) as frames:
        shown = next(_nearest(frames, [second], float("inf")))
    if shown is None:
        raise FilmError(f"{film.path.name} shows no picture at {second:.1f} s.")
    return _picture(shown, Upright(film.width, film.height, "bgr24"))


def frames_of(film: Film, second: float) -> Generator[Shown]:
    """Frames on the film's own time, the first of them before `second`."""
    with closing(frames_from(film.path, film.start + second if second > 0 else None)) as frames:
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

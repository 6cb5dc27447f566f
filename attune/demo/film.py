"""The film of a play, written to a file, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from attune.demo import script, stage
from attune.demo.picture import cast, picture
from attune.demo.play import Play
from attune.demo.render import Pixels
from attune.demo.scene import scene
from attune.demo.stage import Stage
from attune.demo.truth import Truth, truth
from attune.media.write import FilmWriter
from attune.models import weights

Progress = Callable[[str, float, float], None]

RATE = 12
"""Pictures a second: more than the ten looks that are taken, so that looks and pictures do not fall together."""


def make(
    path: Path, play: Play = script.STANDARD, on: Stage = stage.STANDARD, progress: Progress | None = None
) -> Truth:
    """Writes a film of the play on this stage and returns what is known of it. Nothing but seeds is left to chance.

    The shape of the faces comes out of face_landmarker.task. Raises ModelError without it, FilmError where the film
    cannot be written.
    """
    with FilmWriter(path, on.width, on.height, RATE) as film:
        for number, pixels in enumerate(pictures(play, on)):
            film.picture(pixels)
            if progress:
                progress("making the film", (number + 1) / RATE, play.seconds)
    return truth(play, on)


def pictures(play: Play, on: Stage = stage.STANDARD) -> Iterator[Pixels]:
    """Each picture of the play, (height, width, 3) BGR, RATE a second."""
    by = cast(weights("face_landmarker.task"), play.seed, on)
    for number in range(round(play.seconds * RATE)):
        yield picture(scene(play, number / RATE, on), by, number)

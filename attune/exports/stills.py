"""Each moment as a picture of its meeting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2

from attune.exports.places import clear, made, name_of
from attune.media.finish import Retouch
from attune.media.pictures import picture_at
from attune.pipeline import Suggested
from attune.store import put

QUALITY = 95
"""Of a JPEG picture: nobody tells it from the film's own, at a quarter of a PNG's bytes."""


def write_stills(
    done: Suggested, folder: Path, retouch: Retouch | None, tell: Callable[[float, float], None]
) -> list[Path]:
    """Writes a picture of each moment into `folder`, upright, in the film's own size; in the film's own folder, older
    ones go once the new ones are there. `tell` is told how many of how many are written. Raises FilmError, StoreError.
    """
    outs = []
    for number, moment in enumerate(done.moments):
        tell(number, len(done.moments))
        picture = picture_at(done.film, moment.still)
        pixels = retouch(picture.pixels, picture.time) if retouch else picture.pixels
        out = made(folder) / name_of(moment, ".jpg")
        put(out, cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))[1].tobytes())
        outs.append(out)
    clear(done, folder, outs)
    return outs

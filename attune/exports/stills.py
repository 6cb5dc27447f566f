"""Each moment as a picture of its meeting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from attune.errors import HideError
from attune.exports.places import Refused, clear, name_of
from attune.media.finish import Finish, uncovered, until_it_may_leave
from attune.media.pictures import Picture, picture_at
from attune.pipeline import Suggested
from attune.store import made, put

QUALITY = 95
"""Of a JPEG picture: nobody tells it from the film's own, at a quarter of a PNG's bytes."""


def write_stills(done: Suggested, folder: Path, finish: Finish, tell: Callable[[float, float], None]) -> list[Path]:
    """Writes a picture of each moment into `folder`, upright, in the film's own size; in the film's own folder, older
    ones go once the new ones are there. `tell` is told how many of how many are written. Raises FilmError, StoreError,
    HideError once the others are written.
    """
    outs, refused = [], Refused()
    for number, moment in enumerate(done.moments):
        tell(number, len(done.moments))
        out = made(folder, "-o") / name_of(moment, ".jpg")
        with refused:
            until_it_may_leave(partial(_write, picture_at(done.film, moment.still), out, finish), out)
            outs.append(out)
    clear(done, folder, outs)
    refused.tell()
    return outs


def _write(picture: Picture, out: Path, finish: Finish) -> None:
    pixels = finish.retouch(picture.pixels, picture.time) if finish.retouch else picture.pixels
    coded = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))[1]
    read = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    if finish.inspect and not finish.inspect(read, picture.time):
        raise HideError(uncovered(out.name, picture.time))
    put(out, coded.tobytes())

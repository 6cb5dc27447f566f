"""Each moment as a film of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attune.exports.places import Refused, clear, name_of
from attune.media.clips import Cut, write_clip
from attune.media.finish import Finish
from attune.pipeline import Suggested
from attune.store import made

Tell = Callable[[float, float], None]


def write_clips(done: Suggested, folder: Path, finish: Finish, tell: Tell) -> list[Path]:
    """Cuts every moment into `folder`; in the film's own, older clips go once the new ones are there.

    `tell` is told how many seconds of how many are written. Raises StoreError, and FilmError where the film cannot be
    cut; the clips cut until then stay. Raises HideError once the others are written.
    """
    total, before = sum(moment.span.seconds for moment in done.moments), 0.0
    outs, refused = [], Refused()
    for moment in done.moments:
        out = made(folder, "-o") / name_of(moment, ".mp4")
        start = before

        def written(seconds: float, start: float = start) -> None:
            tell(start + seconds, total)

        before += moment.span.seconds
        with refused:
            write_clip(done.film, [Cut(moment.span, moment.core)], out, finish, written)
            outs.append(out)
    clear(done, folder, outs)
    refused.tell()
    return outs

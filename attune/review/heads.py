"""Where heads were found, for boxes over the picture: whole numbers, and nothing where no head was found."""

from __future__ import annotations

from typing import Any

import numpy as np

from attune import cast
from attune.dyad import Track
from attune.explain import called
from attune.pipeline import Suggested

FINE = 1000
"""Steps in a picture height: a pixel of a film of 1080 lines."""


def heads(done: Suggested) -> dict[str, Any]:
    """`rate` looks a second from second `start` on, and everybody with the stretches in which their head was found.

    A stretch is [look, x, y, size, x, y, size, ...]: the number of its first look, then the head's centre and height in
    thousandths of a picture height, look by look.
    """
    clock = done.dyad.clock
    names = called(done.dyad.adult.person, done.dyad.child.person)
    return {
        "rate": clock.rate,
        "start": clock.span.start,
        "people": [
            {"role": track.person.role, "name": names.get(track.person.role, track.person.name),
             "stretches": _stretches(track)}
            for track in cast.everybody(done.dyad)
        ],
    }  # fmt: skip


def _stretches(track: Track) -> list[list[int]]:
    spots = np.column_stack([track.head, track.size])
    known = track.found & np.isfinite(spots).all(axis=1)
    fine = np.round(np.where(known[:, None], spots, 0.0) * FINE).astype(int)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8))).reshape(-1, 2)
    return [[int(first), *fine[first:end].ravel().tolist()] for first, end in edges]

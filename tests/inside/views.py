"""Views of the analytic dyads, and what to look for in a picture that was drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from attune import pipeline, score
from attune.dyad import Dyad, Track
from attune.inside.colours import Colour
from attune.inside.view import View, view_of
from attune.moment import Moment

KNOBS = pipeline.all_knobs()
HIGH = 480

Pixels = NDArray[np.uint8]


def view(dyad: Dyad, moments: tuple[Moment, ...] = ()) -> View:
    """A dyad, scored and to be looked into."""
    return view_of(dyad, score.score(dyad, KNOBS), moments, KNOBS)


def canvas(dyad: Dyad, high: int = HIGH) -> Pixels:
    """An empty picture of a dyad's shape, of a grey that no mark has."""
    return np.full((high, round(high * dyad.aspect), 3), 77, np.uint8)


def changed(track: Track, change: Callable[[np.ndarray], np.ndarray], *names: str) -> Track:
    """A track with some of its arrays changed."""
    return replace(track, **{name: change(np.array(getattr(track, name))) for name in names})


def alike(picture: Pixels, colour: Colour, far: int = 60) -> NDArray[np.bool_]:
    """(h, w) where a picture is nearly of this colour."""
    return np.abs(picture.astype(int) - colour).sum(axis=2) < far

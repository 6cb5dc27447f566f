"""What the picture's edge leaves of a face: the finder squeezes its box and its five points into what it sees."""

from __future__ import annotations

import numpy as np

from attune.timeline import Bools, Floats
from attune.watch.looks import Looks

LOW, HIGH = 1.2, 1.65
"""Height over width of the boxes of whole faces: fronts 1.25, profiles up to 1.65. One that the top or the bottom cuts
is lower, one that a side cuts is narrower."""

TOUCHES = 0.05
"""Face heights: a box so near to the edge may go on beyond it; the finder's boxes err by about as much."""

EYES = 0.7
"""Share of a face below its eyes: of one that the top leaves less of, the eyes are not in the picture."""


def left_over(looks: Looks, aspect: float) -> Floats:
    """(m,) share of each face's height or width that lies in the picture, 0..1; 1 where no edge touches its box."""
    shape = looks.box[:, 3] / np.maximum(1e-9, looks.box[:, 2])
    above_or_below = np.where(_touches(looks, 1, 1.0).any(0), shape / LOW, 1.0)
    beside = np.where(_touches(looks, 0, aspect).any(0), HIGH / np.maximum(1e-9, shape), 1.0)
    return np.clip(np.minimum(above_or_below, beside), 0.0, 1.0)


def eyes_out(looks: Looks, aspect: float) -> Bools:
    """(m,) the eyes lie above the picture's top."""
    return np.asarray(_touches(looks, 1, 1.0)[0] & (left_over(looks, aspect) < EYES))


def _touches(looks: Looks, axis: int, end: float) -> Bools:
    """(2, m) whether the box touches the picture's near edge, and the far one at `end`, along an axis."""
    middle, half = looks.box[:, axis], looks.box[:, 2 + axis] / 2
    near = TOUCHES * looks.box[:, 3]
    return np.stack([middle - half < near, middle + half > end - near])

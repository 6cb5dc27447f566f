"""How far a stretch of film shows what a guider looks for first (science.md 4.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from attune.moment import Event
from attune.principles import SIGNS
from attune.suggest.film import mean_over
from attune.timeline import Clock, Floats, Series, Span


def shown(
    name: str,
    core: Span,
    events: Sequence[Event],
    clock: Clock,
    ranks: Mapping[str, Floats],
    cues: Mapping[str, Series],
) -> float:
    """0..1 how far the core shows a principle, or an id that can be seen; what was not seen there is not shown: 0.

    events  of the core
    ranks   (n,) of each principle within its film; cues by name; both on `clock`

    A principle counts by its mean rank, so that rescaling it changes nothing; an id by its surest event, or by the mean
    of its cue.
    """
    if name in ranks:
        return float(np.nan_to_num(mean_over(clock, ranks[name], core)))
    sign = SIGNS[name]
    if sign.cue:
        cue = cues.get(sign.cue)
        return float(np.nan_to_num(mean_over(clock, cue.values, core))) if cue else 0.0
    return max((event.sure for event in events if sign.in_event(event)), default=0.0)

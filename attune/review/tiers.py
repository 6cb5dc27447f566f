"""The lines of time below the player, as the page draws them: seconds, and null where nothing can be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from attune.dyad import Track
from attune.moment import Scores
from attune.pipeline import Suggested
from attune.rules.looks import TARGETS
from attune.rules.three import EVEN
from attune.timeline import Series

SIDES = ("adult", "child")


def tiers(done: Suggested) -> list[dict[str, Any]]:
    """Every line from the top: key, kind, who, and what it holds.

    kind "looks"   `values`: for each second the number of a target, in the order of `targets`
    kind "level"   `values`: for each second 0..1
    kind "spans"   `spans`: [start, end, who] of what is there, `unknown`: [start, end] of what cannot be told
    """
    return [
        *({"key": f"{side}_looks", "kind": "looks", "who": side, "targets": list(TARGETS),
           "values": _targets(done.scores.cues[f"{side}_looks"])} for side in SIDES),
        *({"key": name, "kind": "level", "who": "both", "values": _levels(done.scores.cues[name])}
          for name in ("mutual_gaze", "joint_attention")),
        *(_speaking(side, track) for side, track in zip(SIDES, (done.dyad.adult, done.dyad.child), strict=True)),
        _turns(done.scores, [done.dyad.adult, done.dyad.child]),
    ]  # fmt: skip


def _targets(looks: Series) -> list[int | None]:
    best = np.where(looks.known, np.nan_to_num(looks.values).argmax(axis=1), -1)
    return [None if target < 0 else int(target) for target in best]


def _levels(cue: Series) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 2) for value in cue.values]


def _speaking(side: str, track: Track) -> dict[str, Any]:
    """Where somebody is heard, to a tenth of a second."""
    heard = np.nan_to_num(track.speaks) >= EVEN
    spans = [[span.start, span.end, side] for span in track.clock.spans(heard)]
    return {"key": f"{side}_speaks", "kind": "spans", "who": side, "spans": spans, "unknown": list(_unknown([track]))}


def _turns(scores: Scores, tracks: list[Track]) -> dict[str, Any]:
    spans = [[event.span.start, event.span.end, event.who] for event in scores.events if event.kind == "turn"]
    return {"key": "turns", "kind": "spans", "who": "both", "spans": spans, "unknown": list(_unknown(tracks))}


def _unknown(tracks: list[Track]) -> Iterator[list[float]]:
    """Where it cannot be told of one of these people whether they speak."""
    mask = np.logical_or.reduce([np.isnan(track.speaks) for track in tracks])
    return ([span.start, span.end] for span in tracks[0].clock.spans(mask))

"""What another number does to the moments of a film: those that went, came, moved in the list, or are cut otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from attune.moment import Moment, Scores
from attune.research.detection import OVERLAPS, iou

EDGE = 0.05
"""Seconds: an edge that moved less is where it was."""


@dataclass(frozen=True)
class Change:
    """A moment before and after, None where there is none then.

    kind  "gone", "new", "same", "moved" in the list, "edges" where it is cut otherwise, "moved, edges"
    """

    kind: str
    before: Moment | None
    after: Moment | None


def changes(before: Sequence[Moment], after: Sequence[Moment]) -> list[Change]:
    """Every moment of both lists: those of the first in their order, then the new ones.

    Two are one moment where they cover at least 0.3 of what both cover; each is paired once, the nearest first.
    """
    near = sorted(
        ((iou(a.span, b.span), i, j) for i, a in enumerate(before) for j, b in enumerate(after)), key=lambda n: -n[0]
    )
    twin: dict[int, int] = {}
    for share, i, j in near:
        if share >= OVERLAPS[0] and i not in twin and j not in twin.values():
            twin[i] = j
    own = [_change(a, after[twin[i]]) if i in twin else Change("gone", a, None) for i, a in enumerate(before)]
    return own + [Change("new", None, b) for j, b in enumerate(after) if j not in twin.values()]


def _change(before: Moment, after: Moment) -> Change:
    apart = max(abs(before.span.start - after.span.start), abs(before.span.end - after.span.end))
    kinds = [*(["moved"] if before.rank != after.rank else []), *(["edges"] if apart > EDGE else [])]
    return Change(", ".join(kinds) or "same", before, after)


def shift(before: Scores, after: Scores) -> float:
    """Mean change of the standing, 0..1, over the seconds that are known both times; NaN where none is."""
    apart = np.abs(after.standing.values - before.standing.values)
    known = apart[~np.isnan(apart)]
    return float(known.mean()) if len(known) else float("nan")


def unlike(told: Sequence[Change]) -> float:
    """Mean share of a moment that is not in its twin (1 - IoU), 0..1; one that is gone or new is unlike altogether."""
    apart = [1 - iou(c.before.span, c.after.span) if c.before and c.after else 1.0 for c in told]
    return float(np.mean(apart)) if apart else 0.0


def reordered(told: Sequence[Change]) -> float:
    """Share of the pairs of moments there are both times that stand the other way round, 0..1."""
    ranks = [(c.before.rank, c.after.rank) for c in told if c.before and c.after]
    pairs = [(a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ranks, 2)]
    return float(np.mean(pairs)) if pairs else 0.0


def lines(told: Sequence[Change]) -> list[str]:
    """The changes side by side, a line each."""
    rows = [("before", "after", "")]
    rows += [(_place(c.before), _place(c.after), c.kind if c.kind != "same" else "") for c in told]
    return [f"{left:<26} {right:<26} {kind}".rstrip() for left, right, kind in rows]


def _place(moment: Moment | None) -> str:
    return f"{moment.rank:>2}  {moment.span.start:7.1f} to {moment.span.end:7.1f} s" if moment else "-"

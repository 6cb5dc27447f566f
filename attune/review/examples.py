"""Verdicts as examples: each moment that was shown or marked, its features, and what was decided of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from attune.review.pieces import WHOLE, Piece, read
from attune.review.verdicts import Verdicts


@dataclass(frozen=True)
class Example:
    """A moment as a ranker learns from it.

    film      sha256 of the film, `key` names the moment in it
    piece     the moment as it holds now, None where nothing was said of it
    decision  "keep", "maybe", "leave", or "" where the guider saw it and has not decided; `who` decided, "" nobody
    features  suggest.features of the stretch: of the last one that was said of it, else of the one that was shown
    shown     the number of the last list in which it was shown, None of a moment of the guider's own
    place     its place in that list, from 1
    blind     whether the last decision was made before any list was seen; False where none was made
    """

    film: str
    key: str
    piece: Piece | None
    decision: str
    who: str
    features: Mapping[str, float]
    shown: int | None
    place: int | None
    blind: bool


def examples(verdicts: Verdicts) -> list[Example]:
    """Every moment of one film that was shown or marked and not taken away again, shown ones first in the order of
    their lists. Raises StoreError."""
    history, pieces = verdicts.history(), verdicts.state().pieces
    shown = {row["key"]: (number, row) for number, rows in verdicts.lists().items() for row in rows}
    steps: dict[str, list[dict[str, Any]]] = {}
    for step in history:
        steps.setdefault(step["piece"], []).append(step)
    keys = [*shown, *(key for key, piece in pieces.items() if key not in shown and key != WHOLE and not piece["gone"])]
    return [
        _example(verdicts.film, key, pieces.get(key), steps.get(key, []), *shown.get(key, (None, {}))) for key in keys
    ]


def _example(
    film: str, key: str, held: Mapping[str, Any] | None, steps: list[dict[str, Any]], number: int | None,
    row: Mapping[str, Any],
) -> Example:  # fmt: skip
    piece = read(Piece, held) if held is not None else None
    decision = piece.decision if piece else ""
    said = next((step["features"] for step in reversed(steps) if step["features"] and step["after"] == held), None)
    known = said or row.get("features", {})
    by = next(_deciding(steps, decision), None) if decision else None
    return Example(
        film=film,
        key=key,
        piece=piece,
        decision=decision,
        who=by["who"] if by else "",
        features={name: math.nan if value is None else value for name, value in known.items()},
        shown=number,
        place=row.get("place"),
        blind=by is not None and by["shown"] is None,
    )


def _deciding(steps: list[dict[str, Any]], decision: str) -> Iterator[dict[str, Any]]:
    """The steps in which this decision was said, the last one first."""
    for step in reversed(steps):
        before = (step["before"] or {}).get("decision", "")
        if step["deed"] == "set" and before != decision and (step["after"] or {}).get("decision") == decision:
            yield step

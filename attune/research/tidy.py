"""An evaluation for programs: a tidy table (a row a figure), and one JSON document (docs/formats.md)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy as np

from attune.research.evaluate import Evaluation
from attune.research.fairness import Gap
from attune.research.figures import Figure

FORMAT = 1

DIGITS = 6
"""Decimals of a figure."""


def to_csv(evaluation: Evaluation) -> str:
    """A row for each figure, then one for each gap between groups (measure "kappa_gap", its verdict as `of`)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Figure._fields)
    for figure in (*evaluation.figures, *map(_of_gap, evaluation.gaps)):
        writer.writerow([_text(value) for value in figure])
    return out.getvalue()


def to_json(evaluation: Evaluation) -> str:
    """One document: figures, gaps, notes; null = cannot be told."""
    document = {
        "format": FORMAT,
        "films": [film.name for film in evaluation.bench.films],
        "families": list(evaluation.bench.families),
        "coders": list(evaluation.bench.coders),
        "unwatched": list(evaluation.bench.unwatched),
        "notes": list(evaluation.notes),
        "figures": [{name: _plain(value) for name, value in figure._asdict().items()} for figure in evaluation.figures],
        "gaps": [_gap(gap) for gap in evaluation.gaps],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _of_gap(gap: Gap) -> Figure:
    name, verdict = f"{gap.column}={gap.value}", gap.verdict or "within"
    return Figure("group", name, gap.cue, f"{gap.measure}_gap", verdict, *gap.gap, gap.families, np.nan, "")


def _gap(gap: Gap) -> dict[str, Any]:
    return gap._asdict() | {"gap": _plain(gap.gap.value), "low": _plain(gap.gap.low), "high": _plain(gap.gap.high)}


def _plain(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else round(float(value), DIGITS) + 0.0
    return int(value) if isinstance(value, np.integer) else value


def _text(value: Any) -> str:
    plain = _plain(value)
    if isinstance(plain, float):
        return f"{plain:.{DIGITS}f}".rstrip("0").rstrip(".")
    return "" if plain is None else str(plain)

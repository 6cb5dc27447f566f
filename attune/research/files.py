"""The files of an evaluation: the tidy table, and the report."""

from __future__ import annotations

from pathlib import Path

from attune.research import report, tidy
from attune.research.evaluate import Evaluation
from attune.store import made, put

FOLDER = "attune-evaluation"
"""In the folder of the films, unless another is named."""

TABLE, PAGE = "evaluation.csv", "evaluation.html"


def write(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Writes both into the folder. Raises StoreError."""
    written = {TABLE: tidy.to_csv(evaluation), PAGE: report.page(evaluation, folder)}
    made(folder, "-o")
    for name, text in written.items():
        put(folder / name, text.encode())
    return [folder / name for name in written]

"""The files of an evaluation: the tidy table, and the report."""

from __future__ import annotations

from pathlib import Path

from attune.research import report, tidy
from attune.research.evaluate import Evaluation
from attune.store import put_all

FOLDER = "attune-evaluation"
"""In the folder of the films, unless another is named."""

TABLE, PAGE = "evaluation.csv", "evaluation.html"


def write(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Writes both into the folder. Raises StoreError."""
    table, page = tidy.to_csv(evaluation), report.page(evaluation, folder)
    return put_all(folder, "-o", {TABLE: table.encode(), PAGE: page.encode()})

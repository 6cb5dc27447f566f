"""The evaluation report as it is handed out, on the page or by its command."""

from __future__ import annotations

from pathlib import Path

from attune import record
from attune.case import keep
from attune.cycles.page import page
from attune.cycles.report import Progress, gathered
from attune.review.looked import looked_at


def report(folder: Path, client: bool, names: bool = False, progress: Progress | None = None) -> str:
    """The report of a case as HTML, the client's copy or the guider's, which the record of use notes.

    Raises FilmError, ConsentError, StoreError, FormatError.
    """
    made = page(gathered(folder, client, looked_at, names, progress))
    record.note("exported", case=keep.read(folder).key, what=f"report for the {'client' if client else 'guider'}")
    return made

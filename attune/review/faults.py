"""A fault of attune's own: one plain line for the page, and in the window in which attune runs the places that it came
through. What a film or a person is called may stand in its message, so that stands in no log."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

FAULT = "A fault in attune: {kind}. What was done until then is kept; the window in which attune runs says where."


def noted(why: Exception) -> str:
    """Logs a fault without its message, and gives the line for the page."""
    kind, came = type(why).__name__, traceback.extract_tb(why.__traceback__)
    places = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in reversed(came))
    logging.getLogger(__name__).error("%s at %s", kind, places)
    return FAULT.format(kind=kind)

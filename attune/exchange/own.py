"""What attune found as codes, on the tiers on which people code (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from attune.codes import UNCODABLE, YES, Code, Codes
from attune.exchange.seconds import LOOKS, SPOKEN
from attune.moment import Moment, Scores
from attune.timeline import Series, Span

CODER = "attune"

TIERS = (
    "adult_looks", "child_looks", "adult_speaks", "child_speaks", "adult_smiles", "child_smiles", "mutual_gaze",
    "joint_attention",
)  # fmt: skip
"""Cues that people code too, by the same names."""

MOMENT = "moment"
EVENT = "event_"
"""Before the kind of an event, to tell its tier from the cue of the same name."""


def codes(scores: Scores, moments: Sequence[Moment], seconds: float) -> Codes:
    """Cues as runs of equal seconds, events and moments as they are; where nothing stands, the answer was no."""
    runs = [code for tier in TIERS if tier in scores.cues for code in _runs(tier, scores.cues[tier], seconds)]
    events = [Code(f"{EVENT}{e.kind}", f"{e.who} {e.how}", e.span, CODER, round(e.sure, 3)) for e in scores.events]
    found = [Code(MOMENT, " + ".join(m.principles) or YES, m.span, CODER, round(m.score, 3)) for m in moments]
    return Codes((*runs, *events, *found))


def _runs(tier: str, cue: Series, seconds: float) -> Iterator[Code]:
    """Consecutive seconds with the same code; the last one ends with the film."""
    told = np.array([_code(tier, value) for value in cue.values])
    for text in sorted(set(told) - {""}):
        for span in cue.clock.spans(told == text):
            inside = span & Span(0.0, seconds)
            if inside:
                yield Code(tier, str(text), inside, CODER)


def _code(tier: str, value: np.ndarray | float) -> str:
    """The code of one second: the likeliest target of a look, "yes" from one half on, "" for no."""
    if np.isnan(value).any():
        return UNCODABLE
    if tier.endswith("_looks"):
        return LOOKS[int(np.argmax(value))]
    return YES if value >= (SPOKEN if tier.endswith("_speaks") else 0.5) else ""

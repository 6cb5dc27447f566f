"""One cue of one film: what was said of it beside what people coded, every figure of its seconds at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.codes import Codes
from attune.errors import FormatError
from attune.exchange.columns import whole_seconds
from attune.moment import Scores
from attune.research import lines
from attune.research.agreement import kappa
from attune.research.by_second import DARK, LIKELY, MEASURES, SAID, TRUTH
from attune.timeline import Floats


@dataclass(frozen=True)
class Agreement:
    """Figures of a cue, as `attune evaluate` gives them of a film; NaN where one cannot be told.

    seconds     of which people know what it was, and agree
    kappa       Cohen's, over the seconds that have an answer, -1..1
    coverage    share of `seconds` that have an answer
    auc ap      of how likely a yes was said to be; ap stands beside the prevalence, which is what chance gives
    prevalence  share of `seconds` that are a yes
    false_yes   share of the no with an answer that got a yes
    answered_when_uncodable   share of the seconds in which nobody could tell that have an answer all the same
    """

    cue: str
    seconds: int
    kappa: float
    coverage: float
    auc: float
    ap: float
    prevalence: float
    false_yes: float
    answered_when_uncodable: float


def agreement(said: Scores | Codes, coded: Codes, cue: str, seconds: float | None = None) -> Agreement:
    """How far what was said of a cue, by attune or by people, agrees with what people coded.

    `coded` by several people counts where they agree; so does `said`. `seconds` is how long the film is: without it all
    seconds of the scores count, or those up to the last code. Raises FormatError for a cue that nobody coded.
    """
    n = whole_seconds(_length(said, coded) if seconds is None else seconds)
    truth = consensus(coded, cue, n)
    answer, likely = _said(said, cue, n)
    rows = np.empty((4, n))
    rows[TRUTH], rows[SAID], rows[LIKELY], rows[DARK] = truth.known, answer, likely, truth.uncodable
    figures = {name: measure(rows) for name, measure in MEASURES.items()}
    known = int((~np.isnan(truth.known)).sum())
    return Agreement(cue, known, kappa(truth.known, lines.yes(answer)), **figures)


def consensus(codes: Codes, cue: str, seconds: int) -> lines.Truth:
    """What those who coded a cue agree on. Raises FormatError where nobody did."""
    coders = sorted({code.coder for code in codes if code.tier == cue})
    if not coders:
        there = ", ".join(codes.tiers) or "nothing at all"
        raise FormatError(f"Nobody coded {cue}. Coded is {there}.")
    return lines.consensus([lines.coded(codes, cue, coder, seconds) for coder in coders])


def _said(said: Scores | Codes, cue: str, n: int) -> tuple[Floats, Floats]:
    """(n,) the answer, and how likely a yes is; of people's codes the same."""
    if isinstance(said, Codes):
        line = consensus(said, cue, n).known
        return line, line
    if cue not in lines.CUES:
        raise FormatError(f"attune says nothing of {cue} that people code. Expected one of {', '.join(lines.CUES)}.")
    return lines.said(said, cue, n), lines.likelihood(said, cue, n)


def _length(said: Scores | Codes, coded: Codes) -> float:
    if isinstance(said, Scores):
        return said.clock.span.end
    return float(np.ceil(max((code.span.end for code in (*said, *coded)), default=0.0)))

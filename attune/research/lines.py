"""Lines: one number a second, of what attune says and of what people coded. 1 yes, 0 no, NaN cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from attune.codes import NO, Code, Codes
from attune.exchange.own import TIERS
from attune.exchange.seconds import LOOKS, SPOKEN
from attune.moment import Scores
from attune.timeline import Bools, Floats, Span

CUES = TIERS
"""What attune says and people code, by the same names."""

LOOK = "_looks"
VOICE = "_speaks"

HALF = 0.5
"""Share of a second that a code must cover to be its code, and likelihood from which attune's answer is a yes."""

DIGITS = 3
"""Decimals of a likelihood, as attune hands it out: what is compared is what others can read."""


@dataclass(frozen=True)
class Truth:
    """What people agree on, second by second: n seconds.

    known      (n,) 1 yes, 0 no; NaN where they differ, or where one of them could not tell
    uncodable  (n,) nobody could tell
    """

    known: Floats
    uncodable: Bools


def said(scores: Scores, cue: str, seconds: int) -> Floats:
    """(n,) how likely attune takes a yes to be, 0..1; NaN where it cannot tell, and for a cue it has not.

    A look is a yes where it is at the partner: 1 if that is likelier than every other target, as others read it.
    """
    line = _line(scores, cue, seconds)
    if line.ndim == 1:
        return _share_of_voice(line) if cue.endswith(VOICE) else np.round(line, DIGITS)
    partner = np.nan_to_num(line, nan=-1.0).argmax(axis=1) == 0
    return np.where(np.isnan(line).any(axis=1), np.nan, partner)


def likelihood(scores: Scores, cue: str, seconds: int) -> Floats:
    """(n,) the same with a look's own likelihood, for measures of rank (AUC, AP) and of reliability."""
    line = _line(scores, cue, seconds)
    return np.round(line[:, 0], DIGITS) if line.ndim == 2 else said(scores, cue, seconds)


def target(scores: Scores, cue: str, seconds: int) -> Floats:
    """(n,) which of LOOKS a look is at, by number; NaN where it cannot be told. Of other cues 1 yes, 0 no."""
    line = _line(scores, cue, seconds)
    if line.ndim == 1:
        return yes(said(scores, cue, seconds))
    return np.where(np.isnan(line).any(axis=1), np.nan, np.nan_to_num(line, nan=-1.0).argmax(axis=1))


def yes(line: Floats) -> Floats:
    """(n,) 1 from one half on, 0 below, NaN where it is NaN."""
    return np.where(np.isnan(line), np.nan, line >= HALF)


def coded(codes: Codes, tier: str, coder: str, seconds: int) -> Floats:
    """(n,) what one coder says: 1 yes, 0 no, NaN uncodable. A look is a yes where it is at the partner.

    A second has the code that covers at least half of it (0.3 s for voices); where none does, it was looked for and
    was not there.
    """
    own = [code for code in codes if code.tier == tier and code.coder == coder]
    least = SPOKEN if tier.endswith(VOICE) else HALF
    there = covered([c for c in own if is_yes(c)], seconds) >= least - 1e-9
    dark = covered([c for c in own if c.uncodable], seconds) >= HALF - 1e-9
    return np.where(there, 1.0, np.where(dark, np.nan, 0.0))


def coded_target(codes: Codes, tier: str, coder: str, seconds: int) -> Floats:
    """(n,) which of LOOKS a coder says a look is at, by number; NaN where they cannot tell or say nothing. Of other
    cues as `coded`."""
    if not tier.endswith(LOOK):
        return coded(codes, tier, coder, seconds)
    own = [code for code in codes if code.tier == tier and code.coder == coder]
    shares = np.stack([covered([c for c in own if c.code == look], seconds) for look in LOOKS], axis=1)
    return np.where(shares.max(axis=1) >= HALF - 1e-9, shares.argmax(axis=1), np.nan)


def is_yes(code: Code) -> bool:
    """Whether a code is a yes: a look at the partner; on other tiers everything but "no" and "uncodable"."""
    if code.tier.endswith(LOOK):
        return code.code == LOOKS[0]
    return not code.uncodable and code.code != NO


def covered(codes: Sequence[Code], seconds: int) -> Floats:
    """(n,) how much of each second the codes cover, 0..1."""
    starts = np.arange(seconds, dtype=float)
    out = np.zeros(seconds)
    for code in codes:
        out += np.clip(np.minimum(starts + 1, code.span.end) - np.maximum(starts, code.span.start), 0, None)
    return np.minimum(out, 1.0)


def consensus(lines: Sequence[Floats]) -> Truth:
    """Where all coders agree; of one coder, what they say. Raises ValueError without any."""
    if not lines:
        raise ValueError("nobody coded this")
    all_of = np.stack(lines)
    agreed = (all_of == all_of[0]).all(axis=0)
    return Truth(np.where(agreed, all_of[0], np.nan), np.asarray(np.isnan(all_of).all(axis=0)))


def bouts(line: Floats) -> list[tuple[Span, float]]:
    """Runs of equal known values, sorted, each with its value; what is unknown ends a run."""
    out: list[tuple[Span, float]] = []
    for k, value in enumerate(line):
        if np.isnan(value):
            continue
        if out and out[-1][1] == value and out[-1][0].end == k:
            out[-1] = (Span(out[-1][0].start, k + 1.0), out[-1][1])
        else:
            out.append((Span(float(k), k + 1.0), float(value)))
    return out


def _line(scores: Scores, cue: str, seconds: int) -> Floats:
    """(n,) or (n, k) the values of a cue on the film's seconds, NaN where it has none."""
    if cue not in scores.cues:
        return np.full(seconds, np.nan)
    values, first = scores.cues[cue].values, scores.cues[cue].clock.first
    out = np.full((seconds, *values.shape[1:]), np.nan)
    stop = min(seconds, first + len(values))
    out[first:stop] = values[: stop - first]
    return out


def _share_of_voice(line: Floats) -> Floats:
    """A voice's share of each second as how surely somebody spoke in it (see exchange.seconds)."""
    return np.asarray(np.round(np.minimum(1.0, line / (2 * SPOKEN)), DIGITS))

"""How far what is said of a film agrees with what is known of it, second by second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from attune.moment import Scores
from attune.timeline import Bools, Floats

CUES = ("adult_looks", "child_looks", "mutual_gaze", "joint_attention", "adult_smiles", "child_smiles")
"""The cues that a play decides. A look counts as yes where it is at the partner."""
PARTNER = 0
"""Column of a looks cue."""


@dataclass(frozen=True)
class Pairs:
    """What is known of n seconds and what was said of them: each 1 yes, 0 no, NaN unknown."""

    known: Floats
    said: Floats

    def part(self, where: Bools) -> Pairs:
        """Those of some seconds (n,)."""
        return Pairs(self.known[where], self.said[where])


@dataclass(frozen=True)
class Agreement:
    """NaN where there is nothing to divide by.

    seconds    that are known
    yes        share of them that are a yes
    coverage   share of them of which something was said
    kappa      Cohen's kappa over those of which something was said
    found      share of the yes among those that was said to be one
    false_yes  share of the no among those that was said to be a yes
    """

    seconds: int
    yes: float
    coverage: float
    kappa: float
    found: float
    false_yes: float


def pairs(known: Scores, said: Scores) -> Mapping[str, Pairs]:
    """Of each of CUES, over the seconds that both have."""
    return {cue: Pairs(_yes(known, cue, said.clock.count), _yes(said, cue, known.clock.count)) for cue in CUES}


def join(parts: list[Pairs]) -> Pairs:
    """The seconds of several films as one."""
    return Pairs(np.concatenate([p.known for p in parts]), np.concatenate([p.said for p in parts]))


def _yes(scores: Scores, cue: str, most: int) -> Floats:
    values = scores.cues[cue].values[:most]
    if values.ndim == 2:
        at_partner = np.nan_to_num(values, nan=-1.0).argmax(axis=1) == PARTNER
        return np.where(np.isnan(values[:, PARTNER]), np.nan, at_partner)
    return np.where(np.isnan(values), np.nan, values >= 0.5)


def agreement(of: Pairs) -> Agreement:
    """How far these agree."""
    told = of.part(~np.isnan(of.known))
    both = told.part(~np.isnan(told.said))
    return Agreement(
        seconds=len(told.known),
        yes=_share(told.known),
        coverage=_share(~np.isnan(told.said)),
        kappa=_kappa(both.known, both.said),
        found=_share(both.said[both.known == 1]),
        false_yes=_share(both.said[both.known == 0]),
    )


def _share(of: Floats | Bools) -> float:
    return float(np.mean(of)) if len(of) else np.nan


def _kappa(known: Floats, said: Floats) -> float:
    """(agreed - by chance) / (1 - by chance); NaN where chance alone agrees on everything."""
    yes, also = _share(known), _share(said)
    chance = yes * also + (1 - yes) * (1 - also)
    return (_share(known == said) - chance) / (1 - chance) if chance < 1 else np.nan

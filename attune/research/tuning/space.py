"""The settings that are tried: few, drawn from the knobs' own ranges, the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import randint, uniform
from sklearn.model_selection import ParameterSampler

from attune.errors import KnobError
from attune.knobs import Knob, Knobbed, Knobs, knobs_of

Setting = Mapping[str, float]
"""Knobs that are turned, by name; none is as it is."""

TOGETHER = 3
"""Knobs that one setting turns at most: what needs more of them at once is luck more often than insight."""

DIGITS = 3
"""Significant digits of a drawn value: people read them."""


def of_groups(names: Sequence[str], groups: Sequence[type[Knobbed]]) -> list[Knob]:
    """The knobs of the classes of these names. Raises KnobError for a name that is none."""
    known = {group.__name__: group for group in groups}
    for name in names:
        if name not in known:
            raise KnobError(f"There is no rule {name} to tune. Expected one of {', '.join(known)}.")
    return [number for name in names for number in knobs_of(known[name])]


def settings(numbers: Sequence[Knob], knobs: Knobs, tries: int, seed: int = 0) -> list[Setting]:
    """The setting as it is, then `tries` others: one to three of the numbers drawn from their whole range."""
    rng = np.random.default_rng(seed)
    drawn = ParameterSampler({n.where: _range(n) for n in numbers}, tries, random_state=seed)
    chosen: list[Setting] = [{}]
    for values in drawn:
        turned = rng.choice(len(numbers), size=min(len(numbers), int(rng.integers(1, TOGETHER + 1))), replace=False)
        picked = {numbers[k].where: _rounded(numbers[k], values[numbers[k].where]) for k in sorted(turned)}
        chosen.append({where: value for where, value in picked.items() if knobs.set({where: value}) != knobs})
    return [setting for k, setting in enumerate(chosen) if not k or setting]


def _range(number: Knob) -> object:
    if isinstance(number.default, int):
        return randint(int(number.low), int(number.high) + 1)
    return uniform(number.low, number.high - number.low)


def _rounded(number: Knob, value: float) -> float:
    """The value as its knob takes it, to a few digits, inside the range."""
    if isinstance(number.default, int):
        return int(value)
    return float(np.clip(float(f"{value:.{DIGITS}g}"), number.low, number.high))

"""A ranker as a file, and back. The file is skops': it holds numbers and names, and loading it runs nothing."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression
from skops.io.exceptions import UnsupportedTypeException, UntrustedTypesFoundException

from attune.errors import FormatError
from attune.ranker.order import Ranker

FORMAT = 1
"""Version of what the file holds."""

SUFFIX = ".skops"

TRUSTED: list[str] = []
"""Types that a file may hold beside those of Python, numpy and scikit-learn that skops knows to be plain: none."""


def to_bytes(ranker: Ranker) -> bytes:
    """The ranker as a file. It is the model itself, over differences of two moments of a film."""
    model = LogisticRegression(fit_intercept=False)
    model.classes_, model.n_features_in_ = np.array([0, 1]), len(ranker.weights)
    model.coef_, model.intercept_ = np.array([list(ranker.weights.values())], float), np.zeros(1)
    return bytes(skops.io.dumps({"format": FORMAT, "features": list(ranker.weights), "model": model}))


def load(path: Path, known: Collection[str]) -> Ranker:
    """The ranker that `to_bytes` made. `known`: the numbers that moments have.

    Raises FormatError for a file that is none, that holds what could run, of another format, or that goes by numbers
    which moments do not have.
    """
    held = _held(path)
    if held.get("format") != FORMAT:
        raise FormatError(f"{path.name} is of format {held.get('format')}. This attune reads {FORMAT}. Tune anew.")
    ranker = _ranker(path, held)
    strange = [name for name in ranker.weights if name not in known]
    if strange:
        raise FormatError(
            f"{path.name} goes by {strange[0]}, which moments of this attune do not have. Tune anew with `attune tune`."
        )
    return ranker


def _held(path: Path) -> dict[str, Any]:
    try:
        held = skops.io.load(path, trusted=TRUSTED)
    except OSError as why:
        raise FormatError(f"Cannot read the ranker {path.name}: {why.strerror or why}.") from why
    except (UntrustedTypesFoundException, UnsupportedTypeException) as why:
        raise FormatError(f"{path.name} holds more than a ranker's numbers, so it was not opened: {why}") from why
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError) as why:
        raise FormatError(f"{path.name} is no ranker. Expected a file that `attune tune` wrote.") from why
    if not isinstance(held, dict):
        raise FormatError(f"{path.name} is no ranker. Expected a file that `attune tune` wrote.")
    return held


def _ranker(path: Path, held: dict[str, Any]) -> Ranker:
    try:
        names, weights = list(held["features"]), np.asarray(held["model"].coef_, float)[0]
        if not all(isinstance(name, str) for name in names) or not np.isfinite(weights).all():
            raise ValueError(names)
        return Ranker(dict(zip(names, (float(w) for w in weights), strict=True)))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as why:
        raise FormatError(f"{path.name} is no ranker of attune's: its names and numbers do not fit together.") from why

"""Arrays on a clock as bytes: what was seen and what was heard are kept in the same way."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from attune.errors import StoreError
from attune.timeline import Clock

Arrays = Mapping[str, NDArray[np.generic]]


def pack(clock: Clock, arrays: Arrays) -> bytes:
    """A compressed NumPy archive; the same arrays give the same bytes."""
    out = io.BytesIO()
    np.savez_compressed(out, clock=np.array([clock.rate, clock.count, clock.first]), **arrays)  # type: ignore[arg-type]
    return out.getvalue()


def unpack(data: bytes, names: Sequence[str] | None, what: str) -> tuple[Clock, dict[str, NDArray[np.generic]]]:
    """The clock and the arrays of these names, or all. Raises StoreError, of `what`, for bytes of another kind."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            rate, count, first = (int(v) for v in kept["clock"])
            return Clock(rate, count, first), {name: kept[name] for name in names or kept.files}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as why:
        raise StoreError(f"{what} cannot be read ({why}). Remove it and run again.") from why

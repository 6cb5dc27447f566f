"""A ranker's file: what goes in comes out, and whatever else it is, it is refused in one plain line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import skops.io
from hypothesis import given
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from attune.errors import FormatError
from attune.ranker import Ranker
from attune.ranker.file import FORMAT, load, to_bytes

KNOWN = ["encouraging", "mutual_gaze", "both_smile"]
NUMBERS = st.dictionaries(st.sampled_from(KNOWN), st.floats(-5, 5))


class Runs:
    """What would run something when it is loaded."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch run",)


@given(weights=NUMBERS)
def test_what_is_kept_is_read_again(weights: dict[str, float], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("ranker") / "r.skops"
    path.write_bytes(to_bytes(Ranker(weights)))
    assert load(path, KNOWN) == Ranker(weights)


def kept(path: Path, held: object) -> Path:
    path.write_bytes(skops.io.dumps(held))
    return path


def fitted() -> LogisticRegression:
    return LogisticRegression(fit_intercept=False).fit([[1.0], [-1.0]], [1, 0])


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ({"format": FORMAT, "features": ["warmth"], "model": fitted()}, "goes by warmth"),
        ({"format": FORMAT + 1, "features": ["encouraging"], "model": fitted()}, f"of format {FORMAT + 1}"),
        ({"format": FORMAT, "features": KNOWN, "model": fitted()}, "do not fit together"),
        ({"format": FORMAT, "features": ["encouraging"], "model": RandomForestClassifier()}, "do not fit together"),
        ({"format": FORMAT, "features": [1], "model": fitted()}, "do not fit together"),
        ({"format": FORMAT}, "do not fit together"),
        ([1, 2], "is no ranker"),
        ({"format": FORMAT, "features": [], "model": os.path.join}, "holds more than a ranker's numbers"),
        ({"format": FORMAT, "features": [], "model": Runs()}, "holds more than a ranker's numbers"),
    ],
)
def test_another_file_is_refused_in_one_line(tmp_path: Path, held: object, says: str) -> None:
    with pytest.raises(FormatError, match=says) as refused:
        load(kept(tmp_path / "r.skops", held), KNOWN)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x80\x04N.", os.urandom(200)])
def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.skops"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=r"r\.skops is no ranker"):
        load(path, KNOWN)
    with pytest.raises(FormatError, match=r"Cannot read the ranker none\.skops"):
        load(tmp_path / "none.skops", KNOWN)

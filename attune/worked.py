"""What was worked out of a film, kept whole: opening a film that is done takes a blink, and no rule is asked again.

It lies under a key made of everything that it rests on: what was seen and heard, every number, what the guider said
of who is who and of the goal, and attune's own source. Who edits a rule never reads what the old one said.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from attune import archive
from attune.dyad import Dyad
from attune.errors import StoreError
from attune.moment import Moment, Scores
from attune.store import Store, kept_as

FOLDER = "worked"

Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Worked:
    """What a film comes to once it was watched and heard. `coverage` and `notes` as in pipeline.Suggested."""

    dyad: Dyad
    scores: Scores
    moments: tuple[Moment, ...]
    coverage: Mapping[str, float]
    notes: tuple[str, ...]


def key_of(*what: object) -> str:
    """Sixteen hex digits that change with what the work rests on, and with attune's own source."""
    whole = [repr(each) for each in what] + [_source(), np.__version__]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()[:16]


def recall(store: Store, key: str) -> Worked | None:
    """What was worked out under this key; None where nothing was, or where its file was damaged."""
    return kept_as(store, _name(key), _from_bytes)


def keep(store: Store, key: str, worked: Worked) -> None:
    """Keeps it, in the place of what was worked out before. Raises StoreError."""
    store.write(_name(key), _to_bytes(worked))
    for name in store.names(f"{FOLDER}/"):
        if name != _name(key):
            store.remove(name)


def _name(key: str) -> str:
    return f"{FOLDER}/{key}.npz"


@cache
def _source() -> str:
    """Every file of attune's source as one hash: 3 ms."""
    house = Path(__file__).parent
    whole = hashlib.sha256()
    for path in sorted(house.rglob("*.py")):
        whole.update(f"{path.relative_to(house).as_posix()}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def _to_bytes(worked: Worked) -> bytes:
    arrays: Arrays = {}
    tree = json.dumps(_apart(worked, arrays)).encode()
    return archive.pack(worked.dyad.clock, {"tree": np.frombuffer(tree, np.uint8), **arrays})


def _from_bytes(data: bytes) -> Worked:
    """Raises StoreError where the bytes are no such archive."""
    _, arrays = archive.unpack(data, None, "What was worked out of a film")
    try:
        whole: Worked = _together(Worked, json.loads(arrays["tree"].tobytes()), arrays)
    except (KeyError, TypeError, ValueError) as why:
        raise StoreError(f"What was worked out of a film cannot be read ({why}).") from why
    return whole


def _apart(value: Any, arrays: Arrays) -> Any:
    """A value as JSON has it; its arrays go into `arrays`, and their names stand for them."""
    if isinstance(value, np.ndarray):
        name = f"a{len(arrays)}"
        arrays[name] = value
        return name
    if dataclasses.is_dataclass(value):
        return {field.name: _apart(getattr(value, field.name), arrays) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {name: _apart(each, arrays) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_apart(each, arrays) for each in value]
    return value.item() if isinstance(value, np.generic) else value


def _together(kind: Any, tree: Any, arrays: Arrays) -> Any:
    """`_apart` turned round, for a value of this type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is np.ndarray:
        return arrays[tree]
    if dataclasses.is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: _together(hints[name], each, arrays) for name, each in tree.items()})  # type: ignore[operator]
    if origin is tuple:
        return tuple(_together(inner[0], each, arrays) for each in tree)
    if origin is Mapping:
        return {name: _together(inner[1], each, arrays) for name, each in tree.items()}
    return tree


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields; asked once, for there are thousands of events."""
    return get_type_hints(kind)

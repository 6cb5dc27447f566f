"""Keys that somebody changed on the page: kept on this computer, for every film."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from attune.errors import FormatError, StoreError
from attune.store import put

FORMAT = 1
"""Version of the file; one of a newer attune is not read, and left alone."""

MOST = 100
"""Keys at most: a keyboard has no more."""

_DEED = re.compile(r"[a-z][a-z-]{0,29}")
_KEY = re.compile(r"[^\x00-\x1f]{1,30}")


def place() -> Path:
    """The file."""
    return user_config_path("attune", appauthor=False) / "keys.json"


def read() -> dict[str, str]:
    """The key of each deed that was given another; {} where none was, and where the file cannot be read: then the first
    keys hold, and nobody is kept from working."""
    with contextlib.suppress(OSError, ValueError, FormatError):
        kept = json.loads(place().read_bytes())
        if isinstance(kept, dict) and kept.get("format") == FORMAT:
            return checked(kept.get("keys"))
    return {}


def keep(keys: Any) -> dict[str, str]:
    """Keeps them in place of what was kept. Raises FormatError for what are no keys, StoreError."""
    now = checked(keys)
    try:
        place().parent.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise StoreError(f"The keys were not kept: {place().parent} cannot be made ({why.strerror}).") from why
    if _is_newer():
        raise StoreError(f"{place()} was made by a newer attune and was left as it is: the keys were not kept.")
    put(place(), (json.dumps({"format": FORMAT, "keys": now}, indent=1, ensure_ascii=False) + "\n").encode())
    return now


def checked(keys: Any) -> dict[str, str]:
    """The keys by deed. Raises FormatError where they are none, or where one would do two things."""
    pairs = list(keys.items()) if isinstance(keys, Mapping) else [("", "")]
    fits = all(isinstance(key, str) and _DEED.fullmatch(deed) and _KEY.fullmatch(key) for deed, key in pairs)
    if not fits or len(pairs) > MOST:
        raise FormatError("The page sent what are no keys. Load it again.")
    if len({key for _, key in pairs}) < len(pairs):
        raise FormatError("One key cannot do two things. Choose another.")
    return dict(pairs)


def _is_newer() -> bool:
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
        return bool(json.loads(place().read_bytes()).get("format", 0) > FORMAT)
    return False

"""How the codes of a file are brought onto the film's clock and into our tiers: a TOML file (docs/formats.md)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attune.errors import FormatError
from attune.exchange.cells import Cell

REST = "*"
"""Stands for every tier that is not named."""


@dataclass(frozen=True)
class Map:
    """What becomes of a file's codes. Empty, it leaves them as they are.

    offset     seconds that are added to every time
    offsets    the same for single files, by their names
    recording  which of several recordings in a file is the film; "" where the file says it
    coder      who coded, where the file does not say
    tiers      our tier for each of theirs; "" leaves it out
    codes      our code for each of theirs on any tier, "" leaves it out; or a table of those for one of their tiers
    """

    offset: float = 0.0
    offsets: Mapping[str, float] = field(default_factory=dict)
    recording: str = ""
    coder: str = ""
    tiers: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)

    def shift(self, file: str) -> float:
        """Seconds that are added to the times of this file."""
        return self.offsets.get(file, self.offset)

    def tier(self, theirs: str) -> str:
        """Our tier; "" where it is left out."""
        return self.tiers.get(theirs, self.tiers.get(REST, theirs))

    def code(self, cell: Cell) -> str:
        """Our code; "" where it is left out."""
        own = self.codes.get(cell.tier)
        for table in (own if isinstance(own, Mapping) else {}, self.codes):
            ours = table.get(cell.code)
            if isinstance(ours, str):
                return ours
        return cell.code


def read(path: Path) -> Map:
    """The map in a file. Raises FormatError, in one line, for what is none."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as why:
        raise FormatError(f"Cannot read {path.name}: {why.strerror}. Expected a map (TOML).") from why
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise FormatError(f"{path.name}: {why}. Expected TOML like offset = -2.5") from why
    for name, value in table.items():
        if name not in _KINDS:
            raise FormatError(f"{path.name}: there is no {name} in a map. Expected one of {', '.join(_KINDS)}.")
        if not _KINDS[name](value):
            raise FormatError(f"{path.name}: {name} is not what it should be. See docs/formats.md. Got {value!r}.")
    return Map(**table)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "offset": _is_number,
    "offsets": lambda value: isinstance(value, dict) and all(map(_is_number, value.values())),
    "recording": _is_text,
    "coder": _is_text,
    "tiers": _is_table,
    "codes": lambda value: isinstance(value, dict) and all(_is_text(v) or _is_table(v) for v in value.values()),
}
"""What each part of a map must be."""

"""How the codes of a file are brought onto the film's clock and into our tiers: a TOML file (docs/formats.md)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from attune.errors import FormatError
from attune.exchange.cells import Cell

REST = "*"
"""Stands for every tier that is not named."""


@dataclass(frozen=True)
class Seconds:
    """The columns of a table with a row a second. `second` counts from 0; "" where there is no such column."""

    second: str
    film: str = ""
    coder: str = ""


@dataclass(frozen=True)
class Spans:
    """The columns of a table with a row a stretch of film, and the tier on which they come; "" as in Seconds."""

    start: str
    end: str
    film: str = ""
    coder: str = ""
    code: str = ""
    tier: str = "moment"


@dataclass(frozen=True)
class Map:
    """What becomes of a file's codes. Empty, it leaves them as they are.

    offset      seconds that are added to every time
    offsets     the same for single files, by their names
    recording   which of several recordings in a file is the film; "" where the file says it
    recordings  those that the film was joined from, each with the second at which it begins
    coder       who coded, where the file does not say
    coders      the same for single files, by how their names look ("A_*")
    tiers       our tier for each of theirs; "" leaves it out
    codes       our code for each of theirs on any tier, "" leaves it out; or a table of those for one of their tiers
    seconds     what stands where in a table with a row a second
    spans       what stands where in a table with a row a stretch
    """

    offset: float = 0.0
    offsets: Mapping[str, float] = field(default_factory=dict)
    recording: str = ""
    recordings: Mapping[str, float] = field(default_factory=dict)
    coder: str = ""
    coders: Mapping[str, str] = field(default_factory=dict)
    tiers: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    seconds: Seconds | None = None
    spans: Spans | None = None

    @property
    def by_columns(self) -> bool:
        """Whether it says what stands in which column."""
        return bool(self.seconds or self.spans)

    @property
    def named(self) -> set[str]:
        """Every tier of theirs that it names."""
        return (set(self.tiers) | {tier for tier, table in self.codes.items() if isinstance(table, Mapping)}) - {REST}

    def shift(self, cell: Cell, file: str) -> float:
        """Seconds that are added to the times of a cell of this file."""
        begins = next((self.recordings[name] for name in cell.of if name in self.recordings), 0.0)
        return begins + self.offsets.get(file, self.offset)

    def who(self, cell: Cell, file: str) -> str:
        """Who coded it; "" where nobody is named."""
        named = (coder for look, coder in self.coders.items() if fnmatch(file, look))
        return cell.coder or next(named, self.coder)

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
        return read_text(path.read_text(encoding="utf-8"), path.name)
    except OSError as why:
        raise FormatError(f"Cannot read {path.name}: {why.strerror}. Expected a map (TOML).") from why
    except UnicodeDecodeError as why:
        raise FormatError(f"{path.name}: {why}. Expected TOML like offset = -2.5") from why


def read_text(text: str, name: str) -> Map:
    """The map in a text that stands in a file of this name. Raises FormatError as `read`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise FormatError(f"{name}: {why}. Expected TOML like offset = -2.5") from why
    for part, value in table.items():
        if part not in _KINDS:
            raise FormatError(f"{name}: there is no {part} in a map. Expected one of {', '.join(_KINDS)}.")
        if not _KINDS[part](value):
            raise FormatError(f"{name}: {part} is not what it should be. See docs/formats.md. Got {value!r}.")
    for part, kind in _COLUMNS.items():
        if part in table:
            table[part] = kind(**table[part])
    return Map(**table)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _is_numbers(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_number, value.values()))


def _names_columns(kind: type[Seconds] | type[Spans]) -> Callable[[Any], bool]:
    """Whether something has every column that must be there, and no other."""
    known = {one.name for one in fields(kind)}
    needed = {one.name for one in fields(kind) if one.default is MISSING}
    return lambda value: _is_table(value) and needed <= set(value) <= known


_COLUMNS = {"seconds": Seconds, "spans": Spans}

_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "offset": _is_number,
    "offsets": _is_numbers,
    "recording": _is_text,
    "recordings": _is_numbers,
    "coder": _is_text,
    "coders": _is_table,
    "tiers": _is_table,
    "codes": lambda value: isinstance(value, dict) and all(_is_text(v) or _is_table(v) for v in value.values()),
    **{name: _names_columns(kind) for name, kind in _COLUMNS.items()},
}
"""What each part of a map must be."""

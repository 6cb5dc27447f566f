"""A number's one home: default, range, unit and reason, on the line of the class that uses it.

    @dataclass(frozen=True)
    class MutualGaze(Knobbed):
        '''Both heads point at each other's face.'''
        held: float = knob(0.3, low=0, high=2, unit="s", why="...")

From that line derive validation and its message, `--set MutualGaze.held=0.5`, the TOML, `attune knobs`, the docs,
the tuner's search space and the tests.
"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from attune.errors import KnobError


@dataclass(frozen=True)
class Knob:
    """One number: where it lives ("MutualGaze.held"), its default, its range, its unit and why it is what it is."""

    where: str
    default: float
    low: float
    high: float
    unit: str
    why: str

    def check(self, value: object) -> float:
        """The value as this knob's own kind of number (int where the default is one). Raises KnobError."""
        kind = type(self.default)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not self.low <= float(value) <= self.high or kind(value) != value:  # type: ignore[arg-type]
            whole = "a whole number " if kind is int else ""
            raise KnobError(
                f"{self.where} must be {whole}in [{self.low:g}, {self.high:g}] {self.unit}".rstrip() + f". Got {value}."
            )
        return kind(value)


def knob(default: float, *, low: float, high: float, unit: str, why: str) -> Any:
    """A dataclass field with a range, a unit ("" for a plain share or count) and a reason."""
    return dataclasses.field(default=default, metadata={"low": low, "high": high, "unit": unit, "why": why})


class Knobbed:
    """Base of every frozen dataclass whose fields are knobs: refuses values out of range."""

    def __post_init__(self) -> None:
        for number in knobs_of(type(self)):
            name = number.where.partition(".")[2]
            object.__setattr__(self, name, number.check(getattr(self, name)))


def knobs_of(group: type[Knobbed]) -> list[Knob]:
    """The knobs of one class, in the order in which they are written."""
    return [
        Knob(f"{group.__name__}.{f.name}", cast(float, f.default), **f.metadata)
        for f in dataclasses.fields(group)  # type: ignore[arg-type]
        if "why" in f.metadata
    ]


G = TypeVar("G", bound=Knobbed)


@dataclass(frozen=True)
class Knobs:
    """A value for every number: one instance of each class that has some."""

    groups: tuple[Knobbed, ...]

    @staticmethod
    def of(*types: type[Knobbed]) -> Knobs:
        """The defaults of these classes."""
        return Knobs(tuple(t() for t in types))

    def __getitem__(self, group: type[G]) -> G:
        return next(g for g in self.groups if type(g) is group)

    def __iter__(self) -> Iterator[tuple[Knob, float]]:
        for group in self.groups:
            for number in knobs_of(type(group)):
                yield number, getattr(group, number.where.partition(".")[2])

    def set(self, changes: Mapping[str, object]) -> Knobs:
        """The same with some numbers changed: {"MutualGaze.held": 0.5}. Raises KnobError for a name or a value."""
        known = {number.where: number for number, _ in self}
        for where in changes:
            if where not in known:
                near = difflib.get_close_matches(where, known, n=1, cutoff=0.4)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise KnobError(f"There is no knob {where}.{hint} `attune knobs` lists all of them.")
        groups = []
        for group in self.groups:
            mine = {w.partition(".")[2]: v for w, v in changes.items() if w.partition(".")[0] == type(group).__name__}
            groups.append(dataclasses.replace(group, **mine) if mine else group)  # type: ignore[type-var]
        return Knobs(tuple(groups))

    def changed(self) -> dict[str, float]:
        """What differs from the defaults."""
        return {number.where: value for number, value in self if value != number.default}

    def digest(self, *types: type[Knobbed]) -> str:
        """Twelve hex digits that change when any number (of these classes, or of all) does."""
        names = {t.__name__ for t in types}
        chosen = [f"{n.where}={v!r}" for n, v in self if not names or n.where.partition(".")[0] in names]
        return hashlib.sha256("\n".join(sorted(chosen)).encode()).hexdigest()[:12]


def read_toml(path: Path) -> dict[str, object]:
    """Changes from a TOML file with one table a class: `[MutualGaze]`, `held = 0.5`. Raises KnobError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise KnobError(f"Cannot read knobs from {path.name}: {why}. Expected TOML with one table a rule.") from why
    out: dict[str, object] = {}
    for table, values in tables.items():
        if not isinstance(values, dict):
            raise KnobError(f"{path.name}: {table} stands outside a table. Write [Rule] above it.")
        out.update({f"{table}.{name}": value for name, value in values.items()})
    return out


def to_toml(knobs: Knobs) -> str:
    """Every number as TOML, with range, unit and reason as comments; `read_toml` reads it back."""
    lines: list[str] = []
    for group in knobs.groups:
        lines.append(f"[{type(group).__name__}]")
        for number in knobs_of(type(group)):
            name = number.where.partition(".")[2]
            lines.append(f"# {number.why} [{number.low:g}, {number.high:g}] {number.unit}".rstrip())
            lines.append(f"{name} = {getattr(group, name)!r}")
        lines.append("")
    return "\n".join(lines)

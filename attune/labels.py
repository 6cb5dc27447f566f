"""What principles are called: our own neutral words, or those of a service, from a TOML file (docs/formats.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from attune.errors import FormatError, KnobError
from attune.principles import known
from attune.words import PRINCIPLES

LONGEST = 60
"""Letters of a label at most: it stands in a line with others, and on a card."""

Labels = Mapping[str, str]
"""A label for each name of principles.NAMES."""


def whole(own: Labels) -> Labels:
    """A label for every name: the service's own where it has one, else ours."""
    return {**PRINCIPLES, **own}


def read(path: Path) -> dict[str, str]:
    """The labels of a file. Raises FormatError, in one line, for what is no such file, no principle or no label."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise FormatError(
            f'Cannot read labels from {path.name}: {why}. Expected TOML like enc.wait = "waiting".'
        ) from why
    return checked(_flat(tables), path.name)


def checked(labels: Mapping[str, object], where: str) -> dict[str, str]:
    """Labels that can be shown. Raises FormatError, which says `where` the wrong one stands."""
    out = {}
    for name, label in labels.items():
        try:
            known(name)
        except KnobError as why:
            raise FormatError(f"{where}: {why}") from why
        if not isinstance(label, str) or not label.strip() or len(label) > LONGEST or not label.isprintable():
            raise FormatError(f"{where}: {name} must be one line of 1 to {LONGEST} letters, in quotes. Got {label!r}.")
        out[name] = label.strip()
    return out


def _flat(tables: Mapping[str, object]) -> dict[str, object]:
    """One level: TOML reads enc.wait, where it stands without quotes, as wait in a table enc."""
    out: dict[str, object] = {}
    for name, value in tables.items():
        inner = value if isinstance(value, dict) else {"": value}
        out.update({f"{name}.{key}".rstrip("."): below for key, below in inner.items()})
    return out

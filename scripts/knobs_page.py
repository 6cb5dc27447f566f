#!/usr/bin/env python3
"""Writes docs/knobs.md: every number of attune, as the code has it. Run it after changing one."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from attune.knobs import Knob
from attune.pipeline import all_knobs

PAGE = Path(__file__).resolve().parents[1] / "docs" / "knobs.md"

HEAD = """\
# Every number

Written by `scripts/knobs_page.py` from the code: change a number where it lives, never here. `attune knobs` prints
the same. Turn one for a film with `--set AdultLooks.partner_spread=20` or with a TOML file (`--knobs FILE`); the
reasons refer to the sections of [the science page](science.md).
"""


def page() -> str:
    """The page as text: a table for each class, in the order of the story."""
    numbers = [number for number, _ in all_knobs()]
    tables = [table(name, list(rows)) for name, rows in groupby(numbers, lambda n: n.where.partition(".")[0])]
    return "\n".join([HEAD, *tables])


def table(name: str, numbers: list[Knob]) -> str:
    """One class: its numbers with default, range, unit and reason."""
    rows = [
        f"| `{n.where.partition('.')[2]}` | {n.default:g} | {n.low:g} to {n.high:g} | {n.unit} | {n.why} |"
        for n in numbers
    ]
    return "\n".join([f"## {name}", "| number | default | range | unit | why |", "|---|---|---|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")

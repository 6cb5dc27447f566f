#!/usr/bin/env python3
"""Writes docs/features.md: every column and every name of the tables of features, as the code has it."""

from __future__ import annotations

from pathlib import Path

from attune.exchange.features import ABOUT, Entry, Feature, Share, dictionary

PAGE = Path(__file__).resolve().parents[1] / "docs" / "features.md"

HEAD = """\
# Every number of a second

Written by `scripts/features_page.py` from the code: change a meaning where it lives, never here. `attune export FILM
--as features` is a CSV with a row for each name and second; `--as features-parquet` the same as Parquet, with this
dictionary, the shares and what made it in the file's metadata (`attune.dictionary`, `attune.shares`, `attune.made_by`,
`attune.knobs`, `attune.format`); `--as shares` a row for each name over the whole film. Parquet needs
`pip install 'attune[parquet]'`.

The tables are long: each value has its confidence beside it, codes join by second and name, and a name that a later
attune adds is more rows and no other columns. All values are from 0 to 1. What cannot be told is empty, never 0. What
is not seen is not lost at random, so `lowest` and `highest` say what the mean would be had each unknown second been 0,
or 1 (section 4.2 of [the science page](science.md)). `standing` is comparable within one film only;
[the accuracy page](accuracy.md) says how far to trust the others.
"""


def page() -> str:
    """The page as text: the columns of both tables, then the names."""
    columns = [_table(title, ("column", "is"), [(f"`{name}`", ABOUT[name]) for name in kind._fields])
               for title, kind in (("Columns of features", Feature), ("Columns of shares", Share))]  # fmt: skip
    names = _table("Names", ("name", "kind", "unit", "meaning"), [_row(entry) for entry in dictionary()])
    return "\n".join([HEAD, *columns, names])


def _row(entry: Entry) -> tuple[str, ...]:
    return f"`{entry.name}`", entry.kind, entry.unit, entry.meaning.replace("|", "\\|")


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join([f"## {title}\n", *(f"| {' | '.join(line)} |" for line in lines), ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

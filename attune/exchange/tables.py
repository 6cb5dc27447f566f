"""Codes as tables: our own CSV (docs/formats.md), and the tabular and aggregated exports of BORIS."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from attune.codes import Codes
from attune.errors import FormatError
from attune.exchange.boris import NOBODY, Event, code_of, paired, tier_of
from attune.exchange.cells import About, Cell, decoded, number

COLUMNS = ("tier", "code", "onset_s", "offset_s", "coder", "confidence")

Row = tuple[str, dict[str, str]]
"""Where a row stands, and its fields by column."""


def read(data: bytes) -> Iterator[Cell]:
    """Every row. Which table it is shows in its columns. Raises FormatError."""
    text = decoded(data)
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    try:
        lines = [(f"line {n}", row) for n, row in _rows(text, delimiter)]
    except csv.Error as why:
        raise FormatError(f"not a table: {why}.") from why
    for n, (_, row) in enumerate(lines):
        for columns, reader in _READERS:
            if set(columns) <= set(row):
                yield from reader([(where, dict(zip(row, own, strict=False))) for where, own in lines[n + 1 :] if own])
                return
    raise FormatError(f"line 1: no table of codes. Expected the columns {','.join(COLUMNS)}, or a table of BORIS.")


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in reader:
        yield reader.line_num, row if any(field.strip() for field in row) else []


def _own(rows: Sequence[Row]) -> Iterator[Cell]:
    for where, row in rows:
        if len(row) < 4:
            raise FormatError(f"{where}: {len(row)} fields. Expected {','.join(COLUMNS)}.")
        times = [number(row[name], where, name) for name in ("onset_s", "offset_s")]
        sure = number(row["confidence"], where, "confidence") if row.get("confidence") else None
        yield Cell(where, row["tier"], row["code"], times[0], times[1], row.get("coder", ""), sure)


def _tabular(rows: Sequence[Row]) -> Iterator[Cell]:
    """An event a row: START and STOP of a state, or POINT."""
    events = []
    for where, row in rows:
        if "Status" not in row:
            raise FormatError(f"{where}: {len(row)} fields. Expected Time, Subject, Behavior, Status.")
        film = row.get("Media file path", "")
        who, modifier = row["Subject"], row.get("Modifiers", row.get("Modifier #1", ""))
        time = number(row["Time"], where, "Time")
        events.append(Event(where, time, who, row["Behavior"], modifier, row["Status"].strip() != "POINT", (film,)))
    yield from paired(events, "")


def _aggregated(rows: Sequence[Row]) -> Iterator[Cell]:
    """A whole state or point a row."""
    for where, row in rows:
        start, end = (number(row.get(name, ""), where, name) for name in ("Start (s)", "Stop (s)"))
        who = "" if row["Subject"] == NOBODY else row["Subject"]
        of = tuple(row[name] for name in ("Observation id", "Media file", "Media file name") if row.get(name))
        tier, code = tier_of(who, row["Behavior"]), code_of(row.get("Modifiers", ""))
        yield Cell(where, tier, code, start, end, row.get("Observation id", ""), None, of)


_READERS = (
    (COLUMNS[:4], _own),
    (("Time", "Subject", "Behavior", "Status"), _tabular),
    (("Subject", "Behavior", "Start (s)", "Stop (s)"), _aggregated),
)
"""The columns by which a table is known, and what reads it."""


def to_csv(codes: Codes, about: About) -> bytes:
    """A row for each code, sorted by tier, coder and time."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for code in codes:
        sure = "" if code.confidence is None else repr(float(code.confidence))
        writer.writerow((code.tier, code.code, f"{code.span.start:.3f}", f"{code.span.end:.3f}", code.coder, sure))
    return out.getvalue().encode()

"""Tables of anybody's own making: the map says what stands in which column (docs/formats.md).

Two kinds: a row a second (a 1-Hz matrix, a column a tier), and a row a stretch of film (picks of moments).
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from attune.codes import NO, UNCODABLE, YES, Code
from attune.errors import FormatError
from attune.exchange.cells import Cell, decoded, number
from attune.exchange.mapping import REST, Map, Seconds, Spans
from attune.timeline import Span, subtract

Row = tuple[str, dict[str, str]]
"""Where a row stands, and its fields by column."""


def read(data: bytes, how: Map) -> Iterator[Cell]:
    """Every code of the table, on our tiers and in our codes already. Raises FormatError with the line."""
    columns, rows = _table(decoded(data))
    if how.spans and {how.spans.start, how.spans.end} <= set(columns):
        yield from _stretches(columns, rows, how.spans)
    elif how.seconds:
        yield from _seconds(columns, rows, how.seconds, how)
    else:
        _check(columns, (how.spans.start, how.spans.end) if how.spans else ())


def whole(codes: Iterable[Code], seconds: float, tiers: Collection[str]) -> list[Code]:
    """Codes second by second as runs of equal ones; a second of the film that has no row is uncodable, and not "no".

    Codes that are not on one of these tiers stay as they are.
    """
    out: list[Code] = []
    by_tier = sorted(codes, key=lambda c: (c.tier, c.coder, c.span))
    for (tier, coder), told in groupby(by_tier, key=lambda c: (c.tier, c.coder)):
        own = list(told)
        if tier in tiers:
            film = Span(0.0, whole_seconds(seconds))
            gaps = [Code(tier, UNCODABLE, gap, coder) for gap in subtract(film, (c.span for c in own))]
            own = _runs(sorted([*own, *gaps], key=lambda c: c.span))
        out += own
    return out


def whole_seconds(seconds: float) -> int:
    """Seconds of a film that are coded: the last one counts where at least half of it is there."""
    return math.floor(seconds + 0.5 + 1e-9)


def _runs(codes: Sequence[Code]) -> list[Code]:
    """Sorted codes of one tier, neighbours with the same code as one."""
    out = [codes[0]]
    for code in codes[1:]:
        last = out[-1]
        if code.code == last.code and code.span.start <= last.span.end:
            out[-1] = Code(code.tier, code.code, last.span | code.span, code.coder)
        else:
            out.append(code)
    return out


def _table(text: str) -> tuple[list[str], list[Row]]:
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [name.strip() for name in next(reader, [])]
        rows = [(f"line {reader.line_num}", row) for row in reader if any(field.strip() for field in row)]
    except csv.Error as why:
        raise FormatError(f"not a table: {why}.") from why
    short = next((where for where, row in rows if len(row) < len(columns) - 1), None)
    if short:
        raise FormatError(f"{short}: too few fields. Expected {','.join(columns)}.")
    return columns, [(where, dict(zip(columns, (f.strip() for f in [*row, ""]), strict=False))) for where, row in rows]


def _check(columns: Sequence[str], wanted: Iterable[str]) -> None:
    """Raises FormatError for a column that the map names and the table has not."""
    for name in wanted:
        if name and name not in columns:
            raise FormatError(f"line 1: there is no column {name}, which the map names. Got {','.join(columns)}.")


def _seconds(columns: Sequence[str], rows: Sequence[Row], where_is: Seconds, how: Map) -> Iterator[Cell]:
    """A code for each tier of each row. Raises FormatError for a value that the map does not name."""
    tiers = {column: tier for column, tier in how.tiers.items() if tier and column != REST}
    if not tiers:
        raise FormatError("the map says which column is the second, and no tiers. Expected [tiers] with column = tier.")
    _check(columns, (where_is.second, where_is.film, where_is.coder, *tiers))
    seen: set[tuple[str, str, float]] = set()
    for where, row in rows:
        second = number(row[where_is.second], where, where_is.second)
        film, coder = row.get(where_is.film, ""), row.get(where_is.coder, "")
        if (film, coder, second) in seen:
            raise FormatError(f"{where}: second {second:g} of {film or 'the film'} stands there twice.")
        seen.add((film, coder, second))
        for column, tier in tiers.items():
            code = _code(row[column], where, column, how.codes)
            yield Cell(where, tier, code, second, second + 1, coder, None, (film,) if where_is.film else ())


def _code(value: str, where: str, column: str, codes: Mapping[str, str | Mapping[str, str]]) -> str:
    """Our code for a value: by the table of its column, then by that of all; empty is uncodable unless they say else.

    What the map leaves out ("") was looked for and is not there.
    """
    own = codes.get(column)
    named = {text: ours for text, ours in codes.items() if isinstance(ours, str)}
    known = {"": UNCODABLE, **named, **(own if isinstance(own, Mapping) else {})}
    if value not in known:
        listed = ", ".join(text for text in known if text)
        raise FormatError(f"{where}: the map has no code for {value!r} of {column}. Expected one of {listed}, or none.")
    return known[value] or NO


def _stretches(columns: Sequence[str], rows: Sequence[Row], where_is: Spans) -> Iterator[Cell]:
    """A code for each row: what stands in the column that is named, "yes" without one."""
    _check(columns, (where_is.film, where_is.coder, where_is.code))
    for where, row in rows:
        start, end = (number(row[name], where, name) for name in (where_is.start, where_is.end))
        code, coder = row.get(where_is.code) or YES, row.get(where_is.coder, "")
        yield Cell(where, where_is.tier, code, start, end, coder, None, (row[where_is.film],) if where_is.film else ())

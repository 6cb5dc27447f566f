"""Codes and features as Apache Parquet, for tables in R, Python and Julia. Needs pyarrow, which `attune[parquet]` alone
brings."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence

from attune.codes import Codes
from attune.errors import FormatError
from attune.exchange import features
from attune.exchange.cells import About, Cell
from attune.exchange.features import Feature

try:
    import pyarrow as arrow
    from pyarrow import parquet
except ImportError:  # 167 MB that few need
    arrow = parquet = None

ABOUT = {
    "tier": "what is coded",
    "code": "what it is; uncodable = nobody could see",
    "onset_s": "seconds from the film's first picture",
    "offset_s": "seconds from the film's first picture",
    "coder": "who said so; attune for what was computed",
    "confidence": "0..1; null where nothing is said of it",
}
"""The columns, and what each holds: written into the file too."""


def need() -> None:
    """Raises FormatError where pyarrow is not installed."""
    if arrow is None:
        raise FormatError("Parquet needs pyarrow, which is not there. Install it with: pip install 'attune[parquet]'")


def to_parquet(codes: Codes, about: About) -> bytes:
    """A row for each code, sorted by tier, coder and time; times are doubles in seconds. Raises FormatError."""
    rows = [(c.tier, c.code, c.span.start, c.span.end, c.coder, c.confidence) for c in codes]
    return _written(rows, ABOUT, {"onset_s": "double", "offset_s": "double", "confidence": "double"}, {})


def from_features(rows: Sequence[Feature], facts: Mapping[str, str]) -> bytes:
    """The table of features; what cannot be told is null. `facts` go into the file's own metadata, each under a name
    that begins with "attune.". Raises FormatError."""
    known = [tuple(None if isinstance(field, float) and math.isnan(field) else field for field in row) for row in rows]
    about = {name: features.ABOUT[name] for name in Feature._fields}
    whole, broken = ("second", "format"), ("value", "confidence")
    return _written(known, about, {**dict.fromkeys(whole, "int32"), **dict.fromkeys(broken, "double")}, facts)


def _written(
    rows: Sequence[tuple[object, ...]], about: Mapping[str, str], numbers: Mapping[str, str], facts: Mapping[str, str]
) -> bytes:
    """A table with these columns, each with its meaning; those that are no numbers are strings."""
    need()
    schema = arrow.schema(
        (arrow.field(name, arrow.type_for_alias(numbers.get(name, "string")), metadata={"description": text})
         for name, text in about.items()),
        metadata={f"attune.{name}": text for name, text in facts.items()} or None,
    )  # fmt: skip
    columns = list(zip(*rows, strict=True)) or [()] * len(about)
    out = io.BytesIO()
    parquet.write_table(arrow.table(list(map(list, columns)), schema=schema), out)
    return out.getvalue()


def read(data: bytes) -> Iterator[Cell]:
    """Every row of a table with the columns of our own. Raises FormatError."""
    need()
    try:
        table = parquet.read_table(io.BytesIO(data))
        columns = {name: table.column(name).to_pylist() for name in ABOUT}
    except (arrow.ArrowException, OSError, KeyError) as why:
        raise FormatError(f"not a Parquet file of codes ({why}). Expected the columns {', '.join(ABOUT)}.") from why
    for n, (tier, code, start, end, coder, sure) in enumerate(zip(*columns.values(), strict=True), 1):
        if not isinstance(start, int | float) or not isinstance(end, int | float):
            raise FormatError(f"row {n}: onset_s and offset_s must be numbers. Got {start!r} and {end!r}.")
        yield Cell(f"row {n}", str(tier or ""), str(code or ""), float(start), float(end), str(coder or ""), sure)

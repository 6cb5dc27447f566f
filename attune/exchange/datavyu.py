"""Datavyu's .opf: a ZIP whose file `db` has columns of cells (Datavyu 1.5, database format 4).

A cell has several arguments: each is a tier "column.argument", and an empty one was not coded. A column with one
argument, and one that attune wrote (code, coder, confidence), is one tier.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from attune.codes import YES, Code, Codes
from attune.errors import FormatError
from attune.exchange.cells import About, Cell, decoded, number

OURS = ("code", "coder", "confidence")

LARGEST = 64 * 2**20
"""Bytes of a database at most: hundreds of thousands of cells; a small ZIP can hold much more to do harm."""

MADE = (1980, 1, 1, 0, 0, 0)
"""The date of the files inside: the first that a ZIP knows, so that the same codes give the same bytes."""

_STAMP = r"(\d+):(\d+):(\d+):(\d+)"
_CELL = re.compile(rf"{_STAMP},{_STAMP},(.*)")
_COLUMN = re.compile(r"(.*?) ?\((MATRIX|NOMINAL|TEXT|INTEGER|FLOAT|PREDICATE),(?:true|false),.*?\)(?:-(.*))?")


def read(data: bytes) -> Iterator[Cell]:
    """Every argument of every cell that has a value; a cell without any is "yes" on its column. Raises FormatError."""
    column, arguments = "", [""]
    for n, line in enumerate(_database(data).splitlines(), 1):
        cell, head = _CELL.fullmatch(line), _COLUMN.fullmatch(line)
        if cell and not column:
            raise FormatError(f"db line {n}: a cell before any column.")
        if cell:
            yield from _cells(f"db line {n}", column, arguments, cell)
        elif head:
            column = _plain(head[1])
            arguments = [_plain(_parts(own, "|")[0]) for own in _parts(head[3] or "", ",")]
        elif line.strip() and not line.startswith("#"):
            raise FormatError(f"db line {n}: neither a column nor a cell of Datavyu. Got {line[:40]!r}.")


def _database(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("db") as file:
            text = file.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OverflowError) as why:
        raise FormatError(f"db: not a file of Datavyu ({why}). Expected a ZIP with a file db.") from why
    if len(text) > LARGEST:
        raise FormatError(f"db: larger than {LARGEST // 2**20} MB. Expected the codes of one film.")
    return decoded(text)


def _cells(where: str, column: str, arguments: Sequence[str], cell: re.Match[str]) -> Iterator[Cell]:
    start, end = (_second(cell.groups()[i : i + 4]) for i in (0, 4))
    text = cell[9][1:-1] if cell[9].startswith("(") and cell[9].endswith(")") else cell[9]
    values = [_plain(value) for value in _parts(text, ",")]
    if tuple(arguments) == OURS and len(values) == len(OURS):
        sure = number(values[2], where, "confidence") if values[2] else None
        yield Cell(where, column, values[0] or YES, start, end, values[1], sure)
    elif not any(values):
        yield Cell(where, column, YES, start, end)
    elif len(values) != len(arguments):
        raise FormatError(f"{where}: {len(values)} values. {column} has {len(arguments)}.")
    else:
        for name, value in zip(arguments, values, strict=True):
            if value:
                yield Cell(where, column if len(arguments) == 1 else f"{column}.{name}", value, start, end)


def _second(stamp: Sequence[str]) -> float:
    hours, minutes, seconds, milliseconds = map(int, stamp)
    return (hours * 3600 + minutes * 60 + seconds) + milliseconds / 1000


def _parts(text: str, mark: str) -> list[str]:
    """What stands between marks; a letter behind a backslash is no mark. What is empty is one empty part."""
    out = [""]
    for piece in re.findall(r"\\.|.", text):
        if piece == mark:
            out.append("")
        else:
            out[-1] += piece
    return out


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()


def to_datavyu(codes: Codes, about: About) -> bytes:
    """A column for each tier, with the arguments code, coder and confidence; Datavyu asks for the film itself."""
    lines = ["#4"]
    for tier in codes.tiers:
        lines.append(f"{_quoted(tier)} (MATRIX,true,)-{','.join(f'{name}|NOMINAL' for name in OURS)}")
        lines += [_cell(code) for code in sorted((c for c in codes if c.tier == tier), key=lambda c: c.span)]
    project = ["!project", "dbFile: db", "name: attune", "origpath: ''", "version: 5", "viewerSettings: []"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("project", project), ("db", lines)):
            archive.writestr(zipfile.ZipInfo(name, MADE), "\n".join(text) + "\n", zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _cell(code: Code) -> str:
    sure = "" if code.confidence is None else repr(float(code.confidence))
    values = ",".join(map(_quoted, (code.code, code.coder, sure)))
    return f"{_stamp(code.span.start)},{_stamp(code.span.end)},({values})"


def _stamp(second: float) -> str:
    minutes, milliseconds = divmod(round(second * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}:{milliseconds % 1000:03d}"


def _quoted(text: str) -> str:
    return re.sub(r"([\\,()|-])", r"\\\1", text)

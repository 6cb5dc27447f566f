"""Which files of codes can be read, and reading one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attune.errors import FormatError
from attune.exchange import boris, chat, columns, datavyu, eaf, parquet, rttm, tables, textgrid, webvtt
from attune.exchange.cells import Cell
from attune.exchange.mapping import Map

READERS: Mapping[str, Callable[[bytes], Iterator[Cell]]] = {
    ".eaf": eaf.read,
    ".boris": boris.read,
    ".opf": datavyu.read,
    ".textgrid": textgrid.read,
    ".rttm": rttm.read,
    ".cha": chat.read,
    ".vtt": webvtt.read,
    ".csv": tables.read,
    ".tsv": tables.read,
    ".parquet": parquet.read,
}
"""What reads a file, by how its name ends, in small letters."""

TABLES = (".csv", ".tsv")
"""Files that may be tables of anybody's own making, where the map says what stands in which column."""

LARGEST = 256 * 2**20
"""Bytes of a file at most: a day's codes are a few megabytes, and a film given by mistake is refused at once."""


def cells(path: Path, how: Map) -> list[Cell]:
    """Everything that a file holds. Raises FormatError, which names the file and the place in it."""
    if path.suffix.lower() not in READERS:
        raise FormatError(f"{path.name}: no file of codes that attune reads. Expected one of {', '.join(READERS)}.")
    try:
        if path.stat().st_size > LARGEST:
            raise FormatError(f"larger than {LARGEST // 2**20} MB. Expected the codes of one film.")
        found = list(_read(path.read_bytes(), path.suffix.lower(), how))
        if not found:
            raise FormatError("end of the file: it holds no codes. Expected at least one.")
    except OSError as why:
        raise FormatError(f"Cannot read {path.name}: {why.strerror}. Expected a file of codes.") from why
    except FormatError as why:
        raise FormatError(f"{path.name}: {why}") from why
    return found


def _read(data: bytes, ending: str, how: Map) -> Iterator[Cell]:
    return columns.read(data, how) if is_columns(ending, how) else READERS[ending](data)


def is_columns(ending: str, how: Map) -> bool:
    """Whether a file that ends so is a table of which the map says what stands in which column."""
    return how.by_columns and ending.lower() in TABLES

"""People's codes of a film: brought onto its clock from their files, and kept with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from attune.codes import Code, Codes
from attune.errors import FormatError, StoreError
from attune.exchange.cells import Cell
from attune.exchange.columns import whole
from attune.exchange.mapping import Map
from attune.exchange.readers import cells, is_columns
from attune.store import Store
from attune.timeline import Span

FORMAT = 1
"""Version of the files in codes/. A greater one was written by a newer attune."""

FOLDER = "codes/"


class Brought(NamedTuple):
    """The codes of a file on the film's clock, and plain lines on what was left out and what looks odd."""

    codes: Codes
    notes: tuple[str, ...]


def bring(path: Path, film: str, seconds: float, how: Map) -> Brought:
    """The codes of a file, for a film of this name and length. Raises FormatError.

    A code that cannot be one (it ends before it starts, it has no time, it lies before the film) is left out and noted;
    one after the film's end is kept and noted, because the offset may be wrong and nothing should be lost by that.
    """
    found = cells(path, how)
    by_columns = is_columns(path.suffix, how)
    chosen, notes = _of_the_film(path.name, found, film, how)
    notes += [] if by_columns else _unknown(path.name, found, how)
    said = replace(how, tiers={}, codes={}) if by_columns else how  # a table of columns has our tiers and codes already
    codes: list[Code] = []
    for cell in chosen:
        try:
            codes += _onto(cell, said, path.name)
        except FormatError as why:
            notes.append(f"{path.name}: {cell.where}: left out, {why}")
    if by_columns:
        codes = whole(codes, seconds, set(how.tiers.values()))
    late = sum(code.span.start >= seconds for code in codes)
    if late:
        notes.append(f"{path.name}: {late} of {len(codes)} codes lie after the film's end at {seconds:.3f} s.")
    if not codes:
        raise FormatError(notes[-1] if notes else f"{path.name}: the map leaves nothing of its {len(chosen)} codes.")
    return Brought(Codes(tuple(codes)), tuple(notes))


def _of_the_film(file: str, found: Sequence[Cell], film: str, how: Map) -> tuple[list[Cell], list[str]]:
    """Those of the film, where a file has several recordings and one of them is called like it; else all of them."""
    recordings = sorted({cell.of[0] for cell in found if cell.of})
    listed = ", ".join(recordings[:5]) + (", ..." if len(recordings) > 5 else "")
    wanted = {how.recording} if how.recording else set(how.recordings)
    names = wanted or {film, film.rpartition(".")[0]}
    own = [cell for cell in found if names & set(cell.of)]
    if own or not recordings:
        return own or list(found), []
    if wanted or how.by_columns:
        raise FormatError(f"{file}: there is no recording {min(names, key=len)}. Expected one of {listed}.")
    if len(recordings) < 2:
        return list(found), []
    note = f"{file}: {len(recordings)} recordings, none called like the film, so all were taken: {listed}."
    return list(found), [f"{note} --map can name one."]


def _unknown(file: str, found: Sequence[Cell], how: Map) -> list[str]:
    """A line for each tier that the map names and the file has not."""
    there = sorted({cell.tier for cell in found})
    listed = ", ".join(there[:5]) + (", ..." if len(there) > 5 else "")
    return [f"{file}: the map names the tier {tier}, which is not there. Got {listed}."
            for tier in sorted(how.named - set(there))]  # fmt: skip


def _onto(cell: Cell, how: Map, file: str) -> list[Code]:
    """The code on the film's clock; none where the map leaves it out."""
    tier, text, offset = how.tier(cell.tier), how.code(cell), how.shift(cell, file)
    if not tier or not text:
        return []
    span = Span(cell.start + offset, cell.end + offset)
    code = Code(tier, text, span, how.who(cell, file), cell.confidence)
    if code.span.start < 0 and (code.span.end <= 0):
        raise FormatError(f"{tier} {text} lies before the film begins.")
    inside = Span(max(0.0, code.span.start), code.span.end)
    return [Code(tier, text, inside, code.coder, code.confidence)]


def keep(store: Store, path: Path, codes: Codes) -> None:
    """Keeps the codes of a file with the film, in the place of what was kept of the same file. Raises StoreError."""
    rows = [[c.tier, c.code, c.span.start, c.span.end, c.coder, c.confidence] for c in codes]
    store.write_json(_name(path), {"format": FORMAT, "codes": rows})


def kept(store: Store) -> Codes:
    """Everything that people coded of the film. Raises StoreError where what is kept is not what attune wrote."""
    codes: list[Code] = []
    for name in store.names(FOLDER):
        codes += _read(store.read_json(name), store.path(name))
    return Codes(tuple(codes))


def forget(store: Store) -> int:
    """Takes away all codes that are kept with the film; how many files they were from."""
    names = store.names(FOLDER)
    for name in names:
        store.remove(name)
    return len(names)


def _name(path: Path) -> str:
    """A name that says nothing of the file's own, which may be a person's; the same for the same file."""
    return f"{FOLDER}{hashlib.sha256(str(path.resolve()).encode(errors='replace')).hexdigest()[:16]}.json"


def _read(kept: Mapping[str, Any], path: Path) -> list[Code]:
    if kept.get("format") != FORMAT:
        raise StoreError(f"{path} is of format {kept.get('format')}. This attune reads {FORMAT}. Import it again.")
    try:
        return [Code(row[0], row[1], Span(row[2], row[3]), row[4], row[5]) for row in kept["codes"]]
    except (KeyError, TypeError, IndexError, AttributeError, FormatError) as why:
        raise StoreError(f"{path} is not what attune keeps there. Import it again.") from why

"""The coded films of ../shared/footage as a bench: watched films, and what two readers coded second by second."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from attune.codes import UNCODABLE, Code, Codes
from attune.research.films import Bench, bench, load
from attune.timeline import Span

TIERS = {"mutual": "mutual_gaze", "joint": "joint_attention", "a_smile": "adult_smiles", "c_smile": "child_smiles"}


def coded(folder: Path, footage: Path) -> Bench:
    """The watched films of a folder that are named like those of the footage, with their codes and picks."""
    with (footage / "films" / "films.csv").open(newline="") as file:
        starts = {row["clip"]: (row["film"], float(row["offset"])) for row in csv.DictReader(file)}
    codes = [one for rater in "AB" for one in _codes(footage / "labels", rater, starts)]
    films = [film for film in load(folder).films if any(film.name == name for name, _ in codes)]
    return bench([replace(f, codes=Codes(tuple(code for name, code in codes if name == f.name))) for f in films])


def _codes(labels: Path, rater: str, starts: dict[str, tuple[str, float]]) -> Iterator[tuple[str, Code]]:
    for path in sorted(labels.glob(f"{rater}_*.csv")):
        with path.open(newline="") as file:
            for row in csv.DictReader(file, restkey="more"):
                film, offset = starts[row["clip"]]
                if path.stem.endswith("_moments"):
                    span = Span(offset + float(row["start"]), offset + float(row["end"]))
                    yield film, Code("moment", row["rating"], span, rater)
                    continue
                at = offset + float(row["second"])
                for column, tier in TIERS.items():
                    if row[column] in ("1", "u"):
                        said = "yes" if row[column] == "1" else UNCODABLE
                        yield film, Code(tier, said, Span(at, at + 1), rater)

"""The one way in which a case is read from its folder and written into it: case.json, whole or not at all."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from attune import files
from attune.case.values import (
    KINDS,
    PROFILES,
    ROLES,
    SETTINGS,
    TOGETHER,
    Case,
    CaseFilm,
    Consent,
    Cycle,
    Person,
)
from attune.errors import StoreError
from attune.store import SUFFIX, made, put

FILE = "case.json"
"""What tells a case's folder from any other."""

FORMAT = 1
"""Version of the file. One of a greater version was written by a newer attune and is left alone."""

_changing = threading.RLock()
"""Changes of one process come one after another; of several, the later one is refused (`_written`)."""

DEEP = 3
"""Folders below the one that is asked in which a case is looked for: by service, by guider, by year."""


def begun(folder: Path, case: Case) -> Case:
    """Makes a case in a folder that is empty or not there yet. Raises StoreError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is there already and not empty. Name a new folder for a case.")
    made(folder, "another name")
    return _written(folder, replace(case, key=secrets.token_hex(6)))


def read(folder: Path) -> Case:
    """The case of a folder. Raises StoreError where there is none, or a newer attune's; FilmError where it is
    sealed."""
    try:
        told = json.loads(files.read(folder / FILE))
    except OSError as why:
        files.need_open(folder / FILE)
        raise StoreError(f"{folder} is no case: there is no {FILE} in it. `attune case new` begins one.") from why
    except ValueError as why:
        raise StoreError(_spoilt(folder)) from why
    if not isinstance(told, dict) or not isinstance(told.get("format"), int):
        raise StoreError(_spoilt(folder))
    if told["format"] != FORMAT:
        raise StoreError(f"{folder / FILE} is of another attune (format {told['format']}). It was left as it is.")
    try:
        return of_json(told)
    except (KeyError, TypeError, ValueError, AttributeError) as why:
        raise StoreError(_spoilt(folder)) from why


def changed(folder: Path, change: Callable[[Case], Case]) -> Case:
    """Writes the case as `change` makes it of what is there now, and gives it. Raises StoreError, and as `change`."""
    with _changing:
        return _written(folder, change(read(folder)))


def is_case(folder: Path) -> bool:
    """Whether a folder is a case's."""
    return files.exists(folder / FILE)


def cases_in(folder: Path, deep: int = DEEP) -> Iterator[Path]:
    """The folder itself, or every case's below it, by name. Hidden folders and links are left out, and what lies in the
    folders that attune keeps beside films: there are many of those, and no case is in one."""
    if is_case(folder):
        yield folder
    elif deep and folder.is_dir():
        for below in sorted(folder.iterdir()):
            if below.is_dir() and not below.is_symlink() and not below.name.startswith("."):
                yield from cases_in(below, 0 if below.name.endswith(SUFFIX) else deep - 1)


def folder_of(film: Path) -> Path | None:
    """The folder of the case that a film lies in, None for a film outside any."""
    above = film.absolute().parents
    return next((folder for folder in above[:2] if is_case(folder)), None)


def key_of(film: Path) -> str:
    """What the record of use calls the case that a film lies in; "" for a film outside any."""
    folder = folder_of(film)
    return read(folder).key if folder else ""


def key_in(folder: Path) -> str:
    """What the record of use calls the case of a folder; "" where there is none, or none that can be read."""
    try:
        return read(folder).key if is_case(folder) else ""
    except StoreError:
        return ""


def film_at(case: Case, folder: Path, film: Path) -> CaseFilm:
    """What a case has noted of a film that lies in its folder; of one that it does not know, its path alone."""
    path = film.absolute().relative_to(folder.absolute()).as_posix()
    return next((known for known in case.films if known.path == path), CaseFilm(path))


def kind_of(film: Path) -> str:
    """What a film shows, one of KINDS; a film outside any case shows adult and child. Raises StoreError."""
    folder = folder_of(film)
    return film_at(read(folder), folder, film).kind if folder else TOGETHER


def to_json(case: Case) -> str:
    """A case as it is kept."""
    return json.dumps({"format": FORMAT, **asdict(case)}, indent=1, ensure_ascii=False, default=date.isoformat) + "\n"


def of_json(told: Mapping[str, Any]) -> Case:
    """A case as `to_json` wrote it. Raises KeyError, TypeError, ValueError or AttributeError for anything else."""
    return Case(
        key=str(told["key"]),
        made=date.fromisoformat(told["made"]),
        setting=_one_of(told["setting"], ("", *SETTINGS)),
        question=str(told["question"]),
        people=tuple(map(_person, told["people"])),
        cycles=tuple(map(_cycle, told["cycles"])),
        goals=tuple(told["goals"]),
        profile=_one_of(told["profile"], PROFILES),
        ended=_day(told["ended"]),
        until=_day(told["until"]),
        step=int(told["step"]),
    )


def _written(folder: Path, case: Case) -> Case:
    """Writes the next step of a case, where nobody wrote one since it was read."""
    if is_case(folder) and read(folder).step != case.step:
        raise StoreError(f"{folder / FILE} was changed by another program meanwhile. Run the same command again.")
    case = replace(case, step=case.step + 1)
    put(folder / FILE, to_json(case).encode())
    return case


def _spoilt(folder: Path) -> str:
    return f"{folder / FILE} is not what attune keeps there. Put back a copy of it; nothing was changed."


def _person(told: Mapping[str, Any]) -> Person:
    consents = tuple(Consent(**{**step, "on": date.fromisoformat(step["on"])}) for step in told["consents"])
    formerly = tuple(map(str, told["formerly"]))
    return Person(**{**told, "role": _one_of(told["role"], ROLES), "consents": consents, "formerly": formerly})


def _cycle(told: Mapping[str, Any]) -> Cycle:
    plain = {name: tuple(told[name]) for name in ("reviews", "ratings")}
    films = tuple(map(_film, told["films"]))
    return Cycle(**{**told, **plain, "on": date.fromisoformat(told["on"]), "films": films})


def _film(told: Mapping[str, Any]) -> CaseFilm:
    known = {"on": _day(told["on"]), "people": tuple(told["people"]), "kind": _one_of(told["kind"], KINDS)}
    return CaseFilm(**{**told, **known})


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _one_of(told: str, known: tuple[str, ...]) -> str:
    if told not in known:
        raise ValueError(f"{told} is none of {known}")
    return told

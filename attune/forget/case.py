"""Taking away a whole case, or somebody out of every case of a folder.

A case goes with all that lies in its folder: it is the guider's word for everything about these people. Somebody who is
to be forgotten takes every film they are in along, whoever else is in it; in what stays they are called by their role.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from attune import record
from attune.case import change, keep, veil
from attune.case.values import Case, Person, people_in
from attune.errors import StoreError
from attune.forget.film import AGAIN, ELSEWHERE, Piece, Progress, Receipt, find, forgotten
from attune.forget.staying import Words, words
from attune.forget.traces import Marks, Trace, files, marks, names_in, traces
from attune.media.container import NAMES
from attune.review import verdicts
from attune.store import SUFFIX, Store, beside
from attune.words import counted

STAYING = ("format.json", "film.json", "people.json", "settings.json", "review.sqlite", "record.json", "worktime.json")
"""Of what is kept of a film that stays: what cannot be made anew, as people's codes. All else with the name goes."""


@dataclass(frozen=True)
class Gone:
    """What went of a case or of a person.

    films    receipts of the films that went
    removed  other files that went, by their way from the folder
    changed  files in which a name was replaced
    left     what is found all the same
    words    what was said of the cycles that films went out of, and whether that went; of a case all went
    """

    folder: Path
    at: str
    films: tuple[Receipt, ...]
    removed: tuple[Piece, ...]
    changed: tuple[Path, ...]
    left: tuple[Trace, ...]
    words: tuple[Words, ...] = ()

    @property
    def fit_again(self) -> tuple[Path, ...]:
        """Rankers that stay, and may have learnt from what was decided on one of the films."""
        return tuple(dict.fromkeys(path for film in self.films for path in film.fit_again if self._stays(path)))

    def _stays(self, path: Path) -> bool:
        return not any(path.absolute().is_relative_to(film.folder.absolute()) for film in self.films)

    @property
    def bytes(self) -> int:
        """Size of all that went."""
        return sum(film.bytes for film in self.films) + sum(piece.bytes for piece in self.removed)


def forget_case(folder: Path, place: Path | None = None, progress: Progress | None = None) -> Gone:
    """Removes a case and its folder, then looks for its films among what lies beside it. Raises StoreError.

    place  where things are kept of its films, if not beside them
    """
    if folder.is_symlink():
        raise StoreError(f"{folder} is a link. Name the folder that it leads to.")
    case = keep.read(folder)
    paths = [path for path in _films_in(folder) if path.is_file()]
    near = list(_near(folder, place))
    looked_for = _marks(paths, [], near, place, progress)
    films = tuple(_film_gone(path, place, progress) for path in paths)
    rest = tuple(Piece(path.relative_to(folder).as_posix(), path.stat().st_size) for path in files([folder]))
    _emptied(folder)
    record.note("erased", case=case.key, what=f"a case, films: {len(films)}, other files: {len(rest)}")
    return Gone(folder, _now(), films, rest, (), tuple(traces(near, looked_for)))


def forget_person(name: str, place: Path, progress: Progress | None = None) -> tuple[Gone, ...]:
    """Removes somebody from every case below a folder: the films they are in, and their name from what stays.

    Raises StoreError where no case there knows them.
    """
    found = [(folder, person) for folder in keep.cases_in(place) for person in _called(name, keep.read(folder))]
    if not found:
        raise StoreError(f"No case in {place} has a person of this name. Check both, or name the folder with --in.")
    return tuple(_person_gone(folder, person, progress) for folder, person in found)


def asked_of_case(folder: Path) -> str:
    """What to ask before a case goes."""
    films, every = len(list(_films_in(folder))), len(list(files([folder])))
    return f"Remove {folder} with all that is in it: {counted(every, 'file')} ({counted(films, 'film')})?"


def asked_of_person(name: str, place: Path) -> str:
    """What to ask before somebody goes, and whose films go with them."""
    cases = [folder for folder in keep.cases_in(place) if _called(name, keep.read(folder))]
    films = [others for folder in cases for others in films_with(folder, name).values()]
    shared = f" In {sum(map(bool, films))} of them there is somebody else, too." if any(films) else ""
    count = f"{counted(len(cases), 'case')}, with {counted(len(films), 'film')}"
    return f"Remove them from {count} that they are in?{shared}"


def films_with(folder: Path, name: str) -> dict[str, tuple[str, ...]]:
    """The films of a case that somebody is in, each with the keys of those who are in it too."""
    case = keep.read(folder)
    keys = {person.key for person in _called(name, case)}
    there = {film.path: [person.key for person in people_in(case, film)] for film in case.films}
    return {path: tuple(k for k in inside if k not in keys) for path, inside in there.items() if keys & {*inside}}


def to_json(gone: Sequence[Gone]) -> str:
    """The receipts as a document (docs/formats.md)."""
    receipts = [
        {
            "folder": str(one.folder), "at": one.at, "bytes": one.bytes,
            "films": [{"sha256": film.sha256, "removed": len(film.removed) + 1} for film in one.films],
            "removed": [asdict(piece) for piece in one.removed],
            "changed": [str(path) for path in one.changed],
            "left": [{"path": str(trace.path), "what": trace.what} for trace in one.left],
            "words": [asdict(said) for said in one.words],
            "fit_again": [str(path) for path in one.fit_again],
        }
        for one in gone
    ]  # fmt: skip
    return json.dumps({"format": 1, "receipts": receipts, "not_known": ELSEWHERE}, indent=1, ensure_ascii=False) + "\n"


def _called(name: str, case: Case) -> list[Person]:
    named = name.casefold()
    return [person for person in case.people if named in map(str.casefold, person.names)]


def _film_gone(path: Path, place: Path | None, progress: Progress | None) -> Receipt:
    """Removes a film of a case and what is kept of it, and notes that."""
    return forgotten(find(path, place, progress), film_too=True, search=False)


def _person_gone(folder: Path, person: Person, progress: Progress | None) -> Gone:
    paths = [folder / path for path in films_with(folder, person.name)]
    names = list(person.names)
    looked_for = _marks([path for path in paths if path.is_file()], names, [folder], None, progress)
    before = keep.read(folder)
    films = tuple(_film_gone(path, None, progress) for path in paths if path.is_file() or beside(path).is_dir())
    word = f"{person.role} {person.key}"
    went = {path.relative_to(folder).as_posix() for path in paths}
    said = words(before, keep.changed(folder, lambda now: _without(now, person, word, went)), went)
    changed = [folder / keep.FILE, *_replaced(folder, names, word)]
    removed = tuple(_derived_gone(folder, names))
    left = tuple(traces([folder], looked_for))
    return Gone(folder, _now(), films, removed, tuple(changed), left, said)


def _without(case: Case, person: Person, word: str, films: set[str]) -> Case:
    """The case without these films, and with a word for somebody wherever their name stands."""
    words = {name.casefold(): word for name in person.names}
    case = change.retold(change.without_films(case, films), lambda told: veil.replaced(told, words))
    people = [replace(p, name=word, pseudonym="", formerly=()) if p.key == person.key else p for p in case.people]
    return replace(case, people=tuple(people))


def _replaced(folder: Path, names: Sequence[str], word: str) -> Iterator[Path]:
    """Puts the word for the name into what the guider wrote about films that stay, and gives the files."""
    words = {name.casefold(): word for name in names}
    for path in files([folder]):
        if path.name == verdicts.KEPT and names_in(path.read_bytes(), names):
            verdicts.rewrite(path, lambda told: veil.replaced(told, words))
            yield path
        elif path.name == "people.json" and names_in(path.read_bytes(), names):
            told = Store(path.parent, "").read_json(path.name)
            Store(path.parent, "").write_json(path.name, veil.replaced(told, words))
            yield path


def _derived_gone(folder: Path, names: Sequence[str]) -> Iterator[Piece]:
    """Removes what was made of a film that stays and holds the name: attune makes it again."""
    for trace in traces([folder], Marks(names=tuple(names))):
        inside = any(part.endswith(SUFFIX) for part in trace.path.parent.parts)
        if inside and trace.path.name not in STAYING and trace.path.parent.name != "codes":
            yield Piece(trace.path.relative_to(folder).as_posix(), trace.path.stat().st_size)
            trace.path.unlink()


def _marks(
    films: Sequence[Path], names: Sequence[str], places: Sequence[Path], place: Path | None, progress: Progress | None
) -> Marks:
    known = [find(path, place).sha256 for path in films]
    return marks(films, [digest for digest in known if digest], names, places, progress)


def _films_in(folder: Path) -> Iterator[Path]:
    """Every film of a case, those that it does not name among them."""
    known = [folder / film.path for film in keep.read(folder).films]
    there = [path for path in sorted(folder.glob("cycle-*/film-*")) if path.suffix.lower() in NAMES]
    yield from dict.fromkeys([*known, *there])


def _near(folder: Path, place: Path | None) -> Iterator[Path]:
    """What attune keeps beside a case: of other films and other cases, and in the --store."""
    for path in sorted(folder.absolute().parent.iterdir()):
        own = path.name.endswith(SUFFIX) or path.name.startswith("attune-night") or keep.is_case(path)
        if path.is_dir() and own and path.absolute() != folder.absolute():
            yield path
    if place is not None:
        yield place


def _emptied(folder: Path) -> None:
    """Removes a case's folder, case.json last: whoever repeats a run that was stopped finds a case."""
    try:
        for path in sorted(folder.iterdir(), key=lambda path: path.name == keep.FILE):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        folder.rmdir()
    except OSError as why:
        raise StoreError(f"{why.filename or folder} was not removed: {why.strerror}. {AGAIN}") from why
    if os.path.lexists(folder):
        raise StoreError(f"{folder} is being written to. {AGAIN}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

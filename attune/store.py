"""What is kept beside a film: bytes by name, each written whole or not at all.

    FILM.attune/            or, with --store DIR, DIR/<first 16 hex digits of the film's sha256>.attune/
      format.json           the version of this layout, written first
      film.json             which film this is: sha256; size, time and number of its file; facts about it
      looks/<key>/part-0000.npz   what was seen, a part of the film each
      people.json settings.json moments.json clips/ look/

Everything goes in and out by name through `Store.read` and `Store.write`. A file is written under another name in
the same folder, forced to the disk and then renamed, so a reader finds the old bytes or the new ones and a kill or
a full disk leaves no half file. Names hold nothing of the film's own name, which may be a person's.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import re
import secrets
import shutil
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from attune import files
from attune.errors import FilmError, StoreError

T = TypeVar("T")

FORMAT = 1
"""Version of the layout above. A folder with a greater one was written by a newer attune and is left alone."""

SUFFIX = ".attune"
MARK = "format.json"
"""What tells a folder of attune's from any other; written first, and removed last."""

FILM = "film.json"

STALE = 3600.0
"""Seconds after which an unfinished file of another machine is taken for a killed run's: writing takes under one."""

_NAME = re.compile(r"[a-z0-9][a-zA-Z0-9_.-]*(/[a-zA-Z0-9][a-zA-Z0-9_.-]*)*")
_TEMP = re.compile(r"\.([0-9a-f]{8})-(\d{1,9})-[0-9a-f]{8}\.tmp")
_MACHINE = f"{zlib.crc32(platform.node().encode()):08x}"


@dataclass(frozen=True)
class Store:
    """The folder of one film, and the sha256 of the film that it is for."""

    folder: Path
    film: str

    def read(self, name: str) -> bytes | None:
        """The bytes kept under this name, None where there are none. Raises StoreError."""
        try:
            return files.read(self.path(name))
        except FileNotFoundError:
            return None
        except OSError as why:
            raise _refused(why, self.path(name)) from why

    def write(self, name: str, data: bytes) -> None:
        """Keeps the bytes under this name, whole or not at all. Raises StoreError; what was kept before stays."""
        path = self.path(name)
        if self.read(name) == data:
            return
        with _plain(path):
            files.make_room(path)
        put(path, data)

    def remove(self, name: str) -> None:
        """Takes away what is kept under this name, if anything is. Raises StoreError."""
        with _plain(self.path(name)):
            files.remove(self.path(name))

    def names(self, prefix: str = "") -> list[str]:
        """Every name that begins with `prefix`, sorted. Unfinished files have no name."""
        found = (path.relative_to(self.folder).as_posix() for path in files.below(self.folder))
        return sorted(name for name in found if name.startswith(prefix) and _NAME.fullmatch(name))

    def path(self, name: str) -> Path:
        """Where the name lies, for what other programs must open (clips). Raises ValueError for a strange name."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for something kept")
        return self.folder / name

    def read_json(self, name: str) -> dict[str, Any]:
        """The object kept as JSON under this name, {} where there is none. Raises StoreError where it is none."""
        try:
            value = json.loads(self.read(name) or b"{}")
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise StoreError(f"{self.path(name)} is not the JSON that attune keeps there. Remove it to start afresh.")
        return value

    def write_json(self, name: str, value: Mapping[str, Any]) -> None:
        """Keeps an object as JSON. Raises StoreError."""
        self.write(name, (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode())


def beside(film: Path) -> Path:
    """The folder of a film that keeps things beside it."""
    return film.with_name(film.name + SUFFIX)


def within(place: Path, sha256: str) -> Path:
    """The folder of a film that keeps things in `place`: called after its bytes."""
    return place / f"{sha256[:16]}{SUFFIX}"


def store_for(film: Path, folder: Path | None, fingerprint: Callable[[Path], str]) -> Store:
    """The store of a film: FILM.attune beside it, or in `folder`. Nothing is written yet but what killed runs left
    is cleared away.

    `fingerprint` gives the film's sha256; it is called when the film's file is another, or was changed, since
    `note_film`. Raises StoreError where a newer attune made the folder, FilmError where there is no such film.
    """
    stamp = stamp_of(film)
    if folder is not None and files.kept(film):
        raise StoreError(f"{film.name} lies in a sealed case, and so does what is kept of it. Leave --store out.")
    places = [beside(film)] if folder is None else sorted(folder.glob("*" + SUFFIX))
    found = next((store for path in places if _is_of(store := Store(path, ""), stamp)), None)
    sha256 = found.read_json(FILM)["sha256"] if found else fingerprint(film)
    check_unchanged(film, stamp)
    store = Store(beside(film) if folder is None else within(folder, sha256), sha256)
    _check_format(store)
    _clear(store.folder)
    return store


def kept_in(folder: Path, films: Iterable[Path]) -> dict[Path, Store]:
    """The stores in `folder` of those films that are there and unchanged since; none of them is read."""
    stores = [Store(path, "") for path in sorted(folder.glob("*" + SUFFIX))]
    abouts = [(store, _about(store)) for store in stores]
    stamps = ((film, stamp_of(film)) for film in films if film.is_file())
    pairs = ((film, store) for film, stamp in stamps for store, about in abouts if _fits(about, stamp))
    return dict(pairs)


def carry(folder: Path, to: Path) -> None:
    """Moves a film's folder, whole or not at all. Raises StoreError, also where something lies there already."""
    if os.path.lexists(to):
        raise StoreError(
            f"Something is kept of the film where it is now, too: {to}. Both were left as they are. Move one of the "
            "two folders away, then look again."
        )
    with _plain(to):
        try:
            folder.rename(to)
        except OSError as why:
            if why.errno != errno.EXDEV:
                raise
            _carry_over(folder, to)


def _carry_over(folder: Path, to: Path) -> None:
    """Moves a folder to another disk."""
    temp = to.with_name(f".{to.name}-{secrets.token_hex(4)}")
    try:
        shutil.copytree(folder, temp)
        temp.rename(to)
    finally:
        shutil.rmtree(temp, ignore_errors=True)
    shutil.rmtree(folder)


def kept_as(store: Store, name: str, read: Callable[[bytes], T]) -> T | None:
    """What `read` makes of something kept; None where nothing was, or where its file was damaged."""
    data = store.read(name)
    try:
        return read(data) if data else None
    except StoreError:
        return None


def made(folder: Path, option: str) -> Path:
    """The folder, which is there from now on; `option` names another. Raises StoreError, for a sealed case too."""
    files.need_outside(folder, option)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise StoreError(f"Cannot make the folder {folder}: {why.strerror}. Name another with {option}.") from why
    return folder


def note_film(store: Store, film: Path, facts: Mapping[str, Any]) -> None:
    """Makes the folder, if need be, and notes which film it is for, and facts about it. Raises StoreError."""
    store.write_json(MARK, {"format": FORMAT})
    store.write_json(FILM, {"sha256": store.film, **stamp_of(film), "facts": facts})


def facts_of(store: Store, film: Path) -> dict[str, Any]:
    """The facts noted about this very film; {} where none were."""
    facts = store.read_json(FILM).get("facts") if _is_of(store, stamp_of(film)) else None
    return facts if isinstance(facts, dict) else {}


def stamp_of(film: Path) -> dict[str, int]:
    """Size, time of change and number of a film's file: other bytes give another stamp. Raises FilmError."""
    try:
        return files.about(film)._asdict()
    except OSError as why:
        files.need_open(film)
        raise FilmError(f"Cannot open {film}: {why.strerror}. Expected a film file.") from why


def check_unchanged(film: Path, stamp: Mapping[str, int]) -> None:
    """Raises FilmError for a film that is still being copied, or was replaced since the stamp was taken."""
    if stamp_of(film) != stamp:
        raise FilmError(f"{film.name} changed while it was being read. Run the same command again when it is complete.")


def put(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all, wherever it lies. Raises StoreError, and leaves no half file."""
    sealed = files.kept(path)
    if sealed:
        return sealed.keeper.put(sealed.name, data)
    temp = path.with_name(_unfinished())
    try:
        with _plain(path):
            with temp.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temp, path)
            sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            temp.unlink()


def put_all(folder: Path, option: str, whole: Mapping[str, bytes]) -> list[Path]:
    """Writes files by their names into a folder, which is made; `option` names another. Raises StoreError."""
    made(folder, option)
    for name, data in whole.items():
        put(folder / name, data)
    return [folder / name for name in whole]


@contextlib.contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A hidden folder in this one for what is not whole yet: it goes when the block ends, and what killed runs left
    goes first. Raises StoreError."""
    _clear(folder)
    temp = folder / _unfinished()
    with _plain(temp):
        temp.mkdir()
    try:
        yield temp
    finally:
        shutil.rmtree(temp, ignore_errors=True)


def _unfinished() -> str:
    return f".{_MACHINE}-{os.getpid()}-{secrets.token_hex(4)}.tmp"


def _is_of(store: Store, stamp: Mapping[str, int]) -> bool:
    return _fits(_about(store), stamp)


def _about(store: Store) -> dict[str, Any]:
    """Which film a store is for, {} where that cannot be read."""
    try:
        return store.read_json(FILM)
    except StoreError:
        return {}


def _fits(about: Mapping[str, Any], stamp: Mapping[str, int]) -> bool:
    return "sha256" in about and {name: about.get(name) for name in stamp} == stamp


def _check_format(store: Store) -> None:
    """Refuses a folder that a newer attune made, or that attune did not make at all."""
    there = store.names()  # asked first: a run that begins beside this one writes format.json before anything else
    version = store.read_json(MARK).get("format")
    if version is None and there:
        raise StoreError(
            f"{store.folder} is there already and was not made by attune. Move it away, or keep elsewhere with --store."
        )
    if version not in (None, FORMAT):
        raise StoreError(
            f"{store.folder} was made by another attune (format {version}, this one reads {FORMAT}). It was left as "
            f"it is: use the newer attune, or keep elsewhere with --store."
        )


def _clear(folder: Path) -> None:
    """Removes what runs which are no more did not finish; what is being written stays."""
    for temp in list(folder.rglob(".*.tmp")):
        with contextlib.suppress(OSError):
            if _is_left(temp):
                shutil.rmtree(temp) if temp.is_dir() else temp.unlink()


def _is_left(temp: Path) -> bool:
    token = _TEMP.fullmatch(temp.name)
    if token and token[1] == _MACHINE and os.name == "posix":  # elsewhere os.kill(pid, 0) is no harmless question
        return not _is_running(int(token[2]))
    return bool(token) and time.time() - temp.stat().st_mtime > STALE


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def sync_folder(folder: Path) -> None:
    """Forces a rename to the disk, where the system can do that; the file itself is whole either way."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _plain(path: Path) -> Iterator[None]:
    """Turns what the system refuses into one plain line."""
    try:
        yield
    except OSError as why:
        raise _refused(why, path) from why


def _refused(why: OSError, path: Path) -> StoreError:
    if why.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(
            f"The disk is full: {path} was not written. What was kept before is still there; make room and run the "
            "same command again."
        )
    return StoreError(f"Cannot keep {path}: {why.strerror or why}. Name a folder that can be written with --store.")

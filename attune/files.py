"""Files by path, whoever keeps them: the disk as it is or, below a folder that was opened so, a keeper of its own.

Who reads or writes a film, or what is kept of it, asks here and not the system. So a sealed case has no plain file for
those who do not ask: they find none, and nothing leaks.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from attune.errors import FilmError, StoreError

SEALED = "sealed.json"
"""What tells a sealed folder from any other: it holds the key, itself sealed by a passphrase (attune/sealed)."""

FOLDER = "sealed"
"""Where sealed files lie in such a folder."""

DEEP = 3
"""Folders below one that is asked about in which a sealed one is looked for, as cases are."""

_NAME = re.compile("[0-9a-f]{32}")


class About(NamedTuple):
    """Bytes of a file, when it was changed in nanoseconds, and its number: other bytes give another one."""

    size: int
    mtime_ns: int
    file: int


class Keeper(Protocol):
    """Keeps files below a folder another way than the disk does. A name is the way from that folder, with slashes.

    Raises FileNotFoundError for a name that is not there, StoreError for what cannot be read or written.
    """

    folder: Path

    def open(self, name: str) -> BinaryIO:
        """The bytes, to be read from any place on."""

    def about(self, name: str) -> About:
        """How a file stands."""

    def put(self, name: str, data: bytes) -> None:
        """Keeps the bytes, whole or not at all."""

    def writing(self, name: str) -> AbstractContextManager[io.RawIOBase]:
        """A file to be written from its start on; it is there, whole, when the block ends well."""

    def remove(self, name: str) -> None:
        """Takes a file away, if it is there."""

    def names(self) -> list[str]:
        """Every name, sorted."""

    def alone(self) -> AbstractContextManager[object]:
        """Nobody else who asks for it is inside meanwhile."""


class Kept(NamedTuple):
    """A file of a keeper's."""

    keeper: Keeper
    name: str


_keepers: dict[Path, Keeper] = {}


@contextmanager
def kept_by(folder: Path, keeper: Keeper) -> Iterator[None]:
    """All that is asked for below the folder is the keeper's, in this process, while the block lasts."""
    place = _whole(folder)
    _keepers[place] = keeper
    try:
        yield
    finally:
        del _keepers[place]


def kept(path: Path) -> Kept | None:
    """Whose a path is; None where it is the disk's."""
    whole = _whole(path)
    for folder, keeper in _keepers.items():
        if whole.is_relative_to(folder):
            return Kept(keeper, whole.relative_to(folder).as_posix())
    return None


def exists(path: Path) -> bool:
    """Whether there is such a file."""
    sealed = kept(path)
    if not sealed:
        return path.is_file()
    try:
        sealed.keeper.about(sealed.name)
    except OSError:
        return False
    return True


def opened(path: Path) -> BinaryIO:
    """The file's bytes, to be read. Raises OSError, StoreError."""
    sealed = kept(path)
    return sealed.keeper.open(sealed.name) if sealed else path.open("rb")


def read(path: Path) -> bytes:
    """All of the file's bytes. Raises OSError, StoreError."""
    with opened(path) as file:
        return file.read()


def about(path: Path) -> About:
    """How a file stands. Raises OSError, StoreError."""
    sealed = kept(path)
    if sealed:
        return sealed.keeper.about(sealed.name)
    stat = path.stat()
    return About(stat.st_size, stat.st_mtime_ns, stat.st_ino)


def within(folder: Path) -> list[Path]:
    """Every file in a folder, sorted; those in folders below are left out."""
    if kept(folder):
        return [path for path in below(folder) if path.parent == folder]
    return sorted(path for path in folder.iterdir() if path.is_file())


def remove(path: Path) -> None:
    """Takes a file away, if it is there. Raises OSError, StoreError."""
    sealed = kept(path)
    if sealed:
        sealed.keeper.remove(sealed.name)
    else:
        path.unlink(missing_ok=True)


def make_room(path: Path) -> None:
    """Makes the folder that a file goes into; a keeper needs none. Raises OSError."""
    if not kept(path):
        path.parent.mkdir(parents=True, exist_ok=True)


def below(folder: Path) -> list[Path]:
    """Every file in a folder and in those below it, sorted."""
    sealed = kept(folder)
    if not sealed:
        return sorted(path for path in folder.rglob("*") if path.is_file())
    start = "" if sealed.name == "." else f"{sealed.name}/"
    return [folder / name.removeprefix(start) for name in sealed.keeper.names() if name.startswith(start)]


def sealed_above(path: Path) -> Path | None:
    """The sealed folder that a path lies in, or is."""
    whole = _whole(path)
    return next((folder for folder in (whole, *whole.parents) if is_sealed(folder)), None)


def sealed_in(folder: Path) -> list[Path]:
    """The folder itself where it is sealed, or those below it that are, sorted."""
    ways = ["/".join(["*"] * deep + [SEALED]) for deep in range(DEEP + 1)]
    found = (path.parent for way in ways for path in folder.glob(way))
    return sorted(path for path in found if path.name != FOLDER)


def is_sealed(folder: Path) -> bool:
    """Whether there is anything sealed in a folder, or a key for it."""
    inside = folder / FOLDER
    return any((place / SEALED).is_file() for place in (folder, inside)) or any(map(is_sealed_file, inside.glob("*")))


def is_sealed_file(path: Path) -> bool:
    """Whether a file is called as sealed ones are."""
    return bool(_NAME.fullmatch(path.name))


def need_plain(film: Path) -> None:
    """Refuses, for those who start other processes, a film that only this one can read. Raises FilmError."""
    if kept(film):
        raise FilmError(
            f"{film.name} lies in a sealed case, and was not watched in full before it was sealed. Watching needs the "
            "plain film: `attune case unseal CASE`, `attune suggest FILM`, `attune case seal CASE`."
        )


def need_open(path: Path) -> None:
    """Says of a file that is not there that it lies in a sealed case, where it does. Raises FilmError."""
    folder = None if kept(path) else sealed_above(path)
    if folder:
        raise FilmError(
            f"{path.name} is not there: {folder} is sealed. `attune review {folder}` opens it with its passphrase."
        )


def need_unsealed(path: Path) -> None:
    """Refuses, for those who search plain files and change them, what is sealed, lies in it, or holds it. Raises
    FilmError."""
    folder = sealed_above(path) or next(iter(sealed_in(path)), None)
    if folder:
        raise FilmError(
            f"{folder} is sealed, so nothing in it can be searched. `attune case unseal {folder}` first; or remove "
            "that folder yourself: all of the case goes with it."
        )


def need_outside(place: Path, option: str) -> None:
    """Refuses a plain file in a sealed folder. Raises StoreError; `option` names another place."""
    if kept(place):
        raise StoreError(
            f"{place} lies in a sealed case, where no plain file may be written. Name a folder outside with {option}; "
            "what is written there is plain."
        )


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))

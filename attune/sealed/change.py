"""Sealing a folder, and unsealing it: file by file, each of them there at every moment, plain or sealed and read back.

A run that was stopped goes on with the same call. What was plain is removed as files are: its bytes may stay on the
disk until something else is written there, and no program can promise otherwise of today's disks.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from attune.errors import StoreError
from attune.files import FOLDER, SEALED, is_sealed, is_sealed_file
from attune.sealed import keys, vault
from attune.sealed.chunks import Head
from attune.sealed.keys import Cost
from attune.sealed.vault import Vault, plainly

Progress = Callable[[str, float, float], None]

BUSY = ("-journal", "-wal", "-shm")
"""Ends of what SQLite has beside a file that is being written."""


@dataclass(frozen=True)
class Changed:
    """How many files were sealed or unsealed, and how many bytes of film and of what is kept they hold."""

    files: int
    bytes: int


def need_sealed(folder: Path) -> None:
    """Refuses a folder in which nothing is sealed. Raises StoreError."""
    if not is_sealed(folder):
        raise StoreError(f"{folder} is not sealed. Expected the folder of a sealed case.")


def begun(folder: Path, passphrase: str, cost: Cost) -> bytes:
    """Makes a key for a folder, which a passphrase opens from now on; no file is sealed yet. Raises StoreError."""
    check_all(folder)
    key = keys.new()
    vault.lock_with(folder, key, passphrase, cost)
    return key


def check_all(folder: Path) -> None:
    """Refuses, before anybody is asked for a passphrase, a folder that cannot be sealed. Raises StoreError."""
    if not folder.is_dir():
        raise StoreError(f"There is no folder {folder}. Name the folder of a case, or of films.")
    if (folder / FOLDER).exists():
        raise StoreError(f"{folder / FOLDER} is there already, and not attune's. Give it another name.")
    check(folder)
    if not plain_files(folder):
        raise StoreError(f"There is nothing in {folder} to be sealed.")


def check(folder: Path) -> None:
    """Refuses what could not be sealed: links, and files that are being written. Raises StoreError."""
    for path in plain_files(folder):
        if path.is_symlink() or not path.is_file():
            raise StoreError(f"{path} is a link, or no file. Put the file itself there, or take it away.")
        if path.name.endswith(BUSY):
            raise StoreError(f"{path} says that its file is being written to. Close attune elsewhere, then try again.")


def plain_files(folder: Path) -> list[Path]:
    """Everything in a folder that is not sealed, links too, sorted."""
    found = []
    for here, folders, files in os.walk(folder):
        if Path(here) == folder:
            folders[:] = [name for name in folders if name != FOLDER]
            files = [name for name in files if name != SEALED]
        links = [name for name in folders if Path(here, name).is_symlink()]
        found += [Path(here, name) for name in (*files, *links)]
    return sorted(found)


def seal(box: Vault, progress: Progress | None = None) -> Changed:
    """Seals everything in the folder that is plain. Raises StoreError; what was not sealed is there as it was."""
    check(box.folder)
    plain = plain_files(box.folder)
    with plainly(box.folder):
        total, done = sum(path.stat().st_size for path in plain), 0
        for path in plain:
            done += _seal(box, path)
            if progress:
                progress("seal", done, total)
    _without_empty(box.folder)
    return Changed(len(plain), total)


def unseal(box: Vault, progress: Progress | None = None) -> Changed:
    """Makes everything plain again, and takes the key away once nothing is sealed. Raises StoreError."""
    names = box.names()
    total, done = sum(box.about(name).size for name in names), 0
    for name in names:
        done += _unseal(box, name)
        if progress:
            progress("unseal", done, total)
    return Changed(len(names), total)


def end(folder: Path) -> None:
    """Takes away the key files of a folder in which nothing is sealed any more. Raises StoreError."""
    if any(map(is_sealed_file, (folder / FOLDER).iterdir())):
        raise StoreError(f"There is still something sealed in {folder}. Run the same command again.")
    with plainly(folder):
        shutil.rmtree(folder / FOLDER)
        (folder / SEALED).unlink(missing_ok=True)


def _seal(box: Vault, path: Path) -> int:
    """Seals a file and removes the plain one; how many bytes it holds."""
    before, name = path.stat(), path.relative_to(box.folder).as_posix()
    with path.open("rb") as plain:
        if not _is_there(box, name, path):
            box.seal(plain, Head(name, before.st_size, before.st_mtime_ns, before.st_ino))
    now = path.stat()
    if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise StoreError(f"{path} changed while it was sealed. It is there as it is; run the same command again.")
    path.unlink()
    return before.st_size


def _is_there(box: Vault, name: str, path: Path) -> bool:
    """Whether this very file is sealed already. Raises StoreError where another one is sealed under its name."""
    try:
        with box.open(name) as sealed, path.open("rb") as plain:
            if vault.same(sealed, plain):
                return True
    except FileNotFoundError:
        return False
    raise StoreError(f"{path} is there plain, and another file is sealed under this name. Rename the plain one.")


def _unseal(box: Vault, name: str) -> int:
    goal, about = box.folder / _safe(name), box.about(name)
    with plainly(box.folder):
        if not (goal.exists() and _is_there(box, name, goal)):
            goal.parent.mkdir(parents=True, exist_ok=True)
            with box.open(name) as sealed, box.whole(goal, lambda part: _dated(part, about.mtime_ns)) as out:
                shutil.copyfileobj(sealed, out)
    box.remove(name)
    return about.size


def _dated(path: Path, mtime_ns: int) -> None:
    os.utime(path, ns=(mtime_ns, mtime_ns))


def _safe(name: str) -> PurePosixPath:
    """The name as a way that leads nowhere out of the folder."""
    way = PurePosixPath(name)
    if way.is_absolute() or ".." in way.parts:
        raise StoreError(f"{name} leads out of the case. It was left sealed.")
    return way


def _without_empty(folder: Path) -> None:
    """Removes folders below that hold nothing any more: their names may be somebody's."""
    for here, _, _ in os.walk(folder, topdown=False):
        if Path(here) != folder and Path(here) != folder / FOLDER:
            with suppress(OSError):
                Path(here).rmdir()

"""A sealed folder, opened: its files by name, each sealed for itself under a name that tells nothing.

CASE/sealed.json          the key, sealed by the passphrase
CASE/sealed/sealed.json   a copy of it
CASE/sealed/<digits>      a file each; its 32 hex digits are its name, hashed with a key of the case's
"""

from __future__ import annotations

import errno
import io
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from nacl.hash import blake2b

from attune.errors import StoreError
from attune.files import FOLDER, SEALED, About, is_sealed_file
from attune.sealed import chunks, keys
from attune.sealed.chunks import Head
from attune.store import put, sync_folder

LOCK = "lock"
"""What is held open while a case is open, so that no two programs write into it."""

UNFINISHED = ".tmp"


class Vault:
    """A sealed folder and its key. It is a `files.Keeper`; `opened` makes one that is this process's own."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder, self.key = folder, key
        self._names, self._files = keys.derived(key, "names   "), keys.derived(key, "files   ")
        self._known: dict[str, str] = {}
        self._lock = threading.RLock()

    def alone(self) -> AbstractContextManager[object]:
        """No other thread that asks for it is inside meanwhile."""
        return self._lock

    def place(self, name: str) -> Path:
        """Where the sealed file of a name lies."""
        return self.folder / FOLDER / blake2b(name.encode(errors="surrogateescape"), 16, key=self._names).decode()

    def open(self, name: str) -> BinaryIO:
        """The plain bytes. Raises FileNotFoundError, StoreError."""
        self.head(self.place(name))
        return chunks.reading(self.place(name), self._files, name)

    def about(self, name: str) -> About:
        """How it stands, as when it was sealed. Raises FileNotFoundError, StoreError."""
        head = self.head(self.place(name))
        return About(head.size, head.mtime_ns, head.file)

    def put(self, name: str, data: bytes) -> None:
        """Seals the bytes under a name. Raises StoreError."""
        with self.writing(name) as file:
            file.write(data)

    @contextmanager
    def writing(self, name: str) -> Iterator[io.RawIOBase]:
        """A file in the making; it takes the place of an earlier one when the block ends well. Raises StoreError."""
        head = Head(name, 0, time.time_ns(), secrets.randbits(48))
        with self.whole(self.place(name)) as out, chunks.writing(out, self._files, head) as file:
            yield file

    def seal(self, plain: BinaryIO, head: Head) -> None:
        """Seals a file's bytes as they stand, and has them there once they were read back. Raises StoreError."""
        whole = self.whole(self.place(head.name), lambda sealed: self._compare(plain, sealed, head))
        with whole as out, chunks.writing(out, self._files, head) as file:
            while block := plain.read(chunks.CHUNK):
                file.write(block)

    def remove(self, name: str) -> None:
        """Takes a file away, if it is there. Raises StoreError."""
        with plainly(self.folder):
            self.place(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """The name of every file, sorted. Raises StoreError."""
        there = [path for path in (self.folder / FOLDER).iterdir() if is_sealed_file(path)]
        self._known = {path.name: self._known.get(path.name) or self.head(path).name for path in there}
        return sorted(self._known.values())

    @contextmanager
    def whole(self, goal: Path, check: Callable[[Path], None] | None = None) -> Iterator[BinaryIO]:
        """A file of the disk that becomes `goal` when the block ends well and `check` finds nothing wrong with it."""
        part = self.folder / FOLDER / f"{secrets.token_hex(8)}{UNFINISHED}"
        try:
            with plainly(self.folder):
                with part.open("xb") as out:
                    yield out
                    out.flush()
                    os.fsync(out.fileno())
                if check:
                    check(part)
                os.replace(part, goal)
                sync_folder(goal.parent)
        finally:
            with suppress(OSError):
                part.unlink()

    def head(self, path: Path) -> Head:
        """What the sealed file at a path says of itself. Raises OSError, StoreError."""
        head = chunks.head_of(path, self._files)
        if self.place(head.name).name != path.name:
            raise StoreError(f"{path} stands in another file's place. Put back a copy of it; nothing was changed.")
        return head

    def _compare(self, plain: BinaryIO, sealed: Path, head: Head) -> None:
        """Reads a sealed file back. Raises StoreError where it is not what it was made of."""
        plain.seek(0)
        with chunks.reading(sealed, self._files, head.name) as read:
            if not same(plain, read):
                raise StoreError(
                    f"{head.name} changed while it was sealed, or was not written well. It is there as it was; run the "
                    "same command again."
                )


@contextmanager
def opened(folder: Path, key: bytes) -> Iterator[Vault]:
    """The folder, open in this process alone. What earlier runs did not finish is cleared away. Raises StoreError."""
    with plainly(folder):
        (folder / FOLDER).mkdir(exist_ok=True)
    lock = sqlite3.connect(folder / FOLDER / LOCK, timeout=0.5, isolation_level=None, check_same_thread=False)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as why:
            raise StoreError(f"{folder} is open in another attune. Close it there first.") from why
        for left in (folder / FOLDER).glob(f"*{UNFINISHED}"):
            left.unlink(missing_ok=True)
        yield Vault(folder, key)
    finally:
        lock.close()


def key_of(folder: Path, said: str) -> bytes:
    """The key of a sealed folder, by its passphrase or its recovery key. Raises StoreError where that is neither."""
    key, file = keys.read_back(said), _key_file(folder)
    if key is None and file is None:
        raise StoreError(
            f"The key file {folder / SEALED} and its copy are gone or damaged. Put one of them back, or give the "
            "recovery key. Nothing was changed."
        )
    if key is None:
        return keys.unlocked(file or b"", said, str(folder / SEALED))
    if not (keys.is_for(file, key, str(folder / SEALED)) if file else _opens(folder, key)):
        raise StoreError("This recovery key is of another case. Nothing was changed.")
    return key


def lock_with(folder: Path, key: bytes, passphrase: str, cost: keys.Cost) -> None:
    """Writes the key file, and its copy. Raises StoreError."""
    file = keys.locked(key, passphrase, cost)
    with plainly(folder):
        (folder / FOLDER).mkdir(exist_ok=True)
    for place in _key_files(folder):
        put(place, file)


def same(one: BinaryIO, other: BinaryIO) -> bool:
    """Whether two files hold the same bytes from where they stand on."""
    while True:
        some = one.read(chunks.CHUNK)
        if some != other.read(chunks.CHUNK):
            return False
        if not some:
            return True


@contextmanager
def plainly(folder: Path) -> Iterator[None]:
    """Turns what the system refuses into one plain line; that a file is not there is for the caller to say."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as why:
        if why.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreError(
                f"The disk is full. All of {folder} is there; make room, and run the same command again."
            ) from why
        told = f"{why.filename or folder}: {why.strerror or why}"
        raise StoreError(f"{told}. Nothing was lost; run the same command again.") from why


def _key_files(folder: Path) -> tuple[Path, Path]:
    return folder / SEALED, folder / FOLDER / SEALED


def _key_file(folder: Path) -> bytes | None:
    """The key file, or its copy where that is gone or damaged."""
    for path in _key_files(folder):
        with suppress(OSError, StoreError):
            file = path.read_bytes()
            keys.is_for(file, b"\0" * 32, str(path))
            return file
    return None


def _opens(folder: Path, key: bytes) -> bool:
    """Whether a key opens any of the sealed files."""
    vault = Vault(folder, key)
    for path in filter(is_sealed_file, (folder / FOLDER).iterdir()):
        with suppress(StoreError):
            vault.head(path)
            return True
    return False

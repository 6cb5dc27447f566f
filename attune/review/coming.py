"""Films on their way from the browser into a case, piece by piece.

Until it is whole, and forced to the disk, a film lies in a hidden folder of the case. That folder goes with whatever
stops it: a full disk, the guider, the end of attune.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from attune import store
from attune.errors import FilmError, FormatError, StoreError
from attune.media.container import NAMES

PIECE = 8 << 20
"""Bytes that the browser sends at once: a tenth of a second on a slow disk, and room for it in memory."""

FULL = (errno.ENOSPC, errno.EDQUOT)

NO_ROOM = "The disk is full, so the film was not added. It is where it was; make room and add it again."


@dataclass(frozen=True)
class Coming:
    """A film on its way: where it lies until it is whole, what it is called where it comes from, how many bytes it will
    have, and what takes it away again."""

    film: Path
    called: str
    size: int
    ends: ExitStack


class Arrivals:
    """Films on their way, by key."""

    def __init__(self) -> None:
        self._coming: dict[str, Coming] = {}

    def begin(self, folder: Path, name: str, size: int) -> str:
        """Makes room for a film of so many bytes that is called `name`; of that only the kind of file is used. Raises
        FilmError, and StoreError where it would not fit."""
        ending = Path(name).suffix.lower()
        if ending not in NAMES:
            raise FilmError(f"{name} is not called like a film. Expected one such as .mp4, .mov, .mts, .avi or .mkv.")
        if shutil.disk_usage(folder).free < size:
            raise StoreError(NO_ROOM)
        ends = ExitStack()
        film = ends.enter_context(store.aside(folder)) / f"film{ending}"
        film.touch()
        key = secrets.token_hex(8)
        self._coming[key] = Coming(film, name, size, ends)
        return key

    def take(self, key: str, at: int, piece: bytes) -> int:
        """Writes a piece to its place, and gives how many bytes are there. Raises FormatError, and StoreError where the
        disk is full: then nothing of the film is left."""
        coming = self._known(key)
        there = coming.film.stat().st_size
        if not 0 <= at <= there or at + len(piece) > coming.size:
            raise FormatError("A piece of the film does not fit. Add the film again.")
        try:
            _write(coming.film, at, piece)
        except OSError as why:
            self.drop(key)
            raise StoreError(NO_ROOM if why.errno in FULL else f"The film was not added: {why.strerror}.") from why
        return max(there, at + len(piece))

    def whole(self, key: str) -> Coming:
        """A film, all of it on the disk. Raises FormatError, and StoreError as `take`."""
        coming = self._known(key)
        self.take(key, coming.size, b"")
        return coming

    def drop(self, key: str) -> None:
        """Takes away what is there of a film, if anything is."""
        coming = self._coming.pop(key, None)
        if coming:
            coming.ends.close()

    def close(self) -> None:
        """Takes away what is there of every film."""
        for key in list(self._coming):
            self.drop(key)

    def _known(self, key: str) -> Coming:
        if key not in self._coming:
            raise FormatError("This film is not on its way any more. Add it again.")
        return self._coming[key]


def _write(film: Path, at: int, piece: bytes) -> None:
    """Writes a piece, and forces it to the disk: a full one is noticed now, and not at the end."""
    with film.open("rb+") as file:
        file.seek(at)
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())

"""One sealed file: a sealed head and sealed chunks, each bound to its file and its place, read from any place on.

    8 bytes   MAGIC
    24 bytes  chance: which file this is, another each time it is written
    4 bytes   length of the head that follows, sealed
    head      JSON, filled up with spaces: name, size, time of change, number
    chunks    CHUNK bytes each, sealed; the last one is as long as the size in the head says

A sealed piece is 24 bytes of nonce, the piece encrypted, and 16 bytes that no other key and no other place give
(XChaCha20-Poly1305). What it is bound to: MAGIC, the file's 24 bytes, and the chunk's number. So a chunk that was
changed, swapped, taken from an earlier state of the file or left out is noticed, and an end that was cut off too.
"""

from __future__ import annotations

import io
import json
import secrets
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from attune.errors import StoreError

MAGIC = b"attune\x00\x01"
"""What a sealed file begins with; the last byte is the format's version."""

CHUNK = 1 << 16
"""Bytes of a chunk: what a seek reads at least, 40 bytes dearer on the disk each."""

MORE = Aead.NONCE_SIZE + Aead.MACBYTES
"""Bytes by which a sealed piece is longer than a plain one."""

ID = 24
FIXED = len(MAGIC) + ID + 4
FILLED = 256
"""Heads are filled up to a multiple of so many bytes, so that their length does not tell that of a name."""

HEAD = (1 << 64) - 1
"""The number that a head is bound to: no chunk has it."""

LONGEST_HEAD = 1 << 20
"""Bytes of a head at most; one that claims more was damaged."""

REMEMBERED = 4
"""Chunks that a reader keeps at hand: pictures and sound of a film lie in different ones, and are read in turn."""

DAMAGED = (
    "{name} is damaged: its sealed bytes are not those that attune wrote. Put back a copy of it; nothing was changed."
)


@dataclass(frozen=True)
class Head:
    """What a sealed file says of itself."""

    name: str
    size: int
    mtime_ns: int
    file: int


class Pieces:
    """Seals the pieces of one file, and opens them."""

    def __init__(self, key: bytes, which: bytes) -> None:
        self._box, self._which = Aead(key), which

    def seal(self, plain: bytes | bytearray, number: int) -> bytes:
        """A piece, sealed for its place."""
        return bytes(self._box.encrypt(bytes(plain), self._bound(number)))

    def open(self, sealed: bytes, number: int) -> bytes:
        """A piece that was sealed for this place. Raises CryptoError for any other."""
        return self._box.decrypt(sealed, self._bound(number))

    def _bound(self, number: int) -> bytes:
        return MAGIC + self._which + number.to_bytes(8, "big")


class Writing(io.RawIOBase):
    """Seals what is written, in order; what stands in the first chunk may be written again, as the makers of films do.

    `finish` writes the first chunk and the head, without which the file is none.
    """

    def __init__(self, out: BinaryIO, key: bytes, head: Head) -> None:
        which = secrets.token_bytes(ID)
        self._out, self._head, self._pieces = out, head, Pieces(key, which)
        self._room = _filled(len(_json(Head(head.name, 1 << 62, 1 << 62, 1 << 62))))
        self._first, self._tail, self._number, self._at, self._size = bytearray(), bytearray(), 1, 0, 0
        out.write(MAGIC + which + (self._room + MORE).to_bytes(4, "big"))
        self._start = FIXED + self._room + MORE

    def writable(self) -> bool:
        """It can be written."""
        return True

    def seekable(self) -> bool:
        """Within the first chunk, and to the end."""
        return True

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._at

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Goes to a place."""
        self._at = place + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def write(self, data: Any) -> int:
        """Takes the bytes. Raises StoreError for a place that is sealed already."""
        left = memoryview(data).cast("B")
        while left:
            chunk, offset = self._chunk(self._at // CHUNK), self._at % CHUNK
            some = left[: CHUNK - offset]
            chunk.extend(bytes(max(0, offset - len(chunk))))
            chunk[offset : offset + len(some)] = some
            self._at += len(some)
            self._size = max(self._size, self._at)
            left = left[len(some) :]
        return memoryview(data).nbytes

    def finish(self) -> None:
        """Writes what is still open."""
        if self._tail:
            self._keep(self._number, self._tail)
        if self._first:
            self._keep(0, self._first)
        head = Head(self._head.name, self._size, self._head.mtime_ns, self._head.file)
        self._out.seek(FIXED)
        self._out.write(self._pieces.seal(_json(head).ljust(self._room), HEAD))

    def _chunk(self, number: int) -> bytearray:
        """The chunk of this number, which is the first, the last or a next one."""
        if number == 0:
            return self._first
        if number == self._number + 1 and len(self._tail) == CHUNK:
            self._keep(self._number, self._tail)
            self._number, self._tail = number, bytearray()
        if number != self._number or len(self._first) < CHUNK:
            raise StoreError("A sealed file is written in order. This is a fault in attune.")
        return self._tail

    def _keep(self, number: int, chunk: bytearray) -> None:
        self._out.seek(self._start + number * (CHUNK + MORE))
        self._out.write(self._pieces.seal(chunk, number))


class Reading(io.RawIOBase):
    """A sealed file's plain bytes, opened a chunk at a time and in memory alone.

    Raises StoreError where it is not what was sealed with this key, at opening or at the chunk that was damaged.
    """

    def __init__(self, sealed: BinaryIO, key: bytes, name: str = "A sealed file") -> None:
        self._sealed, self._name, self._at = sealed, name, 0
        self._pieces, self._start, self.head = _head(sealed, key, name)
        self._name = self.head.name
        self._near: OrderedDict[int, bytes] = OrderedDict()
        if sealed.seek(0, io.SEEK_END) != self._start + _long(self.head.size):
            raise StoreError(
                f"{self._name} was cut off, or something was added to it. Put back a copy of it; nothing was changed."
            )

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """From any place on."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Goes to a place; past the end nothing is read. Raises ValueError for one before the start."""
        place += {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.head.size}[whence]
        if place < 0:
            raise ValueError("a place before the start of a file")
        self._at = place
        return place

    def readinto(self, into: Any) -> int:
        """Fills `into` as far as the chunk at hand goes."""
        if self._at >= self.head.size:
            return 0
        number, offset = divmod(self._at, CHUNK)
        some = self._chunk(number)[offset : offset + len(into)]
        into[: len(some)] = some
        self._at += len(some)
        return len(some)

    def close(self) -> None:
        """Closes what it reads from, and lets the plain chunks go."""
        if not self.closed:
            self._near.clear()
            self._sealed.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if number not in self._near:
            self._sealed.seek(self._start + number * (CHUNK + MORE))
            try:
                self._near[number] = self._pieces.open(self._sealed.read(CHUNK + MORE), number)
            except (CryptoError, ValueError) as why:
                raise StoreError(DAMAGED.format(name=self._name)) from why
            if len(self._near) > REMEMBERED:
                self._near.popitem(last=False)
        self._near.move_to_end(number)
        return self._near[number]


def reading(path: Path, key: bytes, name: str = "A sealed file") -> BinaryIO:
    """The plain bytes of a sealed file; `raw.head` is what it says of itself. Raises OSError, StoreError."""
    sealed = path.open("rb")
    try:
        return io.BufferedReader(Reading(sealed, key, name), CHUNK)
    except BaseException:
        sealed.close()
        raise


def head_of(path: Path, key: bytes) -> Head:
    """What a sealed file says of itself. Raises OSError, StoreError."""
    with path.open("rb") as sealed:
        return _head(sealed, key, path.name)[2]


@contextmanager
def writing(out: BinaryIO, key: bytes, head: Head) -> Iterator[Writing]:
    """A sealed file in the making, whole when the block ends well; the size in `head` is of no matter."""
    made = Writing(out, key, head)
    yield made
    made.finish()


def _head(sealed: BinaryIO, key: bytes, name: str) -> tuple[Pieces, int, Head]:
    """What opens the chunks, where they start, and the head."""
    fixed = sealed.read(FIXED)
    long = int.from_bytes(fixed[-4:], "big")
    if len(fixed) < FIXED or not fixed.startswith(MAGIC) or long > LONGEST_HEAD:
        raise StoreError(DAMAGED.format(name=name))
    pieces = Pieces(key, fixed[len(MAGIC) : -4])
    try:
        return pieces, FIXED + long, Head(**json.loads(pieces.open(sealed.read(long), HEAD)))
    except (CryptoError, ValueError) as why:
        raise StoreError(DAMAGED.format(name=name)) from why


def _json(head: Head) -> bytes:
    return json.dumps(asdict(head)).encode()


def _filled(length: int) -> int:
    return -(-length // FILLED) * FILLED


def _long(size: int) -> int:
    """Bytes of all sealed chunks of so many plain bytes."""
    return size + -(-size // CHUNK) * MORE

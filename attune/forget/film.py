"""Taking away everything that attune keeps of a film, with a receipt of what went.

All of it lies in the film's own folder, so that folder goes and nothing else is touched: links in it are removed and
never followed, and a folder without attune's mark is refused. The mark goes last, then the film goes out of its case,
and then the film itself, so whoever repeats a run that was stopped finds what is left of the work.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from attune import record
from attune.case import keep
from attune.case.change import without_films
from attune.errors import FilmError, StoreError
from attune.forget.staying import Words, rankers, words
from attune.forget.traces import Trace, marks, traces
from attune.media.film import fingerprint, open_film
from attune.night import forget as nights
from attune.review import verdicts
from attune.store import FILM, FORMAT, MARK, SUFFIX, Store, beside, within
from attune.words import counted

Progress = Callable[[str, float, float], None]

ELSEWHERE = (
    "Not known to attune, and still there if you made any: files exported with -o, copies of the film, what another "
    "--store holds, and what backups or a synchronised folder hold."
)
"""What no receipt can promise."""

AGAIN = "End what uses it, and run the same command again: it goes on from here."
"""What to do where something could not be removed."""

TOLD = (".json", ".sqlite")
"""Ends of the files that name the film they are about."""


@dataclass(frozen=True)
class Piece:
    """One file of those kept: its name in the folder, and its size in bytes."""

    name: str
    bytes: int


@dataclass(frozen=True)
class Kept:
    """What is kept of a film, before it goes. `sha256` is the film's, None where it can no longer be known."""

    film: Path
    folder: Path
    sha256: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Receipt:
    """What went, and when (UTC).

    film_bytes  size of the film's file where that went too, else None
    left        other folders of the same place in which the film's sha256 still stands: of a copy of the film
    traces      files near it that hold its sha256 or show a picture of it all the same
    nights      folders of nights (attune-night) out of whose ledger and report its name went
    words       what was said of its cycle as a whole, and whether that went
    fit_again   rankers that may have learnt from what was decided on it
    """

    film: Path
    folder: Path
    sha256: str | None
    at: str
    removed: tuple[Piece, ...]
    film_bytes: int | None
    left: tuple[Path, ...]
    nights: tuple[Path, ...]
    traces: tuple[Trace, ...] = ()
    words: tuple[Words, ...] = ()
    fit_again: tuple[Path, ...] = ()

    @property
    def bytes(self) -> int:
        """Size of all that went."""
        return sum(piece.bytes for piece in self.removed) + (self.film_bytes or 0)


def find(film: Path, place: Path | None = None, progress: Progress | None = None) -> Kept:
    """What is kept of a film, or in a kept folder that is named itself; the film may be gone.

    Raises FilmError where there is neither film nor folder, StoreError for a folder that is not attune's, or a link.
    """
    named = film.name.endswith(SUFFIX) and film.is_dir()
    sha256 = fingerprint(film, progress) if place and film.is_file() else None
    folder = film if named else within(place, sha256) if place and sha256 else beside(film)
    if place and not sha256 and not named:
        raise FilmError(_which(film, place))
    if not os.path.lexists(folder) and not os.path.lexists(film):
        raise FilmError(f"There is no film {film}, and nothing of it is kept beside it. Check the name.")
    _check(folder)
    return Kept(film, folder, sha256 or _sha256_in(folder), tuple(_pieces(folder)))


def forgotten(kept: Kept, film_too: bool = False, search: bool = True, progress: Progress | None = None) -> Receipt:
    """Removes what was found, the film's name from nights, and the film itself where that is asked for; then looks
    whether anything is left.

    A film that goes goes out of its case, too, and with `search` what lies near is looked through for its pictures.

    Raises FilmError, before anything is removed, where the film to be removed is no film; StoreError where a night
    watches it now, or something could not be removed: the same call goes on from there.
    """
    film_too = film_too and kept.film != kept.folder and os.path.lexists(kept.film)
    film_bytes = _film_bytes(kept.film) if film_too else None
    _check(kept.folder)
    near = _near(kept) if film_too and search else []
    looked_for = marks([kept.film], [kept.sha256] if kept.sha256 else [], [], near, progress)
    number, case = record.known_id(Store(kept.folder, "")), keep.folder_of(kept.film)
    unnamed = nights.forget(kept.film, kept.folder)
    with _told():
        _empty(kept.folder)
    if os.path.lexists(kept.folder):
        raise StoreError(f"{kept.folder} is being written to. {AGAIN}")
    said = _out_of_case(case, kept.film, film_too) if case else ()
    if film_too:
        with _told():
            kept.film.unlink(missing_ok=True)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    found = tuple(traces(near, looked_for))
    gone = Receipt(
        kept.film, kept.folder, kept.sha256, at, kept.pieces, film_bytes, tuple(_left(kept)), unnamed, found, said,
        _fit_again(kept, case),
    )  # fmt: skip
    count = counted(len(gone.removed) + film_too, "file")
    record.note("erased", number, keep.key_of(kept.film), f"{count}, {gone.bytes} bytes")
    return gone


def to_json(receipt: Receipt) -> str:
    """The receipt as a document (docs/formats.md)."""
    document = {
        "format": 1,
        "film": {"name": receipt.film.name, "sha256": receipt.sha256, "removed": receipt.film_bytes is not None},
        "at": receipt.at,
        "folder": str(receipt.folder),
        "removed": [asdict(piece) for piece in receipt.removed],
        "bytes": receipt.bytes,
        "left": [str(path) for path in receipt.left],
        "traces": [{"path": str(trace.path), "what": trace.what} for trace in receipt.traces],
        "nights": [str(path) for path in receipt.nights],
        "words": [asdict(said) for said in receipt.words],
        "fit_again": [str(path) for path in receipt.fit_again],
        "not_known": ELSEWHERE,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _out_of_case(case: Path, film: Path, film_too: bool) -> tuple[Words, ...]:
    """Takes a film that went out of its case; gives what was said of its cycle."""
    before, way = keep.read(case), film.absolute().relative_to(case.absolute()).as_posix()
    after = keep.changed(case, lambda now: without_films(now, {way})) if film_too else before
    return words(before, after, [way.removesuffix(SUFFIX)])


def _fit_again(kept: Kept, case: Path | None) -> tuple[Path, ...]:
    """Rankers near that may have learnt from the film; none where nobody decided on it, or coded it."""
    judged = any(piece.name == verdicts.KEPT or piece.name.startswith("codes/") for piece in kept.pieces)
    return rankers(case.absolute().parent if case else kept.folder.parent) if judged else ()


def _near(kept: Kept) -> list[Path]:
    """Where a film's pictures could lie: its case, or what attune keeps beside it."""
    case = keep.folder_of(kept.film)
    return [case] if case else [path for path in sorted(kept.folder.parent.glob("*" + SUFFIX)) if path.is_dir()]


def _check(folder: Path) -> None:
    """Refuses what is not a kept folder; an empty one is what a stopped run leaves last."""
    if folder.is_symlink():
        raise StoreError(f"{folder} is a link. Name the folder that it leads to, or remove the link yourself.")
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise StoreError(f"{folder} is not a folder, so attune did not make it. It was left as it is.")
    if any(folder.iterdir()) and Store(folder, "").read_json(MARK).get("format") != FORMAT:
        raise StoreError(f"{folder} was not made by this attune (format {FORMAT}). It was left as it is.")


def _pieces(folder: Path) -> Iterator[Piece]:
    """Every file of a folder by name, sorted; unfinished ones and links are some too."""
    found = []
    for here, folders, files in os.walk(folder):
        links = [name for name in folders if Path(here, name).is_symlink()]
        found += [Path(here, name) for name in (*files, *links)]
    for path in sorted(found):
        yield Piece(path.relative_to(folder).as_posix(), path.lstat().st_size)


def _sha256_in(folder: Path) -> str | None:
    """Which film a folder says that it is for."""
    try:
        sha256 = Store(folder, "").read_json(FILM).get("sha256")
    except StoreError:
        return None
    return sha256 if isinstance(sha256, str) else None


def _film_bytes(film: Path) -> int:
    """The size of the film that is to go. Raises FilmError where it is a link, or no film."""
    if film.is_symlink():
        raise FilmError(f"{film} is a link. Name the film that it leads to.")
    open_film(film)
    return film.stat().st_size


@contextmanager
def _told() -> Iterator[None]:
    """Says of what could not be removed how to go on. Raises StoreError."""
    try:
        yield
    except OSError as why:
        raise StoreError(f"{why.filename} was not removed: {why.strerror}. {AGAIN}") from why


def _empty(folder: Path) -> None:
    """Removes a kept folder: everything else, then which film it was, then attune's mark, then the folder."""
    if not folder.exists():
        return
    last = (FILM, MARK)
    for path in sorted(folder.iterdir(), key=lambda p: last.index(p.name) if p.name in last else -1):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    folder.rmdir()


def _left(kept: Kept) -> Iterator[Path]:
    """Kept folders of the same place that still name the film's sha256."""
    if not kept.sha256:
        return
    for folder in sorted(kept.folder.parent.glob("*" + SUFFIX)):
        told = [path for path in folder.iterdir() if path.suffix in TOLD] if folder.is_dir() else []
        if any(kept.sha256.encode() in path.read_bytes() for path in told if path.is_file()):
            yield folder


def _which(film: Path, place: Path) -> str:
    """What to say of a film that is gone: folders are called after its bytes, so it takes a look into them."""
    named = [folder for folder in sorted(place.glob("*" + SUFFIX)) if _name_in(folder) == film.name]
    if not named:
        return f"There is no film {film}, and nothing in {place} is of a film of this name. Check both."
    listed = ", ".join(f'attune forget "{folder}"' for folder in named)
    return f"{film} is gone. Of a film of this name there is something in {place}; to forget it: {listed}."


def _name_in(folder: Path) -> str | None:
    """What the film was called when its moments were written."""
    try:
        film = Store(folder, "").read_json("moments.json").get("film")
    except StoreError:
        return None
    return film.get("name") if isinstance(film, dict) else None

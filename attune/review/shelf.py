"""The films of the page: which there are, those that are opened, and work on them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from attune import anew, cast, files, pipeline
from attune.case import consent, films, keep, use
from attune.case.use import noted
from attune.case.values import MEETING, Case
from attune.case.veil import unnamed, veiled
from attune.dyad import Role
from attune.errors import FilmError, StoreError
from attune.exports.kinds import Wish
from attune.media import film
from attune.pipeline import Suggested
from attune.principles import Goal
from attune.review import handing, meetings, moved, playing
from attune.review.jobs import Job, Jobs, Made, Progress
from attune.review.verdicts import KEPT, Verdicts
from attune.store import FILM, Store, beside, carry, kept_in
from attune.worktime import Clockwork, Working


def films_in(path: Path) -> list[Path]:
    """The film, those of a case in its order, or those of a folder by name; one that is gone and of which something is
    kept there is one too. A case or a folder may still be without. Raises FilmError where nothing is there."""
    if files.exists(path) or moved.is_missing(path):
        return [path]
    if not path.exists():
        raise FilmError(f"There is no file and no folder {path}. Check the name.")
    if not keep.is_case(path):
        return _lying_in(path)
    return films.paths(path, keep.read(path))


def _lying_in(folder: Path) -> list[Path]:
    gone = moved.missing_in(folder)
    try:
        return sorted([*film.films_in(folder), *gone])
    except FilmError:
        return gone


def key_of(path: Path) -> str:
    """What the page calls a film, or the folder of a case."""
    return hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:12]


class Shelf:
    """Films by key. A key says nothing of the film's name.

    place  folder to keep things in, instead of beside each film
    who    who decides
    look_first  whether proposals are shown when they are asked for, and not at once
    names  whether what is handed out of a case calls people by their names, and not by their pseudonyms
    case   the folder of the case that the page is on, None where it is on something else
    home   the folder that the page is on, in which cases may lie, None likewise
    """

    def __init__(
        self, paths: Sequence[Path], place: Path | None, who: str, processes: int | None = None,
        look_first: bool = False, names: bool = False, case: Path | None = None, home: Path | None = None,
    ) -> None:  # fmt: skip
        self.case, self.home, self.names = case, home, names
        self.paths = {key_of(path): path for path in paths}
        self.jobs, self.look_first = Jobs(), look_first
        self._place, self._who, self._processes = place, who, processes
        self._done: dict[str, Suggested] = {}
        self._ready: dict[str, Path] = {}
        self._lock = threading.Lock()
        self._work = Clockwork(who)

    def cases(self) -> dict[str, Path]:
        """The case that the page is on, or those that lie in its folder now, by key."""
        found: Iterable[Path] = [self.case] if self.case else keep.cases_in(self.home) if self.home else []
        return {key_of(folder): folder for folder in found}

    def case_now(self, folder: Path) -> Case:
        """A case as it is on the disk; its films are among ours from then on. Raises StoreError."""
        case = keep.read(folder)
        with self._lock:
            self.paths = self.paths | {key_of(path): path for path in films.paths(folder, case)}
        return case

    def knows(self, key: str) -> bool:
        """Whether there is a film of this key: among ours, or in a case that this page has not read yet."""
        if key not in self.paths:
            for folder in self.cases().values():
                with suppress(StoreError):
                    self.case_now(folder)
        return key in self.paths

    def lose(self, path: Path) -> None:
        """A film is ours no more: it went into a case."""
        with self._lock:
            self.paths = {key: other for key, other in self.paths.items() if other.absolute() != path.absolute()}

    def shut(self, folder: Path, case: Case) -> None:
        """Closes the films of a case that may be looked at no more."""
        shut = [folder / film.path for film in case.films if not consent.allowed(case, film, "review", date.today())]
        with self._lock:
            self._done = {key: done for key, done in self._done.items() if done.film.path not in shut}

    def put(self, done: Suggested) -> None:
        """Takes in a film of which all is known already."""
        with self._lock:
            self._done.update({key: done for key, path in self.paths.items() if path == done.film.path})

    def done(self, key: str) -> Suggested | None:
        """All that is known of a film; None while it was not opened."""
        with self._lock:
            return self._done.get(key)

    def is_open(self, key: str) -> bool:
        """Whether a film is open, and says of its people what is kept of them now. Raises StoreError."""
        done = self.done(key)
        return done is not None and done.people == cast.read(done.store)

    def beat(self, key: str) -> None:
        """Somebody is at work on a film, if there is one of this key that is open."""
        done = self.done(key)
        if done is not None:
            self._work.beat(done.store, done.knobs[Working].pause)

    def watched(self) -> set[str]:
        """The films that were watched at some time: opening them takes no long while."""
        paths = dict(self.paths)
        if self._place is None:
            folders = {key: beside(path) for key, path in paths.items()}
        else:
            stores = kept_in(self._place, paths.values())
            folders = {key: stores[path].folder for key, path in paths.items() if path in stores}
        return {key for key, folder in folders.items() if files.exists(folder / "moments.json")}

    def find(self, key: str, where: str) -> Job:
        """Looks for a film that is gone at a path or in a folder, and takes along what is kept of it."""

        def work(progress: Progress) -> Made:
            before = self.paths[key]
            if not files.exists(before):
                match = moved.found(before, self._store(key), where, progress)
                if self._place is None:
                    carry(beside(before), beside(match))
                self._move(key, match)
            return Made()

        return self.jobs.start(f"find {key} {where}", work)

    def _store(self, key: str) -> Store:
        """What is kept of a film that is gone. Raises FilmError."""
        done, folder = self.done(key), beside(self.paths[key])
        if done is not None:
            return done.store
        sha256 = Store(folder, "").read_json(FILM).get("sha256") if self._place is None else None
        if not isinstance(sha256, str):
            raise FilmError(f"Nothing is known of {self.paths[key].name} by which it could be found.")
        return Store(folder, sha256)

    def _move(self, key: str, path: Path) -> None:
        """A film is somewhere else now. Where it has a key of its own already, that one stays."""
        with self._lock:
            rest = {other: place for other, place in self.paths.items() if other != key}
            self.paths = rest if path in rest.values() else self.paths | {key: path}
            self._done.pop(key, None)
            self._ready.pop(key, None)

    def open(self, key: str) -> Job:
        """Watches a film, as far as that was not done."""

        def work(progress: Progress) -> Made:
            if not self.is_open(key):
                consent.require(self.paths[key], "review")
                done = self._opened(self.paths[key], progress)
                noted("opened", done.film.path, done.store)
                self.put(done)
            return Made()

        return self.jobs.start(f"open {key}", work)

    def _opened(self, path: Path, progress: Progress) -> Suggested:
        """A film watched, or that of a review meeting as it is: in that nobody looks for an adult and a child."""
        if keep.kind_of(path) == MEETING:
            return anew.unwatched(path, self._place)
        return pipeline.suggested(path, place=self._place, processes=self._processes, progress=progress)

    def recast(self, done: Suggested, keys: Mapping[Role, str], names: Mapping[Role, str]) -> Job:
        """Keeps who is who, and what the two are called; then moments are proposed anew."""

        def work(progress: Progress) -> Made:
            use.scorable(done.film.path)
            self.put(anew.recast(done, keys, names, self._place))
            return Made()

        return self.jobs.start(f"recast {done.store.film}", work)

    def aim(self, done: Suggested, goal: Goal) -> Suggested:
        """The same film ranked for another goal. Raises StoreError, FilmError for that of a review meeting."""
        use.scorable(done.film.path)
        aimed = anew.aimed(done, goal)
        self.put(aimed)
        return aimed

    def verdicts(self, done: Suggested) -> Verdicts:
        """Where verdicts on a film are kept."""
        return Verdicts(done.store.path(KEPT), done.store.film, self._who)

    def playable(self, key: str, done: Suggested) -> Path | None:
        """The file that a browser plays; None where a copy has to be made first. Raises FilmError."""
        found = self._ready.get(key) or playing.ready(done.film, done.store)
        if found is not None:
            self._ready[key] = found
        return found

    def prepare(self, key: str, done: Suggested) -> Job:
        """Makes the copy that a browser plays."""

        def work(progress: Progress) -> Made:
            def tell(seconds: float, total: float) -> None:
                progress("copy", seconds, total)

            if self.playable(key, done) is None:
                playing.make_ready(done.film, done.store, tell)
            return Made()

        return self.jobs.start(f"copy {key}", work)

    def hand_out(self, key: str, done: Suggested, wish: Wish) -> Job:
        """Writes the moments that are kept, as they are then."""

        def work(progress: Progress) -> Made:
            consent.require(self.paths[key], "review")
            state = meetings.told(done.film.path, self.verdicts(done).state())
            called = done if self.names else veiled(done)
            state = state if self.names else replace(state, pieces=unnamed(done, state.pieces))
            final = handing.final(called, state)
            noted("exported", done.film.path, done.store, wish.kind)
            self._work.handed(done.store)
            return Made(*handing.handed(final, state, wish, progress))

        return self.jobs.start(f"{wish} {key}", work)

"""The whole story on one screen: a film is watched, heard and scored, moments are suggested, and all of it is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from attune import cast, heard, hide, listen, models, parts, score, suggest, watch, worked
from attune.dyad import Dyad
from attune.exchange import moments as moments_file
from attune.knobs import Knobs
from attune.labels import Labels, whole
from attune.listen import speakers
from attune.listen.hearing import Hearing
from attune.media.film import Film, fingerprint, open_film
from attune.media.finish import Showing
from attune.moment import Moment, Scores
from attune.ranker import Ranker
from attune.settings import Settings, apply, over, read, settle
from attune.store import Store, facts_of, note_film, store_for
from attune.watch.looks import Looks, join
from attune.watch.people import Who, assemble
from attune.worked import Worked
from attune.workers import cores
from attune.worktime import Working

Progress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Asked:
    """A film, and by which choices and numbers something is said of it."""

    film: Film
    store: Store
    settings: Settings
    knobs: Knobs
    people: cast.Cast

    @property
    def labels(self) -> Labels:
        """What each principle is called where people read it."""
        return whole(self.settings.labels)


@dataclass(frozen=True)
class Watch(Asked):
    """With all that was seen and heard in it: what scoring starts from, as often as a knob is turned."""

    looks: tuple[Looks, ...]
    hearing: Hearing


@dataclass(frozen=True)
class Suggested(Asked):
    """What attune has to say of a film.

    coverage  share of the film's seconds in which each was seen: {"adult": 0..1, "child": 0..1}
    notes     plain sentences on what is wrong with the file and what could not be seen
    """

    dyad: Dyad
    scores: Scores
    moments: tuple[Moment, ...]
    coverage: Mapping[str, float]
    notes: tuple[str, ...]


def all_knobs() -> Knobs:
    """Every number of attune, at its default."""
    return Knobs.of(
        *watch.GROUPS, *listen.GROUPS, *score.GROUPS, *score.MEASURES, *suggest.GROUPS, Showing, *hide.GROUPS, Working
    )


def suggested(
    path: Path,
    *,
    place: Path | None = None,
    given: Settings | None = None,
    afresh: bool = False,
    processes: int | None = None,
    progress: Progress | None = None,
) -> Suggested:
    """The moments of a film. What was kept of earlier runs is used, and what is new is kept as soon as it is there.

    place      folder to keep things in, instead of beside the film
    given      choices that replace the kept ones; `afresh` forgets those first
    processes  how many watch at once; the result is the same for any number

    Raises FilmError, ModelError, KnobError, StoreError, and AttuneError where a process dies. A script that calls this
    needs `if __name__ == "__main__":` around its start, because new processes import it.
    """
    film, store = opened(path, place, progress)
    settings, knobs = settle(store, given or Settings(), afresh, all_knobs())
    asked = Asked(film, store, settings, knobs, cast.read(store))
    done = recalled(asked)
    if done:
        store.write("moments.json", document(done).encode())
        return done
    looks = tuple(parts.seen(film, store, knobs, processes or cores(), progress))
    hearing = heard.heard(film, store, knobs, progress)
    return finished(scored(Watch(**vars(asked), looks=looks, hearing=hearing)))


def kept(path: Path, place: Path | None = None, given: Settings | None = None) -> Watch | None:
    """What is kept of a film that was watched by its kept choices and those given; None where something is missing.

    Nothing is watched, and nothing is written for a film of which nothing is kept. Raises FilmError, KnobError,
    StoreError.
    """
    asked = asked_before(path, place, given)
    return perceived(asked) if asked else None


def perceived(asked: Asked) -> Watch | None:
    """What was seen and heard in a film, as it is kept; None where something is missing. Raises StoreError."""
    film, store, knobs = asked.film, asked.store, asked.knobs
    looks, hearing = parts.kept(film, store, knobs), heard.kept(film, store, knobs)
    if looks is None or hearing is None:
        return None
    return Watch(**vars(asked), looks=tuple(looks), hearing=hearing)


def asked_before(path: Path, place: Path | None = None, given: Settings | None = None) -> Asked | None:
    """A film of which looks are kept, by its kept choices and those given, which are not kept; None where none are.

    Raises FilmError, KnobError, StoreError.
    """
    if not store_for(path, place, fingerprint).names("looks/"):
        return None
    film, store = opened(path, place)
    settings = over(read(store), given or Settings())
    return Asked(film, store, settings, apply(settings, all_knobs()), cast.read(store))


def opened(path: Path, place: Path | None = None, progress: Progress | None = None) -> tuple[Film, Store]:
    """The film and what is kept of it. Raises FilmError, StoreError."""
    store = store_for(path, place, partial(fingerprint, progress=progress))
    facts = facts_of(store, path)
    if facts.pop("seeing", None) == parts.SEEING and {"path", *facts} == {
        field.name for field in dataclasses.fields(Film)
    }:
        return Film(path, **facts | {"notes": tuple(facts["notes"])}), store
    film = open_film(path)
    facts = {name: value for name, value in dataclasses.asdict(film).items() if name != "path"}
    note_film(store, path, {"seeing": parts.SEEING, **facts})
    return film, store


def scored(watch: Watch) -> Suggested:
    """What is said of a film that was watched. Nothing is kept, and no film needed."""
    return proposed(watch, told_apart(watch))


def told_apart(watch: Watch) -> Dyad:
    """The dyad, with the roles and the names that the guider gave, and whose each voice is."""
    film, people, knobs = watch.film, watch.people, watch.knobs
    dyad = assemble(watch.looks, film.aspect, film.seconds, Who(), knobs)
    who = cast.who(people, dyad)
    if who != Who():
        dyad = assemble(watch.looks, film.aspect, film.seconds, who, knobs)
    return cast.named(people, speakers.given(dyad, watch.hearing, knobs))


def proposed(asked: Asked, dyad: Dyad) -> Suggested:
    """A dyad scored, and its moments suggested. Nothing is kept."""
    knobs, goal = asked.knobs, asked.settings.goal
    scores = score.score(dyad, knobs, goal)
    likes = Ranker(asked.settings.ranker).likes if asked.settings.ranker else None
    found = suggest.find(dyad, scores, knobs, goal)
    moments = suggest.moments(found, dyad, scores, knobs, likes)
    notes = asked.film.notes + suggest.notes(found, dyad)
    result = Worked(dyad, scores, moments, suggest.coverage(dyad), notes)
    return _with(asked, result)


def recalled(asked: Asked) -> Suggested | None:
    """What was worked out before by the same choices and numbers; None where nothing was."""
    before = worked.recall(asked.store, _key(asked))
    return _with(asked, before) if before else None


def finished(done: Suggested) -> Suggested:
    """Keeps what was worked out, and the moments. Raises StoreError."""
    result = Worked(done.dyad, done.scores, done.moments, done.coverage, done.notes)
    worked.keep(done.store, _key(done), result)
    done.store.write("moments.json", document(done).encode())
    return done


def _with(asked: Asked, result: Worked) -> Suggested:
    base = {field.name: getattr(asked, field.name) for field in dataclasses.fields(Asked)}
    return Suggested(**base, **vars(result))


def _key(asked: Asked) -> str:
    watched = parts.key_of(asked.store, asked.knobs), heard.key_of(asked.store, asked.knobs)
    chosen = asked.settings.goal, asked.people, sorted(asked.settings.ranker.items())
    return worked.key_of(*watched, asked.knobs.digest(), *chosen)


def looks_of(done: Suggested) -> Looks:
    """All looks of a film that was watched, as they are kept. Raises as `suggested` where they are gone."""
    return join(parts.seen(done.film, done.store, done.knobs, cores()))


def document(done: Suggested) -> str:
    """The moments as JSON, as contracts say."""
    return moments_file.to_json(*origin(done), done.coverage, done.settings.goal, done.moments)


def origin(done: Suggested) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Which film a document is about, and what made it."""
    film = {"name": done.film.path.name, "seconds": round(done.film.seconds, 3), "sha256": done.store.film}
    weights = {one.file: one.sha256[:12] for one in models.manifest()}
    made_by = {"version": release(), "models": weights, "knobs": done.knobs.digest(), "changed": done.knobs.changed()}
    return film, made_by | ({"ranker": Ranker(done.settings.ranker).digest()} if done.settings.ranker else {})


def release() -> str:
    """The version of attune, "unknown" where it was not installed."""
    try:
        return version("attune")
    except PackageNotFoundError:
        return "unknown"

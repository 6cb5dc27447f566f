"""The whole story on one screen: a film is watched, heard and scored, moments are suggested, and all of it is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from math import ceil
from pathlib import Path
from typing import Any

from attune import cast, heard, hide, listen, models, parts, score, suggest, watch, worked
from attune.dyad import Dyad, Person, Role, unheard, unseen
from attune.exchange import moments as moments_file
from attune.knobs import Knobs
from attune.labels import Labels, whole
from attune.listen import speakers
from attune.listen.hearing import Hearing
from attune.media.film import Film, fingerprint, open_film
from attune.media.finish import Showing
from attune.moment import Moment, Scores
from attune.principles import Goal
from attune.ranker import Ranker
from attune.settings import Settings, apply, keep, over, read, settle
from attune.store import Store, facts_of, note_film, store_for
from attune.timeline import Clock
from attune.watch.looks import Looks, Watching, join
from attune.watch.people import HEAD_HEIGHT, Who, assemble
from attune.worked import Worked
from attune.workers import cores
from attune.worktime import Working

Progress = Callable[[str, float, float], None]

ROLES: tuple[Role, Role] = ("adult", "child")

NOTHING = "attune looks for nothing in this film. Mark the moments that you look for yourself."
"""What is said of a film that is not watched."""


@dataclass(frozen=True)
class Watch:
    """What is kept of a film that was watched: all that scoring starts from, as often as a knob is turned."""

    film: Film
    store: Store
    settings: Settings
    looks: tuple[Looks, ...]
    hearing: Hearing
    people: cast.Cast


@dataclass(frozen=True)
class Suggested:
    """What attune has to say of a film.

    coverage  share of the film's seconds in which each was seen: {"adult": 0..1, "child": 0..1}
    notes     plain sentences on what is wrong with the file and what could not be seen
    """

    film: Film
    store: Store
    settings: Settings
    knobs: Knobs
    people: cast.Cast
    dyad: Dyad
    scores: Scores
    moments: tuple[Moment, ...]
    coverage: Mapping[str, float]
    notes: tuple[str, ...]

    @property
    def labels(self) -> Labels:
        """What each principle is called where people read it."""
        return whole(self.settings.labels)


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
    people = cast.read(store)
    done = _recalled(film, store, settings, knobs, people)
    if done is None:
        looks = tuple(parts.seen(film, store, knobs, processes or cores(), progress))
        hearing = heard.heard(film, store, knobs, progress)
        done = scored(Watch(film, store, settings, looks, hearing, people), knobs)
        result = Worked(done.dyad, done.scores, done.moments, done.coverage, done.notes)
        worked.keep(store, _key(store, settings, knobs, people), result)
    store.write("moments.json", document(done).encode())
    return done


def again(path: Path, place: Path | None = None, given: Settings | None = None) -> Suggested | None:
    """What is said of a film that was watched: as it was worked out before, or scored now; None where `kept` is None.

    Nothing is watched, and nothing is kept. Raises FilmError, KnobError, StoreError.
    """
    watch = kept(path, place, given)
    if watch is None:
        return None
    knobs = apply(watch.settings, all_knobs())
    return _recalled(watch.film, watch.store, watch.settings, knobs, watch.people) or scored(watch, knobs)


def turned(done: Suggested, knobs: Knobs, goal: Goal | None = None) -> Suggested:
    """The same film by other numbers of scoring and suggesting, and for another goal; the people in it are followed as
    they were. Nothing is kept."""
    settings = done.settings if goal is None else dataclasses.replace(done.settings, goal=goal)
    return _proposed(done.film, done.store, settings, knobs, done.people, done.dyad)


def _recalled(film: Film, store: Store, settings: Settings, knobs: Knobs, people: cast.Cast) -> Suggested | None:
    """What was worked out before by the same numbers; None where nothing was."""
    before = worked.recall(store, _key(store, settings, knobs, people))
    return Suggested(film, store, settings, knobs, people, **vars(before)) if before else None


def _key(store: Store, settings: Settings, knobs: Knobs, people: cast.Cast) -> str:
    perceived = parts.key_of(store, knobs), heard.key_of(store, knobs)
    return worked.key_of(*perceived, knobs.digest(), settings.goal, people, sorted(settings.ranker.items()))


def scored(watch: Watch, knobs: Knobs) -> Suggested:
    """What is said of a film that was watched, by these numbers. Nothing is kept, and no film needed."""
    film, people, settings = watch.film, watch.people, watch.settings
    dyad = told_apart(watch.looks, watch.hearing, film, people, knobs)
    return _proposed(film, watch.store, settings, knobs, people, dyad)


def unwatched(path: Path, place: Path | None = None) -> Suggested:
    """A film that people look through by themselves: nobody is looked for in it, and nothing is proposed or kept.

    Raises FilmError, KnobError, StoreError.
    """
    film, store = opened(path, place)
    settings, people = read(store), cast.read(store)
    knobs = apply(settings, all_knobs())
    rate = knobs[Watching].rate
    clock = Clock(rate, ceil(film.seconds * rate))
    adult, child = (unseen(Person("", role, 0.0, HEAD_HEIGHT[role]), clock) for role in ROLES)
    sound = unheard(clock)
    dyad = Dyad(clock, film.aspect, film.seconds, adult, child, voice=sound, other_voice=sound)
    done = _proposed(film, store, settings, knobs, people, cast.named(people, dyad))
    return dataclasses.replace(done, notes=(*film.notes, NOTHING))


def kept(path: Path, place: Path | None = None, given: Settings | None = None) -> Watch | None:
    """What is kept of a film that was watched by its kept choices and those given; None where something is missing.

    Nothing is watched, the given choices are not kept, and nothing is written for a film of which nothing is kept.
    Raises FilmError, KnobError, StoreError.
    """
    if not store_for(path, place, fingerprint).names("looks/"):
        return None
    film, store = opened(path, place)
    choices = over(read(store), given or Settings())
    knobs = apply(choices, all_knobs())
    looks, hearing = parts.kept(film, store, knobs), heard.kept(film, store, knobs)
    if looks is None or hearing is None:
        return None
    return Watch(film, store, choices, tuple(looks), hearing, cast.read(store))


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


def looks_of(done: Suggested) -> Looks:
    """All looks of a film that was watched, as they are kept. Raises as `suggested` where they are gone."""
    return join(parts.seen(done.film, done.store, done.knobs, cores()))


def told_apart(looks: Sequence[Looks], hearing: Hearing, film: Film, people: cast.Cast, knobs: Knobs) -> Dyad:
    """The dyad, with the roles and the names that the guider gave, and whose each voice is."""
    dyad = assemble(looks, film.aspect, film.seconds, Who(), knobs)
    who = cast.who(people, dyad)
    if who != Who():
        dyad = assemble(looks, film.aspect, film.seconds, who, knobs)
    return cast.named(people, speakers.given(dyad, hearing, knobs))


def recast(
    done: Suggested, keys: Mapping[Role, str], names: Mapping[Role, str], place: Path | None, afresh: bool = False
) -> Suggested:
    """The same film once the guider has said who is who: kept, and not watched again. Raises StoreError."""
    cast.keep(done.store, cast.say({} if afresh else done.people, done.dyad, keys, names))
    return suggested(done.film.path, place=place)


def renamed(done: Suggested, adult: str, child: str) -> Suggested:
    """The same film with its two people called otherwise in every sentence, "" for no name; nothing of it is kept."""
    roles: dict[Role, str] = {"adult": adult, "child": child}
    people = {role: dataclasses.replace(done.people.get(role, cast.Said()), name=name) for role, name in roles.items()}
    return _proposed(done.film, done.store, done.settings, done.knobs, people, cast.named(people, done.dyad))


def aimed(done: Suggested, goal: Goal) -> Suggested:
    """The same film with another goal, () for none: kept with its other choices, and moments ranked anew; nothing is
    watched or read again. Raises StoreError."""
    settings = dataclasses.replace(done.settings, goal=goal)
    keep(done.store, settings)
    now = _proposed(done.film, done.store, settings, done.knobs, done.people, done.dyad)
    now.store.write("moments.json", document(now).encode())
    return now


def _proposed(film: Film, store: Store, settings: Settings, knobs: Knobs, people: cast.Cast, dyad: Dyad) -> Suggested:
    """A dyad scored, and its moments suggested. Nothing is kept."""
    scores = score.score(dyad, knobs, settings.goal)
    likes = Ranker(settings.ranker).likes if settings.ranker else None
    found = suggest.find(dyad, scores, knobs, settings.goal)
    moments = suggest.moments(found, dyad, scores, knobs, likes)
    notes = film.notes + suggest.notes(found, dyad)
    return Suggested(film, store, settings, knobs, people, dyad, scores, moments, suggest.coverage(dyad), notes)


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

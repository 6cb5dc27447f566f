"""A film said anew: by other numbers, for another goal, with other people in it. Nothing is watched again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from pathlib import Path

from attune import cast, pipeline
from attune.dyad import Dyad, Person, Role, unheard, unseen
from attune.knobs import Knobs
from attune.pipeline import Asked, Suggested, Watch
from attune.principles import Goal
from attune.settings import Settings, apply, keep, read
from attune.timeline import Clock
from attune.watch.looks import Watching
from attune.watch.people import HEAD_HEIGHT

ROLES: tuple[Role, Role] = ("adult", "child")

NOTHING = "attune looks for nothing in this film. Mark the moments that you look for yourself."
"""What is said of a film that is not watched."""


def again(path: Path, place: Path | None = None, given: Settings | None = None) -> Suggested | None:
    """What is said of a film that was watched: as it was worked out before, or scored now; None where it was not
    watched, or not all of it.

    Nothing is kept. Raises FilmError, KnobError, StoreError.
    """
    asked = pipeline.asked_before(path, place, given)
    if asked is None:
        return None
    done = pipeline.recalled(asked)
    if done:
        return done
    watch = pipeline.perceived(asked)
    return pipeline.scored(watch) if watch else None


def said(watch: Watch) -> Suggested:
    """What is said of a film whose looks are at hand: as `again`."""
    return pipeline.recalled(watch) or pipeline.scored(watch)


def turned(done: Suggested, knobs: Knobs, goal: Goal | None = None) -> Suggested:
    """The same film by other numbers of scoring and suggesting, and for another goal; the people in it are followed as
    they were. Nothing is kept."""
    settings = done.settings if goal is None else replace(done.settings, goal=goal)
    return pipeline.proposed(replace(done, settings=settings, knobs=knobs), done.dyad)


def aimed(done: Suggested, goal: Goal) -> Suggested:
    """The same film with another goal, () for none: kept with its other choices, and moments ranked anew. Raises
    StoreError."""
    settings = replace(done.settings, goal=goal)
    keep(done.store, settings)
    return pipeline.finished(pipeline.proposed(replace(done, settings=settings), done.dyad))


def recast(
    done: Suggested, keys: Mapping[Role, str], names: Mapping[Role, str], place: Path | None, afresh: bool = False
) -> Suggested:
    """The same film once the guider has said who is who, which is kept. Raises StoreError."""
    cast.keep(done.store, cast.say({} if afresh else done.people, done.dyad, keys, names))
    return pipeline.suggested(done.film.path, place=place)


def renamed(done: Suggested, adult: str, child: str) -> Suggested:
    """The same film with its two people called otherwise in every sentence, "" for no name; nothing of it is kept."""
    roles: dict[Role, str] = {"adult": adult, "child": child}
    people = {role: replace(done.people.get(role, cast.Said()), name=name) for role, name in roles.items()}
    return pipeline.proposed(replace(done, people=people), cast.named(people, done.dyad))


def unwatched(path: Path, place: Path | None = None) -> Suggested:
    """A film that people look through by themselves: nobody is looked for in it, and nothing is proposed or kept.

    Raises FilmError, KnobError, StoreError.
    """
    film, store = pipeline.opened(path, place)
    settings = read(store)
    knobs = apply(settings, pipeline.all_knobs())
    asked = Asked(film, store, settings, knobs, cast.read(store))
    rate = knobs[Watching].rate
    clock = Clock(rate, ceil(film.seconds * rate))
    adult, child = (unseen(Person("", role, 0.0, HEAD_HEIGHT[role]), clock) for role in ROLES)
    sound = unheard(clock)
    dyad = Dyad(clock, film.aspect, film.seconds, adult, child, voice=sound, other_voice=sound)
    done = pipeline.proposed(asked, cast.named(asked.people, dyad))
    return replace(done, notes=(*film.notes, NOTHING))

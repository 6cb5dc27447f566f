"""Who is who in a film: what a guider said about it, and how to tell people apart in words, without a still.

What was said is kept as places where that person's head was, and not as a number in a list, so it holds when the
numbers of the watch are turned and the list comes out in another order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from attune.dyad import Dyad, Role, Track
from attune.errors import StoreError
from attune.store import Store
from attune.suggest.film import in_view
from attune.watch.people import Who

KEPT = "people.json"

PLACES = 9
"""How many places of a head are remembered, spread over the film: most still hit when some land on somebody else."""

MARKED = 1.15
"""Ratio of head heights from which people see that one is larger."""

Place = tuple[float, float, float]
"""Second of the film, x and y of the head there in picture heights."""


@dataclass(frozen=True)
class Said:
    """What was said of one role: the places of its head, none if nobody was pointed out; a name, "" for none."""

    places: tuple[Place, ...] = ()
    name: str = ""


Cast = Mapping[Role, Said]


def read(store: Store) -> Cast:
    """What was said about this film; of a film that was changed since, nothing. Raises StoreError."""
    kept = store.read_json(KEPT)
    if kept.get("film") != store.film:
        return {}
    try:
        return {role: _said(kept[role]) for role in ("adult", "child") if role in kept}
    except (KeyError, TypeError, ValueError) as why:
        raise StoreError(f"{store.path(KEPT)} is not what attune keeps there. Remove it to start afresh.") from why


def keep(store: Store, cast: Cast) -> None:
    """Keeps what was said; nothing at all leaves no file."""
    if not cast:
        store.remove(KEPT)
        return
    people: dict[str, Any] = {str(role): {"places": said.places, "name": said.name} for role, said in cast.items()}
    store.write_json(KEPT, {"format": 1, "film": store.film, **people})


def called(cast: Cast, names: Mapping[Role, str]) -> Cast:
    """`cast` with these names for these roles, "" for none."""
    said = {**cast, **{role: replace(cast.get(role, Said()), name=name) for role, name in names.items()}}
    return {role: one for role, one in said.items() if one != Said()}


def say(cast: Cast, dyad: Dyad, keys: Mapping[Role, str], names: Mapping[Role, str]) -> Cast:
    """`cast` with more said: keys of people ("2" or "p2") and names for roles, "" leaving a role as it was.

    Raises StoreError for somebody who was not seen, or who would be adult and child.
    """
    tracks = {track.person.key: track for track in everybody(dyad)}
    out = dict(cast)
    for role in ("adult", "child"):
        said = out.get(role, Said())
        if keys.get(role):
            said = Said(_places(_of(keys[role], tracks)), said.name)
        if names.get(role):
            said = Said(said.places, names[role])
        if said != Said():
            out[role] = said
    chosen = [_of(key, tracks) for key in keys.values() if key]
    if len(chosen) == 2 and chosen[0] is chosen[1]:
        raise StoreError(f"{chosen[0].person.key} cannot be adult and child. Name two people: --adult N --child M.")
    return out


def who(cast: Cast, dyad: Dyad) -> Who:
    """The same in keys of this dyad's people. A role whose places no head is near to is left to be worked out."""
    tracks = everybody(dyad)
    keys = {role: _nearest(said.places, tracks) if said.places else "" for role, said in cast.items()}
    if keys.get("adult") == keys.get("child"):  # two people then, one to the film's numbers now
        keys = {}
    return Who(keys.get("adult", ""), keys.get("child", ""))


def named(cast: Cast, dyad: Dyad) -> Dyad:
    """The dyad with what its two people are called, seen or not."""

    def called(track: Track, role: Role) -> Track:
        return replace(track, person=replace(track.person, name=cast.get(role, Said()).name))

    return replace(dyad, adult=called(dyad.adult, "adult"), child=called(dyad.child, "child"))


def everybody(dyad: Dyad) -> list[Track]:
    """Everybody who was seen, in the order of their numbers."""
    seen = [track for track in (dyad.adult, dyad.child, *dyad.others) if track.found.any()]
    return sorted(seen, key=lambda track: int(track.person.key[1:]))


def share(track: Track, dyad: Dyad) -> float:
    """Share of the film's seconds in which somebody was seen, 0..1."""
    return float(in_view(track, dyad.clock.slower(1)).mean())


def described(track: Track, dyad: Dyad) -> str:
    """Where in the picture, how large beside the others, when if not all along: "left of the picture, larger head"."""
    words = [_where(track, dyad.aspect), *_size(track, everybody(dyad)), *_when(track)]
    return ", ".join(words)


def sure(track: Track, cast: Cast) -> str:
    """How certain the role is, in words."""
    person = track.person
    if person.role == "other":
        return ""
    if cast.get(person.role, Said()).places:
        return "as you said"
    return "quite sure" if person.role_sure >= 0.9 else "likely" if person.role_sure >= 0.7 else "a guess"


def _said(kept: Mapping[str, Any]) -> Said:
    return Said(tuple((float(t), float(x), float(y)) for t, x, y in kept["places"]), str(kept["name"]))


def _of(key: str, tracks: Mapping[str, Track]) -> Track:
    name = key if key.startswith("p") else f"p{key}"
    if name not in tracks:
        raise StoreError(f"There is nobody {name} in this film. Seen were {', '.join(tracks) or 'none'}.")
    return tracks[name]


def _places(track: Track) -> tuple[Place, ...]:
    """The surest place in each of some stretches of the time in which the head was found."""
    stretches = np.array_split(np.flatnonzero(track.found), PLACES)
    best = [int(ticks[np.argmax(track.sure[ticks])]) for ticks in stretches if len(ticks)]
    return tuple(
        (round(float(track.clock.times[i]), 3), round(float(track.head[i, 0]), 4), round(float(track.head[i, 1]), 4))
        for i in best
    )


def _nearest(places: Sequence[Place], tracks: Sequence[Track]) -> str:
    """The key of whoever's head was near to most of the places; "" where nobody's was."""
    hits = {track.person.key: sum(_is_near(place, track) for place in places) for track in tracks}
    best = max(hits, key=lambda key: hits[key], default="")
    return best if best and hits[best] else ""


def _is_near(place: Place, track: Track) -> bool:
    """Whether the head was there, give or take its own height; unseen is no."""
    second, x, y = place
    look = track.clock.index(second)
    return bool(np.hypot(*(track.head[look] - [x, y])) < track.size[look])


def _where(track: Track, aspect: float) -> str:
    x = float(np.nanmedian(track.head[track.found, 0])) / aspect
    return "left of the picture" if x < 0.4 else "right of the picture" if x > 0.6 else "middle of the picture"


def _size(track: Track, tracks: Sequence[Track]) -> list[str]:
    sizes = sorted(float(np.nanmedian(other.size[other.found])) for other in tracks)
    own = float(np.nanmedian(track.size[track.found]))
    if len(sizes) > 1 and own == sizes[-1] and own > MARKED * sizes[-2]:
        return ["larger head" if len(sizes) == 2 else "largest head"]
    if len(sizes) > 1 and own == sizes[0] and sizes[1] > MARKED * own:
        return ["smaller head" if len(sizes) == 2 else "smallest head"]
    return []


def _when(track: Track) -> list[str]:
    """From when to when, unless somebody is there from the first tenth of the film to the last."""
    ticks = np.flatnonzero(track.found)
    if ticks[0] < 0.1 * track.clock.count and ticks[-1] >= 0.9 * track.clock.count:
        return []
    return [f"from {timestamp(track.clock.times[ticks[0]])} to {timestamp(track.clock.times[ticks[-1]])}"]


def timestamp(second: float) -> str:
    """12.3 -> "00:12", an hour and more "1:02:03"."""
    minutes, seconds = divmod(int(second), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}" if minutes >= 60 else f"{minutes:02d}:{seconds:02d}"

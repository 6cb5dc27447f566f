"""From raw looks to a Dyad: the fast half of watching. Pure arithmetic, done again whenever a number changes.

cuts -> tracklets -> people -> roles -> where each head points -> one Track a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from attune.dyad import Dyad, Person, Role, Track, unheard, unseen
from attune.knobs import Knobbed, Knobs, knob
from attune.timeline import Bools, Floats
from attune.watch import heads
from attune.watch.cuts import Cutting, cuts
from attune.watch.edges import eyes_out
from attune.watch.heads import Heading
from attune.watch.looks import BODY_POINTS, Looks, join
from attune.watch.persons import Ageing, Knowing, Sighting, pair, sightings
from attune.watch.tracklets import Following, Ints, follow

HEAD_HEIGHT: Mapping[Role, float] = {"adult": 0.22, "child": 0.18, "other": 0.21}
"""Metres from chin to crown (science.md 4.1): adult 0.22, a child of one 0.175, of six 0.20."""

HEAD_OVER_FACE = 1.3
"""Height of the whole head over the finder's face box, which goes from the brow's top to the chin."""

BODY_ORDER = list(BODY_POINTS)


@dataclass(frozen=True)
class Directions:
    """Of every head of a film, in degrees: `heads.headings`, their `heads.errors`, `heads.eye_turn`, and whether the
    picture's top cuts off the eyes."""

    points: Floats
    more: Floats
    error: Floats
    eyes: Floats
    eyes_out: Bools


@dataclass(frozen=True)
class Carrying(Knobbed):
    """How long a measure stands in for the next."""

    head: float = knob(0.3, low=0, high=1, unit="s", why="science.md 4.2: hold a value at most 0.3 s")
    body: float = knob(0.5, low=0, high=1, unit="s", why="between two poses of a body, measured at some looks only")
    visible: float = knob(0.5, low=0, high=1, unit="", why="visibility below which a pose only guesses a point")


@dataclass(frozen=True)
class Hiding(Knobbed):
    """When eyes count as hidden behind hands or a cloth (peekaboo): the head is here, the look is unknown."""

    faint: float = knob(0.13, low=0.02, high=0.6, unit="", why="score below this person's usual that halves it")
    usual: float = knob(0.75, low=0.5, high=1, unit="", why="quantile of the scores: peekaboo hides half of them")
    alike: float = knob(20.0, low=5, high=90, unit="deg", why="of yaw: profiles score lower than fronts for everybody")


@dataclass(frozen=True)
class Who:
    """What a person said about who is who: keys of persons ("p1") and names. Empty where nothing was said."""

    adult: str = ""
    child: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


GROUPS: tuple[type[Knobbed], ...] = (Cutting, Following, Knowing, Ageing, Heading, Hiding, Carrying)


def assemble(parts: Sequence[Looks], aspect: float, seconds: float, who: Who, knobs: Knobs) -> Dyad:
    """The dyad of a film from all parts of its watch, before it is heard. Who was not found is there, never seen."""
    looks = join(parts)
    at = cuts(looks, knobs[Cutting])
    people = sightings(looks, follow(looks, at, knobs[Following]), at, knobs[Knowing])
    roles, sure = _roles(people, who, knobs[Ageing])
    directions = _directions(looks, aspect, knobs[Heading])
    shot = np.searchsorted(np.asarray(at), looks.clock.times, side="right")
    tracks = {
        f"p{i + 1}": _track(looks, shot, seen, directions, _person(f"p{i + 1}", roles, sure, who), aspect, knobs)
        for i, seen in enumerate(people)
    }
    scored = {role: tracks.pop(key) for key, role in roles.items()}
    for role in ("adult", "child"):
        scored.setdefault(role, unseen(Person("", role, 0.0, HEAD_HEIGHT[role]), looks.clock))
    heard = unheard(looks.clock)
    return Dyad(
        looks.clock, aspect, seconds, scored["adult"], scored["child"], tuple(tracks.values()), at,
        voice=heard, other_voice=heard,
    )  # fmt: skip


def _directions(looks: Looks, aspect: float, knobs: Heading) -> Directions:
    error, out = heads.errors(looks, aspect, knobs), eyes_out(looks, aspect)
    return Directions(*heads.headings(looks, knobs), error, heads.eye_turn(looks), out)


def _roles(people: list[Sighting], who: Who, knobs: Ageing) -> tuple[dict[str, Role], float]:
    """Key -> role of the scored pair, and how certain it is. What a person said goes first."""
    keys = [f"p{i + 1}" for i in range(len(people))]
    said: dict[str, Role] = {}
    if who.adult in keys:
        said[who.adult] = "adult"
    if who.child in keys:
        said[who.child] = "child"
    if len(said) == 2:
        return said, 1.0
    found = pair(people, knobs)
    if not said and found:
        return {keys[found[0]]: "adult", keys[found[1]]: "child"}, found[2]
    rest = [k for k in keys if k not in said]
    missing: list[Role] = [r for r in ("adult", "child") if r not in said.values()]
    if rest and len(said) == 1:
        return said | {rest[0]: missing[0]}, 1.0
    return said | ({rest[0]: "adult"} if rest else {}), 0.5


def _person(key: str, roles: Mapping[str, Role], sure: float, who: Who) -> Person:
    role = roles.get(key, "other")
    return Person(key, role, sure if key in roles else 0.0, HEAD_HEIGHT[role], who.names.get(key, ""))


def _track(
    looks: Looks, shot: Ints, seen: Sighting, directions: Directions, person: Person, aspect: float, knobs: Knobs
) -> Track:
    """One person's heads laid on the film's clock: the surest head of each look, short gaps carried over within the
    shot; from the (n,) number of each look's shot."""
    order = seen.heads[np.argsort(looks.score[seen.heads], kind="stable")]
    row = np.full(looks.clock.count, -1)
    row[looks.look[order]] = order
    reach = round(knobs[Carrying].head * looks.clock.rate)
    held = _hold(row, shot, reach)
    meshed = np.where(held >= 0, _hold(np.where((row >= 0) & looks.meshed[row], row, -1), shot, reach), -1)
    faded = np.where(row >= 0, 1.0, 0.5)
    angle = _take(directions.points, held) + np.nan_to_num(_take(directions.more, meshed))
    gaze = angle + _take(directions.eyes, meshed)
    spot, error = _take(looks.box[:, :2], held), _take(directions.error, held)
    hidden = _hidden(_take(looks.score, held), angle[:, 0], meshed >= 0, knobs[Hiding])
    shoulders, wrists = _body(looks, row, shot, knobs[Carrying])
    return Track(
        person=person,
        clock=looks.clock,
        found=row >= 0,
        head=spot,
        size=_take(looks.box[:, 3] * HEAD_OVER_FACE, held),
        sure=np.nan_to_num(_take(looks.score, held)) * faded,
        facing=heads.along_ray(angle, spot, aspect),
        facing_error=error,
        gaze=heads.along_ray(gaze, spot, aspect),
        gaze_error=np.where(np.isnan(gaze[:, 0]), np.nan, error),
        covered=np.where((held >= 0) & directions.eyes_out[held], 1.0, hidden),
        mouth=_take(looks.mouth, meshed),
        smile=_take(looks.smile, meshed),
        shoulders=shoulders,
        wrists=wrists,
        speaks=unheard(looks.clock),
        detail=_take(looks.detail, row),
    )


def _take(values: Floats, row: np.ndarray) -> Floats:
    """Values of the heads in `row` (n,), NaN where it is -1."""
    out = np.full((len(row), *values.shape[1:]), np.nan)
    out[row >= 0] = values[row[row >= 0]]
    return out


def _hold(row: np.ndarray, shot: Ints, longest: int) -> np.ndarray:
    """`row` with each gap filled from before, at most `longest` ticks and never across a cut."""
    ticks = np.arange(len(row))
    last = np.maximum.accumulate(np.where(row >= 0, ticks, -1))
    near = (last >= 0) & (ticks - last <= longest) & (shot[last] == shot)
    return np.where(near, row[np.maximum(last, 0)], -1)


def _body(looks: Looks, row: np.ndarray, shot: Ints, knobs: Carrying) -> tuple[Floats, Floats]:
    """(n, 2, 2) shoulders and (n, 2, 2) wrists, straight between poses of a shot at most `body` s apart, or NaN."""
    body = _take(looks.body, row)
    spots = np.where(body[..., 2:] >= knobs.visible, body[..., :2], np.nan)
    reach = round(knobs.body * looks.clock.rate)
    filled = np.stack([_between(spots[:, k], shot, reach) for k in range(spots.shape[1])], 1)
    at = BODY_ORDER.index
    return (
        filled[:, [at("left_shoulder"), at("right_shoulder")]],
        filled[:, [at("left_wrist"), at("right_wrist")]],
    )


def _between(spot: Floats, shot: Ints, reach: int) -> Floats:
    """(n, 2) with gaps of at most `reach` ticks within a shot filled by a straight line."""
    known = np.flatnonzero(~np.isnan(spot[:, 0]))
    if len(known) < 2:
        return spot
    ticks = np.arange(len(spot))
    line = np.stack([np.interp(ticks, known, spot[known, k]) for k in range(2)], -1)
    after = known[np.minimum(np.searchsorted(known, ticks), len(known) - 1)]
    before = known[np.maximum(np.searchsorted(known, ticks, "right") - 1, 0)]
    inside = (before <= ticks) & (after >= ticks) & (after - before <= reach) & (shot[after] == shot[before])
    return np.where(inside[:, None], line, np.nan)


def _hidden(score: Floats, yaw: Floats, meshed: Bools, knobs: Hiding) -> Floats:
    """(n,) 0..1 that a person's eyes are hidden, NaN where the head is unseen; from (n,) the finder's score, yaw and
    whether a mesh fits.

    Hands or a cloth before a face make the finder less sure of it than it usually is of this very person turned this
    way, and leave nothing for the mesh. Where the mesh fits, the eyes are there.
    """
    usual = np.full(len(score), np.nan)
    turned = np.abs(yaw) // knobs.alike
    for band in np.unique(turned[~np.isnan(turned)]):
        usual[turned == band] = np.quantile(score[turned == band], knobs.usual)
    faint = 1 / (1 + np.exp(-(usual - score - knobs.faint) / (0.25 * knobs.faint)))
    return np.where(meshed, 0.0, faint)

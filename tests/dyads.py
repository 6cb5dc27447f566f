"""Dyads whose scores are known by hand, for every test that needs one.

A dyad is written as a script: who looks where from when to when, what hands do, who smiles. Directions are exact
(straight at the target), sizes follow from places in the room, so angles and distances are known. `hidden` gives
the unseen variant of any of them; `mirrored`, `later` and `larger` what the laws of the rules are tested on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from attune.dyad import FOCAL, Dyad, Person, Track, unheard, unseen
from attune.timeline import Bools, Clock, Floats

RATE = 10
ASPECT = 4 / 3
ADULT = Person("p1", "adult", 1.0, 0.22, "Laura")
CHILD = Person("p2", "child", 1.0, 0.175, "Sarah")
ADULT_AT = (-0.4, 0.0, 1.4)
CHILD_AT = (0.4, 0.05, 1.4)
TABLE = (0.0, 0.45, 1.3)
"""A book between the two, lower than both heads and clear of them: about 40 degrees below the line between them."""

Spell = tuple[float, float, str]
"""(from, to, what) in seconds."""


@dataclass(frozen=True)
class Part:
    """What one person does. Where no spell says otherwise they look `rest` and their hands lie still.

    looks   partner | camera | table | away | up | own_hands | partner_hands
    hands   move (both wrists, to and fro) | reach (towards the partner) | table (both wrists to it) | face (own face)
    smiles  smile
    speaks  speak; a film in which nobody does has no sound, unless `build` is told so
    moves   lean (towards the partner by half a shoulder width)
    """

    rest: str = "away"
    looks: Sequence[Spell] = ()
    hands: Sequence[Spell] = ()
    smiles: Sequence[Spell] = ()
    moves: Sequence[Spell] = ()
    speaks: Sequence[Spell] = ()
    at: tuple[float, float, float] | None = None


def build(
    seconds: float, adult: Part, child: Part, cuts: Sequence[float] = (), *,
    others: Sequence[Spell] = (), sound: bool = False,
) -> Dyad:  # fmt: skip
    """The dyad of two scripts at 10 Hz, everything seen in every look. `others`: when somebody else is heard to
    "speak", and when a voice is heard of "whom" nobody knows."""
    clock = Clock(RATE, round(seconds * RATE))
    a, c = adult.at or ADULT_AT, child.at or CHILD_AT
    sound = sound or bool([*adult.speaks, *child.speaks, *others])
    tracks = _track(ADULT, clock, adult, a, c, sound), _track(CHILD, clock, child, c, a, sound)
    first = [_look(t, p, at) for t, p, at in zip(tracks, (adult, child), ((a, c), (c, a)), strict=True)]
    both = [_look_at_hands(t, p, o, at) for t, p, o, at in zip(first, (adult, child), first[::-1], (a, c), strict=True)]
    other = _during(clock, others, "speak").astype(float) if sound else unheard(clock)
    whom = _during(clock, others, "whom")
    voice = np.where(whom, 1.0, np.maximum.reduce([both[0].speaks, both[1].speaks, other]))
    adult_track, child_track = (replace(t, speaks=np.where(whom, np.nan, t.speaks)) for t in both)
    return Dyad(
        clock, ASPECT, float(seconds), adult_track, child_track, (), tuple(cuts),
        voice=voice, other_voice=np.where(whom, np.nan, other),
    )  # fmt: skip


def _during(clock: Clock, spells: Sequence[Spell], what: str) -> Bools:
    out = np.zeros(clock.count, bool)
    for start, end, doing in spells:
        out |= (doing == what) & (clock.times >= start) & (clock.times < end)
    return out


def _seen_at(place: Sequence[float]) -> Floats:
    """A place in the room as a spot in the picture."""
    x, y, z = place
    return np.array([ASPECT / 2 + FOCAL * x / z, 0.5 + FOCAL * y / z])


def _track(
    person: Person, clock: Clock, part: Part, at: Sequence[float], partner: Sequence[float], sound: bool
) -> Track:
    n = clock.count
    size = np.full(n, FOCAL * person.head_height / at[2])
    shoulder = 1.6 * size[0]
    way = (_seen_at(partner) - _seen_at(at)) / np.linalg.norm(_seen_at(partner) - _seen_at(at))
    lean = np.zeros(n)
    for start, end, _ in (m for m in part.moves if m[2] == "lean"):
        lean = np.maximum(lean, np.clip((clock.times - start) / 0.5, 0, 1) * np.clip((end - clock.times) / 0.5, 0, 1))
    head = np.tile(_seen_at(at), (n, 1)) + 0.5 * shoulder * lean[:, None] * way
    half = shoulder * np.array([0.5, 0.0])
    wrists = np.stack([head - half, head + half], axis=1) + np.array([0.0, 1.6 * shoulder])
    sway = 0.5 * shoulder * np.sin(2 * np.pi * 0.9 * clock.times)
    wrists[:, :, 1] += np.where(_during(clock, part.hands, "move"), sway, 0.0)[:, None]
    near = 0 if way[0] < 0 else 1
    reach = _during(clock, part.hands, "reach")
    wrists[reach, near] = head[reach] + 1.3 * shoulder * way
    table = _during(clock, part.hands, "table")
    wrists[table] = _seen_at(TABLE)
    wrists[table, 0, 1] += sway[table] / 2
    face = _during(clock, part.hands, "face")
    wrists[face] = (head[face] + np.array([0.0, 0.5 * size[0]]))[:, None]
    wrists[face, :, 1] += sway[face, None] / 2
    shoulders = np.stack([head + half, head - half], axis=1) + np.array([0.0, size[0]])
    return replace(
        unseen(person, clock),
        found=np.ones(n, bool), head=head, size=size, sure=np.full(n, 0.9), facing_error=np.zeros(n),
        covered=np.zeros(n), mouth=np.zeros(n), smile=np.where(_during(clock, part.smiles, "smile"), 0.95, 0.005),
        shoulders=shoulders, wrists=wrists,
        speaks=_during(clock, part.speaks, "speak").astype(float) if sound else unheard(clock),
    )  # fmt: skip


def _look(track: Track, part: Part, places: tuple[Sequence[float], Sequence[float]]) -> Track:
    at, partner = (np.array(p) for p in places)
    targets = {
        "partner": partner - at, "camera": -at, "table": np.array(TABLE) - at,
        "away": np.array([np.sign(at[0] - partner[0]), 0.1, 1.0]),
        "up": np.array([0.0, -1.0, 0.3]),
    }  # fmt: skip
    facing = np.tile(targets.get(part.rest, targets["away"]), (track.clock.count, 1)).astype(float)
    for what, way in targets.items():
        facing[_during(track.clock, part.looks, what)] = way
    return replace(track, facing=facing / np.linalg.norm(facing, axis=1)[:, None])


def _look_at_hands(track: Track, part: Part, partner: Track, at: Sequence[float]) -> Track:
    """Looks at hands, which lie at their owner's depth: nothing else is known of them."""
    facing = np.array(track.facing)
    for what, owner in (("own_hands", track), ("partner_hands", partner)):
        ticks = _during(track.clock, part.looks, what)
        if part.rest == what:
            ticks |= ~np.any([_during(track.clock, part.looks, w) for _, _, w in part.looks] or [ticks], axis=0)
        z = FOCAL * owner.person.head_height / owner.size
        spot = owner.wrists[:, 0] - [ASPECT / 2, 0.5]
        way = np.column_stack([spot * z[:, None], z]) - np.array(at)
        facing[ticks] = (way / np.linalg.norm(way, axis=1)[:, None])[ticks]
    return replace(track, facing=facing)


# -- the dyads -----------------------------------------------------------------------------------------------------


def face_to_face(seconds: float = 20) -> Dyad:
    """Both look at each other all the time: mutual gaze 1, joint attention 0, both attend."""
    return build(seconds, Part("partner"), Part("partner"))


def glancing() -> Dyad:
    """Both look at each other from 5 to 7 s and from 12 to 16 s: two bouts, worth 2/3 and 1."""
    spells = ((5.0, 7.0, "partner"), (12.0, 16.0, "partner"))
    return build(20, Part(looks=spells), Part(looks=spells))


def blinking() -> Dyad:
    """Both look at each other from 5 to 9 s, but for 0.2 s in which the child looks away: one bout."""
    return build(15, Part("partner"), Part(looks=((5.0, 7.0, "partner"), (7.2, 9.0, "partner"))))


def book_on_the_table() -> Dyad:
    """Both look at a book on the table for 30 s and the child's hand turns its pages; faces are not looked at, but
    for one look of the child at the adult (12 to 13 s)."""
    return build(30, Part("table"), Part("table", looks=((12.0, 13.0, "partner"),), hands=((2.0, 28.0, "table"),)))


def apart() -> Dyad:
    """Both look away from each other, past the camera, hands still: nothing is shared, all is known."""
    return build(30, Part("away"), Part("away"))


def at_the_camera() -> Dyad:
    """Both face the camera: neither mutual gaze nor joint attention."""
    return build(20, Part("camera"), Part("camera"))


def peekaboo() -> Dyad:
    """The adult's hands move at her face while both look at each other: mutual gaze, no joint attention."""
    return build(20, Part("partner", hands=((3.0, 10.0, "face"),)), Part("partner"))


def one_cycle(start: float = 10.0, latency: float = 1.0, back: float = 1.0) -> Dyad:
    """The child reaches for 1 s at `start`, the adult looks `latency` later for 4 s and smiles; `back` after that the
    child looks and smiles. One yes-cycle with K = 1 for both gaps up to 2 s."""
    at = start + latency
    adult = Part(looks=((at, at + 4, "partner"),), smiles=((at + 0.5, at + 3.5, "smile"),))
    child = Part(
        hands=((start, start + 1, "reach"),), looks=((at + back, at + back + 2, "partner"),),
        smiles=((at + back, at + back + 2, "smile"),),
    )  # fmt: skip
    return build(30, adult, child)


def many_cycles(count: int = 8, every: float = 12.0, shift: float = 0.0) -> Dyad:
    """Yes-cycles at even intervals; the adult's script is turned round by `shift` seconds as on a tape loop."""
    whole = count * every
    starts = [every * k + 3 for k in range(count)]
    child_looks = [(t + 2.0, t + 4.0, "partner") for t in starts]
    reaches = [(t, t + 1.0, "reach") for t in starts]
    looks = [((t + 1.0 + shift) % whole, (t + 1.0 + shift) % whole + 3.5, "partner") for t in starts]
    smiles = [(a + 0.3, b, "smile") for a, b, _ in looks]
    return build(whole, Part(looks=looks, smiles=smiles), Part(looks=child_looks, hands=reaches))


def waiting(paid: bool = True) -> Dyad:
    """The adult's hands rest from 5 s on while she watches the child, who is busy from 3 s on and, if `paid`, looks at
    her at 9 s: a wait of 4 s that paid off."""
    looks = ((9.0, 11.0, "partner"),) if paid else ()
    adult = Part("partner", hands=((0.0, 5.0, "move"), (9.0, 20.0, "move")))
    return build(20, adult, Part("own_hands", looks=looks, hands=((3.0, 20.0, "move"),)))


def apart_then_together() -> Dyad:
    """Nothing shared for 12 s, then both look at each other for 4 s: they came back together at 12 s."""
    spell = ((12.0, 16.0, "partner"),)
    return build(24, Part(looks=spell), Part(looks=spell))


def met_in_passing() -> Dyad:
    """Nothing shared for 12 s, a look at each other of 0.8 s, and together from 16 s on: 4 s after the spell."""
    spells = ((12.0, 12.8, "partner"), (16.0, 20.0, "partner"))
    return build(24, Part(looks=spells), Part(looks=spells))


def following() -> Dyad:
    """The adult turns from the child to the table at 5 s, the child follows at 6.5 s; both look there until 12 s."""
    adult = Part("partner", looks=((5.0, 12.0, "table"),))
    child = Part("partner", looks=((6.5, 12.0, "table"),))
    return build(20, adult, child)


def helping() -> Dyad:
    """The child's hands are busy on the table; the adult's come in from 8 to 9.5 s, and the child goes on alone."""
    return build(30, Part("table", hands=((8.0, 9.5, "table"),)), Part("table", hands=((2.0, 28.0, "table"),)))


def side_by_side() -> Dyad:
    """Both busy with their own hands; the adult looks up at the child for half a second every 4 s."""
    glances = [(t, t + 0.5, "partner") for t in np.arange(2.0, 30.0, 4.0)]
    busy = ((0.0, 30.0, "move"),)
    return build(30, Part("own_hands", looks=glances, hands=busy), Part("own_hands", hands=busy))


def two_shots() -> Dyad:
    """The child reaches just before a cut at 10 s and the adult looks up just after it: no answer crosses the cut."""
    adult = Part(looks=((10.5, 14.0, "partner"),))
    return build(20, adult, Part(hands=((8.8, 9.8, "reach"),), looks=((11.5, 13.0, "partner"),)), cuts=(10.0,))


def lively(seed: int = 0, seconds: float = 120) -> Dyad:
    """Two people who do everything at random, seen with noise: many of its numbers lie near a limit."""
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(2):
        targets = ("partner", "table", "camera", "away", "own_hands", "partner_hands")
        parts.append(
            Part(
                looks=_spells(rng, seconds, targets, 2.0, 1.0),
                hands=_spells(rng, seconds, ("move", "reach", "table"), 2.0, 0.6),
                smiles=_spells(rng, seconds, ("smile",), 2.0, 0.3),
                moves=_spells(rng, seconds, ("lean",), 2.5, 0.3),
            )
        )
    dyad = build(seconds, *parts, cuts=(seconds / 2,))
    return replace(dyad, adult=_noisy(dyad.adult, rng), child=_noisy(dyad.child, rng))


def conversing(count: int = 6, every: float = 4.0, gap: float = 0.7, **how: object) -> Dyad:
    """Both look at each other and take turns: the adult speaks for 1.2 s, and `gap` later the child for 0.8 s."""
    starts = [every * k + 2.0 for k in range(count)]
    adult = [(t, t + 1.2, "speak") for t in starts]
    child = [(t + 1.2 + gap, t + 2.0 + gap, "speak") for t in starts]
    whole = count * every + 6
    return build(whole, Part("partner", speaks=adult), Part("partner", speaks=child), **how)  # type: ignore[arg-type]


def in_the_dark(dyad: Dyad | None = None) -> Dyad:
    """The same heard only: nobody is ever seen."""
    dyad = dyad or conversing()
    dark = {who: replace(unseen(t.person, t.clock), speaks=t.speaks) for who, t in _pair(dyad).items()}
    return replace(dyad, **dark)


def _pair(dyad: Dyad) -> Mapping[str, Track]:
    return {"adult": dyad.adult, "child": dyad.child}


def chatter(seed: int = 0, seconds: float = 90) -> Dyad:
    """As `lively`, and heard: both speak at random, others now and then, and some voices might be anybody's."""
    rng = np.random.default_rng(seed)
    dyad = lively(seed, seconds)
    spells = [_spells(rng, seconds, ("speak",), 1.0, share) for share in (0.4, 0.4, 0.05)]
    whom = _spells(rng, seconds, ("whom",), 1.0, 0.05)
    heard = build(
        seconds, Part(speaks=spells[0]), Part(speaks=spells[1]), dyad.cuts, others=[*spells[2], *whom], sound=True
    )
    return replace(
        dyad, voice=heard.voice, other_voice=heard.other_voice,
        adult=replace(dyad.adult, speaks=heard.adult.speaks), child=replace(dyad.child, speaks=heard.child.speaks),
    )  # fmt: skip


def _spells(rng: np.random.Generator, seconds: float, what: Sequence[str], mean: float, share: float) -> list[Spell]:
    out, now = [], 0.0
    while now < seconds:
        length = float(rng.exponential(mean)) + 0.2
        if rng.random() < share:
            out.append((now, now + length, str(rng.choice(what))))
        now += length
    return out


def _noisy(track: Track, rng: np.random.Generator) -> Track:
    n = track.clock.count
    drift = np.cumsum(rng.normal(0, 0.002, (n, 2)), axis=0)
    facing = track.facing + rng.normal(0, 0.12, (n, 3))
    noise = rng.normal(0, 0.05 * track.size.mean(), (n, 2, 2)) * rng.random((n, 1, 1)) + drift[:, None]
    return replace(
        track,
        head=track.head + drift,
        facing=facing / np.linalg.norm(facing, axis=1)[:, None],
        wrists=track.wrists + noise,
        sure=rng.uniform(0.3, 1, n),
        facing_error=rng.uniform(0, 20, n),
        smile=np.clip(track.smile * rng.uniform(0.05, 1, n), 0, 1),
    )


SCRIPTS: Mapping[str, Callable[[], Dyad]] = {
    f.__name__: f
    for f in (
        face_to_face, glancing, blinking, book_on_the_table, apart, at_the_camera, peekaboo, one_cycle, many_cycles,
        waiting, apart_then_together, met_in_passing, following, helping, side_by_side, two_shots, lively,
        conversing, in_the_dark, chatter,
    )
}  # fmt: skip
"""Every dyad by name."""


# -- what is done to them ------------------------------------------------------------------------------------------


def hidden(dyad: Dyad, who: str = "both", mask: Bools | None = None) -> Dyad:
    """The unseen variant: nothing known of one person, or of both and of all sound, at the looks of `mask` (all of them
    by default)."""
    mask = np.ones(dyad.clock.count, bool) if mask is None else mask

    def hide(track: Track) -> Track:
        gone, changes = unseen(track.person, track.clock), {}
        for f in fields(track):
            array = getattr(track, f.name)
            if isinstance(array, np.ndarray):
                wide = mask.reshape(-1, *[1] * (array.ndim - 1))
                changes[f.name] = np.where(wide, getattr(gone, f.name), array)
        return replace(track, **changes)

    deaf = mask & (who == "both")
    return replace(
        dyad,
        adult=hide(dyad.adult) if who in ("adult", "both") else dyad.adult,
        child=hide(dyad.child) if who in ("child", "both") else dyad.child,
        voice=np.where(deaf, np.nan, dyad.voice),
        other_voice=np.where(deaf, np.nan, dyad.other_voice),
    )


def mirrored(dyad: Dyad) -> Dyad:
    """The picture seen in a mirror: right is left, and a right hand is a left hand."""

    def flip(track: Track) -> Track:
        turn, way = np.array([dyad.aspect, 0.0]), np.array([-1.0, 1.0])
        side = np.array([-1.0, 1.0, 1.0])
        return replace(
            track,
            head=turn + way * track.head, facing=side * track.facing, gaze=side * track.gaze,
            shoulders=(turn + way * track.shoulders)[:, ::-1], wrists=(turn + way * track.wrists)[:, ::-1],
        )  # fmt: skip

    return replace(dyad, adult=flip(dyad.adult), child=flip(dyad.child))


def later(dyad: Dyad, seconds: int) -> Dyad:
    """The same after a shot of `seconds` in which nobody was seen: everything happens that much later."""
    clock = Clock(dyad.clock.rate, dyad.clock.count + seconds * dyad.clock.rate)

    def delay(track: Track) -> Track:
        start = unseen(track.person, Clock(clock.rate, seconds * clock.rate))
        joined = {
            f.name: np.concatenate([getattr(start, f.name), getattr(track, f.name)])
            for f in fields(track)
            if isinstance(getattr(track, f.name), np.ndarray)
        }
        return replace(track, clock=clock, **joined)

    cuts = (float(seconds), *(c + seconds for c in dyad.cuts))
    before = unheard(Clock(clock.rate, seconds * clock.rate))
    return Dyad(
        clock, dyad.aspect, dyad.seconds + seconds, delay(dyad.adult), delay(dyad.child), (), cuts,
        voice=np.append(before, dyad.voice), other_voice=np.append(before, dyad.other_voice),
    )  # fmt: skip


def larger(dyad: Dyad, times: float) -> Dyad:
    """A world in which heads and distances are `times` as large: the picture stays the same."""

    def grow(track: Track) -> Track:
        return replace(track, person=replace(track.person, head_height=track.person.head_height * times))

    return replace(dyad, adult=grow(dyad.adult), child=grow(dyad.child))


__all__ = ["ADULT", "CHILD", "SCRIPTS", "Part", "build", "hidden", "larger", "later", "mirrored", *SCRIPTS]

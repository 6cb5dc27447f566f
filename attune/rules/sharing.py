"""Whether both look at one place, or each at something of their own: two likelihoods, compared (science.md 4.3).

Two who look at one thing turn their heads to one place in the room. That two sights meet tells it more surely than
either sight tells what it is for. A sight falls around its target with a normal spread; so there is a likelihood of
both sights if both are for the same one of some places, and one if each is for the partner's face, the camera, a thing
of its own, or nothing in particular. The rules of joint attention differ in which places they ask about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from weakref import ref

import numpy as np

from attune.dyad import Dyad, Track, place
from attune.rules.geometry import angle, sight, sight_error, sight_sure
from attune.rules.three import EVEN, NO
from attune.timeline import Clock, Floats, Series, series

SPREAD = 8.0
"""Degrees that a sight falls beside the middle of what it is for, the error of seeing it apart: a face or a toy, seen
from half a metre to a metre away, is 10 to 20 degrees wide."""
SCREEN = 12.0
"""The same for the camera: the screen below or beside it is looked at too."""
ANYWHERE = 1 / 60.0**2
"""Density, in each square degree, of a sight that may fall anywhere before a person."""
FACE, FILMED, THING, NOTHING = 0.3, 0.3, 0.3, 0.1
"""How often somebody who shares nothing looks at the partner, at the camera, at a thing of their own between both, and
elsewhere. Our choice: round, and alike but for the last; half or twice as much of one changes little."""

ALONG = (0.1, 0.4, 0.6, 0.9)
BELOW = (0.6, 1.3, 2.0, 2.6)
BEFORE = (0.0, 0.8, 1.6)
"""Where things between two people are looked for: so far from the adult to the child, so many adult head heights below
the line between their heads (chest to lap), and as many before it: people are filmed across what they do."""


@dataclass(frozen=True)
class Onlooker:
    """place (n, 3) metres of a head, way (n, 3) unit vectors of the sight, error (n,) degrees, sure (n,) 0..1.

    NaN where they are unknown, `way` also where the eyes are hidden.
    """

    place: Floats
    way: Floats
    error: Floats
    sure: Floats

    def fit(self, spot: Floats, spread: float = SPREAD) -> Floats:
        """(n,) density of this sight, in a square degree, if it is for a spot (n, 3); NaN where either is unknown."""
        square = spread**2 + self.error**2
        density: Floats = np.exp(-0.5 * angle(self.way, spot - self.place) ** 2 / square) / square
        return density

    def fit_or_any(self, spot: Floats) -> Floats:
        """As `fit`, but ANYWHERE where the spot alone is unknown."""
        density = self.fit(spot)
        return np.where(np.isnan(density) & ~np.isnan(self.way[:, 0]), ANYWHERE, density)


@dataclass(frozen=True)
class Sights:
    """Both sights, and how likely they are; rows of (2, n) are adult and child, NaN where a sight is unknown.

    apart  (2, n) each, if it is for something of its own
    both   (n,) both at once, if they are for one place between both people
    each   (2, n) each, if it is for a place between both people
    """

    clock: Clock
    adult: Onlooker
    child: Onlooker
    apart: Floats
    both: Floats
    each: Floats

    def shared(self, share: float | Floats, both: Floats, each: Floats) -> Series:
        """The chance that both look at one of some places, (n,); see `both` and `each` for the likelihoods.

        share  the chance before either sight is known

        0 where one sight alone leaves no chance, whatever the other is; else NaN where either is unknown.
        """
        before = share / (1 - share)
        denies, sure = _chance(each / self.apart) <= NO, np.stack([self.adult.sure, self.child.sure])  # NaN is no
        denied = denies.any(axis=0)
        value = np.where(denied, 0.0, _chance(before * both / self.apart.prod(axis=0)))
        return series(self.clock, value, np.where(denied, np.where(denies, sure, 0).max(axis=0), sure.min(axis=0)))


_last: list[tuple[ref[Dyad], Sights]] = []
"""The last dyad that `sights` weighed, and its sights."""


def sights(dyad: Dyad) -> Sights:
    """Adult's and child's, weighed. Three rules ask this of a dyad one after the other, and no knob weighs in it: what
    was weighed last is kept, as long as the dyad is there."""
    kept = next((told for of, told in _last if of() is dyad), None)
    if kept is None:
        kept = _weighed(dyad)
        _last[:] = [(ref(dyad), kept)]
    return kept


def _weighed(dyad: Dyad) -> Sights:
    adult, child = _onlooker(dyad.adult, dyad.aspect), _onlooker(dyad.child, dyad.aspect)
    both, each, count = np.zeros(dyad.clock.count), np.zeros((2, dyad.clock.count)), 0
    for spot in _between(adult.place, child.place, dyad.adult.person.head_height):
        fits = np.stack([adult.fit_or_any(spot), child.fit_or_any(spot)])
        both, each, count = both + fits.prod(axis=0), each + fits, count + 1
    things = each / count
    apart = np.stack([_apart(adult, child, things[0]), _apart(child, adult, things[1])])
    return Sights(dyad.clock, adult, child, apart, both / count, things)


def _onlooker(track: Track, aspect: float) -> Onlooker:
    hidden = np.nan_to_num(track.covered) >= EVEN
    way = np.where(hidden[:, None], np.nan, sight(track))
    return Onlooker(place(track, aspect), way, sight_error(track), sight_sure(track))


def _between(adult: Floats, child: Floats, head: float) -> Iterator[Floats]:
    """Places (n, 3) in the space that both share, from both heads (n, 3) and the height of the adult's."""
    for along, below, before in product(ALONG, BELOW, BEFORE):
        yield adult + along * (child - adult) + head * np.array([0.0, below, -before])


def _apart(who: Onlooker, partner: Onlooker, things: Floats) -> Floats:
    """(n,) density of a sight that is for something of its own."""
    camera = who.fit(np.zeros_like(who.place), SCREEN)
    seen: Floats = FACE * who.fit_or_any(partner.place) + FILMED * camera + THING * things + NOTHING * ANYWHERE
    return seen


def _chance(odds: Floats) -> Floats:
    return odds / (1 + odds)

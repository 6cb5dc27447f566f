"""What skin, eyes, hair and cloth look like: one texture a person, painted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from attune.demo.face import BROWS, LIDS, LIPS_OUTSIDE, MOUTH_INSIDE, Face
from attune.demo.mesh import Tile
from attune.demo.render import Pixels
from attune.timeline import Floats

SIDE = 1024
"""Pixels along a texture: an eye is 60 of them wide, about four times what the film shows of it."""
FACE: Tile = (0.1, 0.0, 0.9, 0.8)
"""Where the face lies in the texture; what is behind the ears lies round it, solid colours below."""
RIM = 0.07
"""How far the sides of the head reach beyond the face in the texture."""


def tile(column: int) -> Tile:
    """One of eight patches below the face, a little inside its edges."""
    left, top = column / 8, 0.9
    return (left + 0.01, top + 0.005, left + 0.115, top + 0.045)


SKIN, CLOTH, SLEEVE, MOUTH, NECK, RIBBON = (tile(k) for k in range(6))
HAIR: Tile = (0.01, 0.955, 0.99, 0.995)
LOCK: Tile = (0.01, 0.955, 0.25, 0.995)

Colour = tuple[int, int, int]
Paint = Sequence[float] | Floats


@dataclass(frozen=True)
class Look:
    """Colours of one person, BGR."""

    skin: Colour
    lips: Colour
    hair: Colour
    iris: Colour
    cloth: Colour
    stripe: Colour
    brow: float = 1.0


def at(uv: Floats) -> Floats:
    """Places of the face's own uv in the whole texture, in pixels."""
    low, high = np.array(FACE[:2]), np.array(FACE[2:])
    place: Floats = (low + uv * (high - low)) * SIDE
    return place


def _spot(middle: Floats, half: Floats) -> tuple[slice, slice]:
    """Rows and columns of the texture within `half` pixels of a place."""
    low = np.clip(np.floor(middle - half), 0, SIDE).astype(int)
    high = np.clip(np.ceil(middle + half) + 1, 0, SIDE).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def _mix(picture: Floats, share: Floats, colour: Paint) -> None:
    picture += share[:, :, None] * (np.array(colour) - picture)


def _blob(picture: Floats, middle: Floats, half: tuple[float, float], towards: Paint, how: float) -> None:
    """Mixes a soft spot of a colour into the picture."""
    rows, columns = _spot(middle, 3.5 * np.array(half))
    y, x = np.mgrid[rows, columns]
    near = np.exp(-0.5 * (((x - middle[0]) / half[0]) ** 2 + ((y - middle[1]) / half[1]) ** 2))
    _mix(picture[rows, columns], near * how, towards)


def _area(picture: Floats, outline: Floats, colour: Paint, soft: float, how: float = 1.0, line: int = 0) -> None:
    """Mixes a colour into a polygon, or into a line `line` pixels wide, with a soft edge."""
    half = np.ptp(outline, axis=0) / 2 + 4 * soft + line
    rows, columns = _spot(outline.min(axis=0) + np.ptp(outline, axis=0) / 2, half)
    mask = np.zeros(picture[rows, columns].shape[:2], np.uint8)
    points = [np.round((outline - [columns.start, rows.start]) * 16).astype(np.int32)]
    if line:
        cv2.polylines(mask, points, False, 255, line, cv2.LINE_AA, 4)
    else:
        cv2.fillPoly(mask, points, 255, cv2.LINE_AA, 4)
    _mix(picture[rows, columns], cv2.GaussianBlur(mask / 255.0, (0, 0), soft) * how, colour)


def paint(look: Look, face: Face, seed: int) -> Pixels:
    """The (SIDE, SIDE, 3) texture of a person, with eyes that look straight ahead still to be put in."""
    rng = np.random.default_rng(seed)
    picture = np.tile(np.array(look.skin, float), (SIDE, SIDE, 1))
    places = at(face.uv)
    _complexion(picture, places, look)
    _features(picture, places, look)
    mottle = cv2.resize(rng.normal(0, 1.6, (SIDE // 24, SIDE // 24)), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    picture += (mottle + rng.normal(0, 2.0, (SIDE, SIDE)))[:, :, None]
    _patches(picture, look, rng)
    finished: Pixels = np.clip(picture, 0, 255).astype(np.uint8)
    return finished


def _complexion(picture: Floats, places: Floats, look: Look) -> None:
    skin = np.array(look.skin, float)
    rosy, dark, light = skin * [0.80, 0.82, 1.0], skin * [0.62, 0.66, 0.74], skin * 1.1
    for cheek in (50, 280):
        _blob(picture, places[cheek], (52, 44), rosy, 0.40)
    for socket in (LIDS[0][0], LIDS[1][0]):
        _blob(picture, places[list(socket)].mean(axis=0), (44, 24), dark, 0.45)
    for inner in (193, 417):
        _blob(picture, places[inner], (20, 26), dark, 0.20)
    for side in (198, 420):
        _blob(picture, places[side], (16, 34), dark, 0.18)
    for wing in (129, 358):
        _blob(picture, places[wing], (9, 12), dark, 0.5)
    for fold in (206, 426):
        _blob(picture, places[fold], (12, 26), dark, 0.18)
    _blob(picture, places[4], (14, 18), light, 0.5)
    _blob(picture, places[151], (90, 40), light, 0.5)
    _blob(picture, places[2] + [0, 4], (20, 7), dark, 0.55)
    _blob(picture, places[18] + [0, 4], (34, 7), dark, 0.35)
    _blob(picture, places[199], (26, 16), light, 0.4)


def _features(picture: Floats, places: Floats, look: Look) -> None:
    hair, skin = np.array(look.hair, float), np.array(look.skin, float)
    for upper, lower in BROWS:
        middle = 0.6 * places[list(upper)] + 0.4 * places[list(lower)]
        middle += np.array([2, 0, -1, -2, -5])[:, None] * [0, 1]
        reach = np.array([3, 5.5, 6, 6.5, 6])[:, None] * [0, look.brow]
        outline = np.concatenate([middle - reach, (middle + reach)[::-1]])
        _area(picture, outline, hair * 0.75, 2.5, 0.85)
    _area(picture, places[list(LIPS_OUTSIDE)], look.lips, 2.5, 0.9)
    _area(picture, places[[61, *MOUTH_INSIDE[:10], 291]], np.array(look.lips) * 0.45, 1.2, 0.9, 3)
    for nostril in ([79, 20, 60, 166], [309, 250, 290, 392]):
        _blob(picture, places[nostril].mean(axis=0), (8, 4.5), skin * [0.25, 0.28, 0.36], 0.9)
    for above, below, (outer, inner) in LIDS:
        _area(picture, places[[outer, *above, inner]] - [0, 16], skin * 0.6, 2.0, 0.55, 3)
        _area(picture, places[[outer, *above, inner]] - [0, 2], (25, 25, 30), 1.2, 0.95, 6)
        _area(picture, places[[outer, *below, inner]] + [0, 2], skin * 0.5, 1.5, 0.6, 3)


def _patches(picture: Floats, look: Look, rng: np.random.Generator) -> None:
    def put(where: Tile, colours: Floats) -> None:
        rows, columns = _patch(where)
        picture[rows, columns] = colours[:, None] if colours.ndim == 2 else colours

    across = np.linspace(0, 1, 51)[:, None]
    skin, hair = np.array(look.skin, float), np.array(look.hair, float)
    cloth, stripe = np.array(look.cloth, float), np.array(look.stripe, float)
    put(SKIN, skin)
    put(CLOTH, np.where((across * 7 % 1) < 0.5, cloth, stripe))
    put(SLEEVE, np.where((across * 9 % 1) < 0.5, cloth, stripe))
    put(MOUTH, np.where(across < 0.6, np.array([215.0, 225, 232]), np.array([52.0, 40, 92])))
    put(NECK, skin * (0.74 + 0.22 * across))
    put(RIBBON, stripe)
    rows, columns = _patch(HAIR)
    strands = cv2.GaussianBlur(rng.normal(0, 0.75, (1, columns.stop - columns.start)), (0, 0), 2.0)[:, :, None]
    shine = 0.35 * np.exp(-0.5 * ((np.linspace(0, 1, rows.stop - rows.start) - 0.45) / 0.12) ** 2)[:, None, None]
    picture[rows, columns] = hair * np.clip(1 + strands + shine, 0.6, 1.7)


def _patch(where: Tile) -> tuple[slice, slice]:
    """Rows and columns of a tile with its margin."""
    left, top, right, bottom = where
    return (
        slice(round((top - 0.005) * SIDE), round((bottom + 0.005) * SIDE)),
        slice(round((left - 0.01) * SIDE), round((right + 0.01) * SIDE)),
    )


def put_eyes(texture: Pixels, face: Face, look: Look, right: float, down: float) -> None:
    """Paints both eyes into the texture, turned by degrees to the right (as a head that faces us) and down."""
    places = at(face.uv)
    for upper, lower, (outer, inner) in LIDS:
        ring = places[[outer, *upper, inner, *lower[::-1]]]
        low, high = np.floor(ring.min(axis=0)).astype(int) - 2, np.ceil(ring.max(axis=0)).astype(int) + 3
        patch = texture[low[1] : high[1], low[0] : high[0]]
        patch[:] = _eye(patch.shape, ring - low, look, right, down, patch)


def _eye(shape: tuple[int, ...], ring: Floats, look: Look, right: float, down: float, under: Pixels) -> Pixels:
    middle = (ring.min(axis=0) + ring.max(axis=0)) / 2
    half = float(np.ptp(ring[:, 0])) / 2
    eye = np.full(shape, (226, 229, 232), np.uint8)
    rows = np.abs(np.arange(shape[1]) - middle[0]) / half
    eye = (eye * (1 - 0.28 * np.clip(rows, 0, 1) ** 2)[None, :, None]).astype(np.uint8)
    spot = middle + half * 0.95 * np.sin(np.radians([right, down * 0.55]))
    # The texture is stretched upwards here: what is round in the world is flat in it.
    tall = 0.70

    def disc(size: float, colour: Sequence[float], shift: float = 0) -> None:
        centre = tuple(int(v) for v in np.round((spot - shift) * 16))
        axes = (round(half * size * 16), round(half * size * tall * 16))
        cv2.ellipse(eye, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA, 4)

    iris = np.array(look.iris, float)
    disc(0.50, (iris * 0.45).tolist())
    disc(0.44, iris.tolist())
    disc(0.23, (12, 12, 14))
    disc(0.10, (250, 250, 250), half * 0.16)
    eye[: int(shape[0] * 0.3)] = (eye[: int(shape[0] * 0.3)] * 0.82).astype(np.uint8)
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(ring * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    share = mask[:, :, None] / 255
    mixed: Pixels = (eye * share + under * (1 - share)).astype(np.uint8)
    return mixed

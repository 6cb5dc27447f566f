"""The finder: CenterFace on OpenVINO. Finds heads from frontal to profile, babies too, with five points each.

CenterFace answers with four maps at a quarter of the picture's size: a heat for face centres, the size of the
face, a sub-cell offset, and five points relative to the box.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from attune import models
from attune.timeline import Floats
from attune.watch.networks import ALONE, core, on_pictures
from attune.watch.pyramid import Pyramid

CELL = 4
"""Pixels of the network's input in one cell of its maps."""

OVERLAP = 0.3
"""Two boxes that overlap more (IoU) are one head; the value of the CenterFace authors."""

SURE = 0.4
"""Score of the heads that say where to look closer: fainter ones are often hands and lamps."""

AIR = 1.5
"""Head heights around the heads when looking closer: one that moved or was missed beside another is still inside."""

Pixels = NDArray[np.uint8]

Part = tuple[int, int, int, int]
"""Left, top, right, bottom of a part of a picture, in its pixels."""


@dataclass(frozen=True)
class Faces:
    """What the finder saw in one picture: k heads, best first; all in pixels of that picture.

    score (k,) 0..1; box (k, 4) left, top, width, height; points (k, 5, 2) eyes, nose, mouth corners.
    """

    score: Floats
    box: Floats
    points: Floats


def finder(area: float, closer: float) -> Callable[[Pyramid, float, int], Faces]:
    """A function (picture, least score, most heads) -> Faces, with `area` megapixels as the network's input.

    Where the smallest sure head is under `closer` pixels of that input, the part of the picture with all sure heads
    is looked at once more, enlarged: five points of a small face are worth little otherwise.
    """
    graph = on_pictures(core().read_model(models.weights("centerface.onnx")), "NCHW", 255.0)
    networks: dict[tuple[int, int], Any] = {}

    def network(width: int, height: int) -> Any:
        if (width, height) not in networks:
            graph.reshape([1, height, width, 3])
            networks[width, height] = core().compile_model(graph, "CPU", ALONE)
        return networks[width, height]

    def look(picture: Pyramid, part: Part, least: float, most: int) -> Faces:
        x0, y0, x1, y1 = part
        width, height = _input_size(area, (x1 - x0) / (y1 - y0))
        small, corner, scale = _shrunk(picture, part, width, height)
        maps = network(width, height)(small[None])
        faces = _best(_read(*_named(list(maps.values())), least), least, most)
        return Faces(
            faces.score, faces.box * np.tile(scale, 2) + np.append(corner, [0, 0]), faces.points * scale + corner
        )

    def find(picture: Pyramid, least: float, most: int) -> Faces:
        high, wide = picture.shape
        faces = look(picture, (0, 0, wide, high), least, most)
        part = _crowded(faces, (high, wide), closer * wide / _input_size(area, wide / high)[0])
        return look(picture, part, least, most) if part else faces

    return find


def _shrunk(picture: Pyramid, part: Part, width: int, height: int) -> tuple[Pixels, Floats, Floats]:
    """The part of the picture at this size; (2,) where it begins, and (2,) how many pixels of the picture make one."""
    level, share = picture.at(max(width / (part[2] - part[0]), height / (part[3] - part[1])))
    x0, y0, x1, y1 = (int(side * share) for side in part)
    small = cv2.resize(level[y0:y1, x0:x1], (width, height), interpolation=cv2.INTER_AREA)
    scale = np.array([(x1 - x0) / width, (y1 - y0) / height]) / share
    return small, np.array([x0, y0]) / share, scale  # type: ignore[return-value]


def _input_size(area: float, aspect: float) -> tuple[int, int]:
    """Width and height of the network's input for a picture of this shape: multiples of 32, as its maps ask for."""
    width, height = (area * 1e6 * aspect) ** 0.5, (area * 1e6 / aspect) ** 0.5
    return max(32, round(width / 32) * 32), max(32, round(height / 32) * 32)


def _crowded(faces: Faces, shape: tuple[int, int], small: float) -> Part | None:
    """Left, top, right, bottom of the part worth a closer look, of the picture's own shape; None where there is none:
    no sure head is small, or the part is nearly the whole picture."""
    sure = faces.box[faces.score >= SURE]
    if not len(sure) or sure[:, 3].min() >= small:
        return None
    air = AIR * sure[:, 3:]
    x0, y0 = (sure[:, :2] - air).min(0)
    x1, y1 = (sure[:, :2] + sure[:, 2:] + air).max(0)
    high, wide = shape
    scale = max((x1 - x0) / wide, (y1 - y0) / high)
    if scale > 0.75:
        return None
    across, down = scale * wide, scale * high
    left = int(np.clip((x0 + x1 - across) / 2, 0, wide - across))
    top = int(np.clip((y0 + y1 - down) / 2, 0, high - down))
    return left, top, int(left + across), int(top + down)


def _named(maps: list[Floats]) -> tuple[Floats, Floats, Floats, Floats]:
    """heat (h, w), size (2, h, w), offset (2, h, w), points (10, h, w) from the network's outputs."""
    pairs = [m[0] for m in maps if m.shape[1] == 2]
    heat = next(m[0, 0] for m in maps if m.shape[1] == 1)
    points = next(m[0] for m in maps if m.shape[1] == 10)
    return heat, pairs[0], pairs[1], points


def _read(heat: Floats, size: Floats, offset: Floats, points: Floats, least: float) -> Faces:
    """Every cell above `least` as a head, in pixels of the network's input; one cut off by the edge reaches beyond."""
    row, col = np.nonzero(heat > least)
    tall, wide = (np.exp(size[:, row, col]) * CELL).astype(float)
    middle_y = (row + offset[0, row, col] + 0.5) * CELL
    middle_x = (col + offset[1, row, col] + 0.5) * CELL
    left, top = middle_x - wide / 2, middle_y - tall / 2
    spots = points[:, row, col].T.reshape(-1, 5, 2)[:, :, ::-1]
    spots = np.stack([left, top], -1)[:, None] + spots * np.stack([wide, tall], -1)[:, None]
    return Faces(heat[row, col].astype(float), np.stack([left, top, wide, tall], -1), spots)


def _best(faces: Faces, least: float, most: int) -> Faces:
    """Overlapping heads made one, the `most` likely kept."""
    if not len(faces.score):
        return faces
    kept = cv2.dnn.NMSBoxes(faces.box.tolist(), faces.score.tolist(), least, OVERLAP)
    keep = np.asarray(kept, int).ravel()[:most]
    return Faces(faces.score[keep], faces.box[keep], faces.points[keep])

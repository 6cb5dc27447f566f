"""Who plays: colours, faces and hair of both people, drawn from the play's seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from attune.demo.head import Style
from attune.demo.paint import Colour, Look
from attune.demo.play import Who


@dataclass(frozen=True)
class Player:
    """One person: colours, and the shape of the head."""

    look: Look
    style: Style


STANDARD: Mapping[Who, Player] = {
    "adult": Player(
        Look(skin=(150, 178, 222), lips=(98, 98, 186), hair=(44, 60, 92), iris=(92, 120, 78), cloth=(150, 120, 70),
             stripe=(152, 122, 72)),
        Style(eyes=1.14, nose=0.86, mouth=0.95, jaw=0.93, chin=0.97, cheeks=0.25, fringe=6, long=9.0),
    ),
    "child": Player(
        Look(skin=(165, 192, 232), lips=(116, 116, 205), hair=(92, 146, 186), iris=(150, 112, 66),
             cloth=(92, 178, 235), stripe=(236, 240, 240), brow=0.7),
        Style(eyes=1.3, apart=1.2, nose=0.5, mouth=0.8, jaw=0.98, chin=0.78, cheeks=1.0, fringe=14, tufts=True),
    ),
}  # fmt: skip
"""Who plays when the seed is 0."""

SKINS: tuple[Colour, ...] = (
    (178, 200, 236), (150, 178, 222), (122, 158, 208), (92, 130, 184), (70, 102, 156), (54, 78, 122),
)  # fmt: skip
HAIRS: tuple[Colour, ...] = ((92, 146, 186), (44, 60, 92), (34, 40, 56), (26, 26, 32), (40, 74, 140))
IRISES: tuple[Colour, ...] = ((150, 112, 66), (92, 120, 78), (40, 62, 96), (30, 44, 66))
CLOTHES: tuple[Colour, ...] = (
    (150, 120, 70), (92, 178, 235), (110, 90, 170), (120, 150, 90), (80, 80, 90), (150, 150, 200),
)  # fmt: skip


def players(seed: int) -> Mapping[Who, Player]:
    """Both people. Seed 0 gives the demo's own; others draw skin, hair, eyes and clothes.

    The two of a pair have like skin.
    """
    if seed == 0:
        return STANDARD
    rng = np.random.default_rng([seed, 1])
    skin = int(rng.integers(len(SKINS)))
    return {who: _drawn(player, skin, rng) for who, player in STANDARD.items()}


def _drawn(player: Player, skin: int, rng: np.random.Generator) -> Player:
    tone = SKINS[int(np.clip(skin + rng.integers(-1, 2), 0, len(SKINS) - 1))]
    # Dark hair goes with dark skin; pale skin goes with any.
    hair = HAIRS[int(rng.integers(2 if skin > 2 else 0, 4 if skin > 2 else len(HAIRS)))]
    blue, green, red = tone
    look = replace(
        player.look, skin=tone, lips=(round(blue * 0.66), round(green * 0.56), round(red * 0.84)), hair=hair,
        iris=IRISES[int(rng.integers(2 if skin > 2 else 0, len(IRISES)))],
        cloth=CLOTHES[int(rng.integers(len(CLOTHES)))], stripe=CLOTHES[int(rng.integers(len(CLOTHES)))],
    )  # fmt: skip
    style = replace(
        player.style, long=float(rng.choice([0.0, 6.0, 10.0])), tufts=bool(rng.random() < 0.3),
        fringe=float(rng.uniform(0, 14)), jaw=player.style.jaw * float(rng.uniform(0.95, 1.08)),
    )  # fmt: skip
    return Player(look, style)

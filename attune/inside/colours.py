"""Colours that people who see few colours tell apart, and what they stand for; as BGR.

The eight colours of Okabe and Ito (2008), "Color universal design". None of them says anything alone: the adult is also
square and the child round, and each line of time has its name.
"""

from __future__ import annotations

Colour = tuple[int, int, int]

ADULT: Colour = (0, 159, 230)
CHILD: Colour = (233, 180, 86)
OTHER: Colour = (170, 170, 170)
MUTUAL: Colour = (167, 121, 204)
JOINT: Colour = (115, 158, 0)
MOMENT: Colour = (66, 228, 240)

INK: Colour = (240, 240, 240)
FAINT: Colour = (165, 165, 165)
HATCH: Colour = (92, 92, 92)
EDGE: Colour = (64, 64, 64)
GROUND: Colour = (30, 30, 30)

OF = {"adult": ADULT, "child": CHILD, "both": MUTUAL, "other": OTHER}
"""The colour of each role, and of what both do."""


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """`share` of one colour, the rest of another."""
    b, g, r = (round(share * a + (1 - share) * c) for a, c in zip(colour, other, strict=True))
    return b, g, r

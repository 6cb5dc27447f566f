"""A second of a film in words: what was decided, how likely it is, how sure that is, and what cannot be told.

Words say what anybody could see (science.md 4.10). Two numbers stand behind a look: how likely the target is among
all there are, and how sure the whole is, which falls with blur, distance and faces turned away.
"""

from __future__ import annotations

import numpy as np

from attune.explain import SEEMS
from attune.inside.view import SIDES, Look, Side, View, at, look_of, other
from attune.rules.three import EVEN
from attune.words import LOOKS, TARGETS, UNTOLD


def lines(view: View, second: float) -> tuple[str, str, str]:
    """One line each on the adult, the child and both together, in the second that holds `second`."""
    adult, child = (_person(view, side, second) for side in SIDES)
    return adult, child, _both(view, second)


def short(view: View, side: Side, second: float) -> str:
    """The same of one look in a few letters, to stand beside a head: "Laura → Zoë 82 %"."""
    text, sure = decided(view, side, second)
    return f"{bare(view, side)} → {text}" if sure else f"{bare(view, side)}: {text}"


def decided(view: View, side: Side, second: float) -> tuple[str, float]:
    """At what somebody looks, with its likelihood, and how sure that is; else why it cannot be told, and 0."""
    look = look_of(view, side, second)
    if not look.target:
        return untold(view, side, look), 0.0
    return f"{target(view, side, look.target)} {share(look.share)}", look.sure


def bare(view: View, side: Side) -> str:
    """What somebody is called where there is little room: "Laura", "child"."""
    return view.names[side].removeprefix("the ")


def target(view: View, side: Side, name: str) -> str:
    """A target of somebody's look in one word."""
    return TARGETS[name].format(other=bare(view, other(side)))


def untold(view: View, side: Side, look: Look) -> str:
    """Why it cannot be told where somebody looks, in a few words."""
    return UNTOLD[look.why_not].format(other=bare(view, other(side)))


def share(value: float) -> str:
    """A value 0..1 as people read it; "cannot tell" for NaN."""
    return "cannot tell" if np.isnan(value) else f"{value * 100:.0f} %"


def _person(view: View, side: Side, second: float) -> str:
    look, name = look_of(view, side, second), view.names[side]
    if not look.target:
        said = f"{name}: {_why(view, side, look)}"
    else:
        verb = LOOKS[look.target][look.sure < SEEMS].format(other=view.names[other(side)])
        said = f"{name} {verb} ({share(look.share)}, sure {look.sure:.2f})"
    smile, _ = at(view.scores.cues[f"{side}_smiles"], second)
    return said[:1].upper() + said[1:] + (", smiles" if smile >= EVEN else "")


def _why(view: View, side: Side, look: Look) -> str:
    """That it cannot be told, and why where that is known; that somebody is not seen says it all."""
    known = [untold(view, side, look)] if look.why_not != "unclear" else []
    return known[0] if look.why_not == "unseen" else ", ".join([UNTOLD["unclear"], *known])


def _both(view: View, second: float) -> str:
    mutual, thing = (share(at(view.scores.cues[name], second)[0]) for name in ("mutual_gaze", "joint_attention"))
    told = at(view.scores.coverage, second)[0]
    return f"At each other: {mutual}; at one thing: {thing}; told {share(told)}"

"""The principles by name, by what attune sees them, and the goal: those that a guider looks for first.

Names and ids are those of science.md 1, for moments and for `--goal` alike. Some ids nobody can see on film without
knowing what is said or meant: those are tags, and change no order.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from attune.errors import KnobError
from attune.moment import Event, Who

LEVELS: Mapping[str, str] = {
    "attentive": "att",
    "encouraging": "enc",
    "receiving": "rec",
    "attuned": "dev",
    "guiding": "gui",
}
"""The principles that have a score, P1 to P5 of science.md 4.4, also the names of their weights in Blend; and how the
ids of each begin."""

PRINCIPLES = tuple(LEVELS)

Goal = tuple[str, ...]
"""Principles and ids that a guider looks for first, as named; none is no goal."""


@dataclass(frozen=True)
class Sign:
    """By what an id is seen: an event, or a cue that holds.

    kind  of the events; those of `who` alone where somebody is named, in these channels alone where some are
    cue   the cue's name, where there is no such event
    """

    kind: str = ""
    who: Who | None = None
    hows: tuple[str, ...] = ()
    cue: str = ""

    def in_event(self, event: Event) -> bool:
        """Whether this event shows it."""
        who, how = self.who in (None, event.who), not self.hows or event.how in self.hows
        return bool(self.kind) and event.kind == self.kind and who and how


BEGUN = ("look", "reach", "point", "show", "smile", "move", "voice")
"""Everything that a child may begin: with one of these a wait paid off, without it is still open."""

SIGNS: Mapping[str, Sign] = {
    "att.look": Sign(cue="adult_attends"),
    "att.level": Sign(cue="level"),
    "att.space": Sign(cue="space"),
    "enc.wait": Sign("wait", "adult", BEGUN),
    "enc.look": Sign(cue="glances"),
    "rec.notice": Sign("reception", "adult"),
    "rec.body": Sign("reception", "adult", ("lean",)),
    "rec.return": Sign("reception", "adult", ("look", "smile")),
    "rec.play": Sign("reception", "adult", ("smile",)),
    "rec.words": Sign("reception", "adult", ("voice",)),
    "dev.yes": Sign("yes_cycle"),
    "dev.fun": Sign("both_smile"),
    "dev.equal": Sign(cue="turn_taking"),
    "dev.coop": Sign(cue="hands_meet"),
    "gui.amount": Sign("help"),
    "rep.reconnect": Sign("reconnect"),
}
"""Ids that attune sees, and by what."""

UNSEEN = (
    "att.wonder", "att.enjoy", "enc.listen", "enc.tone", "enc.name", "enc.say", "rec.repeat", "dev.check",
    "dev.waitturn", "dev.second", "dev.short", "dev.interrupt", "gui.scaffold", "gui.extend", "gui.info", "gui.help",
    "gui.choice", "gui.suggest",
)  # fmt: skip
"""Ids that attune cannot see, or not yet."""

NAMES = (*PRINCIPLES, *SIGNS, *UNSEEN)
"""Every name that a goal may have."""


def goal_of(text: str) -> Goal:
    """The names of "receiving, enc.wait", each once. Raises KnobError."""
    names = dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip())
    return tuple(known(name) for name in names)


def known(name: str) -> str:
    """The name itself. Raises KnobError where it is none, with the nearest ones."""
    if name in NAMES:
        return name
    near = difflib.get_close_matches(name, NAMES, n=3, cutoff=0.5)
    near = near or [other for other in NAMES if other.partition(".")[0] == name.partition(".")[0]]
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Expected {', '.join(PRINCIPLES)}, or an id like dev.yes."
    raise KnobError(f"There is no principle {name}. {hint}")


def seen(goal: Goal) -> Goal:
    """Those of a goal that attune can see."""
    return tuple(name for name in goal if name not in UNSEEN)


def levels(goal: Goal) -> frozenset[str]:
    """The principles that a goal names, by themselves or by an id that can be seen. Coming back together is a strength
    of both, so `rep.reconnect` is of the attuned (science.md 1)."""
    starts = {start: level for level, start in LEVELS.items()} | {"rep": "attuned"}
    return frozenset(name if name in LEVELS else starts[name.partition(".")[0]] for name in seen(goal))

"""What a moment rests on, event by event, in words that say what anybody could see or hear."""

from __future__ import annotations

from collections.abc import Mapping

from attune.moment import Event
from attune.words import INITIATIVES, RECEPTIONS, RETURNS, SHARED, share_in_words

DONE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "initiative": INITIATIVES, "reception": RECEPTIONS, "return": RETURNS
}  # fmt: skip
"""Verbs of what one of them did, by kind of event."""

OTHERS: Mapping[str, str] = {
    "turn": "{who} was heard",
    "wait": "{who} waited and watched",
    "help": "{who} lent a hand",
    "yes_cycle": "one began, the other answered, and the first took it on",
    "chain": "it went to and fro",
    "reconnect": "both came back together",
}
"""What is said of other kinds of events."""

SEEMS = 0.6
"""Below this an event "seems" to be, as in the sentence of a moment (science.md 4.10)."""


def reason(event: Event, names: Mapping[str, str]) -> str:
    """One event in words: "the child looked up at the adult". `names`: what the two are called."""
    who, other = names.get(event.who, "both"), names.get("adult" if event.who == "child" else "child", "")
    if event.kind in DONE:
        verbs = DONE[event.kind]
        verb = (verbs.get(f"{event.who} {event.how}") or verbs.get(event.how, verbs[""]))[0]
        told = f"{who} {verb.format(other=other)}"
    elif event.kind in SHARED:
        told = f"both {SHARED[event.kind][0]}"
    else:
        told = OTHERS.get(event.kind, "something went on").format(who=who)
    return told if event.sure >= SEEMS else f"it seems that {told}"


def seen(share: float) -> str:
    """How much of a moment could be told, in plain words."""
    return f"both could be seen in {share_in_words(share).replace('the film', 'it')}"

"""What researchers count of voices as JSON, in the form that others rely on (docs/formats.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from statistics import median
from typing import Any

import numpy as np

from attune.rules.contingency import Answering
from attune.rules.floor import SIDES
from attune.rules.talk import Talk, Transfer

FORMAT = 1


def to_json(film: Mapping[str, Any], made_by: Mapping[str, Any], talk: Talk) -> str:
    """One JSON document, times in seconds to three decimals; null = cannot tell."""
    document = {
        "format": FORMAT,
        "film": dict(film),
        "made_by": dict(made_by),
        "coverage": {name: _number(share) for name, share in talk.known.items()},
        "turns": [{"who": who, "start": _number(span.start), "end": _number(span.end)} for span, who in talk.turns],
        "transfers": [_transfer(t) for t in talk.transfers],
        "overlaps": [[_number(span.start), _number(span.end)] for span in talk.overlaps],
        "people": {who: _person(talk, who) for who in SIDES},
        "counts": {"exchanges": talk.exchanges, "lena": talk.lena},
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _transfer(transfer: Transfer) -> dict[str, Any]:
    return {
        "to": transfer.to,
        "at": _number(transfer.at),
        "offset": _number(transfer.offset),
        "clear": transfer.clear,
    }


def _person(talk: Talk, who: str) -> dict[str, Any]:
    """What is counted of one: turns, how long they hold the floor, how soon and how much beyond chance they answer."""
    offsets = [t.offset for t in talk.transfers if t.to == who and t.clear]
    return {
        "turns": sum(person == who for _, person in talk.turns),
        "floor": _number(next(s for person, s in talk.floor.items() if person == who)),
        "offset": _number(median(offsets)) if offsets else None,
        "answers": _answering(next(a for person, a in talk.answering.items() if person == who)),
    }


def _answering(how: Answering) -> dict[str, Any]:
    return {
        "asked": how.asked,
        "rate": _number(how.rate),
        "chance": _number(how.chance),
        "index": _number(how.index),
        "interval": [_number(how.low), _number(how.high)],
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3) + 0.0

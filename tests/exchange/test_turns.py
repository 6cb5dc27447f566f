"""Turns as JSON: plain numbers, null where nothing can be told, and what docs/formats.md says."""

from __future__ import annotations

import json

import pytest

from attune.exchange.turns import to_json
from attune.knobs import Knobs
from attune.rules.contingency import Contingency
from attune.rules.talk import talk
from attune.score import GROUPS, tell
from attune.words import forbidden
from tests.dyads import conversing, lively


def written(dyad: object) -> dict[str, object]:
    events = tell(dyad, Knobs.of(*GROUPS))[1]  # type: ignore[arg-type]
    text = to_json({"name": "f.mp4"}, {"version": "1"}, talk(dyad, events, Contingency()))  # type: ignore[arg-type]
    assert not forbidden(text)
    out: dict[str, object] = json.loads(text)
    return out


def test_what_was_heard_is_written() -> None:
    got = written(conversing(count=20))
    assert got["format"] == 1
    assert got["coverage"] == {"adult": 1, "child": 1, "other": 1, "sound": 1}
    assert len(got["turns"]) == 40  # type: ignore[arg-type]
    assert got["turns"][0] == {"who": "adult", "start": 2, "end": 3.2}  # type: ignore[index]
    assert got["transfers"][0] == {"to": "child", "at": 3.9, "offset": 0.7, "clear": True}  # type: ignore[index]
    child = got["people"]["child"]  # type: ignore[index]
    assert (child["turns"], child["floor"], child["offset"]) == (20, 16, 0.7)
    assert child["answers"]["rate"] == 1
    assert child["answers"]["index"] == pytest.approx(1 - child["answers"]["chance"], abs=2e-3)
    assert got["counts"] == {"exchanges": 39, "lena": 20}


def test_where_nothing_can_be_told_it_is_null() -> None:
    got = written(lively())
    assert got["turns"] == got["transfers"] == got["overlaps"] == []
    assert got["people"]["adult"] == {  # type: ignore[index]
        "turns": 0, "floor": 0, "offset": None,
        "answers": {"asked": 0, "rate": None, "chance": None, "index": None, "interval": [None, None]},
    }  # fmt: skip

"""Moments as JSON: the form of the contract, and back without loss."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from attune.errors import FormatError
from attune.exchange.moments import Document, from_json, to_json
from attune.moment import Moment
from attune.suggest import coverage, suggest
from tests.scores import KNOBS, dyad, event, scores, yes_cycle

FILM = {"name": "clip.mp4", "seconds": 150.0, "sha256": "ab" * 32}
MADE_BY = {"version": "0.1.0", "models": {"a.onnx": "12"}, "knobs": "0123456789ab"}


def found() -> tuple[Moment, ...]:
    events = [*yes_cycle(20, quality=0.4321987), *yes_cycle(90.1234567), event("mutual_gaze", 93, 95)]
    return suggest(dyad(150), scores(150, events), KNOBS)


def written() -> str:
    return to_json(FILM, MADE_BY, coverage(dyad(150)), ("enc.wait",), found())


def test_the_form_is_that_of_the_contract() -> None:
    document = json.loads(written())
    assert document["format"] == 1
    assert document["film"] == FILM
    assert document["made_by"] == MADE_BY
    assert document["coverage"] == {"adult": 1.0, "child": 1.0}
    assert document["goal"] == ["enc.wait"]
    first = document["moments"][0]
    keys = ["id", "rank", "start", "end", "score", "core", "principles", "events", "why", "coverage", "still"]
    assert list(first) == keys
    assert list(first["events"][0])[:4] == ["kind", "who", "start", "end"]
    assert first["start"] <= first["core"][0] < first["core"][1] <= first["end"]


def test_moments_are_sorted_by_rank() -> None:
    text = to_json(FILM, MADE_BY, {}, (), found()[::-1])
    assert [m["rank"] for m in json.loads(text)["moments"]] == [1, 2]


def test_numbers_have_three_decimals() -> None:
    for m in json.loads(written())["moments"]:
        for number in (m["start"], m["end"], *m["core"], m["score"], m["still"], m["coverage"]):
            assert round(number, 3) == number


def test_what_was_written_reads_back_the_same() -> None:
    document = from_json(written())
    assert to_json(*document) == written()
    assert [m.key for m in document.moments] == [m.key for m in found()]
    assert document.moments[0].events[0].how == found()[0].events[0].how


def test_names_in_any_script_survive() -> None:
    moments = tuple(replace(m, why="00:12 - Zoë schaute zu 小明.") for m in found())
    text = to_json(FILM, MADE_BY, {}, (), moments)
    assert "Zoë schaute zu 小明" in text
    assert from_json(text).moments[0].why == moments[0].why


def test_no_moments_is_a_document_too() -> None:
    assert from_json(to_json(FILM, MADE_BY, {"adult": 0.0, "child": 0.0}, (), ())) == Document(
        FILM, MADE_BY, {"adult": 0.0, "child": 0.0}, (), ()
    )


def test_a_number_that_is_none_is_not_written() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json(FILM, MADE_BY, {"adult": float("nan")}, (), ())


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"format": 1}', '{"format": 1, "film": {}, "made_by": {}, '
                                  '"coverage": {}, "goal": [], "moments": [{}]}', written()[:-200]])  # fmt: skip
def test_something_else_is_refused_in_a_line(text: str) -> None:
    with pytest.raises(FormatError, match="no moments of attune") as refused:
        from_json(text)
    assert "\n" not in str(refused.value)


def test_a_later_format_is_refused() -> None:
    with pytest.raises(FormatError, match="format 2"):
        from_json(written().replace('"format": 1', '"format": 2'))

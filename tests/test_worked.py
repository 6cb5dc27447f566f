"""What a film came to is read back whole, and never in the place of something newer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from attune import anew, parts, pipeline, score, worked
from attune.pipeline import Suggested
from attune.settings import Settings
from tests.kept import film, reel

__all__ = ["film", "reel"]


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal to the last bit, NaN to NaN, types included."""
    if isinstance(one, np.ndarray):
        return bool(one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if is_dataclass(one):
        return type(one) is type(other) and all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A line for each time that the rules are run from now on."""
    times: list[int] = []
    run: Callable[..., Any] = score.score
    monkeypatch.setattr(score, "score", lambda *what: times.append(1) or run(*what))
    return times


def test_a_film_that_is_done_comes_back_to_the_last_bit_and_asks_no_rule(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pipeline.suggested(film)
    times = asked(monkeypatch)
    again = pipeline.suggested(film)
    assert not times
    for name in ("dyad", "scores", "moments", "coverage", "notes"):
        assert same(getattr(first, name), getattr(again, name)), name


def turned(done: Suggested) -> None:
    pipeline.suggested(done.film.path, given=Settings(turned={"Blend.smooth": 3.0}))


def named(done: Suggested) -> None:
    anew.recast(done, {}, {"child": "Ida"}, None)


def wanted(done: Suggested) -> None:
    pipeline.suggested(done.film.path, given=Settings(goal=("receiving",)))


@pytest.mark.parametrize("change", [turned, named, wanted])
def test_what_it_rests_on_has_changed(
    film: Path, change: Callable[[Suggested], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = pipeline.suggested(film)
    before = done.store.names("worked/")
    times = asked(monkeypatch)
    change(done)
    assert times
    assert done.store.names("worked/") != before
    assert len(before) == len(done.store.names("worked/")) == 1


def test_an_edited_rule_is_never_answered_with_what_the_old_one_said(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.suggested(film)
    times = asked(monkeypatch)
    monkeypatch.setattr(worked, "_source", lambda: "another source")
    pipeline.suggested(film)
    assert times


@pytest.mark.parametrize("damage", [b"", b"no archive", None])
def test_a_damaged_file_is_worked_out_again(film: Path, damage: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pipeline.suggested(film)
    path = first.store.path(first.store.names("worked/")[0])
    path.write_bytes(path.read_bytes()[:-900] if damage is None else damage)
    times = asked(monkeypatch)
    assert pipeline.suggested(film).moments == first.moments
    assert times


def test_a_film_that_was_aimed_is_opened_without_asking_a_rule(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aimed = anew.aimed(pipeline.suggested(film), ("receiving",))
    times = asked(monkeypatch)
    assert same(pipeline.suggested(film).moments, aimed.moments)
    assert not times


def test_said_again_without_reading_a_look(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pipeline.suggested(film)
    monkeypatch.setattr(parts, "kept", lambda *_: pytest.fail("its looks were read"))
    again = anew.again(film)
    assert again is not None
    assert same(again.moments, first.moments)

"""Seconds as CSV: a row for each second, the columns in order, and an empty field where nothing can be told."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.dyad import Dyad, unseen
from attune.exchange.seconds import COLUMNS, LOOKS, to_csv
from attune.moment import Scores
from attune.timeline import series
from tests.scores import CHILD, dyad, scores

HEADER = (
    "second,adult_seen,child_seen,adult_x,adult_y,child_x,child_y,adult_looks,child_looks,mutual_gaze,joint_attention,"
    "adult_smiles,child_smiles,adult_speaks,child_speaks,turn_taking,attunement,coverage"
)


def rows(film: Dyad, said: Scores) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(film, said))))


def test_the_columns_are_those_that_others_rely_on() -> None:
    text = to_csv(dyad(3), scores(3))
    assert text.splitlines()[0] == HEADER
    assert ",".join(COLUMNS) == HEADER


@given(st.floats(0.05, 40))
def test_each_second_of_the_film_has_a_row(seconds: float) -> None:
    got = [int(row["second"]) for row in rows(dyad(seconds), scores(seconds))]
    assert got == list(range(len(got)))
    assert got[-1] < seconds <= got[-1] + 1 + 1e-6


def test_a_head_is_found_in_half_of_the_looks_that_exist() -> None:
    sure = np.zeros(24)
    sure[:5] = 1  # half of second 0
    sure[10:14] = 1  # less than half of second 1
    sure[20:22] = 1  # half of the four looks of the last part of a second
    got = rows(dyad(2.4, child=sure), scores(2.4))
    assert [row["child_seen"] for row in got] == ["1", "0", "1"]
    assert [row["adult_seen"] for row in got] == ["1", "1", "1"]
    assert [row["child_x"] != "" for row in got] == [True, False, True]


def test_a_head_that_is_carried_over_is_not_found() -> None:
    film = dyad(2)
    film = replace(film, child=replace(film.child, found=np.zeros(20, bool)))
    assert [(row["child_seen"], row["child_x"]) for row in rows(film, scores(2))] == [("0", ""), ("0", "")]


def test_places_are_fractions_of_the_frame() -> None:
    row = rows(dyad(1), scores(1))[0]
    assert float(row["adult_x"]) == pytest.approx(0.4 / (16 / 9), abs=1e-3)
    assert float(row["adult_y"]) == pytest.approx(0.4)
    assert float(row["child_x"]) == pytest.approx(1.2 / (16 / 9), abs=1e-3)


def test_a_place_is_the_mean_of_the_looks_in_which_the_head_was_found() -> None:
    film = dyad(1, child=np.r_[np.ones(6), np.zeros(4)])
    head = np.array(film.child.head)
    head[:3], head[6:] = (0.0, 0.0), (9.0, 9.0)
    film = replace(film, child=replace(film.child, head=head))
    row = rows(film, scores(1))[0]
    assert float(row["child_y"]) == pytest.approx(0.3)


def looking(values: Any) -> Scores:
    said = scores(len(values))
    return replace(said, cues={"adult_looks": series(said.clock, np.array(values, float))})


def test_looks_are_the_likeliest_target_or_cannot_be_told() -> None:
    nan = float("nan")
    told = looking([[0.6, 0.2, 0.1, 0.1], [0.1, 0.5, 0.2, 0.2], [0, 0, 1, 0], [0.1, 0.1, 0.1, 0.7], [nan] * 4])
    got = rows(dyad(5), told)
    assert [row["adult_looks"] for row in got] == ["partner", "object", "camera", "else", ""]
    assert [row["child_looks"] for row in got] == [""] * 5


def test_the_targets_are_those_of_the_rules() -> None:
    looks = pytest.importorskip("attune.rules.looks")
    assert looks.TARGETS == LOOKS


def test_cannot_tell_is_empty_and_a_known_no_is_0() -> None:
    said = scores(3)
    cue = series(said.clock, np.array([np.nan, 0.0, 0.1236]))
    said = replace(said, cues={"mutual_gaze": cue, "adult_smiles": cue}, attunement=cue)
    got = rows(dyad(3), said)
    for column in ("mutual_gaze", "adult_smiles", "attunement"):
        assert [row[column] for row in got] == ["", "0", "0.124"]
    assert [row["child_speaks"] for row in got] == [""] * 3


def test_coverage_is_never_empty() -> None:
    film = dyad(4)
    film = replace(film, child=unseen(CHILD, film.clock))
    got = rows(film, scores(2, coverage=0.0))  # scores that end before the film
    assert [row["coverage"] for row in got] == ["0", "0", "0", "0"]
    assert [row["mutual_gaze"] for row in got] == ["0", "0", "", ""]


def test_a_second_is_one_in_which_somebody_spoke_from_a_third_of_it_on() -> None:
    share = np.array([0.0, 0.2, 0.3, 0.45, 0.9, np.nan])
    got = rows(dyad(6), scores(6, cues={"child_speaks": share, "turn_taking": share}))
    assert [row["child_speaks"] for row in got] == ["0", "0.333", "0.5", "0.75", "1", ""]
    assert [row["turn_taking"] for row in got] == ["0", "0.2", "0.3", "0.45", "0.9", ""]

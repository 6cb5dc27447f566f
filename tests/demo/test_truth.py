"""What is known of a play agrees with itself, with the script, and with the forms in which attune writes."""

from __future__ import annotations

import csv
import io
import itertools

import numpy as np
import pytest

from attune.demo.play import PAIR, Play
from attune.demo.script import STANDARD, compose, improvise
from attune.demo.stage import staged
from attune.demo.truth import RATE, TARGETS, Truth, coded, codes, scores, to_csv, truth
from attune.exchange.seconds import to_csv as seconds_csv


@pytest.fixture(scope="module")
def known() -> Truth:
    return truth(STANDARD)


def test_gaze_is_mutual_exactly_when_both_look_at_their_partner(known: Truth) -> None:
    mutual = scores(known).cues["mutual_gaze"].values
    for second, value in enumerate(mutual[:-1]):
        part = slice(second * RATE, (second + 1) * RATE)
        adult, child = known.looks["adult"][part], known.looks["child"][part]
        if (adult != "").all() and (child != "").all():
            assert value == pytest.approx(np.mean((adult == "partner") & (child == "partner")))


def test_hidden_eyes_are_unknown_and_not_elsewhere() -> None:
    known = truth(compose(["peekaboo"]))
    hidden = known.looks["adult"][20:24]
    assert (hidden == "").all()
    assert np.isnan(scores(known).cues["mutual_gaze"].values[2])
    assert np.isnan(known.dyad.adult.facing[20:24]).all()
    assert not np.isnan(known.dyad.adult.head[20:24]).any()
    assert scores(known).coverage.values[2] < 0.2


def test_a_person_out_of_the_picture_has_no_place() -> None:
    child = truth(compose(["return"])).dyad.child
    gone = slice(30, 40)
    assert not child.found[gone].any()
    assert np.isnan(child.head[gone]).all()
    assert child.found[:10].all()


def test_one_who_looks_elsewhere_settles_it_even_when_the_other_is_unseen() -> None:
    known = truth(compose(["return"]))
    mutual = scores(known).cues["mutual_gaze"].values
    assert mutual[3] == 0
    assert known.looks["child"][35] == ""


def shared(beat: str) -> np.ndarray:
    return scores(truth(compose([beat]))).cues["joint_attention"].values


def test_attention_is_joint_where_both_look_at_one_thing_wherever_it_is() -> None:
    assert shared("follow")[3:5] == pytest.approx(1)
    assert shared("hold")[2:5] == pytest.approx(1)
    assert shared("offer")[3:5] == pytest.approx(1)
    for apart in ("aside", "busy", "each", "faces", "onlook", "camera"):
        assert (shared(apart) == 0).all(), apart


def test_own_hands_and_places_aside_are_coded_as_objects() -> None:
    known = truth(compose(["aside"]))
    assert set(known.looks["adult"]) == {"partner", "aside"}
    assert set(coded(known.looks["adult"])) == {"partner", "object"}
    looks = scores(truth(compose(["each"]))).cues["adult_looks"].values
    assert looks[:, TARGETS.index("object")] == pytest.approx(1)


def test_the_standard_play_has_enough_of_everything(known: Truth) -> None:
    cues = scores(known).cues
    for who in PAIR:
        shares = np.nanmean(cues[f"{who}_looks"].values, axis=0)
        assert (shares > 0.04).all(), dict(zip(TARGETS, shares, strict=True))
    assert np.nanmean(cues["mutual_gaze"].values) > 0.2
    assert np.nanmean(cues["joint_attention"].values) > 0.2


def test_looks_sum_to_one_where_they_are_known(known: Truth) -> None:
    for who in PAIR:
        rows = scores(known).cues[f"{who}_looks"]
        assert rows.values[rows.known].sum(axis=1) == pytest.approx(1)


def test_heads_have_the_size_that_distance_and_lens_give(known: Truth) -> None:
    dyad = known.dyad
    ratio = dyad.adult.size / dyad.child.size
    assert 1.0 < np.nanmedian(ratio) < 1.2
    assert 0.15 < np.nanmin(dyad.child.size) < np.nanmax(dyad.adult.size) < 0.27


def test_directions_are_unit_vectors_in_the_shots_camera(known: Truth) -> None:
    for track in (known.dyad.adult, known.dyad.child):
        for way in (track.facing, track.gaze):
            length = np.linalg.norm(way[track.found], axis=1)
            assert length == pytest.approx(np.ones(len(length)))


def test_codes_tile_the_film_for_each_persons_looks(known: Truth) -> None:
    for who in PAIR:
        spans = sorted(span for tier, _, span in codes(known) if tier == f"{who}_looks")
        assert spans[0].start == 0
        assert spans[-1].end == pytest.approx(known.dyad.clock.span.end)
        assert all(a.end == pytest.approx(b.start) for a, b in itertools.pairwise(spans))


def test_codes_as_csv_have_the_columns_that_import_reads(known: Truth) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(known))))
    assert list(rows[0]) == ["tier", "code", "onset_s", "offset_s", "coder", "confidence"]
    assert {row["tier"] for row in rows} == {
        "adult_looks", "child_looks", "adult_speaks", "child_speaks", "adult_smiles", "child_smiles", "mutual_gaze",
        "joint_attention", "moment",
    }  # fmt: skip
    assert all(0 <= float(row["onset_s"]) < float(row["offset_s"]) <= STANDARD.seconds + 0.1 for row in rows)


def test_truth_can_be_written_as_seconds(known: Truth) -> None:
    rows = list(csv.DictReader(io.StringIO(seconds_csv(known.dyad, scores(known)))))
    assert len(rows) == int(np.ceil(STANDARD.seconds))
    assert rows[10]["adult_looks"] == "partner"
    assert rows[10]["attunement"] == ""


@pytest.mark.parametrize("seed", [1, 2])
def test_any_play_has_a_truth(seed: int) -> None:
    play: Play = improvise(seed, beats=3)
    known = truth(play, staged(seed))
    assert known.dyad.cuts == play.cuts
    assert len(known.looks["adult"]) == known.dyad.clock.count

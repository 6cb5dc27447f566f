"""Features are the scores, second by second, each told what it is; what is unknown stays unknown and has its bounds."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from attune.exchange import parquet
from attune.exchange.features import ABOUT, Feature, Share, dictionary, features, shares
from attune.exports.kinds import Wish, check, text, write
from attune.pipeline import Suggested
from scripts.features_page import PAGE, page
from tests.exports.conftest import done
from tests.scores import dyad, scores

__all__ = ["done"]

GAZE = np.array([1.0, 0.5, np.nan, 0.0, np.nan])


def test_a_share_lies_between_its_bounds_and_unknown_is_never_no() -> None:
    said = scores(5, cues={"mutual_gaze": GAZE, "child_smiles": np.full(5, np.nan)})
    told = {share.name: share for share in shares("f", dyad(5), said, "k")}
    gaze, smiles = told["mutual_gaze"], told["child_smiles"]
    assert (gaze.mean, gaze.lowest, gaze.highest, gaze.coverage) == (0.5, 0.3, pytest.approx(0.7), 0.6)
    assert np.isnan(smiles.mean)
    assert (smiles.lowest, smiles.highest, smiles.coverage, smiles.seconds) == (0, 1, 0, 5)


def test_a_row_a_second_and_name_with_its_confidence() -> None:
    looks = np.eye(4)[[0, 1, 2, 3, 0]]
    said = scores(5, cues={"mutual_gaze": GAZE, "adult_looks": looks})
    rows = features("f", dyad(5, child=np.repeat([0.0, 1, 1, 1, 1], 10)), said, "k")
    assert len({(row.name, row.second) for row in rows}) == len(rows)
    assert [row.value for row in rows if row.name == "child_seen"] == [0, 1, 1, 1, 1]
    assert [row.value for row in rows if row.name == "adult_looks.object"] == looks[:, 1].tolist()
    gaze = [row for row in rows if row.name == "mutual_gaze"]
    np.testing.assert_equal([row.value for row in gaze], GAZE)
    assert [row.confidence > 0 for row in gaze] == [True, True, False, True, False]
    assert not [row for row in rows if row.second >= 5]


def test_every_name_has_one_meaning_a_unit_and_a_line_in_every_film(done: Suggested) -> None:
    names = [entry.name for entry in dictionary()]
    assert len(names) == len(set(names))
    assert all(len(entry.meaning.split()) >= 3 and entry.unit for entry in dictionary())
    assert [share.name for share in shares("f", done.dyad, done.scores, "k")] == names
    assert {*Feature._fields, *Share._fields} == set(ABOUT)


def test_the_csv_holds_the_scores_and_what_made_them(done: Suggested) -> None:
    rows = list(csv.DictReader(io.StringIO(text(done, Wish("features")))))
    assert {row["film"] for row in rows} == {done.store.film[:16]}
    assert {row["knobs"] for row in rows} == {done.knobs.digest()}
    assert {row["format"] for row in rows} == {"1"}
    own = [float(row["value"] or "nan") for row in rows if row["name"] == "attuned"]
    np.testing.assert_allclose(own, done.scores.principles["attuned"].values, atol=1e-6)
    turned = replace(done, knobs=done.knobs.set({"MutualGaze.held": 0.4}))
    assert done.knobs.digest() not in text(turned, Wish("shares"))
    assert len(list(csv.DictReader(io.StringIO(text(done, Wish("shares")))))) == len(dictionary())


@pytest.mark.skipif(parquet.arrow is None, reason="pyarrow is not installed")
def test_parquet_holds_the_same_with_its_dictionary(done: Suggested, tmp_path: Path) -> None:
    wish = Wish("features-parquet", tmp_path)
    check([done.film.path], wish)
    (path,) = write(done, wish)
    table = parquet.parquet.read_table(path)
    told = {name.decode(): value.decode() for name, value in table.schema.metadata.items()}
    assert (told["attune.knobs"], told["attune.format"]) == (done.knobs.digest(), "1")
    assert [entry["name"] for entry in json.loads(told["attune.dictionary"])] == [e.name for e in dictionary()]
    assert json.loads(told["attune.shares"], parse_constant=pytest.fail)[0]["highest"] <= 1
    assert table.schema.field("value").metadata[b"description"].decode() == ABOUT["value"]
    rows = list(csv.DictReader(io.StringIO(text(done, Wish("features")))))
    assert table.column("name").to_pylist() == [row["name"] for row in rows]
    own = [float("nan") if value is None else value for value in table.column("value").to_pylist()]
    np.testing.assert_allclose(own, [float(row["value"] or "nan") for row in rows], atol=1e-6)


def test_the_page_of_features_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/features_page.py"

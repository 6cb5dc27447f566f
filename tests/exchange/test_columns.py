"""Tables of anybody's own making come in as the map says, with nothing guessed and nothing taken for a no."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from attune import coding
from attune.codes import Code, Codes
from attune.errors import FormatError
from attune.exchange import mapping
from attune.exchange.cells import Cell
from attune.exchange.mapping import Map, Seconds
from attune.timeline import Span

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"

MATRIX = """clip,second,a_look,mutual,who
one,0,child,1,
one,1,child,u,
one,2,,0,
two,0,camera,0,
two,1,child,0,
"""

PICKS = "clip,start,end,rating,why\none,1,3.5,7,they laugh\ntwo,0,2,4,\n"


@pytest.fixture
def how() -> Map:
    """The map that docs/formats.md shows."""
    shown = next(t for t in re.findall(r"```\n(.*?)```", DOCS.read_text(), re.DOTALL) if "[seconds]" in t)
    return mapping.read_text(shown, "map.toml")


def brought(tmp_path: Path, text: str, how: Map, name: str = "A_codes.csv", film: str = "one.mp4") -> Codes:
    path = tmp_path / name
    path.write_text(text)
    return coding.bring(path, film, 4.6, how).codes


def test_a_row_a_second_becomes_runs_and_what_has_no_row_is_uncodable(tmp_path: Path, how: Map) -> None:
    own = Map(coder="A", tiers={"a_look": "adult_looks", "mutual": "mutual_gaze"}, codes=how.codes, seconds=how.seconds)
    assert list(brought(tmp_path, MATRIX, own)) == [
        Code("adult_looks", "partner", Span(0, 2), "A"),
        Code("adult_looks", "uncodable", Span(2, 5), "A"),
        Code("mutual_gaze", "yes", Span(0, 1), "A"),
        Code("mutual_gaze", "uncodable", Span(1, 2), "A"),
        Code("mutual_gaze", "no", Span(2, 3), "A"),
        Code("mutual_gaze", "uncodable", Span(3, 5), "A"),
    ]


def test_the_example_of_the_page_reads_a_coding_of_seconds_and_picks(tmp_path: Path, how: Map) -> None:
    rows = "clip,second,a_look,c_look,mutual,joint,a_smile,c_smile,note\n" + "".join(
        f"one,{k},child,adult,1,0,1,u,so\n" for k in range(5)
    )
    codes = brought(tmp_path, rows, how)
    assert {(c.tier, c.code, c.span, c.coder) for c in codes} == {
        ("adult_looks", "partner", Span(0, 5), "A"), ("child_looks", "partner", Span(0, 5), "A"),
        ("mutual_gaze", "yes", Span(0, 5), "A"), ("joint_attention", "no", Span(0, 5), "A"),
        ("adult_smiles", "yes", Span(0, 5), "A"), ("child_smiles", "uncodable", Span(0, 5), "A"),
    }  # fmt: skip
    picks = brought(tmp_path, PICKS, how, "B_moments.csv")
    assert list(picks) == [Code("moment", "7", Span(1, 3.5), "B")]


def test_a_film_that_was_joined_takes_its_recordings_one_after_the_other(tmp_path: Path, how: Map) -> None:
    both = Map(recordings={"one": 0, "two": 3}, coder="A", tiers={"mutual": "mutual_gaze"}, codes=how.codes,
               seconds=how.seconds)  # fmt: skip
    codes = brought(tmp_path, MATRIX, both, film="joined.mp4")
    assert [(c.code, c.span) for c in codes] == [
        ("yes", Span(0, 1)), ("uncodable", Span(1, 2)), ("no", Span(2, 5)),
    ]  # fmt: skip


def test_the_coder_may_stand_in_a_column(tmp_path: Path) -> None:
    own = Map(tiers={"x": "mutual_gaze"}, codes={"1": "yes", "0": ""}, seconds=Seconds("s", coder="who"))
    codes = brought(tmp_path, "s,x,who\n0,1,ann\n1,1,ann\n0,0,bob\n", own)
    assert [(c.coder, c.code, c.span) for c in codes if not c.uncodable] == [
        ("ann", "yes", Span(0, 2)),
        ("bob", "no", Span(0, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (MATRIX.replace("camera", "cmaera"), "line 5: the map has no code for 'cmaera' of a_look. Expected one of"),
        (MATRIX.replace("mutual", "mut"), "line 1: there is no column mutual, which the map names"),
        (MATRIX.replace("clip", "film"), "line 1: there is no column clip"),
        (MATRIX.replace("one,1", "one,0"), "line 3: second 0 of one stands there twice"),
        (MATRIX.replace("one,1", "one,x"), "line 3: second must be a number"),
        (MATRIX.replace("one", "three"), "there is no recording one. Expected one of three, two"),
        (MATRIX + "one\n", "line 7: too few fields"),
        ("", "line 1: there is no column"),
    ],
)
def test_what_the_map_does_not_name_is_refused_with_its_place(text: str, told: str, tmp_path: Path, how: Map) -> None:
    own = Map(tiers={"a_look": "adult_looks", "mutual": "mutual_gaze"}, codes=how.codes, seconds=how.seconds)
    with pytest.raises(FormatError, match=f"A_codes.csv: {told}"):
        brought(tmp_path, text, own)


@pytest.mark.parametrize("text", ["[seconds]\nfilm = 'a'", "[seconds]\nsecond = 's'\nthird = 't'", "spans = 3"])
def test_columns_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(FormatError, match="See docs"):
        mapping.read_text(text, "m.toml")


def test_a_tier_that_the_map_names_and_the_file_has_not_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ann.csv"
    path.write_text("tier,code,onset_s,offset_s,coder,confidence\na,x,1,2,,\n")
    how = Map(tiers={"a": "mutual_gaze", "b": "child_looks", "*": ""}, codes={"c": {"x": "yes"}, "x": "yes"})
    assert coding.bring(path, "film.mp4", 60, how).notes == (
        "ann.csv: the map names the tier b, which is not there. Got a.",
        "ann.csv: the map names the tier c, which is not there. Got a.",
    )


def test_who_coded_stands_in_the_cell_or_shows_in_the_name_of_the_file() -> None:
    how, cell = Map(coder="rest", coders={"A_*": "ann"}), Cell("", "t", "c", 0, 1)
    assert how.who(cell, "A_1.csv") == "ann"
    assert how.who(cell, "B_1.csv") == "rest"
    assert how.who(cell._replace(coder="eve"), "A_1.csv") == "eve"

"""People's codes come onto the film's clock by a map, are kept with the film, and nothing is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune import coding
from attune.codes import Code, Codes
from attune.errors import FormatError, StoreError
from attune.exchange import mapping
from attune.exchange.mapping import Map
from attune.store import Store
from attune.timeline import Span

HEAD = "tier,code,onset_s,offset_s,coder,confidence\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ann.csv"
    path.write_text(f"{HEAD}a,x,1,2,,\nb,x,3,2,,\na,y,90,91,,0.5\na,z,-9,-8,,\n")
    return path


def test_what_cannot_be_a_code_is_left_out_and_named(table: Path) -> None:
    codes, notes = coding.bring(table, "film.mp4", 60, Map())
    assert [code.code for code in codes] == ["x", "y"]
    assert notes[0] == "ann.csv: line 3: left out, b x ends at 2.000 s, before it starts at 3.000 s."
    assert "line 5: left out, a z lies before the film begins" in notes[1]
    assert "1 of 2 codes lie after the film's end" in notes[2]


def test_a_map_moves_renames_and_leaves_out(table: Path, tmp_path: Path) -> None:
    how = tmp_path / "map.toml"
    how.write_text(
        'offset = 7\ncoder = "ann"\n[offsets]\n"ann.csv" = -1.5\n[tiers]\na = "child_looks"\n"*" = ""\n'
        '[codes]\nx = "no"\n[codes.a]\nx = "uncodable"\ny = ""\n'
    )
    codes, _ = coding.bring(table, "film.mp4", 60, mapping.read(how))
    (code,) = codes
    assert code == Code("child_looks", "uncodable", Span(0, 0.5), "ann")
    assert code.uncodable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("offset = 'x'", "offset"),
        ("offset = nan", "offset"),
        ("tier = 1", "Expected one of offset"),
        ("[tiers]\na = 1", "tiers"),
        ("[codes]\na = 1", "codes"),
        ("off", "Expected TOML"),
    ],
)
def test_a_map_that_is_none_is_refused(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(FormatError, match=told):
        mapping.read(tmp_path / "m.toml")


def test_the_recording_that_is_the_film_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "two.rttm"
    path.write_text("".join(f"SPEAKER {name} 1 {n}.0 1.0 <NA> <NA> CHI <NA> <NA>\n" for n, name in enumerate("ab")))
    assert [c.span.start for c in coding.bring(path, "b.mp4", 60, Map()).codes] == [1]
    assert [c.span.start for c in coding.bring(path, "b.mp4", 60, Map(recording="a")).codes] == [0]
    codes, notes = coding.bring(path, "c.mp4", 60, Map())
    assert len(codes) == 2
    assert "2 recordings, none called like the film" in notes[0]
    with pytest.raises(FormatError, match="Expected one of a, b"):
        coding.bring(path, "c.mp4", 60, Map(recording="z"))


def test_codes_are_kept_file_by_file_under_names_that_say_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept", "0" * 64)
    first, second = (
        Codes((Code(tier, "yes", Span(1, 2), "ann", 0.25), Code(tier, "uncodable", Span(3, 3)))) for tier in "ab"
    )
    coding.keep(store, Path("ann.eaf"), first)
    coding.keep(store, Path("bob.eaf"), first)
    coding.keep(store, Path("bob.eaf"), second)
    assert coding.kept(store) == first + second
    assert len(store.names()) == 2
    assert not [name for name in store.names() if "ann" in name or "bob" in name]
    assert coding.forget(store) == 2
    assert len(coding.kept(store)) == 0


def test_what_is_kept_has_a_version(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept", "0" * 64)
    for kept in ({"format": 2, "codes": []}, {"format": 1, "codes": [["a"]]}):
        store.write_json("codes/0123.json", kept)
        with pytest.raises(StoreError, match="Import it again"):
            coding.kept(store)

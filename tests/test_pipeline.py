"""The whole story: what a second run repeats, what a choice changes, and what is kept."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from attune import anew, pipeline, settings
from attune.errors import FilmError, StoreError
from attune.media import film as media
from attune.settings import Settings
from attune.store import Store, put
from tests import fakes
from tests.kept import SECONDS, film, reel

__all__ = ["film", "reel"]


def seen_of(path: Path) -> list[int]:
    return fakes.seen(media.Film(path, SECONDS, 64, 48, 5.0, 0.0, False))


def test_a_film_becomes_kept_moments(film: Path) -> None:
    done = pipeline.suggested(film)
    assert (done.dyad.adult.person.role, done.dyad.child.person.role) == ("adult", "child")
    assert done.dyad.adult.head[0, 0] < done.dyad.child.head[0, 0]
    assert done.coverage == {"adult": 1.0, "child": 1.0}
    kept = json.loads(done.store.read("moments.json") or b"")
    assert [m["id"] for m in kept["moments"]] == [m.key for m in done.moments]
    assert kept["film"] == {"name": "Sarah.mp4", "seconds": SECONDS, "sha256": done.store.film}
    assert set(kept["made_by"]) >= {"version", "models", "knobs"}


def test_a_second_run_sees_nothing_and_reads_the_film_not_again(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pipeline.suggested(film)
    assert seen_of(film)

    def unread(*_: object, **__: object) -> None:
        raise AssertionError("the film was read again")

    monkeypatch.setattr(pipeline, "open_film", unread)
    monkeypatch.setattr(pipeline, "fingerprint", unread)
    before = {name: first.store.path(name).stat().st_mtime_ns for name in first.store.names()}
    again = pipeline.suggested(film)
    assert again.film == first.film
    assert again.moments == first.moments
    assert seen_of(film) == []
    assert {name: first.store.path(name).stat().st_mtime_ns for name in first.store.names()} == before


def test_turning_a_number_of_the_score_sees_nothing_again(film: Path) -> None:
    first = pipeline.suggested(film)
    seen_of(film)
    again = pipeline.suggested(film, given=Settings(turned={"Blend.smooth": 3.0}))
    assert seen_of(film) == []
    assert again.knobs.changed() == {"Blend.smooth": 3.0}
    assert pipeline.document(again) != pipeline.document(first)


def test_looks_a_second_is_a_number_like_any_other(film: Path) -> None:
    pipeline.suggested(film, given=Settings(turned={"Watching.rate": 5}))
    assert pipeline.suggested(film).dyad.clock.rate == 5


def test_another_film_under_the_same_name_is_another_film(film: Path) -> None:
    first = pipeline.suggested(film)
    anew.recast(first, {"adult": "2", "child": "1"}, {}, None)
    seen_of(film)
    put(film, film.read_bytes() + b"\0" * 8)
    again = pipeline.suggested(film)
    assert seen_of(film)
    assert again.store.film != first.store.film
    assert again.people == {}


def test_the_guider_says_who_is_who_and_nothing_is_seen_again(film: Path) -> None:
    first = pipeline.suggested(film)
    seen_of(film)
    done = anew.recast(first, {"adult": "2", "child": "1"}, {"child": "Sarah"}, None)
    assert done.dyad.adult.head[0, 0] == first.dyad.child.head[0, 0]
    assert (done.dyad.adult.person.role_sure, done.dyad.child.person.name) == (1.0, "Sarah")
    again = pipeline.suggested(film)
    assert again.dyad.child.person == done.dyad.child.person
    assert seen_of(film) == []
    back = anew.recast(again, {"adult": "", "child": ""}, {}, None, afresh=True)
    assert back.dyad.adult.head[0, 0] == first.dyad.adult.head[0, 0]


def test_choices_hold_for_the_next_run(film: Path) -> None:
    pipeline.suggested(film, given=Settings(age="0-1", skip=True))
    assert pipeline.suggested(film).settings == Settings(age="0-1", skip=True)
    assert pipeline.suggested(film, afresh=True).settings == Settings()


def test_kept_elsewhere_the_film_finds_its_own(film: Path, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    first = pipeline.suggested(film, place=place)
    other = film.with_name("Laura.mp4")
    put(other, film.read_bytes() + b"\0" * 8)
    pipeline.suggested(other, place=place)
    seen_of(film)
    assert pipeline.suggested(film, place=place).store == first.store
    assert seen_of(film) == []
    assert not film.with_name("Sarah.mp4.attune").exists()
    assert len(list(place.iterdir())) == 2
    words = b"".join(path.read_bytes() for path in place.rglob("*.json") if path.name != "moments.json")
    assert b"Sarah" not in words


def test_a_film_that_moved_with_its_folder_is_known_again(film: Path, tmp_path: Path) -> None:
    pipeline.suggested(film)
    seen_of(film)
    new = tmp_path / "elsewhere"
    new.mkdir()
    shutil.move(film, new / "film.mp4")
    shutil.move(film.with_name("Sarah.mp4.attune"), new / "film.mp4.attune")
    done = pipeline.suggested(new / "film.mp4")
    assert done.film.path == new / "film.mp4"
    assert seen_of(new / "film.mp4") == []


def test_what_is_no_film_leaves_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "letter.mp4"
    path.write_text("no film at all")
    with pytest.raises(FilmError):
        pipeline.suggested(path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.mp4"]


def test_a_place_that_cannot_be_written_points_to_another(film: Path) -> None:
    with pytest.raises(StoreError, match="--store") as why:
        pipeline.suggested(film, place=Path(os.devnull) / "kept")
    assert "\n" not in str(why.value)
    assert seen_of(film) == []


def test_a_folder_that_is_a_file_points_to_another(film: Path) -> None:
    film.with_name("Sarah.mp4.attune").write_text("in the way")
    with pytest.raises(StoreError, match="--store"):
        pipeline.suggested(film)


@pytest.mark.parametrize("where", sorted(knob.where for knob, _ in pipeline.all_knobs()))
def test_every_number_can_be_turned_and_kept(where: str, tmp_path: Path) -> None:
    knobs = pipeline.all_knobs()
    knob = next(knob for knob, _ in knobs if knob.where == where)
    value = knob.low if knob.default != knob.low else knob.high
    store = Store(tmp_path, "f")
    settings.settle(store, Settings(turned={where: value}), False, knobs)
    assert settings.settle(store, Settings(), False, knobs)[1].changed() == {where: value}


def test_a_ranker_of_other_films_is_followed_and_named(film: Path) -> None:
    plain = pipeline.suggested(film)
    liked = pipeline.suggested(film, given=Settings(ranker={"when": 3.0}))
    assert liked.moments[0].core.middle >= max(m.core.middle for m in liked.moments[1:])
    assert "ranker" in pipeline.origin(liked)[1]
    assert "ranker" not in pipeline.origin(plain)[1]
    assert pipeline.suggested(film, afresh=True).moments == plain.moments

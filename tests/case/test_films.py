"""Films in a case, by the commands that people type: under other names, with what was known of them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from attune import cast, pipeline
from attune.case import keep
from attune.cli import main
from attune.review.shelf import films_in
from attune.store import Store, beside
from tests import fakes
from tests.kept import film, reel

__all__ = ["film", "reel"]


def call(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case with a mother and her child."""
    path = tmp_path / "kestrel"
    people = ("--person", "Laura:parent", "--person", "Ben:child", "--person", "Ann:guider")
    call("case", "new", path, *people, "--setting", "home", "--question", "How?")
    return path


def names(store: Store) -> dict[Any, str]:
    return {role: said.name for role, said in cast.read(store).items()}


def test_a_film_is_copied_under_a_name_that_says_nothing(film: Path, folder: Path) -> None:
    call("case", "add", folder, film, "--on", "2026-03-31", "--activity", "breakfast")
    copy = folder / "cycle-1" / "film-1.mp4"
    assert copy.read_bytes() == film.read_bytes()
    assert "Sarah" not in "".join(map(str, folder.rglob("*"))) + (folder / keep.FILE).read_text()
    (noted,) = keep.read(folder).films
    assert (noted.path, str(noted.on), noted.activity) == ("cycle-1/film-1.mp4", "2026-03-31", "breakfast")


def test_its_sentences_use_the_names_of_the_case(film: Path, folder: Path) -> None:
    call("case", "add", folder, film)
    done = pipeline.suggested(folder / "cycle-1/film-1.mp4")
    assert names(done.store) == {"adult": "Laura", "child": "Ben"}
    assert any("Laura" in moment.why for moment in done.moments)
    assert any("Ben" in moment.why for moment in done.moments)


def test_what_was_watched_is_not_watched_again_and_its_name_stays_behind(film: Path, folder: Path) -> None:
    pipeline.suggested(film)
    assert fakes.seen(pipeline.open_film(film))
    call("case", "add", folder, film, "--move")
    moved = folder / "cycle-1/film-1.mp4"
    assert not film.exists()
    assert not beside(film).exists()
    for path in beside(moved).rglob("*"):
        assert not path.is_file() or b"Sarah" not in path.read_bytes(), path
    pipeline.suggested(moved)
    assert not fakes.seen(pipeline.open_film(moved))


def test_cycles_and_numbers_go_up(film: Path, folder: Path) -> None:
    out = [call("case", "add", folder, film, *more).stdout.strip() for more in ((), (), ("--cycle", 2), ())]
    ways = ["cycle-1/film-1.mp4", "cycle-1/film-2.mp4", "cycle-2/film-1.mp4", "cycle-2/film-2.mp4"]
    assert out == [str(folder / way) for way in ways] == [str(path) for path in films_in(folder)]
    assert "into 3" in call("case", "add", folder, film, "--cycle", 4, code=2).stderr
    assert not (folder / "cycle-4").exists()


def test_a_folder_that_is_moved_is_the_same_case(film: Path, folder: Path, tmp_path: Path) -> None:
    call("case", "add", folder, film)
    elsewhere = shutil.move(folder, tmp_path / "moved")
    shown = json.loads(call("case", "show", elsewhere, "--json").stdout)
    assert shown["cycles"][0]["films"][0]["path"] == "cycle-1/film-1.mp4"
    assert films_in(Path(elsewhere)) == [tmp_path / "moved/cycle-1/film-1.mp4"]


def test_a_film_that_the_case_does_not_name_is_taken_up_where_it_is(film: Path, folder: Path) -> None:
    """What a run leaves that was stopped between the copy and the note of it."""
    place = folder / "cycle-1"
    place.mkdir()
    left = shutil.copyfile(film, place / "film-1.mp4")
    call("case", "add", folder, left)
    assert [each.path for each in keep.read(folder).films] == ["cycle-1/film-1.mp4"]
    assert "already" in call("case", "add", folder, left, code=2).stderr
    assert len(list(place.glob("*.mp4"))) == 1


def test_who_was_mistyped_is_put_right_in_the_case_and_in_its_films(film: Path, folder: Path) -> None:
    for _ in range(2):
        call("case", "add", folder, film)
    call("case", "consent", folder, "Laura", "--give", "review")
    paths = [folder / each.path for each in keep.read(folder).films]
    pipeline.suggested(paths[0])
    other = pipeline.opened(paths[1])[1]
    cast.keep(other, cast.called(cast.read(other), {"adult": "Mummy", "child": "Laura"}))
    paths[1].unlink()
    before = keep.read(folder).people
    assert (
        "Lauren, carer, called Robin"
        in call("case", "person", folder, "Lauren:carer:Robin", "--instead-of", "laura").stderr
    )
    after = keep.read(folder).people
    assert after == (
        replace(before[0], name="Lauren", role="carer", pseudonym="Robin", formerly=("Laura",)),
        *before[1:],
    )
    done = pipeline.suggested(paths[0])
    assert names(done.store) == {"adult": "Lauren", "child": "Ben"}
    told = " ".join(moment.why for moment in done.moments)
    assert ("Lauren" in told, "Laura" in told) == (True, False)
    assert names(other) == {"adult": "Mummy", "child": "Lauren"}


def test_who_was_given_the_role_of_the_other_gets_their_own(film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "merlin"
    call("case", "new", folder, "--person", "Ben:parent", "--person", "Laura:child")
    call("case", "add", folder, film)
    for told in ("Ben:child", "Laura:parent"):
        call("case", "person", folder, told, "--instead-of", told.partition(":")[0])
    assert names(pipeline.opened(folder / "cycle-1/film-1.mp4")[1]) == {"adult": "Laura", "child": "Ben"}


def test_what_was_stopped_between_two_films_goes_on_where_it_is_repeated(film: Path, folder: Path) -> None:
    for _ in range(2):
        call("case", "add", folder, film)
    stores = [pipeline.opened(folder / each.path)[1] for each in keep.read(folder).films]
    whole = stores[1].read(cast.KEPT)
    stores[1].write(cast.KEPT, b"{")
    call("case", "person", folder, "Lauren:parent", "--instead-of", "Laura", code=2)
    assert (names(stores[0])["adult"], keep.read(folder).people[0].name) == ("Lauren", "Laura")
    stores[1].write(cast.KEPT, whole or b"")
    call("case", "person", folder, "Lauren:parent", "--instead-of", "Laura")
    assert [names(store)["adult"] for store in stores] == ["Lauren", "Lauren"]


def test_nobody_becomes_another_and_nothing_is_written(film: Path, folder: Path) -> None:
    call("case", "add", folder, film)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for told, old in (("Ben:parent", "Laura"), ("Laura:witch", "Laura"), ("Laura", "p1"), ("Eve:parent", "Tom")):
        call("case", "person", folder, told, "--instead-of", old, code=2)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_no_film_and_who_is_nobody_is_refused(film: Path, folder: Path) -> None:
    letter = film.with_name("letter.txt")
    letter.write_text("Dear Ann")
    before = sorted(folder.rglob("*"))
    call("case", "add", folder, letter, code=2)
    call("case", "add", folder, film, "--with", "Kim", code=2)
    call("case", "add", film.parent, film, code=2)
    assert sorted(folder.rglob("*")) == before


def test_the_list_and_the_case_are_told(film: Path, folder: Path) -> None:
    call("case", "person", folder, "Tom:parent:Robin")
    call("case", "add", folder, film, "--with", "Tom", "--with", "Ben")
    told = call("case", "show", folder).stderr
    for word in ("Helping question: How?", "Laura, parent", "called Robin", "cycle-1/film-1.mp4", "Ben, Tom"):
        assert word in told, word
    listed = call("case", "list", folder.parent, "--json")
    assert json.loads(listed.stdout)["cases"][0]["setting"] == "home"
    assert "1 cycle, 1 film" in listed.stderr
    assert "no case" in call("case", "list", folder / "cycle-1").stderr

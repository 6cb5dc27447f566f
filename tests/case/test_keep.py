"""A case as a value and as a file: what is written is read again, and nobody's step is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.case import change, keep
from attune.case.values import ROLES, Case, CaseFilm, Consent, Person, pair_of, people_in
from attune.errors import FormatError, StoreError

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
CONSENTS = st.builds(Consent, st.sampled_from(("review", "training")), st.booleans(), DAYS, st.text(max_size=5))
PEOPLE = st.lists(
    st.builds(
        Person, st.just("p1"), st.text(min_size=1), st.sampled_from(ROLES), st.text(), st.tuples(CONSENTS, CONSENTS)
    ),
    max_size=3,
).map(tuple)


def family() -> Case:
    case = change.fresh("home", "How do we get through breakfast?", "practice")
    for told in ("Laura:parent:Robin", "Sarah:child", "Ann:guider", "Tom:parent"):
        case = change.from_call(case, told)
    return case


@given(people=PEOPLE, day=DAYS, question=st.text())
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, people: tuple[Person, ...], day: date, question: str
) -> None:
    folder = tmp_path_factory.mktemp("cases") / "one"
    case = change.with_film(Case("", day, people=people, question=question), 1, CaseFilm("cycle-1/film-1.mp4", day))
    rated = ({"goal": "g1", "level": -1, "words": "half of the mornings"},)
    case = replace(case, cycles=(replace(case.cycles[0], ratings=rated),), ended=day)
    kept = keep.begun(folder, case)
    assert keep.read(folder) == kept == replace(case, key=kept.key, step=1)


def test_two_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    keep.begun(folder, family())

    def slowly(case: Case) -> Case:
        keep.changed(folder, lambda now: replace(now, question="another"))
        return replace(case, question="the first")

    with pytest.raises(StoreError, match="changed by another"):
        keep.changed(folder, slowly)
    assert keep.read(folder).question == "another"


@pytest.mark.parametrize("spoilt", ["", "[]", "{}", '{"format": 1}', '{"format": 2, "key": "x"}'])
def test_what_is_no_case_is_left_as_it_is(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / keep.FILE).write_text(spoilt)
    with pytest.raises(StoreError):
        keep.changed(tmp_path, lambda case: case)
    assert (tmp_path / keep.FILE).read_text() == spoilt


def test_a_case_begins_in_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("stays")
    with pytest.raises(StoreError, match="not empty"):
        keep.begun(tmp_path, family())


def test_a_role_that_is_none_or_was_changed_by_hand_is_refused(tmp_path: Path) -> None:
    for typed in ("Eve", "Eve:", ":parent", " :parent:Robin"):
        with pytest.raises(FormatError, match="Expected NAME:ROLE"):
            change.from_call(family(), typed)
    with pytest.raises(FormatError, match=r"A role is one of .* Got witch"):
        change.from_call(family(), "Eve:witch")
    with pytest.raises(FormatError, match="already"):
        change.from_call(family(), "laura:carer")
    folder = tmp_path / "one"
    keep.begun(folder, family())
    told = json.loads((folder / keep.FILE).read_text())
    told["people"][0]["role"] = "king"
    (folder / keep.FILE).write_text(json.dumps(told))
    with pytest.raises(StoreError, match="not what attune keeps"):
        keep.read(folder)


def test_who_is_in_a_film() -> None:
    case = family()
    assert [p.name for p in people_in(case, CaseFilm("a"))] == ["Laura", "Sarah", "Tom"]
    assert [p.name for p in people_in(case, CaseFilm("a", kind="meeting"))] == ["Laura", "Sarah", "Ann", "Tom"]
    with_tom = CaseFilm("a", people=("p4", "p2"))
    assert {role: p.name for role, p in pair_of(case, with_tom).items()} == {"adult": "Tom", "child": "Sarah"}
    assert change.person(case, "robin") == case.people[0] == change.person(case, "p1")
    with pytest.raises(FormatError, match="nobody"):
        change.person(case, "Kim")


def test_a_film_goes_into_a_cycle_that_there_is_or_the_next() -> None:
    case = change.with_film(family(), 1, CaseFilm("cycle-1/film-1.mp4"))
    with pytest.raises(FormatError, match="into 2"):
        change.with_film(case, 3, CaseFilm("cycle-3/film-1.mp4"))
    case = change.with_film(case, 2, CaseFilm("cycle-2/film-1.mp4"))
    assert [film.path for film in case.films] == ["cycle-1/film-1.mp4", "cycle-2/film-1.mp4"]
    assert [c.number for c in change.without_films(case, {"cycle-1/film-1.mp4"}).cycles] == [1, 2]


def test_cases_are_found_below_a_folder(tmp_path: Path) -> None:
    made = [tmp_path / name for name in ("a", "2026/b")]
    for folder in made:
        keep.begun(folder, family())
    assert sorted(keep.cases_in(tmp_path)) == sorted(made)
    assert list(keep.cases_in(tmp_path / "a")) == [tmp_path / "a"]
    assert keep.folder_of(tmp_path / "a/cycle-1/film-1.mp4") == tmp_path / "a"
    assert keep.folder_of(tmp_path / "film.mp4") is None


def test_no_case_is_looked_for_in_what_is_kept_of_a_film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "film.mp4.attune" / "looks").mkdir(parents=True)
    (tmp_path / "year").mkdir()
    keep.begun(tmp_path / "year" / "one", family())
    asked: list[Path] = []
    is_case = keep.is_case
    monkeypatch.setattr(keep, "is_case", lambda folder: asked.append(folder) or is_case(folder))
    assert list(keep.cases_in(tmp_path)) == [tmp_path / "year" / "one"]
    assert tmp_path / "film.mp4.attune" / "looks" not in asked

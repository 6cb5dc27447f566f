"""What a film may be used for: what everybody in it agreed to by that day, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune import pipeline
from attune.case import consent, keep, told
from attune.case.consent import SCOPES, agrees, allowed, require, stepped
from attune.case.values import CaseFilm
from attune.errors import ConsentError, FormatError
from attune.research import films
from tests.case.test_films import call, film, folder, reel
from tests.case.test_keep import family

__all__ = ["film", "folder", "reel"]

DAY = date(2026, 3, 31)
FILM = CaseFilm("cycle-1/film-1.mp4")
MEETING = CaseFilm("cycle-1/film-2.mp4", kind="meeting")


def test_all_who_are_in_it_must_agree_and_nobody_is_taken_to() -> None:
    case = family()
    assert not allowed(case, FILM, "review", DAY)
    for person in case.people[:3]:
        case = stepped(case, person, ["review"], True, DAY)
    assert not allowed(case, FILM, "review", DAY)  # Tom has said nothing
    assert allowed(case, CaseFilm("a", people=("p1", "p2")), "review", DAY)
    assert not allowed(case, CaseFilm("a", people=("p1", "p2")), "training", DAY)
    assert not allowed(case, CaseFilm("a", people=("p1", "p2")), "review", DAY - timedelta(1))


def test_where_nobody_is_said_to_be_in_it_nobody_has_agreed(film: Path, tmp_path: Path) -> None:
    case = tmp_path / "empty"
    call("case", "new", case)
    call("case", "add", case, film)
    with pytest.raises(ConsentError, match=r"does not say who is in it, so nobody has agreed.*attune case person"):
        require(case / "cycle-1" / film.with_stem("film-1").name, "review")
    assert not allowed(keep.read(case), FILM, "review", DAY)


def test_a_meeting_is_looked_through_for_supervision() -> None:
    case = family()
    for person in case.people:
        case = stepped(case, person, ["review"], True, DAY)
    assert not allowed(case, MEETING, "review", DAY)
    for person in case.people:
        case = stepped(case, person, ["supervision"], True, DAY)
    assert allowed(case, MEETING, "review", DAY)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=8))
def test_the_step_of_the_latest_day_holds_and_none_is_lost(steps: list[tuple[bool, int]]) -> None:
    case = family()
    for given_, days in steps:
        case = stepped(case, case.people[0], ["review"], given_, DAY + timedelta(days))
    assert [(s.given, (s.on - DAY).days) for s in case.people[0].consents] == steps
    for days in range(6):
        before = [(day, number, given_) for number, (given_, day) in enumerate(steps) if day <= days]
        expected = max(before)[2] if before else False
        assert agrees(case.people[0], "review", DAY + timedelta(days)) is expected


def test_who_withdrew_is_told_from_who_never_agreed_and_a_day_that_lies_ahead_is_told() -> None:
    case, after = family(), DAY + timedelta(1)
    assert told.agreed(case.people[0], DAY) == "agrees to nothing yet"
    case = stepped(case, case.people[0], ["review", "training"], True, DAY)
    case = stepped(case, case.people[0], ["all"], False, after)
    (laura, *_) = case.people
    assert told.agreed(laura, DAY - timedelta(1)).startswith("agrees to nothing yet, from 2026-03-31 on to rev")
    assert told.agreed(laura, DAY) == "agrees to review, training, from 2026-04-01 on to nothing any more"
    assert told.agreed(laura, after) == "agrees to nothing any more"


def test_all_is_every_scope_and_a_scope_that_is_none_is_refused() -> None:
    case = stepped(family(), family().people[0], ["all"], True, DAY)
    assert all(agrees(case.people[0], scope, DAY) for scope in SCOPES)
    with pytest.raises(FormatError, match="advertising"):
        stepped(case, case.people[0], ["advertising"], True, DAY)


def agreed(folder: Path, scopes: str = "review") -> None:
    for person in ("Laura", "Ben", "Ann"):
        call("case", "consent", folder, person, "--give", scopes)


def test_what_nobody_agreed_to_is_refused_by_every_command(film: Path, folder: Path, tmp_path: Path) -> None:
    call("case", "add", folder, film)
    inside, codes = folder / "cycle-1/film-1.mp4", tmp_path / "codes.csv"
    codes.write_text("tier,code,onset_s,offset_s,coder,confidence\nadult_looks,partner,1,2,Ann,1\n")
    commands = [
        ("export", inside, "--as", "clips"), ("suggest", inside), ("look", inside, "--sheet-only"),
        ("review", inside, "--no-browser"), ("import", inside, codes),
    ]  # fmt: skip
    for command in commands:
        refused = call(*command, code=2).stderr
        assert "p1 (parent) has not agreed to review" in refused, command
        assert "Laura" not in refused
    assert not list(folder.rglob("*.jpg"))
    agreed(folder)
    call("suggest", inside)
    call("import", inside, codes)
    assert "training" in call("export", inside, "--as", "clips", "--for", "training", code=2).stderr


def test_a_withdrawal_holds_and_both_steps_stay(film: Path, folder: Path) -> None:
    call("case", "add", folder, film)
    agreed(folder, "review,research")
    require(folder / "cycle-1/film-1.mp4", "training", "research")
    told = call("case", "consent", folder, "Ben", "--withdraw", "research", "--by", "Laura").stderr
    assert "gave research" in told
    assert "withdrew research, said by Laura" in told
    with pytest.raises(ConsentError, match=r"p2 \(child\).*training"):
        require(folder / "cycle-1/film-1.mp4", "training", "research")
    require(folder / "cycle-1/film-1.mp4", "review")
    before = keep.read(folder)
    call("case", "consent", folder, "Ben")
    assert keep.read(folder) == before


def test_a_bench_leaves_out_whom_nobody_agreed_to_study(film: Path, folder: Path) -> None:
    call("case", "add", folder, film)
    pipeline.suggested(folder / "cycle-1/film-1.mp4")
    without = films.load(folder / "cycle-1")
    assert not without.films
    assert "p1 (parent) has not agreed to research" in " ".join(without.notes)
    agreed(folder, "research")
    assert len(films.load(folder / "cycle-1").films) == 1


def test_a_film_outside_any_case_is_not_asked_about(film: Path) -> None:
    consent.require(film, "research")

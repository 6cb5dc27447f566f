"""The evaluation report of three cycles, by the commands that people type; what the client's copy leaves out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from attune import models, parts, record
from attune.case import change, keep
from attune.cli import main
from attune.pipeline import opened
from attune.review import pieces
from attune.review.pieces import Piece
from attune.review.verdicts import KEPT, Verdicts
from attune.words import forbidden
from tests import fakes
from tests.kept import reel

__all__ = ["reel"]

LEVELS = ("no meals together", "one", "two", "three", "more than three")


def call(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["case", *(str(word) for word in words)])
    assert result.exit_code == code, result.output
    return result


def keeps(path: Path, name: str, decision: str = "keep", start: float = 3.0) -> None:
    """The guider keeps a moment of a film, or leaves it out."""
    _, store = opened(path)
    piece = Piece(start, start + 4.0, start + 1.0, decision, name, note="for me", next_step="wait a breath", own=True)
    Verdicts(store.path(KEPT), store.film, "Ann").say(f"own-{start}", pieces.written(piece), 0)


def meets(folder: Path, words: str) -> None:
    """The client says something in the review meeting of the first cycle."""
    said = {"words": words, "next_step": ""}
    keep.changed(folder, lambda case: change.with_review(case, 1, date(2026, 1, 3), said))


@pytest.fixture(scope="module")
def folder(reel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A case of three cycles with all that may stand in a report; nobody changes it."""
    folder = tmp_path_factory.mktemp("cases") / "kestrel"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SEE", fakes.SEE)
        patch.setattr(models, "ensure", lambda *_: None)
        filled(folder, reel)
        yield folder


def filled(folder: Path, film: Path) -> None:
    """Types what a guider types in three cycles."""
    call("new", folder, "--question", "How do Sarah and I get through <breakfast>?",
         "--person", "Laura:parent", "--person", "Sarah:child:Kim")  # fmt: skip
    for key in ("p1", "p2"):
        call("consent", folder, key, "--give", "review")
    call("goal", folder, "Eat together", *(word for level in LEVELS for word in ("--level", level)))
    call("goal", folder, "Sarah tells me when it is enough", "--baseline", 3, "--expected", 7, "--began", "she leaves",
         "--hoped", "she says so")  # fmt: skip
    for cycle in (1, 2, 3):
        made = call("add", folder, film, "--cycle", cycle, "--on", f"2026-0{cycle}-02", "--activity", "breakfast")
        path = folder / made.stdout.splitlines()[-1].rpartition("kestrel/")[2]
        keeps(path, f"Sarah and the spoon, part {cycle}")
        keeps(path, "Left out", "leave", 12.0)
        call("rate", folder, cycle, "--goal", f"1={cycle - 2}", "--target", f"1={2 + 2 * cycle}", "--session",
             f"client={4 + cycle}", "--words", f"client=It was our day {cycle}")  # fmt: skip


@pytest.fixture(scope="module")
def guiders(folder: Path) -> str:
    """The guider's copy."""
    return call("report", folder).stdout


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """A copy of the case that a test may change."""
    return shutil.copytree(folder, tmp_path / "kestrel")


def text(page: str) -> str:
    """What is read of a page, without the letters of charts."""
    body = re.sub(r"<(style|svg).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_guiders_copy_tells_everything(guiders: str) -> None:
    told = text(guiders)
    assert "How do Kim and I get through <breakfast>?" in told
    assert "-1 one reached in cycle 1" in told
    assert "0 two reached in cycle 2" in told
    assert "Cycle 3: T 60.0, from the levels +1" in told
    assert "cycle 1 4 of 10, some of the way from 3 to 7" in told
    assert "cycle 3 8 of 10, beyond what was expected" in told
    assert [f"Kim and the spoon, part {cycle}" in told for cycle in (1, 2, 3)] == [True] * 3
    assert "It was our day 2 the client, 6 of 10 for the session" in told
    assert "wait a breath" in told
    assert guiders.count("<svg") == 11
    assert "Below each dot stands in how much of its film" in told


def test_the_clients_copy_has_no_numbers_of_films_and_no_t(folder: Path) -> None:
    page = call("report", folder, "--for", "client").stdout
    told = text(page)
    assert "<svg" not in page
    assert "%" not in told
    assert "T 60" not in told
    assert "Numbers of the films" not in told
    assert "Kim and the spoon, part 1" in told
    assert "8 of 10, beyond what was expected" in told


def test_what_the_guider_left_out_or_noted_for_themselves_stands_nowhere(folder: Path, guiders: str) -> None:
    for told in (guiders, call("report", folder, "--for", "client").stdout):
        assert "Left out" not in told
        assert "for me" not in told


def test_no_word_of_it_has_no_place_and_nothing_is_fetched(guiders: str) -> None:
    assert not forbidden(text(guiders))
    assert not re.findall(r"<(?:script|link|img|iframe)", guiders)
    assert not [link for link in re.findall(r"https?://[^\"'<> ]+", guiders) if "www.w3.org" not in link]


def test_it_is_written_where_it_is_asked_for_and_nowhere_in_the_case(folder: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in folder.rglob("*.html"))
    call("report", folder, "--for", "client", "-o", tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in folder.rglob("*.html")) == before == []


def test_a_case_without_films_or_goals_has_a_report_too(tmp_path: Path) -> None:
    call("new", tmp_path / "empty")
    assert "What we worked on" in call("report", tmp_path / "empty").stdout


def test_a_film_that_is_gone_is_left_out(own: Path) -> None:
    (own / keep.read(own).films[0].path).unlink()
    told = text(call("report", own, "--for", "client").stdout)
    assert "Kim and the spoon, part 1" not in told
    assert "Kim and the spoon, part 2" in told


def test_what_was_said_of_a_moment_stands_with_it(own: Path) -> None:
    path = own / keep.read(own).films[0].path
    _, store = opened(path)
    piece = Piece(14.0, 16.0, 15.0, "keep", "At the window", words="Sarah waits for me", next_step="Look up", own=True)
    Verdicts(store.path(KEPT), store.film, "Ann").say("own-14", pieces.written(piece), 0)
    meets(own, "So quiet")
    told = text(call("report", own, "--for", "client").stdout)
    assert "At the window Kim waits for me the client To try next: Look up So quiet the client" in told


def test_of_films_that_somebody_withdrew_from_nothing_is_told(own: Path) -> None:
    """Nor what was said in the meeting about them; goals and ratings are the client's own."""
    meets(own, "So quiet")
    call("consent", own, "Sarah", "--withdraw", "review")
    told = text(call("report", own, "--for", "client").stdout)
    assert "the spoon" not in told
    assert "So quiet" not in told
    assert "It was our day 1" in told


def test_what_was_said_is_told_back(own: Path) -> None:
    said = call("rate", own, 3, "--goal", "1=+2", "--session", "child=9").stderr
    assert said.splitlines() == [
        "Eat together: +2, more than three",
        "T 70.0, from the levels +2; 50 is as expected",
        "Sarah tells me when it is enough: 8 of 10, beyond what was expected",
        "The session, by the client: 7 of 10",
        "The session, by the child: 9 of 10",
        "In the words of the client: It was our day 3",
    ]


@pytest.mark.parametrize("words", [("--goal", "1=3"), ("--goal", "2=0"), ("--target", "1=eleven"), ("--session", "7")])
def test_what_cannot_be_rated_is_refused_in_one_line(folder: Path, words: tuple[str, str]) -> None:
    assert len(call("rate", folder, 1, *words, code=2).stderr.splitlines()) == 1


def test_people_are_called_by_pseudonyms_unless_names_are_asked_for(own: Path, guiders: str) -> None:
    assert "Sarah" not in guiders
    named = text(call("report", own, "--for", "client", "--names").stdout)
    assert "Sarah and the spoon" in named
    assert "Sarah tells me when it is enough" in named


def test_nothing_is_told_of_films_that_somebody_withdrew_from(own: Path) -> None:
    call("consent", own, "p2", "--withdraw", "review")
    told = text(call("report", own, "--for", "client").stdout)
    assert "the spoon" not in told
    assert "It was our day 1" in told


def test_the_record_of_use_has_it(own: Path) -> None:
    call("report", own, "--for", "client")
    last = list(record.read())[-1]
    assert (last.deed, last.case, last.what) == ("exported", keep.read(own).key, "report for the client")

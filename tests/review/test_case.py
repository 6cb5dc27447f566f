"""The case on the page: what it answers is on the disk, what may not be is refused; the film of a meeting."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from attune import api
from attune.case import keep
from attune.cli import main
from attune.errors import FilmError
from attune.research import films
from attune.review.shelf import Shelf, films_in
from attune.store import beside
from attune.words import day_in_words
from tests.kept import film, reel
from tests.review.conftest import Answer, Browser, served

__all__ = ["film", "reel"]

LEVELS = ["no meals", "one", "two", "three", "more"]
TODAY = date.today().isoformat()


def call(*words: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.output


def consent(folder: Path, scope: str, *people: str, how: str = "--give") -> None:
    for person in people:
        call("case", "consent", folder, person, how, scope)


@pytest.fixture
def folder(film: Path, tmp_path: Path) -> Path:
    """A case of one cycle with one film, which everybody in it agrees to have looked at."""
    folder = tmp_path / "kestrel"
    call("case", "new", folder, "--person", "Laura:parent", "--person", "Sarah:child:Kim", "--person", "Ann:guider")
    consent(folder, "review", "Laura", "Sarah")
    call("case", "add", folder, film, "--activity", "breakfast")
    return folder


@pytest.fixture
def page(folder: Path) -> Iterator[Browser]:
    yield from served(Shelf(films_in(folder), None, "Ann", processes=1, case=folder))


def told(answer: Answer) -> Any:
    assert answer.status == 200, answer.body
    return answer.json


def of_case(page: Browser, path: str = "", given: Any = None) -> Answer:
    """What the page asks of the case that it is on."""
    return page.ask(f"/cases/{told(page.ask('/cases'))['on']}{path}", given)


def opened(page: Browser) -> list[Any]:
    """The film of the page, open: its moments."""
    assert page.finished(page.of_film("/open", {}))["state"] == "done"
    return list(told(page.of_film("/said"))["moments"])


def test_a_page_that_is_on_no_case_says_so(browser: Browser) -> None:
    now = told(browser.ask("/cases"))
    assert (now["on"], now["folder"], now["cases"]) == ("", "", [])
    assert browser.ask("/cases/0123/question", {"text": "?"}).status == 404
    assert browser.ask("/cases/0123/report").status == 404
    assert browser.ask("/cases", {"name": "kestrel"}).status == 400


def test_each_change_is_on_the_disk_before_it_is_told(page: Browser, folder: Path) -> None:
    told(of_case(page, "/question", {"text": "How do we eat?", "before": ""}))
    told(of_case(page, "/notes", {"cycle": 1, "text": "Call on Friday", "before": ""}))
    told(of_case(page, "/goal", {"words": "Eat together", "levels": LEVELS}))
    step = {"words": "Sarah waits", "baseline": 3, "expected": 7, "began": "now and then", "hoped": "mostly"}
    told(of_case(page, "/goal", step))
    said = {"cycle": 1, "levels": {"1": -1}, "achieved": {"1": 5}, "session": {"client": 7}, "words": {"client": "Ha"}}
    now = told(of_case(page, "/rating", said))["cycles"][0]
    assert now["told"][0] == "Eat together: -1, one"
    case = keep.read(folder)
    assert (case.question, case.cycles[0].notes, len(case.goals)) == ("How do we eat?", "Call on Friday", 2)
    assert case.cycles[0].ratings[0]["levels"] == {"1": -1}


@pytest.mark.parametrize(
    ("deed", "given", "status"),
    [
        ("question", {"text": 3}, 400),
        ("question", {"text": "now", "before": "something else"}, 412),
        ("notes", {"cycle": 2, "text": "x"}, 400),
        ("goal", {"words": "Four", "levels": LEVELS[:4]}, 400),
        ("rating", {"cycle": 1, "levels": {"1": 0}}, 400),
        ("rating", {"cycle": "1"}, 400),
        ("review", {"cycle": 1, "on": TODAY, "words": "x", "before": "y"}, 412),
        ("review", {"cycle": 1, "on": "soon", "words": "x"}, 400),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    page: Browser, folder: Path, deed: str, given: Any, status: int
) -> None:
    before = (folder / "case.json").read_bytes()
    assert of_case(page, f"/{deed}", given).status == status
    assert (folder / "case.json").read_bytes() == before


def test_a_film_that_was_added_meanwhile_is_there_and_one_that_nobody_agrees_to_says_why(
    page: Browser, folder: Path, film: Path
) -> None:
    call("case", "add", folder, film, "--cycle", 2)
    consent(folder, "review", "Laura", how="--withdraw")
    first, second = (cycle["films"][0] for cycle in told(of_case(page))["cycles"])
    assert second["key"] in {each["key"] for each in told(page.ask("/films"))}
    assert f"Laura withdrew from review on {day_in_words(date.today())}" in first["refused"]
    job = page.finished(page.ask(f"/films/{second['key']}/open", {}))
    assert (job["state"], "withdrew" in job["why"]) == ("failed", True)


def test_what_is_said_in_the_meeting_stands_in_the_case_on_the_sheet_and_in_the_report(
    page: Browser, folder: Path
) -> None:
    key = opened(page)[0]["key"]
    told(page.say(key, decision="keep", name="The spoon", words="Sarah waited for me!", next_step="wait a breath"))
    told(page.of_film("/meeting", {"words": "I saw us laugh", "before": ""}))
    now = told(page.of_film("/meeting", {"next_step": "film the bath", "before": ""}))
    assert now["meeting"] == {"cycle": 1, "words": "I saw us laugh", "next_step": "film the bath"}
    review = {"on": TODAY, "words": "I saw us laugh", "next_step": "film the bath"}
    assert keep.read(folder).cycles[0].reviews == (review,)
    assert page.of_film("/meeting", {"words": "over it", "before": "older"}).status == 412
    job = page.finished(page.of_film("/hand-out", {"kind": "sheet"}))
    sheet = Path(job["where"], "sheet.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["client_words"], row["next_step"]) == ("Kim waited for me!", "wait a breath")
    assert (row["meeting_words"], row["meeting_next_step"]) == ("I saw us laugh", "film the bath")
    report = of_case(page, "/report?for=client")
    assert "style-src 'unsafe-inline'" in report.headers["content-security-policy"]
    for words in ("Kim waited for me!", "I saw us laugh", "film the bath", "wait a breath"):
        assert words in report.body.decode()


def test_a_report_waits_until_its_films_are_looked_through(page: Browser) -> None:
    assert told(of_case(page))["unready"] == ["Film 1 of cycle 1"]
    refused = of_case(page, "/report")
    assert (refused.status, "Film 1 of cycle 1 was not looked through yet" in refused.json["why"]) == (400, True)


def test_of_a_film_outside_any_case_the_meeting_stands_with_the_film(browser: Browser) -> None:
    browser.say("film", words="We laughed", next_step="again")
    now = told(browser.of_film("/said"))
    assert (now["about"]["words"], now["meeting"]["cycle"]) == ("We laughed", 0)
    assert browser.of_film("/meeting", {"words": "x"}).status == 400


@pytest.fixture
def meeting(page: Browser, folder: Path, film: Path) -> str:
    """The guider's own film of the meeting, in the cycle: what the page calls it."""
    call("case", "add", folder, film, "--meeting")
    return str(told(of_case(page))["cycles"][0]["films"][1]["key"])


def test_the_film_of_a_meeting_asks_for_supervision_and_is_never_scored(
    page: Browser, folder: Path, meeting: str
) -> None:
    page.film = meeting
    refused = page.finished(page.of_film("/open", {}))
    assert "may not be used for supervision" in refused["why"]
    consent(folder, "supervision", "Laura", "Sarah", "Ann")
    assert opened(page) == []
    store = beside(folder / "cycle-1/film-2.mp4")
    assert not [name for name in ("looks", "heard", "moments.json") if (store / name).exists()]
    assert all(page.of_film(path, given).json.get("why") or page.finished(page.of_film(path, given))["why"]
               for path, given in (("/people", {"adult": "p1"}), ("/goal", {"goal": ["receiving"]})))  # fmt: skip
    for command in (["suggest"], ["export", "--as", "clips"]):
        assert "film of a review meeting" in call(*command, folder / "cycle-1/film-2.mp4", code=2)


def test_a_film_that_was_watched_before_it_was_known_to_be_a_meeting_is_scored_no_more(
    folder: Path, film: Path
) -> None:
    call("suggest", film)
    call("case", "add", folder, film, "--meeting")
    consent(folder, "all", "Laura", "Sarah", "Ann")
    there = folder / "cycle-1/film-2.mp4"
    assert (beside(there) / "looks").exists()
    assert "film of a review meeting" in call("why", there, code=2)
    with pytest.raises(FilmError, match="film of a review meeting"):
        api.load(there)
    assert any("film of a review meeting" in note for note in films.load(there.parent).notes)


def test_of_a_meeting_own_moments_are_handed_out_while_supervision_holds(
    page: Browser, folder: Path, meeting: str
) -> None:
    page.film = meeting
    consent(folder, "supervision", "Laura", "Sarah", "Ann")
    opened(page)
    told(page.say(None, start=2.0, end=5.0))
    assert page.finished(page.of_film("/hand-out", {"kind": "clips"}))["made"]
    consent(folder, "supervision", "Sarah", how="--withdraw")
    assert "withdrew from supervision" in page.finished(page.of_film("/hand-out", {"kind": "clips"}))["why"]

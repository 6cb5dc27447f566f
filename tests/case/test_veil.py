"""What leaves a case: pseudonyms in sentences and in what the guider wrote; names where they are asked for."""

from __future__ import annotations

import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune import pipeline
from attune.case import change
from attune.case.veil import veiled, without
from attune.exports.kinds import Wish
from attune.review.shelf import Shelf
from tests.case.test_consent import agreed
from tests.case.test_films import call, film, folder, reel
from tests.case.test_keep import family

__all__ = ["film", "folder", "reel"]


@pytest.fixture
def inside(film: Path, folder: Path) -> Path:
    """A film of a case of which everybody agreed to a review."""
    call("case", "add", folder, film)
    agreed(folder)
    return folder / "cycle-1/film-1.mp4"


def test_a_text_that_is_handed_out_has_no_name_unless_it_is_asked_for(inside: Path) -> None:
    hidden = call("export", inside, "--as", "moments").stdout
    assert not [name for name in ("Laura", "Ben", "Sarah") if name in hidden]
    assert "the adult" in hidden.lower()
    named = call("export", inside, "--as", "moments", "--names").stdout
    assert "Laura" in named
    assert "Ben" in named
    assert [m.span for m in veiled(pipeline.suggested(inside)).moments] == [
        m.span for m in pipeline.suggested(inside).moments
    ]


@pytest.mark.parametrize("names", [False, True])
def test_the_sheet_of_the_page_calls_people_as_was_asked(inside: Path, names: bool) -> None:
    done = pipeline.suggested(inside)
    shelf = Shelf([inside], None, "Ann", names=names)
    shelf.put(done)
    piece = {"start": 1.0, "end": 5.0, "still": 3.0, "decision": "keep", "own": True, "note": "LAURA waits, Ben's turn"}
    shelf.verdicts(done).say("own-1", piece, 0)
    job = shelf.hand_out(next(iter(shelf.paths)), done, Wish("sheet"))
    while (job := shelf.jobs.get(job.key) or job).state in ("waiting", "running"):
        time.sleep(0.02)
    assert job.state == "done", job.why
    for path in job.made:
        data = ZipFile(path).read("word/document.xml") if path.suffix == ".docx" else path.read_bytes()
        assert (b"LAURA waits, Ben" in data) is names
        assert (b"the parent waits, the child" in data) is not names


@given(st.text(alphabet="LauraSh .,'\n", max_size=40))
def test_no_name_of_the_case_stands_as_a_word_in_what_comes_out(text: str) -> None:
    told = without({"note": [text, "laura"]}, family())["note"]
    words = "".join(c if c.isalnum() else " " for c in " ".join(told)).casefold().split()
    assert "laura" not in words
    assert told[1] == "Robin"


def test_a_name_that_was_put_right_is_not_handed_out_either() -> None:
    """Unless somebody else of the case is called so now."""
    case = change.corrected(family(), "p1", "Lauren", "parent", "Robin")
    assert without("Laura and Lauren and Sarah", case) == "Robin and Robin and the child"
    assert without("Laura and Lauren", change.corrected(case, "p2", "Laura", "child", "Kim")) == "Kim and Robin"
    again = change.corrected(case, "p1", "Laura", "parent")
    assert (again.people[0].names, again.people[0].formerly) == (("Laura", "Lauren"), ("Lauren",))

"""The morning report: whole in itself, in plain words, and nothing in it breaks the page or marks anybody."""

from __future__ import annotations

import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pytest

from attune.night import report
from attune.night.ledger import Ledger
from attune.store import made
from attune.words import forbidden

WHYS = [f"0{k}:00 - The child looked up; the adult answered." for k in range(5)]
NOTE = "The camera saw the child in about half of the film; what happened in the rest cannot be told."


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """A folder after a night: one film of each state."""
    folder = tmp_path / "films & <others>"
    place = made(folder / "attune-night", "--store")
    with Ledger(place) as book:
        book.found(dict.fromkeys(["a done.mp4", "b.mp4", "c.mp4", "d.mp4"], (1, 1)))
        for _ in range(4):
            book.take()
        book.opened("a done.mp4", 3725.0, [])
        book.finish("a done.mp4", {"notes": [NOTE]})
        book.refuse("b.mp4", "<b>No</b> film.")
        book.leave("c.mp4")
        while book.lost("d.mp4", "It hung."):
            book.take()
        book.found(dict.fromkeys(["a done.mp4", "b.mp4", "c.mp4", "d.mp4", "e.mp4"], (1, 1)))
        kept = folder / "a done.mp4.attune"
        kept.mkdir()
        (kept / "moments.json").write_text(json.dumps({"moments": [{"why": why, "score": 0.71} for why in WHYS]}))
        report.write(folder, None, place, book)
    return folder


def test_the_text_names_every_film_and_begins_with_what_needs_somebody(night: Path) -> None:
    told = (night / "attune-night" / report.TEXT).read_text()
    assert "Films: 1 done, 1 could not be done, 1 left alone, 1 still to do." in told
    order = [told.index(word) for word in ("b.mp4: <b>No</b> film.", "d.mp4: It hung.", "\n  e.mp4", "\n  c.mp4", NOTE)]
    assert order == sorted(order)
    assert "a done.mp4 (1 h 2 min): 5 moments" in told
    assert [why in told for why in WHYS] == [True] * 3 + [False] * 2


def test_the_command_can_be_typed_as_it_stands(night: Path) -> None:
    told = (night / "attune-night" / report.TEXT).read_text()
    (command,) = re.findall("attune review .*", told)
    assert shlex.split(command) == ["attune", "review", str((night / "a done.mp4").resolve())]


class Page(HTMLParser):
    """Tags that are open, everything that is shown, and whatever would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.shown = ""
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown += data


def test_the_page_is_whole_fetches_nothing_and_shows_what_the_text_says(night: Path) -> None:
    page = Page()
    source = (night / "attune-night" / report.PAGE).read_text()
    page.feed(source)
    assert page.open == []
    assert page.fetched == []
    assert "<script" not in source
    assert "<img" not in source
    for line in ("<b>No</b> film.", "It hung.", NOTE, *WHYS[:3], "a done.mp4", str(night)):
        assert line in page.shown


def test_nobody_is_marked_or_blamed(night: Path) -> None:
    for name in (report.PAGE, report.TEXT):
        told = (night / "attune-night" / name).read_text()
        assert "0.71" not in told
        assert forbidden(told.partition("<body>")[2] or told) == []


def test_a_film_whose_store_was_moved_is_still_named(night: Path) -> None:
    (night / "a done.mp4.attune" / "moments.json").write_text("damaged")
    with Ledger(night / "attune-night") as book:
        morning = report.gather(night, None, book)
    (done,) = morning.done
    assert (done.count, done.moments, done.notes) == (0, (), (NOTE,))
    assert "no moment" in report.text(morning)


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.4, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3599.6, "1 h 0 min"), (7500, "2 h 5 min")]
)
def test_lengths_are_said_as_people_say_them(seconds: float, told: str) -> None:
    assert report.length(seconds) == told

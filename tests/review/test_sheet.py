"""The tracking sheet says of each kept moment who did what in turn, and what the guider wrote."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
from hypothesis import given
from hypothesis import strategies as st

from attune.moment import Event
from attune.pipeline import Suggested
from attune.review.sheet import COLUMNS, chain
from attune.timeline import Span
from tests.review.conftest import Browser

NAMES = {"adult": "Ann", "child": "Ben"}


def event(start: float, who: str, kind: str, how: str = "look") -> Event:
    return Event(Span(start, start + 1), kind, who, how)  # type: ignore[arg-type]


def test_the_chain_is_child_adult_child() -> None:
    events = [
        event(1.0, "adult", "initiative"),
        event(2.0, "child", "initiative", "reach"),
        event(3.0, "adult", "reception", "smile"),
        event(4.0, "child", "return", "smile"),
        event(5.0, "child", "return"),
    ]
    assert chain(events, NAMES) == ("Ben reached out", "Ann answered with a smile", "Ben smiled in return")


def test_what_was_not_seen_is_empty() -> None:
    assert chain([], NAMES) == ("", "", "")
    assert chain([event(1.0, "adult", "initiative")], NAMES) == ("", "Ann looked up at Ben", "")
    assert chain([event(2.0, "child", "initiative")], NAMES) == ("Ben looked up at Ann", "", "")


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["adult", "child"]))))
def test_no_order_of_events_matters(given_events: list[tuple[int, str]]) -> None:
    events = [event(float(start), who, "initiative") for start, who in given_events]
    assert chain(events, NAMES) == chain(events[::-1], NAMES)


def test_the_sheet_holds_what_is_kept_and_what_was_written(browser: Browser, done: Suggested) -> None:
    first = done.moments[0]
    browser.say("film", goal="to play, longer", place="home")
    browser.say(first.key, decision="keep", name="Zoë asks", note='she says "look"', next_step="more of this")
    browser.say(done.moments[1].key, decision="maybe")
    told = browser.finished(browser.of_film("/hand-out", {"kind": "sheet"}))
    assert (told["state"], told["made"]) == ("done", ["sheet.docx", "sheet.csv"])
    where = Path(told["where"])
    header, row = csv.reader(io.StringIO((where / "sheet.csv").read_text(encoding="utf-8-sig")))
    assert tuple(header) == COLUMNS
    line = dict(zip(header, row, strict=True))
    assert (line["name"], line["own_words"], line["next_step"]) == ("Zoë asks", 'she says "look"', "more of this")
    assert line["goal"] == "to play, longer"
    assert line["child_did"].startswith("the child ")
    document = docx.Document(str(where / "sheet.docx"))
    (table,) = document.tables
    assert len(table.rows) == 2
    assert "Zoë asks" in table.rows[1].cells[5].text
    assert len(document.inline_shapes) == 1
    assert any("filmed at home" in paragraph.text for paragraph in document.paragraphs)

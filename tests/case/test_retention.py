"""How long a case is kept: the clock of its agreement, and a reminder in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from attune.case import change, keep
from attune.case.retention import AHEAD, due, months_after, reminder, reminders
from attune.errors import FormatError
from tests.case.test_films import call, film, folder, reel
from tests.case.test_keep import family

__all__ = ["film", "folder", "reel"]

HERE = Path("kestrel")


@pytest.mark.parametrize(
    ("day", "after"),
    [("2026-03-31", "2026-05-31"), ("2026-12-31", "2027-02-28"), ("2027-12-29", "2028-02-29")],
)
def test_two_months_after_a_day(day: str, after: str) -> None:
    assert months_after(date.fromisoformat(day), 2) == date.fromisoformat(after)


def test_in_practice_the_clock_begins_when_the_involvement_ends() -> None:
    case = family()
    assert due(case) is None
    ended = change.over(case, date(2026, 3, 31), None)
    last = date(2026, 5, 31)
    assert due(ended) == last
    assert not reminder(HERE, ended, last - AHEAD - timedelta(1))
    assert "14 days" in reminder(HERE, ended, last - AHEAD)
    assert "0 days" in reminder(HERE, ended, last)
    assert "attune forget" in reminder(HERE, ended, last + timedelta(1))
    with pytest.raises(FormatError, match="research"):
        change.over(case, date(2026, 3, 31), date(2030, 1, 1))


def test_in_research_the_day_is_the_one_that_was_agreed() -> None:
    case = replace(family(), profile="research")
    assert "No day is set" in reminder(HERE, case, date(2026, 3, 31))
    assert due(change.over(case, date(2026, 3, 31), date(2030, 1, 1))) == date(2030, 1, 1)


def test_what_is_due_is_told_where_people_look(film: Path, folder: Path) -> None:
    call("case", "end", folder, "--on", "2020-03-31")
    told = f'It was to be kept until 2020-05-31. Now: attune forget "{folder}"'
    for command in (("list", folder.parent), ("show", folder)):
        assert told in call("case", *command).stderr
    call("case", "add", folder, film)
    assert list(reminders(folder / "cycle-1/film-1.mp4")) == list(reminders(folder.parent)) == [f"{folder}: {told}"]
    spoilt = folder.with_name("another")
    spoilt.mkdir()
    (spoilt / keep.FILE).write_text("{")
    first, second = reminders(folder.parent)
    assert ("is not what attune keeps there" in first, second) == (True, f"{folder}: {told}")
    assert told in call("review", folder / "cycle-1/film-1.mp4", "--no-browser", code=2).stderr
    assert keep.read(folder).ended == date(2020, 3, 31)

"""For how long a case is kept, by its agreement, and a reminder when that is over. Nothing goes by itself."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from attune import record
from attune.case import change, keep
from attune.case.values import Case
from attune.errors import StoreError

MONTHS = 2
"""After the end of the involvement, in practice: what services of video interaction guidance write into their forms."""

AHEAD = timedelta(days=14)
"""From when on a case that will be due is told of: time to ask the family what they want a copy of."""


def due(case: Case) -> date | None:
    """The last day on which a case is kept; None while nothing says so."""
    if case.profile == "research":
        return case.until
    return months_after(case.ended, MONTHS) if case.ended else None


def over(folder: Path, ended: date, until: date | None) -> Case:
    """Keeps in a case that the involvement has ended, and puts it into the record of use. Raises FormatError,
    StoreError."""
    case = keep.changed(folder, lambda now: change.over(now, ended, until))
    record.note("ended", case=case.key)
    return case


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def reminder(folder: Path, case: Case, today: date) -> str:
    """One line where there is something to do about it, else ""."""
    last = due(case)
    if last is None:
        unset = 'No day is set to which it is kept: attune case end "{}" --keep-until DATE'
        return unset.format(folder) if case.profile == "research" else ""
    if today > last:
        return f'It was to be kept until {last}. Now: attune forget "{folder}"'
    return f"It is kept until {last}; {(last - today).days} days are left." if last - today <= AHEAD else ""


def reminders(place: Path) -> Iterator[str]:
    """Of every case at or below a folder, or of that which a film lies in: where it is, and what there is to do, or why
    it cannot be read."""
    above = keep.folder_of(place)
    for folder in [above] if above else keep.cases_in(place):
        try:
            line = reminder(folder, keep.read(folder), date.today())
        except StoreError as why:  # one that cannot be read hides none of the others
            line = str(why)
        if line:
            yield f"{folder}: {line}"

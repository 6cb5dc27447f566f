"""The tracking sheet: what is kept of a film, moment by moment, as a table to work on (CSV) and to print (DOCX)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from attune.cast import timestamp
from attune.dyad import Role
from attune.explain import called
from attune.moment import Event, Moment
from attune.pipeline import Suggested
from attune.review.pieces import About, Piece
from attune.words import INITIATIVES, RECEPTIONS, RETURNS

DEEDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "initiative": INITIATIVES, "reception": RECEPTIONS, "return": RETURNS
}  # fmt: skip
"""Kinds of events in which one of them does something, and their verbs."""

COLUMNS = (
    "number", "from", "to", "still", "name", "shows", "child_did", "adult_did", "child_then", "goal", "own_words",
    "client_words", "next_step", "meeting_words", "meeting_next_step",
)  # fmt: skip
"""Of the CSV; times as minutes and seconds of the film."""

HEADINGS = ("", "Time", "The child", "The adult", "Then the child", "What it shows, own words", "Next step")
"""Of the printed table."""

WIDTHS = (4.0, 2.1, 3.8, 3.8, 3.8, 5.2, 3.6)
"""Centimetres of its columns, on a sheet laid across."""

PICTURE = 3.7
"""Centimetres of a still's width."""

PLACES: Mapping[str, str] = {
    "": "", "home": "at home", "health": "in health care", "education": "in school or day care", "workplace": "at work"
}  # fmt: skip
"""Where it was filmed, in words."""


@dataclass(frozen=True)
class Row:
    """One moment on the sheet. `child`, `adult`, `then`: what each was seen to do in turn, "" where nothing was."""

    moment: Moment
    piece: Piece
    child: str
    adult: str
    then: str


def rows(final: Suggested, pieces: Mapping[str, Piece]) -> list[Row]:
    """The moments of `final`, which are those that the guider keeps, in their order."""
    names = called(final.dyad.adult.person, final.dyad.child.person)
    return [Row(moment, pieces[moment.key], *chain(moment.events, names)) for moment in final.moments]


def chain(events: Sequence[Event], names: Mapping[str, str]) -> tuple[str, str, str]:
    """What the child did first, what the adult did next, what the child did then, in words."""
    child = _next(events, "child", float("-inf"))
    adult = _next(events, "adult", child.span.start if child else float("-inf"))
    then = _next(events, "child", adult.span.start if adult and child else float("inf"), child)
    told = [_told(event, names) if event else "" for event in (child, adult, then)]
    return told[0], told[1], told[2]


def to_csv(final: Suggested, table: Sequence[Row], about: About) -> str:
    """The sheet as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in table:
        times = [timestamp(second) for second in (row.piece.start, row.piece.end, row.moment.still)]
        told = [row.piece.name, _shows(final, row), row.child, row.adult, row.then]
        said = [row.piece.note, row.piece.words, row.piece.next_step, about.words, about.next_step]
        writer.writerow([row.moment.rank, *times, *told, about.goal, *said])
    return out.getvalue()


def to_docx(final: Suggested, table: Sequence[Row], about: About, picture: Callable[[Moment], bytes]) -> bytes:
    """The sheet as a document for word processors; `picture` gives the picture of a moment, a JPEG. Raises as that."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.6)
    document.styles["Normal"].font.size = Pt(10)
    document.core_properties.author, document.core_properties.title = "", "Moments"
    document.add_heading("Moments to look at together", 1)
    for line in _about(final, about):
        document.add_paragraph(line)
    _fill(document.add_table(rows=1, cols=len(HEADINGS), style="Table Grid"), final, table, picture)
    for line in _meeting(about):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(sheet: docx.table.Table, final: Suggested, table: Sequence[Row], picture: Callable[[Moment], bytes]) -> None:
    for cell, heading in zip(sheet.rows[0].cells, HEADINGS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for row in table:
        cells = sheet.add_row().cells  # type: ignore[no-untyped-call]
        cells[0].paragraphs[0].add_run().add_picture(io.BytesIO(picture(row.moment)), width=Cm(PICTURE))
        own = f"“{row.piece.words}”" if row.piece.words else ""
        words = "\n".join(filter(None, (row.piece.name, _shows(final, row), row.piece.note, own)))
        times = f"{timestamp(row.piece.start)}-{timestamp(row.piece.end)}"
        for cell, text in zip(
            cells[1:], (times, row.child, row.adult, row.then, words, row.piece.next_step), strict=True
        ):
            cell.text = text
    for line in sheet.rows:
        for cell, wide in zip(line.cells, WIDTHS, strict=True):
            cell.width = Cm(wide)


def _about(final: Suggested, about: About) -> list[str]:
    lines = [f"What the family works on: {about.goal}"] if about.goal else []
    where = f", filmed {PLACES[about.place]}" if about.place else ""
    return [*lines, f"{final.film.path.name}, {timestamp(final.film.seconds)}{where}"]


def _meeting(about: About) -> list[str]:
    """The client's own words about all of it, and what to try next."""
    said = [f"In their own words: “{about.words}”"] if about.words else []
    return [*said, f"What to try next: {about.next_step}"] if about.next_step else said


def _shows(final: Suggested, row: Row) -> str:
    return ", ".join(final.labels[name] for name in row.piece.principles)


def _told(event: Event, names: Mapping[str, str]) -> str:
    """ "Ben reached out": one event, for itself."""
    verbs = DEEDS[event.kind]
    verb = (verbs.get(f"{event.who} {event.how}") or verbs.get(event.how, verbs[""]))[0]
    return f"{names[event.who]} {verb.format(other=names['adult' if event.who == 'child' else 'child'])}"


def _next(events: Sequence[Event], who: Role, since: float, but: Event | None = None) -> Event | None:
    """The first that somebody did from a second on."""
    found = (e for e in sorted(events) if e.kind in DEEDS and e.who == who and e.span.start >= since and e is not but)
    return next(found, None)

"""What attune says to people on a terminal, as lines with a little style: calm, short, of nobody's worth."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attune import cast
from attune.cast import timestamp
from attune.dyad import Track
from attune.knobs import Knobs
from attune.models import Weights, find
from attune.moment import Moment
from attune.pipeline import Suggested
from attune.words import PRINCIPLES


def suggestion(done: Suggested) -> RenderableType:
    """A film's moments: heading, who was seen how much, the moments, and what else there is to know."""
    return Group(
        "", _heading(done), _line(_coverage(done)), "",
        *[_moment(moment) for moment in done.moments],
        *[_line(note, "yellow") for note in done.notes],
        _line(_kept(done), "dim"), "",
    )  # fmt: skip


def people(done: Suggested) -> RenderableType:
    """Everybody who was seen: number, role and how sure it is, how much of the film, and where to look for them."""
    table = _table()
    for track in cast.everybody(done.dyad):
        person = track.person
        table.add_row(
            Text(person.key, "bold cyan"), person.name or person.role, Text(cast.sure(track, done.people), "dim"),
            Text(f"seen {cast.share(track, done.dyad):.0%}".replace("%", " %")), cast.described(track, done.dyad),
        )  # fmt: skip
    hint = f'Others? attune people "{done.film.path.name}" --adult N --child M'
    nobody = [] if table.rows else [_line("Nobody was seen in this film.")]
    return Group("", _heading(done), "", Padding(table, (0, 0, 0, 2)), *nobody, "", _line(hint, "dim"), "")


def knobs(numbers: Knobs) -> RenderableType:
    """Every number: its name, value, range, unit, and why it is what it is."""
    table = _table("knob", "value", "range", "unit", "why")
    for knob, value in numbers:
        changed = "" if value == knob.default else "bold"
        table.add_row(
            Text(knob.where, "cyan"), Text(f"{value:g}", changed), f"{knob.low:g} to {knob.high:g}", knob.unit, knob.why
        )
    return table


def weights(known: tuple[Weights, ...]) -> RenderableType:
    """Every weights file: where it lies, what it gives, what it is bad at."""
    table = _table("file", "MB", "licence", "lies in", "gives", "bad at")
    for one in known:
        path = find(one)
        place = Text("not here yet", "yellow") if path is None else Text(str(path.parent), "dim")
        table.add_row(Text(one.file, "cyan"), f"{one.size / 1e6:.1f}", one.licence, place, one.gives, one.bad_at)
    return table


def person_json(track: Track, done: Suggested) -> Mapping[str, object]:
    """One person as `attune people --json` gives it."""
    person = track.person
    return {
        "key": person.key,
        "role": person.role,
        "role_sure": round(person.role_sure, 3),
        "name": person.name,
        "seen": round(cast.share(track, done.dyad), 3),
        "where": cast.described(track, done.dyad),
    }


def _heading(done: Suggested) -> Text:
    return Text.assemble("  ", (done.film.path.name, "bold"), "   ", (timestamp(done.film.seconds), "dim"))


def _coverage(done: Suggested) -> str:
    names = {"adult": done.dyad.adult.person.name or "Adult", "child": done.dyad.child.person.name or "child"}
    return (
        f"{names['adult']} seen {done.coverage['adult'] * 100:.0f} % of the time, "
        f"{names['child']} {done.coverage['child'] * 100:.0f} %."
    )


def _moment(moment: Moment) -> RenderableType:
    """One moment: its number, when, what kind, and the sentence under it."""
    kinds = ", ".join(PRINCIPLES.get(name, name) for name in moment.principles)
    table = Table.grid(padding=(0, 2))
    table.add_column(width=4, justify="right")
    table.add_column()
    times = f"{timestamp(moment.span.start)}-{timestamp(moment.span.end)}"
    table.add_row(Text(str(moment.rank), "bold cyan"), Text.assemble((times, "bold"), "  ", (kinds, "cyan")))
    table.add_row("", Text(moment.why.partition(" - ")[2] or moment.why))
    return Padding(table, (0, 0, 1, 0))


def _kept(done: Suggested) -> str:
    changed = ", ".join(f"{where} = {value:g}" for where, value in done.knobs.changed().items())
    turned = f" with {changed} (--defaults forgets that)" if changed else ""
    return f"Kept in {done.store.folder}{turned}."


def _line(text: str, style: str = "") -> RenderableType:
    return Padding(Text(text, style), (0, 0, 0, 2))


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=bool(headings), header_style="dim", pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in ("value", "MB") else "left")
    return table

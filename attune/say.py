"""What attune says to people on a terminal, as lines with a little style: calm, short, of nobody's worth."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attune import cast, evidence, explain
from attune.cast import timestamp
from attune.check.advice import Told
from attune.codes import Codes
from attune.dyad import Track
from attune.forget import ELSEWHERE, Receipt
from attune.forget.case import Gone
from attune.forget.staying import Words
from attune.forget.traces import Trace
from attune.knobs import Knobs
from attune.labels import Labels
from attune.media.film import Film
from attune.models import Weights, find
from attune.moment import Moment
from attune.pipeline import Suggested
from attune.words import counted

WIDE = 78
"""Letters in a line at most."""

FEW = 5
"""Notes on one file at most: whoever made it opens it at the first of them."""

SURE = "An answer or an exchange is also the less sure the later it came."
"""What has to be known about `Event.sure` by those who read it."""


def suggestion(done: Suggested) -> Text:
    """A film's moments: heading, who was seen how much, the moments, and what else there is to know."""
    blocks = [
        Text("\n").join(
            [_heading(done), *map(_lines, [*_coverage(done), *explain.asked(done.settings.goal, done.labels)])]
        ),
        *[_moment(moment, done.labels) for moment in done.moments],
        *[_lines(note, style="yellow") for note in done.notes],
        _lines(_kept(done), style="dim"),
    ]
    return Text("\n", end="\n\n").append_text(Text("\n\n").join(blocks))


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
    listed = Padding(table, (0, 0, 0, 2)) if table.rows else _lines("Nobody was seen in this film.")
    return Group("", _heading(done), "", listed, "", _lines(hint, style="dim"), "")


def reasons(done: Suggested, moments: Sequence[Moment]) -> RenderableType:
    """Behind each of these moments: every event with its seconds, who, how sure, and what was not seen."""
    return Group("", _heading(done), "", *(part for moment in moments for part in _reason(done, moment)))


def _reason(done: Suggested, moment: Moment) -> list[RenderableType]:
    table = _table("from", "to", "who", "seen or heard", "how sure")
    for fact in evidence.facts(moment, done.dyad):
        times = (evidence.minute(second) for second in (fact.span.start, fact.span.end))
        table.add_row(*times, fact.who, fact.what, Text(f"{fact.sure * 100:.0f} %", "dim"))
    both = f"Both could be told in {moment.coverage * 100:.0f} % of it."
    lines = [both, *evidence.unseen(moment, done.dyad, done.scores), SURE]
    start, end = int(moment.span.start), int(moment.span.end) + 1
    look = f'To see it drawn: attune look "{done.film.path.name}" --from {start} --to {end}'
    said = [_lines(f"{line[:1].upper()}{line[1:]}", 6) for line in lines]
    return [_moment(moment, done.labels), "", Padding(table, (0, 0, 0, 6)), "", *said, _lines(look, 6, "dim"), ""]


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


def checked(film: Film, told: Told) -> Group:
    """What is good about a film, and what to change before the next."""
    change = [_lines(line, style="yellow") for line in (*film.notes, *told.change)]
    lines = change or [_lines("Nothing to change was found.")]
    head = Text.assemble("  ", (film.path.name, "bold"), "   ", (timestamp(film.seconds), "dim"))
    return Group("", head, *([_lines(told.good)] if told.good else []), *lines, "")


def receipt(gone: Receipt) -> Group:
    """What went of a film, by what lay in its folder, and what attune cannot know of."""
    table = _table()
    for name, pieces in groupby(gone.removed, lambda piece: piece.name.partition("/")[0]):
        sizes = [piece.bytes for piece in pieces]
        table.add_row(Text(name, "cyan"), counted(len(sizes), "file"), _size(sum(sizes)))
    if gone.film_bytes is not None:
        table.add_row(Text(gone.film.name, "cyan"), "the film itself", _size(gone.film_bytes))
    told = f"Removed {_size(gone.bytes)}, and nothing is left in {gone.folder}." if table.rows else "Nothing was kept."
    copies = [f"A copy of this film is known too: {path}. Forget it by its own name." for path in gone.left]
    nights = [f"Its name went out of the list and the report of {path}." for path in gone.nights]
    lines = [*map(_lines, (told, *nights)), *[_lines(line, style="yellow") for line in copies]]
    lines += _staying(gone.words, gone.fit_again)
    lines += [*map(_trace, gone.traces), _lines(ELSEWHERE, style="dim")]
    return Group(Text(f"  {gone.film.name}   {gone.at}", "bold"), Padding(table, (0, 0, 0, 4)), *lines)


def gone(receipts: Sequence[Gone]) -> Group:
    """What went of cases, and what is found all the same."""
    lines = []
    for one in receipts:
        count = sum(len(film.removed) + 1 for film in one.films) + len(one.removed)
        told = f"{one.folder}: removed {counted(count, 'file')}, {_size(one.bytes)}; films: {len(one.films)}."
        changed = f" Names were replaced in {counted(len(one.changed), 'file')}." if one.changed else ""
        lines += [_lines(told + changed), *(_trace(trace) for trace in one.left)]
        lines += _staying(one.words, one.fit_again)
    return Group(*lines, _lines(ELSEWHERE, style="dim"))


def _staying(words: Sequence[Words], fit_again: Sequence[Path]) -> list[Text]:
    """What may still tell of a film that went, and what to do about it."""
    told = {
        True: "Cycle {}, {}: what was said went too, as it was said of no other film.",
        False: "Cycle {}, {}: what was said or written stays in case.json. Look whether it tells of the film.",
    }
    fit = "{} may have learnt from what was decided on it. Fit it again: attune tune, then attune suggest --ranker."
    lines = [told[each.removed].format(each.cycle, each.what) for each in words]
    return [_lines(line, style="yellow") for line in (*lines, *(fit.format(path) for path in fit_again))]


def _trace(trace: Trace) -> Text:
    return _lines(f"{trace.path} holds {trace.what}. Look at it, and remove it if it is.", style="yellow")


def codes(name: str, found: Codes, notes: Sequence[str]) -> str:
    """What a file of codes brought: how many of each tier, then what was left out or looks odd, the first few of it."""
    tiers = Counter(code.tier for code in found)
    coders = sorted({code.coder for code in found} - {""})
    whose = f" by {', '.join(coders)}" if coders else ""
    listed = ", ".join(f"{tier} {count}" for tier, count in tiers.items())
    more = [f"... and {len(notes) - FEW} more like these."] if len(notes) > FEW else []
    return "\n".join([f"{name}: {len(found)} codes{whose}: {listed}", *notes[:FEW], *more])


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


def _coverage(done: Suggested) -> list[str]:
    """How much of each was seen; nothing where that is so little that a number means nothing: the notes say it then."""
    if not explain.shown(done.coverage):
        return []
    names = {"adult": done.dyad.adult.person.name or "Adult", "child": done.dyad.child.person.name or "child"}
    return [
        f"{names['adult']} seen {done.coverage['adult'] * 100:.0f} % of the time, "
        f"{names['child']} {done.coverage['child'] * 100:.0f} %."
    ]


def _moment(moment: Moment, labels: Labels) -> Text:
    """One moment: its number, when, what kind, and the sentence under it."""
    kinds = ", ".join(labels[name] for name in moment.principles)
    times = f"{timestamp(moment.span.start)}-{timestamp(moment.span.end)}"
    head = Text.assemble((f"{moment.rank:4}", "bold cyan"), "  ", (times, "bold"), "  ", (kinds, "cyan"), "\n")
    return head.append_text(_lines(moment.why.partition(" - ")[2] or moment.why, indent=6))


def _kept(done: Suggested) -> str:
    changed = ", ".join(f"{where} = {value:g}" for where, value in done.knobs.changed().items())
    turned = f" with {changed} (--defaults forgets that)" if changed else ""
    return f"Kept in {done.store.folder}{turned}."


def _size(count: int) -> str:
    """So many bytes, as people say it."""
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"


def _lines(text: str, indent: int = 2, style: str = "") -> Text:
    """The text in lines that are easy to read, whatever the width of the terminal."""
    margin = " " * indent
    whole = textwrap.wrap(
        text, WIDE, initial_indent=margin, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )
    return Text("\n".join(whole), style)


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=bool(headings), header_style="dim", pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in ("value", "MB") else "left")
    return table

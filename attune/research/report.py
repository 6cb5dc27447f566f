"""The report of an evaluation: one page that stands alone, to be read by people who are no statisticians."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from attune.exchange.own import MOMENT
from attune.research import plots, words
from attune.research.compare import Compared
from attune.research.evaluate import Evaluation
from attune.research.fairness import Gap
from attune.research.films import Filmed
from attune.research.names import CUES, RANKINGS
from attune.research.strips import differs, strips
from attune.research.told import SECONDS, Shelf, by_cue, head, of_gap, ranked, shelf
from attune.standalone import standalone

SHOWN = 30
"""Films whose seconds are drawn at most, those first on which there is most to see."""

UNFOLDED = 3
"""Films that are drawn unfolded."""


def page(evaluation: Evaluation, folder: Path) -> str:
    """The page, which will lie in `folder`: whole in itself, it fetches nothing."""
    body = f"""<h1>How far attune agrees with people</h1>
<p class="lead">{escape(head(evaluation))}. Numbers of attune: <code>{escape(evaluation.figures[0].knobs)}</code></p>
{"".join(_parts(evaluation, folder))}"""
    return standalone("attune: how far it agrees with people", words.STYLE, body)


def _parts(evaluation: Evaluation, folder: Path) -> Iterator[str]:
    own = shelf(evaluation)
    if evaluation.notes:
        yield f'<div class="note"><ul>{"".join(f"<li>{escape(note)}</li>" for note in evaluation.notes)}</ul></div>\n'
    if evaluation.cues:
        yield from _seconds(evaluation, own)
    if any(cue == MOMENT for cue, _, _ in own):
        yield _section("Moments", words.RANKED) + _table(("", *RANKINGS.values(), "p"), list(ranked(own)))
    if evaluation.gaps:
        yield _groups(evaluation.gaps)
    if evaluation.cues:
        yield _differences(evaluation, folder)
    yield (
        "<h2>Words</h2>\n<dl>" + "".join(f"<dt>{word}</dt><dd>{told}</dd>\n" for word, told in words.WORDS) + "</dl>\n"
    )


def _seconds(evaluation: Evaluation, own: Shelf) -> Iterator[str]:
    yield _section("Second by second", words.GLANCE)
    yield _plot(plots.svg(plots.glance(evaluation.figures), "glance", "Kappa of each cue, as in the table below"))
    yield _table(("", *SECONDS), [(CUES[several[0].cue], *by_cue(own, several[0].cue)) for several in evaluation.cues])
    yield _section("Is it as sure as it should be?", words.SURE)
    yield _plot(plots.svg(plots.reliability(evaluation.cues), "reliability", "Share of yes by how likely it seemed"))
    yield _section("What is taken for what", words.TAKEN)
    yield _plot(plots.svg(plots.confusion(evaluation.cues), "confusion", "Seconds by what people and attune said"))


def _groups(gaps: Sequence[Gap]) -> str:
    wide = [of_gap(gap) for gap in gaps if gap.verdict]
    count = f"<p>{len(gaps)} gaps were looked at; {len(wide)} are wide.</p>\n"
    return _section("Groups", words.GROUPED) + count + (_table(("group", "of", "gap [95 %]", ""), wide) if wide else "")


def _differences(evaluation: Evaluation, folder: Path) -> str:
    """Strips of each film, those with most seconds that differ first."""
    own: dict[str, list[Compared]] = {}
    for one in (one for several in evaluation.cues for one in several):
        own.setdefault(one.film.name, []).append(one)
    count = {name: sum(int(differs(one).sum()) for one in several) for name, several in own.items()}
    order = sorted((name for name in own if count[name]), key=lambda name: -count[name])
    drawn = (_film(own[name][0].film, own[name], folder, k < UNFOLDED) for k, name in enumerate(order[:SHOWN]))
    rest = f"<p>{len(order) - SHOWN} more films differ less.</p>\n" if len(order) > SHOWN else ""
    return _section("Where they differ", words.DIFFER) + words.KEY + "".join(drawn) + rest


def _film(film: Filmed, own: Sequence[Compared], folder: Path, unfolded: bool) -> str:
    path = film.done.film.path.resolve()
    address = quote(os.path.relpath(path, folder.resolve()).replace(os.sep, "/"))
    top = f"<summary><b>{escape(film.name)}</b> <code>attune review {escape(path.name)}</code></summary>\n"
    return f"<details{' open' if unfolded else ''}>{top}{strips(own, address)}</details>\n"


def _section(heading: str, text: str) -> str:
    return f"<h2>{heading}</h2>\n<p>{text}</p>\n"


def _plot(svg: str) -> str:
    return f'<div class="plot">{svg}</div>\n'


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr><th>{escape(row[0])}</th>{''.join(map(_cell, row[1:]))}</tr>\n" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>\n{body}</tbody></table></div>\n'


def _cell(text: str) -> str:
    flag = ' class="flag"' if text.startswith("flag") else ""
    figure, bracket, rest = text.partition(" [")
    return f"<td{flag}>{escape(figure)}{f' <small>[{escape(rest)}</small>' if bracket else ''}</td>"

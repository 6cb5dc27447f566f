"""An evaluation for people, as tables on the terminal; the report has the same lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from attune.exchange.own import MOMENT
from attune.research.agreement import Interval
from attune.research.evaluate import Evaluation
from attune.research.fairness import Gap
from attune.research.figures import ATTUNE, PEOPLE, Figure
from attune.research.names import CUES, RANKINGS, SURROGATES, number
from attune.research.names import MEASURES as CALLED

Shelf = Mapping[tuple[str, str, str], Figure]
"""Figures of one scope by cue, measure and whose they are."""

SECONDS = (
    "kappa [95 %]", "people", "chance", "bouts", "coverage", "AUC", "AP (share of yes)", "false yes", "F1 at 1 s",
    "ICC",
)  # fmt: skip
"""Columns of the table of seconds."""

NARROW = (0, 1, 2, 4, 6)
"""Those of them that a terminal of 80 columns holds; all stand in the report and in the CSV."""


def shelf(evaluation: Evaluation, scope: str = "all", name: str = "") -> Shelf:
    """The figures of one scope."""
    own = (figure for figure in evaluation.figures if (figure.scope, figure.name) == (scope, name))
    return {(figure.cue, figure.measure, figure.of): figure for figure in own}


def told(evaluation: Evaluation) -> RenderableType:
    """Seconds, moments, groups; then what to know before reading them."""
    parts: list[RenderableType] = [Text(head(evaluation), "bold")]
    own = shelf(evaluation)
    if evaluation.cues:
        cues = [several[0].cue for several in evaluation.cues]
        rows = [(CUES[cue], *(by_cue(own, cue)[i] for i in NARROW)) for cue in cues]
        columns = ("", *(SECONDS[i] for i in NARROW))
        parts.append(_table("Seconds: attune beside what people agree on", columns, rows))
    if any(cue == MOMENT for cue, _, _ in own):
        parts.append(_table("Moments: rankings beside people's picks", ("", *RANKINGS.values(), "p"), ranked(own)))
    if evaluation.gaps:
        wide = [gap for gap in evaluation.gaps if gap.verdict]
        if wide:
            columns = ("group", "of", "gap [95 %]", "")
            parts.append(_table("Groups beside the other films", columns, map(of_gap, wide)))
        parts.append(Text(f"{len(evaluation.gaps)} gaps between groups were looked at; {len(wide)} are wide."))
    return Group(*parts, *(Text(note, "dim") for note in evaluation.notes))


def head(evaluation: Evaluation) -> str:
    """How much the figures rest on."""
    bench = evaluation.bench
    coded = [film for film in bench.films if film.coders]
    minutes, of = sum(film.seconds for film in coded) / 60, {film.family for film in coded}
    films = "1 film" if len(coded) == 1 else f"{len(coded)} films"
    families = "1 family" if len(of) == 1 else f"{len(of)} families"
    return f"{films} of {families}, {minutes:.1f} min, coded by {' and '.join(map(called, bench.coders))}"


def called(coder: str) -> str:
    """A coder's name, or what one without is called."""
    return coder or "somebody"


def by_cue(own: Shelf, cue: str) -> tuple[str, ...]:
    """The line of a cue in SECONDS: attune beside people, and beside chance."""
    names = ("kappa_bouts", "coverage", "auc", "ap", "false_yes", "f1_onset_1s", "icc_a1")
    bouts, covered, auc, ap, *rest = (value(own, cue, name) for name in names)
    first = spread(own.get((cue, "kappa", ATTUNE))), value(own, cue, "kappa", PEOPLE), chance(own, cue)
    return (*first, bouts, covered, auc, f"{ap} ({value(own, cue, 'prevalence')})", *rest)


def ranked(own: Shelf) -> Iterator[tuple[str, ...]]:
    """A line a measure of ranked moments: attune, one coder by another's picks, simple rankings, p."""
    first, *others = RANKINGS
    for measure, called in CALLED.items():
        p = own.get((MOMENT, f"{measure}_p", "random"))
        told = [value(own, MOMENT, measure, of) for of in others]
        yield called, spread(own.get((MOMENT, measure, first))), *told, number(p.value, 3) if p else "–"


def of_gap(gap: Gap) -> tuple[str, ...]:
    """The line of a gap."""
    few = ", few families" if gap.few else ""
    return f"{gap.column} {gap.value}", f"{gap.measure}, {CUES[gap.cue]}", _signed(gap.gap), gap.verdict + few


def spread(figure: Figure | None) -> str:
    """A figure with its interval."""
    if figure is None:
        return "–"
    span = "" if figure.low != figure.low else f" [{number(figure.low)}, {number(figure.high)}]"
    return number(figure.value) + span


def value(own: Shelf, cue: str, measure: str, of: str = ATTUNE) -> str:
    """A figure alone."""
    figure = own.get((cue, measure, of))
    return number(figure.value) if figure else "–"


def chance(own: Shelf, cue: str) -> str:
    """What 97.5 % of every kind of surrogate stay below, and the largest p."""
    known = [own[key] for of in SURROGATES if (key := (cue, "kappa", of)) in own and own[key].n]
    p = [own[cue, "kappa_p", figure.of].value for figure in known]
    return f"{number(max(figure.high for figure in known))} (p {max(p):.3f})" if known else "–"


def _signed(gap: Interval) -> str:
    known = "" if gap.low != gap.low else f" [{gap.low:+.2f}, {gap.high:+.2f}]"
    return f"{gap.value:+.2f}{known}"


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    out = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        out.add_column(column)
    for row in rows:
        out.add_row(*row)
    return out

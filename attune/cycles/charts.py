"""A measure over a case's films as a picture: a dot a film with its interval, like activities beside each other.

No line joins the dots: nothing is known of the days between. No colour tells better from worse.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from attune.cycles.compare import WORDS, Shown, alike, band, number
from attune.cycles.measures import Measure
from attune.timeline import Floats

WIDE, HIGH = 9.0, 4.6
"""Inches of a chart."""

INK, FAINT, BLUE, CHANCE = "#222222", "#6b6b6b", "#0072B2", "#d9d9d9"
"""Letters; what is beside the matter; dots (Okabe & Ito 2008: told apart by all kinds of sight); the band."""

LETTERS, SMALL = 15, 12.5
"""Points of letters."""

SIGNED = ("contingency", "latency")
"""Measures that may be under 0: less than chance; an answer that comes before the other has ended."""

GAP = 0.9
"""Between two activities, where 1 is from one film to the next."""

LOOK: Any = {"svg.hashsalt": "attune", "svg.fonttype": "path", "font.family": "sans-serif"}
"""Letters as shapes look alike everywhere; the same numbers give the same bytes."""


def chart(name: str, films: Sequence[Shown]) -> str:
    """One measure of all films of a case as SVG, to stand in a page."""
    with mpl.rc_context(LOOK):
        figure = drawn(name, films)
        out = io.StringIO()
        FigureCanvasSVG(figure).print_svg(out, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))  # type: ignore[no-untyped-call]
    svg = out.getvalue()
    told = escape(f"{WORDS[name][0]}, {WORDS[name][1]}", quote=True)
    return svg[svg.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{told}" ', 1)


def drawn(name: str, films: Sequence[Shown]) -> Figure:
    """The picture itself."""
    figure = Figure(figsize=(WIDE, HIGH), layout="constrained")
    axes = figure.add_subplot()
    groups = alike(films)
    start = 0.0
    ticks: list[tuple[float, str]] = []
    for each in groups.values():
        places = start + np.arange(len(each))
        measures = [film.measures[name] for film in each]
        _band(axes, name, places, measures)
        for place, film, measure in zip(places, each, measures, strict=True):
            _dot(axes, float(place), measure)
            seen = f"told in {int(100 * measure.coverage)} %"
            ticks.append((float(place), f"{film.on:%d %b %Y}".lstrip("0") + f"\n{film.place}\n{seen}"))
        _activity(axes, places, each[0].activity)
        start = float(places[-1]) + 1 + GAP
    _dress(axes, name, ticks, films)
    return figure


def _band(axes: Axes, name: str, places: Floats, measures: Sequence[Measure]) -> None:
    """Where the last film may lie by chance alone."""
    found = band(measures)
    if found is None:
        return
    low, high = places[0] - 0.35, places[-1] + 0.5
    bottom, top = np.clip([found.low, found.high], *_possible(name))
    axes.fill_between([low, high], bottom, top, color=CHANCE, linewidth=0, zorder=0)
    axes.text(
        low, bottom, "could be chance", ha="left", va="top", color=FAINT, fontsize=SMALL,
        zorder=0.5, path_effects=[withStroke(linewidth=4, foreground="white")],
    )  # fmt: skip


def _dot(axes: Axes, place: float, measure: Measure) -> None:
    """A film's number with its interval; hollow where much could not be seen, a word where too much could not."""
    if not measure.shown:
        axes.text(
            place, 0.5, "cannot\nbe told", transform=axes.get_xaxis_transform(), ha="center", va="center", color=FAINT,
            fontsize=SMALL,
        )  # fmt: skip
        return
    if not np.isnan(measure.high - measure.low):
        axes.vlines(
            place, measure.low, measure.high, color=BLUE, linewidth=3, linestyles=(0, (4, 2) if measure.careful else ())
        )
    face = "white" if measure.careful else BLUE
    axes.plot([place], [measure.value], "o", markersize=13, color=BLUE, markerfacecolor=face, markeredgewidth=2.5)
    axes.annotate(
        number(measure.value), (place, measure.value), (13, 0), textcoords="offset points", va="center",
        fontsize=LETTERS, color=INK,
    )  # fmt: skip


def _activity(axes: Axes, places: Floats, activity: str) -> None:
    """What they do in these films, above them."""
    axes.text(
        float(np.mean(places)), 1.02, activity or "together", transform=axes.get_xaxis_transform(), ha="center",
        va="bottom", fontsize=LETTERS, color=INK, fontstyle="italic",
    )  # fmt: skip


def _dress(axes: Axes, name: str, ticks: Sequence[tuple[float, str]], films: Sequence[Shown]) -> None:
    """The axes: few lines, large letters."""
    axes.set_xticks([place for place, _ in ticks], [words for _, words in ticks], fontsize=SMALL)
    axes.tick_params(axis="x", length=0, pad=8)
    axes.tick_params(axis="y", labelsize=SMALL, colors=FAINT, length=0)
    axes.set_ylabel(WORDS[name][1], fontsize=LETTERS, color=INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.grid(axis="y", color="#eeeeee", zorder=-1)
    axes.set_axisbelow(True)
    axes.set_xlim(ticks[0][0] - 0.6, ticks[-1][0] + 0.8)
    axes.set_ylim(*_ends(name, films))
    axes.locator_params(axis="y", nbins=5)


def _possible(name: str) -> tuple[float, float]:
    """The least and the most that a measure can be."""
    return -np.inf if name in SIGNED else 0.0, 100.0 if "%" in WORDS[name][1] else np.inf


def _ends(name: str, films: Sequence[Shown]) -> tuple[float, float]:
    """From 0, or from below it where a measure may be, to a little above all that is drawn."""
    told = [m for film in films if (m := film.measures[name]).shown]
    bands = [b for each in alike(films).values() if (b := band([film.measures[name] for film in each]))]
    tops = [np.nanmax([m.value, m.high]) for m in told] + [b.high for b in bands]
    lows = [np.nanmin([m.value, m.low]) for m in told] + [b.low for b in bands]
    least, most = _possible(name)
    low, high = max(least, 1.12 * min([0.0, *lows])), min(1.08 * most, 1.12 * max([1.0, *tops]))
    return low - 0.03 * (high - low), high

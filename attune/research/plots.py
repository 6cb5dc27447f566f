"""Plots of an evaluation as inline SVG: agreement at a glance, reliability, confusion. They fetch nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from attune.exchange.own import TIERS
from attune.exchange.seconds import LOOKS
from attune.research import lines
from attune.research.compare import Compared, joined
from attune.research.figures import ATTUNE, PEOPLE, Figure
from attune.research.names import CUES, SURROGATES
from attune.timeline import Floats

OURS, THEIRS, CHANCE, INK, LINE = "#0b6e75", "#c2571a", "#d9d4c7", "#2b2a27", "#b9b4a8"
"""Attune, people, chance, text, lines."""

BINS = np.linspace(0, 1, 6)
"""Edges of the likelihoods that are one point of the reliability plot."""

FEWEST = 5
"""Seconds in a bin from which on it is drawn."""

STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "font.size": 11, "axes.edgecolor": LINE, "axes.labelcolor": INK, "text.color": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False, "axes.spines.right": False,
}  # fmt: skip


def svg(drawing: Drawing, name: str, told: str) -> str:
    """The drawing to stand in a page, with a text for those who do not see it; its ids begin with its own name."""
    out = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        drawing.savefig(out, format="svg", transparent=True, metadata=nothing)
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    text = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font: \1 system-ui, sans-serif", text)
    text = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", text)
    return text.replace("<svg", f'<svg role="img" aria-label="{told}"', 1)


def glance(figures: Sequence[Figure]) -> Drawing:
    """Kappa of each cue: attune with its interval, people beside it, and where chance alone would come."""
    own = {(f.cue, f.measure, f.of): f for f in figures if f.scope == "all"}
    cues = [cue for cue in TIERS if (cue, "kappa", ATTUNE) in own]
    with rc_context(STYLE):
        drawing = Drawing(figsize=(8.4, 0.9 + 0.5 * len(cues)), layout="constrained")
        axes = drawing.add_subplot()
        for row, cue in enumerate(cues):
            _row(axes, row, own, cue)
        axes.set_yticks(range(len(cues)), [CUES[cue] for cue in cues])
        axes.set(xlim=(-0.25, 1.02), ylim=(len(cues) - 0.4, -0.6))
        axes.set_xlabel("kappa: 0 = no better than chance, 1 = always the same")
        axes.grid(axis="x", color=LINE, linewidth=0.5, alpha=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
        axes.spines["left"].set_visible(False)
    return drawing


def _row(axes: Axes, row: int, own: dict[tuple[str, str, str], Figure], cue: str) -> None:
    surrogates = [own[key] for of in SURROGATES if (key := (cue, "kappa", of)) in own and own[key].n]
    if surrogates:
        low, high = min(f.low for f in surrogates), max(f.high for f in surrogates)
        axes.barh(row, high - low, left=low, height=0.56, color=CHANCE)
    mine, people = own[cue, "kappa", ATTUNE], own.get((cue, "kappa", PEOPLE))
    if mine.low == mine.low:
        axes.plot([mine.low, mine.high], [row, row], color=OURS, linewidth=2.4, solid_capstyle="round")
    axes.plot(mine.value, row, "o", color=OURS, markersize=9)
    if people:
        axes.plot(people.value, row, "D", mfc="white", mec=THEIRS, mew=2, markersize=8)


def reliability(cues: Sequence[Sequence[Compared]]) -> Drawing:
    """How often it was a yes, by how likely attune found it; a panel a cue. On the line both are the same."""
    with rc_context(STYLE):
        drawing, panels = _panels(len(cues), 2.5)
        for axes, several in zip(panels, cues, strict=False):
            axes.plot([0, 1], [0, 1], color=LINE, linewidth=1)
            likely, share, count = binned(joined(several, lambda c: c.likely), joined(several, lambda c: c.truth.known))
            axes.plot(likely, share, "-", color=OURS, linewidth=1.4)
            axes.scatter(likely, share, s=18 + 160 * np.sqrt(count / max(1, count.sum())), color=OURS, zorder=3)
            axes.set_title(CUES[several[0].cue], fontsize=11, loc="left")
            axes.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1], aspect="equal")
        drawing.supxlabel("how likely attune found a yes", fontsize=11)
        drawing.supylabel("how often it was one", fontsize=11)
    return drawing


def binned(likely: Floats, truth: Floats) -> tuple[Floats, Floats, Floats]:
    """For each bin with enough known seconds: mean likelihood, share of yes, and how many seconds."""
    known = ~(np.isnan(likely) | np.isnan(truth))
    likely, truth = likely[known], truth[known]
    which = np.clip(np.digitize(likely, BINS) - 1, 0, len(BINS) - 2)
    there = [k for k in range(len(BINS) - 1) if (which == k).sum() >= FEWEST]
    rows = [(likely[which == k].mean(), truth[which == k].mean(), float((which == k).sum())) for k in there]
    means, shares, counts = np.array(rows).reshape(-1, 3).T
    return means, shares, counts


def confusion(cues: Sequence[Sequence[Compared]]) -> Drawing:
    """What attune said where people said what, in seconds of all coders; a panel a cue, each row adds up to 1."""
    with rc_context(STYLE):
        drawing, panels = _panels(len(cues), 3.1)
        for axes, several in zip(panels, cues, strict=False):
            _matrix(axes, counted(several), several[0].cue)
        drawing.supxlabel("attune", fontsize=11)
        drawing.supylabel("people", fontsize=11)
    return drawing


def counted(several: Sequence[Compared]) -> Floats:
    """(k, k + 1) seconds by what a coder said and what attune did; the last column is "cannot tell"."""
    k = several[0].codes
    out = np.zeros((k, k + 1))
    for one in several:
        mine = np.where(np.isnan(one.targets[0]), k, one.targets[0])
        for theirs in one.targets[1:]:
            known = ~np.isnan(theirs)
            np.add.at(out, (theirs[known].astype(int), mine[known].astype(int)), 1)
    return out


def _matrix(axes: Axes, counts: Floats, cue: str) -> None:
    whole = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, whole, out=np.zeros_like(counts), where=whole > 0)
    axes.pcolormesh(shares, vmin=0, vmax=1, cmap="GnBu", edgecolors="#fbfaf7", linewidth=2)  # a mesh holds no picture
    for (i, j), n in np.ndenumerate(counts):
        axes.text(
            j + 0.5,
            i + 0.5,
            f"{n:.0f}",
            ha="center",
            va="center",
            fontsize=9,
            color="white" if shares[i, j] > 0.6 else INK,
        )
    names = list(LOOKS) if cue.endswith(lines.LOOK) else ["no", "yes"]
    axes.invert_yaxis()
    axes.set_xticks(np.arange(len(names) + 1) + 0.5, [*names, "?"], fontsize=8.5, rotation=30)
    axes.set_yticks(np.arange(len(names)) + 0.5, names, fontsize=9)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_title(CUES[cue], fontsize=11, loc="left")


def _panels(count: int, high: float) -> tuple[Drawing, Sequence[Axes]]:
    """Panels in rows of three."""
    rows = -(-count // 3)
    drawing = Drawing(figsize=(8.4, high * rows), layout="constrained")
    grid = drawing.subplots(rows, 3, squeeze=False).ravel()
    for axes in grid[count:]:
        axes.set_visible(False)
    return drawing, list(grid[:count])

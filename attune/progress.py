"""How far a slow command is: a bar with the time left on a terminal, else a plain line now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, TextColumn
from rich.progress import Progress as Bar
from rich.progress import Task as Row
from rich.text import Text

Progress = Callable[[str, float, float], None]

QUIET = 30.0
"""Seconds between two plain lines: a log of a night stays readable."""

SHORT = 1.0
"""Seconds that a step may take without a word."""

WORDS = {
    "watch": "Watching", "listen": "Listening to", "reading": "Reading", "check": "Checking",
    "compare": "Comparing what is left with",
    "clips": "Cutting clips of", "making the film": "Making",
    "covering": "Covering faces in moments of", "inspecting": "Looking again at covered moments of",
    "reel": "Joining a reel of", "stills": "Taking stills of",
    "seal": "Sealing", "unseal": "Unsealing",
    "look": "Drawing into a copy of", "sheet": "Drawing sheets of",
}  # fmt: skip
"""What steps are called for people; other steps come as whole sentences and stand as they are."""


@contextmanager
def shown_on(console: Console, name: str) -> Iterator[Progress]:
    """A progress(step, done, total) that shows itself on `console` while the block lasts; `name` says of what."""
    if not console.is_terminal:
        yield _lines(console, name)
        return
    with Bar(
        TextColumn("  {task.description}", style="dim"), BarColumn(30, complete_style="cyan"), _Left(),
        console=console, transient=True,
    ) as bar:  # fmt: skip
        yield _rows(bar, name)


def left(seconds: float | None) -> str:
    """Time left in words that do not flicker: "about 3 min left"."""
    if seconds is None:
        return ""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 55:
        return f"about {10 * round(seconds / 10)} s left"
    return f"about {max(1, round(seconds / 60))} min left"


class _Left(ProgressColumn):
    def render(self, task: Row) -> Text:
        return Text(left(task.time_remaining), style="dim")


def _titled(step: str, name: str) -> str:
    return f"{WORDS[step]} {name}" if step in WORDS else step


def _rows(bar: Bar, name: str) -> Progress:
    """One row at a time: that of the step that goes on takes the place of the last."""
    rows: dict[str, int] = {}

    def progress(step: str, done: float, total: float) -> None:
        if step not in rows:
            rows[step] = bar.add_task(_titled(step, name), total=total, completed=int(done))
        for other, row in rows.items():
            bar.update(row, visible=other == step)  # type: ignore[arg-type]
        bar.update(rows[step], completed=done)  # type: ignore[arg-type]

    return progress


def _lines(console: Console, name: str) -> Progress:
    """Each step once it has lasted a second, and then every half minute, with its share."""
    due: dict[str, float] = {}

    def progress(step: str, done: float, total: float) -> None:
        now = monotonic()
        if now >= due.setdefault(step, now + SHORT):
            share = f": {done / total:.0%}" if total else ""
            console.print(f"{_titled(step, name)}{share}", soft_wrap=True)
            due[step] = now + QUIET

    return progress

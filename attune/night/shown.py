"""What is told of a night while it lasts: a line a film and a bar for people, a line of JSON an event for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from attune.night.ledger import Ledger
from attune.night.report import clock, length, moments, named

Tell = Callable[[dict[str, Any]], None]

ENDED = ("done", "failed", "quarantined", "own")
"""States after which a film asks for nothing more this night."""


def as_json(write: Callable[[str], None]) -> Tell:
    """Every event as one line of JSON."""
    return lambda event: write(json.dumps(event, ensure_ascii=False))


@contextmanager
def on(console: Console) -> Iterator[Tell]:
    """Shows events on the console: lines that stay, and on a terminal a bar below them."""
    if not console.is_terminal:
        yield lambda event: _print(console, event)
        return
    columns = TextColumn("  {task.description}", style="dim"), BarColumn(24, complete_style="cyan")
    with Progress(*columns, MofNCompleteColumn(), TextColumn("{task.fields[more]}"), console=console) as bar:
        yield _Bar(console, bar)


class _Bar:
    """A row for the whole night, and one for each film under way."""

    def __init__(self, console: Console, bar: Progress) -> None:
        self._console, self._bar = console, bar
        self._whole = bar.add_task("This night", total=None, more="")
        self._rows: dict[str, TaskID] = {}

    def __call__(self, event: dict[str, Any]) -> None:
        _print(self._console, event)
        if event["event"] in ("begun", "found", "ended"):
            total = sum(event[state] for state in ("queued", "running", *ENDED))
            self._bar.update(self._whole, total=total, completed=sum(event[state] for state in ENDED))
        elif event["event"] == "estimate":
            self._bar.update(self._whole, more=f"done at about {clock(event['ends'])}")
        elif event["event"] == "progress":
            self._row(event["film"], event["done"], event["total"])
        elif event["event"] == "film":
            self._film(event)

    def _row(self, film: str, done: float, total: float) -> None:
        share = round(100 * done / total) if total else 100
        if film not in self._rows:
            self._rows[film] = self._bar.add_task(film, total=100, more="")
        self._bar.update(self._rows[film], completed=share)

    def _film(self, event: dict[str, Any]) -> None:
        if event["state"] != "running" and event["film"] in self._rows:
            self._bar.remove_task(self._rows.pop(event["film"]))
        if event["state"] in ENDED:
            self._bar.advance(self._whole)


def _print(console: Console, event: dict[str, Any]) -> None:
    line = said(event)
    if line is not None:
        console.print(line, soft_wrap=True)


def said(event: dict[str, Any]) -> Text | None:
    """The line of an event, None for one without."""
    kind = event["event"]
    if kind == "begun":
        return _begun(event)
    if kind == "estimate":
        return Text(f"Done at about {clock(event['ends'])}.", "dim")
    if kind == "film":
        return _film(event)
    if kind == "ended":
        return Text(f"{_why(event['why'])} The report is {event['report']}", "bold")
    return None


def _begun(event: dict[str, Any]) -> Text:
    ends = event["ends"]
    when = f"as earlier nights went, done at about {clock(ends)}" if ends else "a minute will tell when they are done"
    sleep = "" if event["awake"] else " Nothing keeps this machine from sleeping: see to it if it does."
    return Text(
        f"{event['queued']} films to watch, {event['done']} done before, {event['at_once']} at once; {when}.{sleep}"
    )


def _film(event: dict[str, Any]) -> Text | None:
    name, state = event["film"], event["state"]
    if state == "done":
        return Text.assemble((name, "bold"), f" ({length(event['seconds'])}): {moments(event['moments'])}")
    if state in ("failed", "quarantined", "queued"):
        after = {"failed": "", "quarantined": " Left alone from now on.", "queued": " It is tried again."}[state]
        return Text(f"{named(name, event['why'])}{after}", "yellow")
    return Text(f"{name} was made by attune, and left out.", "dim") if state == "own" else None


def _why(why: str) -> str:
    return {
        "done": "Every film is done or named.",
        "until": "The time is over; the same command goes on from here.",
        "full": "The disk is full; make room, and the same command goes on from here.",
    }[why]


def status(ledger: Ledger, owned: bool) -> Text:
    """How a night stands: whether it is under way, how many films are in which state, what is being done."""
    owner, counts = ledger.owner(), ledger.counts()
    lines = [_under_way(owner) if owned else "No night is under way here."]
    words = {"queued": "to do", "running": "under way", "done": "done", "failed": "could not be done",
             "quarantined": "left alone after ending early three times", "own": "made by attune"}  # fmt: skip
    lines.append(", ".join(f"{counts[state]} {words[state]}" for state in words if counts[state]) or "No films yet.")
    lines += [f"  {row.name}: {row.step or 'opening'} {row.share:.0%}" for row in ledger.rows("running") if owned]
    lines += [f"  {named(row.name, row.why)}" for row in ledger.rows("failed", "quarantined")]
    return Text("\n".join(lines))


def _under_way(owner: dict[str, Any] | None) -> str:
    if owner is None:
        return "A night is about to begin here."
    ends = f" It will be done at about {clock(owner['ends'])}." if owner["ends"] else ""
    return f"A night is under way since {clock(owner['began'])} (process {owner['pid']} on {owner['machine']}).{ends}"

"""The morning report: one page and a short text on what is done, what is not and why, and what to look at first.

It stands alone: no picture, no script, nothing fetched. It tells what was seen to happen, and marks nobody.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from attune.errors import StoreError
from attune.night.ledger import Ledger, Row
from attune.standalone import standalone
from attune.store import SUFFIX, Store, put

PAGE, TEXT = "report.html", "report.txt"

TOP = 3
"""Moments shown of each film: what to begin with. The rest waits in the review."""


@dataclass(frozen=True)
class Done:
    """A film that is done: what is to be said of it, its first moments as sentences, how to see them."""

    name: str
    seconds: float
    worked: float
    count: int
    notes: tuple[str, ...]
    moments: tuple[str, ...]
    command: str


@dataclass(frozen=True)
class Morning:
    """Everything that the report says. Films that are not done are (name, why)."""

    folder: Path
    began: float | None
    ended: float
    done: tuple[Done, ...]
    undone: tuple[tuple[str, str], ...]
    left_alone: tuple[tuple[str, str], ...]
    waiting: tuple[str, ...]
    own: tuple[str, ...]


def write(folder: Path, store: Path | None, place: Path, ledger: Ledger) -> None:
    """Writes the page and the text into the night's own folder. Raises StoreError."""
    morning = gather(folder, store, ledger)
    put(place / PAGE, page(morning).encode())
    put(place / TEXT, text(morning).encode())


def gather(folder: Path, store: Path | None, ledger: Ledger) -> Morning:
    """What there is to say. Time is that of all nights in this folder together, without the days between."""
    worked: dict[str, float] = {}
    attempts = ledger.attempts()
    for one in attempts:
        worked[one["film"]] = worked.get(one["film"], 0.0) + (one["ended"] or time.time()) - one["began"]

    def films(*states: str) -> tuple[tuple[str, str], ...]:
        return tuple((row.name, row.why) for row in ledger.rows(*states))

    owner = ledger.owner()
    began = owner["began"] if owner else None
    return Morning(
        folder, began, time.time(),
        tuple(_done(folder, store, row, worked.get(row.name, 0.0)) for row in ledger.rows("done")),
        films("failed"), films("quarantined"), tuple(name for name, _ in films("queued", "running")),
        tuple(name for name, _ in films("own")),
    )  # fmt: skip


def _done(folder: Path, store: Path | None, row: Row, worked: float) -> Done:
    film = folder / row.name
    kept = Store((store or film.parent) / row.about.get("kept", film.name + SUFFIX), "")
    try:
        moments = kept.read_json("moments.json").get("moments", [])
    except StoreError:
        moments = []
    sentences = tuple(str(moment["why"]) for moment in moments[:TOP])
    notes = tuple(row.about.get("notes", ()))
    return Done(row.name, row.seconds or 0.0, worked, len(moments), notes, sentences, review(film, store))


def review(film: Path, store: Path | None) -> str:
    """What to type to see a film's moments."""
    call = ["attune", "review", str(film.resolve()), *(["--store", str(store.resolve())] if store else [])]
    return subprocess.list2cmdline(call) if os.name == "nt" else shlex.join(call)


def text(morning: Morning) -> str:
    """The short text."""
    return "\n".join(_lines(morning)) + "\n"


def _lines(morning: Morning) -> Iterator[str]:
    yield f"attune, overnight in {morning.folder}"
    yield summary(morning)
    yield times(morning)
    for heading, films in _named(morning):
        yield f"\n{heading}"
        yield from (f"  {named(name, why)}" for name, why in films)
    if morning.done:
        yield "\nDone"
    for film in morning.done:
        yield f"\n  {film.name} ({length(film.seconds)}): {moments(film.count)}"
        yield from (f"    {line}" for line in (*film.notes, *film.moments, film.command))


def summary(morning: Morning) -> str:
    """One sentence on how many films are done, and how many are not."""
    said = [
        (len(morning.done), "{} done"), (len(morning.undone), "{} could not be done"),
        (len(morning.left_alone), "{} left alone"), (len(morning.waiting), "{} still to do"),
    ]  # fmt: skip
    return f"Films: {', '.join(words.format(count) for count, words in said if count) or 'none yet'}."


def times(morning: Morning) -> str:
    """One sentence on how much film was watched, and in what time."""
    film = sum(one.seconds for one in morning.done)
    worked = sum(one.worked for one in morning.done)
    since = f" Begun {clock(morning.began)}, now {clock(morning.ended)}." if morning.began else ""
    return f"{length(film)} of film, {length(worked)} of work on it.{since}"


def _named(morning: Morning) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Lists of films that are not done, each with its heading."""
    lists = (
        ("Could not be done, and why", morning.undone),
        ("Left alone: their processes ended early three times (`attune night FOLDER --again` tries again)",
         morning.left_alone),
        ("Still to do: the same command goes on with them", [(name, "") for name in morning.waiting]),
        ("Left out, because attune made them", [(name, "") for name in morning.own]),
    )  # fmt: skip
    return ((heading, films) for heading, films in lists if films)


def named(film: str, why: str) -> str:
    """A film and why it is not done; most reasons name it themselves."""
    return why if Path(film).name in why else f"{film}: {why}" if why else film


def length(seconds: float) -> str:
    """A length of time: "12 s", "3 min 20 s", "2 h 5 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def clock(moment: float) -> str:
    """A time of day on this machine's clock."""
    return time.strftime("%H:%M", time.localtime(moment))


def moments(count: int) -> str:
    """How many there are, in words."""
    return "no moment" if count == 0 else "1 moment" if count == 1 else f"{count} moments"


STYLE = """
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2.5rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .2rem; overflow-wrap: anywhere; } p, ul { margin: .3rem 0; }
small, .note { opacity: .75; } li { margin: .2rem 0; overflow-wrap: anywhere; }
code { display: block; padding: .4rem .7rem; margin: .5rem 0; border-radius: .4rem; background: #8882;
       overflow-wrap: anywhere; user-select: all; font-size: .85rem; }
"""


def page(morning: Morning) -> str:
    """The page, whole in itself."""
    lists = "".join(_section(heading, films) for heading, films in _named(morning))
    done = "".join(map(_film, morning.done))
    body = f"""<h1>This night's films</h1>
<p>{escape(summary(morning))}<br>{escape(times(morning))}<br><small>{escape(str(morning.folder))}</small></p>
{lists}{f"<h2>Done</h2>{done}" if done else ""}"""
    return standalone("attune: this night's films", STYLE, body)


def _section(heading: str, films: Sequence[tuple[str, str]]) -> str:
    items = "".join(f"<li>{escape(named(name, why))}</li>\n" for name, why in films)
    return f"<h2>{escape(heading)}</h2>\n<ul>{items}</ul>\n"


def _film(film: Done) -> str:
    notes = "".join(f'<p class="note">{escape(note)}</p>\n' for note in film.notes)
    told = "".join(f"<li>{escape(why)}</li>\n" for why in film.moments)
    return (
        f"<h3>{escape(film.name)}</h3>\n"
        f"<p><small>{length(film.seconds)}, {moments(film.count)}, {length(film.worked)} of work</small></p>\n"
        f"{notes}{f'<ul>{told}</ul>' if told else ''}<code>{escape(film.command)}</code>\n"
    )

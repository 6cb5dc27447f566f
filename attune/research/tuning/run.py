"""The whole of `attune tune`: films as they are kept in, files and plain lines out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from attune.errors import FormatError
from attune.pipeline import all_knobs
from attune.research.films import Bench, load
from attune.research.tuning import files, liking
from attune.research.tuning.held_out import plain
from attune.research.tuning.knobs import TRIES, Progress, tune
from attune.research.tuning.targets import DEFAULTS

RANKER = "ranker"

NAMES = (RANKER, *DEFAULTS)
"""What may be tuned."""


@dataclass(frozen=True)
class Wish:
    """What is asked for: what to tune, whose knobs (those that weigh in it by default), and how many settings."""

    name: str
    rules: Sequence[str] = ()
    tries: int = TRIES
    seed: int = 0


@dataclass(frozen=True)
class Made:
    """The files, and what there is to say."""

    files: tuple[Path, ...]
    told: tuple[str, ...]


def run(folder: Path, wish: Wish, out: Path, place: Path | None = None, progress: Progress | None = None) -> Made:
    """Tunes on the watched films of a folder. Raises FormatError, KnobError, FilmError, StoreError."""
    if wish.name not in NAMES:
        raise FormatError(f"There is nothing called {wish.name} to tune on. Expected one of {', '.join(NAMES)}.")
    bench = load(folder, place)
    told = [*bench.notes, *(f"{name} was not watched yet and is left out." for name in bench.unwatched)]
    if wish.name == RANKER:
        return _ranker(bench, out, told, wish.seed)
    tuned = tune(bench, wish.name, all_knobs(), wish.rules, wish.tries, wish.seed, progress)
    told += plain(tuned.outcome, f"{tuned.settings} settings")
    told += [f"{where} = {value:g}" for where, value in tuned.setting.items()] or ["What there is was best."]
    return Made(tuple(files.write_knobs(out, wish.name, tuned, bench)), tuple(told))


def _ranker(bench: Bench, out: Path, told: list[str], seed: int) -> Made:
    liked = liking.tune(liking.judged(bench), seed)
    told += plain(liked.outcome, "Ranker")
    told += [f"{name}: {weight:+.2f}" for name, weight in liked.ranker.weights.items()] or ["No number holds."]
    return Made(tuple(files.write_ranker(out, liked)), tuple(told))

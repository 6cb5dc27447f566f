#!/usr/bin/env python3
"""How often the interval of a film's number covers what is true, on simulated films of which it is known.

    scripts/coverage.py [FILMS] [--seed N]

Films are chains of seconds that are on or off; some seconds are unknown, in bouts too. What happens at moments comes at
random, or in the stretches in which something goes on. docs/science.md has the figures.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from attune.cycles.resampling import Told, blocks, rate_of, share_of
from attune.timeline import Bools, Floats

LENGTHS = (600, 300, 180)
"""Seconds of films: ten, five and three minutes."""

UNKNOWN_BOUT = 6.0
"""Seconds for which somebody is out of sight at a time."""

BUSY, BUSY_BOUT = 0.4, 15.0
"""Of a film something goes on, for so many seconds at a time, where moments come in clusters."""


def films(count: int, seconds: int, share: float, bout: float, seed: int) -> Bools:
    """(count, seconds) chains that are on for `share` of the time, `bout` seconds at a time on the average."""
    rng = np.random.default_rng(seed)
    chance = rng.random((count, seconds))
    begins, ends = share / (1 - share) / bout, 1 / bout
    on = np.empty((count, seconds), bool)
    on[:, 0] = chance[:, 0] < share
    for k in range(1, seconds):
        on[:, k] = np.where(on[:, k - 1], chance[:, k] >= ends, chance[:, k] < begins)
    return on


def unknown(count: int, seconds: int, share: float, seed: int) -> Bools:
    """(count, seconds) where something is known: all but `share` of the time."""
    return ~films(count, seconds, share, UNKNOWN_BOUT, seed)


def covered(of: Callable[[Floats, Floats], Told], told: Floats, known: Bools, truth: float) -> Bools:
    """(count,) whether each film's interval holds what is true; `of` gives the interval."""
    ends = np.array([of(blocks(t * k), blocks(k.astype(float)))[1:] for t, k in zip(told, known, strict=True)])
    return np.asarray((ends[:, 0] <= truth) & (truth <= ends[:, 1]))


def counted(count: int, seconds: int, often: float, clustered: bool, seed: int) -> Floats:
    """(count, seconds) how many moments, `often` a minute on the average."""
    busy = films(count, seconds, BUSY, BUSY_BOUT, seed) / BUSY if clustered else np.ones((count, seconds))
    return np.random.default_rng(seed).poisson(often / 60 * busy).astype(float)


def table(count: int, seed: int) -> Iterator[str]:
    """A row a kind of film: per cent of intervals that hold what is true, by length."""
    yield "| films of | unknown | " + " | ".join(f"{seconds // 60} min" for seconds in LENGTHS) + " |"
    yield "|---" * (2 + len(LENGTHS)) + "|"
    for share, bout in ((0.3, 4.0), (0.3, 6.0), (0.3, 8.0), (0.3, 15.0), (0.6, 6.0), (0.1, 4.0)):
        for unseen in (0.0, 0.3):
            held = [
                100
                * covered(share_of, films(count, n, share, bout, seed + n), unknown(count, n, unseen, n), share).mean()
                for n in LENGTHS
            ]
            yield row(f"{100 * share:.0f} % on, {bout:.0f} s at a time", unseen, held)
    for often, clustered in (
        (0.2, False),
        (0.6, False),
        (2.0, False),
        (6.0, False),
        (0.6, True),
        (2.0, True),
        (6.0, True),
    ):
        held = [
            100
            * covered(
                rate_of, counted(count, n, often, clustered, seed + n), unknown(count, n, 0.2, n), often / 60
            ).mean()
            for n in LENGTHS
        ]
        yield row(f"{often:g} a minute, {'in clusters' if clustered else 'at random'}", 0.2, held)


def row(what: str, unseen: float, held: Sequence[float]) -> str:
    """One line of the table."""
    return f"| {what} | {100 * unseen:.0f} % | " + " | ".join(f"{each:.1f}" for each in held) + " |"


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("films", type=int, nargs="?", default=500)
    asked.add_argument("--seed", type=int, default=1)
    call = asked.parse_args()
    for line in table(call.films, call.seed):
        print(line, flush=True)

"""A film in parts: which there are, which of them were seen before, and seeing the missing ones.

Parts are given by the film alone, and each is seen from its own pictures, so what is kept does not depend on where a
run stopped or on how many processes ran. Part files lie under a key made of the film's bytes, the weights' bytes, the
numbers of the watch and the way of seeing: with any of them changed, the film is seen again, and with none, never.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from math import ceil

from attune import files, models
from attune.knobs import Knobs
from attune.media.film import Film
from attune.store import Store, check_unchanged, kept_as, stamp_of
from attune.timeline import Clock
from attune.watch.looks import ARRAYS, Looks, Watching, from_bytes, to_bytes
from attune.workers import spread

Progress = Callable[[str, float, float], None]

LONGEST = 6
"""Seconds in a part at most: a kill costs no more than the parts in hand, and two processes that share a minute of film
end within a part of each other."""

SEEING = 4
"""Version of what watch.see measures. Raised when the same film, weights and numbers give other looks."""

SEE = "attune.watch.see:seeing"
"""What a worker opens to see parts; named, so that the perception libraries load in the workers alone."""


def parts_of(seconds: float, rate: int) -> list[Clock]:
    """The clocks of a film's parts at `rate` looks a second: whole seconds long, even, without gap or overlap."""
    looks = ceil(seconds * rate - 1e-9)
    count = max(1, ceil(seconds / LONGEST))
    long = ceil(ceil(seconds) / count) * rate
    return [Clock(rate, min(long, looks - first), first) for first in range(0, looks, long)]


def key_of(store: Store, knobs: Knobs) -> str:
    """Sixteen hex digits that change with the film, the weights, the numbers of the watch or the way of seeing."""
    weights = sorted(f"{one.file} {one.sha256}" for one in models.manifest())
    whole = [store.film, *weights, knobs.digest(Watching), f"{SEEING} {LONGEST}", *ARRAYS]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()[:16]


def seen(film: Film, store: Store, knobs: Knobs, processes: int, progress: Progress | None = None) -> list[Looks]:
    """Every part of the film: as kept, or seen now by `processes` processes and kept at once.

    `progress` counts seconds of film under the step "watch". Raises FilmError, ModelError, StoreError, and
    AttuneError where a process dies; what was seen until then is kept.
    """
    stamp = stamp_of(film.path)
    clocks = parts_of(film.seconds, knobs[Watching].rate)
    names = _names(len(clocks), store, knobs)
    looks = {i: part for i, name in enumerate(names) if (part := kept_as(store, name, from_bytes))}
    missing = [i for i in range(len(clocks)) if i not in looks]
    if missing:
        files.need_plain(film.path)
        models.ensure(progress)
    tell = _teller(clocks, looks, missing, progress)
    jobs = [(film, clocks[i], knobs) for i in missing]
    with contextlib.closing(spread(SEE, jobs, processes, tell)) as done:
        for job, part in done:
            check_unchanged(film.path, stamp)
            store.write(names[missing[job]], to_bytes(part))
            looks[missing[job]] = part
            tell(job, 1.0)
    return [looks[i] for i in range(len(clocks))]


def kept(film: Film, store: Store, knobs: Knobs) -> list[Looks] | None:
    """Every part of a film that was seen before; None where one is missing. Raises StoreError."""
    names = _names(len(parts_of(film.seconds, knobs[Watching].rate)), store, knobs)
    looks = [part for name in names if (part := kept_as(store, name, from_bytes))]
    return looks if len(looks) == len(names) else None


def _names(count: int, store: Store, knobs: Knobs) -> list[str]:
    return [f"looks/{key_of(store, knobs)}/part-{i:04}.npz" for i in range(count)]


def _teller(
    clocks: Sequence[Clock], looks: dict[int, Looks], missing: Sequence[int], progress: Progress | None
) -> Callable[[int, float], None]:
    """Turns shares of missing parts into seconds of the whole film; says where it starts."""
    length = [clock.span.seconds for clock in clocks]
    shares = [float(i in looks) for i in range(len(clocks))]

    def tell(job: int, share: float) -> None:
        shares[missing[job]] = share
        report()

    def report() -> None:
        if progress and missing:
            progress("watch", sum(a * b for a, b in zip(length, shares, strict=True)), sum(length))

    report()
    return tell

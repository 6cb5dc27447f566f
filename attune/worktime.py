"""How long guiders work on films, for their service's own figures: from opening a film's page to handing it out.

Kept with the film and erased with it: active seconds by a guider's pseudonym, and nothing of the family. A pseudonym is
the guider's name mixed with a secret of this computer, so that nobody can try names against it elsewhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import threading
from dataclasses import asdict, dataclass
from time import monotonic

from attune import record
from attune.errors import StoreError
from attune.knobs import Knobbed, knob
from attune.store import MARK, Store, put

KEPT = "worktime.json"
"""What a film's own folder has of it."""

SECRET = "guiders.key"
"""The secret of this computer, beside the record of use."""

OFTEN = 30.0
"""Seconds of work after which they are written down: a crash loses no more."""


@dataclass(frozen=True)
class Working(Knobbed):
    """What counts as work on a film: the time from each thing that is asked of its page to the next."""

    pause: float = knob(300.0, low=30, high=3600, unit="s", why="a longer gap is a call or a meal, and no work on it")


@dataclass(frozen=True)
class Worked:
    """Of one guider on one film: active seconds so far, and as many as there were when it was last handed out, None
    before."""

    seconds: float = 0.0
    handed: float | None = None


def pseudonym(who: str) -> str:
    """What a guider is called in figures: the same on this computer, another elsewhere. Raises StoreError."""
    path = record.place().with_name(SECRET)
    if not path.exists():
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        put(path, secrets.token_bytes(16))
    return hashlib.blake2b(who.encode(), key=path.read_bytes(), digest_size=4).hexdigest()


def worked(store: Store) -> dict[str, Worked]:
    """Every guider's time on a film, by pseudonym. Raises StoreError."""
    try:
        return {who: Worked(**told) for who, told in store.read_json(KEPT).items()}
    except TypeError as why:
        raise StoreError(f"{store.path(KEPT)} is not what attune keeps there. Remove it.") from why


class Clockwork:
    """The time that one guider works on the films of one page, while it is open.

    Time is not worth keeping anybody from working: where it cannot be kept, it is not.
    """

    def __init__(self, who: str) -> None:
        self._who = who
        self._last: dict[str, float] = {}
        self._unkept: dict[str, float] = {}
        self._lock = threading.Lock()

    def beat(self, store: Store, pause: float, now: float | None = None) -> None:
        """Somebody asked something of a film's page at `now`, in seconds of a clock that is never set."""
        now = monotonic() if now is None else now
        with self._lock:
            gap = now - self._last.get(store.film, now)
            self._last[store.film] = now
            self._unkept[store.film] = self._unkept.get(store.film, 0.0) + (gap if gap <= pause else 0.0)
            if self._unkept[store.film] >= OFTEN:
                self._keep(store, handed=False)

    def handed(self, store: Store) -> None:
        """The film was handed out."""
        with self._lock:
            self._keep(store, handed=True)

    def _keep(self, store: Store, handed: bool) -> None:
        with contextlib.suppress(StoreError, OSError):
            if store.read(MARK) is None:  # erased meanwhile: nothing of it is begun again
                return
            every, who = worked(store), pseudonym(self._who)
            before = every.get(who, Worked())
            seconds = round(before.seconds + self._unkept.pop(store.film, 0.0), 1)
            every[who] = Worked(seconds, seconds if handed else before.handed)
            store.write_json(KEPT, {name: asdict(told) for name, told in every.items()})

"""Work that takes long: one after another where it needs the processor, each with its progress, and how it ended."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from attune.errors import AttuneError
from attune.review.faults import noted

Progress = Callable[[str, float, float], None]


class Made(NamedTuple):
    """What came out of some work: files, and a line about them, "" where there is nothing to say."""

    files: Sequence[Path] = ()
    note: str = ""


Work = Callable[[Progress], Made]


@dataclass(frozen=True)
class Job:
    """How far some work is.

    state  "waiting", "running", "done" or "failed"
    step   what is being done, by the name that progress gives it; `done` of `total` of it
    made   the files that came out, and `note`, a line about them
    why    one plain line where it failed
    """

    key: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    step: str = ""
    done: float = 0.0
    total: float = 0.0
    made: tuple[Path, ...] = ()
    note: str = ""
    why: str = ""


def told(job: Job | None) -> dict[str, Any]:
    """How far a job is, for the page; done at once where there was nothing to do."""
    if job is None:
        return {"state": "done", "made": []}
    made = [path.name for path in job.made]
    where = str(job.made[0].parent.absolute()) if job.made else ""
    return {
        "key": job.key, "state": job.state, "step": job.step, "done": job.done, "total": job.total, "why": job.why,
        "made": made, "where": where, "note": job.note,
    }  # fmt: skip


class Jobs:
    """Jobs by key. What is asked for twice while it goes on is done once."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._going: dict[str, str] = {}
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def start(self, what: str, work: Work, light: bool = False) -> Job:
        """Begins some work, named `what`, or gives the job that is at it already. What is `light` does not wait."""
        with self._lock:
            if what in self._going:
                return self._jobs[self._going[what]]
            job = Job(secrets.token_hex(8))
            self._jobs[job.key], self._going[what] = job, job.key
        threading.Thread(target=self._run, args=(what, job.key, work, light), daemon=True).start()
        return job

    def get(self, key: str) -> Job | None:
        """The job of this key, None where there is none."""
        with self._lock:
            return self._jobs.get(key)

    def _run(self, what: str, key: str, work: Work, light: bool) -> None:
        def progress(step: str, done: float, total: float) -> None:
            self._set(key, state="running", step=step, done=float(done), total=float(total))

        with nullcontext() if light else self._turn:
            self._set(key, state="running")
            try:
                made = work(progress)
                self._set(key, state="done", made=tuple(made.files), note=made.note)
            except AttuneError as why:
                self._set(key, state="failed", why=" ".join(str(why).split()))
            except Exception as why:
                self._set(key, state="failed", why=noted(why))
            finally:
                with self._lock:
                    self._going.pop(what, None)

    def _set(self, key: str, **now: object) -> None:
        with self._lock:
            self._jobs[key] = replace(self._jobs[key], **now)  # type: ignore[arg-type]

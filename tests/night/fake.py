"""Stands in for the main job of a night's film: parts that take no time, and whatever the film's name asks for.

A film is a text file: how many parts it has. What is done of it is written beside it, part by part, as a store would.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from attune.errors import AttuneError, FilmError, StoreError

WORK = "tests.night.fake:work"

PART = 6.0


def film_at(path: Path, parts: int = 3) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{parts}")
    os.utime(path, (1e9, 1e9))
    return path


def work(path: Path, place: Path | None, say: Any) -> dict[str, Any] | None:
    """Each part once; a line in FILM.log for each part that is begun."""
    mood = path.stem.partition("-")[0]
    kept = (path.parent if place is None else place) / f"{path.name}.attune"
    kept.mkdir(exist_ok=True, parents=True)
    (kept / "owner").write_text(f"{os.getppid()}")
    if mood == "own":
        return None
    parts = int(path.read_text())
    seen = sorted(p.name for p in kept.glob("part-*"))
    say("opened", parts * PART, seen)
    say("told", "watch", len(seen) * PART, parts * PART)
    for part in range(parts):
        if f"part-{part}" in seen:
            continue
        with path.with_suffix(".log").open("a") as log:
            log.write(f"{part}\n")
        if part == parts - 1:
            misbehave(mood, path)
        time.sleep({"slow": 0.2}.get(mood, 0.0))
        (kept / f"part-{part}").write_text("seen")
        say("parted", "watch", [f"part-{part}"])
        say("told", "watch", (part + 1) * PART, parts * PART)
    (kept / "moments.json").write_text('{"moments": [{"why": "00:01 - The child looked up."}]}')
    return {"seconds": parts * PART, "kept": kept.name, "moments": 1, "notes": [f"A note on {path.stem}."]}


def misbehave(mood: str, path: Path) -> None:
    """Does what the film is called after."""
    if mood == "segfault":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.kill(os.getpid(), signal.SIGSEGV)
    if mood == "hangs":
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", str(path)])
        time.sleep(600)
    if mood == "hungry":
        held = bytearray(os.urandom(1 << 20) * 400)
        time.sleep(600)
        del held
    if mood == "refuses":
        raise FilmError("It cannot be read from here on.")
    if mood == "unkept":
        raise StoreError("Nothing can be kept.")
    if mood == "dies":
        raise AttuneError("A process that was watching ended too soon (signal SIGABRT). Run it again.")
    if mood == "breaks":
        raise ZeroDivisionError("a fault")


def begun(path: Path) -> list[int]:
    """The parts that were begun, in order."""
    log = path.with_suffix(".log")
    return [int(line) for line in log.read_text().split()] if log.exists() else []

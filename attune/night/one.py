"""A film's own process, from inside: it does the whole job of one film, tells how far it is, and ends with its owner.

What it sends, in order:  ("opened", seconds, parts)  ("told", step, done, total)...  ("parted", step, parts)...
and last one of  ("done", about)  ("own",)  ("refused", kind, why)  ("broke", why).
"""

from __future__ import annotations

import os
import pkgutil
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from attune.errors import AttuneError
from attune.night.considerate import step_back
from attune.workers import hush

Say = Callable[..., None]
"""say(kind, *what) sends a word to the owner."""


def serve(work: str, path: Path, place: Path | None, line: Connection) -> None:
    """The life of the process. `work` ("package.module:name") is called with path, place and a Say, and returns what
    is told of the film when it is done, or None for a film of attune's own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's to answer
    hush()
    step_back()
    threading.Thread(target=_end_with_owner, args=(line,), daemon=True).start()

    def say(*what: Any) -> None:
        line.send(what)

    try:
        about = pkgutil.resolve_name(work)(path, place, say)
        say(*(("own",) if about is None else ("done", about)))
    except AttuneError as why:
        known = type(why) is not AttuneError  # the root itself says that a process died, which may pass
        say(*(("refused", type(why).__name__, str(why)) if known else ("broke", str(why).partition(". ")[0] + ".")))
    except OSError as why:
        say("broke", f"{why.strerror or why}.")
    except Exception as why:
        say("broke", f"A fault in attune ({type(why).__name__}: {why}).")


def _end_with_owner(line: Connection) -> None:
    """Waits for the owner's end of the line to close, then ends this process and those below it."""
    try:
        line.recv()
    except (EOFError, OSError):
        for below in psutil.Process().children(recursive=True):
            below.kill()
    os._exit(1)

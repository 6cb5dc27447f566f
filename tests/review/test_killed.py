"""The server itself is killed at any instant, and its disk fills up: what it acknowledged is there."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from attune.pipeline import Suggested
from attune.store import beside

EDITS = 500
SERVER = """
import os, resource, sys
from pathlib import Path
from attune import models, parts, pipeline
from attune.review.port import usual
from attune.review.serve import serve
from attune.review.shelf import Shelf
from tests import fakes
parts.SEE, models.ensure = fakes.SEE, lambda *_: None
shelf = Shelf([Path(sys.argv[1])], None, "Ann")
shelf.put(pipeline.suggested(Path(sys.argv[1])))
for line in sys.stdin:  # a server for each line: a process of its own, that need not load everything again
    if os.fork() == 0:
        os.close(0)
        if int(line):
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(line), int(line)))
        serve(shelf, lambda address: print(os.getpid(), address, flush=True), usual(Path(sys.argv[1])))
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")


@dataclass
class Starter:
    """Starts servers of one film; `largest` bytes of a file are all that the last one may write, 0 without a limit."""

    process: subprocess.Popen[str]
    film: str
    number: int = 0
    port: int = 0
    address: str = ""
    cookie: str = ""

    def start(self, largest: int = 0) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{largest}\n")
        self.process.stdin.flush()
        number, _, address = self.process.stdout.readline().partition(" ")
        self.address = address.strip()
        self.number, self.port = int(number), int(address.partition("127.0.0.1:")[2].partition("/")[0])
        self.cookie = f"attune-{self.port}={address.partition('token=')[2].strip()}"

    def kill(self) -> None:
        os.kill(self.number, signal.SIGKILL)

    def ask(self, path: str, given: Any = None) -> tuple[int, Any]:
        """Status and answer; raises OSError or HTTPException where the server died over it."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}"}
        with contextlib.closing(line):
            line.request(
                "GET" if given is None else "POST", path, None if given is None else json.dumps(given), headers
            )
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())


@pytest.fixture
def starter(done: Suggested, tmp_path: Path) -> Iterator[Starter]:
    """On a copy of the film and of all that is known of it."""
    film = tmp_path / done.film.path.name
    shutil.copy2(done.film.path, film)
    shutil.copytree(done.store.folder, beside(film))
    call = [sys.executable, "-c", SERVER, str(film)]
    process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    starter = Starter(process, "")
    starter.start()
    starter.film = f"/films/{starter.ask('/films')[1][0]['key']}"
    yield starter
    starter.kill()
    process.communicate()


def edit(starter: Starter, dice: random.Random, now: Any) -> Any:
    """One random edit on what holds now, and what holds then. Raises where it was not acknowledged."""
    deed = dice.choices(["say", "undo", "redo"], [7, 2, 1])[0]
    moment = dice.choice(now["moments"])
    changes = {"decision": dice.choice(["", "keep", "maybe", "leave"]), "note": f"{dice.random():.6f}"}
    said = {"piece": moment["key"], "changes": changes, "since": moment["version"]}
    status, told = starter.ask(f"{starter.film}/{deed}", said if deed == "say" else {})
    assert status == 200, told
    return told


def held(told: Any) -> dict[str, tuple[str, str, int]]:
    return {m["key"]: (m["decision"], m["note"], m["version"]) for m in told["moments"]}


def test_five_hundred_edits_outlive_a_server_that_is_killed_at_any_instant(starter: Starter) -> None:
    """Each server takes some edits, and is killed while it takes more."""
    dice, acknowledged = random.Random(6), 0
    now = starter.ask(f"{starter.film}/said")[1]
    while acknowledged < EDITS:
        spared, killer = dice.randint(0, 25), threading.Timer(dice.uniform(0, 0.05), starter.kill)
        with contextlib.suppress(OSError, http.client.HTTPException):
            for number in itertools.count():
                if number == spared:
                    killer.start()
                now = edit(starter, dice, now)
                acknowledged += 1
        killer.join()
        starter.start()
        after = starter.ask(f"{starter.film}/said")[1]
        lost = {key for key, row in held(now).items() if held(after)[key] != row}
        assert after["version"] - now["version"] == len(lost), "what was on its way may be on the disk, and no more"
        assert len(lost) <= 1
        now = after


def test_a_disk_that_is_full_is_said_in_one_line_and_loses_nothing(starter: Starter, done: Suggested) -> None:
    first, second = (m.key for m in done.moments[:2])
    starter.ask(f"{starter.film}/said")
    told = starter.ask(f"{starter.film}/say", {"piece": first, "changes": {"decision": "keep"}, "since": 0})[1]
    starter.kill()
    starter.start(largest=4096)
    change = {"piece": second, "changes": {"note": "x" * 4000}, "since": 0}
    status, answer = starter.ask(f"{starter.film}/say", change)
    assert (status, answer["why"].count("\n")) == (507, 0)
    assert "not kept" in answer["why"]
    assert held(starter.ask(f"{starter.film}/said")[1]) == held(told)
    starter.kill()
    starter.start()
    assert held(starter.ask(f"{starter.film}/said")[1]) == held(told)
    assert starter.ask(f"{starter.film}/say", change)[0] == 200

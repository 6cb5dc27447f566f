"""Nothing that was said is lost: undone, done again, killed, said in two windows, or on a full disk."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.errors import StoreError
from attune.review import verdicts as module
from attune.review.verdicts import StaleError, State, Verdicts

PIECES = ("a", "b", "c")
SET = st.tuples(st.just("set"), st.sampled_from(PIECES), st.integers(0, 5))
STEPS = st.lists(st.one_of(SET, st.just(("undo",)), st.just(("redo",))), max_size=25)


def at(folder: Path, film: str = "f" * 64) -> Verdicts:
    return Verdicts(folder / "review.sqlite", film, "Ann")


def said(verdicts: Verdicts, piece: str, value: Any) -> State:
    return verdicts.say(piece, {"value": value}, verdicts.state().versions.get(piece, 0))


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_undo_and_redo_are_those_of_a_plain_stack(tmp_path_factory: pytest.TempPathFactory, steps: list[Any]) -> None:
    verdicts = at(tmp_path_factory.mktemp("base"))
    now: dict[str, int] = {}
    past: list[dict[str, int]] = []
    future: list[dict[str, int]] = []
    for step in steps:
        if step[0] == "set":
            if now.get(step[1]) != step[2]:
                past.append(dict(now))
                now[step[1]] = step[2]
                future.clear()
            state = said(verdicts, step[1], step[2])
        elif step[0] == "undo":
            if past:
                future.append(now)
                now = past.pop()
            state = verdicts.undo()
        else:
            if future:
                past.append(now)
                now = future.pop()
            state = verdicts.redo()
        assert {piece: kept["value"] for piece, kept in state.pieces.items()} == now
        assert (bool(state.undo), bool(state.redo)) == (bool(past), bool(future))
    assert verdicts.state() == at(verdicts.path.parent).state()


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_history_alone_tells_what_holds(tmp_path_factory: pytest.TempPathFactory, steps: list[Any]) -> None:
    verdicts = at(tmp_path_factory.mktemp("base"))
    for step in steps:
        _ = said(verdicts, *step[1:]) if step[0] == "set" else getattr(verdicts, step[0])()
    held: dict[str, Any] = {}
    for step in verdicts.history():
        assert held.get(step["piece"]) == step["before"]
        assert step["who"] == "Ann"
        held[step["piece"]] = step["after"]
    assert {piece: kept for piece, kept in held.items() if kept is not None} == verdicts.state().pieces


def test_what_was_changed_in_another_window_is_not_overwritten(folder: Path) -> None:
    one, other = at(folder), at(folder)
    said(one, "a", 1)
    since = one.state().versions["a"]
    said(other, "a", 2)
    with pytest.raises(StaleError, match="another window"):
        one.say("a", {"value": 3}, since)
    assert one.state().pieces == {"a": {"value": 2}}


def test_windows_that_write_at_once_lose_nothing(folder: Path) -> None:
    def work(piece: str) -> None:
        for value in range(20):
            said(at(folder), piece, value)

    threads = [threading.Thread(target=work, args=(piece,)) for piece in PIECES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(at(folder).history()) == 60
    assert at(folder).state().pieces == {piece: {"value": 19} for piece in PIECES}


KILLED = """
import sys
from pathlib import Path
from attune.review.verdicts import Verdicts
verdicts = Verdicts(Path(sys.argv[1]), "f", "Ann")
since = verdicts.state().versions.get("a", 0)
for value in range(10_000):
    since = verdicts.say("a", {"value": f"{sys.argv[2]} {value}"}, since).versions["a"]
    print(value, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(folder: Path) -> None:
    path = folder / "review.sqlite"
    for turn in range(4):
        call = [sys.executable, "-c", KILLED, str(path), str(turn)]
        process = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(5 + 7 * turn)]
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        last = int(acknowledged[-1])
        kept = [step["after"]["value"] for step in Verdicts(path, "f", "Ann").history()]
        mine = [value for value in kept if value.startswith(f"{turn} ")]
        assert mine[: last + 1] == [f"{turn} {value}" for value in range(last + 1)]
        assert len(mine) <= last + 2, "one more may be on the disk than was said to be"


def test_a_full_disk_says_so_and_keeps_what_was_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts = at(folder)
    said(verdicts, "a", 1)
    connect = sqlite3.connect

    def full(*args: Any, **how: Any) -> sqlite3.Connection:
        base = connect(*args, **how)
        pages = base.execute("PRAGMA page_count").fetchone()[0]
        base.execute(f"PRAGMA max_page_count = {pages}")
        return base

    monkeypatch.setattr(module.sqlite3, "connect", full)
    with pytest.raises(StoreError, match="disk is full: this was not kept"):
        verdicts.say("b", {"value": "x" * 100_000}, 0)
    monkeypatch.setattr(module.sqlite3, "connect", connect)
    assert verdicts.state().pieces == {"a": {"value": 1}}


def test_what_is_no_such_file_is_left_alone(folder: Path) -> None:
    verdicts = at(folder)
    verdicts.path.write_bytes(b"something else, and long enough to be a head of a file of its own kind" * 20)
    before = verdicts.path.read_bytes()
    with pytest.raises(StoreError, match="not what attune keeps"):
        said(verdicts, "a", 1)
    assert verdicts.path.read_bytes() == before


def test_a_newer_file_is_left_alone(folder: Path) -> None:
    base = sqlite3.connect(folder / "review.sqlite")
    base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(StoreError, match="newer attune"):
        said(at(folder), "a", 1)


def test_another_film_has_verdicts_of_its_own(folder: Path) -> None:
    said(at(folder, "one"), "a", 1)
    assert at(folder, "other").state().pieces == {}
    assert at(folder, "one").state().pieces == {"a": {"value": 1}}


def test_a_list_that_was_shown_is_kept_once_and_named_by_what_was_decided_on_it(folder: Path) -> None:
    verdicts = at(folder)
    assert verdicts.last_shown() is None
    first = verdicts.show({"version": "1"}, [{"key": "a", "score": 0.5}])
    assert verdicts.show({"version": "1"}, [{"key": "a", "score": 0.5}]) == first
    second = verdicts.show({"version": "1"}, [{"key": "b", "score": 0.5}])
    assert second != first
    assert verdicts.last_shown() == second
    verdicts.say("b", {"value": 1}, 0, shown=second, place=1)
    assert [(step["shown"], step["place"]) for step in verdicts.history()] == [(second, 1)]


def test_reading_makes_no_file(folder: Path) -> None:
    assert at(folder).state() == State(0, {}, {}, "", "")
    assert at(folder).history() == []
    assert list(folder.iterdir()) == []

"""What a machine's owner may expect: an hour at which it ends, room on the disk, low priority, and a time told."""

from __future__ import annotations

import datetime
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from attune.errors import KnobError, StoreError
from attune.night import considerate, pace, shown

DAY = datetime.timedelta(1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow to draw times
@given(st.datetimes(timezones=st.just(datetime.UTC)), st.times())
def test_the_next_time_a_clock_shows_it_is_within_a_day(now: datetime.datetime, time: datetime.time) -> None:
    if now.year > 9000:
        return
    end = considerate.end_of(f"{time:%H:%M}", now)
    assert datetime.timedelta() < end - now <= DAY
    assert (end.hour, end.minute) == (time.hour, time.minute)


def test_what_is_no_time_of_day_is_answered_with_one() -> None:
    with pytest.raises(KnobError, match=r"07:00.*Got seven"):
        considerate.end_of("seven", datetime.datetime.now())


def test_a_night_without_room_is_refused_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    considerate.check_room(tmp_path, 0)
    assert not considerate.is_full(tmp_path)
    monkeypatch.setattr(considerate.shutil, "disk_usage", lambda _: shutil_usage(free=2e8))
    considerate.check_room(tmp_path, int(1e9))
    with pytest.raises(StoreError, match="about 300 MB are needed, 200 MB are free"):
        considerate.check_room(tmp_path, int(4e9))
    monkeypatch.setattr(considerate.shutil, "disk_usage", lambda _: shutil_usage(free=1e6))
    assert considerate.is_full(tmp_path)


def shutil_usage(free: float) -> Any:
    return SimpleNamespace(free=free)


@pytest.mark.skipif(os.name != "posix", reason="niceness")
def test_a_films_process_steps_back() -> None:
    code = "from attune.night.considerate import step_back; import os; step_back(); print(os.nice(0))"
    before = os.nice(0)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(told.stdout) == max(before, considerate.PRIORITY)


@pytest.mark.skipif(os.name != "posix", reason="a command that stands in for the system's")
@pytest.mark.parametrize(
    ("system", "name", "said"),
    [("linux", "systemd-inhibit", "--what=idle:sleep"), ("darwin", "caffeinate", "-i cat")],
)
@pytest.mark.parametrize(("script", "held"), [("exec cat", True), ("exit 1", False), (None, False)])
def test_the_machine_is_kept_awake_while_it_lasts_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, name: str, said: str, script: str | None, held: bool
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    if script:
        (tmp_path / name).write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/said\n{script}\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin" if script else str(tmp_path))
    before = {p.pid for p in psutil.Process().children()}
    with considerate.awake() as awake:
        assert awake == held
        assert len({p.pid for p in psutil.Process().children()} - before) == held
    assert {p.pid for p in psutil.Process().children()} <= before
    assert not script or said in (tmp_path / "said").read_text()


def test_windows_is_told_to_stay_awake_and_told_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    kernel = SimpleNamespace(SetThreadExecutionState=lambda state: told.append(state) or 0x80000000)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(considerate.ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)

    def interrupted() -> None:
        with considerate.awake() as held:
            assert held
            assert told == [0x80000001], "ES_CONTINUOUS and ES_SYSTEM_REQUIRED"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert told == [0x80000001, 0x80000000]


def test_the_end_is_told_after_a_minute_and_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(pace, "monotonic", lambda: now)
    clock = pace.Pace()
    told = {}
    for now in range(0, 300, 10):
        left = clock.left(watched=2.0 * now if now < 150 else 300 + (now - 150), to_watch=1000.0 - now)
        if left is not None:
            told[now] = left
    assert sorted(told) == [60, 120, 180, 240]
    assert told[60] == pytest.approx(940 / 2)
    assert told[240] > (1000 - 240) / 2
    assert pace.Pace().left(0.0, None) is None


EVENTS = [
    {"event": "begun", "at": 0, "at_once": 2, "awake": False, "ends": None, "queued": 3, "running": 0, "done": 1,
     "failed": 0, "quarantined": 0, "own": 0},
    {"event": "film", "film": "a.mp4", "state": "running"},
    {"event": "progress", "film": "a.mp4", "step": "watch", "done": 30.0, "total": 60.0},
    {"event": "estimate", "ends": 3600.0},
    {"event": "film", "film": "a.mp4", "state": "done", "seconds": 60.0, "moments": 2, "notes": []},
    {"event": "film", "film": "b.mp4", "state": "failed", "why": "b.mp4 is empty (0 bytes)."},
    {"event": "film", "film": "c.mp4", "state": "quarantined", "why": "It hung."},
    {"event": "ended", "why": "done", "report": "r.html", "queued": 0, "running": 0, "done": 2, "failed": 1,
     "quarantined": 1, "own": 0},
]  # fmt: skip


@pytest.mark.parametrize("terminal", [True, False])
def test_people_get_a_line_a_film_and_the_time_of_the_end(terminal: bool) -> None:
    screen = io.StringIO()
    with shown.on(Console(file=screen, force_terminal=terminal, width=100, color_system=None)) as tell:
        for event in EVENTS:
            tell(event)
    told = screen.getvalue()
    for line in ("3 films to watch, 1 done before, 2 at once; a minute will tell", "Nothing keeps",
                 "a.mp4 (1 min 0 s): 2 moments", "b.mp4 is empty (0 bytes).",
                 "c.mp4: It hung. Left alone", "Every film is done or named.",
                 "one at about"):  # fmt: skip
        assert line in told
    assert ("4/4" in told) == terminal


def test_programs_get_every_event_as_a_line() -> None:
    lines: list[str] = []
    tell = shown.as_json(lines.append)
    for event in EVENTS:
        tell(event)
    assert [json.loads(line) for line in lines] == EVENTS

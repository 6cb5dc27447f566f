"""A film's own process, from outside: silence ends it, a machine that slept does not, and nothing costs too much."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from attune.night import apart, run
from attune.night.apart import Apart, Limits
from attune.night.ledger import Ledger
from attune.store import made
from tests.night import fake


class Clock:
    """A clock that goes on by itself, and jumps when told."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


def test_a_machine_that_slept_ends_no_film_and_silence_while_awake_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(apart, "monotonic", clock)
    film = fake.film_at(tmp_path / "hangs.mp4", parts=1)
    with contextlib.closing(Apart(fake.WORK, None, Limits(memory=8e9))) as crew:
        crew.start("hangs.mp4", film)
        until = time.monotonic() + 60
        while not fake.begun(film) and time.monotonic() < until:
            assert all(word[0] != "broke" for _, word in crew.hear(0.1))
        clock.ahead += 10 * apart.STILL
        assert [word[0] for _, word in crew.hear(0.0) if word[0] == "broke"] == []
        said: list[str] = []
        for _ in range(int(2 * apart.STILL / 50)):
            clock.ahead += 50
            said += [word[1] for _, word in crew.hear(0.0) if word[0] == "broke"]
        assert len(said) == 1
        assert "nothing was heard of it for 15 minutes" in said[0]
        assert len(crew) == 0


def test_what_takes_long_is_done_seldom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(run, "monotonic", clock)
    begun: list[float] = []

    def look(takes: float) -> None:
        begun.append(clock.ahead)
        clock.ahead += takes

    with Ledger(made(tmp_path / "night", "--store")) as book:
        night = run._Night(run.Wish(tmp_path), book, lambda _: None, Apart(fake.WORK, None, Limits(memory=8e9)))
        for _ in range(3000):
            night._now_and_then("scan", run.SCAN, lambda: look(takes=3.0))
            clock.ahead += 1
    assert 3.0 * len(begun) <= 2 * run.MODEST * clock.ahead
    assert len(begun) > 5

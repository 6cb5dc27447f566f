"""A night: every film done or named with its reason, whatever its process does, and whoever is killed."""

from __future__ import annotations

import contextlib
import datetime
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from attune.errors import StoreError
from attune.night import considerate, ledger, owner, run
from attune.night.apart import Limits
from attune.night.ledger import Ledger
from tests.night import fake

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "films"


def wish(folder: Path, **more: Any) -> run.Wish:
    return run.Wish(folder, **{"work": fake.WORK, "at_once": 2, **more})


def spent(folder: Path, tell: Callable[[dict[str, Any]], None] = lambda _: None, **more: Any) -> dict[str, str]:
    """A whole night; gives the state of each film."""
    run.night(wish(folder, **more), tell)
    assert active_children() == []
    return states(folder)


def states(folder: Path) -> dict[str, str]:
    with Ledger(wish(folder).place) as book:
        return {row.name: row.state for row in book.rows()}


def why(folder: Path, name: str) -> str:
    with Ledger(wish(folder).place) as book:
        return next(row.why for row in book.rows() if row.name == name)


def test_one_bad_film_never_stops_the_night(folder: Path) -> None:
    for mood in ("refuses", "segfault", "breaks", "dies", "own", "good", "sub/good"):
        fake.film_at(folder / f"{mood}.mp4", parts=2)
    told: list[dict[str, Any]] = []
    assert spent(folder, told.append) == {
        "refuses.mp4": "failed", "segfault.mp4": "quarantined", "breaks.mp4": "quarantined", "own.mp4": "own",
        "dies.mp4": "quarantined", "good.mp4": "done", "sub/good.mp4": "done",
    }  # fmt: skip
    assert why(folder, "refuses.mp4") == "It cannot be read from here on."
    assert "SIGSEGV" in why(folder, "segfault.mp4")
    assert "ZeroDivisionError" in why(folder, "breaks.mp4")
    assert why(folder, "dies.mp4") == "A process that was watching ended too soon (signal SIGABRT)."
    assert fake.begun(folder / "segfault.mp4") == [0, 1, 1, 1]
    assert [e["event"] for e in told][0 :: len(told) - 1] == ["begun", "ended"]
    ends = {e["film"]: e["state"] for e in told if e["event"] == "film"}
    assert ends == states(folder)
    page = (wish(folder).place / "report.html").read_text()
    assert all(word in page for word in ("It cannot be read", "SIGSEGV", "A note on good.", "The child looked up."))


def test_a_second_night_asks_what_failed_and_leaves_what_crashed(folder: Path) -> None:
    for mood in ("refuses", "segfault", "good"):
        fake.film_at(folder / f"{mood}.mp4", parts=1)
    spent(folder)
    for film in folder.glob("*.log"):
        film.unlink()
    again = spent(folder)
    assert again == {"refuses.mp4": "failed", "segfault.mp4": "quarantined", "good.mp4": "done"}
    begun = {film.stem for film in folder.glob("*.log")}
    assert begun == {"refuses"}
    spent(folder, again=True)
    assert len(fake.begun(folder / "segfault.mp4")) == ledger.TRIES
    fake.film_at(folder / "segfault.mp4", parts=11)
    (folder / "segfault.mp4").rename(folder / "good-now.mp4")
    assert spent(folder) == {"refuses.mp4": "failed", "good-now.mp4": "done", "good.mp4": "done"}


@pytest.mark.parametrize(
    ("mood", "limits", "told"),
    [
        ("hungry", Limits(memory=350e6, still=60), "more memory than the 350 MB"),
        ("hangs", Limits(memory=8e9, still=3), "It hung"),
    ],
)
def test_a_film_that_holds_too_much_or_hangs_is_ended_with_all_below_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, mood: str, limits: Limits, told: str
) -> None:
    monkeypatch.setattr(ledger, "TRIES", 1)
    film = fake.film_at(folder / f"{mood}.mp4", parts=1)
    assert spent(folder, limits=limits) == {film.name: "quarantined"}
    assert told in why(folder, film.name)
    wait_for(lambda: not at_work_on(film))


def test_new_films_are_taken_meanwhile_and_growing_ones_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SCAN", 0.2)
    monkeypatch.setattr("attune.night.films.SETTLED", 1.5)
    fake.film_at(folder / "slow.mp4", parts=10)
    taken: list[str] = []

    def tell(event: dict[str, Any]) -> None:
        if event["event"] == "progress" and not (folder / "new.mp4").exists():
            fake.film_at(folder / "new.mp4")
            (folder / "growing.mp4").write_text("1")
            threading.Timer(0.8, lambda: (folder / "growing.mp4").write_text("02")).start()
        if event["event"] == "film" and event["state"] == "running":
            taken.append(event["film"])

    assert set(spent(folder, tell).values()) == {"done"}
    assert taken == ["slow.mp4", "new.mp4", "growing.mp4"]
    assert fake.begun(folder / "growing.mp4") == [0, 1]


def test_it_stops_at_the_hour_and_the_same_command_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = fake.film_at(folder / "slow.mp4", parts=40)
    told: list[dict[str, Any]] = []
    seven = datetime.datetime(2026, 3, 1, 7, tzinfo=datetime.UTC)

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return seven - datetime.timedelta(hours=len(fake.begun(film)) < 3)

    monkeypatch.setattr(run, "datetime", SimpleNamespace(datetime=Clock))
    assert spent(folder, told.append, until=seven) == {"slow.mp4": "queued"}
    assert told[-1]["why"] == "until"
    assert 3 <= len(fake.begun(film)) < 40
    assert "Still to do" in (wish(folder).place / "report.txt").read_text()
    assert spent(folder) == {"slow.mp4": "done"}
    assert len(fake.begun(film)) <= 41


def test_a_disk_that_fills_up_ends_the_night_and_is_no_films_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film, unkept = fake.film_at(folder / "slow.mp4", parts=20), fake.film_at(folder / "unkept.mp4", parts=4)
    told: list[dict[str, Any]] = []
    with monkeypatch.context() as full:
        full.setattr(considerate, "is_full", lambda _: len(fake.begun(unkept)) == 4)
        assert spent(folder, told.append) == {"slow.mp4": "queued", "unkept.mp4": "queued"}
    assert told[-1]["why"] == "full"
    assert "Still to do" in (wish(folder).place / "report.txt").read_text()
    with monkeypatch.context() as scarce:
        scarce.setattr(considerate, "SPARE", 1e18)
        with pytest.raises(StoreError, match="too little room"):
            spent(folder)
    assert spent(folder) == {"slow.mp4": "done", "unkept.mp4": "failed"}
    assert 20 <= len(fake.begun(film)) <= 21


def test_a_ledger_without_room_ends_the_night_in_one_line_and_the_same_command_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = fake.film_at(folder / "slow.mp4", parts=20)

    def no_room(book: Ledger, name: str, step: str, parts: Any) -> None:
        pages = book._base.execute("PRAGMA page_count").fetchone()[0]
        book._base.execute(f"PRAGMA max_page_count = {pages}")
        kept(book, name, step, [*parts, *(f"{'x' * 500}-{n}" for n in range(50))])

    kept = Ledger.parted
    with monkeypatch.context() as full:
        full.setattr(Ledger, "parted", no_room)
        with pytest.raises(StoreError, match=r"full.*Make room"):
            run.night(wish(folder), lambda _: None)
    assert active_children() == []
    assert spent(folder) == {"slow.mp4": "done"}
    assert len(fake.begun(film)) <= 21


def test_a_lock_that_cannot_be_used_is_no_other_night(folder: Path) -> None:
    fake.film_at(folder / "good.mp4", parts=1)
    wish(folder).place.mkdir()
    (wish(folder).place / owner.FILE).write_bytes(b"what a full disk may leave" * 100)
    with pytest.raises(StoreError, match=r"lock.*cannot be used"):
        spent(folder)
    (wish(folder).place / owner.FILE).unlink()
    assert spent(folder) == {"good.mp4": "done"}


def test_no_more_films_at_once_than_asked_for(folder: Path) -> None:
    for number in range(5):
        fake.film_at(folder / f"slow-{number}.mp4", parts=2)
    under_way, most = set[str](), 0

    def tell(event: dict[str, Any]) -> None:
        nonlocal most
        if event["event"] == "film":
            (under_way.add if event["state"] == "running" else under_way.discard)(event["film"])
            most = max(most, len(under_way))

    spent(folder, tell)
    assert most == 2


def test_a_second_night_tells_before_it_starts_when_it_will_be_done(folder: Path) -> None:
    fake.film_at(folder / "slow.mp4", parts=10)
    told: list[dict[str, Any]] = []
    spent(folder, told.append)
    for number in range(4):
        fake.film_at(folder / f"slow-{number}.mp4", parts=10)
    begun = time.time()
    spent(folder, told.append)
    first, second = (event for event in told if event["event"] == "begun")
    assert first["ends"] is None
    with Ledger(wish(folder).place) as book:
        (one,) = book.attempts("slow.mp4")
    assert second["ends"] - begun == pytest.approx((one["ended"] - one["began"]) * 4 / 2, rel=0.2, abs=1.0)


def test_beside_the_films_or_elsewhere(folder: Path, tmp_path: Path) -> None:
    fake.film_at(folder / "good.mp4")
    store = tmp_path / "kept"
    counts = run.night(wish(folder, store=store), lambda _: None)
    assert counts["done"] == 1
    assert {path.name for path in folder.iterdir()} == {"good.mp4", "good.log"}
    assert "--store" in next(store.glob("attune-night-*/report.txt")).read_text()


SCRIPT = """
import sys
from pathlib import Path
from attune.night import run
from tests.night import fake
if __name__ == "__main__":
    run.night(run.Wish(Path(sys.argv[1]), work=fake.WORK, at_once=2), lambda event: print(event, flush=True))
"""


@pytest.fixture
def another_night(tmp_path: Path) -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Starts a night in another process."""
    started: list[subprocess.Popen[str]] = []
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)

    def start(folder: Path) -> subprocess.Popen[str]:
        night = subprocess.Popen(
            [sys.executable, str(script), str(folder)], env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        started.append(night)
        return night

    yield start
    for night in started:
        night.kill()
        night.wait()


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


def at_work_on(film: Path) -> list[int]:
    """Processes that name the film in their call, whoever they belong to by now."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if str(film) in process.cmdline():
                found.append(process.pid)
    return found


def films_of(night: subprocess.Popen[str]) -> list[psutil.Process]:
    return [p for p in psutil.Process(night.pid).children() if "spawn_main" in " ".join(p.cmdline())]


def test_after_a_kill_of_everything_the_same_command_goes_on(
    folder: Path, another_night: Callable[[Path], subprocess.Popen[str]]
) -> None:
    films = [fake.film_at(folder / f"slow-{n}.mp4", parts=20) for n in range(2)]
    night = another_night(folder)
    wait_for(lambda: all(len(fake.begun(film)) > 2 for film in films))
    with pytest.raises(StoreError, match=rf"under way.*process {night.pid}"):
        spent(folder)
    with Ledger(wish(folder).place) as book:
        assert owner.is_owned(wish(folder).place, book)
    workers = films_of(night)
    assert len(workers) == 2
    assert all(worker.nice() >= considerate.PRIORITY for worker in workers)
    night.kill()
    night.wait()
    psutil.wait_procs(workers, timeout=20)
    assert not any(worker.is_running() for worker in workers), "nobody works for an owner who is gone"
    with Ledger(wish(folder).place) as book:
        assert not owner.is_owned(wish(folder).place, book)
    assert set(spent(folder).values()) == {"done"}
    assert all(len(fake.begun(film)) <= 21 for film in films)


def test_a_film_that_hangs_ends_with_the_night_and_so_does_all_below_it(
    folder: Path, another_night: Callable[[Path], subprocess.Popen[str]]
) -> None:
    film = fake.film_at(folder / "hangs.mp4", parts=1)
    night = another_night(folder)
    wait_for(lambda: bool(at_work_on(film)))
    workers = films_of(night)
    night.kill()
    night.wait()
    psutil.wait_procs(workers, timeout=20)
    assert not any(worker.is_running() for worker in workers)
    wait_for(lambda: not at_work_on(film))


def test_a_film_whose_process_is_killed_is_tried_again(
    folder: Path, another_night: Callable[[Path], subprocess.Popen[str]]
) -> None:
    film = fake.film_at(folder / "slow.mp4", parts=20)
    night = another_night(folder)
    wait_for(lambda: len(fake.begun(film)) > 2)
    films_of(night)[0].kill()
    assert night.wait(60) == 0
    assert states(folder) == {"slow.mp4": "done"}
    assert len(fake.begun(film)) <= 21
    with Ledger(wish(folder).place) as book:
        attempts = book.attempts()
    assert ["SIGKILL" in one["how"] for one in attempts] == [True, False]
    watched = sum(one["last"] - one["first"] for one in attempts)
    assert watched <= 20 * fake.PART


@pytest.mark.skipif(os.name != "posix", reason="sends Ctrl-C")
def test_ctrl_c_leaves_nobody_behind(folder: Path, another_night: Callable[[Path], subprocess.Popen[str]]) -> None:
    film = fake.film_at(folder / "slow.mp4", parts=100)
    night = another_night(folder)
    wait_for(lambda: len(fake.begun(film)) > 1)
    workers = films_of(night)
    os.kill(night.pid, signal.SIGINT)
    night.wait(30)
    assert not any(worker.is_running() for worker in workers)
    assert states(folder) == {"slow.mp4": "queued"}
    assert (wish(folder).place / "report.html").exists()


def test_an_owner_on_another_machine_is_known_by_its_heartbeat(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.film_at(folder / "good.mp4")
    place = wish(folder).place
    place.mkdir()
    with Ledger(place) as book:
        book.beat("elsewhere", 7, 0.0, None)
        assert owner.is_owned(place, book)
        with pytest.raises(StoreError, match="process 7 on elsewhere"):
            spent(folder)
        monkeypatch.setattr(owner, "DEAD", 0.0)
        assert spent(folder) == {"good.mp4": "done"}
        assert book.owner() is None
        book.beat(platform.node(), 2**22 - 1, 0.0, None)
    assert spent(folder) == {"good.mp4": "done"}, "one that died on this machine is no owner"

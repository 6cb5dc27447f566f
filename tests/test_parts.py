"""A film in parts: kept bytes depend on film, weights and numbers alone, and nothing seen is lost or seen twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune import models, parts
from attune.demo.film import make
from attune.demo.script import compose
from attune.errors import AttuneError, FilmError
from attune.knobs import Knobs, knobs_of
from attune.media.film import Film, fingerprint, open_film
from attune.store import Store, note_film, store_for
from attune.watch import GROUPS
from attune.watch.looks import Watching, to_bytes
from tests import fakes

KNOBS = Knobs.of(*GROUPS)


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    monkeypatch.setattr(models, "ensure", lambda *_: None)


def kept_for(film: Film) -> Store:
    store = store_for(film.path, None, fingerprint)
    note_film(store, film.path, {})
    return store


def watched(film: Film, processes: int = 2, knobs: Knobs = KNOBS) -> dict[str, bytes]:
    """Every kept part by its name."""
    store = kept_for(film)
    parts.seen(film, store, knobs, processes)
    return {
        name.rpartition("/")[2]: store.read(name) or b"" for name in store.names(f"looks/{parts.key_of(store, knobs)}")
    }


@given(st.floats(0.05, 4000), st.integers(2, 25))
def test_parts_cover_the_film_once_and_begin_at_whole_seconds(seconds: float, rate: int) -> None:
    clocks = parts.parts_of(seconds, rate)
    assert [c.first for c in clocks] == [sum(c.count for c in clocks[:i]) for i in range(len(clocks))]
    assert sum(c.count for c in clocks) - 1 < seconds * rate <= sum(c.count for c in clocks) + 1e-6
    assert all(c.first % rate == 0 and 0 < c.count <= parts.LONGEST * rate for c in clocks)


def test_kept_bytes_do_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    one, two = (fakes.film_at(tmp_path / name / "film.mp4") for name in "ab" if not (tmp_path / name).mkdir())
    first = watched(one, processes=1)
    assert len(first) > 2
    assert first == watched(two, processes=2)


def test_a_second_run_sees_nothing_again(tmp_path: Path) -> None:
    film = fakes.film_at(tmp_path / "film.mp4")
    first = watched(film)
    assert len(fakes.seen(film)) == len(first)
    assert watched(film) == first
    assert fakes.seen(film) == []


def test_a_lost_or_damaged_part_is_seen_again_and_no_other(tmp_path: Path) -> None:
    film = fakes.film_at(tmp_path / "film.mp4")
    first = watched(film)
    fakes.seen(film)
    store = kept_for(film)
    names = store.names("looks/")
    store.remove(names[1])
    store.path(names[2]).write_bytes(b"PK\x03\x04 half")
    assert watched(film) == first
    assert len(fakes.seen(film)) == 2


def test_numbers_of_the_watch_alone_mean_seeing_again() -> None:
    store = Store(Path("film.attune"), "f")
    before = parts.key_of(store, KNOBS)
    for group in GROUPS:
        for knob in knobs_of(group):
            turned = KNOBS.set({knob.where: knob.low if knob.default != knob.low else knob.high})
            assert (parts.key_of(store, turned) != before) == (group is Watching), knob.where


def test_what_was_seen_of_another_film_is_not_used(tmp_path: Path) -> None:
    film = fakes.film_at(tmp_path / "film.mp4", 15.0)
    watched(film)
    fakes.seen(film)
    film.path.write_text("another film of the same name")
    watched(film)
    assert fakes.seen(film)


def test_other_weights_mean_seeing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path, "f")
    before = parts.key_of(store, KNOBS)
    fewer = models.manifest()[:1]
    monkeypatch.setattr(models, "manifest", lambda: fewer)
    assert parts.key_of(store, KNOBS) != before


def test_a_film_that_changes_meanwhile_is_refused_and_keeps_what_was_seen_before(tmp_path: Path) -> None:
    film = fakes.film_at(tmp_path / "slow.mp4")
    store = kept_for(film)
    calls = 0

    def touch(step: str, done: float, total: float) -> None:
        nonlocal calls
        calls += 1
        if done > total / 2:
            os.utime(film.path, ns=(1, 1))

    with pytest.raises(FilmError, match="changed while"):
        parts.seen(film, store, KNOBS, 1, touch)
    assert 0 < len(store.names("looks/")) < 4


def test_progress_counts_seconds_of_film_and_starts_from_what_is_kept(tmp_path: Path) -> None:
    film = fakes.film_at(tmp_path / "slow.mp4")
    told: list[tuple[str, float, float]] = []
    store = kept_for(film)
    parts.seen(film, store, KNOBS, 2, lambda *what: told.append(what))
    assert told[0] == ("watch", 0.0, 40.0)
    assert told[-1] == ("watch", 40.0, 40.0)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert len(told) > 8
    store.remove(store.names("looks/")[0])
    told.clear()
    parts.seen(film, store, KNOBS, 2, lambda *what: told.append(what))
    assert told[0] == ("watch", 34.0, 40.0)


@pytest.mark.parametrize("mood", ["refuses", "breaks"])
def test_what_a_worker_raises_is_raised_here_and_what_was_seen_stays(tmp_path: Path, mood: str) -> None:
    film = fakes.film_at(tmp_path / f"{mood}.mp4")
    store = kept_for(film)
    with pytest.raises(FilmError if mood == "refuses" else ZeroDivisionError) as why:
        parts.seen(film, store, KNOBS, 1)
    assert "fakes.py" in "".join(why.value.__notes__)
    assert active_children() == []
    assert len(store.names("looks/")) == 1


def test_a_worker_that_dies_is_an_error_and_no_wait(tmp_path: Path) -> None:
    film = fakes.film_at(tmp_path / "dies.mp4")
    store = kept_for(film)
    began = time.monotonic()
    with pytest.raises(AttuneError, match="ended too soon") as why:
        parts.seen(film, store, KNOBS, 1)
    assert "\n" not in str(why.value)
    assert time.monotonic() - began < 30
    assert active_children() == []
    assert len(store.names("looks/")) == 1


SCRIPT = """
import sys
from pathlib import Path
from attune import models, parts
from tests import fakes
from tests.test_parts import KNOBS, kept_for
from attune.media.film import Film
if __name__ == "__main__":
    parts.SEE, models.ensure = fakes.SEE, lambda *_: None
    film = Film(Path(sys.argv[1]), float(sys.argv[2]), 640, 480, 30.0, 0.0, False)
    print("begun", flush=True)
    parts.seen(film, kept_for(film), KNOBS, 2)
"""


@pytest.fixture
def another_run(tmp_path: Path) -> Iterator[Callable[[Film], subprocess.Popen[str]]]:
    """Starts the watch of a film in a process group of its own."""
    started: list[subprocess.Popen[str]] = []
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)

    def start(film: Film) -> subprocess.Popen[str]:
        here = Path(__file__).parent
        run = subprocess.Popen(
            [sys.executable, str(script), str(film.path), str(film.seconds)],
            env={**os.environ, "PYTHONPATH": str(here.parent)}, start_new_session=True,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(run)
        assert run.stdout
        assert run.stdout.readline() == "begun\n"
        return run

    yield start
    for run in started:
        run.kill()
        run.communicate()


def children(of: int) -> list[int]:
    """The workers of a process."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit()
        and stat_of(entry)[1:2] == [str(of)]
        and b"spawn_main" in (entry / "cmdline").read_bytes()
    ]


def is_worker(entry: Path) -> bool:
    return b"spawn_main" in (entry / "cmdline").read_bytes()


def is_running(process: int) -> bool:
    return stat_of(Path(f"/proc/{process}"))[:1] not in ([], ["Z"])


def stat_of(entry: Path) -> list[str]:
    """State, parent and more of a process; nothing where it is gone."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes the Linux way")
@pytest.mark.parametrize("parts_before", [0, 2])
def test_a_kill_costs_the_parts_in_hand_and_the_same_command_goes_on(
    tmp_path: Path, another_run: Callable[[Film], subprocess.Popen[str]], parts_before: int
) -> None:
    (tmp_path / "whole").mkdir()
    whole = watched(fakes.film_at(tmp_path / "whole" / "slow.mp4", 70.0))
    film = fakes.film_at(tmp_path / "slow.mp4", 70.0)
    run = another_run(film)
    store = kept_for(film)
    wait_for(lambda: len(store.names("looks/")) >= parts_before and len(children(run.pid)) == 2)
    workers = children(run.pid)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    before = store.names("looks/")
    assert len(before) < len(whole)
    wait_for(lambda: not any(map(is_running, workers)))
    fakes.seen(film)
    assert watched(film) == whole
    assert len(fakes.seen(film)) == len(whole) - len(before)
    assert not list(store.folder.rglob("*.tmp"))


def test_two_runs_at_once_do_no_harm(tmp_path: Path, another_run: Callable[[Film], subprocess.Popen[str]]) -> None:
    film = fakes.film_at(tmp_path / "slow.mp4")
    run = another_run(film)
    ours = watched(film)
    assert run.wait(60) == 0
    (tmp_path / "alone").mkdir()
    assert watched(film) == ours == watched(fakes.film_at(tmp_path / "alone" / "slow.mp4"))


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.01)


def test_the_fake_is_deterministic() -> None:
    clock = parts.parts_of(40.0, 10)[1]
    assert to_bytes(fakes.looks(clock)) == to_bytes(fakes.looks(clock))


@pytest.mark.real
def test_real_looks_do_not_depend_on_the_number_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(parts, "LONGEST", 2)
    kept = []
    for processes in (1, 2):
        path = tmp_path / str(processes) / "film.mp4"
        path.parent.mkdir()
        make(path, compose(("answer",)))
        kept.append(watched(open_film(path), processes))
    assert len(kept[0]) > 2
    assert kept[0] == kept[1]

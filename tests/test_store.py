"""What is kept survives kills, full disks and newer versions, and is used for the film that it was made of."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attune import store as room
from attune.errors import FilmError, StoreError
from attune.store import Store, facts_of, note_film, put


def store_for(film: Path, folder: Path | None, fingerprint: Callable[[Path], str]) -> Store:
    """What the pipeline does: finds the store of a film, and notes the film in it."""
    store = room.store_for(film, folder, fingerprint)
    note_film(store, film, {"seconds": 3.5})
    return store


def hashed(film: Path) -> str:
    return sha256(film.read_bytes()).hexdigest()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "Sarah and Laura.mp4"
    path.write_bytes(b"a film")
    return path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


class Killed(BaseException):
    """Stands for a process that is no more: nothing it meant to do afterwards happens."""


@contextmanager
def dying_after(steps: int) -> Iterator[None]:
    """Lets `steps` of the calls that touch the disk happen, then none: a write stops half-way, nothing is removed."""
    left = steps
    real = {"open": Path.open, "unlink": Path.unlink, "mkdir": Path.mkdir, "replace": os.replace, "fsync": os.fsync}

    def step() -> None:
        nonlocal left
        if left <= 0:
            raise Killed
        left -= 1

    def opened(path: Path, mode: str = "r", *args: object, **more: object) -> object:
        if "r" in mode:
            return real["open"](path, mode, *args, **more)
        step()
        file = real["open"](path, mode)
        write = file.write

        class Slow:
            def __enter__(self) -> Slow:
                return self

            def __exit__(self, *why: object) -> None:
                file.close()

            def __getattr__(self, name: str) -> object:
                return getattr(file, name)

            def write(self, data: bytes) -> None:
                write(data[: len(data) // 2])
                file.flush()
                step()
                write(data[len(data) // 2 :])

        return Slow()

    def after_step(name: str) -> object:
        def call(*args: object, **more: object) -> object:
            step()
            return real[name](*args, **more)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", opened)
        patch.setattr(Path, "unlink", after_step("unlink"))
        patch.setattr(Path, "mkdir", after_step("mkdir"))
        patch.setattr(room.os, "replace", after_step("replace"))
        patch.setattr(room.os, "fsync", after_step("fsync"))
        with suppress(Killed):
            yield


names = st.sampled_from(["people.json", "looks/aa/part-0000.npz", "looks/aa/part-0001.npz"])
writes = st.lists(st.tuples(names, st.binary(min_size=1, max_size=40), st.integers(0, 12)), max_size=12)


@given(writes)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_killed_when_each_name_holds_an_old_or_a_new_value_whole(
    tmp_path_factory: pytest.TempPathFactory, plan: list[tuple[str, bytes, int]]
) -> None:
    film = tmp_path_factory.mktemp("kept") / "film.mp4"
    film.write_bytes(b"a film")
    store = store_for(film, None, hashed)
    may_hold: dict[str, set[bytes | None]] = {}
    for name, data, steps in plan:
        before = store.read(name)
        with dying_after(steps):
            store.write(name, data)
        may_hold[name] = {before, data}
        assert store.read(name) in may_hold[name]
    kept = {name: store.read(name) for name in may_hold}
    store = store_for(film, None, hashed)
    assert {name: store.read(name) for name in may_hold} == kept
    assert set(store.names()) - {"format.json", "film.json"} == {name for name in kept if kept[name] is not None}


@given(st.integers(0, 20))
@settings(max_examples=25, deadline=None)
def test_a_kill_while_the_folder_is_made_leaves_one_that_the_next_run_takes(
    tmp_path_factory: pytest.TempPathFactory, steps: int
) -> None:
    film = tmp_path_factory.mktemp("made") / "film.mp4"
    film.write_bytes(b"a film")
    with dying_after(steps):
        store_for(film, None, hashed)
    store = store_for(film, None, hashed)
    store.write("people.json", b"{}")
    assert store.names() == ["film.json", "format.json", "people.json"]


def test_what_is_written_is_read_by_name(film: Path) -> None:
    store = store_for(film, None, hashed)
    store.write("looks/key/part-0000.npz", b"one")
    store.write("looks/key/part-0001.npz", b"two")
    assert store.read("looks/key/part-0001.npz") == b"two"
    assert store.read("looks/key/part-0002.npz") is None
    assert store.names("looks/") == ["looks/key/part-0000.npz", "looks/key/part-0001.npz"]
    store.remove("looks/key/part-0000.npz")
    assert store.read("looks/key/part-0000.npz") is None


@pytest.mark.parametrize("name", ["../film.mp4", "/etc/passwd", ".hidden", "looks/../../x", "", "a//b", "a\\b"])
def test_a_name_cannot_lead_out_of_the_folder(film: Path, name: str) -> None:
    store = store_for(film, None, hashed)
    with pytest.raises(ValueError, match="no name"):
        store.write(name, b"x")


def test_the_same_bytes_again_leave_the_file_alone(film: Path) -> None:
    store = store_for(film, None, hashed)
    store.write("people.json", b"{}")
    before = store.path("people.json").stat()
    store.write("people.json", b"{}")
    after = store.path("people.json").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_it_lies_beside_the_film(film: Path) -> None:
    assert store_for(film, None, hashed).folder == film.parent / "Sarah and Laura.mp4.attune"


def test_elsewhere_no_path_holds_the_name_of_the_film(film: Path, tmp_path: Path) -> None:
    store = store_for(film, tmp_path / "new" / "place", hashed)
    store.write("people.json", b"{}")
    assert store.folder.name == f"{hashed(film)[:16]}.attune"
    assert not any("Sarah" in name for name in files(tmp_path / "new"))
    assert b"Sarah" not in store.path("film.json").read_bytes()


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_film_is_hashed_again_when_its_file_changed_and_not_before(
    film: Path, tmp_path: Path, elsewhere: bool
) -> None:
    calls: list[Path] = []

    def counted(path: Path) -> str:
        calls.append(path)
        return hashed(path)

    place = tmp_path / "kept" if elsewhere else None
    first = store_for(film, place, counted)
    assert store_for(film, place, counted) == first
    assert len(calls) == 1
    os.utime(film, ns=(1, 1))
    assert store_for(film, place, counted) == first
    assert len(calls) == 2
    film.write_bytes(b"another film")
    assert store_for(film, place, counted).film == hashed(film) != first.film
    assert len(calls) == 3


def test_facts_hold_for_the_film_of_which_they_were_noted(film: Path) -> None:
    store = store_for(film, None, hashed)
    assert facts_of(store, film) == {"seconds": 3.5}
    film.write_bytes(b"another film")
    assert facts_of(room.store_for(film, None, hashed), film) == {}


def test_finding_a_store_makes_nothing(film: Path, tmp_path: Path) -> None:
    room.store_for(film, None, hashed)
    room.store_for(film, tmp_path / "elsewhere", hashed)
    assert files(tmp_path) == {film.name}


def test_a_film_that_changes_while_it_is_read_is_refused(film: Path) -> None:
    def copying(path: Path) -> str:
        path.write_bytes(b"a film, longer by now")
        return "0" * 64

    with pytest.raises(FilmError, match="changed while it was being read"):
        store_for(film, None, copying)


def test_what_a_newer_attune_made_is_left_alone(film: Path) -> None:
    store = store_for(film, None, hashed)
    store.write_json("format.json", {"format": room.FORMAT + 1})
    before = {name: store.read(name) for name in store.names()}
    film.write_bytes(b"another film")
    with pytest.raises(StoreError, match="--store") as why:
        store_for(film, None, hashed)
    assert "\n" not in str(why.value)
    assert {name: store.read(name) for name in store.names()} == before


def test_a_folder_that_attune_did_not_make_is_left_alone(film: Path) -> None:
    folder = film.with_name(film.name + ".attune")
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="not made by attune"):
        store_for(film, None, hashed)
    assert files(folder) == {"letter.txt"}


def test_a_damaged_note_of_which_film_it_is_costs_one_more_hash(film: Path) -> None:
    store = store_for(film, None, hashed)
    store.path("film.json").write_bytes(b"{half")
    assert store_for(film, None, hashed) == store
    assert store.read_json("film.json")["sha256"] == hashed(film)


def test_a_file_that_is_not_json_is_named(film: Path) -> None:
    store = store_for(film, None, hashed)
    store.write("people.json", b"[1")
    with pytest.raises(StoreError, match=r"people\.json"):
        store.read_json("people.json")


def failing(number: int) -> object:
    def call(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


def test_a_full_disk_is_said_in_one_line_and_costs_nothing_kept(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_for(film, None, hashed)
    store.write("people.json", b"old")
    monkeypatch.setattr(room.os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(StoreError, match="disk is full") as why:
        store.write("people.json", b"new")
    assert "\n" not in str(why.value)
    assert store.read("people.json") == b"old"
    assert files(store.folder) == {"format.json", "film.json", "people.json"}


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists() or not stat.S_ISCHR(full.stat().st_mode):
        pytest.skip("this system has no /dev/full")
    with pytest.raises(StoreError, match="disk is full"), room._plain(full), full.open("wb", buffering=0) as file:
        file.write(b"x")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENAMETOOLONG])
def test_a_folder_that_cannot_be_written_suggests_another(
    film: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(Path, "mkdir", failing(number))
    with pytest.raises(StoreError, match="--store") as why:
        store_for(film, None, hashed)
    assert "\n" not in str(why.value)


def test_no_film_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match=r"nothing\.mp4"):
        store_for(tmp_path / "nothing.mp4", None, hashed)


def test_leavings_of_a_killed_process_go_and_those_of_a_living_one_stay(film: Path) -> None:
    store = store_for(film, None, hashed)
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left = store.folder / f".{room._MACHINE}-{int(gone.stdout)}-00000000.tmp"
    ours = store.folder / f".{room._MACHINE}-{os.getpid()}-00000000.tmp"
    fresh = store.folder / ".ffffffff-1-00000000.tmp"
    stale = store.folder / ".ffffffff-1-00000001.tmp"
    for temp in (left, ours, fresh, stale):
        temp.write_bytes(b"half")
    os.utime(stale, (time.time() - 2 * room.STALE,) * 2)
    store_for(film, None, hashed)
    assert {temp.exists() for temp in (left, stale)} == {False}
    assert {temp.exists() for temp in (ours, fresh)} == {True}
    assert store.names() == ["film.json", "format.json"]


def test_a_file_put_anywhere_is_whole_and_alone(tmp_path: Path) -> None:
    put(tmp_path / "seconds.csv", b"second\n0\n")
    assert files(tmp_path) == {"seconds.csv"}


def test_a_store_is_a_value() -> None:
    assert Store(Path("a"), "f") == Store(Path("a"), "f")

"""Sealing and unsealing: nothing plain is left, nothing is lost, and what was stopped goes on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from attune import files
from attune.errors import StoreError
from attune.sealed import change, keys, vault
from attune.sealed.vault import Vault
from tests.sealed.conftest import CHEAP, PLAIN, WORDS, plain

OTHER = "another wide river stone"


def sealed(folder: Path) -> bytes:
    key = change.begun(folder, WORDS, CHEAP)
    with vault.opened(folder, key) as box:
        change.seal(box)
    return key


def unsealed(folder: Path, said: str) -> None:
    with vault.opened(folder, vault.key_of(folder, said)) as box:
        change.unseal(box)
    change.end(folder)


def test_nothing_of_it_can_be_read_once_it_is_sealed(folder: Path) -> None:
    sealed(folder)
    whole = b"".join(name.encode() + data for name, data in plain(folder).items())
    for word in (b"Sarah", "Zoë".encode(), b"gaze", b"cycle", b".mp4", bytes(range(64))):
        assert word not in whole
    assert {path.name for path in folder.iterdir()} == {"sealed", "sealed.json"}


def test_what_comes_out_is_what_went_in_with_its_dates(folder: Path) -> None:
    long_ago = time.time_ns() - 10**15
    os.utime(folder / "cycle-1/Sarah.mp4", ns=(long_ago, long_ago))
    sealed(folder)
    unsealed(folder, WORDS)
    assert plain(folder) == PLAIN
    assert (folder / "cycle-1/Sarah.mp4").stat().st_mtime_ns == long_ago


def test_the_recovery_key_opens_it_without_the_key_files(folder: Path) -> None:
    key = sealed(folder)
    (folder / "sealed.json").unlink()
    (folder / "sealed" / "sealed.json").write_bytes(b"spoilt")
    with pytest.raises(StoreError, match="gone or damaged"):
        vault.key_of(folder, WORDS)
    with pytest.raises(StoreError, match="another case"):
        vault.key_of(folder, keys.written_down(keys.new()))
    unsealed(folder, keys.written_down(key))
    assert plain(folder) == PLAIN


def test_the_copy_of_the_key_file_does_where_it_is_gone(folder: Path) -> None:
    sealed(folder)
    (folder / "sealed.json").unlink()
    assert files.is_sealed(folder)
    unsealed(folder, WORDS)
    assert plain(folder) == PLAIN


def test_another_passphrase_opens_it_and_the_old_one_no_more(folder: Path) -> None:
    key = sealed(folder)
    before = {name: data for name, data in plain(folder).items() if not name.endswith(".json")}
    vault.lock_with(folder, key, OTHER, CHEAP)
    assert {name: data for name, data in plain(folder).items() if not name.endswith(".json")} == before
    with pytest.raises(StoreError, match="does not open"):
        vault.key_of(folder, WORDS)
    unsealed(folder, OTHER)
    assert plain(folder) == PLAIN


class Stopped(BaseException):
    """As Ctrl-C, or a machine that loses its power."""


def everything(folder: Path, key: bytes) -> dict[str, bytes]:
    """Every file that is there, plain or sealed."""
    box = Vault(folder, key)
    there = {name: box.open(name).read() for name in box.names()}
    return there | {n: d for n, d in plain(folder).items() if not n.startswith("sealed")}


@pytest.mark.parametrize("way", ["seal", "unseal"])
@pytest.mark.parametrize("late", [False, True])
def test_a_run_that_is_stopped_anywhere_loses_nothing_and_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, way: str, late: bool
) -> None:
    key = change.begun(folder, WORDS, CHEAP) if way == "seal" else sealed(folder)
    work = {"seal": change.seal, "unseal": change.unseal}[way]
    for number in range(1, 200):
        with monkeypatch.context() as patch:
            stop_at(patch, number, late)
            try:
                with vault.opened(folder, key) as box:
                    work(box)
            except Stopped:
                assert everything(folder, key) == PLAIN
            else:
                break
    assert number >= len(PLAIN)
    if way == "unseal":
        change.end(folder)
        assert plain(folder) == PLAIN
    else:
        assert {path.name for path in folder.iterdir()} == {"sealed", "sealed.json"}
        assert everything(folder, key) == PLAIN


def stop_at(patch: pytest.MonkeyPatch, number: int, late: bool) -> None:
    """The n-th time that the disk is changed, the run ends before that, or after it."""
    left = [number]

    def stopping(call):  # type: ignore[no-untyped-def]
        def now(*given, **how):  # type: ignore[no-untyped-def]
            left[0] -= 1
            if left[0] == 0 and not late:
                raise Stopped
            out = call(*given, **how)
            if left[0] == 0:
                raise Stopped
            return out

        return now

    for place, name in ((os, "replace"), (os, "fsync"), (Path, "unlink")):
        patch.setattr(place, name, stopping(getattr(place, name)))


def test_a_file_that_changes_while_it_is_sealed_stays_plain(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film, seal = folder / "cycle-1/Sarah.mp4", Vault.seal

    def meanwhile(box, plain, head):  # type: ignore[no-untyped-def]
        if head.name.endswith(".mp4"):
            with film.open("ab") as file:
                file.write(b"more")
        seal(box, plain, head)

    key = change.begun(folder, WORDS, CHEAP)
    monkeypatch.setattr(Vault, "seal", meanwhile)
    with vault.opened(folder, key) as box, pytest.raises(StoreError, match="changed while it was sealed"):
        change.seal(box)
    assert film.read_bytes() == PLAIN["cycle-1/Sarah.mp4"] + b"more"


def test_a_sealed_file_that_was_not_written_well_takes_no_plain_one_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = change.begun(folder, WORDS, CHEAP)
    monkeypatch.setattr(vault, "same", lambda *_: False)
    with vault.opened(folder, key) as box, pytest.raises(StoreError):
        change.seal(box)
    assert everything(folder, key) == PLAIN


def test_a_full_disk_is_one_line_and_nothing_is_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = change.begun(folder, WORDS, CHEAP)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with vault.opened(folder, key) as box, pytest.raises(StoreError, match="disk is full"):
        change.seal(box)
    assert everything(folder, key) == PLAIN
    assert not list((folder / "sealed").glob("*.tmp"))


def test_what_came_later_is_sealed_too_and_never_takes_anothers_place(folder: Path) -> None:
    key = sealed(folder)
    (folder / "later.txt").write_bytes(b"later")
    (folder / "case.json").write_bytes(b"another")
    with vault.opened(folder, key) as box, pytest.raises(StoreError, match="Rename the plain one"):
        change.seal(box)
    (folder / "case.json").rename(folder / "case-2.json")
    with vault.opened(folder, key) as box:
        change.seal(box)
    assert everything(folder, key) == PLAIN | {"later.txt": b"later", "case-2.json": b"another"}


def test_links_open_databases_and_empty_folders_are_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "link").symlink_to(folder / "case.json")
    with pytest.raises(StoreError, match="is a link"):
        change.begun(folder, WORDS, CHEAP)
    (folder / "link").unlink()
    (folder / "review.sqlite-journal").touch()
    with pytest.raises(StoreError, match="being written"):
        change.begun(folder, WORDS, CHEAP)
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="nothing"):
        change.begun(tmp_path / "empty", WORDS, CHEAP)
    assert not files.is_sealed(folder)


def test_two_programs_do_not_open_it_at_once(folder: Path) -> None:
    key = sealed(folder)
    with vault.opened(folder, key), pytest.raises(StoreError, match="open in another"), vault.opened(folder, key):
        pass


def test_sealed_files_in_each_others_place_are_noticed(folder: Path) -> None:
    key = sealed(folder)
    box = Vault(folder, key)
    one, other = box.place("case.json"), box.place("cycle-1/Sarah.mp4")
    data = one.read_bytes(), other.read_bytes()
    one.write_bytes(data[1])
    other.write_bytes(data[0])
    with pytest.raises(StoreError, match="another file's place"):
        box.open("case.json")
    with pytest.raises(StoreError, match="another file's place"):
        box.names()


def test_files_are_asked_for_as_on_the_disk(folder: Path) -> None:
    key = sealed(folder)
    with vault.opened(folder, key) as box, files.kept_by(folder, box):
        assert files.read(folder / "case.json") == PLAIN["case.json"]
        assert files.exists(folder / "cycle-1" / "Sarah.mp4")
        assert not files.exists(folder / "cycle-1" / "Tom.mp4")
        assert files.about(folder / "cycle-1" / "Sarah.mp4").size == len(PLAIN["cycle-1/Sarah.mp4"])
        inside = [path.name for path in files.below(folder / "cycle-1" / "Sarah.mp4.attune")]
        assert inside == ["film.json", "part-0000.npz"]
        files.remove(folder / "case.json")
        assert not files.exists(folder / "case.json")
    assert not files.exists(folder / "cycle-1" / "Sarah.mp4")

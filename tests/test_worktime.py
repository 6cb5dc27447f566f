"""Guiders' time: active seconds from opening to handing out, by pseudonym; erased with the film."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune import record
from attune.store import MARK, Store
from attune.worktime import KEPT, Clockwork, Worked, pseudonym, worked

PAUSE = 300.0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "film.mp4.attune", "f" * 64)
    store.write_json(MARK, {"format": 1})
    return store


def at(clockwork: Clockwork, store: Store, *seconds: float, pause: float = PAUSE) -> None:
    for now in seconds:
        clockwork.beat(store, pause, now)


def seconds(store: Store) -> list[float]:
    return [told.seconds for told in worked(store).values()]


def test_time_runs_from_one_thing_asked_to_the_next(store: Store) -> None:
    at(Clockwork("Ann"), store, 100, 110, 200, 400)
    assert seconds(store) == [300]


def test_a_longer_gap_is_no_work(store: Store) -> None:
    at(Clockwork("Ann"), store, 0, 100, 401, 450)
    assert seconds(store) == [149]


def test_how_long_a_gap_may_be_is_a_knob(store: Store) -> None:
    at(Clockwork("Ann"), store, 0, 100, 401, 501, pause=310)
    assert seconds(store) == [501]


def test_handing_out_notes_how_long_it_took_until_then(store: Store) -> None:
    clockwork = Clockwork("Ann")
    at(clockwork, store, 0, 40, 55)
    clockwork.handed(store)
    at(clockwork, store, 60, 100)
    assert list(worked(store).values()) == [Worked(100, 55)]


def test_two_guiders_are_kept_apart_and_later_days_added(store: Store) -> None:
    for who in ("Ann", "Bea", "Ann"):
        at(Clockwork(who), store, 0, 50)
    assert sorted(seconds(store)) == [50, 100]


def test_no_name_is_kept_and_elsewhere_it_is_another_pseudonym(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(Clockwork("Ann"), store, 0, 50)
    assert "Ann" not in store.path(KEPT).read_text(encoding="utf-8")
    here = pseudonym("Ann")
    assert here == pseudonym("Ann") != pseudonym("Bea")
    monkeypatch.setenv("ATTUNE_RECORD", str(tmp_path / "another"))
    assert pseudonym("Ann") != here
    assert record.place().parent == tmp_path / "another"


def test_nothing_is_begun_again_of_a_film_that_was_erased(tmp_path: Path) -> None:
    gone = Store(tmp_path / "gone.mp4.attune", "f" * 64)
    clockwork = Clockwork("Ann")
    at(clockwork, gone, 0, 50)
    clockwork.handed(gone)
    assert not gone.folder.exists()

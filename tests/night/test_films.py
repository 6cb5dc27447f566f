"""Which files a night takes: films, and no others, once they have settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune.errors import FilmError
from attune.night.films import OWN, SETTLED, Settling, films_in, place_of


def test_films_are_found_in_folders_and_attunes_own_are_not(tmp_path: Path) -> None:
    wanted = {"a.mp4", "sub/b.MOV", "sub/deeper/c.mts"}
    others = {"a.mp4.attune/clips/01.mp4", f"{OWN}/x.mp4", f"{OWN}-00ff/x.mp4", ".hidden/x.mp4", "sub/._b.mp4", "n.txt"}
    for name in wanted | others:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "gone.mp4").symlink_to("nowhere.mp4")
    assert set(films_in(tmp_path)) == wanted


def test_a_folder_that_is_not_there_is_no_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match="no folder"):
        films_in(tmp_path / "unplugged")


def test_a_file_that_still_grows_waits_until_it_has_settled() -> None:
    settling, now = Settling(), 1e9
    for size in (1, 2, 3):
        assert settling.split({"a.mp4": (size, int(now * 1e9))}, now) == ({}, 1)
        now += SETTLED / 2
    assert settling.split({"a.mp4": (3, int((now - SETTLED / 2) * 1e9))}, now) == ({}, 1)
    written = int((now - SETTLED / 2) * 1e9)
    assert settling.split({"a.mp4": (3, written)}, now + SETTLED) == ({"a.mp4": (3, written)}, 0)


def test_an_old_file_is_taken_at_once_and_one_from_a_clock_ahead_after_a_while() -> None:
    settling, now = Settling(), 1e9
    old, ahead = (1, int((now - 3600) * 1e9)), (1, int((now + 3600) * 1e9))
    assert settling.split({"old.mp4": old, "ahead.mp4": ahead}, now) == ({"old.mp4": old}, 1)
    assert settling.split({"old.mp4": old, "ahead.mp4": ahead}, now + SETTLED)[1] == 0


def test_two_folders_may_share_a_store(tmp_path: Path) -> None:
    store = tmp_path / "kept"
    places = {place_of(tmp_path / name, store) for name in ("one", "two")}
    assert len(places) == 2
    assert all(place.parent == store for place in places)
    assert place_of(tmp_path / "one", None) == tmp_path / "one" / OWN

"""Changes between neighbouring frames: a jump is seen at its frame, wherever reading began."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from attune.media import pictures as reading
from attune.media.changes import Change
from attune.media.film import Film, open_film
from attune.media.pictures import Picture, Reel, pictures_and_changes
from attune.media.write import FilmWriter
from attune.timeline import Clock

RATE = 30


@pytest.fixture(scope="module")
def two_shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds; at frame 65 (2.167 s) another picture begins."""
    shots = np.random.default_rng(1).integers(0, 255, (2, 9, 16, 3), np.uint8).repeat(16, 1).repeat(16, 2)
    path = tmp_path_factory.mktemp("changes") / "two.mp4"
    with FilmWriter(path, 256, 144, RATE) as film:
        for frame in range(4 * RATE):
            film.picture(shots[int(frame >= 65)])
    return path


def test_a_jump_is_noted_at_its_own_frame(two_shots: Path) -> None:
    changes = [change for _, change in pictures_and_changes(open_film(two_shots), Clock(10, 40))]
    largest = max(changes, key=lambda c: c.amount)
    assert changes.index(largest) == 22
    assert largest.at == pytest.approx(65 / RATE, abs=0.002)
    assert all(c.amount < 2 for c in changes if c is not largest)


def test_a_part_notes_what_the_whole_film_notes(two_shots: Path) -> None:
    film = open_film(two_shots)
    whole = [change for _, change in pictures_and_changes(film, Clock(10, 40))]
    assert [change for _, change in pictures_and_changes(film, Clock(10, 10, 22))] == whole[22:32]


def test_parts_read_from_a_reel_are_those_of_the_whole_film_in_any_order(two_shots: Path) -> None:
    film, reel = open_film(two_shots), Reel()
    whole = list(pictures_and_changes(film, Clock(10, 40)))
    for first in (0, 10, 20, 5, 30):
        part = list(reel.pictures_and_changes(film, Clock(10, 10, first)))
        for (picture, change), (same, before) in zip(part, whole[first : first + 10], strict=True):
            assert change == before
            assert picture is not None
            assert same is not None
            assert picture.time == same.time
            assert np.array_equal(picture.pixels, same.pixels)


def test_a_reel_searches_the_film_only_where_parts_do_not_follow_each_other(
    two_shots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[int] = []

    def search(film: Film, clock: Clock) -> Iterator[tuple[Picture | None, Change]]:
        searched.append(clock.first)
        return pictures_and_changes(film, clock)

    monkeypatch.setattr(reading, "pictures_and_changes", search)
    film, reel = open_film(two_shots), Reel()
    for first in (10, 15, 20, 0, 5):
        assert len(list(reel.pictures_and_changes(film, Clock(10, 5, first)))) == 5
    assert searched == [10, 0]

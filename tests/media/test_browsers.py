"""Which films a browser plays as they are, and the copy of those that it does not."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from attune.media import browsers
from attune.media.film import open_film
from attune.media.pictures import picture_at
from attune.media.write import FilmWriter
from tests.media.films import make_film, number_of, uneven


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """An mp4 with H.264 pictures and AAC sound."""
    path = tmp_path / "plain.mp4"
    with FilmWriter(path, 64, 48, 10, sound_rate=16000) as film:
        for number in range(30):
            film.picture(np.full((48, 64, 3), 60 + number, np.uint8))
            film.sound(np.zeros(1600, np.float32))
    return path


def test_an_ordinary_film_plays(plain: Path) -> None:
    assert browsers.plays(open_film(plain))


def test_a_film_that_was_cut_off_does_not(plain: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.mp4"
    torn.write_bytes(plain.read_bytes()[:-800])
    assert open_film(torn).notes
    assert not browsers.plays(open_film(torn))


def test_what_is_called_otherwise_goes_by_what_it_is(plain: Path, tmp_path: Path) -> None:
    shutil.copyfile(plain, tmp_path / "plain.mov")
    assert browsers.plays(open_film(tmp_path / "plain.mov"))


def test_a_film_of_another_kind_gets_a_copy_with_the_same_seconds(tmp_path: Path) -> None:
    path, out = tmp_path / "film.mkv", tmp_path / "copy.mp4"
    make_film(path, uneven(6, seed=2), clicks=[1.0], sound_seconds=6, tick=Fraction(1, 1000))
    film, told = open_film(path), list[float]()
    assert not browsers.plays(film)
    browsers.copy(film, out, told.append)
    copy = open_film(out)
    assert browsers.plays(copy)
    assert copy.seconds == pytest.approx(film.seconds, abs=0.05)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(film.seconds, abs=0.1)
    for second in (0.5, 2.0, 5.0):
        assert number_of(picture_at(copy, second).pixels) == number_of(picture_at(film, second).pixels)

"""Films written from made pictures and sound are what was given, whole or not there at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from attune.media.film import open_film
from attune.media.mp4 import made_by_attune
from attune.media.pictures import pictures
from attune.media.sound import sound
from attune.media.write import FilmWriter
from attune.timeline import Clock, Span
from tests.media.films import HEIGHT, WIDTH, clicking, clicks_in, number_of, numbered


def test_a_written_film_shows_and_sounds_as_given(tmp_path: Path) -> None:
    clicks = [0.25, 1.5, 2.75]
    samples = clicking(clicks, 3, 16_000)
    with FilmWriter(tmp_path / "demo.mp4", WIDTH, HEIGHT, rate=20, sound_rate=16_000) as writer:
        for number in range(60):
            writer.picture(numbered(number))
            writer.sound(samples[number * 800 : (number + 1) * 800])
    film = open_film(tmp_path / "demo.mp4")
    assert (film.width, film.height, film.sound) == (WIDTH, HEIGHT, True)
    assert (film.seconds, film.rate, film.start) == (pytest.approx(3), pytest.approx(20), 0.0)
    seen = list(pictures(film, Clock(20, 60)))
    assert [number_of(p.pixels) for p in seen if p] == list(range(60))
    assert seen[0] is not None
    assert np.abs(seen[0].pixels[110, 40].astype(int) - (20, 20, 220)).max() < 12
    played = np.concatenate(list(sound(film, Span(0, 3), 16_000, 1)), axis=1)[0]
    assert clicks_in(played, 16_000) == pytest.approx(clicks, abs=0.005)
    assert made_by_attune(film.path)


def test_a_silent_film_has_no_sound(tmp_path: Path) -> None:
    with FilmWriter(tmp_path / "demo.mp4", WIDTH, HEIGHT, rate=29.97) as writer:
        for number in range(30):
            writer.picture(numbered(number))
        with pytest.raises(ValueError, match="no sound"):
            writer.sound(np.zeros(10))
    film = open_film(tmp_path / "demo.mp4")
    assert not film.sound
    assert film.rate == pytest.approx(29.97, abs=0.01)


def test_a_film_whose_making_fails_is_not_there(tmp_path: Path) -> None:
    writer = FilmWriter(tmp_path / "demo.mp4", WIDTH, HEIGHT, rate=20)
    with pytest.raises(KeyError), writer:
        fail_after_a_picture(writer)
    assert list(tmp_path.iterdir()) == []


def fail_after_a_picture(writer: FilmWriter) -> None:
    writer.picture(numbered(0))
    raise KeyError

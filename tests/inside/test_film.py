"""The annotated film lasts as long as the film, sounds like it, stands upright, and shows each look at its time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from attune.errors import StoreError
from attune.inside import strip
from attune.inside.colours import ADULT, MUTUAL
from attune.inside.film import (
    AROUND,
    FASTEST,
    SHORTEST,
    SLOWEST,
    TALLEST,
    annotated,
    clock_of,
    frame_size,
    layout_of,
    picture_size,
    write_film,
)
from attune.inside.view import View
from attune.media.film import Film, open_film
from attune.media.finish import Retouch
from attune.media.mp4 import made_by_attune
from attune.media.pictures import picture_at
from attune.media.sound import sound
from attune.timeline import Clock, Span
from tests import dyads
from tests.inside.views import Pixels, alike, view
from tests.media.films import UPRIGHT, clicks_in, make_film, steady, uneven

SECONDS = 6.0
CLICKS = [0.5, 2.25, 4.75]


def grey(_: int) -> Pixels:
    return np.full((96, 128, 3), 77, np.uint8)


@pytest.fixture(scope="module")
def seen() -> View:
    return view(dyads.build(SECONDS, dyads.Part(looks=((2.0, 4.0, "partner"),)), dyads.Part("camera")))


@pytest.fixture
def film(tmp_path: Path) -> Film:
    times = uneven(SECONDS, seed=3)
    return open_film(make_film(tmp_path / "film.mp4", times, paint=grey, clicks=CLICKS, sound_seconds=SECONDS))


def looked(film: Film, seen: View, out: Path, span: Span | None = None, cover: Retouch | None = None) -> Film:
    write_film(film, seen, span or Span(0, film.seconds), out, cover=cover)
    return open_film(out)


def test_it_lasts_and_sounds_like_the_film(film: Film, seen: View, tmp_path: Path) -> None:
    before = film.path.read_bytes()
    made = looked(film, seen, tmp_path / "look.mp4")
    assert made.seconds == pytest.approx(film.seconds, abs=1 / made.rate)
    played = np.concatenate(list(sound(made, Span(0, made.seconds), 48_000, 1)), axis=1)[0]
    assert clicks_in(played) == pytest.approx(CLICKS, abs=0.01)
    assert made_by_attune(made.path)
    assert film.path.read_bytes() == before


def test_a_part_of_it_is_that_part(film: Film, seen: View, tmp_path: Path) -> None:
    made = looked(film, seen, tmp_path / "look.mp4", Span(2.0, 5.0))
    assert made.seconds == pytest.approx(3.0, abs=1 / made.rate)
    played = np.concatenate(list(sound(made, Span(0, 3), 48_000, 1)), axis=1)[0]
    assert clicks_in(played) == pytest.approx([0.25, 2.75], abs=0.01)


def test_each_look_is_shown_at_its_time(film: Film, seen: View, tmp_path: Path) -> None:
    made = looked(film, seen, tmp_path / "look.mp4")
    high = picture_size(film)[1]
    adult, child = (track.head[0] * high for track in (seen.dyad.adult, seen.dyad.child))
    way = np.s_[int(adult[1]) - 20 : int(child[1]) + 20, int(adult[0]) + 60 : int(child[0]) - 60]
    shown = {t: alike(picture_at(made, t).pixels[way], ADULT, 90).sum() for t in (1.5, 2.5, 3.5, 4.5)}
    assert min(shown[2.5], shown[3.5]) > 50
    assert max(shown[1.5], shown[4.5]) < 10


def test_below_each_picture_stands_its_second_and_the_time_around_it(film: Film) -> None:
    long = view(dyads.glancing())
    layout, high = layout_of(film), picture_size(film)[1]
    clock = Clock(1, 17, 1)
    for frame, second in zip(annotated(film, long, clock), map(float, clock.times), strict=True):
        below = frame[high:]
        words, gutter = strip.words(long, second, layout), strip.gutter(long, layout, second)
        assert (below[: len(words)] == words).all()
        assert (below[len(words) :][: len(gutter), : layout.gutter] == gutter).all()
        around = Span(second - AROUND / 2, second + AROUND / 2)
        band = strip.band(long, around, layout, layout.wide - layout.gutter)
        marks = [alike(part, MUTUAL, 30) for part in (below[len(words) :][: len(gutter), layout.gutter :], band)]
        assert (marks[0] ^ marks[1]).sum() < 0.15 * (marks[0] | marks[1]).sum(), "they look at each other by then"


def test_covered_faces_come_without_sound(film: Film, seen: View, tmp_path: Path) -> None:
    def blacken(pixels: Pixels, _: float) -> Pixels:
        return np.zeros_like(pixels)

    assert film.sound
    made = looked(film, seen, tmp_path / "look.mp4", Span(0, 1), blacken)
    assert not made.sound
    middle = picture_at(made, 0.5).pixels[: picture_size(film)[1]]
    assert np.median(middle) < 5, "what is drawn comes after"


def test_a_film_that_is_turned_comes_out_upright(seen: View, tmp_path: Path) -> None:
    turned = make_film(tmp_path / "film.mp4", steady(2), paint=grey, matrix=UPRIGHT[90])
    film = open_film(turned)
    assert (film.width, film.height) == (96, 128)
    made = looked(film, seen, tmp_path / "look.mp4")
    assert (made.width, made.height) == frame_size(film, seen)
    assert picture_size(film)[0] < picture_size(film)[1]
    assert not made.sound


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((640, 480), (640, 480)),
        ((3840, 2160), (1920, TALLEST)),
        ((1080, 1920), (608, TALLEST)),
        ((128, 96), (640, SHORTEST)),
        ((1279, 719), (1278, 718)),
    ],
)
def test_pictures_are_of_a_size_that_can_be_read(size: tuple[int, int], shown: tuple[int, int], seen: View) -> None:
    film = Film(Path("f.mp4"), 10.0, *size, 25.0, 0.0, False)
    wide, high = picture_size(film)
    assert (wide, high) == pytest.approx(shown, abs=2)
    assert wide % 2 == high % 2 == 0
    assert frame_size(film, seen)[1] % 2 == 0


@pytest.mark.parametrize(("rate", "shown"), [(16.2, 16), (25.0, 25), (59.94, FASTEST), (5.0, SLOWEST)])
def test_pictures_come_as_fast_as_the_film_within_limits(rate: float, shown: int) -> None:
    film = Film(Path("f.mp4"), 9.97, 640, 480, rate, 0.0, False)
    clock = clock_of(film, Span(0, film.seconds))
    assert clock.rate == shown
    assert clock.span.seconds == pytest.approx(film.seconds, abs=0.5 / shown)


def test_a_film_that_cannot_be_written_is_refused_in_one_line_and_nothing_is_left(
    film: Film, seen: View, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        looked(film, seen, tmp_path / "nowhere" / "look.mp4")
    place = tmp_path / "place"
    place.mkdir()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_film(film, seen, Span(0, 2), place / "look.mp4", progress=stop)
    assert list(place.iterdir()) == []

"""Every kind of film gives the right picture at the right second, wherever reading began."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attune.errors import FilmError
from attune.media.film import Film, open_film
from attune.media.pictures import WITHIN, Picture, picture_at, pictures
from attune.timeline import Clock
from tests.media.films import (
    BITS,
    HEIGHT,
    MIRRORED,
    UPRIGHT,
    WIDTH,
    X264_OPEN,
    X265_OPEN,
    cut_off,
    damaged,
    faithful,
    make_film,
    number_of,
    numbered,
    steady,
    uneven,
)

KINDS = [
    ("phone.mp4", "libx264"),
    ("phone.mov", "libx264"),
    ("new.mp4", "libx265"),
    ("new.mov", "libx265"),
    ("camcorder.mts", "libx264"),
    ("tape.mts", "mpeg2video"),
    ("browser.webm", "libvpx-vp9"),
    ("webcam.avi", "mjpeg"),
    ("webcam.mov", "mjpeg"),
    ("old.avi", "mpeg4"),
    ("screen.mkv", "libx264"),
    ("screen.mkv", "libx265"),
]
UNEVEN_KINDS = [k for k in KINDS if k[1] not in ("mpeg2video", "mpeg4") and not k[0].endswith(".avi")]


def whole(film: Film, rate: int = 10) -> Clock:
    return Clock(rate, int(np.ceil(film.seconds * rate)))


def numbers(film: Film, clock: Clock) -> list[int | None]:
    return [None if p is None else number_of(p.pixels) for p in pictures(film, clock)]


def expected(times: list[float], clock: Clock) -> list[int | None]:
    """The nearest frame, the earlier of two equally near, by the definition."""
    out: list[int | None] = []
    for tick in clock.times:
        away = np.abs(np.array(times) - tick)
        best = int(np.flatnonzero(away <= away.min() + 2e-6)[0])
        out.append(best if away[best] <= WITHIN else None)
    return out


@pytest.mark.parametrize(("name", "codec"), KINDS)
def test_every_kind_of_film_shows_the_right_frame_at_each_tick(tmp_path: Path, name: str, codec: str) -> None:
    times = steady(3)
    rate = Fraction(1, 25) if name.endswith(".avi") or codec.startswith("mpeg") else Fraction(1, 90_000)
    film = open_film(make_film(tmp_path / name, times, codec=codec, tick=rate))
    assert (film.width, film.height, film.sound, film.notes) == (WIDTH, HEIGHT, False, ())
    assert film.seconds == pytest.approx(3.0, abs=0.005)
    assert film.rate == pytest.approx(25, abs=0.1)
    assert film.aspect == pytest.approx(1.5)
    assert numbers(film, whole(film)) == expected(times, whole(film))


@pytest.mark.parametrize(("name", "codec"), UNEVEN_KINDS)
def test_an_uneven_frame_rate_goes_by_presentation_times(tmp_path: Path, name: str, codec: str) -> None:
    times = uneven(4)
    film = open_film(make_film(tmp_path / name, times, codec=codec, tick=Fraction(1, 1000)))
    assert numbers(film, whole(film)) == expected(times, whole(film))
    assert times[-1] < film.seconds < times[-1] + 0.5


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.mp4", "libx264", X264_OPEN),
        ("a.mkv", "libx264", X264_OPEN),
        ("a.mts", "libx264", X264_OPEN),
        ("b.mp4", "libx265", X265_OPEN),
        ("b.mkv", "libx265", X265_OPEN),
        ("b.mts", "libx265", X265_OPEN),
        ("c.webm", "libvpx-vp9", None),
    ],
)
def test_a_tick_looks_the_same_wherever_reading_began(tmp_path: Path, name: str, codec: str, options) -> None:
    times = uneven(6, seed=3)
    film = open_film(make_film(tmp_path / name, times, codec=codec, options=options, tick=Fraction(1, 1000)))
    clock = whole(film)
    first_to_last = list(pictures(film, clock))
    for first in range(0, clock.count, 7):
        part = Clock(clock.rate, 3, first)
        for picture, same in zip(pictures(film, part), first_to_last[first:], strict=False):
            assert_same(picture, same)


FAR = "keyint=90:min-keyint=90:scenecut=0:bframes=3:b-adapt=0:open-gop=1"


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("far.mp4", "libx264", {"preset": "ultrafast", "x264-params": FAR}),
        ("far.mkv", "libx264", {"preset": "ultrafast", "x264-params": FAR}),
        ("far.mts", "libx264", {"preset": "ultrafast", "x264-params": FAR}),
        ("far.mts", "libx265", {"preset": "ultrafast", "x265-params": f"log-level=none:pools=none:{FAR}"}),
        ("far.mts", "mpeg2video", {"b": "2M", "g": "90", "bf": "2"}),
    ],
)
def test_key_frames_far_apart_change_nothing(tmp_path: Path, name: str, codec: str, options) -> None:
    fine = make_film(tmp_path / f"fine-{name}", steady(14), codec=codec, options=options, tick=Fraction(1, 25))
    film = open_film(cut_off(fine, 0.9, tmp_path / name) if name.endswith(".mkv") else fine)
    clock = Clock(10, 120)
    from_start = list(pictures(film, clock))
    assert all(p is not None and faithful(p.pixels) for p in from_start)
    for first in range(3, 118, 13):
        for picture, same in zip(pictures(film, Clock(10, 2, first)), from_start[first:], strict=False):
            assert_same(picture, same)


def assert_same(one: Picture | None, other: Picture | None) -> None:
    assert one is not None
    assert other is not None
    assert one.time == other.time
    assert np.array_equal(one.pixels, other.pixels)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gaps=st.lists(st.integers(5, 900), min_size=3, max_size=30),
    begin=st.integers(0, 2000),
    rate=st.sampled_from([1, 5, 10, 25]),
    share=st.floats(0, 1),
)
def test_any_timeline_gives_the_nearest_frame(
    tmp_path: Path, gaps: list[int], begin: int, rate: int, share: float
) -> None:
    times = [0.0, *(float(t) / 1000 for t in np.cumsum(gaps))]
    path = make_film(tmp_path / "any.mkv", times, tick=Fraction(1, 1000), start=begin / 1000)
    film = open_film(path)
    assert film.start == pytest.approx(begin / 1000)
    clock = whole(film, rate)
    later = int(share * (clock.count - 1))
    part = Clock(rate, clock.count - later, later)
    assert numbers(film, part) == expected(times, part)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_a_turned_film_comes_out_upright(tmp_path: Path, turn: int, codec: str) -> None:
    def lying(number: int) -> np.ndarray:
        return np.rot90(numbered(number), turn // 90)

    path = make_film(tmp_path / "turned.mov", steady(1), codec=codec, paint=lying, matrix=UPRIGHT[turn])
    film = open_film(path)
    assert (film.width, film.height) == (WIDTH, HEIGHT)
    picture = picture_at(film, 0.52)
    assert number_of(picture.pixels) == 13
    assert_coloured(picture.pixels)


def test_a_mirrored_film_comes_out_as_it_is_played(tmp_path: Path) -> None:
    path = make_film(tmp_path / "selfie.mov", steady(1), paint=lambda n: numbered(n)[:, ::-1], matrix=MIRRORED)
    assert number_of(picture_at(open_film(path), 0.4).pixels) == 10


def assert_coloured(pixels: np.ndarray) -> None:
    """Red on the lower left, blue on the lower right, and nothing shifted."""
    height, width = pixels.shape[:2]
    left, right = pixels[height * 5 // 6, width // 4], pixels[height * 5 // 6, width * 3 // 4]
    assert np.abs(left.astype(int) - (20, 20, 220)).max() < 12, left
    assert np.abs(right.astype(int) - (220, 20, 20)).max() < 12, right


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "libx264"), ("a.mov", "mjpeg"), ("a.webm", "libvpx-vp9")])
def test_colours_come_out_as_they_went_in(tmp_path: Path, name: str, codec: str) -> None:
    assert_coloured(picture_at(open_film(make_film(tmp_path / name, steady(0.4), codec=codec)), 0.2).pixels)


@pytest.mark.parametrize(
    ("square", "turn", "size"),
    [(Fraction(4, 3), 0, (256, 128)), (Fraction(8, 9), 0, (171, 128)), (Fraction(4, 3), 90, (128, 256))],
)
def test_pixels_come_out_square(tmp_path: Path, square: Fraction, turn: int, size: tuple[int, int]) -> None:
    film = open_film(make_film(tmp_path / "wide.mp4", steady(0.4), square=square, matrix=UPRIGHT[turn]))
    assert (film.width, film.height) == size
    pixels = picture_at(film, 0.2).pixels
    assert pixels.shape == (size[1], size[0], 3)
    assert number_of(np.rot90(pixels, turn // 90)) == 5


def moving_bars(number: int, fields: bool = True) -> np.ndarray:
    """Two fields taken 1/50 s apart: an upright edge moves by 6 pixels from one to the other."""
    out = numbered(number, 192, 240)
    for line in range(160, 240):
        later = line % 2 if fields else 0
        at = (12 * number + 6 * later) % 120
        out[line] = 20
        out[line, at : at + 40] = 220
    return out


def combing(pixels: np.ndarray) -> float:
    grey = pixels[170:230].mean(axis=2)
    return float(np.abs(2 * grey[1:-1] - grey[:-2] - grey[2:]).mean())


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("tape.mts", "mpeg2video", {"flags": "+ildct+ilme", "b": "6M", "g": "12"}),
        ("camcorder.mts", "libx264", {"preset": "veryfast", "crf": "12", "g": "12", "x264-params": "interlaced=1"}),
    ],
)
def test_interlaced_films_are_woven_one_picture_for_each(tmp_path: Path, name: str, codec: str, options) -> None:
    times = steady(4)
    path = make_film(tmp_path / name, times, codec=codec, options=options, paint=moving_bars, tick=Fraction(1, 25))
    film = open_film(path)
    clock = whole(film)
    woven = list(pictures(film, clock))
    assert [number_of(p.pixels) for p in woven if p] == expected(times, clock)
    assert max(combing(p.pixels) for p in woven if p) < 0.25 * combing(moving_bars(3))
    for first in (9, 23, 31):
        part = list(pictures(film, Clock(10, 2, first)))
        for picture, same in zip(part, woven[first:], strict=False):
            assert_same(picture, same)


@pytest.mark.parametrize("name", ["late.mp4", "late.mkv", "late.mts"])
def test_second_zero_is_the_first_picture_even_where_the_file_starts_later(tmp_path: Path, name: str) -> None:
    times = uneven(2)
    film = open_film(make_film(tmp_path / name, times, start=7.5, tick=Fraction(1, 1000)))
    assert film.start >= 7.4
    assert film.seconds < times[-1] + 0.5
    assert numbers(film, whole(film)) == expected(times, whole(film))


def test_a_pause_of_more_than_a_second_has_ticks_without_a_picture(tmp_path: Path) -> None:
    times = [*steady(1), 3.0, 3.04, 3.08]
    film = open_film(make_film(tmp_path / "pause.mp4", times))
    seen = numbers(film, whole(film))
    assert seen == expected(times, whole(film))
    assert None in seen
    assert number_of(picture_at(film, 1.8).pixels) == 24


def test_a_picture_of_4k_comes_out_whole(tmp_path: Path) -> None:
    def large(number: int) -> np.ndarray:
        return numbered(number, 3840, 2160)

    film = open_film(make_film(tmp_path / "4k.mp4", steady(0.2), paint=large))
    pixels = picture_at(film, 0.1).pixels
    assert pixels.shape == (2160, 3840, 3)
    assert number_of(pixels) == 2


def test_odd_sides_are_read_as_they_are(tmp_path: Path) -> None:
    path = make_film(tmp_path / "odd.mov", steady(0.2), codec="mjpeg", paint=lambda n: numbered(n, 193, 127))
    film = open_film(path)
    assert picture_at(film, 0.1).pixels.shape == (film.height, film.width, 3) == (127, 193, 3)
    assert number_of(picture_at(film, 0.1).pixels) == 2


@pytest.mark.parametrize("name", ["hurt.mp4", "hurt.mkv", "hurt.mts", "hurt.avi"])
def test_damage_in_the_middle_is_passed_over(tmp_path: Path, name: str) -> None:
    codec = "mjpeg" if name.endswith(".avi") else "libx264"
    tick = Fraction(1, 25) if name.endswith(".avi") else Fraction(1, 90_000)
    fine = make_film(tmp_path / f"fine-{name}", steady(8), codec=codec, tick=tick)
    film = open_film(damaged(fine, tmp_path / name))
    assert film.seconds == pytest.approx(8, abs=0.2)
    seen = list(pictures(film, whole(film)))
    truth = expected(steady(8), whole(film))
    right = sum(p is not None and abs(number_or_none(p.pixels) - t) <= 1 for p, t in zip(seen, truth, strict=True))
    assert right >= 65
    assert seen[-1] is not None


@pytest.mark.parametrize("name", ["hurt.mkv", "hurt.mp4", "hurt.mts"])
def test_a_picture_that_was_hurt_itself_is_not_shown(tmp_path: Path, name: str) -> None:
    fine = make_film(tmp_path / f"fine-{name}", steady(4), options={"preset": "ultrafast", "g": "1", "crf": "10"})
    film = open_film(damaged(fine, tmp_path / name, length=3000))
    seen = [p for p in pictures(film, Clock(25, 100)) if p]
    assert all(faithful(p.pixels) for p in seen)
    assert 80 < len({p.time for p in seen}) < 100


def number_or_none(pixels: np.ndarray) -> int:
    try:
        return number_of(pixels)
    except AssertionError:
        return -(1 << BITS)


def test_a_cut_off_film_gives_what_is_there_and_nothing_after(tmp_path: Path) -> None:
    fine = make_film(tmp_path / "fine.mkv", steady(8))
    film = open_film(cut_off(fine, 0.5, tmp_path / "half.mkv"))
    seen = numbers(film, Clock(10, 80))
    there = int(film.seconds * 10) - 1
    assert seen[:there] == expected(steady(8), Clock(10, there))
    assert seen[-1] is None


def test_pictures_are_read_only_and_one_for_each_tick(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "slow.mp4", steady(2, rate=5), rate=5))
    seen = list(pictures(film, Clock(25, 50)))
    assert len(seen) == 50
    assert len({id(p) for p in seen}) == 10
    assert seen[0] is not None
    with pytest.raises(ValueError, match="read-only"):
        seen[0].pixels[0, 0] = 1
    assert list(pictures(film, Clock(10, 0))) == []


def test_a_film_lost_after_it_was_opened_is_refused_in_one_line(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "gone.mp4", steady(0.4)))
    film.path.unlink()
    with pytest.raises(FilmError, match=r"There is no file"):
        list(pictures(film, Clock(10, 3)))

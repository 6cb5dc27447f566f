"""Clips begin and end gently, outside their core; several follow each other, slowly too; a last change reaches all."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from hypothesis import example, given
from hypothesis import strategies as st

from attune.knobs import knobs_of
from attune.media.clips import Card, Cut, size, write_clip
from attune.media.film import Film, open_film
from attune.media.finish import Finish, Showing, level
from attune.media.pictures import picture_at
from attune.media.sound import sound
from attune.media.upright import Pixels
from attune.timeline import Span
from tests.media.films import (
    CLICK,
    SOUND_RATE,
    UPRIGHT,
    clicks_in,
    faithful,
    make_film,
    number_of,
    numbered,
    steady,
    uneven,
)

SPAN, CORE = Span(1.0, 5.0), Span(2.0, 4.0)


class Seen(NamedTuple):
    """A picture of a written file, read without attune: when it begins, how bright it is, and itself."""

    time: float
    bright: float
    pixels: Pixels


def seen(path: Path) -> list[Seen]:
    with av.open(str(path)) as container:
        frames = [(float(f.time or 0), f.to_ndarray(format="bgr24")) for f in container.decode(video=0)]
    return [Seen(time, float(np.quantile(pixels, 0.9)) / 235, pixels) for time, pixels in frames]


def heard(path: Path) -> np.ndarray:
    film = open_film(path)
    return np.concatenate(list(sound(film, Span(0, film.seconds), SOUND_RATE, 1)), axis=1)[0]


def lengths(path: Path) -> dict[str, float]:
    with av.open(str(path)) as container:
        return {s.type: float(s.duration * s.time_base) for s in container.streams}


def humming(seconds: float) -> list[float]:
    """Clicks that follow each other without a pause."""
    return [i * CLICK for i in range(round(seconds / CLICK))]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Six seconds at 25 pictures a second, numbered, loud all the time."""
    path = tmp_path_factory.mktemp("film") / "a.mov"
    return open_film(make_film(path, steady(6), clicks=humming(6), sound_seconds=6))


@example(0.0, 5e-324, 1.0, 1.0 + 1e-9, 0.3)
@given(
    *(st.floats(0, 10) for _ in range(4)),
    st.floats(0.01, 2),
)
def test_a_fade_lies_outside_the_core_and_inside_the_span(
    a: float, b: float, c: float, d: float, longest: float
) -> None:
    start, begin, end, stop = sorted((a, b, c, d))
    span, core, seconds = Span(start, stop), Span(begin, end), np.linspace(start, stop, 50)
    bright = level(seconds, span, core, longest)
    assert ((bright >= 0) & (bright <= 1)).all()
    assert (bright[(seconds >= begin) & (seconds <= end)] == 1).all()
    assert (bright[(seconds > start + longest) & (seconds < stop - longest)] > 1 - 1e-9).all()
    rising = bright[seconds < begin]
    assert (np.diff(rising) >= 0).all()


def test_picture_and_sound_of_a_clip_rise_and_fall_at_its_ends(film: Film, tmp_path: Path) -> None:
    write_clip(film, [Cut(SPAN, CORE)], tmp_path / "clip.mp4")
    shown = seen(tmp_path / "clip.mp4")
    assert len(shown) == 100
    assert [number_of(s.pixels) for s in shown[8:-8]] == list(range(33, 117)), "all between the fades is as filmed"
    assert shown[0].bright < 0.12 > shown[-1].bright
    rise, fall = [s.bright for s in shown[:8]], [s.bright for s in shown[-8:]]
    assert min(np.diff(rise)) > -0.03
    assert max(np.diff(fall)) < 0.03
    assert rise[3] == pytest.approx(0.5, abs=0.15)
    loud = np.abs(heard(tmp_path / "clip.mp4")[: 4 * SOUND_RATE]).reshape(-1, 480).max(axis=1)
    assert loud[0] < 0.02 > loud[-1]
    assert loud[15] == pytest.approx(0.4, abs=0.1)
    assert loud[31:-31].min() > 0.6


def test_without_room_outside_the_core_nothing_fades(film: Film, tmp_path: Path) -> None:
    write_clip(film, [Cut(Span(0, 2), Span(0, 1.9))], tmp_path / "clip.mp4")
    shown = seen(tmp_path / "clip.mp4")
    assert [number_of(s.pixels) for s in shown[:47]] == list(range(47))
    assert shown[-1].bright < 0.5


def test_a_picture_that_lasts_into_the_core_is_as_filmed(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mkv", [0.0, 0.5, 1.05, 2.0, 2.04], tick=Fraction(1, 1000)))
    write_clip(film, [Cut(Span(0.9, 2.0), Span(1.0, 1.9))], tmp_path / "clip.mp4")
    assert [number_of(s.pixels) for s in seen(tmp_path / "clip.mp4")] == [1, 2]


@pytest.mark.parametrize("knob", knobs_of(Showing)[:2], ids=lambda knob: knob.where)
def test_turning_a_knob_of_showing_changes_the_clip(knob, film: Film, tmp_path: Path) -> None:
    pieces = [Card(np.zeros((128, 192, 3), np.uint8), 1.0), Cut(SPAN, CORE)]
    name = knob.where.partition(".")[2]
    made = []
    for value in (knob.low, knob.high):
        write_clip(film, pieces, tmp_path / "clip.mp4", Finish(Showing(**{name: value})))
        made.append((tmp_path / "clip.mp4").read_bytes())
    assert made[0] != made[1]


@pytest.mark.parametrize("speed", [0.5, 0.3])
def test_a_slow_repeat_lasts_longer_and_sounds_as_high(tmp_path: Path, speed: float) -> None:
    clicks, times = [0.7, 1.3, 2.2], uneven(4, seed=3)
    path = make_film(tmp_path / "a.mkv", times, clicks=clicks, sound_seconds=4, tick=Fraction(1, 1000))
    film, span = open_film(path), Span(0.5, 2.5)
    write_clip(film, [Cut(span), Cut(span, speed=speed)], tmp_path / "clip.mp4")
    whole = span.seconds * (1 + 1 / speed)
    assert lengths(tmp_path / "clip.mp4") == pytest.approx({"video": whole, "audio": whole}, abs=0.025)
    first = [s for s in seen(tmp_path / "clip.mp4") if s.time < 2 - 0.001]
    again = [s for s in seen(tmp_path / "clip.mp4") if s.time >= 2 - 0.001]
    assert [number_of(s.pixels) for s in again] == [number_of(s.pixels) for s in first]
    assert [(s.time - 2) * speed for s in again] == pytest.approx([s.time for s in first], abs=0.001)
    samples = heard(tmp_path / "clip.mp4")
    assert clicks_in(samples[: 2 * SOUND_RATE]) == pytest.approx([c - 0.5 for c in clicks], abs=0.005)
    slow = samples[2 * SOUND_RATE :]
    found = clicks_in(slow)
    assert [c * speed for c in found] == pytest.approx([c - 0.5 for c in clicks], abs=0.01)
    burst = slow[round(found[0] * SOUND_RATE) :][:192]
    assert np.argmax(np.abs(np.fft.rfft(burst))) * SOUND_RATE / len(burst) == pytest.approx(2000, abs=260)


def test_sound_stays_in_step_after_cards_and_repeats(tmp_path: Path) -> None:
    clicks = [0.5, 1.5, 2.5]
    film = open_film(make_film(tmp_path / "a.mp4", steady(3), clicks=clicks, sound_seconds=3))
    card = Card(np.full((128, 192, 3), 90, np.uint8), 0.37)
    pieces = [card, Cut(Span(0.2, 1.013)), card, Cut(Span(1.2, 2.0), speed=0.5), card, Cut(Span(2.2, 3.0))]
    write_clip(film, pieces, tmp_path / "reel.mp4")
    whole = 3 * 0.37 + 0.813 + 1.6 + 0.8
    assert lengths(tmp_path / "reel.mp4") == pytest.approx({"video": whole, "audio": whole}, abs=0.025)
    found = clicks_in(heard(tmp_path / "reel.mp4"))
    assert found[0] == pytest.approx(0.37 + 0.3, abs=0.005)
    assert found[-1] == pytest.approx(3 * 0.37 + 0.813 + 1.6 + 0.3, abs=0.005)


def test_a_film_without_sound_joins_without(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mp4", steady(3)))
    write_clip(film, [Cut(Span(0, 1)), Cut(Span(1, 2), speed=0.5)], tmp_path / "reel.mp4")
    assert lengths(tmp_path / "reel.mp4") == pytest.approx({"video": 3}, abs=0.001)


def high(path: Path, number: int) -> Path:
    """A short film in high definition, that codes its colours as such films do, and says so."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt, stream.colorspace, stream.color_range = 1280, 720, "yuv420p", 1, 1
        for k in range(25):
            pixels = np.ascontiguousarray(numbered(number, 1280, 720))
            frame = VideoFrame.from_ndarray(pixels, "bgr24").reformat(format="yuv420p", dst_colorspace=1)
            frame.pts = k
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


FILMS: dict[str, Callable[[Path], Path]] = {
    "plain": lambda folder: make_film(folder / "a.mp4", steady(1)),
    "full range": lambda folder: make_film(folder / "a.mov", steady(1), codec="mjpeg"),
    "high definition": lambda folder: high(folder / "a.mp4", 5),
    "turned": lambda folder: make_film(
        folder / "a.mov", steady(1), paint=lambda n: np.rot90(numbered(n)), matrix=UPRIGHT[90]
    ),
    "odd": lambda folder: make_film(
        folder / "a.mkv", steady(1), codec="mjpeg", paint=lambda n: numbered(n, 191, 127), options={"q:v": "3"}
    ),
}


@pytest.mark.parametrize("kind", FILMS)
def test_colours_stay_the_films_own_changed_or_not_and_cards_are_in_them(tmp_path: Path, kind: str) -> None:
    film = open_film(FILMS[kind](tmp_path))
    wide, tall = size(film)
    card = Card(numbered(77, wide, tall), 0.2)
    unfaded = Finish(Showing(picture_fade=0.0))
    write_clip(film, [card, Cut(Span(0, 1))], tmp_path / "plain.mp4", unfaded)
    write_clip(film, [card, Cut(Span(0, 1))], tmp_path / "same.mp4", Finish(unfaded.showing, lambda pixels, _: pixels))
    truth = picture_at(film, 0.5).pixels[:tall, :wide].astype(int)
    for name in ("plain.mp4", "same.mp4"):
        clip = open_film(tmp_path / name)
        assert (clip.width, clip.height) == (wide, tall)
        drawn, filmed = picture_at(clip, 0.05).pixels, picture_at(clip, 0.7).pixels
        assert number_of(drawn) == 77
        assert faithful(drawn)
        assert np.abs(filmed - truth).mean() < 5
        with av.open(str(clip.path)) as container, av.open(str(film.path)) as source:
            frame, own = next(container.decode(video=0)), next(source.decode(video=0))
            assert (frame.colorspace, frame.color_range) in ((own.colorspace, own.color_range), (own.colorspace, 1))


def test_a_last_change_reaches_every_picture_with_its_own_second(film: Film, tmp_path: Path) -> None:
    told: list[float] = []

    def blacken(pixels: Pixels, second: float) -> Pixels:
        told.append(second)
        assert pixels.shape == (128, 192, 3)
        assert number_of(pixels) == round(second * 25)
        with pytest.raises(ValueError, match="read-only"):
            pixels[:] = 0
        return np.zeros_like(pixels)

    pieces = [Cut(SPAN, CORE), Cut(Span(2.013, 3.0), speed=0.5)]
    write_clip(film, pieces, tmp_path / "clip.mp4", Finish(retouch=blacken))
    assert max(s.bright for s in seen(tmp_path / "clip.mp4")) < 0.1
    truth = [k / 25 for k in (*range(25, 125), *range(50, 75))]
    assert told == pytest.approx(truth, abs=0.001)


def test_what_is_written_is_told(film: Film, tmp_path: Path) -> None:
    told: list[float] = []
    write_clip(film, [Cut(Span(0, 1)), Cut(Span(1, 2), speed=0.5)], tmp_path / "clip.mp4", tell=told.append)
    assert told[0] == 0
    assert told == sorted(told)
    assert 2.9 < told[-1] <= 3

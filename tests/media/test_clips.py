"""Clips are exact at both ends, in step, upright, and whole or not there at all."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from attune.errors import FilmError, StoreError
from attune.media.clips import Cut, write_clip
from attune.media.film import Film, open_film
from attune.media.mp4 import made_by_attune
from attune.media.sound import sound
from attune.timeline import Span
from tests.media.films import (
    CLICK,
    SOUND_RATE,
    UPRIGHT,
    X264_OPEN,
    X265_OPEN,
    clicks_in,
    cut_off,
    make_film,
    number_of,
    numbered,
    steady,
    uneven,
)

CLICKS = [0.5, 1.3, 1.75, 2.9, 3.6, 4.45, 5.2]


def shown(path: Path) -> list[tuple[float, int]]:
    """(presentation time, number) of every frame, read without attune."""
    with av.open(str(path)) as container:
        return [(float(f.time), number_of(f.to_ndarray(format="bgr24"))) for f in container.decode(video=0)]


def heard(film: Film) -> np.ndarray:
    return np.concatenate(list(sound(film, Span(0, film.seconds), SOUND_RATE, 1)), axis=1)[0]


@pytest.mark.parametrize("span", [Span(1.0, 3.0), Span(1.013, 2.987), Span(0.0, 6.0), Span(2.71, 2.73)])
@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.mp4", "libx264", X264_OPEN),
        ("a.mts", "libx264", None),
        ("a.mov", "libx265", X265_OPEN),
        ("a.webm", "libvpx-vp9", None),
    ],
)
def test_a_clip_is_exact_at_both_ends_and_keeps_uneven_times(
    tmp_path: Path, span: Span, name: str, codec: str, options
) -> None:
    times = uneven(6, seed=5)
    film = open_film(make_film(tmp_path / name, times, codec=codec, options=options, tick=Fraction(1, 1000)))
    whole = Span(0, film.seconds)
    write_clip(film, [Cut(span)], tmp_path / "clip.mp4")
    inside = [i for i, t in enumerate(times) if t < span.end - 0.0015]
    first = max(i for i in inside if times[i] <= span.start + 0.0015)
    clip = shown(tmp_path / "clip.mp4")
    assert [number for _, number in clip] == [i for i in inside if i >= first]
    truth = [max(0.0, times[number] - span.start) for _, number in clip]
    assert [time for time, _ in clip] == pytest.approx(truth, abs=0.0015)
    with av.open(str(tmp_path / "clip.mp4")) as container:
        lasts = container.streams.video[0]
        assert float(lasts.duration * lasts.time_base) == pytest.approx((span & whole).seconds, abs=0.0015)


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mts", "a.mkv"])
@pytest.mark.parametrize("start", [0.0, 3.2])
def test_sound_is_cut_to_the_same_span_and_in_step(tmp_path: Path, name: str, start: float) -> None:
    path = make_film(tmp_path / name, steady(6), clicks=CLICKS, sound_seconds=6, start=start)
    film, span = open_film(path), Span(1.21, 4.83)
    truth = [c - span.start for c in CLICKS if c in span]
    write_clip(film, [Cut(span)], tmp_path / "clip.mp4")
    clip = open_film(tmp_path / "clip.mp4")
    assert clip.sound
    assert clicks_in(heard(clip)) == pytest.approx(truth, abs=0.005)
    assert shown(tmp_path / "clip.mp4")[0] == (0.0, 30)
    with av.open(str(tmp_path / "clip.mp4")) as container:
        lengths = {s.type: float(s.duration * s.time_base) for s in container.streams}
    assert lengths["video"] == pytest.approx(span.seconds, abs=0.001)
    assert lengths["audio"] == pytest.approx(span.seconds, abs=0.02)


def test_sound_of_a_film_is_in_step_sample_by_sample(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mkv", steady(6), clicks=CLICKS, sound_seconds=6))
    for span in (Span(0, 6), Span(1.29, 1.31), Span(2.2, 5.9)):
        blocks = list(sound(film, span, 16_000, 2))
        samples = np.concatenate(blocks, axis=1)
        assert samples.shape == (2, round(span.seconds * 16_000))
        truth = [c - span.start for c in CLICKS if c in span]
        assert clicks_in(samples[1], 16_000) == pytest.approx(truth, abs=0.003)


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.mts", "a.webm"])
def test_sound_runs_on_without_a_seam(tmp_path: Path, name: str) -> None:
    codec = "libvpx-vp9" if name.endswith(".webm") else "libx264"
    clicks = [i * CLICK for i in range(round(4 / CLICK))]
    film = open_film(make_film(tmp_path / name, steady(4), codec=codec, clicks=clicks, sound_seconds=4))
    samples = np.concatenate(list(sound(film, Span(1.0, 3.5), SOUND_RATE, 1)), axis=1)[0]
    loudness = np.abs(samples[: len(samples) // 48 * 48]).reshape(-1, 48).max(axis=1)
    assert loudness.min() > 0.6
    steps = np.abs(np.diff(samples, n=2))
    assert steps.max() < 1.5 * np.quantile(steps, 0.99)


def test_sound_that_ends_before_the_picture_is_followed_by_silence(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mp4", steady(4), clicks=[0.5], sound_seconds=2))
    samples = np.concatenate(list(sound(film, Span(1, 4), 16_000, 1)), axis=1)
    assert samples.shape == (1, 48_000)
    assert np.abs(samples[:, 20_000:]).max() == 0.0


def test_a_film_without_sound_gives_a_clip_without_sound(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mp4", steady(3)))
    write_clip(film, [Cut(Span(1, 2))], tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as container:
        assert [s.type for s in container.streams] == ["video"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_clips_are_upright_with_square_pixels_whatever_the_player(tmp_path: Path, turn: int) -> None:
    path = make_film(
        tmp_path / "lying.mov",
        steady(2),
        paint=lambda n: np.rot90(numbered(n), turn // 90),
        matrix=UPRIGHT[turn],
        square=Fraction(4, 3),
    )
    film = open_film(path)
    write_clip(film, [Cut(Span(0.5, 1.5))], tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as container:
        frame = next(container.decode(video=0))
        assert frame.rotation == 0
        assert container.streams.video[0].sample_aspect_ratio in (None, 1)
    assert (frame.width, frame.height) == (film.width // 2 * 2, film.height // 2 * 2)
    assert number_of(frame.to_ndarray(format="bgr24")) == 12


def test_colours_of_a_clip_are_those_of_the_film(tmp_path: Path) -> None:
    for name, codec in (("a.mov", "mjpeg"), ("b.mp4", "libx264")):
        film = open_film(make_film(tmp_path / name, steady(1), codec=codec))
        write_clip(film, [Cut(Span(0.2, 0.8))], tmp_path / "clip.mp4")
        with av.open(str(tmp_path / "clip.mp4")) as container:
            pixels = next(container.decode(video=0)).to_ndarray(format="bgr24")
        assert np.abs(pixels[110, 40].astype(int) - (20, 20, 220)).max() < 14
        assert np.abs(pixels[110, 150].astype(int) - (220, 20, 20)).max() < 14


def test_a_clip_of_whole_pictures_is_packed_like_any_other(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mov", steady(4), codec="mjpeg"))
    write_clip(film, [Cut(Span(0, 4))], tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as container:
        assert sum(p.is_keyframe for p in container.demux(video=0) if p.size) <= 20
    assert open_film(tmp_path / "clip.mp4").seconds == pytest.approx(4, abs=0.001)


def test_a_clip_says_that_attune_made_it_and_nothing_of_where_or_when(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mp4", steady(2)))
    write_clip(film, [Cut(Span(0, 1))], tmp_path / "clip.mp4")
    assert made_by_attune(tmp_path / "clip.mp4")
    assert not made_by_attune(film.path)
    assert not made_by_attune(tmp_path / "none.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as container:
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands", "encoder", "comment"}


def test_a_span_past_the_end_is_cut_to_the_film_and_one_outside_is_refused(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mp4", steady(2), clicks=[0.5], sound_seconds=2))
    write_clip(film, [Cut(Span(1.5, 9))], tmp_path / "clip.mp4")
    assert open_film(tmp_path / "clip.mp4").seconds == pytest.approx(0.5, abs=0.01)
    for span in (Span(5, 6), Span(1, 1), Span(-2, 0)):
        with pytest.raises(FilmError, match=r"has nothing from"):
            write_clip(film, [Cut(span)], tmp_path / "none.mp4")
    with pytest.raises(FilmError, match=r"replace its own film"):
        write_clip(film, [Cut(Span(0, 1))], film.path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mp4", "clip.mp4"]


def test_a_clip_of_a_cut_off_film_holds_what_is_there(tmp_path: Path) -> None:
    fine = make_film(tmp_path / "fine.mkv", steady(8), clicks=CLICKS, sound_seconds=8)
    film = open_film(cut_off(fine, 0.5, tmp_path / "half.mkv"))
    write_clip(film, [Cut(Span(film.seconds - 1, film.seconds))], tmp_path / "clip.mp4")
    assert len(shown(tmp_path / "clip.mp4")) == pytest.approx(25, abs=1)


def test_a_clip_that_fails_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    film = open_film(make_film(tmp_path / "a.mp4", steady(2)))
    out = tmp_path / "clips" / "clip.mp4"
    with pytest.raises(StoreError, match=r"clip.mp4 cannot be written in .*clips: No such file or directory\."):
        write_clip(film, [Cut(Span(0, 1))], out)
    out.parent.mkdir()
    write_clip(film, [Cut(Span(0, 1))], out)
    before = out.read_bytes()
    film.path.unlink()
    with pytest.raises(FilmError, match="There is no file"):
        write_clip(film, [Cut(Span(0, 1.5))], out)
    assert out.read_bytes() == before
    assert [p.name for p in out.parent.iterdir()] == ["clip.mp4"]


@pytest.mark.skipif(sys.platform == "win32", reason="the size of a file can be limited on POSIX alone")
@pytest.mark.parametrize("limit", [100, 4000, 20_000])
def test_a_full_disk_gives_one_plain_line_and_leaves_nothing(tmp_path: Path, limit: int) -> None:
    make_film(tmp_path / "a.mp4", steady(6), clicks=CLICKS, sound_seconds=6)
    script = (
        "import sys, resource; from pathlib import Path; from attune.media.clips import Cut, write_clip;"
        "from attune.media.film import open_film; from attune.timeline import Span;"
        "from attune.errors import StoreError\n"
        "film = open_film(Path('a.mp4')); resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)\n"
        "try: write_clip(film, [Cut(Span(0, 6))], Path('clip.mp4'))\n"
        "except StoreError as why: print(why)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(limit)], cwd=tmp_path, capture_output=True, check=True, text=True
    )
    assert done.stdout == "There is no room left for clip.mp4 in .. Free some space and try again.\n"
    assert done.stderr == ""
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]

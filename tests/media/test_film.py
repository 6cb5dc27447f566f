"""What a film is, what is wrong with its file, and what is refused in one plain line."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import wave
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from attune.errors import FilmError
from attune.media.film import fingerprint, open_film
from attune.media.pictures import picture_at, pictures
from attune.timeline import Clock
from tests.media.films import (
    X264_OPEN,
    X265_OPEN,
    cut_off,
    damaged,
    faithful,
    index_first,
    make_film,
    number_of,
    numbered,
    steady,
    uneven,
)


def refusal(path: Path) -> str:
    with pytest.raises(FilmError) as caught:
        open_film(path)
    line = str(caught.value)
    assert "\n" not in line
    assert line.endswith(".")
    return line


def test_what_is_no_film_is_refused_in_one_plain_line(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("Dear diary,\ntoday we played.\n" * 50)
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "noise.mp4").write_bytes(os.urandom(5000))
    (tmp_path / "list.mp4").write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/film.ts\n#EXT-X-ENDLIST\n")
    assert refusal(tmp_path / "none.mp4").startswith("There is no file")
    assert "is a folder" in refusal(tmp_path)
    assert "empty (0 bytes)" in refusal(tmp_path / "empty.mp4")
    for name in ("text.mp4", "noise.mp4", "list.mp4"):
        assert refusal(tmp_path / name).startswith(f"{name} is not a film that can be read")


def test_still_pictures_are_refused(tmp_path: Path) -> None:
    for name in ("photo.jpg", "photo.png", "named.mp4"):
        suffix = ".jpg" if name == "named.mp4" else Path(name).suffix
        (tmp_path / name).write_bytes(cv2.imencode(suffix, numbered(1))[1].tobytes())
        assert "still picture" in refusal(tmp_path / name)
    assert "holds one picture" in refusal(make_film(tmp_path / "one.mp4", [0.0]))


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "voice.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000))
    assert "sound only" in refusal(tmp_path / "voice.wav")
    with av.open(str(tmp_path / "voice.m4a"), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.int16), "s16", "mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert "sound only" in refusal(tmp_path / "voice.m4a")


def test_an_mp4_without_its_index_is_refused_with_what_to_do(tmp_path: Path) -> None:
    fine = make_film(tmp_path / "fine.mp4", steady(2))
    line = refusal(cut_off(fine, 0.6, tmp_path / "cut.mp4"))
    assert "cut off before its index was written" in line
    assert "Copy it again" in line


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_film_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = make_film(tmp_path / "shut.mp4", steady(0.4))
    path.chmod(0)
    assert "may not be read" in refusal(path)


@pytest.mark.parametrize("name", ["long.mp4", "long.mkv", "long.mts", "long.webm", "long.mov"])
def test_sound_longer_than_the_picture_does_not_lengthen_the_film(tmp_path: Path, name: str) -> None:
    codec = "libvpx-vp9" if name.endswith(".webm") else "libx264"
    path = make_film(tmp_path / name, steady(2), codec=codec, clicks=[0.5], sound_seconds=5)
    film = open_film(path)
    assert film.sound
    assert film.notes == ()
    assert film.seconds == pytest.approx(2, abs=0.01)


def test_uneven_films_end_with_their_last_picture(tmp_path: Path) -> None:
    times = uneven(5)
    film = open_film(make_film(tmp_path / "uneven.mp4", times))
    assert film.rate == pytest.approx(len(times) / film.seconds)
    assert times[-1] < film.seconds <= times[-1] + 0.1


@pytest.mark.parametrize("name", ["cut.mp4", "cut.mov", "cut.mkv", "cut.webm", "cut.avi"])
@pytest.mark.parametrize("clicks", [None, [0.5]])
def test_a_cut_off_download_says_how_much_is_there(tmp_path: Path, name: str, clicks: list[float] | None) -> None:
    codec = {".webm": "libvpx-vp9", ".avi": "mjpeg"}.get(Path(name).suffix, "libx264")
    tick = Fraction(1, 25) if name.endswith(".avi") else Fraction(1, 90_000)
    film = make_film(tmp_path / f"whole-{name}", steady(12), codec=codec, clicks=clicks, sound_seconds=12, tick=tick)
    if name.endswith((".mp4", ".mov")):
        film = index_first(film, tmp_path / f"first-{name}")
    assert open_film(film).notes == ()
    cut = open_film(cut_off(film, 0.55, tmp_path / name))
    assert 4 < cut.seconds < 9
    assert cut.notes == (f"The file ends early: about {cut.seconds:.1f} of 12 s can be read.",)
    seen = list(pictures(cut, Clock(10, 120)))
    there = int(cut.seconds * 10) - 1
    assert all(seen[:there])
    assert not any(seen[there + 8 :])


def test_a_cut_off_camcorder_film_may_be_cut_off(tmp_path: Path) -> None:
    fine = make_film(tmp_path / "fine.mts", steady(4))
    assert open_film(fine).notes == ()
    cut = tmp_path / "cut.mts"
    cut.write_bytes(fine.read_bytes()[: 188 * (fine.stat().st_size // 188 // 2) + 77])
    film = open_film(cut)
    assert 1 < film.seconds < 3
    assert film.notes == (
        f"The file stops in the middle of a packet and may be cut off: {film.seconds:.1f} s can be read.",
    )


@pytest.mark.parametrize(
    ("codec", "options"),
    [("libx264", X264_OPEN), ("libx265", X265_OPEN), ("mpeg2video", None), ("libx264", None)],
)
@pytest.mark.parametrize("share", [0.2, 0.33, 0.5])
def test_a_film_torn_out_of_a_longer_one_starts_with_its_first_whole_picture(
    tmp_path: Path, codec: str, options, share: float
) -> None:
    fine = make_film(tmp_path / "fine.mts", steady(4), codec=codec, options=options, tick=Fraction(1, 25))
    data = fine.read_bytes()
    (tmp_path / "torn.mts").write_bytes(data[188 * int(len(data) // 188 * share) :])
    film = open_film(tmp_path / "torn.mts")
    assert 1 < film.seconds < 4
    assert picture_at(film, 0).time == 0.0
    seen = [p.pixels for p in pictures(film, Clock(25, round(film.seconds * 25))) if p]
    assert [number_of(p) for p in seen] == list(range(100 - len(seen), 100))
    assert all(faithful(p) for p in seen)


@pytest.mark.parametrize("share", [0.3, 0.42, 0.5, 0.61])
def test_the_half_picture_at_a_break_is_left_out(tmp_path: Path, share: float) -> None:
    fine = make_film(tmp_path / "fine.mp4", steady(2), options={"preset": "ultrafast", "g": "1", "crf": "10"})
    film = open_film(cut_off(index_first(fine, tmp_path / "first.mp4"), share, tmp_path / "cut.mp4"))
    last = picture_at(film, 9)
    assert faithful(last.pixels)
    assert film.seconds == pytest.approx(last.time + 0.04, abs=0.001)


def test_names_with_any_letters_are_fine(tmp_path: Path) -> None:
    for name in ("Ärger & Spaß ☺ 'x'.mp4", "%03d.mp4", "http:a.mp4" if os.name == "posix" else "a.mp4"):
        assert open_film(make_film(tmp_path / "a.mkv", steady(0.4)).rename(tmp_path / name)).seconds > 0.3


def test_a_fingerprint_is_the_sha256_of_the_bytes_and_tells_its_progress(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    (tmp_path / "film.mp4").write_bytes(data)
    told: list[tuple[str, float, float]] = []
    digest = fingerprint(tmp_path / "film.mp4", lambda *step: told.append(step))
    assert digest == hashlib.sha256(data).hexdigest() == fingerprint(tmp_path / "film.mp4")
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1:] == (3_000_000, 3_000_000)
    with pytest.raises(FilmError, match="cannot be read"):
        fingerprint(tmp_path / "none.mp4")


def test_nothing_is_printed_by_the_libraries(tmp_path: Path) -> None:
    fine = make_film(tmp_path / "fine.mp4", steady(2), clicks=[1.0], sound_seconds=2)
    hurt = damaged(fine, tmp_path / "hurt.mp4", 0.3)
    script = (
        "import sys; from pathlib import Path; from attune.media.film import open_film;"
        "from attune.media.pictures import picture_at, pictures; from attune.media.clips import Cut, write_clip;"
        "from attune.timeline import Clock, Span; film = open_film(Path(sys.argv[1]));"
        "list(pictures(film, Clock(10, 20))); write_clip(film, [Cut(Span(0.5, 1.5))], Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(hurt), str(tmp_path / "clip.mp4")], capture_output=True, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted through /proc")
def test_no_file_stays_open(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", steady(2))
    before = len(os.listdir("/proc/self/fd"))
    film = open_film(path)
    for _ in range(5):
        reader = pictures(film, Clock(10, 20))
        next(reader)
        reader.close()
    with pytest.raises(FilmError):
        open_film(cut_off(path, 0.5, tmp_path / "cut.mp4"))
    assert len(os.listdir("/proc/self/fd")) == before

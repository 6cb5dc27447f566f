"""What is taken for a picture of a forgotten film: each of its own, however it was saved, and none of another film."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from attune.forget.traces import Marks, marks, traces
from attune.media.clips import Cut, write_clip
from attune.media.film import open_film
from attune.media.pictures import every_picture
from attune.media.upright import Pixels
from attune.media.write import FilmWriter
from attune.timeline import Span

SAVED = [(part, quality) for part in (1, 2, 4) for quality in (60, 95)]
"""How much narrower than its film a still is, and the quality of its JPEG."""


def room(path: Path, high: int) -> Path:
    """Two seconds in one room, in which a ball rolls fast along a line `high` pixels below its top."""
    wall = cv2.resize(np.random.default_rng(4).integers(0, 255, (9, 16), np.uint8), (640, 360))
    with FilmWriter(path, 640, 360, 30) as film:
        for number in range(60):
            shown = cv2.cvtColor(wall, cv2.COLOR_GRAY2BGR)
            cv2.circle(shown, (40 + 8 * number, high), 18, (255, 255, 255), -1)
            film.picture(shown)
    return path


def saved(place: Path, picture: Pixels, part: int, quality: int) -> Path:
    """A still of a picture of a film."""
    high, wide = picture.shape[:2]
    small = cv2.resize(picture, (wide // part, high // part), interpolation=cv2.INTER_AREA)
    path = place / f"{part}-{quality}-{len(list(place.iterdir()))}.jpg"
    path.write_bytes(cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, quality))[1].tobytes())
    return path


def stills(place: Path, film: Path) -> list[Path]:
    """Some pictures of a film, most of them between tenths of a second, each in every way to save it."""
    place.mkdir()
    some = list(every_picture(open_film(film)))[4::17]
    return [saved(place, each.pixels, *way) for each in some for way in SAVED]


def accused(place: Path, of: Marks) -> list[Path]:
    return [trace.path for trace in traces([place], of)]


def test_every_still_is_found_and_no_other_films_of_the_same_room(tmp_path: Path) -> None:
    gone, stays = room(tmp_path / "gone.mp4", 180), room(tmp_path / "stays.mp4", 200)
    own, others = stills(tmp_path / "own", gone), stills(tmp_path / "others", stays)
    of = marks([gone], [], [], [tmp_path / "own"])
    assert accused(tmp_path / "own", of) == sorted(own)
    assert accused(tmp_path / "others", of) == []
    assert others


def test_stills_and_clips_of_families_are_told_apart_by_film(shared: Path, tmp_path: Path) -> None:
    """Two films of a baby in one chair, filmed one after the other: hardly anything moves."""
    gone, stays = (shared / f"footage/clips/bj_6c6MZQ_j3r{k}_Peekaboo.mp4" for k in (2, 3))
    own, others = stills(tmp_path / "own", gone), stills(tmp_path / "others", stays)
    for film, place in ((gone, own), (stays, others)):
        place.append(place[0].parent / "clip.mp4")
        write_clip(open_film(film), [Cut(Span(2.03, 5.17))], place[-1])
    of = marks([gone], [], [], [tmp_path / "own"])
    assert accused(tmp_path / "own", of) == sorted(own)
    assert accused(tmp_path / "others", of) == []

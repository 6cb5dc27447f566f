"""Figures of films of which the light, the movement and the sound are known, and of real ones, spoiled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from attune import cli, pipeline
from attune.check import figures as room
from attune.check.advice import told
from attune.check.figures import STRETCHES, Figures, figures, starts
from attune.media.film import open_film
from attune.media.pictures import pictures
from attune.media.write import FilmWriter
from attune.timeline import Clock
from attune.watch.faces import Faces, Pixels

Spoil = Callable[[int, Pixels], Pixels]

CLEAR = "bj_6c6MZQ_j1r1_ThatsNotAHat.mp4"


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """No face is in any picture, and no weights are needed; how many pictures were looked at."""
    seen = []

    def find(*_: object) -> Faces:
        seen.append(1)
        return Faces(np.zeros(0), np.zeros((0, 4)), np.zeros((0, 5, 2)))

    monkeypatch.setattr(room, "finder", lambda *_: find)
    return seen


def written(path: Path, spoil: Spoil, seconds: float = 12.0) -> Figures:
    """The figures of a film of a room: a picture of blots that is spoiled."""
    blots = np.random.default_rng(0).integers(0, 255, (24, 32, 3), np.uint8)
    still = cv2.resize(blots, (320, 240), interpolation=cv2.INTER_CUBIC)
    with FilmWriter(path, 320, 240, 25) as film:
        for number in range(int(seconds * 25)):
            film.picture(np.ascontiguousarray(spoil(number, still)))
    return figures(open_film(path), pipeline.all_knobs())


def moved(number: int, picture: Pixels) -> Pixels:
    """Down and up again by 0.3 picture heights a second, a second each."""
    step = 0.3 * 240 / 25
    down = step * (number % 50 if number % 50 < 25 else 50 - number % 50)
    return cv2.warpAffine(picture, np.array([[1, 0, 0], [0, 1, down]]), (320, 240), borderMode=cv2.BORDER_REFLECT)


def test_a_still_room_stands_still_and_a_moving_one_moves(tmp_path: Path, unwatched: list[int]) -> None:
    still = written(tmp_path / "still.mp4", lambda _, p: p)
    assert still.shake == pytest.approx(0, abs=0.01)
    assert written(tmp_path / "moved.mp4", moved).shake == pytest.approx(0.3, abs=0.1)
    assert still.looked == STRETCHES * 2
    assert len(unwatched) == 2 * still.looked


def test_a_child_that_moves_is_no_camera_that_does(tmp_path: Path, unwatched: list[int]) -> None:
    def child(number: int, picture: Pixels) -> Pixels:
        out = picture.copy()
        out[150:, 20:120] = moved(number, picture)[150:, 20:120]
        return out

    assert written(tmp_path / "child.mp4", child).shake == pytest.approx(0, abs=0.02)


def test_light_is_that_of_the_picture(tmp_path: Path, unwatched: list[int]) -> None:
    grey = written(tmp_path / "grey.mp4", lambda _, p: np.full_like(p, 40))
    assert grey.light == pytest.approx(40, abs=4)
    assert grey.glare == 0
    half = written(
        tmp_path / "half.mp4", lambda _, p: np.where(np.arange(320)[:, None] < 160, 255, p // 4).astype(np.uint8)
    )
    assert half.glare == pytest.approx(0.5, abs=0.05)


def test_where_nothing_is_seen_or_heard_all_is_unknown(tmp_path: Path, unwatched: list[int]) -> None:
    seen = written(tmp_path / "nobody.mp4", lambda _, p: p)
    assert (seen.both, seen.one, seen.listened) == (0, 0, 0)
    assert [seen.face, seen.face_share, seen.detail, seen.face_light, seen.loudest, seen.voice, seen.clear] == [
        None
    ] * 7


@pytest.mark.parametrize(("every", "face"), [(2, 20), (8, 100)])
def test_a_second_face_that_is_seldom_seen_says_nothing_of_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int, face: float
) -> None:
    seen = []

    def find(*_: object) -> Faces:
        seen.append(1)
        box = np.array([[50.0, 50, 80, 100], [200, 50, 16, 20]])[: 2 if len(seen) % every == 0 else 1]
        return Faces(np.ones(len(box)), box, np.zeros((len(box), 5, 2)))

    monkeypatch.setattr(room, "finder", lambda *_: find)
    assert written(tmp_path / "two.mp4", lambda _, p: p).face == face


@pytest.mark.parametrize("seconds", [0.3, 2.0, 11.0, 600.0, 7200.0])
def test_stretches_are_even_and_inside(seconds: float) -> None:
    found = starts(seconds)
    assert 1 <= len(found) <= STRETCHES
    assert 0 < found[0] <= found[-1] < seconds
    assert np.allclose(np.diff(found), seconds / len(found))


@pytest.fixture(scope="module")
def clip(shared: Path) -> Path:
    return shared / "footage" / "clips" / CLEAR


def spoiled(clip: Path, path: Path, spoil: Spoil, seconds: int = 4) -> str:
    """What is to be changed about a real film that was spoiled, in one piece."""
    film = open_film(clip)
    wide, high = film.width // 2 * 2, film.height // 2 * 2
    with FilmWriter(path, wide, high, 25) as out:
        for number, picture in enumerate(pictures(film, Clock(25, seconds * 25))):
            assert picture is not None
            out.picture(np.ascontiguousarray(spoil(number, picture.pixels[:high, :wide])))
    return " ".join(told(figures(open_film(path), pipeline.all_knobs())).change)


def far(_: int, picture: Pixels) -> Pixels:
    """The same people from afar."""
    out = np.full_like(picture, 120)
    small = cv2.resize(picture, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    out[40 : 40 + len(small), 60 : 60 + small.shape[1]] = small
    return out


def shaken(number: int, picture: Pixels) -> Pixels:
    """From a hand that is not still."""
    high, wide = picture.shape[:2]
    by = [high * (0.03 * np.sin(0.9 * number + k) + 0.02 * np.sin(1.7 * number + 2 * k)) for k in (0, 1)]
    return cv2.warpAffine(
        picture, np.array([[1, 0, by[0]], [0, 1, by[1]]]), (wide, high), borderMode=cv2.BORDER_REFLECT
    )


def alone(_: int, picture: Pixels) -> Pixels:
    """The same place, with nobody but the child."""
    out, half = picture.copy(), picture.shape[1] // 2
    out[:, :half] = np.median(picture[:, :half], axis=(0, 1))
    return out


@pytest.mark.real
def test_a_clear_film_is_told_to_be_good_and_nothing_of_it_is_kept(clip: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["check", str(clip)])
    assert result.exit_code == 0, result.output
    assert "Both faces are seen" in result.stderr
    seen = figures(open_film(clip), pipeline.all_knobs())
    assert [line for line in told(seen).change if "minutes" not in line] == []
    assert not clip.with_name(clip.name + ".attune").exists()


@pytest.mark.real
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda _, p: (p * 0.2).astype(np.uint8), "lamp"),
        (far, "nearer"),
        (shaken, "firm"),
        (lambda _, p: p, "microphone"),
        (alone, "sees both faces"),
    ],
)
def test_a_film_that_is_spoiled_is_told_what_helps(clip: Path, tmp_path: Path, spoil: Spoil, words: str) -> None:
    assert words in spoiled(clip, tmp_path / "spoiled.mp4", spoil)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("6c6MZQ_j3r2_Peekaboo", ""),
        ("6c6MZQ_j4r2_ThatsNotACat", ""),
        ("6c6MZQ_j5r3_TearingPaper", "sees both faces"),  # both readers saw no child in all of its seconds
        ("4JDccE_j3r3_Peekaboo", "lamp"),
    ],
)
def test_real_clips_are_told_what_is_true_of_them(shared: Path, name: str, words: str) -> None:
    seen = figures(open_film(shared / "footage" / "clips" / f"bj_{name}.mp4"), pipeline.all_knobs())
    change = [line for line in told(seen).change if "minutes" not in line]
    assert words in " ".join(change)
    assert len(change) == bool(words)

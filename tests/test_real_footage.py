"""The main job on real people, through the real models, against what two careful readers coded second by second."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from attune import say
from attune.exchange.seconds import to_csv
from attune.exports import kinds
from attune.exports.reel import Joining
from attune.inside import files
from attune.inside.colours import OF
from attune.inside.film import picture_size
from attune.media.film import Film, open_film
from attune.media.finish import Showing
from attune.media.pictures import picture_at
from attune.media.sound import sound
from attune.media.write import FilmWriter
from attune.pipeline import Suggested, suggested
from attune.timeline import Span

CLEAR = "6c6MZQ_j1r1_ThatsNotAHat"
"""17 s of a mother and her one-year-old, well lit, in profile half of the time; a bottle with a painted face."""

DARK = "4JDccE_j4r1_ThatsNotACat"
"""12 s of a mother and a toddler, dark and blurred, hands before faces."""

NEAR = (0.12, 0.16)
"""A head given within these shares of the picture's width and height is the coded one."""

Rows = dict[int, dict[str, str]]


@pytest.fixture(scope="module", params=[CLEAR, DARK])
def clip(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Suggested]:
    film = shared / "footage" / "clips" / f"bj_{request.param}.mp4"
    return request.param, suggested(film, place=tmp_path_factory.mktemp("store"))


def coded(shared: Path, rater: str, clip: str) -> Rows:
    path = next((shared / "footage" / "labels").glob(f"{rater}_*E.csv"))
    with path.open(newline="") as file:
        return {int(r["second"]): r for r in csv.DictReader(file, restkey="note") if r["clip"] == clip}


def said(done: Suggested) -> Rows:
    return {int(r["second"]): r for r in csv.DictReader(to_csv(done.dyad, done.scores).splitlines())}


@pytest.mark.real
@pytest.mark.parametrize(("who", "letter", "least"), [("adult", "a", 0.97), ("child", "c", 0.9)])
def test_each_head_is_found_where_both_readers_saw_a_face(
    clip: tuple[str, Suggested], shared: Path, who: str, letter: str, least: float
) -> None:
    name, done = clip
    first, second, seconds = coded(shared, "A", name), coded(shared, "B", name), said(done)
    faces = [k for k in first if first[k][f"{letter}_vis"] == second[k][f"{letter}_vis"] == "face"]

    def hit(k: int) -> bool:
        row = seconds[k]
        if row[f"{who}_seen"] != "1":
            return False
        return all(
            abs(float(row[f"{who}_{axis}"]) - float(first[k][f"{letter}{axis}"])) <= reach + 0.03
            for axis, reach in zip("xy", NEAR, strict=True)
        )

    assert sum(map(hit, faces)) >= least * len(faces)


@pytest.mark.real
def test_looks_agree_with_both_readers_more_than_they_differ(clip: tuple[str, Suggested], shared: Path) -> None:
    name, done = clip
    first, second, seconds = coded(shared, "A", name), coded(shared, "B", name), said(done)
    agreed = []
    for who, letter, partner in (("adult", "a", "child"), ("child", "c", "adult")):
        for k in first:
            look = first[k][f"{letter}_look"]
            if look == second[k][f"{letter}_look"] and look not in ("u", "covered") and seconds[k][f"{who}_looks"]:
                agreed.append((look == partner) == (seconds[k][f"{who}_looks"] == "partner"))
    assert len(agreed) >= 8
    assert sum(agreed) >= 0.8 * len(agreed)


@pytest.mark.real
def test_moments_lie_inside_the_clip_and_name_both_people(clip: tuple[str, Suggested]) -> None:
    _, done = clip
    assert done.moments
    for moment in done.moments:
        assert 0 <= moment.span.start < moment.span.end <= done.film.seconds + 1e-6
        assert "adult" in moment.why
        assert "child" in moment.why


@pytest.mark.real
def test_a_look_inside_shows_each_head_where_both_readers_saw_it(
    clip: tuple[str, Suggested], shared: Path, tmp_path: Path
) -> None:
    name, done = clip
    first, second = coded(shared, "A", name), coded(shared, "B", name)
    files.write(done, files.Wish(sheets=False), tmp_path)
    made = open_film(tmp_path / "look.mp4")
    assert made.seconds == pytest.approx(done.film.seconds, abs=1 / made.rate)
    assert made.sound
    high = picture_size(done.film)[1]
    for who, letter in (("adult", "a"), ("child", "c")):
        marked = []
        for k in (k for k in first if first[k][f"{letter}_vis"] == second[k][f"{letter}_vis"] == "face"):
            picture = picture_at(made, k + 0.5).pixels[:high]
            x, y = (float(first[k][f"{letter}{axis}"]) for axis in "xy")
            (left, right), (top, bottom) = ((max(0.0, v - 0.25), v + 0.25) for v in (x, y))
            tall, wide = picture.shape[:2]
            part = picture[int(top * tall) : int(bottom * tall), int(left * wide) : int(right * wide)]
            marked.append(np.abs(part.astype(int) - OF[who]).sum(axis=2).min() < 60)
        assert np.mean(marked) >= 0.9


@pytest.mark.real
def test_a_film_of_nobody_gets_words_and_no_numbers(tmp_path: Path) -> None:
    film = tmp_path / "nobody.mp4"
    with FilmWriter(film, 320, 240, 10) as writer:
        for level in range(30):
            writer.picture(np.full((240, 320, 3), 5 * level, np.uint8))
    done = suggested(film)
    told = say.suggestion(done).plain
    assert done.moments == ()
    assert "%" not in told
    assert "cannot be told" in told


@pytest.mark.real
def test_a_still_shows_both_faces_where_any_look_near_the_meeting_does(clip: tuple[str, Suggested]) -> None:
    dyad = clip[1].dyad
    for moment in clip[1].moments:
        at = dyad.clock.index(moment.still)
        near = dyad.clock.mask([Span(moment.still - 0.5, moment.still + 0.5) & moment.core])
        if (dyad.adult.found & dyad.child.found & near).any():
            assert dyad.adult.found[at]
            assert dyad.child.found[at]


@pytest.mark.real
def test_a_reel_shows_and_sounds_as_the_film_does(clip: tuple[str, Suggested], tmp_path: Path) -> None:
    done, start = clip[1], 0.0
    (out,) = kinds.write(done, kinds.Wish("reel", tmp_path / "reel.mp4", joining=Joining(titles=True, slow=0.5)))
    reel = open_film(out)
    for moment in sorted(done.moments, key=lambda m: m.span.start):
        start += done.knobs[Showing].title
        for second in (moment.core.start + 0.1, moment.core.middle, moment.core.end - 0.1):
            truth, again = picture_at(done.film, second), picture_at(reel, start + second - moment.span.start)
            assert again.time - start == pytest.approx(truth.time - moment.span.start, abs=0.001)
            assert np.abs(again.pixels.astype(int) - truth.pixels).mean() < 4
        heard = mono(reel, Span(start, start + moment.span.seconds))
        assert lag(heard, mono(done.film, moment.span)) <= 0.02
        start += 3 * moment.span.seconds
    assert reel.seconds == pytest.approx(start, abs=0.01)


def mono(film: Film, span: Span) -> np.ndarray:
    """The sound of a span, 16000 samples a second."""
    return np.concatenate(list(sound(film, span, 16_000, 1)), axis=1)[0]


def lag(one: np.ndarray, other: np.ndarray) -> float:
    """Seconds by which one sound has to be moved to fit the other best."""
    spectrum = np.fft.rfft(one, 2 * len(one)) * np.conj(np.fft.rfft(other, 2 * len(one)))
    peak = int(np.argmax(np.fft.irfft(spectrum)))
    return min(peak, 2 * len(one) - peak) / 16_000

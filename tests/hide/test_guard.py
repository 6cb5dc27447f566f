"""Real people, hidden: what leaves shows none of their faces, and what shows one does not leave."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from attune.cli import main
from attune.errors import HideError
from attune.exports.kinds import Wish, write
from attune.hide.guard import guarded
from attune.media.pictures import picture_at
from attune.moment import Moment
from attune.pipeline import Suggested, looks_of, suggested
from attune.timeline import Span
from tests.inside.views import Pixels

CLIPS = ("6c6MZQ_j3r2_Peekaboo", "4JDccE_j1r3_NomNomNom")
"""6 and 7 s of two families: well lit, and dark; nobody else is in the picture."""

ALIKE = 0.4
"""Correlation of details, finer than FINE pixels, from which one picture still shows what the other does."""
FINE = 4


@pytest.fixture(scope="module", params=CLIPS)
def clip(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Suggested]:
    """A clip of which all is one moment, without fades."""
    done = suggested(shared / "footage" / "clips" / f"bj_{request.param}.mp4", place=tmp_path_factory.mktemp("store"))
    whole = Span(0.0, done.film.seconds)
    moment = Moment("m1", 1, whole, whole, 1.0, (), (), "why", 1.0, whole.middle)
    return request.param, replace(done, moments=(moment,))


def coded(shared: Path, clip: str) -> Iterator[tuple[float, str, float, float]]:
    """Second, whose, and where both readers saw a head, as shares of the picture."""
    paths = [next((shared / "footage" / "labels").glob(f"{rater}_*E.csv")) for rater in "AB"]
    rows = []
    for path in paths:
        with path.open(newline="") as file:
            rows.append({int(r["second"]): r for r in csv.DictReader(file, restkey="note") if r["clip"] == clip})
    for k in rows[0].keys() & rows[1].keys():
        for letter, who in (("a", "adult"), ("c", "child")):
            if all(row[k][f"{letter}_vis"] == "face" for row in rows):
                yield k + 0.5, who, *(float(np.mean([float(row[k][letter + axis]) for row in rows])) for axis in "xy")


def follows(one: Pixels, other: Pixels, x: float, y: float) -> float:
    """How well the details around a place, 12 % of the picture wide, follow those of another picture."""
    high, wide = one.shape[:2]
    far = int(0.06 * wide)
    part = np.s_[max(0, int(y * high) - far) : int(y * high) + far, max(0, int(x * wide) - far) : int(x * wide) + far]
    grey = (cv2.cvtColor(p[part], cv2.COLOR_BGR2GRAY).astype(np.float32) for p in (one, other))
    details = [(g - cv2.GaussianBlur(g, (0, 0), FINE)).ravel() for g in grey]
    return float(np.nan_to_num(np.corrcoef(details)[0, 1]))


def shown(done: Suggested, made: Path, shared: Path, name: str) -> set[str]:
    """Whose face can be made out in one of the coded seconds of what was made."""
    with av.open(str(made)) as container:
        frames = [(float(f.time or 0), f.to_ndarray(format="bgr24")) for f in container.decode(video=0)]
    seen = set()
    for second, who, x, y in coded(shared, name):
        now = min(frames, key=lambda frame: abs(frame[0] - second))[1]
        if follows(picture_at(done.film, second).pixels, now, x, y) >= ALIKE:
            seen.add(who)
    return seen


@pytest.mark.real
@pytest.mark.parametrize("who", ["all", "adult", "child"])
def test_nobody_who_is_hidden_can_be_made_out(
    clip: tuple[str, Suggested], shared: Path, tmp_path: Path, who: str
) -> None:
    name, done = clip
    cover, check = guarded(done.dyad, looks_of(done), (who,), done.knobs)
    (made,) = write(done, Wish("clips", tmp_path / "clips"), retouch=cover, inspect=check)
    seen = shown(done, made, shared, name)
    assert not seen & ({"adult", "child"} if who == "all" else {who})
    if name == CLIPS[0]:
        assert cover.whole < 0.1 * cover.pictures
        assert seen == {"adult", "child"} - {"all": {"adult", "child"}}.get(who, {who})


@pytest.mark.real
def test_a_film_with_an_uncovered_face_is_not_handed_out(clip: tuple[str, Suggested], tmp_path: Path) -> None:
    _, done = clip
    _, check = guarded(done.dyad, looks_of(done), ("all",), done.knobs)
    for kind in ("clips", "stills"):
        with pytest.raises(HideError, match="a face in it is not covered"):
            write(done, Wish(kind, tmp_path / kind), inspect=check)
        assert not list((tmp_path / kind).iterdir())


@pytest.mark.real
def test_the_command_hides_and_says_so(shared: Path, tmp_path: Path) -> None:
    film, out = shared / "footage" / "clips" / f"bj_{CLIPS[0]}.mp4", tmp_path / "reel.mp4"
    call = ["export", film, "--as", "reel", "-o", out, "--hide", "all", "--mute", "--store", tmp_path / "store"]
    done = CliRunner().invoke(main, [str(word) for word in call])
    assert done.exit_code == 0, done.output
    assert "faces are covered" in done.stderr
    assert out.is_file()

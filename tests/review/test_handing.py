"""What the page hands out: what the guider keeps, under the guider's names, with covered faces where that is asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import docx
import numpy as np
import pytest
from numpy.typing import NDArray

from attune import models, parts
from attune.errors import FormatError
from attune.exports import kinds
from attune.exports.cards import card
from attune.exports.handed import hand_out
from attune.exports.kinds import Wish
from attune.exports.reel import Joining
from attune.hide import guard
from attune.hide.leaks import Check
from attune.media.film import open_film
from attune.media.pictures import picture_at
from attune.pipeline import Suggested
from attune.review.handing import asked
from tests import fakes
from tests.review.conftest import Browser


@pytest.fixture
def no_finder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finder of faces that finds none in what was written."""
    monkeypatch.setattr(guard, "finding", lambda _: lambda pixels, least: np.zeros((0, 4)))
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    monkeypatch.setattr(models, "ensure", lambda *_: None)


@pytest.fixture
def kept(browser: Browser, done: Suggested) -> Iterator[Browser]:
    """Two moments are kept; the later one is called by a name of a person."""
    browser.of_film("/said")
    first, second = sorted(done.moments, key=lambda m: m.span.start)[:2]
    browser.say(first.key, decision="keep")
    browser.say(second.key, decision="keep", name="Zoë  asks Ben")
    yield browser
    for name in done.store.names():
        if name.startswith(("chosen", "clips")):
            done.store.remove(name)


def out(browser: Browser, kind: str, **how: Any) -> Any:
    return browser.finished(browser.of_film("/hand-out", {"kind": kind, **how}))


def test_what_is_asked_for_is_what_the_command_takes() -> None:
    reel = {"kind": "reel", "hidden": ["child"], "mute": True, "titles": True}
    assert asked(reel) == Wish("reel", joining=Joining("rank", True), hidden=("child",), mute=True)
    assert asked(reel | {"kind": "stills"}) == Wish("stills", hidden=("child",))
    assert asked(reel | {"kind": "chapters"}) == Wish("chapters")
    for wrong in ({"kind": "seconds"}, {"kind": "clips", "hidden": ["me"]}, {"kind": "clips", "hidden": "all"}):
        with pytest.raises(FormatError):
            asked(wrong)


def test_the_page_and_the_command_take_nothing_from_each_other(kept: Browser, done: Suggested) -> None:
    proposed = kinds.write(done, Wish("clips"))
    told = out(kept, "clips")
    assert all(path.exists() for path in proposed)
    chosen = [Path(told["where"], name) for name in told["made"]]
    assert len(chosen) == 2
    assert len(kinds.write(done, Wish("clips"))) == len(proposed)
    assert all(path.exists() for path in chosen)
    out(kept, "clips")
    assert sorted(Path(told["where"]).iterdir()) == sorted(chosen)


def test_no_file_is_called_by_a_name_that_somebody_typed(kept: Browser, done: Suggested) -> None:
    for kind in ("clips", "reel", "stills", "sheet", "chapters"):
        assert out(kept, kind, titles=True)["state"] == "done"
    names = " ".join(done.store.names("chosen"))
    assert not any(word in names for word in ("Zo", "asks", "Ben"))


def test_a_name_stands_in_chapters_on_cards_and_on_the_sheet(kept: Browser, done: Suggested) -> None:
    folder = Path(out(kept, "chapters")["where"])
    assert "2. Zoë asks Ben" in (folder / "chapters.vtt").read_text(encoding="utf-8")
    out(kept, "sheet")
    rows = list(csv.DictReader(io.StringIO((folder / "sheet.csv").read_text(encoding="utf-8-sig"))))
    assert rows[1]["name"].split() == ["Zoë", "asks", "Ben"]


@pytest.mark.usefixtures("no_finder")
def test_covered_faces_are_covered_and_said_to_be(kept: Browser) -> None:
    bare, covered = out(kept, "stills"), out(kept, "stills", hidden=["all"])
    assert bare["note"] == ""
    assert "faces are covered" in covered["note"]
    assert bare["where"] != covered["where"]
    for name in bare["made"]:
        one, other = (read(Path(told["where"], name)) for told in (bare, covered))
        assert np.abs(one - other).max() > 20


@pytest.mark.usefixtures("no_finder")
def test_the_pictures_of_a_sheet_are_covered_too(kept: Browser) -> None:
    def pictures(told: Any) -> list[bytes]:
        document = docx.Document(str(Path(told["where"], "sheet.docx")))
        return [part.blob for part in document.part.package.image_parts]

    bare, covered = pictures(out(kept, "sheet")), pictures(out(kept, "sheet", hidden=["all"]))
    assert len(bare) == len(covered) == 2
    assert not set(bare) & set(covered)


@pytest.mark.usefixtures("no_finder")
@pytest.mark.parametrize("kind", ["clips", "stills", "sheet"])
def test_what_leaks_stays_here_and_is_said_in_one_line(
    kept: Browser, done: Suggested, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Check, "__call__", lambda *_: False)
    told = out(kept, kind, hidden=["others"])
    assert told["state"] == "failed"
    assert "a face in it is not covered" in told["why"]
    assert "\n" not in told["why"]
    assert done.store.names("chosen-covered") == []


def test_voices_are_left_out(kept: Browser) -> None:
    for mute in (False, True):
        told = out(kept, "reel", mute=mute)
        assert open_film(Path(told["where"], told["made"][0])).sound is not mute


def test_a_card_comes_before_each_moment_with_its_name(kept: Browser, done: Suggested) -> None:
    told = out(kept, "reel", titles=True)
    film = open_film(Path(told["where"], told["made"][0]))
    first, second = sorted(done.moments, key=lambda m: m.span.start)[:2]
    title = picture_at(film, 2.5 + first.span.seconds + 1.2).pixels.astype(int)
    called, plain = (replace(second, rank=2, name=name) for name in ("Zoë asks Ben", ""))
    near, far = (np.abs(title - card(m, done.labels, film.width, film.height)).mean() for m in (called, plain))
    assert near < 0.5 * far


def read(path: Path) -> NDArray[np.int16]:
    return np.asarray(cv2.imread(str(path)), np.int16)


@pytest.mark.usefixtures("no_finder")
def test_covering_and_looking_again_share_one_bar(done: Suggested, tmp_path: Path) -> None:
    told: list[tuple[str, float, float]] = []
    wish = Wish("clips", tmp_path / "clips", hidden=("all",))
    hand_out(done, wish, lambda *step: told.append(step))
    assert {step for step, _, _ in told} == {"covering", "inspecting"}
    shares = [part / total for _, part, total in told]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1, abs=0.02)

"""`attune night` as people and scripts meet it, and one real night."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from attune import cli, models, pipeline
from attune.media.write import FilmWriter
from attune.night import run
from tests.night import fake


def call(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(cli.main, ["night", *map(str, arguments)])
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "ensure", lambda *_: None)
    monkeypatch.setattr(run.Wish.__init__, "__defaults__", (None, 1, None, False, fake.WORK, None))


@pytest.mark.usefixtures("_fake")
def test_a_night_its_status_and_how_it_ends(tmp_path: Path) -> None:
    fake.film_at(tmp_path / "good.mp4")
    told = call(tmp_path)
    assert told.stdout == ""
    assert "good.mp4 (18 s): 1 moment" in told.stderr
    assert "report.html" in told.stderr
    fake.film_at(tmp_path / "refuses.mp4")
    events = [json.loads(line) for line in call(tmp_path, "--json", code=1).stdout.splitlines()]
    assert events[0]["event"] == "begun"
    assert (events[-1]["done"], events[-1]["failed"]) == (1, 1)
    status = call(tmp_path, "--status").stderr
    assert "No night is under way here." in status
    assert "1 done, 1 could not be done" in status
    assert "refuses.mp4: It cannot be read from here on." in status


@pytest.mark.usefixtures("_fake")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{folder}/none"], "no folder"),
        (["{folder}", "--until", "7"], "such as 07:00"),
        (["{folder}", "--cluster", "tcp://192.0.2.1:8786"], "tls:// for another machine"),
        (["{folder}", "--status"], "No night has begun"),
        (["{folder}", "--store", os.devnull + "/kept"], "--store"),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(arguments: list[str], told: str, tmp_path: Path) -> None:
    result = call(*(a.format(folder=tmp_path) for a in arguments), code=2)
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.real
def test_a_real_night_gives_what_suggest_gives(shared: Path, tmp_path: Path) -> None:
    clips = sorted((shared / "footage" / "clips").glob("*.mp4"), key=lambda path: path.stat().st_size)[:2]
    quiet, folder = tmp_path / "quiet", tmp_path / "night"
    for place in (quiet, folder):
        place.mkdir()
        for number, clip in enumerate(clips):
            shutil.copy(clip, place / f"{number}.mp4")
    with FilmWriter(folder / "clip.mp4", 64, 48, 5) as film:
        for _ in range(5):
            film.picture(np.zeros((48, 64, 3), "uint8"))
    (folder / "letter.mp4").write_text("no film at all")
    for film in folder.iterdir():
        os.utime(film, (1e9, 1e9))
    events = [json.loads(line) for line in call(folder, "--json", code=1).stdout.splitlines()]
    ends = {event["film"]: event["state"] for event in events if event["event"] == "film"}
    assert ends == {"0.mp4": "done", "1.mp4": "done", "clip.mp4": "own", "letter.mp4": "failed"}
    for number in range(2):
        alone = pipeline.suggested(quiet / f"{number}.mp4").store
        together = alone.folder.parent.parent / "night" / alone.folder.name
        assert {name: (together / name).read_bytes() for name in alone.names() if name != "film.json"} == {
            name: alone.read(name) for name in alone.names() if name != "film.json"
        }
    assert "0.mp4 (" in (folder / "attune-night" / "report.txt").read_text()

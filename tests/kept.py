"""Films that are files, with the slow half of watching left out: for tests of what is kept and of the commands."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from attune import models, parts
from attune.media.write import FilmWriter
from tests import fakes

SECONDS = 30


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of half a minute in which nothing is to be seen."""
    path = tmp_path_factory.mktemp("reel") / "reel.mp4"
    with FilmWriter(path, 64, 48, 5) as film:
        for number in range(SECONDS * 5):
            film.picture(np.full((48, 64, 3), 60 + number, np.uint8))
    return path


@pytest.fixture
def film(reel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it called Sarah.mp4, that is watched by the fake."""
    monkeypatch.setattr(parts, "SEE", fakes.SEE)
    monkeypatch.setattr(models, "ensure", lambda *_: None)
    path = tmp_path / "Sarah.mp4"
    shutil.copyfile(reel, path)
    return path

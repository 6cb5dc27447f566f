"""Reading a film takes the same memory however long it is, with no help from the garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from attune.media.clips import Cut, write_clip
from attune.media.film import open_film
from attune.media.pictures import pictures
from attune.timeline import Clock, Span
from tests.media.films import UPRIGHT, make_film, numbered, steady

PAGE = 4096
STATM = Path("/proc/self/statm")

pytestmark = pytest.mark.skipif(not STATM.exists(), reason="memory is read through /proc")


def resident() -> float:
    """Memory of this process in MB."""
    return int(STATM.read_text().split()[1]) * PAGE / 1e6


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    return make_film(folder / "long.mp4", steady(8), paint=lambda n: numbered(n, 1280, 720), matrix=UPRIGHT[90])


def test_pictures_are_let_go(long: Path, no_collector: None) -> None:
    film = open_film(long)
    reader = pictures(film, Clock(10, 80))
    for _ in range(20):
        next(reader)
    before = resident()
    for picture in reader:
        assert picture is not None
    assert resident() - before < 40


def test_a_clip_is_written_as_it_is_read(long: Path, no_collector: None, tmp_path: Path) -> None:
    film = open_film(long)
    write_clip(film, [Cut(Span(0, 3))], tmp_path / "short.mp4")
    before = resident()
    write_clip(film, [Cut(Span(0, 8))], tmp_path / "long.mp4")
    assert resident() - before < 60

"""Contact sheets have a tile for every so many seconds, each with its own picture and its own second in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from attune.hide.cover import Cover
from attune.inside import strip
from attune.inside.colours import ADULT, GROUND
from attune.inside.sheet import EDGE, LETTER, TILES, WIDE, page_of, seconds_between, sheets, tile
from attune.inside.strip import Layout
from attune.inside.view import View
from attune.media.film import Film, open_film
from attune.media.pictures import Picture
from attune.timeline import Span
from tests import dyads
from tests.inside.views import KNOBS, Pixels, alike, view
from tests.media.films import make_film, steady
from tests.watch import made

SECONDS = 20


def shade(second: float) -> int:
    """The grey of the picture in a second of the film."""
    return 40 + 10 * int(second)


@pytest.fixture(scope="module")
def seen() -> View:
    return view(dyads.hidden(dyads.glancing()))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    return open_film(
        make_film(path, steady(SECONDS, 10), paint=lambda i: np.full((96, 128, 3), shade(i / 10), np.uint8), rate=10)
    )


def shades(page: Pixels, film: Film, seen: View) -> list[int]:
    """The greys of a page's tiles, in the order in which they are read; bare ground is left out."""
    laid, line = page_of(film, seen), Layout(WIDE, LETTER).line
    (wide, tall), rest = laid.tile, strip.height(seen, Layout(WIDE, LETTER)) - 3 * line
    out = []
    for top in range(line, len(page) - rest, tall + 3 * laid.layout.line + EDGE):
        for left in range(EDGE, EDGE + laid.across * (wide + EDGE), wide + EDGE):
            part = page[top + tall // 4 : top + tall // 2, left + wide // 4 : left + wide // 2]
            if (part != GROUND).any():
                out.append(round(float(part.mean())))
    return out


@pytest.mark.parametrize(("span", "every"), [(Span(0, 20), 1), (Span(0, 20), 3), (Span(5.5, 9.2), 1)])
def test_each_tile_is_the_middle_of_its_second(film: Film, seen: View, span: Span, every: int) -> None:
    pages = list(sheets(film, seen, span, every, "made here"))
    wanted = [shade(k) for k in range(int(span.start), int(np.ceil(span.end)), every)]
    found = [grey for page in pages for grey in shades(page, film, seen)]
    assert found == pytest.approx(wanted, abs=4.9)
    assert len(pages) == -(-len(wanted) // page_of(film, seen).tiles)
    assert all(page.shape[1] == WIDE for page in pages)


def test_the_tiers_of_a_page_are_those_of_its_time(film: Film, seen: View) -> None:
    pages = list(sheets(film, seen, Span(0, SECONDS), 1, "made here"))
    layout = Layout(WIDE, LETTER)
    count = page_of(film, seen).tiles
    for number, page in enumerate(pages):
        span = Span(number * count, min(SECONDS, (number + 1) * count))
        band = strip.band(seen, span, layout, WIDE - layout.gutter)
        assert (page[-len(band) - layout.line : -layout.line, layout.gutter :] == band).all()


def test_what_was_seen_in_a_second_is_drawn_in_its_tile(film: Film) -> None:
    seen = view(dyads.glancing())
    page = page_of(film, seen)
    wide, high = page.tile
    adult, child = (track.head[0] * high for track in (seen.dyad.adult, seen.dyad.child))
    way = np.s_[int(adult[1]) - 20 : int(child[1]) + 20, int(adult[0]) + 50 : int(child[0]) - 50]
    empty = Picture(0.0, np.full((high, wide, 3), 77, np.uint8))
    arrows = [alike(tile(empty, seen, t, page)[way], ADULT, 90).any() for t in (3.5, 5.5, 8.5)]
    assert arrows == [False, True, False]


def test_faces_in_a_tile_are_hidden_if_asked(film: Film) -> None:
    dyad = dyads.face_to_face()
    seen = view(dyad)
    page = page_of(film, seen)
    noise = Picture(5.5, np.random.default_rng(1).integers(0, 256, (*page.tile[::-1], 3), np.uint8))
    x, y = (dyad.child.head[0] * page.tile[1]).astype(int)
    bare, hidden = (
        tile(noise, seen, 5.5, page, conceal)
        for conceal in (None, Cover(dyad, made.looks(SECONDS, []), ("all",), KNOBS))
    )
    steps = [
        np.abs(np.diff(part[y + 5 : y + 20, x - 10 : x + 10].astype(int), axis=1)).mean() for part in (bare, hidden)
    ]
    assert steps[1] < steps[0] / 3


@pytest.mark.parametrize(("seconds", "every"), [(0.4, 1), (17, 1), (60, 1), (61, 2), (600, 10), (3600, 60)])
def test_a_long_film_gets_few_sheets(seconds: float, every: int) -> None:
    assert seconds_between(Span(0, seconds)) == every
    assert seconds / every <= TILES


@pytest.mark.parametrize(("size", "across"), [((640, 480), 4), ((1920, 1080), 4), ((1080, 1920), 6)])
def test_upright_films_have_more_tiles_in_a_row(size: tuple[int, int], across: int, seen: View) -> None:
    page = page_of(Film(Path("f.mp4"), 10.0, *size, 25.0, 0.0, False), seen)
    assert page.across == across
    assert page.rows >= 2
    assert page.across * (page.tile[0] + EDGE) + EDGE <= WIDE

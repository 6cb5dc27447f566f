"""Contact sheets: a picture every so many seconds with all that was seen in it and its second in words, and below them
the tiers of the page's time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

from attune.cast import timestamp
from attune.inside import pen, strip
from attune.inside.colours import INK
from attune.inside.film import fitted, stamp
from attune.inside.pen import Pixels
from attune.inside.people import draw
from attune.inside.strip import Layout
from attune.inside.view import View
from attune.media.film import Film
from attune.media.finish import Retouch
from attune.media.pictures import Picture, pictures
from attune.timeline import Clock, Span

Progress = Callable[[str, float, float], None]

WIDE, TALL = 1920, 1600
"""Pixels of a page, more or less: what a screen shows without scrolling sideways."""

ACROSS, UPRIGHT = 4, 6
"""Tiles in a row, and where the film is taller than wide: lines of words still fit."""

TILES = 60
"""Tiles of a film at most, unless asked for: five pages or so are looked through, fifty are not."""

LETTER = 13.0
"""Height of letters in pixels."""

EDGE = 6
"""Pixels between tiles."""


@dataclass(frozen=True)
class Page:
    """A page in the making: where its tiles go. All in pixels but `rows`."""

    tile: tuple[int, int]
    across: int
    rows: int
    layout: Layout

    @property
    def tiles(self) -> int:
        """Tiles on a page."""
        return self.across * self.rows


def seconds_between(span: Span) -> int:
    """Whole seconds from one tile to the next, unless asked for: every second of a minute, fewer of more."""
    return max(1, ceil(span.seconds / TILES))


def sheets(
    film: Film, view: View, span: Span, every: int, heading: str, *,
    cover: Retouch | None = None, progress: Progress | None = None,
) -> Iterator[Pixels]:  # fmt: skip
    """Pages (h, WIDE, 3), one after the other: tiles every `every` seconds of the span, each the middle of its second.

    Raises FilmError.
    """
    page = page_of(film, view)
    seconds = [k + 0.5 for k in range(int(span.start), max(int(span.start) + 1, ceil(span.end - 1e-6)), every)]
    groups = [seconds[k : k + page.tiles] for k in range(0, len(seconds), page.tiles)]
    middles = _middles(film, seconds)
    for number, group in enumerate(groups, 1):
        tiles = []
        for second in group:
            tiles.append(tile(next(middles), view, second, page, cover))
            if progress:
                progress("sheet", second - seconds[0], span.seconds)
        part = Span(group[0] - 0.5, group[-1] - 0.5 + every)
        title = f"{heading}   {timestamp(part.start)}-{timestamp(part.end)}   page {number} of {len(groups)}"
        yield _laid_out(tiles, view, part, title, page)


def page_of(film: Film, view: View) -> Page:
    """How pages of this film are laid out."""
    across = ACROSS if film.aspect >= 1 else UPRIGHT
    wide = (WIDE - EDGE) // across - EDGE
    layout = Layout(wide, LETTER)
    tall = round(wide / film.aspect)
    whole = tall + 3 * layout.line + EDGE
    free = TALL - strip.height(view, Layout(WIDE, LETTER))
    return Page((wide, tall), across, max(1, free // whole), layout)


def tile(shown: Picture | None, view: View, second: float, page: Page, cover: Retouch | None = None) -> Pixels:
    """A picture with what was seen at a second drawn in, covered first if asked; the second in words below."""
    picture = fitted(shown, page.tile)
    if cover and shown:
        picture = cover(picture, shown.time)
    draw(picture, view, second)
    stamp(picture, second)
    return np.vstack([picture, strip.words(view, second, page.layout)])


def _middles(film: Film, seconds: list[float]) -> Iterator[Picture | None]:
    """The picture in the middle of each of these rising seconds; the film is read once."""
    first = int(seconds[0])
    wanted = {int(second) for second in seconds}
    clock = Clock(1, int(seconds[-1]) + 1 - first, first)
    return (shown for shown, second in zip(pictures(film, clock), clock.times, strict=True) if int(second) in wanted)


def _laid_out(tiles: list[Pixels], view: View, span: Span, title: str, page: Page) -> Pixels:
    whole = Layout(WIDE, LETTER)
    head = strip.blank(whole.line, WIDE)
    pen.write(head, title, (LETTER, 0.5 * whole.line + 0.36 * LETTER), LETTER, INK, weight=pen.BOLD)
    rows = [head]
    for k in range(0, len(tiles), page.across):
        row = strip.blank(len(tiles[0]) + EDGE, WIDE)
        for column, one in enumerate(tiles[k : k + page.across]):
            left = EDGE + column * (page.tile[0] + EDGE)
            row[: len(one), left : left + page.tile[0]] = one
        rows.append(row)
    band = strip.band(view, span, whole, WIDE - whole.gutter)
    return np.vstack([*rows, np.hstack([strip.gutter(view, whole), band]), strip.legend(whole)])

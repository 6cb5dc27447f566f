"""All moments as one film, to be watched in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from attune.errors import FilmError
from attune.exports.cards import card
from attune.media.clips import Card, Cut, size, write_clip
from attune.media.finish import Finish
from attune.moment import Moment
from attune.pipeline import Suggested

Tell = Callable[[float, float], None]

ORDERS = ("film", "rank")
"""As they happened, which is how a film is watched; or the strongest first, as the list has them."""

SLOWEST, FASTEST = 0.25, 1.0
"""Speeds of a repeat: below, pictures of home films stand for a fifth of a second; at 1 nothing is slow."""


@dataclass(frozen=True)
class Joining:
    """How moments are joined.

    order   one of ORDERS
    titles  whether a card comes before each moment: its number in the list, its time in the film, what it shows
    slow    speed at which each moment is shown again, None for no repeats
    """

    order: str = ORDERS[0]
    titles: bool = False
    slow: float | None = None


def write_reel(done: Suggested, out: Path, joining: Joining, finish: Finish, tell: Tell) -> list[Path]:
    """Joins every moment into the mp4 file `out`. Raises FilmError, StoreError."""
    if not done.moments:
        raise FilmError(f"{done.film.path.name} has no moments to join. `attune suggest` says why.")
    pieces = list(_pieces(done, joining, finish))
    total = sum(piece.seconds for piece in pieces)
    write_clip(done.film, pieces, out, finish, lambda seconds: tell(seconds, total))
    return [out]


def _pieces(done: Suggested, joining: Joining, finish: Finish) -> Iterator[Cut | Card]:
    for moment in _ordered(done.moments, joining.order):
        if joining.titles:
            yield Card(card(moment, done.labels, *size(done.film)), finish.showing.title)
        yield Cut(moment.span, moment.core)
        if joining.slow is not None:
            yield Cut(moment.span, moment.core, joining.slow)


def _ordered(moments: Sequence[Moment], order: str) -> list[Moment]:
    return sorted(moments, key=lambda m: m.rank if order == "rank" else m.span.start)
